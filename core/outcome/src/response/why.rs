//! The reason of a visit's response, in sentences that can be checked with the numbers beside.

use super::new_lesions::NewAt;
use super::overall::{MarkersAllow, NewLesions, NonTargetResponse, Overall, TargetResponse};
use super::target::TargetVisit;

/// What there is to tell of one visit.
#[derive(Debug)]
pub(super) struct Told<'t> {
    pub(super) target: &'t TargetVisit,
    pub(super) non_target: NonTargetResponse,
    pub(super) markers: MarkersAllow,
    pub(super) new: &'t NewAt,
    pub(super) overall: Overall,
    pub(super) disease_back: bool,
    pub(super) progressed_at: Option<&'t str>,
}

pub(super) fn sentences(told: &Told<'_>) -> String {
    let mut sentences = vec![target(told.target)];
    sentences.extend(non_target(told.non_target, told.markers));
    sentences.push(new_lesions(told.new));
    if told.disease_back {
        sentences.push(
            "Disease is seen again after an overall complete response, which is progression if \
             that response was true: for review."
                .to_owned(),
        );
    }
    if told.target.node_again {
        sentences.push(
            "A node that had become normal is 10 mm or more again, without progression by its \
             numbers: for review."
                .to_owned(),
        );
    }
    sentences.push(match told.progressed_at {
        Some(label) => {
            format!("Overall PD: it progressed at {label}, and RECIST 1.1 has no way back.")
        }
        None => format!("Overall {}.", told.overall),
    });
    sentences.join(" ")
}

fn target(target: &TargetVisit) -> String {
    let nadir = target.from_nadir;
    let from_nadir = match nadir.percent_text() {
        Some(percent) => format!(
            "{percent} ({}) from the nadir of {}",
            nadir.difference_text(),
            nadir.from
        ),
        None => format!("{} from a nadir of nothing", nadir.difference_text()),
    };
    let response = target.response;
    let Some(change) = target.from_baseline else {
        let missing = target.tally.missing.join(", ");
        let known = target.tally.known;
        if response == TargetResponse::Progressive {
            return format!(
                "Targets: {known} without diameter for {missing}, {from_nadir} all the same: PD, \
                 which missing diameters cannot undo."
            );
        }
        return format!(
            "Targets: {known} without diameter for {missing}: NE, since those known show no \
             progression and missing ones are not guessed."
        );
    };
    let reason = match response {
        TargetResponse::NoTargets => return "No targets were measured at baseline.".to_owned(),
        TargetResponse::Complete if change.to.number().is_zero() => "all are gone",
        TargetResponse::Complete => "all are gone and every node is below 10 mm",
        TargetResponse::Partial => "at least 30 % less than at baseline, and no progression",
        TargetResponse::Progressive if target.regrown => "a mass is seen again after all had gone",
        TargetResponse::Progressive if nadir.from.number().is_zero() => {
            "any regrowth from nothing is progression"
        }
        TargetResponse::Progressive => "at least 20 % and 5 mm over the nadir",
        TargetResponse::Stable if nadir.is_gain_of(20) => "20 % over the nadir, but less than 5 mm",
        TargetResponse::Stable | TargetResponse::NotEvaluable => {
            "less than 30 % lost and less than 20 % gained"
        }
    };
    let from_baseline = change.percent_text().unwrap_or_default();
    format!(
        "Targets: sum {}, {from_baseline} from the baseline of {}, {from_nadir}: {response}, {reason}.",
        change.to, change.from
    )
}

fn non_target(response: NonTargetResponse, markers: MarkersAllow) -> Option<String> {
    let marker = match markers {
        MarkersAllow::Yes => "",
        MarkersAllow::StillRaised => {
            " A marker that was raised at baseline is still raised, so nothing can be complete."
        }
        MarkersAllow::NotMeasured => {
            " A marker that was raised at baseline was not measured, so nothing can be complete."
        }
    };
    match response {
        NonTargetResponse::NoNonTargets => None,
        _ => Some(format!("Non-target lesions: {response}.{marker}")),
    }
}

fn new_lesions(new: &NewAt) -> String {
    let names = || new.present.iter().cloned().collect::<Vec<_>>().join(", ");
    match new.status() {
        NewLesions::No => "No new lesion.".to_owned(),
        NewLesions::NotEvaluated => {
            "New lesions were not looked for everywhere, which allows no response.".to_owned()
        }
        NewLesions::Equivocal => {
            "A new lesion is equivocal: if it is shown to be one, progression dates from here."
                .to_owned()
        }
        NewLesions::Yes if new.shown_later.is_empty() => {
            format!("New lesions: {}.", names())
        }
        NewLesions::Yes => {
            let later: Vec<_> = new
                .shown_later
                .iter()
                .map(|(name, visit)| format!("{name} was equivocal here and shown at {visit}"))
                .collect();
            format!(
                "New lesions: {}; {}, so progression dates from here.",
                names(),
                later.join(", ")
            )
        }
    }
}

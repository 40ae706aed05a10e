//! What became of a form: recorded, in words, or refused, with every reason and the safe next act.
//!
//! At the bedside the answer fills the screen: a patient waits, and it is read from two metres away.
//! Below a refusal stands the form as it was filled in, so that nobody types twenty values again.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use cikada_app::World;
use cikada_app::form::{FieldKind, Target};
use cikada_app::read::{self, Heading, Moment, bedside};
use cikada_app::use_cases::{REASONS, Reason, Session};
use cikada_domain::ChainOfIdentity;

use crate::failure::Failure;
use crate::pages::fields::{Asked as _, Sheet};
use crate::pages::frame::{Frame, Section};
use crate::pages::render;
use crate::{address, shape, wording};

/// A way on: its words and its address.
type Way = (&'static str, String);

#[derive(Debug, Template)]
#[template(path = "accepted.html")]
struct Accepted {
    frame: Frame,
    heading: Heading,
    words: Vec<String>,
    sequence: u64,
    at: Moment,
    ways: Vec<Way>,
}

#[derive(Debug, Template)]
#[template(path = "refused.html")]
struct Refused {
    frame: Frame,
    heading: Heading,
    reasons: Vec<Reason>,
    sheet: Option<Sheet>,
    back: Way,
}

#[derive(Debug, Template)]
#[template(path = "verified.html")]
struct Verified {
    heading: Heading,
    words: Vec<String>,
    sequence: u64,
    at: Moment,
    next: Way,
    back: String,
}

#[derive(Debug, Template)]
#[template(path = "stop.html")]
struct Stop {
    frame: Frame,
    heading: Heading,
    reasons: Vec<Reason>,
    at: Moment,
    /// The scan boxes, empty: what was refused is scanned again and not sent again.
    sheet: Option<Sheet>,
    back: Way,
}

/// The page of an act that was recorded.
pub(crate) fn accepted(
    world: &World,
    session: &Session,
    id: &ChainOfIdentity,
    target: &Target,
    (words, sequence): (Vec<String>, u64),
) -> Result<Response, Failure> {
    let at = world.now().to_zoned(world.zone().clone());
    let heading = read::heading(world, &session.actor, id)?;
    let Target::Bedside(dose) = target else {
        let page = Accepted {
            frame: Frame::new(world, session, Section::Treatment),
            words,
            sequence,
            at,
            ways: ways(id, target, heading.is_medicine),
            heading,
        };
        return Ok(render(StatusCode::OK, &page));
    };
    let acts = bedside::bedside(world, &session.actor, id, *dose)?.acts;
    let next = acts.into_iter().find(|act| act.done.is_none());
    let next = next.map_or_else(
        || ("Back to the treatment", address::treatment(id)),
        |act| {
            let words = wording::act(&act.target, heading.is_medicine);
            (words, address::target(id, &act.target))
        },
    );
    let page = Verified {
        heading,
        words,
        sequence,
        at,
        next,
        back: address::bedside(id, *dose),
    };
    Ok(render(StatusCode::OK, &page))
}

/// The page of an act that was refused, with the form to send once more where there still is one.
pub(crate) fn refused(
    world: &World,
    session: &Session,
    id: &ChainOfIdentity,
    target: &Target,
    reasons: Vec<Reason>,
    sheet: Option<Sheet>,
) -> Result<Response, Failure> {
    let heading = read::heading(world, &session.actor, id)?;
    let frame = Frame::new(world, session, Section::Treatment);
    let back = ways(id, target, heading.is_medicine).swap_remove(0);
    if !matches!(target, Target::Bedside(_)) {
        let page = Refused {
            frame,
            heading,
            reasons,
            sheet,
            back,
        };
        return Ok(render(StatusCode::CONFLICT, &page));
    }
    let page = Stop {
        frame,
        heading,
        reasons,
        at: world.now().to_zoned(world.zone().clone()),
        sheet,
        back,
    };
    Ok(render(StatusCode::CONFLICT, &page))
}

/// Where a person goes after an act: back to where it was done, then to the lists.
fn ways(id: &ChainOfIdentity, target: &Target, is_medicine: bool) -> Vec<Way> {
    let batch_page = if is_medicine {
        "Back to the preparation"
    } else {
        "Back to the batch"
    };
    let first = match target {
        // What was printed is taken to the printer and scanned back.
        Target::LabelPrint(container) => {
            let scan = address::target(id, &Target::LabelScan(container.clone()));
            let label = ("Download and scan back", scan);
            let back = ("Back to the treatment", address::treatment(id));
            return vec![label, back, ("Go to Today", "/today".to_owned())];
        }
        Target::Step(batch, step) => {
            let back = (batch_page, address::batch(id, batch));
            let files = ("Attach a photo or file", address::files(id, batch, step));
            return vec![back, files, ("Go to Today", "/today".to_owned())];
        }
        Target::Correction(batch, ..)
        | Target::MaterialCorrection(batch, ..)
        | Target::DeviationReport(batch, _)
        | Target::Result(batch, _)
        | Target::Sample(batch)
        | Target::Approval(batch, ..)
        | Target::ResultInvalidation(batch, ..)
        | Target::Retest(batch, _)
        | Target::Filling(batch)
        | Target::ProductLabel(batch) => (batch_page, address::batch(id, batch)),
        Target::ConditionalRelease(container)
        | Target::FinalRelease(container)
        | Target::Rejection(container) => ("Back to the review", address::product(id, container)),
        Target::Fitness(dose)
        | Target::Bedside(dose)
        | Target::InfusionStart(dose)
        | Target::VitalSigns(dose)
        | Target::InfusionEnd(dose)
        | Target::ObservationEnd(dose) => ("Back to the bedside", address::bedside(id, *dose)),
        _ => ("Back to the treatment", address::treatment(id)),
    };
    vec![first, ("Go to Today", "/today".to_owned())]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{example, example_acts};

    fn reasons() -> Vec<Reason> {
        vec![Reason {
            code: "wrong-patient".to_owned(),
            sentence: "The wristband belongs to another person.".to_owned(),
            next_act: "Do not connect the bag.".to_owned(),
            detail: "wristband: P-9XX21; product is for: P-7Q4K2".to_owned(),
            source: Some(example::source()),
        }]
    }

    #[test]
    fn a_refusal_at_the_bedside_fills_the_screen_with_its_reasons() {
        let page = Stop {
            frame: Frame::example(Section::Treatment),
            heading: example::heading(),
            reasons: reasons(),
            at: example::moment("2026-03-14T12:05"),
            sheet: Some(Sheet::example(example_acts::scan_form())),
            back: ("Back to the bedside", "/back".to_owned()),
        };
        insta::assert_snapshot!(page.render().unwrap());
    }

    #[test]
    fn a_verification_leads_on_to_the_next_act() {
        let page = Verified {
            heading: example::heading(),
            words: vec!["Wristband and bag belong together.".to_owned()],
            sequence: 119,
            at: example::moment("2026-03-14T12:05"),
            next: ("Start the infusion", "/next".to_owned()),
            back: "/bedside".to_owned(),
        };
        insta::assert_snapshot!(page.render().unwrap());
    }

    #[test]
    fn a_refusal_elsewhere_names_code_source_and_next_act() {
        let page = Refused {
            frame: Frame::example(Section::Treatment),
            heading: example::heading(),
            reasons: reasons(),
            sheet: Some(Sheet::example(example_acts::step_form())),
            back: ("Back to the batch", "/back".to_owned()),
        };
        insta::assert_snapshot!(page.render().unwrap());
    }

    #[test]
    fn an_act_that_was_recorded_is_repeated_in_words() {
        let page = Accepted {
            frame: Frame::example(Section::Treatment),
            heading: example::heading(),
            words: vec!["Cells were counted.".to_owned()],
            sequence: 119,
            at: example::moment("2026-03-14T12:05"),
            ways: ways(
                &example::treatment_id(),
                &example_acts::step_form().target,
                false,
            ),
        };
        insta::assert_snapshot!(page.render().unwrap());
    }
}

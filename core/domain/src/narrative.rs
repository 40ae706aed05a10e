//! Each event as one plain line, for timelines and transcripts.
//!
//! A line says what happened with its identifiers and figures, never who, where or when: those
//! stand beside it. It holds no name, since events hold none.

use std::collections::BTreeMap;
use std::fmt::Display;

use crate::event::{
    ClosingReason, Event, ExceptionTo, LabelPurpose, LatePlan, RefusedBecause, ReleaseKind,
};
use crate::value::Value;

mod course;
mod facility;
mod handling;
mod quality;

use course::{bedside, course};

impl Event {
    /// The event as one line a person reads.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::TreatmentOpened { .. }
            | Self::EvaluationRecorded { .. }
            | Self::EligibilityConfirmed
            | Self::ConsentGiven { .. }
            | Self::ConsentWithdrawn { .. }
            | Self::PlanConfirmed { .. }
            | Self::ExceptionRecorded { .. }
            | Self::TreatmentClosed { .. }
            | Self::CommandRefused { .. } => enrolment(self),
            Self::LabelIssued { .. }
            | Self::CollectionRecorded { .. }
            | Self::CustodyTransferred { .. }
            | Self::BatchStarted { .. }
            | Self::ValueCorrected { .. } => making(self),
            Self::StepPerformed { .. } => step(self),
            Self::DoseLevelAssigned { .. } | Self::DoseOrdered { .. } => ordering(self),
            Self::DeviationOpened { .. }
            | Self::DeviationClosed { .. }
            | Self::ProductHarvested { .. }
            | Self::ResultRecorded { .. }
            | Self::ProductReleased { .. }
            | Self::ProductRejected { .. } => quality(self),
            Self::FitnessRecorded { .. }
            | Self::BedsideVerified { .. }
            | Self::InfusionStarted { .. }
            | Self::VitalSignsRecorded { .. }
            | Self::InfusionEnded { .. }
            | Self::ObservationEnded { .. } => bedside(self),
            Self::AdverseEventRecorded { .. }
            | Self::GradeMeasured { .. }
            | Self::StopRuleFired { .. }
            | Self::HoldPlaced
            | Self::HoldLifted
            | Self::VisitRecorded { .. } => course(self),
            Self::Handling(event) => event.words(),
            Self::Quality(event) => event.words(),
        }
    }
}

fn enrolment(event: &Event) -> String {
    match event {
        Event::TreatmentOpened {
            chain_of_identity,
            protocol,
            donor,
            recipient,
        } => format!(
            "Treatment {chain_of_identity} opened under {} {}: donor {donor}, recipient {recipient}",
            protocol.id, protocol.version
        ),
        Event::EvaluationRecorded { findings } => {
            format!("Evaluation recorded: {}", answers(findings))
        }
        Event::EligibilityConfirmed => "Eligibility confirmed".to_owned(),
        Event::ConsentGiven {
            consent,
            document_version,
        } => format!(
            "Consent given: {}, document version {document_version}",
            plain(consent)
        ),
        Event::ConsentWithdrawn { consent } => format!("Consent withdrawn: {}", plain(consent)),
        Event::PlanConfirmed {
            anchor,
            convention,
            items,
        } => format!(
            "Plan confirmed from {anchor} with {}, gaps {} each block",
            counted(items.len(), "planned day"),
            convention.name()
        ),
        Event::ExceptionRecorded { country, status } => {
            let status = match status {
                ExceptionTo::OffLabel => "off label",
                ExceptionTo::Withdrawn => "withdrawn",
                ExceptionTo::Unverified => "unverified",
                ExceptionTo::Unknown => "of unknown standing",
            };
            format!("Exception recorded: the therapy is {status} in {country}")
        }
        Event::TreatmentClosed { reason } => {
            let reason = match reason {
                ClosingReason::Completed => "all that was planned was done",
                ClosingReason::Stopped => "stopped",
                ClosingReason::Withdrawn => "the patient withdrew",
                ClosingReason::Died => "the patient died",
            };
            format!("Treatment closed: {reason}")
        }
        Event::CommandRefused { command, reasons } => {
            format!("Refused to {}: {}", plain(command), because(reasons))
        }
        _ => String::new(),
    }
}

fn ordering(event: &Event) -> String {
    match event {
        Event::DoseLevelAssigned { level } => format!("Dose level {level} assigned"),
        Event::DoseOrdered {
            dose,
            level,
            amount,
            weight,
            height,
            ..
        } => {
            let at_level = match level {
                0 => String::new(),
                level => format!(", level {level}"),
            };
            let body = [("weight", weight), ("height", height)].into_iter();
            let body = body.filter_map(|(what, measured)| {
                let measured = measured.as_ref()?;
                Some(format!(", {what} {}", measured.words()))
            });
            let body: String = body.collect();
            format!("Dose {dose} ordered: {}{at_level}{body}", amount.words())
        }
        _ => String::new(),
    }
}

fn making(event: &Event) -> String {
    match event {
        Event::LabelIssued { container, purpose } => match purpose {
            LabelPurpose::Collection(dose) => {
                format!("Label issued for bag {container}: collection for dose {dose}")
            }
            LabelPurpose::Product(batch) => {
                format!("Label issued for bag {container}: product of batch {batch}")
            }
        },
        Event::CollectionRecorded {
            dose,
            donation,
            container,
            donor,
            volume,
            place,
        } => format!(
            "Collection {donation} for dose {dose}: {} from {donor} in bag {container}{}",
            volume.words(),
            place
                .as_ref()
                .map_or(String::new(), |place| format!(", drawn in {place}"))
        ),
        Event::CustodyTransferred {
            container,
            from,
            to,
            temperature,
            intact,
            place,
        } => format!(
            "Bag {container} handed over from {from} to {to} at {}, {}{}",
            temperature.words(),
            if *intact { "intact" } else { "not intact" },
            place
                .as_ref()
                .map_or(String::new(), |place| format!(", in {place}"))
        ),
        Event::BatchStarted {
            batch,
            dose,
            donation,
        } => format!("Batch {batch} started for dose {dose} from {donation}"),
        Event::ValueCorrected {
            batch,
            step,
            input,
            old,
            new,
            ..
        } => format!(
            "{} in step {} of batch {batch} corrected from {} to {}",
            capitalised(&plain(input)),
            plain(step),
            old.words(),
            new.words()
        ),
        _ => String::new(),
    }
}

fn step(event: &Event) -> String {
    let Event::StepPerformed {
        batch,
        step,
        values,
        materials,
    } = event
    else {
        return String::new();
    };
    let lots = materials
        .iter()
        .map(|used| format!("; {} {}", plain(&used.material), used.words()));
    format!(
        "Step {} done in batch {batch}: {}{}",
        plain(step),
        answers(values),
        lots.collect::<String>()
    )
}

fn quality(event: &Event) -> String {
    match event {
        Event::DeviationOpened {
            deviation,
            batch,
            step,
            input,
            found,
            expected,
        } => format!(
            "Deviation {deviation} opened in batch {batch}, step {}: {} was {}, expected {expected}",
            plain(step),
            plain(input),
            found.words()
        ),
        Event::DeviationClosed {
            deviation,
            product_acceptable,
        } => format!(
            "Deviation {deviation} closed: the product {} be released",
            if *product_acceptable {
                "may still"
            } else {
                "may not"
            }
        ),
        Event::ProductHarvested {
            batch,
            container,
            cells,
            volume,
            ..
        } => {
            // Cells have a population, a medicine has none.
            let made = cells.population().map_or("filled", |_| "harvested");
            let (holds, volume) = (cells.words(), volume.words());
            format!("Batch {batch} {made} into bag {container}: {holds} in {volume}")
        }
        Event::ResultRecorded {
            batch,
            test,
            value,
            meets,
            ..
        } => format!(
            "Result of {} for batch {batch}: {}, {} the specification",
            plain(test),
            value.words(),
            if *meets { "meets" } else { "does not meet" }
        ),
        Event::ProductReleased {
            container,
            kind,
            late,
        } => match kind {
            ReleaseKind::Conditional => {
                let awaited = late.iter().flatten().map(awaited).collect::<String>();
                format!(
                    "Product in bag {container} conditionally released on the fast tests{awaited}"
                )
            }
            ReleaseKind::Final => format!("Product in bag {container} released on all results"),
        },
        Event::ProductRejected { container } => format!("Product in bag {container} rejected"),
        _ => String::new(),
    }
}

/// A result that comes later, with its plan.
fn awaited(plan: &LatePlan) -> String {
    let LatePlan {
        test,
        follower,
        expected_on,
        ..
    } = plan;
    format!("; {} by {expected_on}, followed by {follower}", plain(test))
}

fn answers<Name: Display>(values: &BTreeMap<Name, Value>) -> String {
    if values.is_empty() {
        return "nothing was entered".to_owned();
    }
    let answers = values.iter();
    let answers = answers.map(|(name, value)| format!("{} {}", plain(name), value.words()));
    answers.collect::<Vec<_>>().join(", ")
}

fn because(reasons: &[RefusedBecause]) -> String {
    let reasons = reasons.iter();
    let reasons = reasons.map(|reason| match reason.detail.as_str() {
        "" => plain(&reason.code),
        detail => format!("{} ({detail})", plain(&reason.code)),
    });
    reasons.collect::<Vec<_>>().join("; ")
}

fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// A name of a file as words: `minimum-age` is "minimum age".
fn plain(name: &(impl Display + ?Sized)) -> String {
    name.to_string().replace('-', " ")
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

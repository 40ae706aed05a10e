//! The lines of what the patient receives: bedside, infusion, adverse events, visits.

use jiff::Timestamp;

use super::{answers, capitalised, plain};
use crate::event::{Event, InfusionOutcome, SignsNotOnTime, StopEffect};
use crate::identifier::DoseNumber;

pub(super) fn bedside(event: &Event) -> String {
    match event {
        Event::FitnessRecorded { dose, findings } => {
            format!("Fitness for dose {dose} recorded: {}", answers(findings))
        }
        Event::BedsideVerified {
            dose,
            container,
            recipient,
        } => {
            format!("Dose {dose} verified at the bedside: bag {container}, wristband {recipient}")
        }
        Event::InfusionStarted {
            dose, container, ..
        } => format!("Infusion of dose {dose} started: bag {container}"),
        Event::VitalSignsRecorded {
            dose,
            values,
            outside,
        } => {
            let outside: Vec<String> = outside.iter().map(plain).collect();
            let outside = match outside.as_slice() {
                [] => String::new(),
                names => format!("; outside the limits: {}", names.join(", ")),
            };
            format!("Vital signs of dose {dose}: {}{outside}", answers(values))
        }
        Event::InfusionEnded {
            dose,
            volume,
            outcome,
            interruption,
        } => {
            let why = interruption.map_or_else(String::new, |why| format!("; {}", why.words()));
            let outcome = match outcome {
                InfusionOutcome::Completed => "completed",
                InfusionOutcome::Stopped => "stopped before the bag was empty",
            };
            format!(
                "Infusion of dose {dose} {outcome}: {} given{why}",
                volume.words()
            )
        }
        Event::ObservationEnded { dose, not_on_time } => {
            let sets = not_on_time.iter().flatten();
            let why: String = sets.map(not_taken).collect();
            format!("Observation after dose {dose} ended{why}")
        }
        _ => String::new(),
    }
}

fn not_taken(set: &SignsNotOnTime) -> String {
    let clock = |at: Timestamp| at.strftime("%H:%M UTC").to_string();
    let how = set.taken_at.map_or_else(
        || "were not taken".to_owned(),
        |at| format!("were taken at {}", clock(at)),
    );
    format!(
        "; vital signs due at {} {how}: {}",
        clock(set.due_at),
        set.why.words()
    )
}

pub(super) fn course(event: &Event) -> String {
    match event {
        Event::AdverseEventRecorded {
            term,
            scheme,
            grade,
            serious,
        } => format!(
            "Adverse event: {}, grade {grade} ({scheme}){}",
            plain(term),
            if *serious { ", serious" } else { "" }
        ),
        Event::GradeMeasured {
            term,
            scheme,
            grade,
            value,
            ..
        } => format!(
            "{}: {} is grade {grade} ({scheme})",
            capitalised(&plain(term)),
            value.words()
        ),
        Event::StopRuleFired { rule, effect } => match effect {
            StopEffect::Stop => format!("Stop rule {} fired: no further dose", plain(rule)),
            StopEffect::Hold => format!(
                "Stop rule {} fired: no dose until a physician lifts the hold",
                plain(rule)
            ),
            StopEffect::Reduce => {
                format!(
                    "Rule {} fired: the next doses are one level lower",
                    plain(rule)
                )
            }
            StopEffect::HoldAndReduce => format!(
                "Rule {} fired: no dose until a physician lifts the hold, then one level lower",
                plain(rule)
            ),
            StopEffect::EndCycle => {
                format!("Rule {} fired: no further dose of this cycle", plain(rule))
            }
        },
        Event::HoldPlaced => "All dosing held".to_owned(),
        Event::HoldLifted => "Hold lifted".to_owned(),
        Event::VisitRecorded {
            visit,
            dose,
            findings,
        } => {
            let of_dose = |dose: &DoseNumber| format!(" of dose {dose}");
            format!(
                "Visit {}{}: {}",
                plain(visit),
                dose.as_ref().map(of_dose).unwrap_or_default(),
                answers(findings)
            )
        }
        _ => String::new(),
    }
}

//! The one way to a decision: every command to its rule, with no default.

mod facility;
mod handling;
mod quality;

use cikada_domain::{Facility, Treatment};
use cikada_protocol::Protocol;
use jiff::Timestamp;

use crate::command::{Act, Command};
use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::rules;
use crate::rules::perform_step::Done;

pub use facility::{consequences, decide_facility, lots_behind, subjects};

/// Decides what follows when someone asks for something now.
///
/// `treatment` is the fold of every event so far, `facility` that of every subject that
/// [`subjects`] names for the command, `protocol` the one it is pinned to (the one to pin, for the
/// opening), `now` the time of the service. The same arguments always give the same
/// decision. Whether the person's role allows the act is asked elsewhere, before this.
#[must_use]
pub fn decide(
    protocol: &Protocol,
    treatment: &Treatment,
    facility: &Facility,
    act: &Act,
    command: &Command,
    now: Timestamp,
) -> Decision {
    let ctx = &Context {
        protocol,
        treatment,
        facility: Some(facility),
        at: act.occurred_at,
        now,
        zone: &act.zone,
        country: Some(&act.country),
        act: Some(act),
    };
    let mut reasons = Reasons::default();
    gates::standing(ctx, &mut reasons);
    if command.needs_signature() {
        gates::signed(ctx, &mut reasons);
    }
    match command {
        Command::OpenTreatment {
            chain_of_identity,
            protocol,
            donor,
            recipient,
        } => rules::open_treatment::decide(
            ctx,
            reasons,
            chain_of_identity,
            protocol,
            donor,
            recipient,
        ),
        Command::RecordEvaluation { findings } => {
            rules::record_evaluation::decide(ctx, reasons, findings)
        }
        Command::ConfirmEligibility => rules::confirm_eligibility::decide(ctx, reasons),
        Command::RecordConsent {
            consent,
            document_version,
        } => rules::record_consent::decide(ctx, reasons, consent, document_version),
        Command::WithdrawConsent { consent } => {
            rules::withdraw_consent::decide(ctx, reasons, consent)
        }
        Command::ConfirmPlan { anchor, convention } => {
            rules::confirm_plan::decide(ctx, reasons, *anchor, *convention)
        }
        Command::RecordException { country, status } => {
            rules::record_exception::decide(ctx, reasons, country, *status)
        }
        Command::AssignDoseLevel { level } => {
            rules::assign_dose_level::decide(ctx, reasons, *level)
        }
        Command::OrderDose { dose, amount } => {
            rules::order_dose::decide(ctx, reasons, *dose, amount)
        }
        Command::IssueLabel { container, purpose } => {
            rules::issue_label::decide(ctx, reasons, container, purpose)
        }
        Command::RecordCollection {
            dose,
            donation,
            container,
            wristband,
            volume,
            place,
        } => {
            let drawn = rules::record_collection::Drawn {
                dose: *dose,
                donation,
                container,
                wristband,
                volume,
                place,
            };
            rules::record_collection::decide(ctx, reasons, &drawn)
        }
        Command::TransferCustody {
            container,
            scanned,
            identity,
            from,
            to,
            temperature,
            intact,
            place,
        } => {
            let handed = rules::transfer_custody::Handed {
                container,
                scanned,
                identity,
                from,
                to,
                temperature,
                intact: *intact,
                place,
            };
            rules::transfer_custody::decide(ctx, reasons, &handed)
        }
        Command::StartBatch {
            batch,
            dose,
            donation,
        } => rules::start_batch::decide(ctx, reasons, batch, *dose, donation),
        Command::PerformStep {
            batch,
            step,
            values,
            materials,
            container,
            equipment,
            room,
        } => {
            let done = Done {
                step,
                values,
                materials,
                container: container.as_ref(),
                equipment,
                room: room.as_ref(),
            };
            rules::perform_step::decide(ctx, reasons, batch, &done)
        }
        Command::CorrectValue {
            batch,
            step,
            occurrence,
            input,
            value,
        } => rules::correct_value::decide(ctx, reasons, batch, (step, *occurrence), input, value),
        Command::CloseDeviation {
            deviation,
            product_acceptable,
        } => rules::close_deviation::decide(ctx, reasons, deviation, *product_acceptable),
        Command::RecordResult {
            batch,
            test,
            value,
            sample,
            file,
        } => {
            let found = rules::record_result::Found {
                test,
                value,
                sample: sample.as_ref(),
                file: file.as_ref(),
            };
            rules::record_result::decide(ctx, reasons, batch, &found)
        }
        Command::ReleaseProduct {
            container,
            kind,
            late,
        } => rules::release_product::decide(ctx, reasons, container, (*kind, late)),
        Command::RejectProduct { container } => {
            rules::reject_product::decide(ctx, reasons, container)
        }
        Command::RecordFitness { dose, findings } => {
            rules::record_fitness::decide(ctx, reasons, *dose, findings)
        }
        Command::VerifyAtBedside {
            dose,
            wristband,
            container,
        } => rules::verify_at_bedside::decide(ctx, reasons, *dose, wristband, container),
        Command::StartInfusion { dose, container } => {
            rules::start_infusion::decide(ctx, reasons, *dose, container)
        }
        Command::RecordVitalSigns { dose, values } => {
            rules::record_vital_signs::decide(ctx, reasons, *dose, values)
        }
        Command::EndInfusion {
            dose,
            volume,
            outcome,
            interruption,
        } => {
            let why = (*outcome, *interruption);
            rules::end_infusion::decide(ctx, reasons, *dose, volume, why)
        }
        Command::EndObservation { dose, not_on_time } => {
            rules::end_observation::decide(ctx, reasons, *dose, not_on_time)
        }
        Command::RecordAdverseEvent {
            term,
            scheme,
            grade,
            serious,
            measured,
        } => {
            let event = rules::record_adverse_event::Recorded {
                term,
                scheme,
                grade: *grade,
                serious: *serious,
                measured: measured.as_ref(),
            };
            rules::record_adverse_event::decide(ctx, reasons, &event)
        }
        Command::PlaceHold => rules::place_hold::decide(ctx, reasons),
        Command::LiftHold => rules::lift_hold::decide(ctx, reasons),
        Command::RecordVisit {
            visit,
            dose,
            findings,
        } => rules::record_visit::decide(ctx, reasons, visit, *dose, findings),
        Command::Handling(command) => handling::decide(ctx, reasons, command),
        Command::Quality(command) => quality::decide(ctx, reasons, command),
        Command::CloseTreatment { reason } => rules::close_treatment::decide(ctx, reasons, *reason),
    }
}

//! What a signature means: one word for each command that is signed.

use cikada_engine::{Command, HandlingCommand, QualityCommand};

use crate::record::{RECEIVED, WITNESSED};

/// Under each result and each log that was read from a file.
pub(super) const IMPORTED: &str = "imported";

/// What the second person's signature under a command means: who takes a container has received it.
#[must_use]
pub fn witness_meaning(command: &Command) -> &'static str {
    match command {
        Command::TransferCustody { .. } => RECEIVED,
        _ => WITNESSED,
    }
}

/// What the performer's signature under a command means (21 CFR 11.50); `None` where none is asked.
#[must_use]
pub fn meaning(command: &Command) -> Option<&'static str> {
    use cikada_domain::event::ReleaseKind;
    Some(match command {
        Command::ConfirmEligibility => "confirmed eligible",
        Command::ConfirmPlan { .. } => "prescribed",
        Command::RecordException { .. } => "answered for without authorisation",
        Command::AssignDoseLevel { .. } => "dose level assigned",
        Command::OrderDose { .. } => "ordered",
        Command::TransferCustody { .. } => "handed over",
        Command::CorrectValue { .. } => "corrected",
        Command::CloseDeviation { .. } => "assessed",
        Command::ReleaseProduct {
            kind: ReleaseKind::Conditional,
            ..
        } => "released conditionally",
        Command::ReleaseProduct {
            kind: ReleaseKind::Final,
            ..
        } => "released",
        Command::RejectProduct { .. } => "rejected",
        // One signature stands under what a whole file says; a typed result waits for its approval.
        Command::RecordResult { file: Some(_), .. } => IMPORTED,
        Command::StartInfusion { .. } => "administered",
        Command::LiftHold => "hold lifted",
        Command::CloseTreatment { .. } => "closed",
        Command::Handling(command) => return handling_meaning(command),
        Command::Quality(command) => return quality_meaning(command),
        Command::OpenTreatment { .. }
        | Command::RecordEvaluation { .. }
        | Command::RecordConsent { .. }
        | Command::WithdrawConsent { .. }
        | Command::IssueLabel { .. }
        | Command::RecordCollection { .. }
        | Command::StartBatch { .. }
        | Command::PerformStep { .. }
        | Command::RecordResult { file: None, .. }
        | Command::RecordFitness { .. }
        | Command::VerifyAtBedside { .. }
        | Command::RecordVitalSigns { .. }
        | Command::EndInfusion { .. }
        | Command::EndObservation { .. }
        | Command::RecordAdverseEvent { .. }
        | Command::PlaceHold
        | Command::RecordVisit { .. } => return None,
    })
}

fn handling_meaning(command: &HandlingCommand) -> Option<&'static str> {
    match command {
        HandlingCommand::CorrectMaterial { .. } => Some("corrected"),
        HandlingCommand::DisposeProduct { .. } => Some("taken out of use"),
        HandlingCommand::AccountLabels { .. } => Some("labels accounted for"),
        HandlingCommand::LogTemperature { .. } => Some(IMPORTED),
        HandlingCommand::PrintLabel { .. }
        | HandlingCommand::FillDose { .. }
        | HandlingCommand::VerifyLabel { .. }
        | HandlingCommand::AttachFile { .. } => None,
    }
}

fn quality_meaning(command: &QualityCommand) -> Option<&'static str> {
    Some(match command {
        QualityCommand::ReportDeviation { .. } | QualityCommand::TakeSample { .. } => return None,
        QualityCommand::ClassifyDeviation { .. } => "classified",
        QualityCommand::InvalidateSample { .. } | QualityCommand::InvalidateResult { .. } => {
            "found invalid"
        }
        QualityCommand::ApproveResult { .. } => "approved",
        QualityCommand::OrderRetest { .. } => "retest ordered",
        QualityCommand::AcknowledgeAlert { .. } => "alert seen",
        QualityCommand::ReviewAuditTrail { .. } => "record reviewed",
        QualityCommand::EvaluateRisk { .. } => "risk evaluated",
        QualityCommand::RequestSupply { .. } => "supply requested",
        QualityCommand::InformPatient { .. } => "patient informed",
        QualityCommand::PermitSupply { .. } => "permission recorded",
        QualityCommand::SupplyProduct { .. } => "supplied out of specification",
        QualityCommand::NotifyAuthority { .. } => "authority notified",
    })
}

#[cfg(test)]
mod tests {
    use cikada_domain::event::{ClosingReason, ReleaseKind};
    use cikada_domain::{BatchId, ContainerId, DeviationId, DoseNumber, InputId, StepId, Value};

    use super::*;

    #[test]
    fn what_needs_a_signature_has_a_meaning_and_nothing_else_has() {
        let container = ContainerId::new("C-1").unwrap();
        let (dose, batch) = (DoseNumber::new(1).unwrap(), BatchId::new("B-1").unwrap());
        let anchor = "2026-01-05".parse().unwrap();
        let release = |kind| Command::ReleaseProduct {
            container: container.clone(),
            kind,
            late: Vec::new(),
        };
        let commands = [
            Command::ConfirmEligibility,
            Command::ConfirmPlan {
                anchor,
                convention: None,
            },
            Command::CorrectValue {
                batch,
                step: StepId::new("feed").unwrap(),
                occurrence: 0,
                input: InputId::new("volume").unwrap(),
                value: Value::Flag(true),
            },
            Command::CloseDeviation {
                deviation: DeviationId::new("D-1").unwrap(),
                product_acceptable: true,
            },
            release(ReleaseKind::Conditional),
            release(ReleaseKind::Final),
            Command::RejectProduct {
                container: container.clone(),
            },
            Command::StartInfusion { dose, container },
            Command::RecordException {
                country: cikada_domain::Country::new("IT").unwrap(),
                status: cikada_domain::event::ExceptionTo::Withdrawn,
            },
            Command::AssignDoseLevel { level: 1 },
            Command::OrderDose {
                dose,
                amount: "1 mg".parse().unwrap(),
            },
            Command::LiftHold,
            Command::CloseTreatment {
                reason: ClosingReason::Completed,
            },
            Command::PlaceHold,
            Command::EndObservation {
                dose,
                not_on_time: std::collections::BTreeMap::new(),
            },
        ];
        for command in &commands {
            assert_eq!(
                meaning(command).is_some(),
                command.needs_signature(),
                "{}",
                command.name()
            );
        }
    }
}

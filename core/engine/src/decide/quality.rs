//! Quality control and quality decisions: every command to its rule.

use crate::command::QualityCommand;
use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::refusal::RefusalCode;

pub(super) fn decide(_: &Context<'_>, mut reasons: Reasons, command: &QualityCommand) -> Decision {
    match command {
        QualityCommand::ReportDeviation { .. }
        | QualityCommand::ClassifyDeviation { .. }
        | QualityCommand::TakeSample { .. }
        | QualityCommand::InvalidateSample { .. }
        | QualityCommand::ApproveResult { .. }
        | QualityCommand::InvalidateResult { .. }
        | QualityCommand::OrderRetest { .. }
        | QualityCommand::AcknowledgeAlert { .. }
        | QualityCommand::EvaluateRisk { .. }
        | QualityCommand::RequestSupply { .. }
        | QualityCommand::InformPatient { .. }
        | QualityCommand::PermitSupply { .. }
        | QualityCommand::SupplyProduct { .. }
        | QualityCommand::NotifyAuthority { .. } => {
            reasons.refuse(RefusalCode::NoRule, command.name());
            reasons.refused()
        }
    }
}

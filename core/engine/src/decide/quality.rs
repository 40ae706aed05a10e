//! Quality control and quality decisions: every command to its rule.

use crate::command::QualityCommand;
use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::refusal::RefusalCode;
use crate::rules;

pub(super) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    command: &QualityCommand,
) -> Decision {
    match command {
        QualityCommand::ReportDeviation {
            batch,
            step,
            container,
            found,
        } => {
            let (step, container) = (step.as_ref(), container.as_ref());
            rules::report_deviation::decide(ctx, reasons, batch, step, container, found)
        }
        QualityCommand::ClassifyDeviation { deviation, class } => {
            rules::classify_deviation::decide(ctx, reasons, deviation, *class)
        }
        QualityCommand::TakeSample {
            sample,
            batch,
            tests,
            volume,
        } => {
            let taken = rules::take_sample::Taken {
                sample,
                tests,
                volume,
            };
            rules::take_sample::decide(ctx, reasons, batch, &taken)
        }
        QualityCommand::InvalidateSample { sample } => {
            rules::invalidate_sample::decide(ctx, reasons, sample)
        }
        QualityCommand::ApproveResult {
            batch,
            test,
            number,
        } => rules::approve_result::decide(ctx, reasons, batch, (test, *number)),
        QualityCommand::InvalidateResult {
            batch,
            test,
            number,
        } => rules::invalidate_result::decide(ctx, reasons, batch, (test, *number)),
        QualityCommand::OrderRetest { batch, test } => {
            rules::order_retest::decide(ctx, reasons, batch, test)
        }
        QualityCommand::AcknowledgeAlert { .. }
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

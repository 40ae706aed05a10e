//! Quality control and quality decisions: every command to its rule.

use crate::command::QualityCommand;
use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::refusal::RefusalCode;
use crate::rules::{self, supply_papers, supply_permission};

pub(super) fn decide(ctx: &Context<'_>, reasons: Reasons, command: &QualityCommand) -> Decision {
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
        QualityCommand::AcknowledgeAlert {
            container,
            test,
            capacity,
        } => rules::acknowledge_alert::decide(ctx, reasons, container, test, *capacity),
        QualityCommand::ReviewAuditTrail {
            container,
            exceptions,
        } => rules::review_audit_trail::decide(ctx, reasons, container, *exceptions),
        QualityCommand::EvaluateRisk { .. }
        | QualityCommand::RequestSupply { .. }
        | QualityCommand::InformPatient { .. }
        | QualityCommand::PermitSupply { .. }
        | QualityCommand::SupplyProduct { .. }
        | QualityCommand::NotifyAuthority { .. } => supply(ctx, reasons, command),
    }
}

/// A product out of specification: its papers, its supply and the notice of it.
fn supply(ctx: &Context<'_>, mut reasons: Reasons, command: &QualityCommand) -> Decision {
    match command {
        QualityCommand::EvaluateRisk { container, file } => {
            supply_papers::evaluate_risk(ctx, reasons, container, file.as_ref())
        }
        QualityCommand::RequestSupply { container } => {
            supply_papers::request(ctx, reasons, container)
        }
        QualityCommand::InformPatient { container } => {
            supply_papers::inform(ctx, reasons, container)
        }
        QualityCommand::PermitSupply {
            container,
            reference,
            basis,
            ethics,
        } => {
            let permitted = supply_permission::Permitted {
                container,
                reference,
                basis: *basis,
                ethics: ethics.as_deref(),
            };
            supply_permission::decide(ctx, reasons, &permitted)
        }
        QualityCommand::SupplyProduct { container } => {
            rules::supply_product::decide(ctx, reasons, container)
        }
        QualityCommand::NotifyAuthority {
            container,
            reference,
        } => rules::notify_authority::decide(ctx, reasons, container, reference),
        QualityCommand::ReportDeviation { .. }
        | QualityCommand::ClassifyDeviation { .. }
        | QualityCommand::TakeSample { .. }
        | QualityCommand::InvalidateSample { .. }
        | QualityCommand::ApproveResult { .. }
        | QualityCommand::InvalidateResult { .. }
        | QualityCommand::OrderRetest { .. }
        | QualityCommand::AcknowledgeAlert { .. }
        | QualityCommand::ReviewAuditTrail { .. } => {
            reasons.refuse(RefusalCode::NoRule, command.name());
            reasons.refused()
        }
    }
}

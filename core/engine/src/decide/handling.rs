//! Labels, containers and what stands beside a step: every command to its rule.

use crate::command::HandlingCommand;
use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::rules::{self, attach_file};

pub(super) fn decide(ctx: &Context<'_>, reasons: Reasons, command: &HandlingCommand) -> Decision {
    match command {
        HandlingCommand::AttachFile {
            batch,
            step,
            file,
            media_type,
            bytes,
        } => {
            let attached = attach_file::Attached {
                step,
                file,
                media_type,
                bytes: *bytes,
            };
            attach_file::decide(ctx, reasons, batch, &attached)
        }
        HandlingCommand::PrintLabel { .. } => rules::print_label::decide(ctx, reasons, command),
        HandlingCommand::VerifyLabel {
            container,
            scanned,
            content,
        } => rules::verify_label::decide(ctx, reasons, container, scanned, content),
        HandlingCommand::AccountLabels { .. } => {
            rules::account_labels::decide(ctx, reasons, command)
        }
        HandlingCommand::LogTemperature {
            container,
            file,
            logger,
            readings,
        } => {
            let log = rules::log_temperature::Log {
                file,
                logger,
                readings,
            };
            rules::log_temperature::decide(ctx, reasons, container, &log)
        }
        HandlingCommand::FillDose { .. } => rules::fill_dose::decide(ctx, reasons, command),
        HandlingCommand::CorrectMaterial {
            batch,
            step,
            occurrence,
            line,
            used,
        } => {
            let place = (batch, step, *occurrence);
            rules::correct_material::decide(ctx, reasons, place, (*line, used))
        }
        HandlingCommand::DisposeProduct { container, fate } => {
            rules::dispose_product::decide(ctx, reasons, container, *fate)
        }
    }
}

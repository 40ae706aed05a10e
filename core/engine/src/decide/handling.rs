//! Labels, containers and what stands beside a step: every command to its rule.

use crate::command::HandlingCommand;
use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::refusal::RefusalCode;
use crate::rules::attach_file;

pub(super) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    command: &HandlingCommand,
) -> Decision {
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
        HandlingCommand::PrintLabel { .. }
        | HandlingCommand::VerifyLabel { .. }
        | HandlingCommand::AccountLabels { .. }
        | HandlingCommand::LogTemperature { .. }
        | HandlingCommand::DisposeProduct { .. } => {
            reasons.refuse(RefusalCode::NoRule, command.name());
            reasons.refused()
        }
    }
}

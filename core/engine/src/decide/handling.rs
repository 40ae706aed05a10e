//! Labels, containers and what stands beside a step: every command to its rule.

use crate::command::HandlingCommand;
use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::refusal::RefusalCode;

pub(super) fn decide(_: &Context<'_>, mut reasons: Reasons, command: &HandlingCommand) -> Decision {
    match command {
        HandlingCommand::PrintLabel { .. }
        | HandlingCommand::VerifyLabel { .. }
        | HandlingCommand::AccountLabels { .. }
        | HandlingCommand::LogTemperature { .. }
        | HandlingCommand::DisposeProduct { .. }
        | HandlingCommand::AttachFile { .. } => {
            reasons.refuse(RefusalCode::NoRule, command.name());
            reasons.refused()
        }
    }
}

//! A file's label template is put forward from the command line, by somebody who proves who they are.

use cikada_domain::DeviceId;
use cikada_engine::FacilityCommand;

use crate::error::AppError;
use crate::form::facility::read_template_text;
use crate::use_cases::answer::Answer;
use crate::use_cases::carry_out::{Actor, Doing, known};
use crate::use_cases::carry_out_facility::carry_out_facility;
use crate::use_cases::prove::Proven;
use crate::world::World;

/// Proposes the template of a file.
///
/// # Errors
/// Every flaw of the file with its place; when the person may propose none, or writing fails. A
/// refusal is an answer.
pub fn propose_label_template(
    world: &World,
    proven: &Proven,
    (name, text): (&str, &str),
    reason: &str,
) -> Result<Answer, AppError> {
    let read = read_template_text(world, text).map_err(|flaws| {
        let told: Vec<_> = flaws.iter().map(|flaw| format!("{name}: {flaw}")).collect();
        AppError::Unusable(told.join("\n"))
    })?;
    let device = DeviceId::new("command-line");
    let actor = Actor {
        staff: known(world, proven)?,
        device: device.map_err(|error| AppError::Stored(error.to_string()))?,
    };
    let template = read.version;
    let request = format!("propose/{}/{}", template.hash, world.now());
    let doing = Doing {
        fingerprint: world.vault.fingerprint(&[text, reason]),
        ..Doing::now(request)
    };
    let command = FacilityCommand::ProposeLabelTemplate {
        template,
        text: text.to_owned(),
        reason: reason.to_owned(),
    };
    carry_out_facility(world, &actor, &command, &doing)
}

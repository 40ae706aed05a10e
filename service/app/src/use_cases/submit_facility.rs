//! A posted form of the facility: read, proven, carried out.

use crate::error::AppError;
use crate::form::facility::{FacilityTarget, read_facility};
use crate::form::{FieldError, Typed};
use crate::read::authorise_reading;
use crate::use_cases::answer::Answer;
use crate::use_cases::carry_out::{Actor, Doing};
use crate::use_cases::carry_out_facility::carry_out_facility;
use crate::use_cases::submit::{
    Posted, REASONS, SubmitError, is_late, is_request, occurred_at, signed, witness,
};
use crate::world::World;
use cikada_store::AppendError;

/// Reads a posted form of the facility and carries it out.
///
/// # Errors
/// When a field does not read, a secret is wrong, or acting fails. A refusal is an answer.
pub fn submit_facility(
    world: &World,
    actor: &Actor,
    target: &FacilityTarget,
    posted: &Posted,
) -> Result<Answer, SubmitError> {
    authorise_reading(actor)?;
    let mut typed = Typed::new(world, &posted.fields);
    if !is_request(&posted.request) {
        typed.fail("request", "the form has no request id: open it again");
    }
    let (command, why) = read_facility(world, target, &mut typed)?;
    let occurred_at = occurred_at(world, posted, &mut typed);
    let late = occurred_at.is_some_and(|at| is_late(at, world.now()));
    let given = posted.reason.as_deref().filter(|code| !code.is_empty());
    let given = given.filter(|code| REASONS.iter().any(|(known, _)| known == code));
    if late && given.is_none() {
        let message = "this happened some time ago: choose why it is entered only now";
        typed.fail("reason", message);
    }
    let errors = typed.into_errors();
    let Some(command) = command.filter(|_| errors.is_empty()) else {
        return Err(SubmitError::Fields(errors));
    };
    let reasons: Vec<_> = why
        .into_iter()
        .chain(given.filter(|_| late).map(str::to_owned))
        .collect();
    let reason = (!reasons.is_empty()).then(|| reasons.join(", "));
    let signed = signed(world, actor, posted)?;
    let witness = witness(world, posted)?;
    let said = [
        actor.staff.id.as_str(),
        &format!("{target:?}"),
        &format!("{:?}", posted.fields),
        &format!(
            "{occurred_at:?} {reason:?} {} {witness:?}",
            signed.is_some()
        ),
    ];
    let doing = Doing {
        fingerprint: world.vault.fingerprint(&said),
        signed,
        witness,
        occurred_at,
        reason,
        ..Doing::now(posted.request.clone())
    };
    match carry_out_facility(world, actor, &command, &doing) {
        Err(AppError::Append(AppendError::CommandReused(_))) => {
            let message = "this form was sent before with other content: open it again".to_owned();
            let field = "request".to_owned();
            Err(SubmitError::Fields(vec![FieldError { field, message }]))
        }
        answered => Ok(answered?),
    }
}

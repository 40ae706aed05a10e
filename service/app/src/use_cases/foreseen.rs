//! What the engine would say to a command now, before anybody signs for it; nothing is recorded.

use cikada_domain::{ChainOfIdentity, Event};
use cikada_engine::{Command, Decision, decide, subjects};

use crate::error::AppError;
use crate::use_cases::answer::Reason;
use crate::use_cases::carry_out::{Actor, Doing, act};
use crate::world::World;

/// The events a command would come to if it were signed now, or every reason against it.
pub(super) fn foreseen(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
    command: &Command,
    doing: &Doing,
) -> Result<Result<Vec<Event>, Vec<Reason>>, AppError> {
    let (folded, protocol) = world.opened(id)?;
    let now = world.now();
    let mut act = act(world, actor, doing, now);
    act.signed = true;
    let treatment = &folded.treatment;
    let around = world.facility(&subjects(treatment, &act, command))?;
    Ok(
        match decide(&protocol, treatment, &around.facility, &act, command, now) {
            Decision::Accepted(events) => Ok(events),
            Decision::Refused(refusals) => {
                let told = refusals.iter().map(|refusal| refusal.into());
                let told = told.map(|why| Reason::told(&why, Some(&protocol)));
                Err(told.collect())
            }
        },
    )
}

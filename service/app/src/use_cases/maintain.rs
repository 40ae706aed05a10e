//! Proving and rebuilding what is kept.

use std::path::Path;

use cikada_domain::{ChainOfIdentity, PersonId, PlannedKind, ProtocolHash};
use cikada_ledger::Report;
use cikada_store::Store;

use crate::error::{AppError, OpenError};
use crate::keys::Keys;
use crate::projection;
use crate::treatments::stream_of;
use crate::world::World;

/// Throws the derived rows of a centre away and makes them again from its ledger; says how many
/// differed. It needs none of the rows it mends.
///
/// # Errors
/// When the centre is in use, or reading or writing fails; the rows are then as before.
pub fn rebuild(directory: &Path) -> Result<usize, OpenError> {
    let store = Store::open(directory, Keys::read(directory)?.log)?;
    let differences = store.compare_views(projection::of_entry)?.len();
    store
        .rebuild(projection::of_entry)
        .map_err(AppError::from)?;
    Ok(differences)
}

/// How many derived rows are not what the ledger says.
///
/// # Errors
/// When reading fails.
pub fn stale_rows(world: &World) -> Result<usize, AppError> {
    Ok(world.store.compare_views(projection::of_entry)?.len())
}

/// Verifies the whole ledger, also against checkpoints kept elsewhere.
///
/// # Errors
/// When reading fails; faults are in the report.
pub fn verify(world: &World, seen: &[String]) -> Result<Report, AppError> {
    Ok(world.store.verify(seen)?)
}

/// The file that proves one treatment to whoever has the centre's public key.
///
/// # Errors
/// When there is no such treatment, or reading fails.
pub fn export(world: &World, treatment: &ChainOfIdentity) -> Result<Vec<u8>, AppError> {
    world.opened(treatment)?;
    Ok(world.store.export_stream(&stream_of(treatment))?)
}

/// The latest checkpoint as a signed note, to be kept elsewhere.
///
/// # Errors
/// When reading fails.
pub fn checkpoint(world: &World) -> Result<String, AppError> {
    Ok(world.store.latest_checkpoint()?)
}

/// Every treatment with its recipient's pseudonym.
///
/// # Errors
/// When reading fails.
pub fn treatments(world: &World) -> Result<Vec<(ChainOfIdentity, PersonId)>, AppError> {
    let mut treatments = Vec::new();
    for id in world.treatment_ids()? {
        let recipient = world.folded(&id)?.treatment.recipient().cloned();
        treatments.extend(recipient.map(|recipient| (id, recipient)));
    }
    Ok(treatments)
}

/// A treatment that is under way on a protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// The treatment.
    pub treatment: ChainOfIdentity,
    /// How many doses were begun.
    pub given: usize,
    /// How many are planned; none before the plan is confirmed.
    pub planned: usize,
}

/// The open treatments that are pinned to a protocol file, by its hash.
///
/// # Errors
/// When a treatment cannot be read.
pub fn running_on(world: &World, protocol: &ProtocolHash) -> Result<Vec<Running>, AppError> {
    let mut running = Vec::new();
    for id in world.treatment_ids()? {
        let (folded, _) = world.opened(&id)?;
        let treatment = &folded.treatment;
        let pinned = treatment.opening.as_ref();
        let here = pinned.is_some_and(|opening| &opening.protocol.hash == protocol);
        if here && treatment.closed.is_none() {
            let plan = treatment.plan.iter();
            let items = plan.flat_map(|plan| &plan.items);
            running.push(Running {
                given: treatment.containers_infused().len(),
                planned: items
                    .filter(|item| item.kind == PlannedKind::Infusion)
                    .count(),
                treatment: id,
            });
        }
    }
    Ok(running)
}

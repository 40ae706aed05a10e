//! Every batch the centre ever started, and the newest version of each therapy.

use std::collections::BTreeMap;
use std::sync::Arc;

use cikada_domain::treatment::Batch;
use cikada_domain::{BatchId, ChainOfIdentity};
use cikada_protocol::Protocol;

use crate::error::AppError;
use crate::treatments::Folded;
use crate::world::World;

/// One batch with the version it was made under.
#[derive(Debug)]
pub(crate) struct MadeBatch {
    pub(crate) treatment: ChainOfIdentity,
    pub(crate) id: BatchId,
    pub(crate) protocol: Arc<Protocol>,
    folded: Arc<Folded>,
}

impl MadeBatch {
    /// What was recorded of it.
    pub(crate) fn batch(&self) -> Option<&Batch> {
        self.folded.treatment.batches.get(&self.id)
    }
}

/// Every batch of every treatment. Those closed long ago are included, as a process is judged by all
/// it made: a centre with more treatments than the cache keeps reads them once for each page view.
pub(crate) fn made_batches(world: &World) -> Result<Vec<MadeBatch>, AppError> {
    let mut made = Vec::new();
    for treatment in world.treatment_ids()? {
        let (folded, protocol) = world.opened(&treatment)?;
        for id in folded.treatment.batches.keys() {
            made.push(MadeBatch {
                treatment: treatment.clone(),
                id: id.clone(),
                protocol: Arc::clone(&protocol),
                folded: Arc::clone(&folded),
            });
        }
    }
    Ok(made)
}

/// The newest version of every installed therapy, in order of their titles.
pub(crate) fn therapies(world: &World) -> Vec<Arc<Protocol>> {
    let mut newest: BTreeMap<String, Arc<Protocol>> = BTreeMap::new();
    for protocol in world.protocols() {
        let known = newest.get(&protocol.id);
        if known.is_none_or(|known| numbers(&known.version) < numbers(&protocol.version)) {
            newest.insert(protocol.id.clone(), protocol);
        }
    }
    let mut therapies: Vec<_> = newest.into_values().collect();
    therapies.sort_by(|left, right| left.title.cmp(&right.title));
    therapies
}

/// The newest version of one therapy.
pub(crate) fn newest_of(world: &World, protocol: &str) -> Result<Arc<Protocol>, AppError> {
    let mut therapies = therapies(world).into_iter();
    let newest = therapies.find(|therapy| therapy.id == protocol);
    newest.ok_or_else(|| AppError::NotFound(format!("therapy {protocol}")))
}

/// Three numbers of a version, so that 1.10.0 comes after 1.9.0.
pub(crate) fn numbers(version: &str) -> Vec<u64> {
    version
        .split('.')
        .map(|number| number.parse().unwrap_or(0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(numbers("1.9.0") < numbers("1.10.0") && numbers("1.10.0") < numbers("2.0.0"));
    }
}

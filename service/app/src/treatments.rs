//! Treatments as the ledger holds them: read, checked, folded, and kept folded while nothing changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use cikada_domain::{ChainOfIdentity, Treatment};
use cikada_ledger::{Entry, Hash};
use cikada_protocol::Protocol;

use crate::error::AppError;
use crate::projection::{CLOSED, TREATMENT_STREAM, TREATMENTS};
use crate::record;
use crate::world::World;

/// A treatment together with the version of its stream it was folded at.
#[derive(Debug, Clone, Default)]
pub(crate) struct Folded {
    pub(crate) version: u64,
    /// The hash of the last entry folded; the next must follow it.
    hash: Hash,
    pub(crate) treatment: Treatment,
    /// The entry that opened it; its sealed part says who the patient is.
    pub(crate) first: Option<Entry>,
}

/// Folded treatments. Each is used only while its stream's head is still the one it was folded at.
#[derive(Debug, Default)]
pub(crate) struct Cache(Mutex<BTreeMap<ChainOfIdentity, Arc<Folded>>>);

/// So many folded treatments are kept; then the cache starts anew.
const KEPT_MAX: usize = 500;

/// So many closed treatments stay on lists beside the open ones.
const CLOSED_LISTED_MAX: usize = 50;

pub(crate) fn stream_of(id: &ChainOfIdentity) -> String {
    format!("{TREATMENT_STREAM}{id}")
}

impl World {
    /// A treatment folded from every entry of its stream; what was folded before is gone on from.
    pub(crate) fn folded(&self, id: &ChainOfIdentity) -> Result<Arc<Folded>, AppError> {
        let stream = stream_of(id);
        if let Some(folded) = self.treatments.get(id)
            && self.store.head(&stream)? == folded.version
        {
            return Ok(folded);
        }
        // An empty stream has no entry that the next could follow, so it is never gone on from.
        let kept = self.treatments.take(id).filter(|folded| folded.version > 0);
        let entries = match &kept {
            Some(folded) => self
                .store
                .read_stream_after(&stream, folded.version, folded.hash)?,
            None => self.store.read_stream(&stream)?,
        };
        let mut folded = kept.unwrap_or_default();
        for entry in entries {
            folded.treatment.apply(&record::recorded(&entry)?);
            (folded.version, folded.hash) = (entry.envelope.stream_version, entry.hash);
            folded.first.get_or_insert(entry);
        }
        let folded = Arc::new(folded);
        self.treatments.put(id, &folded);
        Ok(folded)
    }

    /// A treatment that was opened, and its protocol.
    pub(crate) fn opened(
        &self,
        id: &ChainOfIdentity,
    ) -> Result<(Arc<Folded>, Arc<Protocol>), AppError> {
        let folded = self.folded(id)?;
        let opening = folded.treatment.opening.as_ref();
        let opening = opening.ok_or_else(|| AppError::NotFound(format!("treatment {id}")))?;
        let hash = &opening.protocol.hash;
        let protocol = self
            .protocol(hash)
            .ok_or_else(|| AppError::ProtocolMissing(hash.to_string()))?;
        Ok((folded, protocol))
    }

    /// The entries of a treatment, each checked against its hash and the one before it.
    pub(crate) fn entries(&self, id: &ChainOfIdentity) -> Result<Vec<Entry>, AppError> {
        Ok(self.store.read_stream(&stream_of(id))?)
    }

    /// The treatments that lists show: all but those that were closed long ago, which would have to be folded for
    /// nothing each time a list is opened. With it the number of those left out.
    pub(crate) fn listed(&self) -> Result<(Vec<ChainOfIdentity>, usize), AppError> {
        let closed = self.store.view_all(CLOSED)?;
        // In order of their numbers, which is that of their openings.
        let left_out = closed.len().saturating_sub(CLOSED_LISTED_MAX);
        let left_out: BTreeSet<_> = closed
            .into_iter()
            .take(left_out)
            .map(|(id, _)| id)
            .collect();
        let mut ids = self.treatment_ids()?;
        ids.retain(|id| !left_out.contains(id.as_str()));
        Ok((ids, left_out.len()))
    }

    /// Every treatment ever opened.
    pub(crate) fn treatment_ids(&self) -> Result<Vec<ChainOfIdentity>, AppError> {
        let rows = self.store.view_all(TREATMENTS)?;
        let ids = rows
            .into_iter()
            .filter_map(|(id, _)| ChainOfIdentity::new(id).ok());
        Ok(ids.collect())
    }
}

impl Cache {
    fn get(&self, id: &ChainOfIdentity) -> Option<Arc<Folded>> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(id)
            .cloned()
    }

    /// Takes a folded treatment out, to be folded on; copied only while someone else looks at it.
    fn take(&self, id: &ChainOfIdentity) -> Option<Folded> {
        let taken = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(id)?;
        Some(Arc::try_unwrap(taken).unwrap_or_else(|shared| Folded::clone(&shared)))
    }

    fn put(&self, id: &ChainOfIdentity, folded: &Arc<Folded>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.insert(id.clone(), Arc::clone(folded));
    }
}

#[cfg(test)]
mod tests {
    use cikada_store::{Append, ViewChange};

    use super::*;
    use crate::sample;

    #[test]
    fn what_was_closed_long_ago_is_left_out_of_lists_and_counted() {
        let directory = tempfile::tempdir().unwrap();
        let (world, bags) = sample::with_bags(directory.path(), 1).unwrap();
        let row = |view: &str, number: usize| ViewChange::Put {
            view: view.to_owned(),
            key: format!("CHA999926{:06}", 100 + number),
            body: Vec::new(),
        };
        let closed = 0..CLOSED_LISTED_MAX + 7;
        let append = Append {
            command: "rows alone".to_owned(),
            fingerprint: [0; 32],
            expected: Vec::new(),
            drafts: Vec::new(),
            once: Vec::new(),
            views: closed
                .flat_map(|number| [row(TREATMENTS, number), row(CLOSED, number)])
                .collect(),
            answer: Vec::new(),
        };
        world.store.append(append).unwrap();
        let (listed, left_out) = world.listed().unwrap();
        assert_eq!((listed.len(), left_out), (1 + CLOSED_LISTED_MAX, 7));
        assert!(listed.contains(&bags[0].treatment));
        let newest = ChainOfIdentity::new(format!("CHA999926{:06}", 106 + CLOSED_LISTED_MAX));
        assert!(listed.contains(&newest.unwrap()));
        assert_eq!(world.treatment_ids().unwrap().len(), 8 + CLOSED_LISTED_MAX);
    }
}

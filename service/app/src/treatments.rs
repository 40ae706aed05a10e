//! Treatments as the ledger holds them: read, checked, folded, and kept folded while nothing changed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use cikada_domain::{ChainOfIdentity, Treatment};
use cikada_ledger::Entry;
use cikada_protocol::Protocol;

use crate::error::AppError;
use crate::projection::{TREATMENT_STREAM, TREATMENTS};
use crate::record;
use crate::world::World;

/// A treatment together with the version of its stream it was folded at.
#[derive(Debug)]
pub(crate) struct Folded {
    pub(crate) version: u64,
    pub(crate) treatment: Treatment,
    /// The entry that opened it; its sealed part says who the patient is.
    pub(crate) first: Option<Entry>,
}

/// Folded treatments. Each is used only while its stream's head is still the one it was folded at.
#[derive(Debug, Default)]
pub(crate) struct Cache(Mutex<BTreeMap<ChainOfIdentity, Arc<Folded>>>);

/// So many folded treatments are kept; then the cache starts anew.
const KEPT_MAX: usize = 500;

pub(crate) fn stream_of(id: &ChainOfIdentity) -> String {
    format!("{TREATMENT_STREAM}{id}")
}

impl World {
    /// A treatment folded from every entry of its stream.
    pub(crate) fn folded(&self, id: &ChainOfIdentity) -> Result<Arc<Folded>, AppError> {
        let version = self.store.head(&stream_of(id))?;
        if let Some(folded) = self
            .treatments
            .get(id)
            .filter(|folded| folded.version == version)
        {
            return Ok(folded);
        }
        let mut treatment = Treatment::default();
        let entries = self.entries(id)?;
        for entry in &entries {
            treatment.apply(&record::recorded(entry)?);
        }
        let version = entries
            .last()
            .map_or(0, |entry| entry.envelope.stream_version);
        let first = entries.into_iter().next();
        let folded = Arc::new(Folded {
            version,
            treatment,
            first,
        });
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

    fn put(&self, id: &ChainOfIdentity, folded: &Arc<Folded>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.insert(id.clone(), Arc::clone(folded));
    }
}

//! Materials, equipment, rooms and training as the ledger holds them: each subject folded from its
//! own stream, and kept folded while nothing changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use cikada_domain::event::Subject;
use cikada_domain::{Facility, FacilityEvent, Treatment};
use cikada_engine::{Outlook, lots_behind, outlook};
use cikada_ledger::Hash;
use cikada_protocol::Protocol;
use cikada_store::Append;
use jiff::Timestamp;

use crate::error::AppError;
use crate::projection;
use crate::record::{self, Author, Entries};
use crate::world::World;

/// One subject, folded at a version of its stream.
#[derive(Debug, Clone, Default)]
struct Folded {
    version: u64,
    /// The hash of the last entry folded; the next must follow it.
    hash: Hash,
    facility: Facility,
}

/// Folded subjects by their stream. Each is used only while its stream's head is still the one it
/// was folded at.
#[derive(Debug, Default)]
pub(crate) struct Surroundings(Mutex<BTreeMap<String, Arc<Folded>>>);

/// So many folded subjects are kept; then the cache starts anew.
const KEPT_MAX: usize = 5_000;

/// What a decision looked at outside its treatment, with the versions it stands on.
#[derive(Debug, Default)]
pub(crate) struct Around {
    pub(crate) facility: Facility,
    versions: BTreeMap<String, u64>,
}

impl World {
    /// The subjects side by side, with the version of each.
    pub(crate) fn facility(&self, subjects: &BTreeSet<Subject>) -> Result<Around, AppError> {
        let mut around = Around::default();
        for subject in subjects {
            let stream = subject.stream();
            let folded = self.subject(&stream)?;
            around.facility.join(&folded.facility);
            around.versions.insert(stream, folded.version);
        }
        Ok(around)
    }

    /// Everything of the centre: for pages that list it.
    pub(crate) fn whole_facility(&self) -> Result<Facility, AppError> {
        let mut whole = Facility::default();
        for (stream, _) in self.store.view_all(projection::SUBJECTS)? {
            whole.join(&self.subject(&stream)?.facility);
        }
        Ok(whole)
    }

    /// Looks at a treatment as it stands now, with the lots behind it.
    pub(crate) fn outlook(
        &self,
        protocol: &Protocol,
        treatment: &Treatment,
    ) -> Result<Outlook, AppError> {
        let around = self.facility(&lots_behind(treatment))?;
        let (now, zone, country) = (self.now(), self.zone(), self.country());
        let facility = &around.facility;
        Ok(outlook(protocol, treatment, facility, now, zone, country))
    }

    fn subject(&self, stream: &str) -> Result<Arc<Folded>, AppError> {
        let kept = self.surroundings.get(stream);
        let head = self.store.head(stream)?;
        if let Some(folded) = kept.as_ref().filter(|folded| folded.version == head) {
            return Ok(folded.clone());
        }
        let kept = kept.filter(|folded| folded.version > 0);
        let entries = match &kept {
            Some(folded) => self
                .store
                .read_stream_after(stream, folded.version, folded.hash)?,
            None => self.store.read_stream(stream)?,
        };
        let mut folded = kept.map_or_else(Folded::default, Arc::unwrap_or_clone);
        for entry in entries {
            folded.facility.apply(&record::recorded(&entry)?);
            (folded.version, folded.hash) = (entry.envelope.stream_version, entry.hash);
        }
        let folded = Arc::new(folded);
        self.surroundings.put(stream, &folded);
        Ok(folded)
    }
}

impl Surroundings {
    fn get(&self, stream: &str) -> Option<Arc<Folded>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(stream).cloned()
    }

    fn put(&self, stream: &str, folded: &Arc<Folded>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.insert(stream.to_owned(), folded.clone());
    }
}

impl Around {
    /// The version of a subject's stream that was read.
    pub(crate) fn version(&self, stream: &str) -> u64 {
        self.versions.get(stream).copied().unwrap_or_default()
    }

    /// Lets an append stand only while nothing it looked at has changed, and adds what follows for
    /// the subjects: all of it is written, or none.
    pub(crate) fn follow(
        &self,
        world: &World,
        append: &mut Append,
        events: &[FacilityEvent],
    ) -> Result<(), AppError> {
        let mut heads = self.versions.clone();
        append.expected.extend(
            heads
                .iter()
                .map(|(stream, version)| (stream.clone(), *version)),
        );
        let author = match append.drafts.first() {
            Some(draft) => Author {
                actor: draft.actor.clone(),
                device: draft.device.clone(),
                occurred_at: at(draft.occurred_at),
                recorded_at: at(draft.recorded_at),
                reason: None,
            },
            None => return Ok(()),
        };
        for event in events {
            let Some(stream) = event.subject().map(|subject| subject.stream()) else {
                continue;
            };
            let head = heads.entry(stream.clone()).or_default();
            let drafts = Entries::of_events(&stream, std::slice::from_ref(event)).into_drafts(
                &world.centre().origin,
                &append.command,
                &author,
                *head,
                None,
                &[],
            )?;
            append.views.extend(projection::of_drafts(*head, &drafts));
            *head = head.saturating_add(1);
            append.drafts.extend(drafts);
        }
        Ok(())
    }
}

fn at(millisecond: i64) -> Timestamp {
    Timestamp::from_millisecond(millisecond).unwrap_or_default()
}

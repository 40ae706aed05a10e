//! What the entries of a treatment tell, read once for a document: events, signatures, corrections.

use std::collections::BTreeMap;
use std::sync::Arc;

use cikada_domain::event::Recorded;
use cikada_domain::{
    BatchId, ChainOfIdentity, Event, FileHash, InputId, StaffId, StepId, Treatment, Value,
};
use cikada_ledger::Entry;
use cikada_paper::{Block, Cell, Column, Signed, Table};
use cikada_protocol::Protocol;
use jiff::Timestamp;

use super::{Patient, patient};
use crate::error::AppError;
use crate::read::files::names;
use crate::record;
use crate::treatments::Folded;
use crate::world::World;

/// Names of files by step and hash.
pub(super) type FileNames = BTreeMap<(StepId, FileHash), String>;

/// A treatment as its entries tell it.
pub(super) struct Told<'a> {
    pub(super) world: &'a World,
    pub(super) id: &'a ChainOfIdentity,
    pub(super) patient: Patient,
    pub(super) protocol: Arc<Protocol>,
    pub(super) entries: Vec<Entry>,
    pub(super) events: Vec<Recorded>,
    folded: Arc<Folded>,
}

impl<'a> Told<'a> {
    pub(super) fn of(world: &'a World, id: &'a ChainOfIdentity) -> Result<Self, AppError> {
        let (folded, protocol) = world.opened(id)?;
        let entries = world.entries(id)?;
        let events = entries
            .iter()
            .map(record::recorded)
            .collect::<Result<_, _>>()?;
        Ok(Self {
            world,
            id,
            patient: patient(world, &folded)?,
            protocol,
            entries,
            events,
            folded,
        })
    }

    pub(super) fn treatment(&self) -> &Treatment {
        &self.folded.treatment
    }

    /// A time in the centre's zone, to the minute.
    pub(super) fn wall(&self, at: Timestamp) -> String {
        let at = self.world.moment(at);
        at.strftime("%Y-%m-%d %H:%M %Z").to_string()
    }

    pub(super) fn who(&self, id: &StaffId) -> String {
        self.world.who(id)
    }

    /// The names of files, as far as the patient's key still opens them.
    pub(super) fn file_names(&self) -> Result<FileNames, AppError> {
        names(self.world, &self.folded, &self.entries)
    }

    pub(super) fn who_with(&self, performer: &StaffId, witness: Option<&StaffId>) -> String {
        match witness {
            Some(witness) => format!("{}, with {}", self.who(performer), self.who(witness)),
            None => self.who(performer),
        }
    }

    /// The values that were recorded before corrections, oldest first, of one record of a step.
    pub(super) fn corrections(
        &self,
        batch: &BatchId,
        step: &StepId,
        occurrence: u16,
    ) -> BTreeMap<InputId, Vec<Value>> {
        let mut corrected: BTreeMap<InputId, Vec<Value>> = BTreeMap::new();
        for recorded in &self.events {
            if let Event::ValueCorrected {
                batch: of,
                step: in_step,
                occurrence: which,
                input,
                old,
                ..
            } = &recorded.event
                && (of, in_step, *which) == (batch, step, occurrence)
            {
                let before = corrected.entry(input.clone()).or_default();
                before.push(old.clone());
            }
        }
        corrected
    }

    /// Every signature under the entries that concern a document, in order of time.
    pub(super) fn signatures(&self, concerns: impl Fn(&Recorded) -> bool) -> Block {
        let both = self.entries.iter().zip(&self.events);
        let signed = both.filter(|(_, recorded)| concerns(recorded));
        let signed = signed.flat_map(|(entry, recorded)| {
            let of_entry = entry.envelope.signatures.iter();
            of_entry.map(move |signature| (signature, recorded))
        });
        let signed = signed.map(|(signature, recorded)| {
            let signer = StaffId::new(signature.signer.as_str());
            let at = Timestamp::from_millisecond(signature.signed_at);
            Signed {
                name: signer.map_or_else(|_| signature.signer.clone(), |id| self.who(&id)),
                meaning: format!("{}: {}", signature.meaning, signed_words(&recorded.event)),
                at: self.world.moment(at.unwrap_or(recorded.recorded_at)),
            }
        });
        Block::Signatures(signed.collect())
    }

    /// What the system refused between two times, as a table.
    pub(super) fn refusals(&self, from: Timestamp, until: Timestamp) -> Block {
        let refusals = self.treatment().refusals.iter();
        let within = refusals.filter(|refused| refused.at >= from && refused.at <= until);
        let rows = within.map(|refused| {
            let reasons = refused.reasons.iter();
            let reasons = reasons.map(|reason| format!("{}: {}", reason.code, reason.detail));
            vec![
                Cell::from(self.wall(refused.at)),
                Cell::from(self.who(&refused.by)),
                Cell::from(refused.command.replace('-', " ")),
                Cell::from(reasons.collect::<Vec<_>>().join("\n")),
            ]
        });
        Block::Table(Table {
            columns: vec![
                Column::new("When", 4),
                Column::new("Asked by", 4),
                Column::new("For", 3),
                Column::new("Refused because", 7),
            ],
            rows: rows.collect(),
        })
    }
}

/// What was signed, in words; the values of a step stand with the step.
fn signed_words(event: &Event) -> String {
    match event {
        Event::StepPerformed { batch, step, .. } => {
            format!("step {} of batch {batch}", step.as_str().replace('-', " "))
        }
        other => other.words(),
    }
}

/// A value with the ones before it struck through, and marked where it lies outside its limit.
pub(super) fn value_cell(value: &Value, before: Option<&Vec<Value>>, outside: bool) -> Cell {
    let mut cell = Cell::from(value.words());
    for old in before.into_iter().flatten().rev() {
        cell = cell.changed_from(old.words());
    }
    if outside { cell.outside() } else { cell }
}

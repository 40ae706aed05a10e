//! One stored entry reduced to what verification needs, so that a large ledger is not held in memory.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::entry::{Envelope, StoredEntry};
use crate::erasure::KeyDestroyed;
use crate::hash::{Hash, sha256};
use crate::report::{Erased, Fault, Report};
use crate::sealing::XCHACHA20_POLY1305;

/// Names that occur in many entries, kept once.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<Rc<str>, ()>);

impl Names {
    fn keep(&mut self, name: &str) -> Rc<str> {
        if let Some((kept, ())) = self.0.get_key_value(name) {
            return Rc::clone(kept);
        }
        let kept: Rc<str> = Rc::from(name);
        self.0.insert(Rc::clone(&kept), ());
        kept
    }
}

/// A stored entry, reduced.
#[derive(Debug)]
pub(super) struct Row {
    /// The number under which it was kept.
    pub(super) place: u64,
    /// The hash that was kept beside it.
    pub(super) stored: Hash,
    /// The hash of its bytes.
    pub(super) actual: Hash,
    /// What its bytes say, if they are an envelope.
    pub(super) content: Result<Content, String>,
}

/// What an envelope says, reduced.
#[derive(Debug)]
pub(super) struct Content {
    pub(super) sequence: u64,
    pub(super) previous: Option<Hash>,
    pub(super) origin: Rc<str>,
    pub(super) stream: Rc<str>,
    pub(super) stream_version: u64,
    pub(super) stream_previous: Option<Hash>,
    signatures: u64,
    signatures_hold: bool,
    sealed: SealedPart,
    key_destroyed: Option<Rc<str>>,
}

#[derive(Debug)]
enum SealedPart {
    None,
    Unexpected,
    UnknownAlgorithm(String),
    Of {
        person: Rc<str>,
        ciphertext: Option<bool>,
    },
}

impl Row {
    pub(super) fn read(stored: &StoredEntry, names: &mut Names) -> Self {
        let content = Envelope::from_bytes(&stored.bytes)
            .map(|envelope| Content::read(&envelope, stored.ciphertext.as_deref(), names))
            .map_err(|error| error.to_string());
        Self {
            place: stored.sequence,
            stored: stored.hash,
            actual: sha256(&stored.bytes),
            content,
        }
    }

    /// Which entry this is meant to be: what it says itself if its bytes are as they were kept, else where it stands.
    pub(super) fn at(&self) -> u64 {
        match &self.content {
            Ok(content) if self.actual == self.stored => content.sequence,
            _ => self.place,
        }
    }

    /// The hash of the entry before, as this one says.
    pub(super) fn previous(&self) -> Option<Hash> {
        self.content
            .as_ref()
            .ok()
            .and_then(|content| content.previous)
    }
}

impl Content {
    fn read(envelope: &Envelope, ciphertext: Option<&[u8]>, names: &mut Names) -> Self {
        let (place, content) = (envelope.place(), envelope.content());
        let sealed = match (&envelope.sealed, ciphertext) {
            (None, None) => SealedPart::None,
            (None, Some(_)) => SealedPart::Unexpected,
            (Some(header), _) if header.algorithm != XCHACHA20_POLY1305 => {
                SealedPart::UnknownAlgorithm(header.algorithm.clone())
            }
            (Some(header), ciphertext) => SealedPart::Of {
                person: names.keep(&header.person),
                ciphertext: ciphertext.map(|bytes| sha256(bytes) == header.ciphertext_hash),
            },
        };
        Self {
            sequence: envelope.sequence,
            previous: envelope.previous,
            origin: names.keep(&envelope.origin),
            stream: names.keep(&envelope.stream),
            stream_version: envelope.stream_version,
            stream_previous: envelope.stream_previous,
            signatures: envelope.signatures.len() as u64,
            signatures_hold: envelope
                .signatures
                .iter()
                .all(|signature| signature.holds_for(place, &content)),
            sealed,
            key_destroyed: KeyDestroyed::read(envelope)
                .map(|destroyed| names.keep(&destroyed.person)),
        }
    }
}

/// When whose key was destroyed, from entries that are proven.
#[derive(Debug, Default)]
pub(super) struct Erasures(BTreeMap<Rc<str>, Vec<u64>>);

impl Erasures {
    pub(super) fn note(&mut self, row: &Row) {
        if let Ok(Content {
            key_destroyed: Some(person),
            sequence,
            ..
        }) = &row.content
        {
            self.0.entry(Rc::clone(person)).or_default().push(*sequence);
        }
    }

    /// The first destruction of the person's key after the entry.
    fn after(&self, person: &str, sequence: u64) -> Option<u64> {
        self.0
            .get(person)?
            .iter()
            .copied()
            .filter(|by| *by > sequence)
            .min()
    }
}

/// Checks what belongs to one entry alone, once the entry itself is known to be the one that was written.
pub(super) fn check_parts(row: &Row, erasures: &Erasures, report: &mut Report) {
    let sequence = row.at();
    let content = match &row.content {
        Ok(content) => content,
        Err(reason) => {
            report.faults.push(Fault::UnknownForm {
                sequence,
                reason: reason.clone(),
            });
            return;
        }
    };
    report.signatures += content.signatures;
    if !content.signatures_hold {
        report
            .faults
            .push(Fault::SignatureNotOfThisRecord { sequence });
    }
    match &content.sealed {
        SealedPart::None => {}
        SealedPart::Unexpected => report.faults.push(Fault::CiphertextAltered { sequence }),
        SealedPart::UnknownAlgorithm(algorithm) => {
            let reason =
                format!("its sealed part uses algorithm `{algorithm}`, which is not known here");
            report.faults.push(Fault::UnknownForm { sequence, reason });
        }
        SealedPart::Of { person, ciphertext } => {
            report.sealed += 1;
            let erased = erasures
                .after(person, sequence)
                .map(|by| Erased { sequence, by });
            match ciphertext {
                Some(false) => report.faults.push(Fault::CiphertextAltered { sequence }),
                None if erased.is_none() => {
                    report.faults.push(Fault::CiphertextMissing { sequence })
                }
                Some(true) | None => {}
            }
            report.erased.extend(erased);
        }
    }
}

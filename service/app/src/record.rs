//! From events to ledger entries and back: who, when, what is sealed, what is signed.

use std::collections::BTreeMap;

use cikada_domain::event::Recorded;
use cikada_domain::stored::{self, Stored};
use cikada_domain::{DeviceId, StaffId};
use cikada_ledger::{Draft, Entry, PersonKey, Place, SealContext, Sealed, Signature, seal, unseal};
use cikada_store::Append;
use jiff::Timestamp;

use crate::centre::{self, CentreEvent, to_bytes};
use crate::error::AppError;
use crate::projection;
use crate::vault::random;

/// The meaning of a witness's signature.
pub(crate) const WITNESSED: &str = "witnessed";
/// The meaning of the signature of whoever takes a container over.
pub(crate) const RECEIVED: &str = "received";
/// How signers prove who they are.
const METHOD: &str = "password";

/// Fields that identify a person or are free text, by name.
pub(crate) type SealedFields = BTreeMap<String, String>;

/// Who acts, where and when.
#[derive(Debug, Clone)]
pub(crate) struct Author {
    pub(crate) actor: String,
    pub(crate) device: String,
    pub(crate) occurred_at: Timestamp,
    pub(crate) recorded_at: Timestamp,
    pub(crate) reason: Option<String>,
}

impl Author {
    /// The software itself, for founding a centre and installing what it ships.
    pub(crate) fn system(now: Timestamp) -> Self {
        Self {
            actor: "system".to_owned(),
            device: "server".to_owned(),
            occurred_at: now,
            recorded_at: now,
            reason: None,
        }
    }
}

/// A signature to be bound: signer and meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signing {
    pub(crate) signer: StaffId,
    pub(crate) meaning: String,
}

/// What is sealed into the first of some entries, and under whose key.
pub(crate) struct Sealing<'a> {
    pub(crate) person: &'a str,
    pub(crate) key: &'a PersonKey,
    pub(crate) fields: &'a SealedFields,
}

/// Entries of one stream, before they have their places.
pub(crate) struct Entries {
    stream: String,
    events: Vec<(String, u16, Vec<u8>)>,
}

impl Entries {
    /// Events of a treatment, or of a material, a piece of equipment, a room or a person trained.
    pub(crate) fn of_events<E: Stored>(stream: &str, events: &[E]) -> Self {
        let stored = events.iter().map(stored::encode);
        let events = stored
            .map(|(kind, schema, bytes)| (kind.to_owned(), schema, bytes))
            .collect();
        Self {
            stream: stream.to_owned(),
            events,
        }
    }

    /// Events of the centre.
    pub(crate) fn of_centre(stream: &str, events: Vec<CentreEvent>) -> Self {
        let encoded = events.iter().map(CentreEvent::encode);
        let events = encoded
            .map(|(kind, bytes)| (kind.to_owned(), centre::SCHEMA, bytes))
            .collect();
        Self {
            stream: stream.to_owned(),
            events,
        }
    }

    /// One entry of a kind the ledger itself defines.
    pub(crate) fn of_ledger(stream: &str, kind: &str, clear: Vec<u8>) -> Self {
        let events = vec![(kind.to_owned(), centre::SCHEMA, clear)];
        Self {
            stream: stream.to_owned(),
            events,
        }
    }

    /// Drafts at the places after `head`; the first carries what is sealed, each is signed.
    pub(crate) fn into_drafts(
        self,
        origin: &str,
        command: &str,
        author: &Author,
        head: u64,
        sealing: Option<&Sealing<'_>>,
        signings: &[Signing],
    ) -> Result<Vec<Draft>, AppError> {
        let mut drafts = Vec::with_capacity(self.events.len());
        for (version, (kind, schema, clear)) in (head.saturating_add(1)..).zip(self.events) {
            let mut draft = Draft {
                stream: self.stream.clone(),
                kind,
                schema,
                command: command.to_owned(),
                actor: author.actor.clone(),
                device: author.device.clone(),
                occurred_at: author.occurred_at.as_millisecond(),
                recorded_at: author.recorded_at.as_millisecond(),
                reason: author.reason.clone(),
                clear,
                sealed: None,
                signatures: Vec::new(),
            };
            if let Some(sealing) = sealing.filter(|_| drafts.is_empty()) {
                draft.sealed = Some(sealing.seal(origin, &self.stream)?);
            }
            let place = Place {
                origin,
                stream: &self.stream,
                stream_version: version,
            };
            let content = draft.content();
            let signed_at = author.recorded_at.as_millisecond();
            let bind = |signing: &Signing| {
                let signer = signing.signer.as_str();
                Signature::bind(place, content, signer, &signing.meaning, METHOD, signed_at)
            };
            draft.signatures = signings.iter().map(bind).collect();
            drafts.push(draft);
        }
        Ok(drafts)
    }

    /// A whole append of unsigned, unsealed entries of a new stream.
    pub(crate) fn into_append(
        self,
        command: &str,
        fingerprint: [u8; 32],
        author: &Author,
        once: &[&str],
    ) -> Append {
        let stream = self.stream.clone();
        let drafts = self
            .into_drafts("", command, author, 0, None, &[])
            .unwrap_or_default();
        let views = projection::of_drafts(0, &drafts);
        Append {
            command: command.to_owned(),
            fingerprint,
            expected: vec![(stream, 0)],
            drafts,
            once: once.iter().map(|key| (*key).to_owned()).collect(),
            views,
            answer: Vec::new(),
        }
    }
}

impl Sealing<'_> {
    pub(crate) fn seal(&self, origin: &str, stream: &str) -> Result<Sealed, AppError> {
        let context = SealContext {
            origin,
            stream,
            person: self.person,
        };
        let payload = to_bytes(self.fields);
        seal(context, self.key, random()?, random()?, &payload)
            .map_err(|error| AppError::Stored(error.to_string()))
    }
}

/// Opens the sealed part of an entry.
pub(crate) fn open_sealed(entry: &Entry, key: &PersonKey) -> Result<SealedFields, AppError> {
    let envelope = &entry.envelope;
    let (Some(header), Some(ciphertext)) = (&envelope.sealed, &entry.ciphertext) else {
        return Ok(SealedFields::new());
    };
    let context = SealContext {
        origin: &envelope.origin,
        stream: &envelope.stream,
        person: &header.person,
    };
    let payload = unseal(
        context,
        key,
        &header.algorithm,
        &header.nonce,
        &header.commitment,
        ciphertext,
    )
    .map_err(|error| AppError::Stored(error.to_string()))?;
    minicbor::decode(&payload).map_err(|error| AppError::Stored(error.to_string()))
}

/// What an entry or a draft says in the clear, at its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told<'a> {
    pub(crate) stream: &'a str,
    pub(crate) version: u64,
    pub(crate) kind: &'a str,
    pub(crate) clear: &'a [u8],
    schema: u16,
    actor: &'a str,
    device: &'a str,
    occurred_at: i64,
    recorded_at: i64,
    signatures: &'a [Signature],
}

macro_rules! told {
    ($of:expr, $version:expr) => {
        Told {
            stream: &$of.stream,
            version: $version,
            kind: &$of.kind,
            clear: &$of.clear,
            schema: $of.schema,
            actor: &$of.actor,
            device: &$of.device,
            occurred_at: $of.occurred_at,
            recorded_at: $of.recorded_at,
            signatures: &$of.signatures,
        }
    };
}

impl<'a> Told<'a> {
    pub(crate) fn of_entry(entry: &'a Entry) -> Self {
        told!(entry.envelope, entry.envelope.stream_version)
    }

    pub(crate) fn of_draft(draft: &'a Draft, version: u64) -> Self {
        told!(draft, version)
    }
}

/// Reads an entry as the event it holds, with who, where and when.
pub(crate) fn recorded<E: Stored>(entry: &Entry) -> Result<Recorded<E>, AppError> {
    let sequence = entry.envelope.sequence;
    recorded_of(&Told::of_entry(entry))
        .map_err(|why| AppError::Stored(format!("entry {sequence}: {why}")))
}

/// Reads the event that is told, with who, where and when; or says why it does not read.
pub(crate) fn recorded_of<E: Stored>(told: &Told<'_>) -> Result<Recorded<E>, String> {
    let event = stored::decode(told.kind, told.schema, told.clear).map_err(|e| e.to_string())?;
    let mut signatures = told.signatures.iter();
    let witness =
        signatures.find(|signature| [WITNESSED, RECEIVED].contains(&signature.meaning.as_str()));
    let time = |at| Timestamp::from_millisecond(at).map_err(|error| error.to_string());
    let staff = |text: &str| StaffId::new(text).map_err(|error| error.to_string());
    Ok(Recorded {
        event,
        performer: staff(told.actor)?,
        witness: witness
            .map(|signature| staff(&signature.signer))
            .transpose()?,
        device: DeviceId::new(told.device).map_err(|error| error.to_string())?,
        occurred_at: time(told.occurred_at)?,
        recorded_at: time(told.recorded_at)?,
    })
}

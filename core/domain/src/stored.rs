//! The stored form of events: bytes that are frozen by version and read the same way for ever.
//!
//! An event is stored as its kind, the version of the form (its schema) and canonical CBOR
//! (RFC 8949 section 4.2). The form has types of its own, so that a change to the engine's types
//! can never change stored bytes by accident. Reading is strict: bytes that would not be written
//! again the same way are refused, and every identifier and quantity is checked again.
//!
//! Times keep milliseconds; what is finer is cut off. Milliseconds order the acts of people, and
//! the ledger's envelope keeps no more.
//!
//! INVARIANT (frozen-form): a form that was ever written never changes; a new need is a new
//! version beside it. The golden files under `tests/golden` hold each form.

mod v1;

use thiserror::Error;

use crate::event::{Event, FacilityEvent};

/// The version of the form that [`encode`] writes.
pub const SCHEMA: u16 = 1;

/// Why stored bytes are not an event.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoredError {
    /// The kind is not on the list of this version.
    #[error(
        "'{kind}' is not a kind of event this version knows: read it with the version that wrote \
         it, or a later one"
    )]
    UnknownKind {
        /// What was given.
        kind: String,
    },
    /// The kind is known, but not in this version of its form.
    #[error(
        "{kind}: form {schema} is not known here, expected form 1: read it with the version that \
         wrote it, or a later one"
    )]
    UnknownSchema {
        /// The event's kind.
        kind: String,
        /// The version that was asked for.
        schema: u16,
    },
    /// The bytes are not the CBOR of this form.
    #[error("{kind}: the stored bytes cannot be read as form {schema}: {reason}")]
    Malformed {
        /// The event's kind.
        kind: &'static str,
        /// The version of the form.
        schema: u16,
        /// Where reading stopped and what was expected.
        reason: String,
    },
    /// Something stands after the event.
    #[error("{kind}: {bytes} bytes stand after the event's end, expected none")]
    TrailingBytes {
        /// The event's kind.
        kind: &'static str,
        /// How many bytes.
        bytes: usize,
    },
    /// The bytes can be read, but would be written differently.
    #[error(
        "{kind}: the bytes are not in their canonical form: a field is unknown, repeated, out of \
         order or longer than it needs to be"
    )]
    NotCanonical {
        /// The event's kind.
        kind: &'static str,
    },
    /// A value does not check: an identifier, a quantity, a date or a word of a list.
    #[error("{kind}, field '{field}': {reason}")]
    Invalid {
        /// The event's kind.
        kind: &'static str,
        /// The field.
        field: &'static str,
        /// What was found and what was expected.
        reason: String,
    },
}

/// Events of one list, with a stored form.
pub trait Stored: Sized {
    /// Every kind of the list, those of the lists inside it included.
    fn kinds() -> Vec<&'static str>;

    /// The event's name in the ledger, such as `product-released`.
    fn kind(&self) -> &'static str;

    /// The bytes of the form that is written now.
    fn to_bytes(&self) -> Vec<u8>;

    /// Reads a kind of this list in one version of its form.
    ///
    /// # Errors
    /// When the bytes are not of this form, or a value in them does not check.
    fn from_bytes(kind: &str, bytes: &[u8]) -> Result<Self, StoredError>;
}

impl Stored for Event {
    fn kinds() -> Vec<&'static str> {
        [v1::KINDS, v1::handling::KINDS, v1::quality::KINDS].concat()
    }

    fn kind(&self) -> &'static str {
        v1::kind(self)
    }

    fn to_bytes(&self) -> Vec<u8> {
        v1::encode(self)
    }

    fn from_bytes(kind: &str, bytes: &[u8]) -> Result<Self, StoredError> {
        v1::decode(kind, bytes)
    }
}

impl Stored for FacilityEvent {
    fn kinds() -> Vec<&'static str> {
        v1::facility::KINDS.to_vec()
    }

    fn kind(&self) -> &'static str {
        v1::facility::kind(self)
    }

    fn to_bytes(&self) -> Vec<u8> {
        v1::facility::encode(self)
    }

    fn from_bytes(kind: &str, bytes: &[u8]) -> Result<Self, StoredError> {
        v1::facility::decode(kind, bytes)
    }
}

/// The kind of the event, the version of its form, and its bytes.
#[must_use]
pub fn encode<E: Stored>(event: &E) -> (&'static str, u16, Vec<u8>) {
    (event.kind(), SCHEMA, event.to_bytes())
}

/// Reads an event back, checking everything in it again.
///
/// # Errors
/// When the kind or version is unknown, the bytes are not canonical, or a value does not check.
pub fn decode<E: Stored>(kind: &str, schema: u16, bytes: &[u8]) -> Result<E, StoredError> {
    let known = E::kinds().into_iter().find(|known| *known == kind);
    let kind = known.ok_or_else(|| StoredError::UnknownKind {
        kind: kind.chars().take(40).collect(),
    })?;
    if schema != SCHEMA {
        return Err(StoredError::UnknownSchema {
            kind: kind.to_owned(),
            schema,
        });
    }
    let event = E::from_bytes(kind, bytes)?;
    if event.to_bytes() == bytes {
        Ok(event)
    } else {
        Err(StoredError::NotCanonical { kind })
    }
}

//! One entry: an event in the ledger with its position, its links backwards and what was signed.
//!
//! The envelope is canonical CBOR (RFC 8949 section 4.2: definite lengths, shortest integers, ascending keys) and is
//! hashed exactly as stored. Decoding is strict: bytes that would not be written again the same way are refused, so
//! one entry has one form only. What identifies a person stands beside the envelope as ciphertext; the envelope holds
//! its hash, so that pruning the ciphertext later changes no byte that is proven.
//!
//! INVARIANT (frozen-form): the numbers of the fields of form 1 never change; the golden file holds them.

use minicbor::{Decode, Encode};

use crate::draft::{Content, Place, Signature, content_hash};
use crate::hash::{HASH_ALGORITHM, Hash, sha256};

/// The only envelope form this version writes and reads.
pub const FORM: u16 = 1;

/// No envelope is larger: an entry is one act of one person.
pub const ENVELOPE_BYTES_MAX: usize = 1 << 20;

/// What the envelope keeps of the sealed part.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SealedHeader {
    /// Whose key.
    #[n(0)]
    pub person: String,
    /// Which cipher.
    #[n(1)]
    pub algorithm: String,
    /// The cipher's nonce.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub nonce: Vec<u8>,
    /// Salted commitment to the plaintext.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub commitment: Hash,
    /// Hash of the ciphertext beside the envelope.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub ciphertext_hash: Hash,
}

/// What is hashed: everything about an entry but the ciphertext.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Envelope {
    /// Version of this form, [`FORM`].
    #[n(0)]
    pub form: u16,
    /// Which ledger.
    #[n(1)]
    pub origin: String,
    /// Position in the ledger, from 1.
    #[n(2)]
    pub sequence: u64,
    /// See [`crate::Draft::stream`].
    #[n(3)]
    pub stream: String,
    /// Position in the stream, from 1.
    #[n(4)]
    pub stream_version: u64,
    /// See [`crate::Draft::kind`].
    #[n(5)]
    pub kind: String,
    /// See [`crate::Draft::schema`].
    #[n(6)]
    pub schema: u16,
    /// See [`crate::Draft::command`].
    #[n(7)]
    pub command: String,
    /// See [`crate::Draft::actor`].
    #[n(8)]
    pub actor: String,
    /// See [`crate::Draft::device`].
    #[n(9)]
    pub device: String,
    /// See [`crate::Draft::occurred_at`].
    #[n(10)]
    pub occurred_at: i64,
    /// See [`crate::Draft::recorded_at`].
    #[n(11)]
    pub recorded_at: i64,
    /// See [`crate::Draft::reason`].
    #[n(12)]
    pub reason: Option<String>,
    /// Which hash, [`HASH_ALGORITHM`].
    #[n(13)]
    pub hash_algorithm: String,
    /// Hash of the entry before in the ledger; none in the first.
    #[cbor(n(14), with = "minicbor::bytes")]
    pub previous: Option<Hash>,
    /// Hash of the entry before in the stream; none in the stream's first.
    #[cbor(n(15), with = "minicbor::bytes")]
    pub stream_previous: Option<Hash>,
    /// See [`crate::Draft::clear`].
    #[cbor(n(16), with = "minicbor::bytes")]
    pub clear: Vec<u8>,
    /// What the envelope keeps of the sealed part.
    #[n(17)]
    pub sealed: Option<SealedHeader>,
    /// See [`crate::Draft::signatures`].
    #[n(18)]
    pub signatures: Vec<Signature>,
}

/// Why bytes are not an envelope of a form this version knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// Written by another version.
    #[error(
        "envelope form {0} is not known here, form {FORM} was expected; use a newer version to read it"
    )]
    UnknownForm(u16),
    /// An algorithm this version does not know.
    #[error("algorithm `{0}` is not known here; use a newer version to read it")]
    UnknownAlgorithm(String),
    /// Not CBOR of the expected fields.
    #[error("not an envelope: {0}")]
    Malformed(String),
    /// CBOR that says the same in other bytes than ours.
    #[error("not canonical: the same envelope would be written in other bytes")]
    NotCanonical,
    /// Larger than [`ENVELOPE_BYTES_MAX`].
    #[error("{0} bytes, at most {ENVELOPE_BYTES_MAX} were expected")]
    TooLarge(usize),
}

/// Only the first field, so that an unknown form is named as such whatever follows it.
#[derive(Decode)]
#[cbor(map)]
struct FormOnly {
    #[n(0)]
    form: u16,
}

impl Envelope {
    /// Reads an envelope strictly.
    ///
    /// # Errors
    /// When the bytes are not exactly what [`Envelope::to_bytes`] would write for a known form.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, EnvelopeError> {
        if bytes.len() > ENVELOPE_BYTES_MAX {
            return Err(EnvelopeError::TooLarge(bytes.len()));
        }
        let malformed =
            |error: minicbor::decode::Error| EnvelopeError::Malformed(error.to_string());
        let FormOnly { form } = minicbor::decode(bytes).map_err(malformed)?;
        if form != FORM {
            return Err(EnvelopeError::UnknownForm(form));
        }
        let envelope: Self = minicbor::decode(bytes).map_err(malformed)?;
        if envelope.to_bytes() != bytes {
            return Err(EnvelopeError::NotCanonical);
        }
        if envelope.hash_algorithm != HASH_ALGORITHM {
            return Err(EnvelopeError::UnknownAlgorithm(envelope.hash_algorithm));
        }
        Ok(envelope)
    }

    /// The canonical bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        to_cbor(self)
    }

    /// Hash of what was to be signed in this entry.
    #[must_use]
    pub fn content(&self) -> Hash {
        content_hash(&Content {
            kind: &self.kind,
            clear: &self.clear,
            commitment: self.sealed.as_ref().map(|sealed| &sealed.commitment),
            occurred_at: self.occurred_at,
            reason: self.reason.as_deref(),
        })
    }

    /// The entry's place, to which a signature is bound.
    #[must_use]
    pub fn place(&self) -> Place<'_> {
        Place {
            origin: &self.origin,
            stream: &self.stream,
            stream_version: self.stream_version,
        }
    }
}

/// An entry as it is kept: the envelope's exact bytes, and the ciphertext beside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The decoded envelope.
    pub envelope: Envelope,
    /// The canonical bytes, exactly as hashed.
    pub bytes: Vec<u8>,
    /// SHA-256 of `bytes`.
    pub hash: Hash,
    /// The ciphertext of the sealed part, unless there is none or it was pruned.
    pub ciphertext: Option<Vec<u8>>,
}

impl Entry {
    pub(crate) fn new(envelope: Envelope, ciphertext: Option<Vec<u8>>) -> Self {
        let bytes = envelope.to_bytes();
        Self {
            hash: sha256(&bytes),
            envelope,
            bytes,
            ciphertext,
        }
    }

    /// Reads an entry from its stored bytes.
    ///
    /// # Errors
    /// As [`Envelope::from_bytes`].
    pub fn from_bytes(bytes: Vec<u8>, ciphertext: Option<Vec<u8>>) -> Result<Self, EnvelopeError> {
        Ok(Self {
            envelope: Envelope::from_bytes(&bytes)?,
            hash: sha256(&bytes),
            bytes,
            ciphertext,
        })
    }
}

/// An entry as a store or a file hands it over, before anything about it is believed.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct StoredEntry {
    /// The number under which it was kept.
    #[n(0)]
    pub sequence: u64,
    /// The hash that was kept beside the bytes.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub hash: Hash,
    /// The envelope's bytes.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub bytes: Vec<u8>,
    /// The ciphertext, unless there is none or it was pruned.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub ciphertext: Option<Vec<u8>>,
}

impl From<Entry> for StoredEntry {
    fn from(entry: Entry) -> Self {
        Self {
            sequence: entry.envelope.sequence,
            hash: entry.hash,
            bytes: entry.bytes,
            ciphertext: entry.ciphertext,
        }
    }
}

/// Writes a value as CBOR into memory, which cannot fail.
pub(crate) fn to_cbor<T: Encode<()>>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    let written = minicbor::encode(value, &mut bytes);
    debug_assert!(written.is_ok(), "writing to a Vec cannot fail");
    bytes
}

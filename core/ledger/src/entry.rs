//! One entry: an event in the ledger with its position, its links backwards and what was signed.
//!
//! The envelope is canonical CBOR (RFC 8949 section 4.2: definite lengths, shortest integers, ascending keys) and is
//! hashed exactly as stored. Decoding is strict: bytes that would not be written again the same way are refused, so
//! one entry has one form only. What identifies a person stands beside the envelope as ciphertext; the envelope holds
//! its hash, so that pruning the ciphertext later changes no byte that is proven.
//!
//! INVARIANT (frozen-form): the numbers of the fields of form 1 never change; the golden file holds them.

use minicbor::{Decode, Encode};

use crate::hash::{HASH_ALGORITHM, Hash, sha256, tagged};

/// The only envelope form this version writes and reads.
pub const FORM: u16 = 1;

/// No envelope is larger: an entry is one act of one person.
pub const ENVELOPE_BYTES_MAX: usize = 1 << 20;

/// All of an entry but what only the writer can give: its sequence and the previous hashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Which stream the event belongs to, for example one treatment.
    pub stream: String,
    /// The event's name, for example `product-released`.
    pub kind: String,
    /// The version of the event's stored form.
    pub schema: u16,
    /// The command that led to the event.
    pub command: String,
    /// Who acted, as an identifier without a name in it.
    pub actor: String,
    /// On which device.
    pub device: String,
    /// When it happened, as claimed, in milliseconds since the Unix epoch, UTC.
    pub occurred_at: i64,
    /// When it was recorded, by the server's clock, in milliseconds since the Unix epoch, UTC.
    pub recorded_at: i64,
    /// Why, as a code; never free text, which could name a person.
    pub reason: Option<String>,
    /// The event's frozen bytes, without anything that identifies a person.
    pub clear: Vec<u8>,
    /// What identifies a person.
    pub sealed: Option<Sealed>,
    /// Persons' acts with a meaning: the performer's first, then the witness's.
    pub signatures: Vec<Signature>,
}

/// The identifying part, encrypted under that person's own key; made by [`crate::seal`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Whose key, as a pseudonymous identifier.
    pub person: String,
    /// Which cipher, see [`crate::XCHACHA20_POLY1305`].
    pub algorithm: String,
    /// The cipher's nonce, never used twice under one key.
    pub nonce: Vec<u8>,
    /// Salted commitment to the plaintext, which survives the key.
    pub commitment: Hash,
    /// The ciphertext, kept beside the envelope.
    pub ciphertext: Vec<u8>,
}

/// A person's act with a meaning, bound to one record at one place (21 CFR 11.50, 11.70).
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Signature {
    /// Who signed.
    #[n(0)]
    pub signer: String,
    /// What the signature means, for example `released`.
    #[n(1)]
    pub meaning: String,
    /// How the signer proved who they are: `password`, later `passkey`.
    #[n(2)]
    pub method: String,
    /// When, in milliseconds since the Unix epoch, UTC.
    #[n(3)]
    pub signed_at: i64,
    /// Hash of what was signed, see [`content_hash`].
    #[cbor(n(4), with = "minicbor::bytes")]
    pub content: Hash,
    /// Binds content, place and meaning together, see [`Signature::bind`]; a passkey's challenge is this hash.
    #[cbor(n(5), with = "minicbor::bytes")]
    pub record: Hash,
    /// What the signer's own device signed over `record`, whole, so that anyone can check it.
    #[cbor(n(6), with = "minicbor::bytes")]
    pub assertion: Option<Vec<u8>>,
}

/// The place of a record: a signature holds there and nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// The ledger's origin.
    pub origin: &'a str,
    /// The stream.
    pub stream: &'a str,
    /// The entry's version in the stream, from 1.
    pub stream_version: u64,
}

impl Signature {
    /// Binds signer, meaning, method and time to this content at this place, without an assertion.
    #[must_use]
    pub fn bind(
        place: Place<'_>,
        content: Hash,
        signer: &str,
        meaning: &str,
        method: &str,
        signed_at: i64,
    ) -> Self {
        let mut signature = Self {
            signer: signer.to_owned(),
            meaning: meaning.to_owned(),
            method: method.to_owned(),
            signed_at,
            content,
            record: [0; 32],
            assertion: None,
        };
        signature.record = signature.record_at(place);
        signature
    }

    /// Whether this signature was made for this content at this place.
    #[must_use]
    pub fn holds_for(&self, place: Place<'_>, content: &Hash) -> bool {
        self.content == *content && self.record == self.record_at(place)
    }

    fn record_at(&self, place: Place<'_>) -> Hash {
        tagged(
            "cikada/signed-record/1",
            &[
                place.origin.as_bytes(),
                place.stream.as_bytes(),
                &place.stream_version.to_be_bytes(),
                &self.content,
                self.meaning.as_bytes(),
                self.signer.as_bytes(),
                &self.signed_at.to_be_bytes(),
                self.method.as_bytes(),
            ],
        )
    }
}

/// Hash of what a person signs: the kind, the clear bytes and the commitment to the sealed part.
#[must_use]
pub fn content_hash(kind: &str, clear: &[u8], commitment: Option<&Hash>) -> Hash {
    let commitment = commitment.map_or(&[][..], |hash| hash.as_slice());
    tagged("cikada/content/1", &[kind.as_bytes(), clear, commitment])
}

impl Draft {
    /// Hash of what a person signs in this draft.
    #[must_use]
    pub fn content(&self) -> Hash {
        content_hash(
            &self.kind,
            &self.clear,
            self.sealed.as_ref().map(|sealed| &sealed.commitment),
        )
    }
}

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
    /// See [`Draft::stream`].
    #[n(3)]
    pub stream: String,
    /// Position in the stream, from 1.
    #[n(4)]
    pub stream_version: u64,
    /// See [`Draft::kind`].
    #[n(5)]
    pub kind: String,
    /// See [`Draft::schema`].
    #[n(6)]
    pub schema: u16,
    /// See [`Draft::command`].
    #[n(7)]
    pub command: String,
    /// See [`Draft::actor`].
    #[n(8)]
    pub actor: String,
    /// See [`Draft::device`].
    #[n(9)]
    pub device: String,
    /// See [`Draft::occurred_at`].
    #[n(10)]
    pub occurred_at: i64,
    /// See [`Draft::recorded_at`].
    #[n(11)]
    pub recorded_at: i64,
    /// See [`Draft::reason`].
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
    /// See [`Draft::clear`].
    #[cbor(n(16), with = "minicbor::bytes")]
    pub clear: Vec<u8>,
    /// What the envelope keeps of the sealed part.
    #[n(17)]
    pub sealed: Option<SealedHeader>,
    /// See [`Draft::signatures`].
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
        content_hash(
            &self.kind,
            &self.clear,
            self.sealed.as_ref().map(|sealed| &sealed.commitment),
        )
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

//! What a caller gives to become an entry: the event, what identifies a person, and who signed what.
//!
//! A signature is bound to the exact content at one place in one stream (21 CFR 11.70), so that copied elsewhere it
//! shows, even by whoever can sign checkpoints.

use minicbor::{Decode, Encode};

use crate::hash::{Hash, tagged};

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

/// What a person signs: the event, when it happened and why it is entered so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Content<'a> {
    /// The event's name.
    pub kind: &'a str,
    /// The event's frozen bytes.
    pub clear: &'a [u8],
    /// The commitment to the sealed part.
    pub commitment: Option<&'a Hash>,
    /// When it happened, as claimed, in milliseconds since the Unix epoch, UTC.
    pub occurred_at: i64,
    /// Why, as a code.
    pub reason: Option<&'a str>,
}

/// Hash of what a person signs.
#[must_use]
pub fn content_hash(content: &Content<'_>) -> Hash {
    let commitment = content.commitment.map_or(&[][..], |hash| hash.as_slice());
    let parts = [
        content.kind.as_bytes(),
        content.clear,
        commitment,
        &content.occurred_at.to_be_bytes(),
        content.reason.unwrap_or_default().as_bytes(),
    ];
    tagged("cikada/content/1", &parts)
}

impl Draft {
    /// Hash of what a person signs in this draft.
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
}

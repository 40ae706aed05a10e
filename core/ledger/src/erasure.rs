//! The entry that says a person's key was destroyed.
//!
//! Verification reads it to tell *erased by a decision* from *damaged*. Everything else about an erasure (who decided,
//! on which legal basis) belongs to the application's own entries.

use minicbor::{Decode, Encode};

use crate::entry::{Envelope, to_cbor};

/// The kind of the entry whose clear part is a [`KeyDestroyed`].
pub const PERSON_KEY_DESTROYED: &str = "person-key-destroyed";

/// The clear part: whose key no longer exists, so that what was sealed under it until then cannot be read by anyone.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct KeyDestroyed {
    /// The person, as [`crate::Sealed::person`] names them.
    #[n(0)]
    pub person: String,
}

impl KeyDestroyed {
    /// The frozen bytes for [`crate::Draft::clear`].
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        to_cbor(self)
    }

    /// The erasure an entry records, if it records one.
    #[must_use]
    pub fn read(envelope: &Envelope) -> Option<Self> {
        if envelope.kind == PERSON_KEY_DESTROYED {
            minicbor::decode(&envelope.clear).ok()
        } else {
            None
        }
    }
}

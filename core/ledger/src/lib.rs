#![doc = include_str!("../README.md")]

mod checkpoint;
mod draft;
mod entry;
mod erasure;
mod export;
mod hash;
mod heads;
mod ledger;
mod note;
mod report;
mod sealing;
mod tree;
mod verify;

pub use checkpoint::{Checkpoint, CheckpointError};
pub use draft::{Content, Draft, Place, Sealed, Signature, content_hash};
pub use entry::{
    ENVELOPE_BYTES_MAX, Entry, Envelope, EnvelopeError, FORM, SealedHeader, StoredEntry,
};
pub use erasure::{KeyDestroyed, PERSON_KEY_DESTROYED};
pub use export::{EXPORT_BYTES_MAX, EXPORT_MAGIC, StreamExport, export_ledger, verify_export};
pub use hash::{HASH_ALGORITHM, Hash, hex, sha256};
pub use heads::{Head, HeadProof, StreamHeads};
pub use ledger::{CIPHERTEXT_BYTES_MAX, DraftRefused, Ledger};
pub use note::{LogKey, NoteError, VerifierKey};
pub use report::{Erased, Fault, Report, Scope};
pub use sealing::{PersonKey, SealContext, SealError, XCHACHA20_POLY1305, seal, unseal};
pub use tree::{TREE_SIZE_MAX, Tree, verify_inclusion};
pub use verify::verify;

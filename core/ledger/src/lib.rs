//! What can be proven: entries, hash chain, Merkle tree, checkpoints, verification.

mod checkpoint;
mod entry;
mod erasure;
mod hash;
mod heads;
mod ledger;
mod note;
mod sealing;
mod tree;

pub use checkpoint::{Checkpoint, CheckpointError};
pub use entry::{
    Draft, ENVELOPE_BYTES_MAX, Entry, Envelope, EnvelopeError, FORM, Place, Sealed, SealedHeader,
    Signature, StoredEntry, content_hash,
};
pub use erasure::{KeyDestroyed, PERSON_KEY_DESTROYED};
pub use hash::{HASH_ALGORITHM, Hash, hex, sha256};
pub use heads::{Head, HeadProof, StreamHeads};
pub use ledger::{CIPHERTEXT_BYTES_MAX, DraftRefused, Ledger};
pub use note::{LogKey, NoteError, VerifierKey};
pub use sealing::{PersonKey, SealContext, SealError, XCHACHA20_POLY1305, seal, unseal};
pub use tree::{TREE_SIZE_MAX, Tree, verify_inclusion};

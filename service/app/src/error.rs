//! What can go wrong while acting. A refusal is none of these: it is an answer.

use cikada_store::{AppendError, ReadError, RebuildError, StoreError};

use crate::files::FileError;
use crate::keys::KeyError;
use crate::vault::VaultError;

/// Why a centre could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Its keys.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// Its database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Reading from it.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Its vault.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// Anything of the application.
    #[error(transparent)]
    App(#[from] AppError),
    /// What the centre was to be.
    #[error(transparent)]
    Centre(#[from] crate::centre::CentreError),
    /// The first entry could not be written.
    #[error("the centre could not be founded: {0}")]
    Founding(AppendError),
    /// There is a database, but no centre in it.
    #[error(
        "the ledger is here, but its views do not say which centre it is: run `cikada rebuild`"
    )]
    NotFounded,
    /// The centre's country is not known.
    #[error("{0}: found the centre anew with its country")]
    Country(#[from] cikada_domain::IdentifierError),
    /// An erasure was written and its key is still there.
    #[error(
        "an erasure is not finished: `cikada serve` and `cikada rebuild` carry it through; then look again"
    )]
    ErasureUnderWay,
    /// The zone is not in the time zone database.
    #[error("the time zone '{0}' is not known: {1}")]
    Zone(String, String),
}

/// Why an act or a page failed.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// There is no such thing, or it is not the reader's to see.
    #[error("there is no {0} here")]
    NotFound(String),
    /// The roles held do not allow it.
    #[error("{0}")]
    NotAuthorised(String),
    /// A file that was handed in cannot be used: what is wrong with it, with its place.
    #[error("{0}")]
    Unusable(String),
    /// Nothing could be written.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// Nothing could be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Views could not be rebuilt.
    #[error(transparent)]
    Rebuild(#[from] RebuildError),
    /// A kept file.
    #[error(transparent)]
    File(#[from] FileError),
    /// The vault failed.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A stored event does not read: another version's, or damaged.
    #[error("an entry does not read as an event: {0}; run `cikada verify`")]
    Stored(String),
    /// A person's key is gone, and nobody decided that.
    #[error(
        "the key of {0} is missing, and no decision destroyed it: restore the vault that belongs to this ledger"
    )]
    KeyMissing(String),
    /// Text was typed about a person whose key was destroyed.
    #[error("{0} was erased, so that no text can be sealed any more: leave the note empty")]
    Erased(String),
    /// The protocol is not installed.
    #[error("the protocol {0} is not installed in this centre")]
    ProtocolMissing(String),
    /// A document could not be made.
    #[error("the document could not be made: {0}")]
    Document(String),
    /// Others kept changing the same treatment.
    #[error("others are changing this treatment at the same moment: try once more")]
    Contended,
}

impl AppError {
    /// Whether a page should answer "not found".
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::NotFound(_))
    }

    /// Whether a kept file is missing, or is not the one that was kept.
    #[must_use]
    pub fn is_of_kept_file(&self) -> bool {
        matches!(
            self,
            Self::File(FileError::Changed(_) | FileError::Missing(_) | FileError::Erased(_))
        )
    }

    /// Whether the disk is full.
    #[must_use]
    pub fn is_storage_full(&self) -> bool {
        matches!(self, Self::Append(AppendError::StorageFull))
    }

    /// Whether the store has halted.
    #[must_use]
    pub fn is_halted(&self) -> bool {
        matches!(self, Self::Append(AppendError::Halted(_)))
    }

    /// Whether the roles held do not allow it.
    #[must_use]
    pub fn is_not_authorised(&self) -> bool {
        matches!(self, Self::NotAuthorised(_))
    }
}

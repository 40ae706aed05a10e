//! What can go wrong with a store, one enum for each kind of operation.

use std::path::PathBuf;

use cikada_ledger::DraftRefused;

/// Why a store does not open. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process holds it.
    #[error(
        "{0} is in use by another process; stop that one first, two writers would fork the ledger"
    )]
    InUse(PathBuf),
    /// Not a SQLite file, or one whose pages are damaged.
    #[error(
        "{0} is not a database or its pages are damaged; restore a backup, and keep the file for inspection"
    )]
    NotADatabase(PathBuf),
    /// SQLite would not keep what was acknowledged through a power cut.
    #[error(
        "{path} cannot be written safely: {setting} is {found}, {expected} is needed; use a local file system"
    )]
    UnsafeStorage {
        /// The database file.
        path: PathBuf,
        /// Which setting.
        setting: &'static str,
        /// What SQLite says.
        found: String,
        /// What is needed.
        expected: &'static str,
    },
    /// A database of another application.
    #[error("{0} is a database of another application; give an empty directory")]
    Foreign(PathBuf),
    /// Tables or triggers were changed by hand.
    #[error(
        "the tables or triggers of {0} were changed by hand, which could undo what is written; run `cikada verify`, \
         restore a backup and keep this file for inspection"
    )]
    SchemaChanged(PathBuf),
    /// Written by a newer version.
    #[error(
        "the database has schema {found}, this version knows up to {known}; start the newer version again"
    )]
    Newer {
        /// The schema found.
        found: usize,
        /// The newest schema known here.
        known: usize,
    },
    /// A migration that ran is not the one this version has.
    #[error(
        "migration {0} differs from the one this database was made with; use an official build"
    )]
    MigrationChanged(usize),
    /// Made with another key, or for another ledger.
    #[error(
        "the ledger was made with key {found}, not with {expected}; give the key it was made with"
    )]
    KeyMismatch {
        /// The key given.
        expected: String,
        /// The key of the ledger.
        found: String,
    },
    /// The last checkpoint is not one.
    #[error(
        "the ledger's last checkpoint does not hold: {0}; restore a backup and keep this file for inspection"
    )]
    Checkpoint(cikada_ledger::CheckpointError),
    /// The entries are not what was signed.
    #[error(
        "the entries do not match the last signed checkpoint of size {size}: run `cikada verify` to see which; \
         restore a backup and keep this file for inspection"
    )]
    DoesNotMatchCheckpoint {
        /// The size the checkpoint says.
        size: u64,
    },
    /// The directory or the lock file cannot be made.
    #[error("{path}: {source}")]
    Directory {
        /// Where.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The writer thread could not be started.
    #[error("the writer could not be started: {0}")]
    Thread(std::io::Error),
    /// Anything else SQLite says.
    #[error("the database could not be opened: {0}")]
    Storage(#[from] rusqlite::Error),
}

/// Why nothing could be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// What is stored is not what was written.
    #[error("entry {sequence} is damaged: {reason}; run `cikada verify`, and restore a backup")]
    Damaged {
        /// The entry.
        sequence: u64,
        /// What does not fit.
        reason: &'static str,
    },
    /// The file is there, but not a ledger of ours.
    #[error("not a ledger: {0}")]
    NotALedger(&'static str),
    /// Anything SQLite says.
    #[error("the database could not be read: {0}")]
    Storage(#[from] rusqlite::Error),
}

/// Why nothing was appended. In every case the ledger is as before.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// Someone appended to the stream meanwhile: read it again and decide again.
    #[error(
        "stream `{stream}` is at version {actual}, {expected} was expected; read again and decide again"
    )]
    HeadMoved {
        /// Which stream.
        stream: String,
        /// The version the caller had read.
        expected: u64,
        /// The version it has.
        actual: u64,
    },
    /// What may happen once has happened.
    #[error("`{key}` already happened in entry {sequence}")]
    AlreadyHappened {
        /// The key.
        key: String,
        /// The first entry of the append in which it happened.
        sequence: u64,
    },
    /// A command id was used again for another command.
    #[error("command `{0}` was used before for something else; give each command an id of its own")]
    CommandReused(String),
    /// The draft cannot become an entry.
    #[error(transparent)]
    Draft(#[from] DraftRefused),
    /// No space left; reading goes on, and writing when there is space again.
    #[error("no space left on the device: nothing was written; free space and try again")]
    StorageFull,
    /// The device failed; what it holds is unknown until the store is opened again.
    #[error(
        "writing is halted: {0}; restart, which holds the stored hashes against the last checkpoint"
    )]
    Halted(String),
}

/// Why the views were not written again.
#[derive(Debug, thiserror::Error)]
pub enum RebuildError {
    /// The entries could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// No space left.
    #[error("no space left on the device: the views are as before; free space and try again")]
    StorageFull,
    /// As [`AppendError::Halted`].
    #[error(
        "writing is halted: {0}; restart, which holds the stored hashes against the last checkpoint"
    )]
    Halted(String),
}

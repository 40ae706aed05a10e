//! The store of one centre: opened, written to, read from.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::JoinHandle;

use cikada_ledger::{Checkpoint, Entry, Head, Ledger, LogKey, VerifierKey};
use rusqlite::Connection;

use crate::append::{Append, Appended, ViewChange};
use crate::database::{self, Opened};
use crate::error::{AppendError, ReadError, RebuildError, StoreError};
use crate::read;
use crate::views::{ViewDifference, compare};
use crate::writer::{Halt, Job, Writer, find_command, insert_checkpoint};

/// Appends that wait for the writer; more of them wait for a place here.
const QUEUE: usize = 1024;
/// Reader connections kept for the next reader.
const READERS_KEPT: usize = 8;

/// One centre's ledger and what is derived from it. Its calls block; an asynchronous caller gives them a thread.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    verifier: VerifierKey,
    readers: Mutex<Vec<Connection>>,
    halt: Halt,
    /// Both are there until the store is dropped.
    jobs: Option<SyncSender<Job>>,
    writer: Option<JoinHandle<()>>,
}

impl Store {
    /// Opens the ledger in a directory, or makes one there. The key's name is the ledger's origin.
    ///
    /// # Errors
    /// See [`StoreError`]; a ledger whose entries are not what its last checkpoint says is not opened.
    pub fn open(directory: &Path, key: LogKey) -> Result<Self, StoreError> {
        let Opened {
            connection,
            path,
            lock,
        } = database::open(directory)?;
        let ledger = load(&connection, &key)?;
        let halt: Halt = Arc::new(OnceLock::new());
        let (jobs, waiting) = sync_channel(QUEUE);
        let verifier = key.verifier().clone();
        let writer = Writer {
            connection,
            ledger,
            key,
            halt: Arc::clone(&halt),
            _lock: lock,
            not_copied_back: usize::MAX / 2,
        };
        let writer = std::thread::Builder::new()
            .name("ledger-writer".to_owned())
            .spawn(move || writer.run(&waiting))
            .map_err(StoreError::Thread)?;
        Ok(Self {
            path,
            verifier,
            readers: Mutex::default(),
            halt,
            jobs: Some(jobs),
            writer: Some(writer),
        })
    }

    /// The ledger's origin, to which signatures and sealed parts are bound.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.verifier.name()
    }

    /// The public key that checks this ledger.
    #[must_use]
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// Appends at the expected heads, and answers when it is on disk.
    ///
    /// # Errors
    /// See [`AppendError`]; the ledger is then as before.
    pub fn append(&self, append: Append) -> Result<Appended, AppendError> {
        let (reply, answer) = sync_channel(1);
        self.ask(Job::Append(Box::new(append), reply));
        answer
            .recv()
            .unwrap_or_else(|_| Err(AppendError::Halted(self.reason())))
    }

    /// Throws the views away and writes them again from a fold over all entries, in one transaction.
    ///
    /// # Errors
    /// See [`RebuildError`]; the views are then as before.
    pub fn rebuild(
        &self,
        fold: impl FnOnce(&mut dyn Iterator<Item = Entry>) -> Vec<ViewChange> + Send + 'static,
    ) -> Result<(), RebuildError> {
        let (reply, answer) = sync_channel(1);
        self.ask(Job::Rebuild(Box::new(fold), reply));
        answer
            .recv()
            .unwrap_or_else(|_| Err(RebuildError::Halted(self.reason())))
    }

    /// The rows of the views that are not what a fold over all entries says. Changes nothing.
    ///
    /// # Errors
    /// When the entries cannot be read.
    pub fn compare_views(
        &self,
        fold: impl FnOnce(&mut dyn Iterator<Item = Entry>) -> Vec<ViewChange> + Send + 'static,
    ) -> Result<Vec<ViewDifference>, ReadError> {
        self.read(|connection| compare(connection, Box::new(fold)))
    }

    /// Whether writing stopped for good; reading goes on.
    #[must_use]
    pub fn is_halted(&self) -> bool {
        self.halt.get().is_some()
    }

    /// The answer of a command that was carried out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn find_answer(&self, command: &str) -> Result<Option<Vec<u8>>, ReadError> {
        self.read(|connection| Ok(find_command(connection, command)?.map(|(_, answer)| answer)))
    }

    /// All entries of a stream in order, each checked.
    ///
    /// # Errors
    /// Names the first entry that is not what was written.
    pub fn read_stream(&self, stream: &str) -> Result<Vec<Entry>, ReadError> {
        self.read(|connection| read::stream(connection, stream))
    }

    /// Entries in order from a sequence on, at most `limit`, each checked.
    ///
    /// # Errors
    /// Names the first entry that is not what was written.
    pub fn read_from(&self, sequence: u64, limit: u64) -> Result<Vec<Entry>, ReadError> {
        self.read(|connection| {
            read::each_entry(connection, sequence, limit, |entries| entries.collect())
        })
    }

    /// The last version of a stream, 0 when it is empty.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn head(&self, stream: &str) -> Result<u64, ReadError> {
        self.read(|connection| Ok(read::head(connection, stream)?))
    }

    /// The number of entries.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn size(&self) -> Result<u64, ReadError> {
        self.read(|connection| Ok(read::size(connection)?))
    }

    /// One derived row.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn view(&self, view: &str, key: &str) -> Result<Option<Vec<u8>>, ReadError> {
        self.read(|connection| Ok(read::view(connection, view, key)?))
    }

    /// All rows of a view in order of their keys.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn view_all(&self, view: &str) -> Result<Vec<(String, Vec<u8>)>, ReadError> {
        self.read(|connection| Ok(read::view_all(connection, view)?))
    }

    /// The signed note of the last batch: whoever keeps it elsewhere can tell a rolled-back copy later.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn latest_checkpoint(&self) -> Result<String, ReadError> {
        self.read(|connection| {
            read::latest_checkpoint(connection)?
                .ok_or(ReadError::NotALedger("it has no checkpoint"))
        })
    }

    /// Runs with a connection of the pool, or a new one when all are in use.
    fn read<T>(
        &self,
        run: impl FnOnce(&mut Connection) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        let kept = self
            .readers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let mut connection = match kept {
            Some(connection) => connection,
            None => database::open_reader(&self.path)?,
        };
        let result = run(&mut connection);
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < READERS_KEPT {
            readers.push(connection);
        }
        result
    }

    fn ask(&self, job: Job) {
        if let Some(jobs) = &self.jobs {
            // When the writer is gone, dropping the job tells the caller, who waits for its answer.
            let _ = jobs.send(job);
        }
    }

    fn reason(&self) -> String {
        self.halt
            .get()
            .cloned()
            .unwrap_or_else(|| "the writer has stopped".to_owned())
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(writer) = self.writer.take() {
            // A writer that panicked has nothing left to finish.
            let _ = writer.join();
        }
    }
}

/// Fills the ledger from the stored hashes and holds it against the last signed checkpoint.
fn load(connection: &Connection, key: &LogKey) -> Result<Ledger, StoreError> {
    let mut statement =
        connection.prepare("SELECT stream, stream_version, hash FROM entries ORDER BY sequence")?;
    let mut rows = statement.query([])?;
    let mut failure = None;
    let entries = std::iter::from_fn(|| {
        let read = || -> rusqlite::Result<Option<(String, Head)>> {
            let Some(row) = rows.next()? else {
                return Ok(None);
            };
            Ok(Some((
                row.get(0)?,
                Head {
                    version: row.get(1)?,
                    hash: row.get(2)?,
                },
            )))
        };
        let mut read = read;
        read().unwrap_or_else(|error| {
            failure = Some(error);
            None
        })
    });
    let ledger = Ledger::load(key.origin(), entries);
    if let Some(error) = failure {
        return Err(error.into());
    }
    match read::latest_checkpoint(connection)? {
        None if ledger.size() == 0 => insert_checkpoint(connection, &ledger, key)?,
        None => return Err(StoreError::DoesNotMatchCheckpoint { size: 0 }),
        Some(note) => {
            let checkpoint =
                Checkpoint::open(&note, key.verifier()).map_err(StoreError::KeyMismatch)?;
            if checkpoint != ledger.checkpoint() {
                return Err(StoreError::DoesNotMatchCheckpoint {
                    size: checkpoint.size,
                });
            }
        }
    }
    Ok(ledger)
}

//! The one writer: a thread that takes whatever waits, writes it in one transaction, signs one checkpoint, flushes
//! once, and only then answers.
//!
//! Each append stands in its own savepoint, so a refused one leaves no trace in its batch. The ledger in memory belongs
//! to this thread alone and is taken back whenever a transaction does not commit. A full disk refuses the batch and
//! nothing else. Any other failure of the device halts the writer for good: after a failed flush nobody knows what the
//! device holds, and trying again would report success for pages the kernel has already dropped (Rebello et al.,
//! *Can Applications Recover from fsync Failures?*, 2020).

use std::fs::File;
use std::sync::mpsc::{Receiver, SyncSender};
use std::sync::{Arc, OnceLock};

use cikada_ledger::{Ledger, LogKey};
use rusqlite::{Connection, ErrorCode, OptionalExtension as _, TransactionBehavior};

use crate::append::{Append, Appended};
use crate::error::{AppendError, RebuildError};
use crate::views::{Project, apply, rebuild};

/// At most so many appends share one flush; the rest waits for the next one.
const BATCH_MAX: usize = 256;
/// After so many entry bytes the write-ahead log is copied into the database file.
const COPY_BACK_BYTES: usize = 4 << 20;

/// Why writing stopped for good, set once.
pub(crate) type Halt = Arc<OnceLock<String>>;

/// Where the answer to one append goes.
type Reply = SyncSender<Result<Appended, AppendError>>;
/// The answers to a batch, in order.
type Results = Vec<Result<Appended, AppendError>>;

/// What the writer is asked to do, and where it answers.
pub(crate) enum Job {
    Append(Box<Append>, Reply),
    Rebuild(Project, SyncSender<Result<(), RebuildError>>),
    /// Makes the device fail in a test.
    #[cfg(test)]
    Configure(&'static str),
}

pub(crate) struct Writer {
    pub(crate) connection: Connection,
    pub(crate) ledger: Ledger,
    pub(crate) key: LogKey,
    pub(crate) halt: Halt,
    /// Held as long as the writer lives.
    pub(crate) lock: File,
    pub(crate) not_copied_back: usize,
}

/// What keeps a transaction from being committed.
enum Trouble {
    Full,
    Fatal(String),
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            _ => Self::Fatal(error.to_string()),
        }
    }
}

/// What ends one append without ending its batch, or with it.
enum Stop {
    Refused(AppendError),
    Trouble(Trouble),
}

impl From<AppendError> for Stop {
    fn from(error: AppendError) -> Self {
        Self::Refused(error)
    }
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Self {
        Self::Trouble(error.into())
    }
}

impl Writer {
    /// Works until nobody can ask any more.
    pub(crate) fn run(mut self, jobs: &Receiver<Job>) {
        let mut batch = Vec::new();
        while let Ok(first) = jobs.recv() {
            let mut next = Some(first);
            while let Some(job) = next.take() {
                match job {
                    Job::Append(append, reply) => batch.push((*append, reply)),
                    Job::Rebuild(project, reply) => {
                        self.answer(std::mem::take(&mut batch));
                        // Whoever asked may have gone away; the work is done all the same.
                        let _ = reply.send(self.rebuild(&project));
                    }
                    #[cfg(test)]
                    Job::Configure(sql) => self.connection.execute_batch(sql).unwrap(),
                }
                if batch.len() < BATCH_MAX {
                    next = jobs.try_recv().ok();
                }
            }
            self.answer(std::mem::take(&mut batch));
            self.copy_back();
        }
        let Self {
            connection, lock, ..
        } = self;
        drop(connection);
        // Not left to the closing of the file: a process that another thread is just starting may hold a copy of it.
        // Without success here, closing does it a moment later.
        let _ = lock.unlock();
    }

    fn answer(&mut self, batch: Vec<(Append, Reply)>) {
        if batch.is_empty() {
            return;
        }
        let (appends, replies): (Vec<_>, Vec<_>) = batch.into_iter().unzip();
        let results = match self.halt.get() {
            Some(reason) => Err(AppendError::Halted(reason.clone())),
            None => self.commit(appends),
        };
        // A caller that has gone away finds its answer under its command id.
        match results {
            Ok(results) => {
                for (reply, result) in replies.into_iter().zip(results) {
                    let _ = reply.send(result);
                }
            }
            Err(error) => {
                for reply in replies {
                    let _ = reply.send(Err(error.clone()));
                }
            }
        }
    }

    fn commit(&mut self, appends: Vec<Append>) -> Result<Results, AppendError> {
        let settled = self.ledger.size();
        let bytes: usize = appends
            .iter()
            .flat_map(|append| &append.drafts)
            .map(|draft| draft.clear.len() + 1024)
            .sum();
        match write(&mut self.connection, &mut self.ledger, &self.key, appends) {
            Ok(results) => {
                self.ledger.settle();
                self.not_copied_back += bytes;
                Ok(results)
            }
            Err(trouble) => {
                self.ledger.take_back_to(settled);
                Err(match trouble {
                    Trouble::Full => AppendError::StorageFull,
                    Trouble::Fatal(reason) => AppendError::Halted(self.halt(reason)),
                })
            }
        }
    }

    fn rebuild(&mut self, project: &Project) -> Result<(), RebuildError> {
        if let Some(reason) = self.halt.get() {
            return Err(RebuildError::Halted(reason.clone()));
        }
        match rebuild(&mut self.connection, project).map_err(Trouble::from) {
            Ok(rebuilt) => Ok(rebuilt?),
            Err(Trouble::Full) => Err(RebuildError::StorageFull),
            Err(Trouble::Fatal(reason)) => Err(RebuildError::Halted(self.halt(reason))),
        }
    }

    /// Copies the log into the database file now and then, here and not inside a commit, so that a failure is seen:
    /// SQLite's own copying reports none.
    fn copy_back(&mut self) {
        if self.not_copied_back < COPY_BACK_BYTES || self.halt.get().is_some() {
            return;
        }
        self.not_copied_back = 0;
        match self
            .connection
            .query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
            .map_err(Trouble::from)
        {
            // With a full disk the log keeps everything; the next turn tries again.
            Ok(()) | Err(Trouble::Full) => {}
            Err(Trouble::Fatal(reason)) => {
                self.halt(reason);
            }
        }
    }

    fn halt(&self, reason: String) -> String {
        self.halt.get_or_init(|| reason).clone()
    }
}

/// Writes a batch in one transaction: all that is not refused is on disk when this returns.
fn write(
    connection: &mut Connection,
    ledger: &mut Ledger,
    key: &LogKey,
    appends: Vec<Append>,
) -> Result<Results, Trouble> {
    let settled = ledger.size();
    let mut transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut results = Vec::with_capacity(appends.len());
    for append in appends {
        let before = ledger.size();
        let savepoint = transaction.savepoint()?;
        match append_one(&savepoint, ledger, append) {
            Ok(appended) => {
                savepoint.commit()?;
                results.push(Ok(appended));
            }
            Err(Stop::Refused(error)) => {
                ledger.take_back_to(before);
                // Dropping the savepoint rolls it back.
                drop(savepoint);
                results.push(Err(error));
            }
            Err(Stop::Trouble(trouble)) => return Err(trouble),
        }
    }
    if ledger.size() > settled {
        insert_checkpoint(&transaction, ledger, key)?;
    }
    // INVARIANT (acknowledged-is-kept): nobody is answered before this has returned.
    transaction.commit()?;
    Ok(results)
}

/// Signs what the ledger is now.
pub(crate) fn insert_checkpoint(
    connection: &Connection,
    ledger: &Ledger,
    key: &LogKey,
) -> rusqlite::Result<()> {
    let checkpoint = ledger.checkpoint();
    let mut statement =
        connection.prepare_cached("INSERT INTO checkpoints (size, note) VALUES (?1, ?2)")?;
    statement.execute((checkpoint.size, checkpoint.sign(key)))?;
    Ok(())
}

fn append_one(
    connection: &Connection,
    ledger: &mut Ledger,
    append: Append,
) -> Result<Appended, Stop> {
    if let Some((fingerprint, answer)) = find_command(connection, &append.command)? {
        if fingerprint == append.fingerprint {
            return Ok(Appended::Before { answer });
        }
        return Err(AppendError::CommandReused(append.command).into());
    }
    for (stream, expected) in append.expected {
        let actual = ledger.stream_version(&stream);
        if actual != expected {
            return Err(AppendError::HeadMoved {
                stream,
                expected,
                actual,
            }
            .into());
        }
    }
    let first = ledger.size() + 1;
    for key in append.once {
        let mut statement =
            connection.prepare_cached("SELECT sequence FROM once WHERE key = ?1")?;
        if let Some(sequence) = statement.query_row([&key], |row| row.get(0)).optional()? {
            return Err(AppendError::AlreadyHappened { key, sequence }.into());
        }
        connection
            .prepare_cached("INSERT INTO once (key, sequence) VALUES (?1, ?2)")?
            .execute((key, first))?;
    }
    for draft in append.drafts {
        insert_entry(
            connection,
            &ledger.append(draft).map_err(AppendError::Draft)?,
        )?;
    }
    for change in &append.views {
        apply(connection, change)?;
    }
    let last_sequence = ledger.size();
    connection
        .prepare_cached(
            "INSERT INTO commands (id, fingerprint, answer, sequence) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute((
            append.command,
            append.fingerprint,
            append.answer,
            last_sequence,
        ))?;
    Ok(Appended::Now { last_sequence })
}

fn insert_entry(connection: &Connection, entry: &cikada_ledger::Entry) -> rusqlite::Result<()> {
    let envelope = &entry.envelope;
    let mut statement = connection.prepare_cached(
        "INSERT INTO entries (sequence, stream, stream_version, kind, command, hash, bytes, ciphertext)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    statement.execute((
        envelope.sequence,
        &envelope.stream,
        envelope.stream_version,
        &envelope.kind,
        &envelope.command,
        entry.hash,
        &entry.bytes,
        &entry.ciphertext,
    ))?;
    Ok(())
}

/// The fingerprint and the answer of a command that was carried out.
pub(crate) fn find_command(
    connection: &Connection,
    id: &str,
) -> rusqlite::Result<Option<([u8; 32], Vec<u8>)>> {
    let mut statement =
        connection.prepare_cached("SELECT fingerprint, answer FROM commands WHERE id = ?1")?;
    statement
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}

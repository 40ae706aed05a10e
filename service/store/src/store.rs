//! The store of one centre: opened, written to, read from.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::JoinHandle;

use cikada_ledger::{Entry, Hash, LogKey, Report, VerifierKey};
use rusqlite::Connection;

use crate::append::{Append, Appended, ViewChange};
use crate::database::{self, Opened};
use crate::error::{AppendError, ReadError, RebuildError, StoreError};
use crate::views::{Project, ViewDifference, compare};
use crate::writer::{Halt, Job, Writer, find_command};
use crate::{checked, prove, read};

/// Appends that wait for the writer; more of them wait for a place here.
const QUEUE: usize = 1024;
/// A derived row: its key and its content.
pub type Row = (String, Vec<u8>);

/// Reader connections kept for the next reader.
const READERS_KEPT: usize = 8;

/// One centre's ledger and what is derived from it. Its calls block; an asynchronous caller gives them a thread.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    verifier: VerifierKey,
    readers: Mutex<Vec<Connection>>,
    halt: Halt,
    /// Both are there until the store is dropped, and never of one that only reads.
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
        let ledger = checked::load(&connection, &key)?;
        let halt: Halt = Arc::new(OnceLock::new());
        let (jobs, waiting) = sync_channel(QUEUE);
        let verifier = key.verifier().clone();
        let writer = Writer {
            connection,
            ledger,
            key,
            halt: Arc::clone(&halt),
            lock,
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

    /// Opens a ledger for reading only, beside whoever writes to it; every append is refused.
    ///
    /// # Errors
    /// See [`StoreError`]: no ledger there, one of another key, or a last checkpoint that key did not
    /// sign. The entries are checked as they are read.
    pub fn open_beside(directory: &Path, verifier: &VerifierKey) -> Result<Self, StoreError> {
        let (connection, path) = database::open_beside(directory)?;
        checked::last_signed(&connection, verifier)?;
        let only_read = "the ledger is open for reading only".to_owned();
        Ok(Self {
            path,
            verifier: verifier.clone(),
            readers: Mutex::new(vec![connection]),
            halt: Arc::new(OnceLock::from(only_read)),
            jobs: None,
            writer: None,
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

    /// Throws the views away and writes them again, entry by entry, in one transaction.
    ///
    /// # Errors
    /// See [`RebuildError`]; the views are then as before.
    pub fn rebuild(
        &self,
        project: impl Fn(&Entry) -> Vec<ViewChange> + Send + 'static,
    ) -> Result<(), RebuildError> {
        let (reply, answer) = sync_channel(1);
        self.ask(Job::Rebuild(Box::new(project), reply));
        answer
            .recv()
            .unwrap_or_else(|_| Err(RebuildError::Halted(self.reason())))
    }

    /// The rows of the views that are not what the entries say. Changes nothing.
    ///
    /// # Errors
    /// When the entries cannot be read.
    pub fn compare_views(
        &self,
        project: impl Fn(&Entry) -> Vec<ViewChange> + Send + 'static,
    ) -> Result<Vec<ViewDifference>, ReadError> {
        let project: Project = Box::new(project);
        self.read(|connection| compare(connection, &project))
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

    /// The sequence of the last entry of a command that was carried out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn sequence_of(&self, command: &str) -> Result<Option<u64>, ReadError> {
        self.read(|connection| Ok(read::sequence_of(connection, command)?))
    }

    /// All entries of a stream in order, each checked.
    ///
    /// # Errors
    /// Names the first entry that is not what was written.
    pub fn read_stream(&self, stream: &str) -> Result<Vec<Entry>, ReadError> {
        self.read(|connection| read::stream(connection, stream, None))
    }

    /// The entries of a stream after one the caller has read: its version and hash.
    ///
    /// # Errors
    /// Names the first entry that is not what was written, or does not follow that one.
    pub fn read_stream_after(
        &self,
        stream: &str,
        version: u64,
        hash: Hash,
    ) -> Result<Vec<Entry>, ReadError> {
        self.read(|connection| read::stream(connection, stream, Some((version, hash))))
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
    pub fn view_all(&self, view: &str) -> Result<Vec<Row>, ReadError> {
        self.read(|connection| Ok(read::view_all(connection, view)?))
    }

    /// Hands every row of a view to a function, in order of their keys: for views too large to hold.
    ///
    /// # Errors
    /// When the database cannot be read; the function has seen some rows then.
    pub fn view_each(&self, view: &str, fold: impl FnMut(&str, &[u8])) -> Result<(), ReadError> {
        self.read(|connection| Ok(read::each_row(connection, view, fold)?))
    }

    /// The rows of a view whose keys lie from one text up to, and without, another, in order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn view_range(&self, view: &str, from: &str, until: &str) -> Result<Vec<Row>, ReadError> {
        self.read(|connection| Ok(read::view_range(connection, view, from, until)?))
    }

    /// The rows of several such ranges, all as they are at one moment: cheaper than one after another.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn view_ranges(
        &self,
        view: &str,
        ranges: &[(String, String)],
    ) -> Result<Vec<Vec<Row>>, ReadError> {
        self.read(|connection| {
            let moment = connection.transaction()?;
            let rows = ranges
                .iter()
                .map(|(from, until)| read::view_range(&moment, view, from, until));
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The first entry of each stream, checked, all at one moment; none of a stream that is empty.
    ///
    /// # Errors
    /// When one is not what was written, or the database cannot be read.
    pub fn first_entries(&self, streams: &[String]) -> Result<Vec<Option<Entry>>, ReadError> {
        self.read(|connection| {
            let moment = connection.transaction()?;
            let entries = streams.iter().map(|stream| read::first(&moment, stream));
            entries.collect()
        })
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

    /// The file that proves one stream, for whoever has the public key.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn export_stream(&self, stream: &str) -> Result<Vec<u8>, ReadError> {
        self.read(|connection| prove::export_stream(connection, stream, &self.verifier))
    }

    /// The file that proves the whole ledger.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn export_all(&self) -> Result<Vec<u8>, ReadError> {
        self.read(|connection| prove::export_all(connection, &self.verifier))
    }

    /// Verifies everything that is stored; `seen` are notes that were kept elsewhere.
    ///
    /// # Errors
    /// When the database cannot be read; what is wrong with the entries is in the report.
    pub fn verify(&self, seen: &[String]) -> Result<Report, ReadError> {
        self.read(|connection| prove::verify(connection, &self.verifier, seen))
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
        // The writer closes last: only it can copy the log back into the database file.
        self.readers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
        drop(self.jobs.take());
        if let Some(writer) = self.writer.take() {
            // A writer that panicked has nothing left to finish.
            let _ = writer.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use cikada_ledger::Draft;

    use super::*;

    fn example_store(directory: &Path) -> Store {
        Store::open(directory, LogKey::new("ledger.example", &[7; 32]).unwrap()).unwrap()
    }

    fn example_append(number: u64) -> Append {
        let draft = Draft {
            stream: format!("t/{number}"),
            kind: "noted".to_owned(),
            schema: 1,
            command: number.to_string(),
            actor: "staff/1".to_owned(),
            device: "tablet/1".to_owned(),
            occurred_at: 0,
            recorded_at: 0,
            reason: None,
            clear: vec![1; 2000],
            sealed: None,
            signatures: Vec::new(),
        };
        Append {
            command: number.to_string(),
            fingerprint: [0; 32],
            expected: Vec::new(),
            drafts: vec![draft],
            once: vec![format!("once/{number}")],
            views: Vec::new(),
            answer: Vec::new(),
        }
    }

    #[test]
    fn a_full_disk_refuses_the_append_whole_and_recovers_when_there_is_space() {
        let directory = tempfile::tempdir().unwrap();
        let store = example_store(directory.path());
        store.ask(Job::Configure("PRAGMA max_page_count = 40"));
        let appended = (1..)
            .take_while(|number| match store.append(example_append(*number)) {
                Ok(_) => true,
                Err(error) => {
                    assert_eq!(error, AppendError::StorageFull);
                    false
                }
            })
            .count() as u64;
        assert!(appended > 5);
        // Reading goes on, nothing of the refused one is there, and trying again is refused again.
        assert_eq!(store.size().unwrap(), appended);
        assert_eq!(
            store.find_answer(&(appended + 1).to_string()).unwrap(),
            None
        );
        assert_eq!(
            store.append(example_append(appended + 1)),
            Err(AppendError::StorageFull)
        );
        assert!(store.verify(&[]).unwrap().is_proven() && !store.is_halted());
        store.ask(Job::Configure("PRAGMA max_page_count = 4000"));
        let last_sequence = appended + 1;
        assert_eq!(
            store.append(example_append(last_sequence)),
            Ok(Appended::Now { last_sequence })
        );
        assert!(store.verify(&[]).unwrap().is_proven());
    }

    #[test]
    fn a_store_is_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Store>();
    }

    #[test]
    fn a_failing_device_halts_writing_for_good_while_reading_goes_on() {
        let directory = tempfile::tempdir().unwrap();
        let store = example_store(directory.path());
        store.append(example_append(1)).unwrap();
        store.ask(Job::Configure("PRAGMA query_only = ON"));
        assert!(matches!(
            store.append(example_append(2)),
            Err(AppendError::Halted(_))
        ));
        store.ask(Job::Configure("PRAGMA query_only = OFF"));
        assert!(matches!(
            store.append(example_append(2)),
            Err(AppendError::Halted(_))
        ));
        assert!(store.is_halted());
        assert_eq!(store.read_stream("t/1").unwrap().len(), 1);
        drop(store);
        let store = example_store(directory.path());
        assert_eq!(
            store.append(example_append(2)),
            Ok(Appended::Now { last_sequence: 2 })
        );
    }
}

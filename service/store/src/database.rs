//! The database file: opened safely or not at all, migrated by numbered files whose hashes are kept.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use cikada_ledger::{Hash, sha256};
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::error::StoreError;

/// The name of the file in the data directory.
pub const DATABASE_FILE: &str = "ledger.sqlite";

/// Marks the file as ours ("CIKA").
const APPLICATION_ID: i32 = 0x4349_4B41;
const MIGRATIONS: &[&str] = &[include_str!("../migrations/0001_ledger.sql")];
const SYNCHRONOUS_FULL: i64 = 2;
/// Flush at every commit, also where a plain flush stops at the drive's cache; the writer copies the log back itself.
const PRAGMAS: &str =
    "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;
    PRAGMA wal_autocheckpoint = 0";

/// The writer's connection, and the lock that keeps every other process away.
pub(crate) struct Opened {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
    pub(crate) lock: File,
}

/// Opens or makes the database in a directory for writing.
pub(crate) fn open(directory: &Path) -> Result<Opened, StoreError> {
    let failed = |source| StoreError::Directory {
        path: directory.to_owned(),
        source,
    };
    std::fs::create_dir_all(directory).map_err(failed)?;
    let path = directory.join(DATABASE_FILE);
    let lock = File::create(directory.join("ledger.lock")).map_err(failed)?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(StoreError::InUse(path)),
        Err(TryLockError::Error(source)) => return Err(failed(source)),
    }
    let mut connection = Connection::open(&path)?;
    prepare(&mut connection, &path).map_err(|error| match error {
        StoreError::Storage(inner)
            if matches!(
                inner.sqlite_error_code(),
                Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt)
            ) =>
        {
            StoreError::NotADatabase(path.clone())
        }
        other => other,
    })?;
    Ok(Opened {
        connection,
        path,
        lock,
    })
}

/// Opens the database for reading only.
pub(crate) fn open_reader(path: &Path) -> Result<Connection, rusqlite::Error> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    Ok(connection)
}

/// Opens a database for reading only that this program did not open for writing: it must be ours, and
/// of this program's migrations.
pub(crate) fn open_beside(directory: &Path) -> Result<(Connection, PathBuf), StoreError> {
    let path = directory.join(DATABASE_FILE);
    let connection = open_reader(&path)?;
    if application(&connection)? != APPLICATION_ID {
        return Err(StoreError::Foreign(path));
    }
    let found = migrations(&connection)?.len();
    if found > MIGRATIONS.len() {
        let known = MIGRATIONS.len();
        return Err(StoreError::Newer { found, known });
    }
    require_schema(&connection, &path)?;
    Ok((connection, path))
}

fn application(connection: &Connection) -> rusqlite::Result<i32> {
    connection.query_row("PRAGMA application_id", [], |row| row.get(0))
}

/// The hashes of the migrations that were carried out.
fn migrations(connection: &Connection) -> rusqlite::Result<Vec<Hash>> {
    let mut statement = connection.prepare("SELECT sha256 FROM migrations ORDER BY number")?;
    statement.query_map([], |row| row.get(0))?.collect()
}

fn prepare(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    connection.busy_timeout(Duration::from_secs(5))?;
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let application = application(connection)?;
    if application != APPLICATION_ID && (tables > 0 || application != 0) {
        return Err(StoreError::Foreign(path.to_owned()));
    }
    require_safe(connection, path)?;
    migrate(connection)?;
    require_schema(connection, path)
}

/// Refuses tables and triggers that are not those of the migrations: a planted trigger could undo what is written.
fn require_schema(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let mut expected = Connection::open_in_memory()?;
    migrate(&mut expected)?;
    if schema(connection)? == schema(&expected)? {
        Ok(())
    } else {
        Err(StoreError::SchemaChanged(path.to_owned()))
    }
}

fn schema(connection: &Connection) -> rusqlite::Result<Vec<(String, Option<String>)>> {
    let mut statement =
        connection.prepare("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name")?;
    statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// Refuses what would lose acknowledged entries in a power cut: anything but WAL with a flush at every commit.
fn require_safe(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let unsafe_storage = |setting, found, expected| {
        Err(StoreError::UnsafeStorage {
            path: path.to_owned(),
            setting,
            found,
            expected,
        })
    };
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if !mode.eq_ignore_ascii_case("wal") {
        return unsafe_storage("journal_mode", mode, "wal");
    }
    connection.execute_batch(PRAGMAS)?;
    let synchronous: i64 = connection.query_row("PRAGMA synchronous", [], |row| row.get(0))?;
    if synchronous < SYNCHRONOUS_FULL {
        return unsafe_storage("synchronous", synchronous.to_string(), "2 (FULL)");
    }
    Ok(())
}

fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    transaction.execute_batch(
        "CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, sha256 BLOB NOT NULL) STRICT",
    )?;
    let done = migrations(&transaction)?;
    if done.len() > MIGRATIONS.len() {
        return Err(StoreError::Newer {
            found: done.len(),
            known: MIGRATIONS.len(),
        });
    }
    for (number, sql) in (1_usize..).zip(MIGRATIONS) {
        let hash = sha256(sql.as_bytes());
        match done.get(number - 1) {
            Some(recorded) if *recorded == hash => {}
            Some(_) => return Err(StoreError::MigrationChanged(number)),
            None => {
                transaction.execute_batch(sql)?;
                transaction.execute(
                    "INSERT INTO migrations (number, sha256) VALUES (?1, ?2)",
                    (number, hash),
                )?;
            }
        }
    }
    if done.len() < MIGRATIONS.len() {
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    transaction.commit()?;
    Ok(())
}

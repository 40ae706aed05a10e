//! What a user would take instead: SQLite alone, one flushed transaction a row.
//!
//! The row holds the bytes an entry of ours has (envelope and ciphertext), the journal mode and the flush are the
//! same, and nothing else is done: no hash, no signature, no view, no check. Two ways for eight clients are measured,
//! and the faster one counts: each client with a connection of its own, waiting for the lock as SQLite does it, and all
//! of them taking turns at one connection.

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::Connection;

use crate::load::{Measured, measure};

/// The bytes of one row.
pub(crate) struct Bytes {
    pub(crate) envelope: Vec<u8>,
    pub(crate) ciphertext: Vec<u8>,
}

/// Each client with a connection of its own.
pub(crate) fn own_connections(
    path: &Path,
    bytes: &Bytes,
    clients: usize,
    length: Duration,
) -> anyhow::Result<Measured> {
    measure(clients, length, |_| {
        let connection = open(path)?;
        Ok(move || insert(&connection, bytes))
    })
}

/// All clients taking turns at one connection.
pub(crate) fn one_connection(
    path: &Path,
    bytes: &Bytes,
    clients: usize,
    length: Duration,
) -> anyhow::Result<Measured> {
    let connection = Mutex::new(open(path)?);
    measure(clients, length, |_| {
        Ok(|| {
            insert(
                &connection.lock().unwrap_or_else(PoisonError::into_inner),
                bytes,
            )
        })
    })
}

fn open(path: &Path) -> anyhow::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(30))?;
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    connection.execute_batch(
        "PRAGMA synchronous = FULL;
         CREATE TABLE IF NOT EXISTS entries (sequence INTEGER PRIMARY KEY, bytes BLOB, ciphertext BLOB) STRICT",
    )?;
    Ok(connection)
}

fn insert(connection: &Connection, bytes: &Bytes) -> anyhow::Result<()> {
    connection
        .prepare_cached("INSERT INTO entries (bytes, ciphertext) VALUES (?1, ?2)")?
        .execute((&bytes.envelope, &bytes.ciphertext))?;
    Ok(())
}

//! What the database proves: loading, verifying and exporting what is stored, each from one snapshot.
//!
//! Nothing here needs the secret key or the writer; a database that lies on a shelf is verified the same way.

use std::collections::BTreeSet;
use std::path::Path;

use cikada_ledger::{
    Entry, Fault, Head, Ledger, PERSON_KEY_DESTROYED, Report, StoredEntry, StreamExport,
    VerifierKey, export_ledger,
};
use rusqlite::{Connection, OptionalExtension as _, Params, Row};

use crate::database::{DATABASE_FILE, open_reader};
use crate::error::ReadError;
use crate::read::latest_checkpoint;

const COLUMNS: &str = "sequence, hash, bytes, ciphertext";

/// Verifies the database in a directory without opening it for writing, against the expected key or, without one, the
/// key it carries, which proves only that the record agrees with itself.
///
/// # Errors
/// When it cannot be read; what is wrong with the entries is in the report.
pub fn verify_database(
    directory: &Path,
    expected: Option<&VerifierKey>,
    seen: &[String],
) -> Result<Report, ReadError> {
    let mut connection = open_reader(&directory.join(DATABASE_FILE))?;
    let carried = verifier_key(&connection)?.ok_or(ReadError::NotALedger("it carries no key"))?;
    let key = match expected {
        Some(key) => key.clone(),
        None => VerifierKey::parse(&carried)
            .map_err(|_| ReadError::NotALedger("the key it carries is not one"))?,
    };
    verify(&mut connection, &key, seen)
}

pub(crate) fn verify(
    connection: &mut Connection,
    key: &VerifierKey,
    seen: &[String],
) -> Result<Report, ReadError> {
    let snapshot = connection.transaction()?;
    let notes: Vec<String> = snapshot
        .prepare("SELECT note FROM checkpoints ORDER BY size")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut failure = None;
    let mut statement =
        snapshot.prepare(&format!("SELECT {COLUMNS} FROM entries ORDER BY sequence"))?;
    let mut rows = statement.query([])?;
    let entries = std::iter::from_fn(|| {
        let row = rows.next().unwrap_or_else(|error| {
            failure = Some(error);
            None
        });
        row.map(stored_entry)
    });
    let mut report = cikada_ledger::verify(entries, &notes, seen, key);
    if let Some(error) = failure {
        return Err(error.into());
    }
    for sequence in misfiled(&snapshot, &report)? {
        report.add(Fault::Misfiled { sequence });
    }
    Ok(report)
}

/// Entries whose columns say something other than their bytes, unless they have a fault already.
fn misfiled(connection: &Connection, report: &Report) -> Result<Vec<u64>, ReadError> {
    let mut statement = connection
        .prepare("SELECT sequence, bytes, stream, stream_version, kind, command FROM entries ORDER BY sequence")?;
    let mut rows = statement.query([])?;
    let named: BTreeSet<u64> = report.faults.iter().filter_map(Fault::sequence).collect();
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let sequence: u64 = row.get(0)?;
        let Some(envelope) = row
            .get(1)
            .ok()
            .and_then(|bytes| Entry::from_bytes(bytes, None).ok())
        else {
            continue;
        };
        let envelope = envelope.envelope;
        let filed = (row.get(2), row.get(3), row.get(4), row.get(5));
        let own = (
            Ok(envelope.stream),
            Ok(envelope.stream_version),
            Ok(envelope.kind),
            Ok(envelope.command),
        );
        if filed != own && !named.contains(&sequence) {
            found.push(sequence);
        }
    }
    Ok(found)
}

/// A row as it is, whatever it is: what cannot be read becomes an entry without bytes, which verification names.
fn stored_entry(row: &Row<'_>) -> StoredEntry {
    StoredEntry {
        sequence: row.get(0).unwrap_or_default(),
        hash: row.get(1).unwrap_or_default(),
        bytes: row.get(2).unwrap_or_default(),
        // A ciphertext that cannot be read is not one that was pruned.
        ciphertext: row.get(3).unwrap_or_else(|_| Some(Vec::new())),
    }
}

/// The ledger as the stored hashes say it is.
pub(crate) fn load(connection: &Connection, origin: &str) -> rusqlite::Result<Ledger> {
    let mut statement =
        connection.prepare("SELECT stream, stream_version, hash FROM entries ORDER BY sequence")?;
    let mut rows = statement.query([])?;
    let mut failure = None;
    let mut next = || -> rusqlite::Result<Option<(String, Head)>> {
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
    let entries = std::iter::from_fn(|| {
        next().unwrap_or_else(|error| {
            failure = Some(error);
            None
        })
    });
    let ledger = Ledger::load(origin, entries);
    failure.map_or(Ok(ledger), Err)
}

/// The key the database says it was made with.
pub(crate) fn verifier_key(connection: &Connection) -> rusqlite::Result<Option<String>> {
    connection
        .query_row("SELECT verifier_key FROM ledger", [], |row| row.get(0))
        .optional()
}

pub(crate) fn export_stream(
    connection: &mut Connection,
    stream: &str,
    key: &VerifierKey,
) -> Result<Vec<u8>, ReadError> {
    let snapshot = connection.transaction()?;
    let ledger = load(&snapshot, key.name())?;
    let export = StreamExport {
        stream,
        entries: entries(
            &snapshot,
            "WHERE stream = ?1 ORDER BY stream_version",
            [stream],
        )?,
        erasures: entries(
            &snapshot,
            "WHERE kind = ?1 ORDER BY sequence",
            [PERSON_KEY_DESTROYED],
        )?,
        tree: ledger.tree(),
        heads: ledger.heads(),
        note: &latest_checkpoint(&snapshot)?
            .ok_or(ReadError::NotALedger("it has no checkpoint"))?,
    };
    Ok(export.to_bytes(key))
}

pub(crate) fn export_all(
    connection: &mut Connection,
    key: &VerifierKey,
) -> Result<Vec<u8>, ReadError> {
    let snapshot = connection.transaction()?;
    let note =
        latest_checkpoint(&snapshot)?.ok_or(ReadError::NotALedger("it has no checkpoint"))?;
    Ok(export_ledger(
        entries(&snapshot, "ORDER BY sequence", [])?,
        &note,
        key,
    ))
}

fn entries(
    connection: &Connection,
    which: &str,
    params: impl Params,
) -> rusqlite::Result<Vec<StoredEntry>> {
    let mut statement = connection.prepare(&format!("SELECT {COLUMNS} FROM entries {which}"))?;
    statement
        .query_map(params, |row| Ok(stored_entry(row)))?
        .collect()
}

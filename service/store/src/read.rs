//! Reading, with every entry checked on the way in: a changed one is named, never handed out.

use cikada_ledger::{Entry, Hash, sha256};
use rusqlite::{Connection, OptionalExtension as _, Row, Rows};

use crate::error::ReadError;

const COLUMNS: &str = "sequence, stream, stream_version, hash, bytes, ciphertext";

/// The entries of a stream in order, all of them or those after a place the caller has read up to: its version and
/// the hash of the entry there, which the next one must follow.
pub(crate) fn stream(
    connection: &Connection,
    stream: &str,
    after: Option<(u64, Hash)>,
) -> Result<Vec<Entry>, ReadError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM entries WHERE stream = ?1 AND stream_version > ?2 ORDER BY stream_version"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let read = after.map_or(0, |(version, _)| version);
    let mut rows = statement.query((stream, read))?;
    let mut entries: Vec<Entry> = Vec::new();
    while let Some(row) = rows.next()? {
        let entry = read_entry(row)?;
        let envelope = &entry.envelope;
        let before = entries.last();
        let before = before.map(|before| (before.envelope.stream_version, before.hash));
        let before = before.or(after);
        let follows = envelope.stream_version == before.map_or(1, |(version, _)| version + 1)
            && envelope.stream_previous == before.map(|(_, hash)| hash);
        if !follows {
            return Err(damaged(
                envelope.sequence,
                "it does not follow the entry before it in its stream",
            ));
        }
        entries.push(entry);
    }
    Ok(entries)
}

/// The first entry of a stream.
pub(crate) fn first(connection: &Connection, stream: &str) -> Result<Option<Entry>, ReadError> {
    let sql = format!("SELECT {COLUMNS} FROM entries WHERE stream = ?1 AND stream_version = 1");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([stream])?;
    rows.next()?.map(read_entry).transpose()
}

/// Hands the entries from a sequence on, at most `limit`, to a function as they are read. When one is damaged the
/// function sees no more, and its result is not given.
pub(crate) fn each_entry<T>(
    connection: &Connection,
    sequence: u64,
    limit: u64,
    fold: impl FnOnce(&mut dyn Iterator<Item = Entry>) -> T,
) -> Result<T, ReadError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let sql =
        format!("SELECT {COLUMNS} FROM entries WHERE sequence >= ?1 ORDER BY sequence LIMIT ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut entries = Entries {
        rows: statement.query((sequence, limit))?,
        before: None,
        next: sequence.max(1),
        error: None,
    };
    let folded = fold(&mut entries);
    // What the function left unread is still checked.
    entries.by_ref().for_each(drop);
    match entries.error {
        Some(error) => Err(error),
        None => Ok(folded),
    }
}

struct Entries<'a> {
    rows: Rows<'a>,
    before: Option<Hash>,
    next: u64,
    error: Option<ReadError>,
}

impl Entries<'_> {
    fn read(&mut self) -> Result<Option<Entry>, ReadError> {
        let Some(row) = self.rows.next()? else {
            return Ok(None);
        };
        let entry = read_entry(row)?;
        let envelope = &entry.envelope;
        if envelope.sequence != self.next {
            return Err(damaged(self.next, "it is missing"));
        }
        if self.before.is_some() && envelope.previous != self.before {
            return Err(damaged(
                envelope.sequence,
                "it does not follow the entry before it",
            ));
        }
        self.before = Some(entry.hash);
        self.next += 1;
        Ok(Some(entry))
    }
}

impl Iterator for Entries<'_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        if self.error.is_some() {
            return None;
        }
        self.read().unwrap_or_else(|error| {
            self.error = Some(error);
            None
        })
    }
}

/// Reads one row and checks that it is what was written: hash, envelope, place and ciphertext.
fn read_entry(row: &Row<'_>) -> Result<Entry, ReadError> {
    let sequence: u64 = row.get(0)?;
    let unreadable = |_| damaged(sequence, "a column does not hold what it should");
    let (stream, stream_version): (String, u64) = row
        .get(1)
        .and_then(|stream| Ok((stream, row.get(2)?)))
        .map_err(unreadable)?;
    let hash: Hash = row.get(3).map_err(unreadable)?;
    let bytes = row.get(4).map_err(unreadable)?;
    let ciphertext = row.get(5).map_err(unreadable)?;
    let entry = Entry::from_bytes(bytes, ciphertext)
        .map_err(|_| damaged(sequence, "its bytes are not an entry"))?;
    let envelope = &entry.envelope;
    if entry.hash != hash {
        return Err(damaged(
            sequence,
            "its bytes do not have the hash they were kept under",
        ));
    }
    if (envelope.sequence, &envelope.stream, envelope.stream_version)
        != (sequence, &stream, stream_version)
    {
        return Err(damaged(sequence, "it belongs to another place"));
    }
    if let (Some(header), Some(ciphertext)) = (&envelope.sealed, &entry.ciphertext)
        && sha256(ciphertext) != header.ciphertext_hash
    {
        return Err(damaged(
            sequence,
            "its sealed part is not the one it was written with",
        ));
    }
    Ok(entry)
}

fn damaged(sequence: u64, reason: &'static str) -> ReadError {
    ReadError::Damaged { sequence, reason }
}

/// The number of entries.
pub(crate) fn size(connection: &Connection) -> rusqlite::Result<u64> {
    connection.query_row(
        "SELECT coalesce(max(sequence), 0) FROM entries",
        [],
        |row| row.get(0),
    )
}

/// The last version of a stream, 0 when it is empty.
pub(crate) fn head(connection: &Connection, stream: &str) -> rusqlite::Result<u64> {
    let sql = "SELECT coalesce(max(stream_version), 0) FROM entries WHERE stream = ?1";
    connection
        .prepare_cached(sql)?
        .query_row([stream], |row| row.get(0))
}

/// The sequence of the last entry of a command that was carried out.
pub(crate) fn sequence_of(connection: &Connection, command: &str) -> rusqlite::Result<Option<u64>> {
    let sql = "SELECT sequence FROM commands WHERE id = ?1";
    connection
        .prepare_cached(sql)?
        .query_row([command], |row| row.get(0))
        .optional()
}

/// The signed note of the last batch.
pub(crate) fn latest_checkpoint(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let sql = "SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1";
    connection
        .prepare_cached(sql)?
        .query_row([], |row| row.get(0))
        .optional()
}

/// One derived row.
pub(crate) fn view(
    connection: &Connection,
    view: &str,
    key: &str,
) -> rusqlite::Result<Option<Vec<u8>>> {
    let mut statement =
        connection.prepare_cached("SELECT body FROM views WHERE view = ?1 AND key = ?2")?;
    statement
        .query_row((view, key), |row| row.get(0))
        .optional()
}

/// All rows of a view, in order of their keys.
pub(crate) fn view_all(
    connection: &Connection,
    view: &str,
) -> rusqlite::Result<Vec<(String, Vec<u8>)>> {
    let mut statement =
        connection.prepare_cached("SELECT key, body FROM views WHERE view = ?1 ORDER BY key")?;
    statement
        .query_map([view], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// Hands every row of a view to a function, in order of their keys, without holding them all.
pub(crate) fn each_row(
    connection: &Connection,
    view: &str,
    mut fold: impl FnMut(&str, &[u8]),
) -> rusqlite::Result<()> {
    let mut statement =
        connection.prepare_cached("SELECT key, body FROM views WHERE view = ?1 ORDER BY key")?;
    let mut rows = statement.query([view])?;
    while let Some(row) = rows.next()? {
        fold(row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_blob()?);
    }
    Ok(())
}

/// The rows of a view whose keys lie from one text up to, and without, another, in order.
pub(crate) fn view_range(
    connection: &Connection,
    view: &str,
    from: &str,
    until: &str,
) -> rusqlite::Result<Vec<(String, Vec<u8>)>> {
    let mut statement = connection.prepare_cached(
        "SELECT key, body FROM views WHERE view = ?1 AND key >= ?2 AND key < ?3 ORDER BY key",
    )?;
    statement
        .query_map((view, from, until), |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

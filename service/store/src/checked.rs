//! What is stored, held against the key and the last signed checkpoint before it is opened.

use cikada_ledger::{Checkpoint, Ledger, LogKey, VerifierKey};
use rusqlite::Connection;

use crate::error::StoreError;
use crate::writer::insert_checkpoint;
use crate::{prove, read};

/// The entries as the last signed checkpoint says they are; a new ledger gets its first one.
pub(crate) fn load(connection: &Connection, key: &LogKey) -> Result<Ledger, StoreError> {
    let ledger = prove::load(connection, key.origin())?;
    let known = prove::verifier_key(connection)?;
    let is_new = known.is_none() && read::latest_checkpoint(connection)?.is_none();
    if is_new && ledger.size() == 0 {
        connection.execute(
            "INSERT INTO ledger (only, verifier_key) VALUES (1, ?1)",
            [key.verifier().to_string()],
        )?;
        insert_checkpoint(connection, &ledger, key)?;
        return Ok(ledger);
    }
    let checkpoint = last_signed(connection, key.verifier())?;
    if checkpoint == ledger.checkpoint() {
        Ok(ledger)
    } else {
        let size = checkpoint.size;
        Err(StoreError::DoesNotMatchCheckpoint { size })
    }
}

/// The last checkpoint, signed by this key and no other.
pub(crate) fn last_signed(
    connection: &Connection,
    key: &VerifierKey,
) -> Result<Checkpoint, StoreError> {
    let expected = key.to_string();
    let found = prove::verifier_key(connection)?;
    if let Some(found) = found.filter(|found| *found != expected) {
        return Err(StoreError::KeyMismatch { expected, found });
    }
    let note = read::latest_checkpoint(connection)?;
    let note = note.ok_or(StoreError::DoesNotMatchCheckpoint { size: 0 })?;
    Checkpoint::open(&note, key).map_err(StoreError::Checkpoint)
}

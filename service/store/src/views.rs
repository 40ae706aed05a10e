//! Derived rows: kept up with each append, thrown away and written again from the entries, compared with them.

use cikada_ledger::Entry;
use rusqlite::{Connection, TransactionBehavior};

use crate::append::ViewChange;
use crate::error::ReadError;
use crate::read::each_entry;

/// The changes that one entry makes, taken entry by entry in order: a large ledger is never held in memory whole.
pub(crate) type Project = Box<dyn Fn(&Entry) -> Vec<ViewChange> + Send>;

const STORED: &str = "main.views";
const DERIVED: &str = "temp.derived";

/// A derived row that is not what the entries say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewDifference {
    /// Which view.
    pub view: String,
    /// Which row.
    pub key: String,
    /// What is stored, if anything.
    pub stored: Option<Vec<u8>>,
    /// What the entries say, if anything.
    pub derived: Option<Vec<u8>>,
}

pub(crate) fn apply(connection: &Connection, change: &ViewChange) -> rusqlite::Result<()> {
    apply_to(STORED, connection, change)
}

fn apply_to(table: &str, connection: &Connection, change: &ViewChange) -> rusqlite::Result<()> {
    match change {
        ViewChange::Put { view, key, body } => connection
            .prepare_cached(&format!(
                "INSERT INTO {table} (view, key, body) VALUES (?1, ?2, ?3)
                 ON CONFLICT (view, key) DO UPDATE SET body = excluded.body"
            ))?
            .execute((view, key, body))?,
        ViewChange::Delete { view, key } => connection
            .prepare_cached(&format!("DELETE FROM {table} WHERE view = ?1 AND key = ?2"))?
            .execute((view, key))?,
    };
    Ok(())
}

/// Throws all rows away and writes them again, in one transaction. A ledger that cannot be read is no failure of the
/// device: it is told apart from one, and the rows are then as before.
pub(crate) fn rebuild(
    connection: &mut Connection,
    project: &Project,
) -> rusqlite::Result<Result<(), ReadError>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // INVARIANT (views-are-derived): throwing all rows away loses nothing.
    transaction.execute("DELETE FROM views", [])?;
    match run(&transaction, STORED, project) {
        Ok(written) => written?,
        Err(error) => return Ok(Err(error)),
    }
    transaction.commit()?;
    Ok(Ok(()))
}

/// Compares the stored rows with what the entries say, at one moment. What they say lies beside, in a table that goes
/// away with the snapshot.
pub(crate) fn compare(
    connection: &mut Connection,
    project: &Project,
) -> Result<Vec<ViewDifference>, ReadError> {
    let snapshot = connection.transaction()?;
    snapshot.execute_batch(
        "CREATE TEMP TABLE derived (
             view TEXT NOT NULL, key TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (view, key)
         ) STRICT, WITHOUT ROWID",
    )?;
    run(&snapshot, DERIVED, project)??;
    let different = "
        SELECT view, key, stored.body, derived.body
        FROM main.views AS stored LEFT JOIN temp.derived AS derived USING (view, key)
        WHERE derived.body IS NOT stored.body
        ORDER BY view, key";
    let missing = "
        SELECT view, key, NULL, derived.body
        FROM temp.derived AS derived LEFT JOIN main.views AS stored USING (view, key)
        WHERE stored.body IS NULL
        ORDER BY view, key";
    let mut differences = Vec::new();
    for sql in [different, missing] {
        let mut statement = snapshot.prepare(sql)?;
        let rows = statement.query_map([], |row| {
            Ok(ViewDifference {
                view: row.get(0)?,
                key: row.get(1)?,
                stored: row.get(2)?,
                derived: row.get(3)?,
            })
        })?;
        for row in rows {
            differences.push(row?);
        }
    }
    Ok(differences)
}

/// Writes what every entry says; the inner failure is the device's, the outer one the ledger's.
fn run(
    connection: &Connection,
    table: &str,
    project: &Project,
) -> Result<rusqlite::Result<()>, ReadError> {
    each_entry(connection, 1, u64::MAX, |entries| {
        for entry in entries {
            for change in project(&entry) {
                apply_to(table, connection, &change)?;
            }
        }
        Ok(())
    })
}

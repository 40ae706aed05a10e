//! Derived rows: kept up with each append, thrown away and written again from the entries, compared with them.

use std::collections::BTreeMap;

use cikada_ledger::Entry;
use rusqlite::{Connection, TransactionBehavior};

use crate::append::ViewChange;
use crate::error::ReadError;
use crate::read::each_entry;

/// Folds all entries, in order, to the changes that make the views.
pub(crate) type Fold = Box<dyn FnOnce(&mut dyn Iterator<Item = Entry>) -> Vec<ViewChange> + Send>;

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
    match change {
        ViewChange::Put { view, key, body } => connection
            .prepare_cached(
                "INSERT INTO views (view, key, body) VALUES (?1, ?2, ?3)
                 ON CONFLICT (view, key) DO UPDATE SET body = excluded.body",
            )?
            .execute((view, key, body))?,
        ViewChange::Delete { view, key } => connection
            .prepare_cached("DELETE FROM views WHERE view = ?1 AND key = ?2")?
            .execute((view, key))?,
    };
    Ok(())
}

/// Throws all rows away and writes them again, in one transaction. A ledger that cannot be read is no failure of the
/// device: it is told apart from one.
pub(crate) fn rebuild(
    connection: &mut Connection,
    fold: Fold,
) -> rusqlite::Result<Result<(), ReadError>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let changes = match run(&transaction, fold) {
        Ok(changes) => changes,
        Err(error) => return Ok(Err(error)),
    };
    // INVARIANT (views-are-derived): throwing all rows away loses nothing.
    transaction.execute("DELETE FROM views", [])?;
    for change in &changes {
        apply(&transaction, change)?;
    }
    transaction.commit()?;
    Ok(Ok(()))
}

/// Compares the stored rows with what the entries say, at one moment.
pub(crate) fn compare(
    connection: &mut Connection,
    fold: Fold,
) -> Result<Vec<ViewDifference>, ReadError> {
    let snapshot = connection.transaction()?;
    let mut derived = BTreeMap::new();
    for change in run(&snapshot, fold)? {
        match change {
            ViewChange::Put { view, key, body } => derived.insert((view, key), body),
            ViewChange::Delete { view, key } => derived.remove(&(view, key)),
        };
    }
    let mut differences = Vec::new();
    let mut statement = snapshot.prepare("SELECT view, key, body FROM views ORDER BY view, key")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (view, key, stored): (String, String, Vec<u8>) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        let derived = derived.remove(&(view.clone(), key.clone()));
        if derived.as_ref() != Some(&stored) {
            differences.push(ViewDifference {
                view,
                key,
                stored: Some(stored),
                derived,
            });
        }
    }
    differences.extend(
        derived
            .into_iter()
            .map(|((view, key), body)| ViewDifference {
                view,
                key,
                stored: None,
                derived: Some(body),
            }),
    );
    Ok(differences)
}

fn run(connection: &Connection, fold: Fold) -> Result<Vec<ViewChange>, ReadError> {
    each_entry(connection, 1, u64::MAX, |entries| fold(entries))
}

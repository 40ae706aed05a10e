//! What is not safe, not ours or not whole does not open, and says so.

use std::fs;
use std::path::Path;

use cikada_ledger::LogKey;
use cikada_store::{AppendError, DATABASE_FILE, Store, StoreError};
use rusqlite::Connection;

use crate::example::{ORIGIN, example_append, example_key, example_store};

fn example_tampered(sql: &str) -> StoreError {
    let directory = tempfile::tempdir().unwrap();
    let store = example_store(directory.path());
    for version in 0..3 {
        store
            .append(example_append(&version.to_string(), "t/1", version, b"one"))
            .unwrap();
    }
    drop(store);
    execute(directory.path(), sql);
    Store::open(directory.path(), example_key()).unwrap_err()
}

/// As someone with access to the file would: past the triggers, which are put back.
fn execute(directory: &Path, sql: &str) {
    let connection = Connection::open(directory.join(DATABASE_FILE)).unwrap();
    let mut statement = connection
        .prepare("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap();
    let triggers: Vec<String> = statement
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(triggers.len(), 2);
    let drop = "DROP TRIGGER entries_are_not_deleted; DROP TRIGGER entries_are_not_changed";
    connection
        .execute_batch(&format!("{drop}; {sql}; {};", triggers.join(";")))
        .unwrap();
}

#[test]
fn a_planted_or_missing_trigger_is_refused() {
    let planted = "CREATE TRIGGER planted AFTER INSERT ON entries BEGIN DELETE FROM once; END";
    for sql in [
        planted,
        "CREATE TABLE planted (one INTEGER)",
        "DROP TABLE once",
    ] {
        assert!(
            matches!(example_tampered(sql), StoreError::SchemaChanged(_)),
            "{sql}"
        );
    }
}

#[test]
fn a_second_writer_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let first = example_store(directory.path());
    assert!(matches!(
        Store::open(directory.path(), example_key()),
        Err(StoreError::InUse(_))
    ));
    drop(first);
    example_store(directory.path());
}

#[test]
fn beside_the_writer_one_reads_what_it_appends_and_appends_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let beside = |key: &LogKey| Store::open_beside(directory.path(), key.verifier());
    assert!(beside(&example_key()).is_err(), "there is no ledger yet");
    let writer = example_store(directory.path());
    let reader = beside(&example_key()).unwrap();
    writer
        .append(example_append("1", "t/1", 0, b"one"))
        .unwrap();
    assert_eq!(reader.read_stream("t/1").unwrap().len(), 1);
    assert_eq!(
        reader.latest_checkpoint().unwrap(),
        writer.latest_checkpoint().unwrap()
    );
    let refused = reader.append(example_append("2", "t/1", 1, b"two"));
    assert!(matches!(refused, Err(AppendError::Halted(_))));
    drop(reader);
    writer
        .append(example_append("2", "t/1", 1, b"two"))
        .unwrap();
    let other = LogKey::new(ORIGIN, &[9; 32]).unwrap();
    assert!(matches!(
        beside(&other),
        Err(StoreError::KeyMismatch { .. })
    ));
    drop(writer);
    let newer = "INSERT INTO migrations (number, sha256) VALUES (99, zeroblob(32))";
    execute(directory.path(), newer);
    assert!(matches!(
        beside(&example_key()),
        Err(StoreError::Newer { .. })
    ));
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join(DATABASE_FILE), [b'x'; 5000]).unwrap();
    assert!(matches!(
        Store::open(directory.path(), example_key()),
        Err(StoreError::NotADatabase(_))
    ));
}

#[test]
fn a_database_of_another_application_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let connection = Connection::open(directory.path().join(DATABASE_FILE)).unwrap();
    connection
        .execute_batch("CREATE TABLE other (one INTEGER)")
        .unwrap();
    assert!(matches!(
        Store::open(directory.path(), example_key()),
        Err(StoreError::Foreign(_))
    ));
}

#[test]
fn a_newer_or_changed_schema_is_refused() {
    let newer =
        example_tampered("INSERT INTO migrations (number, sha256) VALUES (2, zeroblob(32))");
    assert!(matches!(newer, StoreError::Newer { found: 2, known: 1 }));
    let changed = example_tampered("UPDATE migrations SET sha256 = zeroblob(32)");
    assert!(matches!(changed, StoreError::MigrationChanged(1)));
}

#[test]
fn another_key_or_another_origin_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    drop(example_store(directory.path()));
    for (origin, secret) in [(ORIGIN, [8; 32]), ("ledger.example/other", [7; 32])] {
        let key = LogKey::new(origin, &secret).unwrap();
        assert!(matches!(
            Store::open(directory.path(), key),
            Err(StoreError::KeyMismatch { .. })
        ));
    }
}

#[test]
fn entries_that_are_not_what_was_signed_are_refused() {
    for sql in [
        "DELETE FROM entries WHERE sequence = 3",
        "DELETE FROM entries WHERE sequence = 2",
        "UPDATE entries SET hash = zeroblob(32) WHERE sequence = 1",
        "UPDATE entries SET stream = 't/2', stream_version = 1 WHERE sequence = 3",
        "DELETE FROM checkpoints WHERE size = 3",
        "DELETE FROM checkpoints",
        "DELETE FROM ledger; DELETE FROM entries WHERE sequence = 3",
    ] {
        let error = example_tampered(sql);
        assert!(
            matches!(error, StoreError::DoesNotMatchCheckpoint { .. }),
            "{sql}: {error}"
        );
    }
    let forged = example_tampered("UPDATE checkpoints SET note = replace(note, 'A', 'B')");
    assert!(matches!(forged, StoreError::Checkpoint(_)));
}

#[test]
fn each_error_says_what_to_do() {
    let error = example_tampered("DELETE FROM entries WHERE sequence = 3").to_string();
    assert!(
        error.contains("cikada verify") && error.contains("restore a backup"),
        "{error}"
    );
}

#[test]
fn the_triggers_stop_accidents() {
    let directory = tempfile::tempdir().unwrap();
    let store = example_store(directory.path());
    store.append(example_append("1", "t/1", 0, b"one")).unwrap();
    let connection = Connection::open(directory.path().join(DATABASE_FILE)).unwrap();
    for sql in [
        "DELETE FROM entries",
        "UPDATE entries SET bytes = zeroblob(3)",
    ] {
        assert!(
            connection
                .execute_batch(sql)
                .unwrap_err()
                .to_string()
                .contains("only appended")
        );
    }
}

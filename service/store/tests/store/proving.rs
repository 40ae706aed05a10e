//! What is proven about a database, while it is open and when it lies on a shelf.

use std::fs;
use std::path::Path;

use cikada_ledger::{Fault, LogKey, verify_export};
use cikada_store::{DATABASE_FILE, ReadError, Store, verify_database};
use rusqlite::Connection;

use crate::example::{ORIGIN, example_append, example_key, example_store};

/// Six entries in two streams.
fn example_filled(directory: &Path) -> Store {
    let store = example_store(directory);
    for number in 0..6 {
        let stream = format!("t/{}", number % 2);
        store
            .append(example_append(
                &number.to_string(),
                &stream,
                number / 2,
                &[7; 200],
            ))
            .unwrap();
    }
    store
}

fn tampered(sql: &str) -> Vec<Fault> {
    let directory = tempfile::tempdir().unwrap();
    drop(example_filled(directory.path()));
    let connection = Connection::open(directory.path().join(DATABASE_FILE)).unwrap();
    connection
        .execute_batch(
            "DROP TRIGGER entries_are_not_deleted; DROP TRIGGER entries_are_not_changed;",
        )
        .unwrap();
    connection.execute_batch(sql).unwrap();
    verify_database(directory.path(), None, &[]).unwrap().faults
}

#[test]
fn a_database_is_proven_open_or_closed_with_or_without_the_key() {
    let directory = tempfile::tempdir().unwrap();
    let store = example_filled(directory.path());
    let note = store.latest_checkpoint().unwrap();
    let key = store.verifier().clone();
    assert!(
        store
            .verify(std::slice::from_ref(&note))
            .unwrap()
            .is_proven()
    );
    assert!(
        verify_database(directory.path(), Some(&key), &[])
            .unwrap()
            .is_proven()
    );
    drop(store);
    assert!(
        verify_database(directory.path(), None, &[note])
            .unwrap()
            .is_proven()
    );
    let other = LogKey::new(ORIGIN, &[8; 32]).unwrap();
    assert!(
        !verify_database(directory.path(), Some(other.verifier()), &[])
            .unwrap()
            .is_proven()
    );
}

#[test]
fn a_directory_without_a_ledger_says_so() {
    let directory = tempfile::tempdir().unwrap();
    assert!(matches!(
        verify_database(directory.path(), None, &[]),
        Err(ReadError::Storage(_))
    ));
}

#[test]
fn each_way_to_tamper_is_named_by_its_sequence() {
    let altered = |sequence| vec![Fault::Altered { sequence }];
    let missing = |sequence| {
        vec![Fault::Missing {
            first: sequence,
            last: sequence,
        }]
    };
    let swap = "UPDATE entries SET sequence = 100 WHERE sequence = 2; UPDATE entries SET sequence = 2 WHERE
        sequence = 4; UPDATE entries SET sequence = 4 WHERE sequence = 100";
    for (sql, expected) in [
        ("UPDATE entries SET bytes = zeroblob(100) WHERE sequence = 3", altered(3)),
        ("UPDATE entries SET hash = zeroblob(32) WHERE sequence = 6", altered(6)),
        ("UPDATE entries SET hash = zeroblob(7) WHERE sequence = 1", altered(1)),
        ("DELETE FROM entries WHERE sequence = 1", missing(1)),
        ("DELETE FROM entries WHERE sequence = 6", missing(6)),
        (swap, vec![Fault::Reordered { sequence: 2 }, Fault::Reordered { sequence: 4 }]),
        ("UPDATE entries SET stream = 't/9' WHERE sequence = 5", vec![Fault::Misfiled { sequence: 5 }]),
        ("UPDATE entries SET kind = 'other' WHERE sequence = 5", vec![Fault::Misfiled { sequence: 5 }]),
        ("UPDATE entries SET ciphertext = x'00' WHERE sequence = 2", vec![Fault::CiphertextAltered { sequence: 2 }]),
        (
            "INSERT INTO entries SELECT 7, 't/0', 4, kind, command, hash, bytes, ciphertext FROM entries
             WHERE sequence = 1",
            vec![Fault::Extra { sequence: 7 }],
        ),
    ] {
        assert_eq!(tampered(sql), expected, "{sql}");
    }
}

#[test]
fn a_damaged_entry_is_never_handed_out() {
    let directory = tempfile::tempdir().unwrap();
    let store = example_filled(directory.path());
    let connection = Connection::open(directory.path().join(DATABASE_FILE)).unwrap();
    connection
        .execute_batch("DROP TRIGGER entries_are_not_changed")
        .unwrap();
    connection
        .execute_batch("UPDATE entries SET bytes = zeroblob(90) WHERE sequence = 3")
        .unwrap();
    for result in [store.read_stream("t/0"), store.read_from(1, 10)] {
        assert!(matches!(
            result,
            Err(ReadError::Damaged { sequence: 3, .. })
        ));
    }
    assert_eq!(store.read_stream("t/1").unwrap().len(), 3);
    assert_eq!(store.read_from(4, 10).unwrap().len(), 3);
}

#[test]
fn every_flipped_byte_of_an_entry_in_the_file_is_found_or_the_file_does_not_open() {
    let directory = tempfile::tempdir().unwrap();
    let store = example_filled(directory.path());
    let entries = store.read_from(1, 10).unwrap();
    drop(store);
    let path = directory.path().join(DATABASE_FILE);
    let file = fs::read(&path).unwrap();
    for entry in entries {
        // Pages that were split keep copies nobody reads: all are changed, so that the one that counts is.
        let copies: Vec<usize> = (0..file.len())
            .filter(|at| file[*at..].starts_with(&entry.bytes))
            .collect();
        assert!(!copies.is_empty());
        for at in (0..entry.bytes.len()).step_by(5) {
            let mut flipped = file.clone();
            for copy in &copies {
                flipped[copy + at] ^= 1 << (at % 8);
            }
            fs::write(&path, flipped).unwrap();
            let found = verify_database(directory.path(), None, &[]).unwrap().faults;
            assert_eq!(
                found,
                [Fault::Altered {
                    sequence: entry.envelope.sequence
                }],
                "byte {at}"
            );
        }
    }
}

#[test]
fn a_flipped_byte_anywhere_in_the_file_gives_no_wrong_answer() {
    let directory = tempfile::tempdir().unwrap();
    let store = example_filled(directory.path());
    let right = store.read_from(1, 10).unwrap();
    drop(store);
    let path = directory.path().join(DATABASE_FILE);
    let file = fs::read(&path).unwrap();
    for at in (0..file.len()).step_by(131) {
        let mut flipped = file.clone();
        flipped[at] ^= 1 << (at % 8);
        fs::write(&path, flipped).unwrap();
        // What is read is right, or refused.
        if let Ok(store) = Store::open(directory.path(), example_key())
            && let Ok(read) = store.read_from(1, 10)
        {
            assert!(read == right, "byte {at}");
        }
    }
}

#[test]
fn exports_are_proven_without_the_database() {
    let directory = tempfile::tempdir().unwrap();
    let store = example_filled(directory.path());
    let key = store.verifier();
    let whole = verify_export(&store.export_all().unwrap(), Some(key));
    assert!(whole.is_proven() && whole.entries == 6, "{whole}");
    let stream = verify_export(&store.export_stream("t/1").unwrap(), Some(key));
    assert!(stream.is_proven() && stream.entries == 3, "{stream}");
}

//! Views can be thrown away: what is written step by step is what a fold over all entries gives.

use cikada_ledger::Entry;
use cikada_store::{DATABASE_FILE, ReadError, RebuildError, ViewChange, ViewDifference};
use proptest::prelude::*;
use rusqlite::Connection;

use crate::example::{example_append, example_store};

/// The toy view of [`example_append`]: the last clear bytes of each stream.
fn example_project(entry: &Entry) -> Vec<ViewChange> {
    vec![ViewChange::Put {
        view: "last".to_owned(),
        key: entry.envelope.stream.clone(),
        body: entry.envelope.clear.clone(),
    }]
}

// INVARIANT (views-are-derived): nothing is only in a view.
proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn rebuilding_equals_writing_step_by_step(appends in prop::collection::vec((0..4_u8, any::<u8>()), 1..20)) {
        let directory = tempfile::tempdir().unwrap();
        let store = example_store(directory.path());
        for (number, (stream, clear)) in appends.iter().enumerate() {
            let stream = format!("t/{stream}");
            let version = store.head(&stream).unwrap();
            store.append(example_append(&number.to_string(), &stream, version, &[*clear])).unwrap();
        }
        let kept_up = store.view_all("last").unwrap();
        prop_assert_eq!(store.compare_views(example_project).unwrap(), []);
        store.rebuild(example_project).unwrap();
        prop_assert_eq!(store.view_all("last").unwrap(), kept_up);
    }
}

#[test]
fn a_row_that_was_tampered_with_is_named_and_mended_by_rebuilding() {
    let directory = tempfile::tempdir().unwrap();
    let store = example_store(directory.path());
    store.append(example_append("1", "t/1", 0, b"one")).unwrap();
    store.append(example_append("2", "t/2", 0, b"two")).unwrap();
    let connection = Connection::open(directory.path().join(DATABASE_FILE)).unwrap();
    connection
        .execute_batch(
            "UPDATE views SET body = x'00' WHERE key = 't/1'; DELETE FROM views WHERE key = 't/2';
             INSERT INTO views VALUES ('last', 't/3', x'01')",
        )
        .unwrap();
    let difference = |key: &str, stored: Option<&[u8]>, derived: Option<&[u8]>| ViewDifference {
        view: "last".to_owned(),
        key: key.to_owned(),
        stored: stored.map(<[u8]>::to_vec),
        derived: derived.map(<[u8]>::to_vec),
    };
    let expected = [
        difference("t/1", Some(&[0]), Some(b"one")),
        difference("t/3", Some(&[1]), None),
        difference("t/2", None, Some(b"two")),
    ];
    assert_eq!(store.compare_views(example_project).unwrap(), expected);
    store.rebuild(example_project).unwrap();
    assert_eq!(store.compare_views(example_project).unwrap(), []);
}

#[test]
fn views_are_not_rebuilt_from_a_damaged_ledger() {
    let directory = tempfile::tempdir().unwrap();
    let store = example_store(directory.path());
    store.append(example_append("1", "t/1", 0, b"one")).unwrap();
    let connection = Connection::open(directory.path().join(DATABASE_FILE)).unwrap();
    connection
        .execute_batch("DROP TRIGGER entries_are_not_changed")
        .unwrap();
    connection
        .execute_batch("UPDATE entries SET bytes = x'00'")
        .unwrap();
    let refused = store.rebuild(example_project);
    assert!(matches!(
        refused,
        Err(RebuildError::Read(ReadError::Damaged { sequence: 1, .. }))
    ));
    assert_eq!(
        store.view("last", "t/1").unwrap().as_deref(),
        Some(&b"one"[..])
    );
}

#[test]
fn a_range_of_a_view_holds_its_first_key_and_not_its_last() {
    let directory = tempfile::tempdir().unwrap();
    let store = example_store(directory.path());
    for number in 1..6 {
        let stream = format!("t/{number}");
        let append = example_append(&number.to_string(), &stream, 0, b"x");
        store.append(append).unwrap();
    }
    let rows = store.view_range("last", "t/2", "t/4").unwrap();
    let keys: Vec<_> = rows.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["t/2", "t/3"]);
    assert_eq!(store.view_range("other", "t/2", "t/4").unwrap(), []);
    let streams = ["t/3", "t/9"].map(str::to_owned);
    let [first, none] = &store.first_entries(&streams).unwrap()[..] else {
        panic!("an answer for each stream")
    };
    assert_eq!(first.as_ref().unwrap().envelope.stream, "t/3");
    assert!(none.is_none());
}

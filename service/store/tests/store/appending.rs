//! Heads, retries, and what may happen once.

use std::thread;

use cikada_ledger::{DraftRefused, Place, Signature};
use cikada_store::{AppendError, Appended};

use crate::example::{ORIGIN, example_append, example_draft, example_store};

#[test]
fn what_was_appended_is_read_back_after_opening_again() {
    let directory = tempfile::tempdir().unwrap();
    let store = example_store(directory.path());
    let appended = store
        .append(example_append("c1", "t/1", 0, b"one"))
        .unwrap();
    assert_eq!(appended, Appended::Now { last_sequence: 1 });
    store
        .append(example_append("c2", "t/1", 1, b"two"))
        .unwrap();
    let note = store.latest_checkpoint().unwrap();
    drop(store);

    let store = example_store(directory.path());
    let clear: Vec<_> = store
        .read_stream("t/1")
        .unwrap()
        .into_iter()
        .map(|entry| entry.envelope.clear)
        .collect();
    assert_eq!(clear, [b"one", b"two"]);
    assert_eq!(
        (
            store.size().unwrap(),
            store.head("t/1").unwrap(),
            store.head("t/2").unwrap()
        ),
        (2, 2, 0)
    );
    assert_eq!(
        store.view("last", "t/1").unwrap().as_deref(),
        Some(&b"two"[..])
    );
    assert_eq!(store.latest_checkpoint().unwrap(), note);
    assert_eq!(store.read_from(2, 10).unwrap().len(), 1);
}

#[test]
fn a_moved_head_is_refused_and_leaves_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let store = example_store(directory.path());
    store
        .append(example_append("c1", "t/1", 0, b"one"))
        .unwrap();
    let refused = store
        .append(example_append("c2", "t/1", 0, b"two"))
        .unwrap_err();
    assert_eq!(
        refused,
        AppendError::HeadMoved {
            stream: "t/1".to_owned(),
            expected: 0,
            actual: 1
        }
    );
    assert_eq!(store.size().unwrap(), 1);
    assert_eq!(store.find_answer("c2").unwrap(), None);
    assert_eq!(
        store.view("last", "t/1").unwrap().as_deref(),
        Some(&b"one"[..])
    );
}

#[test]
fn a_retried_command_gets_its_first_answer_and_appends_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let store = example_store(directory.path());
    store
        .append(example_append("c1", "t/1", 0, b"one"))
        .unwrap();
    let again = store
        .append(example_append("c1", "t/1", 0, b"one"))
        .unwrap();
    assert_eq!(
        again,
        Appended::Before {
            answer: b"c1".to_vec()
        }
    );
    assert_eq!(
        store.find_answer("c1").unwrap().as_deref(),
        Some(&b"c1"[..])
    );
    assert_eq!(store.size().unwrap(), 1);
}

#[test]
fn a_command_id_used_for_something_else_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let store = example_store(directory.path());
    store
        .append(example_append("c1", "t/1", 0, b"one"))
        .unwrap();
    let refused = store
        .append(example_append("c1", "t/1", 1, b"other"))
        .unwrap_err();
    assert_eq!(refused, AppendError::CommandReused("c1".to_owned()));
}

#[test]
fn what_may_happen_once_happens_once_among_eight_at_the_same_time() {
    let directory = tempfile::tempdir().unwrap();
    let store = example_store(directory.path());
    for round in 0..20 {
        let key = format!("infusion-started/{round}");
        let winners: usize = thread::scope(|scope| {
            let tries: Vec<_> = (0..8)
                .map(|client| {
                    let (store, key) = (&store, &key);
                    scope.spawn(move || {
                        let stream = format!("t/{round}/{client}");
                        let mut append = example_append(&stream, &stream, 0, b"started");
                        append.once.push(key.clone());
                        match store.append(append) {
                            Ok(_) => 1,
                            Err(AppendError::AlreadyHappened { key: happened, .. }) => {
                                assert_eq!(happened, *key);
                                0
                            }
                            Err(other) => panic!("{other}"),
                        }
                    })
                })
                .collect();
            tries.into_iter().map(|client| client.join().unwrap()).sum()
        });
        assert_eq!(winners, 1);
    }
    assert_eq!(store.size().unwrap(), 20);
}

#[test]
fn a_signature_made_for_another_place_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let store = example_store(directory.path());
    let mut draft = example_draft("t/1", b"released");
    let place = Place {
        origin: ORIGIN,
        stream: "t/1",
        stream_version: 2,
    };
    draft.signatures = vec![Signature::bind(
        place,
        draft.content(),
        "staff/1",
        "released",
        "password",
        5,
    )];
    let mut append = example_append("c1", "t/1", 0, b"first");
    append.drafts = vec![draft.clone()];
    let refused = store.append(append.clone()).unwrap_err();
    let stream = "t/1".to_owned();
    assert_eq!(
        refused,
        DraftRefused::SignatureNotOfThisRecord {
            stream,
            stream_version: 1
        }
        .into()
    );
    append.drafts = vec![example_draft("t/1", b"first"), draft];
    assert_eq!(
        store.append(append).unwrap(),
        Appended::Now { last_sequence: 2 }
    );
}

#[test]
fn eight_clients_at_the_same_time_lose_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let store = example_store(directory.path());
    thread::scope(|scope| {
        for client in 0..8 {
            let store = &store;
            scope.spawn(move || {
                for version in 0..25_u64 {
                    let (command, stream) = (format!("{client}/{version}"), format!("t/{client}"));
                    store
                        .append(example_append(
                            &command,
                            &stream,
                            version,
                            command.as_bytes(),
                        ))
                        .unwrap();
                }
            });
        }
    });
    assert_eq!(store.size().unwrap(), 200);
    for client in 0..8 {
        assert_eq!(store.read_stream(&format!("t/{client}")).unwrap().len(), 25);
    }
    drop(store);
    assert_eq!(example_store(directory.path()).size().unwrap(), 200);
}

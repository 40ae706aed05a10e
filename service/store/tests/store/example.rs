//! Drafts, appends and stores for the tests.

use std::path::Path;

use cikada_ledger::{Draft, LogKey};
use cikada_store::{Append, Store, ViewChange};

pub(crate) const ORIGIN: &str = "ledger.example/centre";

pub(crate) fn example_key() -> LogKey {
    LogKey::new(ORIGIN, &[7; 32]).unwrap()
}

pub(crate) fn example_store(directory: &Path) -> Store {
    Store::open(directory, example_key()).unwrap()
}

pub(crate) fn example_draft(stream: &str, clear: &[u8]) -> Draft {
    Draft {
        stream: stream.to_owned(),
        kind: "product-released".to_owned(),
        schema: 1,
        command: "command".to_owned(),
        actor: "staff/1".to_owned(),
        device: "tablet/1".to_owned(),
        occurred_at: 1_800_000_000_000,
        recorded_at: 1_800_000_000_500,
        reason: None,
        clear: clear.to_vec(),
        sealed: None,
        signatures: Vec::new(),
    }
}

/// One entry in one stream, and the toy view: the last clear bytes of each stream.
pub(crate) fn example_append(command: &str, stream: &str, expected: u64, clear: &[u8]) -> Append {
    let view = ViewChange::Put {
        view: "last".to_owned(),
        key: stream.to_owned(),
        body: clear.to_vec(),
    };
    Append {
        command: command.to_owned(),
        fingerprint: cikada_ledger::sha256(clear),
        expected: vec![(stream.to_owned(), expected)],
        drafts: vec![example_draft(stream, clear)],
        once: Vec::new(),
        views: vec![view],
        answer: command.as_bytes().to_vec(),
    }
}

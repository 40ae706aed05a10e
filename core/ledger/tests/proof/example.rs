//! A small ledger with everything in it: several streams, signatures, sealed parts, an erasure.

use cikada_ledger::{
    Draft, Entry, KeyDestroyed, Ledger, LogKey, PERSON_KEY_DESTROYED, PersonKey, Place,
    SealContext, Signature, StoredEntry, StreamExport, export_ledger, seal,
};

pub(crate) const ORIGIN: &str = "ledger.example/centre";
pub(crate) const STREAM: &str = "treatment/1";

pub(crate) fn example_key() -> LogKey {
    LogKey::new(ORIGIN, &[7; 32]).unwrap()
}

pub(crate) fn example_draft(stream: &str, clear: &[u8]) -> Draft {
    Draft {
        stream: stream.to_owned(),
        kind: "product-released".to_owned(),
        schema: 1,
        command: "command/1".to_owned(),
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

/// A ledger with all that is kept beside it.
#[derive(Clone)]
pub(crate) struct Kept {
    pub(crate) ledger: Ledger,
    pub(crate) entries: Vec<StoredEntry>,
    /// A note after each batch.
    pub(crate) notes: Vec<String>,
}

impl Kept {
    pub(crate) fn new() -> Self {
        Self {
            ledger: Ledger::new(ORIGIN),
            entries: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Appends one draft; `commit` signs what the ledger is then.
    pub(crate) fn append(&mut self, draft: Draft, commit: bool) -> Entry {
        let entry = self.ledger.append(draft).unwrap();
        self.entries.push(entry.clone().into());
        if commit {
            self.notes
                .push(self.ledger.checkpoint().sign(&example_key()));
        }
        entry
    }

    pub(crate) fn whole_file(&self) -> Vec<u8> {
        export_ledger(
            self.entries.clone(),
            self.notes.last().unwrap(),
            example_key().verifier(),
        )
    }

    pub(crate) fn stream_file(&self, stream: &str, entries: Vec<StoredEntry>) -> Vec<u8> {
        let export = StreamExport {
            stream,
            entries,
            erasures: self.entries.clone(),
            tree: self.ledger.tree(),
            heads: self.ledger.heads(),
            note: self.notes.last().unwrap(),
        };
        export.to_bytes(example_key().verifier())
    }

    pub(crate) fn of_stream(&self, stream: &str) -> Vec<StoredEntry> {
        let read = |entry: &&StoredEntry| {
            Entry::from_bytes(entry.bytes.clone(), None)
                .unwrap()
                .envelope
                .stream
                == stream
        };
        self.entries.iter().filter(read).cloned().collect()
    }
}

/// The example with the ciphertext of entry 4 pruned after its person's key was destroyed.
pub(crate) fn example_pruned() -> Kept {
    let mut kept = example_kept();
    kept.entries[3].ciphertext = None;
    kept
}

/// Entries 1, 3, 5, 6, 8 and 9 are of the example stream; 4 and 6 are sealed for person 1, 9 for person 2; 7 destroys
/// the key of person 1.
pub(crate) fn example_kept() -> Kept {
    let mut kept = Kept::new();
    kept.append(example_draft(STREAM, b"enrolled"), true);
    kept.append(example_draft("treatment/2", b"enrolled"), true);
    let mut signed = example_draft(STREAM, b"consented");
    let content = signed.content();
    let place = Place {
        origin: ORIGIN,
        stream: STREAM,
        stream_version: 2,
    };
    signed.signatures = vec![
        Signature::bind(
            place,
            content,
            "staff/1",
            "consented",
            "password",
            1_800_000_000_400,
        ),
        Signature::bind(
            place,
            content,
            "staff/2",
            "witnessed",
            "password",
            1_800_000_000_450,
        ),
    ];
    kept.append(signed, false);
    kept.append(example_sealed("treatment/2", "person/1", 4), true);
    kept.append(
        Draft {
            reason: Some("typo".to_owned()),
            ..example_draft(STREAM, b"corrected")
        },
        false,
    );
    kept.append(example_sealed(STREAM, "person/1", 6), false);
    let destroyed = KeyDestroyed {
        person: "person/1".to_owned(),
    }
    .to_bytes();
    kept.append(
        Draft {
            kind: PERSON_KEY_DESTROYED.to_owned(),
            ..example_draft("person/1", &destroyed)
        },
        true,
    );
    kept.append(example_draft(STREAM, b"released"), false);
    kept.append(example_sealed(STREAM, "person/2", 9), false);
    kept.append(example_draft("treatment/2", b"closed"), true);
    kept
}

pub(crate) fn example_sealed(stream: &str, person: &str, number: u8) -> Draft {
    let context = SealContext {
        origin: ORIGIN,
        stream,
        person,
    };
    let sealed = seal(
        context,
        &PersonKey::new([9; 32]),
        [number; 24],
        [number; 32],
        b"a name",
    )
    .unwrap();
    Draft {
        sealed: Some(sealed),
        ..example_draft(stream, b"told")
    }
}

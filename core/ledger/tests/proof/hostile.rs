//! A record made to break the verifier, by someone with a key of their own: it is judged, without a panic or a hang.

use cikada_ledger::{
    Checkpoint, Entry, Head, Ledger, StoredEntry, StreamExport, export_ledger, sha256, verify,
    verify_export,
};
use proptest::prelude::*;

use crate::example::{Kept, ORIGIN, STREAM, example_draft, example_key};

/// Numbers at the ends of what a number can be.
fn example_number() -> impl Strategy<Value = u64> {
    prop::sample::select(vec![
        0,
        1,
        2,
        3,
        1 << 40,
        (1 << 40) + 1,
        u64::MAX - 1,
        u64::MAX,
    ])
}

fn example_stored(place: u64, sequence: u64, stream_version: u64, linked: bool) -> StoredEntry {
    let mut kept = Kept::new();
    let entry = kept.append(example_draft(STREAM, &sequence.to_be_bytes()), false);
    let mut envelope = entry.envelope;
    (envelope.sequence, envelope.stream_version) = (sequence, stream_version);
    envelope.previous = linked.then(|| sha256(b"before"));
    let bytes = envelope.to_bytes();
    StoredEntry {
        sequence: place,
        hash: sha256(&bytes),
        bytes,
        ciphertext: None,
    }
}

proptest! {
    #[test]
    fn extreme_numbers_are_judged(
        rows in prop::collection::vec((example_number(), example_number(), example_number(), any::<bool>()), 0..6),
        sizes in prop::collection::vec((example_number(), any::<bool>()), 0..4),
    ) {
        let entries: Vec<StoredEntry> = rows.iter().map(|row| example_stored(row.0, row.1, row.2, row.3)).collect();
        let heads = entries.iter().map(|entry| {
            let version = Entry::from_bytes(entry.bytes.clone(), None).unwrap().envelope.stream_version;
            (STREAM, Head { version, hash: entry.hash })
        });
        let ledger = Ledger::load(ORIGIN, heads);
        let (key, honest) = (example_key(), ledger.checkpoint());
        let notes: Vec<String> = sizes
            .iter()
            .map(|(size, own)| {
                let size = if *own { honest.size } else { *size };
                Checkpoint { size, ..honest.clone() }.sign(&key)
            })
            .collect();
        let report = verify(entries.clone(), &notes, &notes, key.verifier());
        // What is proven is at least numbered from 1 without a gap, and in order.
        let sequences = |entry: &StoredEntry| {
            let envelope = Entry::from_bytes(entry.bytes.clone(), None).unwrap().envelope;
            (entry.sequence, envelope.sequence, envelope.stream_version)
        };
        let right = (1..).zip(&entries).all(|(number, entry)| sequences(entry) == (number, number, number));
        prop_assert!(right || !report.is_proven(), "{}", report);
        let Some(note) = notes.last() else { return Ok(()) };
        let report = verify_export(&export_ledger(entries.clone(), note, key.verifier()), None);
        prop_assert!(right || !report.is_proven(), "{}", report);
        let export = StreamExport {
            stream: STREAM,
            erasures: entries.clone(),
            entries,
            tree: ledger.tree(),
            heads: ledger.heads(),
            note,
        };
        prop_assert!(!verify_export(&export.to_bytes(key.verifier()), None).verdict().is_empty());
    }
}

#[test]
fn a_file_of_many_equal_entries_is_judged_in_time() {
    let entries: Vec<StoredEntry> = (0..20_000)
        .map(|_| example_stored(1, 1, 1, false))
        .collect();
    let note = Checkpoint {
        origin: ORIGIN.to_owned(),
        size: 20_000,
        root: [0; 32],
        streams: [0; 32],
    };
    let key = example_key();
    let report = verify_export(
        &export_ledger(entries, &note.sign(&key), key.verifier()),
        None,
    );
    assert_eq!(report.faults.len(), 20_000);
}

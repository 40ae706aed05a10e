//! Form 1 is frozen: these bytes never change, or old ledgers could no longer be proven.

use cikada_ledger::{Entry, Envelope, EnvelopeError, hex};

use crate::example::example_kept;

// INVARIANT (frozen-form): a ledger written today is read and proven by every later version.
#[test]
fn the_bytes_of_form_1_are_frozen() {
    let kept = example_kept();
    let lines: Vec<String> = kept.entries.iter().map(|entry| hex(&entry.bytes)).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn the_newest_note_is_frozen() {
    insta::assert_snapshot!(example_kept().notes.last().unwrap());
}

#[test]
fn what_is_written_reads_back() {
    for stored in example_kept().entries {
        let entry = Entry::from_bytes(stored.bytes.clone(), stored.ciphertext.clone()).unwrap();
        assert_eq!(entry.envelope.to_bytes(), stored.bytes);
        assert_eq!(entry.hash, stored.hash);
    }
}

#[test]
fn an_unknown_form_or_algorithm_is_named() {
    let entry = &example_kept().entries[0];
    let envelope = Envelope::from_bytes(&entry.bytes).unwrap();
    let later = Envelope {
        form: 2,
        ..envelope.clone()
    };
    assert_eq!(
        Envelope::from_bytes(&later.to_bytes()),
        Err(EnvelopeError::UnknownForm(2))
    );
    let other = Envelope {
        hash_algorithm: "sha-1".to_owned(),
        ..envelope
    };
    let unknown = EnvelopeError::UnknownAlgorithm("sha-1".to_owned());
    assert_eq!(Envelope::from_bytes(&other.to_bytes()), Err(unknown));
}

#[test]
fn the_same_envelope_in_other_bytes_is_refused() {
    let entry = &example_kept().entries[0];
    let mut trailing = entry.bytes.clone();
    trailing.push(0);
    assert_eq!(
        Envelope::from_bytes(&trailing),
        Err(EnvelopeError::NotCanonical)
    );
    // The form, 1, as an integer of two bytes.
    assert_eq!(entry.bytes[1..3], [0x00, 0x01]);
    let longer = [&entry.bytes[..2], &[0x18, 0x01], &entry.bytes[3..]].concat();
    assert_eq!(
        Envelope::from_bytes(&longer),
        Err(EnvelopeError::NotCanonical)
    );
}

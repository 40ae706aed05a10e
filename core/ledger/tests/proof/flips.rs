//! Any change of any byte of an exported file is found, and no bytes make the reader panic.

use cikada_ledger::{EXPORT_MAGIC, Fault, verify_export};
use proptest::prelude::*;

use crate::example::{STREAM, example_kept, example_key};

fn assert_every_flip_is_found(file: &[u8]) {
    let key = example_key();
    assert!(verify_export(file, Some(key.verifier())).is_proven());
    for at in 0..file.len() {
        let mut flipped = file.to_vec();
        // Another bit at each byte, so that all eight are met.
        flipped[at] ^= 1 << (at * 5 % 8);
        let report = verify_export(&flipped, Some(key.verifier()));
        assert!(
            !report.is_proven() && !report.faults.is_empty(),
            "byte {at}: {report}"
        );
    }
}

#[test]
fn every_flipped_byte_of_a_whole_ledger_is_found() {
    assert_every_flip_is_found(&example_kept().whole_file());
}

#[test]
fn every_flipped_byte_of_one_stream_is_found() {
    let kept = example_kept();
    assert_every_flip_is_found(&kept.stream_file(STREAM, kept.of_stream(STREAM)));
}

#[test]
fn a_flipped_bit_of_an_entry_names_that_entry_and_no_other() {
    let kept = example_kept();
    for (number, entry) in (1_u64..).zip(&kept.entries) {
        for at in (0..entry.bytes.len()).step_by(3) {
            let mut changed = kept.clone();
            changed.entries[usize::try_from(number).unwrap() - 1].bytes[at] ^= 1 << (at % 8);
            let report = verify_export(&changed.whole_file(), None);
            assert_eq!(
                report.faults,
                [Fault::Altered { sequence: number }],
                "byte {at} of entry {number}"
            );
        }
        for at in [0, 31] {
            let mut changed = kept.clone();
            changed.entries[usize::try_from(number).unwrap() - 1].hash[at] ^= 1;
            let report = verify_export(&changed.whole_file(), None);
            assert_eq!(
                report.faults,
                [Fault::Altered { sequence: number }],
                "byte {at} of kept hash {number}"
            );
        }
    }
}

#[test]
fn every_cut_file_is_refused() {
    let file = example_kept().whole_file();
    for end in (0..file.len()).step_by(7) {
        assert!(!verify_export(&file[..end], None).is_proven());
    }
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), magic in any::<bool>()) {
        let mut file = if magic { EXPORT_MAGIC.to_vec() } else { Vec::new() };
        file.extend(bytes);
        prop_assert!(!verify_export(&file, None).is_proven());
    }
}

proptest! {
    #[test]
    fn no_edit_of_a_file_passes_or_makes_the_reader_panic(
        whole in any::<bool>(),
        (at, cut) in any::<(prop::sample::Index, u8)>(),
        put in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let kept = example_kept();
        let file = if whole { kept.whole_file() } else { kept.stream_file(STREAM, kept.of_stream(STREAM)) };
        let at = at.index(file.len());
        let end = file.len().min(at + usize::from(cut % 40));
        let edited = [&file[..at], &put, &file[end..]].concat();
        let report = verify_export(&edited, Some(example_key().verifier()));
        prop_assert_eq!(report.is_proven(), edited == file, "{}", report);
    }
}

#[test]
fn a_file_under_another_key_is_refused() {
    let other = cikada_ledger::LogKey::new("ledger.example/centre", &[8; 32]).unwrap();
    let report = verify_export(&example_kept().whole_file(), Some(other.verifier()));
    assert!(
        matches!(report.faults.as_slice(), [Fault::OtherKey { .. }]),
        "{report}"
    );
}

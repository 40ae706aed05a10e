//! Each way to tamper with a record, and the one fault that names it.

use cikada_ledger::{Entry, Erased, Fault, StoredEntry, sha256, verify, verify_export};
use proptest::prelude::*;

use crate::example::{
    Kept, ORIGIN, STREAM, example_draft, example_kept, example_key, example_pruned, example_sealed,
};

fn faults(kept: &Kept) -> Vec<Fault> {
    verify(
        kept.entries.clone(),
        &kept.notes,
        &[],
        example_key().verifier(),
    )
    .faults
}

fn example_forged(kept: &Kept, sequence: u64) -> StoredEntry {
    let mut envelope = Entry::from_bytes(kept.entries[at(sequence)].bytes.clone(), None)
        .unwrap()
        .envelope;
    envelope.clear = b"forged".to_vec();
    envelope.sealed = None;
    let bytes = envelope.to_bytes();
    StoredEntry {
        sequence,
        hash: sha256(&bytes),
        bytes,
        ciphertext: None,
    }
}

fn at(sequence: u64) -> usize {
    usize::try_from(sequence).unwrap() - 1
}

fn renumber(kept: &mut Kept) {
    for (sequence, entry) in (1..).zip(&mut kept.entries) {
        entry.sequence = sequence;
    }
}

#[test]
fn a_clean_ledger_is_proven_and_says_what_was_erased() {
    let kept = example_pruned();
    let report = verify(
        kept.entries.clone(),
        &kept.notes,
        &kept.notes[..1],
        example_key().verifier(),
    );
    assert!(report.is_proven(), "{report}");
    assert_eq!(
        report.erased,
        [Erased { sequence: 4, by: 7 }, Erased { sequence: 6, by: 7 }]
    );
    insta::assert_snapshot!(report.to_string());
    insta::assert_snapshot!(verify_export(&kept.whole_file(), None).to_string());
    insta::assert_snapshot!(
        verify_export(&kept.stream_file(STREAM, kept.of_stream(STREAM)), None).to_string()
    );
}

#[test]
fn an_entry_forged_with_its_hash_is_named_alone() {
    let kept = example_kept();
    for sequence in 1..=10 {
        let mut forged = kept.clone();
        forged.entries[at(sequence)] = example_forged(&kept, sequence);
        let found = faults(&forged);
        // The last batch has one note for its three entries: nothing follows the last of them to single it out.
        let expected = match sequence {
            10 => Fault::Rewritten { first: 8, last: 10 },
            _ => Fault::Altered { sequence },
        };
        assert_eq!(found, [expected]);
    }
}

#[test]
fn a_removed_entry_is_named_alone() {
    for renumbered in [false, true] {
        for sequence in 1..=10 {
            let mut removed = example_kept();
            removed.entries.remove(at(sequence));
            if renumbered {
                renumber(&mut removed);
            }
            assert_eq!(
                faults(&removed),
                [Fault::Missing {
                    first: sequence,
                    last: sequence
                }]
            );
        }
    }
}

#[test]
fn a_cut_tail_names_everything_that_is_gone() {
    for size in 0..10 {
        let mut cut = example_kept();
        cut.entries.truncate(usize::try_from(size).unwrap());
        assert_eq!(
            faults(&cut),
            [Fault::Missing {
                first: size + 1,
                last: 10
            }]
        );
    }
}

#[test]
fn an_inserted_entry_is_named_alone() {
    let kept = example_kept();
    for sequence in 1..=11 {
        for source in [1, 5, 10] {
            for entry in [
                example_forged(&kept, source),
                kept.entries[at(source)].clone(),
            ] {
                let mut inserted = kept.clone();
                inserted.entries.insert(at(sequence), entry.clone());
                renumber(&mut inserted);
                let found = faults(&inserted);
                assert!(
                    matches!(found.as_slice(), [Fault::Extra { .. }]),
                    "{source} at {sequence}: {found:?}"
                );
                let [Fault::Extra { sequence: named }] = found[..] else {
                    continue;
                };
                // Of two equal copies either one is the extra one.
                assert_eq!(
                    inserted.entries[at(named)].bytes,
                    entry.bytes,
                    "{source} at {sequence}"
                );
            }
        }
    }
}

#[test]
fn two_entries_that_changed_places_are_both_named() {
    for (first, second) in [(1, 2), (3, 5), (1, 10), (9, 10)] {
        for renumbered in [false, true] {
            let mut swapped = example_kept();
            swapped.entries.swap(at(first), at(second));
            if renumbered {
                renumber(&mut swapped);
            }
            let expected = [
                Fault::Reordered { sequence: first },
                Fault::Reordered { sequence: second },
            ];
            assert_eq!(faults(&swapped), expected);
        }
    }
}

#[test]
fn an_entry_in_the_place_of_another_is_that_other_altered() {
    let mut kept = example_kept();
    kept.entries[at(5)] = StoredEntry {
        sequence: 5,
        ..kept.entries[at(2)].clone()
    };
    assert_eq!(faults(&kept), [Fault::Altered { sequence: 5 }]);
}

#[test]
fn several_faults_are_all_listed() {
    let kept = example_kept();
    let mut tampered = kept.clone();
    tampered.entries[at(2)] = example_forged(&kept, 2);
    tampered.entries[at(6)].ciphertext = Some(vec![0]);
    tampered.entries[at(9)].ciphertext = None;
    tampered.entries.remove(at(4));
    let expected = [
        Fault::Altered { sequence: 2 },
        Fault::Missing { first: 4, last: 4 },
        Fault::CiphertextAltered { sequence: 6 },
        Fault::CiphertextMissing { sequence: 9 },
    ];
    assert_eq!(faults(&tampered), expected);
}

#[test]
fn a_history_rewritten_to_its_end_is_narrowed_down_by_the_notes() {
    let kept = example_kept();
    let mut rewritten = Kept::new();
    for (number, stored) in (1_u64..).zip(&kept.entries) {
        let envelope = Entry::from_bytes(stored.bytes.clone(), None)
            .unwrap()
            .envelope;
        let clear = if number == 6 {
            b"forged".to_vec()
        } else {
            envelope.clear
        };
        let draft = example_draft(&envelope.stream, &clear);
        if number < 6 {
            rewritten.entries.push(stored.clone());
            rewritten.ledger = cikada_ledger::Ledger::load(
                ORIGIN,
                rewritten.entries.iter().map(|entry| {
                    let envelope = Entry::from_bytes(entry.bytes.clone(), None)
                        .unwrap()
                        .envelope;
                    (
                        envelope.stream,
                        cikada_ledger::Head {
                            version: envelope.stream_version,
                            hash: entry.hash,
                        },
                    )
                }),
            );
        } else {
            rewritten.append(draft, false);
        }
    }
    rewritten.notes = kept.notes;
    // The note at size 4 holds, the next one is at size 7.
    assert_eq!(faults(&rewritten), [Fault::Rewritten { first: 5, last: 7 }]);
}

#[test]
fn a_pruned_sealed_part_whose_erasure_is_gone_is_missing() {
    let mut kept = example_pruned();
    kept.entries.remove(at(7));
    assert_eq!(
        faults(&kept),
        [
            Fault::CiphertextMissing { sequence: 4 },
            Fault::Missing { first: 7, last: 7 }
        ]
    );
}

#[test]
fn a_whole_history_signed_anew_shows_against_a_note_kept_elsewhere() {
    let kept = example_kept();
    let mut anew = Kept::new();
    for number in 1..=10_u8 {
        anew.append(example_draft(STREAM, &[number]), true);
    }
    let key = example_key();
    assert!(verify(anew.entries.clone(), &anew.notes, &[], key.verifier()).is_proven());
    let report = verify(anew.entries, &anew.notes, &kept.notes[1..2], key.verifier());
    assert_eq!(report.faults, [Fault::Inconsistent { size: 2 }]);
}

#[test]
fn an_older_copy_shows_against_a_note_kept_elsewhere() {
    let kept = example_kept();
    let (entries, notes) = (kept.entries[..4].to_vec(), &kept.notes[..3]);
    let key = example_key();
    let alone = verify(entries[..2].to_vec(), &notes[..2], &[], key.verifier());
    assert!(
        alone.is_proven() && alone.verdict().contains("a rollback to an older copy"),
        "{alone}"
    );
    let report = verify(
        entries[..2].to_vec(),
        &notes[..2],
        &kept.notes[4..],
        key.verifier(),
    );
    assert_eq!(
        report.faults,
        [Fault::TreeShorterThanSeen { seen: 10, size: 2 }]
    );
}

#[test]
fn an_earlier_note_of_another_history_is_inconsistent() {
    let mut kept = example_kept();
    let mut other = Kept::new();
    other.append(example_draft(STREAM, b"other"), true);
    kept.notes[0] = other.notes.remove(0);
    assert_eq!(faults(&kept), [Fault::Inconsistent { size: 1 }]);
}

#[test]
fn without_a_note_nothing_is_proven() {
    let mut kept = example_kept();
    kept.notes.clear();
    let report = verify(kept.entries, &kept.notes, &[], example_key().verifier());
    assert!(
        !report.is_proven() && report.verdict().starts_with("cannot tell"),
        "{report}"
    );
}

#[test]
fn a_forged_note_is_named_and_the_one_before_it_counts() {
    let mut kept = example_kept();
    let last = kept.notes.pop().unwrap();
    kept.notes.push(last.replacen("\n10\n", "\n11\n", 1));
    let found = faults(&kept);
    let extra: Vec<_> = (8..=10).map(|sequence| Fault::Extra { sequence }).collect();
    assert_eq!(found[..3], extra);
    assert!(
        matches!(found[3..], [Fault::CheckpointInvalid { .. }]),
        "{found:?}"
    );
}

#[test]
fn a_signature_pasted_onto_another_record_is_named_even_when_all_is_signed_anew() {
    let mut kept = example_kept();
    let donor = Entry::from_bytes(kept.entries[at(3)].bytes.clone(), None)
        .unwrap()
        .envelope;
    let mut envelope = Entry::from_bytes(kept.entries[at(5)].bytes.clone(), None)
        .unwrap()
        .envelope;
    // The same content at another place of the same stream.
    (envelope.kind, envelope.clear) = (donor.kind, donor.clear);
    envelope.signatures = donor.signatures;
    let bytes = envelope.to_bytes();
    kept.entries[at(5)] = StoredEntry {
        sequence: 5,
        hash: sha256(&bytes),
        bytes,
        ciphertext: None,
    };
    let heads = kept.entries[..5].iter().map(|entry| {
        let envelope = Entry::from_bytes(entry.bytes.clone(), None)
            .unwrap()
            .envelope;
        (
            envelope.stream,
            cikada_ledger::Head {
                version: envelope.stream_version,
                hash: entry.hash,
            },
        )
    });
    let note = cikada_ledger::Ledger::load(ORIGIN, heads)
        .checkpoint()
        .sign(&example_key());
    kept.entries.truncate(5);
    kept.entries[3].ciphertext = Some(Vec::new());
    let report = verify(kept.entries, &[note], &[], example_key().verifier());
    let expected = [
        Fault::CiphertextAltered { sequence: 4 },
        Fault::SignatureNotOfThisRecord { sequence: 5 },
    ];
    assert_eq!(report.faults, expected);
}

#[test]
fn a_stream_whose_tail_was_cut_shows_in_its_own_file() {
    let kept = example_kept();
    let whole = kept.of_stream(STREAM);
    for last in 0..whole.len() {
        let report = verify_export(&kept.stream_file(STREAM, whole[..last].to_vec()), None);
        let cut = Fault::StreamTailCut {
            stream: STREAM.to_owned(),
            last: last as u64,
            signed: 6,
        };
        assert_eq!(report.faults, [cut]);
    }
}

#[test]
fn a_stream_with_an_entry_withheld_or_out_of_order_shows_in_its_own_file() {
    let kept = example_kept();
    let whole = kept.of_stream(STREAM);
    for gone in 0..whole.len() - 1 {
        let mut entries = whole.clone();
        entries.remove(gone);
        let report = verify_export(&kept.stream_file(STREAM, entries), None);
        assert_eq!(
            report.faults,
            [Fault::StreamGap {
                stream: STREAM.to_owned(),
                version: gone as u64 + 1
            }]
        );
    }
    let mut swapped = whole.clone();
    swapped.swap(0, 1);
    let report = verify_export(&kept.stream_file(STREAM, swapped), None);
    assert_eq!(
        report.faults,
        [
            Fault::Reordered { sequence: 1 },
            Fault::Reordered { sequence: 3 }
        ]
    );
    let mut extra = whole.clone();
    extra.insert(1, kept.entries[1].clone());
    let report = verify_export(&kept.stream_file(STREAM, extra), None);
    assert_eq!(report.faults, [Fault::Extra { sequence: 2 }]);
}

#[test]
fn an_altered_entry_of_a_stream_is_named_alone() {
    let kept = example_kept();
    for (number, sequence) in [1, 3, 5, 6, 8, 9].into_iter().enumerate() {
        let mut entries = kept.of_stream(STREAM);
        entries[number] = example_forged(&kept, sequence);
        let report = verify_export(&kept.stream_file(STREAM, entries), None);
        assert_eq!(report.faults, [Fault::Altered { sequence }]);
    }
}

#[test]
fn another_streams_file_under_this_streams_name_is_refused() {
    let kept = example_kept();
    let report = verify_export(
        &kept.stream_file(STREAM, kept.of_stream("treatment/2")),
        None,
    );
    assert!(
        report.faults.contains(&Fault::Extra { sequence: 2 }),
        "{report}"
    );
}

proptest! {
    #[test]
    fn clean_ledgers_of_any_shape_raise_no_alarm(
        shape in prop::collection::vec((0..4_u8, any::<bool>(), any::<bool>()), 1..25),
    ) {
        let mut kept = Kept::new();
        for (number, (stream, sealed, commit)) in (1_u8..).zip(&shape) {
            let stream = format!("treatment/{stream}");
            let draft = if *sealed {
                example_sealed(&stream, "person/1", number)
            } else {
                example_draft(&stream, &[number])
            };
            kept.append(draft, *commit || usize::from(number) == shape.len());
        }
        let report = verify(kept.entries.clone(), &kept.notes, &kept.notes, example_key().verifier());
        prop_assert!(report.is_proven(), "{report}");
        prop_assert!(verify_export(&kept.whole_file(), None).is_proven());
        for stream in 0..4 {
            let stream = format!("treatment/{stream}");
            let report = verify_export(&kept.stream_file(&stream, kept.of_stream(&stream)), None);
            prop_assert!(report.is_proven(), "{report}");
        }
    }

    #[test]
    fn any_forged_or_removed_entries_are_exactly_those_named(
        size in 3..20_u64,
        (forged, removed) in any::<(prop::sample::Index, prop::sample::Index)>(),
    ) {
        let mut kept = Kept::new();
        for number in 1..=size {
            kept.append(example_draft(&format!("treatment/{}", number % 3), &number.to_be_bytes()), true);
        }
        let forged = forged.index(at(size)) as u64 + 1;
        let removed = removed.index(at(size)) as u64 + 1;
        let mut expected = vec![Fault::Missing { first: removed, last: removed }];
        let mut tampered = kept.clone();
        // Only an entry whose successor is there can be singled out.
        if forged != removed && forged + 1 != removed {
            tampered.entries[at(forged)] = example_forged(&kept, forged);
            expected.push(Fault::Altered { sequence: forged });
            expected.sort_by_key(Fault::sequence);
        }
        tampered.entries.remove(at(removed));
        prop_assert_eq!(faults(&tampered), expected);
    }
}

//! The frozen form of events: golden files that never change, and the laws of reading and writing.

use std::fs;
use std::path::PathBuf;

use cikada_domain::event::{LatePlan, ReleaseKind};
use cikada_domain::stored::{SCHEMA, Stored, StoredError, decode, encode};
use cikada_domain::{ContainerId, Event, FacilityEvent, StaffId, TestId};
use proptest::prelude::*;

use crate::example::example_events;
use crate::example_facility::example_facility;
use crate::strategy::any_event;

fn golden_path(kind: &str) -> PathBuf {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/v1");
    PathBuf::from(folder).join(kind).with_extension("txt")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2);
    let digits = pairs.map(|pair| str::from_utf8(pair).unwrap());
    digits
        .map(|pair| u8::from_str_radix(pair, 16).unwrap())
        .collect()
}

/// The file of a stored event: its name, its bytes, and what they say in CBOR's own notation.
fn golden<E: Stored>(event: &E) -> String {
    let (kind, schema, bytes) = encode(event);
    let notation = minicbor::display(&bytes);
    format!("{kind} {schema}\n{}\n{notation}\n", hex(&bytes))
}

#[test]
fn the_stored_form_of_every_event_is_the_one_in_its_golden_file() {
    held_against_golden(&example_events());
    held_against_golden(&example_facility());
}

#[test]
fn a_release_with_plans_for_late_results_reads_back_as_it_was_written() {
    let release = |late| Event::ProductReleased {
        container: ContainerId::new("A999926000001-S1235000").unwrap(),
        kind: ReleaseKind::Conditional,
        late,
    };
    let plan = LatePlan {
        test: TestId::new("sterility").unwrap(),
        follower: StaffId::new("qc-1").unwrap(),
        expected_on: "2026-03-30".parse().unwrap(),
        written: true,
    };
    for event in [release(None), release(Some(vec![plan]))] {
        let (kind, schema, bytes) = encode(&event);
        assert_eq!(decode::<Event>(kind, schema, &bytes), Ok(event));
    }
}

fn held_against_golden<E: Stored>(events: &[E]) {
    for event in events {
        let path = golden_path(event.kind());
        if std::env::var("CIKADA_BLESS").is_ok() && !path.exists() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, golden(event)).unwrap();
        }
        let kept = fs::read_to_string(&path).unwrap_or_else(|error| {
            panic!(
                "{}: {error}; a new kind of event gets its file with CIKADA_BLESS=1 cargo test",
                path.display()
            )
        });
        assert_eq!(
            kept,
            golden(event),
            "{} may never change: ledgers hold these bytes for thirty years. Put the old table \
             back and add the new form as the next version beside it",
            path.display()
        );
    }
}

#[test]
fn what_stands_in_a_golden_file_is_read_as_its_event() {
    read_from_golden(example_events());
    read_from_golden(example_facility());
}

fn read_from_golden<E: Stored + PartialEq + std::fmt::Debug>(events: Vec<E>) {
    for event in events {
        let kept = fs::read_to_string(golden_path(event.kind())).unwrap();
        let mut lines = kept.lines();
        let (kind, schema) = lines.next().unwrap().split_once(' ').unwrap();
        let stored = bytes(lines.next().unwrap());
        assert_eq!(decode(kind, schema.parse().unwrap(), &stored), Ok(event));
    }
}

#[test]
fn no_golden_file_is_left_without_its_kind() {
    let folder = golden_path("any").parent().unwrap().to_owned();
    for file in fs::read_dir(folder).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let kind = name.strip_suffix(".txt").unwrap_or(&name);
        assert!(
            Event::kinds().contains(&kind) || FacilityEvent::kinds().contains(&kind),
            "{name} is the form of an event that was stored once: its kind must stay readable"
        );
    }
}

#[test]
fn an_unknown_kind_or_version_is_refused_by_name() {
    let unknown = decode::<Event>("bag-teleported", SCHEMA, &[0xa0]).unwrap_err();
    assert!(matches!(unknown, StoredError::UnknownKind { .. }));
    let unknown = decode::<Event>("hold-placed", 9, &[0xa0]).unwrap_err();
    assert!(matches!(
        unknown,
        StoredError::UnknownSchema { schema: 9, .. }
    ));
}

#[test]
fn bytes_after_the_event_are_refused() {
    let error = decode::<Event>("hold-placed", SCHEMA, &[0xa0, 0xa0]).unwrap_err();
    assert!(matches!(error, StoredError::TrailingBytes { bytes: 1, .. }));
}

#[test]
fn bytes_that_would_be_written_differently_are_refused() {
    let longer_map = [0xb8, 0x00];
    let unknown_field = [0xa1, 0x09, 0x01];
    for bytes in [&longer_map[..], &unknown_field[..]] {
        let error = decode::<Event>("hold-placed", SCHEMA, bytes).unwrap_err();
        assert!(matches!(error, StoredError::NotCanonical { .. }), "{error}");
    }
}

#[test]
fn an_identifier_that_does_not_check_is_refused_with_its_field() {
    let text = b"\xa1\x00\x65a b c";
    let error = decode::<Event>("product-rejected", SCHEMA, text).unwrap_err();
    let StoredError::Invalid { field, reason, .. } = &error else {
        panic!("{error}");
    };
    assert_eq!(*field, "container");
    assert!(reason.contains("'a b c' is not a container identifier"));
}

#[test]
fn truncated_bytes_are_refused_wherever_they_end() {
    for event in example_events() {
        let (kind, schema, bytes) = encode(&event);
        for end in 0..bytes.len() {
            assert!(
                decode::<Event>(kind, schema, &bytes[..end]).is_err(),
                "{kind} {end}"
            );
        }
    }
}

#[test]
fn a_negative_zero_is_read_back() {
    let event = Event::InfusionEnded {
        dose: cikada_domain::DoseNumber::new(1).unwrap(),
        volume: "-0.0 mL".parse().unwrap(),
        outcome: cikada_domain::event::InfusionOutcome::Stopped,
        interruption: Some(cikada_domain::event::Interruption::Rest),
    };
    let (kind, schema, bytes) = encode(&event);
    assert_eq!(decode(kind, schema, &bytes), Ok(event));
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(event in any_event()) {
        let (kind, schema, bytes) = encode(&event);
        prop_assert_eq!(decode(kind, schema, &bytes), Ok(event));
    }

    #[test]
    fn what_is_read_is_written_the_same_way(event in any_event(), position in any::<prop::sample::Index>(), byte: u8) {
        let (kind, schema, mut bytes) = encode(&event);
        if !bytes.is_empty() {
            let position = position.index(bytes.len());
            bytes[position] = byte;
        }
        if let Ok(read) = decode::<Event>(kind, schema, &bytes) {
            prop_assert_eq!(encode(&read), (kind, schema, bytes));
        }
    }

    #[test]
    fn no_bytes_make_the_reader_fall(kind in any::<prop::sample::Index>(), bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let kinds = Event::kinds();
        let _ = decode::<Event>(kinds[kind.index(kinds.len())], SCHEMA, &bytes);
        let kinds = FacilityEvent::kinds();
        let _ = decode::<FacilityEvent>(kinds[kind.index(kinds.len())], SCHEMA, &bytes);
    }
}

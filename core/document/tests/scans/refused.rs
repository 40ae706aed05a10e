//! Scans that are refused, each by its own name and with the next act.

use cikada_document::{ScanError, decode, typed_donation};

fn refused(raw: &str) -> ScanError {
    let error = decode(raw).unwrap_err();
    let message = error.to_string();
    assert!(
        ["can", "Clear", "Put", "put"]
            .iter()
            .any(|act| message.contains(act)),
        "the message of {error:?} does not say what to do: {message}"
    );
    error
}

#[test]
fn nothing_is_refused_as_empty() {
    for raw in ["", "\r\n", "]d1", "]d1\r"] {
        assert_eq!(refused(raw), ScanError::Empty, "{raw:?}");
    }
}

#[test]
fn ten_thousand_characters_are_refused_unread() {
    let error = refused(&"=A99992600000100".repeat(625));
    assert_eq!(error, ScanError::TooLong { length: 10_000 });
}

#[test]
fn control_characters_and_marks_of_direction_are_refused_with_their_place() {
    for raw in [
        "=A9999\u{0}2600000100",
        "=A9999\u{202e}2600000100",
        "=A9999\u{200f}2600000100",
        "=A9999\n2600000100",
        "=A9999é2600000100",
    ] {
        assert_eq!(
            refused(raw),
            ScanError::Unprintable { position: 7 },
            "{raw:?}"
        );
    }
}

#[test]
fn a_wrong_flag_is_refused_and_the_right_one_named() {
    for raw in ["=A99992600000169", "=A99992600000101", "=A99992600000108"] {
        let error = refused(raw);
        assert!(matches!(&error, ScanError::Flag { expected, .. } if expected == "68"));
    }
}

#[test]
fn codes_of_other_systems_are_refused_by_name() {
    for (raw, expected) in [
        ("0109506000134352", "GS1"),
        ("]d2010950600013435217270131", "GS1"),
        ("]C10109506000134352", "GS1"),
        ("\u{1d}0109506000134352", "GS1"),
        ("(01)09506000134352", "GS1"),
        ("010950600013435210ABC123", "GS1"),
        ("4006381333931", "GS1"),
        (
            "SEC:DE000123A999926000001A00S12340A020270131",
            "Single European Code",
        ),
        ("+A123BJC5D6E71G", "HIBC"),
        ("https://example.org/bag/1", "web address"),
        ("&a123", "national"),
    ] {
        let error = refused(raw);
        assert!(
            matches!(error, ScanError::AnotherSystem { system } if system == expected),
            "{raw}: {error}"
        );
        assert!(error.to_string().contains("another system's code"));
    }
}

#[test]
fn two_codes_glued_together_are_refused_as_two() {
    for raw in [
        "=A99992600000100=A99992600000100",
        "=A99992600000168=<S1234000",
        "=+02000=A99992600000168=<S1234000=+02000=A99992600000168=<S1234000",
    ] {
        assert_eq!(refused(raw), ScanError::TwoCodes, "{raw}");
    }
}

#[test]
fn every_truncated_data_matrix_is_refused() {
    let whole = "=+04000=A99992600000168=<S1234000&>0260601430&/CHA999926000042";
    for end in 0..whole.len() {
        refused(whole.get(..end).unwrap());
    }
}

#[test]
fn a_message_whose_count_does_not_agree_is_refused() {
    for count in ["01", "03"] {
        let error = refused(&format!("=+{count}000=A99992600000168=<S1234000"));
        assert!(
            matches!(error, ScanError::Count { found: 2, .. }),
            "{error}"
        );
    }
    assert!(matches!(refused("=+00000"), ScanError::Content { .. }));
    assert!(matches!(refused("=+ab000"), ScanError::Content { .. }));
}

#[test]
fn a_message_with_two_donations_is_refused() {
    let error = refused("=+02000=A99992600000168=A99992600000168");
    assert!(matches!(error, ScanError::Repeated { .. }));
}

#[test]
fn a_national_structure_inside_a_message_is_refused() {
    let error = refused("=+02000=A99992600000168&a123");
    assert_eq!(error, ScanError::National);
}

#[test]
fn a_good_code_of_the_wrong_kind_is_named() {
    let error = decode("='A9999000042").unwrap().container().unwrap_err();
    assert_eq!(
        error.to_string(),
        "This is a staff badge. Scan the bag's Data Matrix."
    );
    let error = decode("=<S1234000").unwrap().container().unwrap_err();
    assert!(error.to_string().starts_with("This is a product code."));
    assert!(matches!(refused("=%5100"), ScanError::Unused { .. }));
}

#[test]
fn a_wristband_that_breaks_off_or_says_a_wrong_length_is_refused() {
    assert!(matches!(
        refused("&#1108H-00471"),
        ScanError::Truncated { expected: 12, .. }
    ));
    assert!(matches!(
        refused("&#1108H-0047112"),
        ScanError::Surplus { surplus: 1, .. }
    ));
    assert!(matches!(
        refused("&#11xxH-004711"),
        ScanError::Content { .. }
    ));
    assert!(matches!(refused("&#1100"), ScanError::Content { .. }));
}

#[test]
fn a_typed_number_without_or_with_a_wrong_check_character_is_refused() {
    for typed in [
        "A999926000001",
        "A99992600000100",
        "",
        "=A99992600000168",
        "é999926000001é",
    ] {
        let error = typed_donation(typed).unwrap_err();
        assert!(matches!(error, ScanError::TypedForm { .. }), "{typed}");
    }
    let error = typed_donation("A9999260000019").unwrap_err();
    assert_eq!(error, ScanError::CheckCharacter);
    assert!(typed_donation(&"A".repeat(10_000)).is_err());
}

#[test]
fn the_letter_of_a_known_wrong_training_slide_is_refused() {
    assert_eq!(
        typed_donation("W0000 06 523457 D"),
        Err(ScanError::CheckCharacter)
    );
    assert!(typed_donation("W0000 06 523457 V").is_ok());
}

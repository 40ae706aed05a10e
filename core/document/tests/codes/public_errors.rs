//! Four errors that published code makes with donation numbers, each guarded by a test of its own.

use cikada_document::check_character::check_character;
use cikada_document::isbt::{encode_container, encode_donation, encode_expiry};
use cikada_document::{Flags, LabelTime, ProductCode, Scan, decode};
use cikada_domain::{ChainOfIdentity, DonationIdentificationNumber};

fn donation(text: &str) -> DonationIdentificationNumber {
    DonationIdentificationNumber::new(text).unwrap()
}

#[test]
fn the_check_value_is_taken_from_38_and_not_from_37() {
    // From 37 it would be 7 and 9.
    assert_eq!(check_character(&donation("A999926000001")), '8');
    assert_eq!(check_character(&donation("G123417654321")), 'A');
}

#[test]
fn the_check_character_is_never_part_of_the_bar_code() {
    let number = donation("A999926000001");
    for flags in [Flags::None, Flags::CheckValue] {
        let code = encode_donation(&number, flags);
        assert_eq!(code.len(), 1 + 13 + 2);
        assert!(!code.contains(&format!("{number}8")));
    }
}

#[test]
fn the_first_flag_is_never_taken_for_the_check_character() {
    let scanned = decode("=A99992600000100");
    assert_eq!(scanned, Ok(Scan::Donation(donation("A999926000001"))));
}

#[test]
fn a_donation_is_13_characters_with_two_flags_and_an_expiry_is_by_day_of_the_year() {
    let expires: LabelTime = "2026-03-01T14:30".parse().unwrap();
    assert_eq!(encode_expiry(&expires), "&>0260601430");
    let message = encode_container(
        &donation("A999926000001"),
        &ProductCode::new("S1234000").unwrap(),
        Some(&expires),
        &ChainOfIdentity::new("CHA999926000042").unwrap(),
    );
    assert!(message.starts_with("=+04000=A99992600000168=<"));
    // Two characters more, and an expiry as year, month and day, are what others have printed.
    assert!(decode("=A9999260000000168").is_err());
    assert!(decode("&260301").is_err());
}

//! Check digits against published examples, and what they catch.

use cikada_document::check_digit::{CheckError, CheckedNumber};
use proptest::prelude::*;

#[test]
fn every_published_example_is_built_and_verified() {
    for (kind, number, check) in [
        (CheckedNumber::Donation, "G123417654321", "A"),
        (CheckedNumber::Donation, "G123498654321", "H"),
        (CheckedNumber::Donation, "ABCDE27000069", "C"),
        (CheckedNumber::Donation, "A9999 26 000001", "8"),
        (CheckedNumber::Donation, "A999926000088", "*"),
        (CheckedNumber::Donation, "A999927004711", "F"),
        (CheckedNumber::DonorRegistration, "9991CIKREG0000001", "29"),
        (CheckedNumber::Gtin, "0950600013435", "2"),
        (CheckedNumber::Gtin, "400638133393", "1"),
        (CheckedNumber::TravelDocument, "L898902C3", "6"),
        (CheckedNumber::TravelDocument, "740812", "2"),
        (CheckedNumber::TravelDocument, "L898902C<", "3"),
        (CheckedNumber::TurkishIdentity, "100000001", "46"),
    ] {
        assert_eq!(kind.build(number).unwrap(), check, "{kind:?} {number}");
        assert_eq!(kind.verify(&format!("{number}{check}")), Ok(()));
    }
    let iban = CheckedNumber::Iban;
    assert_eq!(iban.build("GBWEST12345698765432").unwrap(), "82");
    assert_eq!(iban.verify("gb82 WEST 1234 5698 7654 32"), Ok(()));
}

#[test]
fn the_letter_of_a_known_wrong_training_slide_is_not_built() {
    let built = CheckedNumber::Donation.build("W0000 06 523457").unwrap();
    assert_eq!(built, "V");
    let wrong = CheckedNumber::Donation.verify("W0000 06 523457 D");
    assert_eq!(wrong, Err(CheckError::Wrong));
}

#[test]
fn a_number_of_another_form_is_named_and_never_repeated() {
    for kind in CheckedNumber::ALL {
        for wrong in ["", "1", "é", "12345", &"9".repeat(200)] {
            let error = kind.verify(wrong).unwrap_err();
            let far = matches!(error, CheckError::Form { .. } | CheckError::Wrong);
            assert!(far, "{kind:?} {wrong}");
        }
    }
    let error = CheckedNumber::TurkishIdentity.verify("10000000A46");
    let message = error.unwrap_err().to_string();
    assert!(message.contains("expected 11 digits"));
    assert!(!message.contains("10000000"));
}

#[test]
fn an_identity_number_never_begins_with_zero() {
    assert!(CheckedNumber::TurkishIdentity.build("000000001").is_err());
}

proptest! {
    #[test]
    fn a_built_number_is_verified_and_any_one_wrong_digit_is_caught(digits in "[1-9][0-9]{16}", position in 0usize..9, change in 1u8..10) {
        for (kind, length) in [
            (CheckedNumber::Gtin, 13),
            (CheckedNumber::Gln, 12),
            (CheckedNumber::Gsrn, 17),
            (CheckedNumber::Sscc, 17),
            (CheckedNumber::DonorRegistration, 17),
            (CheckedNumber::TurkishIdentity, 9),
        ] {
            let number = digits.get(..length).unwrap();
            let whole = format!("{number}{}", kind.build(number).unwrap());
            prop_assert_eq!(kind.verify(&whole), Ok(()));
            let mut wrong = whole.into_bytes();
            wrong[position] = b'0' + (wrong[position] - b'0' + change) % 10;
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert!(kind.verify(&wrong).is_err(), "{:?} {}", kind, wrong);
        }
    }

    // A letter counts as two digits: one typed for a digit moves all others and may go unnoticed.
    #[test]
    fn an_account_number_with_one_wrong_digit_or_one_wrong_letter_is_caught(account in "[0-9A-Z]{18}", position in 4usize..22, digit in "[0-9]", letter in "[A-Z]") {
        let check = CheckedNumber::Iban.build(&format!("GB{account}")).unwrap();
        let whole = format!("GB{check}{account}");
        prop_assert_eq!(CheckedNumber::Iban.verify(&whole), Ok(()));
        let other = if whole.as_bytes()[position].is_ascii_digit() { digit } else { letter };
        let mut wrong = whole.clone();
        wrong.replace_range(position..=position, &other);
        prop_assert!(wrong == whole || CheckedNumber::Iban.verify(&wrong).is_err());
    }
}

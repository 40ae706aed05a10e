//! Laws: what is printed is read back, and no text makes the reader fall.

use cikada_document::check_character::check_character;
use cikada_document::check_digit::CheckedNumber;
use cikada_document::isbt::{
    encode_chain_of_identity, encode_container, encode_donation, encode_expiry, encode_patient,
    encode_product,
};
use cikada_document::{
    Flags, HospitalNumber, LabelTime, ProductCode, Scan, ScannedLabel, decode, read, typed_donation,
};
use cikada_domain::{ChainOfIdentity, DonationIdentificationNumber};
use jiff::civil::date;
use proptest::prelude::*;

fn any_donation() -> impl Strategy<Value = DonationIdentificationNumber> {
    "[A-NP-Z1-9][A-Z0-9]{4}[0-9]{8}"
        .prop_map(|text| DonationIdentificationNumber::new(text).unwrap())
}

fn any_chain_of_identity() -> impl Strategy<Value = ChainOfIdentity> {
    "CH[A-NP-Z1-9][A-Z0-9]{4}[0-9]{8}".prop_map(|text| ChainOfIdentity::new(text).unwrap())
}

fn any_product() -> impl Strategy<Value = ProductCode> {
    "[A-Z][A-Z0-9]{4}[A-Za-z0-9](00|[A-Z]0|[A-Z][a-z])"
        .prop_map(|text| ProductCode::new(text).unwrap())
}

fn any_time() -> impl Strategy<Value = LabelTime> {
    (2000i16..2900, 1i8..=12, 1i8..=28, 0i8..24, 0i8..60).prop_map(
        |(year, month, day, hour, minute)| {
            LabelTime::new(date(year, month, day).at(hour, minute, 0, 0)).unwrap()
        },
    )
}

proptest! {
    #[test]
    fn a_printed_container_is_read_back(donation in any_donation(), product in any_product(), expires in any_time(), chain in any_chain_of_identity()) {
        let printed = encode_container(&donation, &product, Some(&expires), &chain);
        let expected = ScannedLabel {
            donation: Some(donation),
            product: Some(product),
            expires: Some(expires),
            chain_of_identity: Some(chain),
            divisions: None,
            patient: None,
        };
        prop_assert_eq!(decode(&printed), Ok(Scan::Label(expected)));
    }

    #[test]
    fn each_printed_code_is_read_back(donation in any_donation(), product in any_product(), expires in any_time(), chain in any_chain_of_identity()) {
        for flags in [Flags::None, Flags::CheckValue] {
            prop_assert_eq!(decode(&encode_donation(&donation, flags)), Ok(Scan::Donation(donation.clone())));
        }
        prop_assert_eq!(decode(&encode_product(&product)), Ok(Scan::Product(product)));
        prop_assert_eq!(decode(&encode_expiry(&expires)), Ok(Scan::Expiry(expires)));
        prop_assert_eq!(decode(&encode_chain_of_identity(&chain)), Ok(Scan::ChainOfIdentity(chain)));
    }

    #[test]
    fn a_printed_wristband_is_read_back(location in "[A-Z0-9]{2}", value in "[!-~]{1,99}") {
        let patient = HospitalNumber::new(location, value).unwrap();
        prop_assert_eq!(decode(&encode_patient(&patient)), Ok(Scan::Wristband(patient)));
    }

    #[test]
    fn a_typed_number_with_one_wrong_character_is_refused(donation in any_donation(), position in 0usize..14, wrong in "[A-Z0-9*]") {
        let typed = format!("{donation}{}", check_character(&donation));
        let mut changed = typed.clone();
        changed.replace_range(position..=position, &wrong);
        prop_assert!(changed == typed || typed_donation(&changed).is_err());
    }

    #[test]
    fn a_typed_number_with_two_neighbours_swapped_is_refused(donation in any_donation(), position in 0usize..13) {
        let typed = format!("{donation}{}", check_character(&donation));
        let mut changed = typed.clone().into_bytes();
        changed.swap(position, position + 1);
        let changed = String::from_utf8(changed).unwrap();
        prop_assert!(changed == typed || typed_donation(&changed).is_err());
    }

    #[test]
    fn a_scanned_number_with_its_flag_and_one_wrong_character_is_refused(donation in any_donation(), position in 1usize..14, wrong in "[A-Z0-9]") {
        let scanned = encode_donation(&donation, Flags::CheckValue);
        let mut changed = scanned.clone();
        changed.replace_range(position..=position, &wrong);
        prop_assert!(changed == scanned || decode(&changed).is_err());
    }

    #[test]
    fn no_text_makes_the_reader_fall(text in any::<String>(), code in "(=\\+|=|&|SEC:|&,4)[ -~]{0,80}", raw in "[=&+<>/#',0-9A-Z]{0,60}") {
        for text in [text, code, raw] {
            let _ = decode(&text);
            let _ = read(&text);
            for kind in CheckedNumber::ALL {
                let _ = kind.verify(&text);
                let _ = kind.build(&text);
            }
            let _ = typed_donation(&text);
        }
    }
}

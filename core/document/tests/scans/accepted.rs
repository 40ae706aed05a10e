//! Codes that are read, as scanners send them.

use cikada_document::{HospitalNumber, ProductCode, Scan, ScannedLabel, decode, typed_donation};
use cikada_domain::{ChainOfIdentity, ContainerId, DonationIdentificationNumber};

const DATA_MATRIX: &str = "=+04000=A99992600000168=<S1234000&>0260601430&/CHA999926000042";

fn donation() -> DonationIdentificationNumber {
    DonationIdentificationNumber::new("A999926000001").unwrap()
}

#[test]
fn a_donation_number_is_read_with_flag_00_and_with_its_type_3_flag() {
    for raw in [
        "=A99992600000100",
        "=A99992600000168",
        "]C0=A99992600000100\r\n",
    ] {
        assert_eq!(decode(raw), Ok(Scan::Donation(donation())), "{raw}");
    }
}

#[test]
fn the_data_matrix_of_a_container_is_read_as_one_message() {
    let expected = ScannedLabel {
        donation: Some(donation()),
        product: Some(ProductCode::new("S1234000").unwrap()),
        expires: Some("2026-03-01T14:30".parse().unwrap()),
        chain_of_identity: Some(ChainOfIdentity::new("CHA999926000042").unwrap()),
        divisions: None,
        patient: None,
    };
    for prefix in ["", "]d1"] {
        let scan = decode(&format!("{prefix}{DATA_MATRIX}\r")).unwrap();
        assert_eq!(scan, Scan::Label(expected.clone()));
    }
}

#[test]
fn a_container_is_its_donation_and_its_product_code() {
    let container = decode(DATA_MATRIX).unwrap().container();
    assert_eq!(
        container,
        Ok(ContainerId::new("A999926000001-S1234000").unwrap())
    );
}

#[test]
fn a_donation_is_found_on_its_own_code_and_on_a_container() {
    for raw in ["=A99992600000100", DATA_MATRIX] {
        assert_eq!(decode(raw).unwrap().donation(), Ok(donation()));
    }
}

#[test]
fn a_wristband_is_read_by_the_length_it_says() {
    let patient = HospitalNumber::new("11", "H-004711").unwrap();
    assert_eq!(decode("&#1108H-004711").unwrap().wristband(), Ok(patient));
}

#[test]
fn a_patient_s_number_may_look_like_something_else() {
    for value in ["://", "=<S1234000", "0109506000134352"] {
        let patient = HospitalNumber::new("11", value).unwrap();
        let raw = format!("&#11{:02}{value}", value.len());
        assert_eq!(decode(&raw).unwrap().wristband(), Ok(patient), "{value}");
    }
}

#[test]
fn a_staff_badge_is_its_facility_and_number() {
    let badge = decode("='A9999000042").unwrap().badge().unwrap();
    assert_eq!(badge.as_str(), "A9999000042");
}

#[test]
fn single_codes_of_a_label_are_read_alone() {
    assert!(matches!(decode("=<S1234000"), Ok(Scan::Product(_))));
    assert!(matches!(decode("&>0260601430"), Ok(Scan::Expiry(_))));
    assert!(matches!(
        decode("&/CHA999926000042"),
        Ok(Scan::ChainOfIdentity(_))
    ));
}

#[test]
fn structures_that_nothing_asks_for_are_read_past_retired_ones_too() {
    let eighteen = "0".repeat(18);
    let nineteen = "0".repeat(19);
    for unused in [
        format!("={{{eighteen}"),
        format!("=[{eighteen}"),
        format!("=\"{eighteen}"),
        format!("&,3{nineteen}"),
        "=%5100".to_owned(),
        format!("&$01{}", "0".repeat(14)),
    ] {
        let scan = decode(&format!("=+03000=A99992600000168{unused}=<S1234000"));
        assert!(scan.unwrap().container().is_ok(), "{unused}");
    }
}

#[test]
fn a_typed_donation_number_needs_its_check_character() {
    for typed in ["A9999260000018", "A9999 26 000001 8", "a9999260000018"] {
        assert_eq!(typed_donation(typed), Ok(donation()), "{typed}");
    }
    let star = DonationIdentificationNumber::new("A999926000088").unwrap();
    assert_eq!(typed_donation("A999926000088*"), Ok(star));
}

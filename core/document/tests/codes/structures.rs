//! What is built is read back as what it was, for every structure and every message.

use cikada_document::isbt::{
    CodingSystem, CompoundMessage, DivisionCode, DonationSequence, DonorRegistration, Facility,
    Fixed, FlexibleTime, LabelDate, MessageError, SingleEuropeanCode,
};
use cikada_document::{
    Flags, HospitalNumber, LabelTime, Message, ProductCode, ScanError, Structure, decode, read,
};
use cikada_domain::{ChainOfIdentity, Country, DonationIdentificationNumber, StaffId};
use jiff::civil::date;
use proptest::prelude::*;

fn any_time() -> impl Strategy<Value = LabelTime> {
    (1900i16..2900, 1i8..=12, 1i8..=28, 0i8..24, 0i8..60).prop_map(
        |(year, month, day, hour, minute)| {
            LabelTime::new(date(year, month, day).at(hour, minute, 0, 0)).unwrap()
        },
    )
}

fn any_date() -> impl Strategy<Value = LabelDate> {
    any_time().prop_map(|time| LabelDate::new(time.get().date()).unwrap())
}

fn any_donation() -> impl Strategy<Value = DonationIdentificationNumber> {
    "[A-NP-Z1-9][A-Z0-9]{4}[0-9]{8}"
        .prop_map(|text| DonationIdentificationNumber::new(text).unwrap())
}

fn any_facility() -> impl Strategy<Value = Facility> {
    "[A-NP-Z1-9][A-Z0-9]{4}".prop_map(|text| Facility::new(text).unwrap())
}

fn fixed<const LENGTH: usize>() -> impl Strategy<Value = Fixed<LENGTH>> {
    proptest::collection::vec(b' '..=b'~', LENGTH)
        .prop_map(|bytes| Fixed::new(String::from_utf8(bytes).unwrap()).unwrap())
}

fn any_european_code() -> impl Strategy<Value = SingleEuropeanCode> {
    let parts = ("[A-Z0-9]{6}", "[A-Z0-9]{7}", "[A-Z0-9]{3}");
    (any_donation(), parts, proptest::option::of(any_date())).prop_map(
        |(donation, (establishment, product, split), expires)| {
            let country = Country::new("DE").unwrap();
            let donation = DonationSequence::new(country, &establishment, &donation).unwrap();
            let expires = expires.map(LabelDate::get);
            SingleEuropeanCode::new(donation, CodingSystem::Isbt128, &product, &split, expires)
                .unwrap()
        },
    )
}

fn any_identifier() -> impl Strategy<Value = Structure> {
    prop_oneof![
        (any_donation(), any::<bool>()).prop_map(|(number, flagged)| Structure::Donation {
            number,
            flags: if flagged {
                Flags::CheckValue
            } else {
                Flags::None
            },
        }),
        "[A-Z][A-Z0-9]{4}[A-Za-z0-9](00|[A-Z]0|[A-Z][a-z]|99)"
            .prop_map(|text| Structure::Product(ProductCode::new(text).unwrap())),
        (any_facility(), fixed())
            .prop_map(|(facility, number)| Structure::Donor { facility, number }),
        "[A-NP-Z1-9][A-Z0-9]{10}".prop_map(|text| Structure::Staff(StaffId::new(text).unwrap())),
        ("[A-Z0-9]{2}", "[!-~]{1,99}").prop_map(|(place, value)| {
            Structure::Patient(HospitalNumber::new(place, value).unwrap())
        }),
        "[A-Z0-9]{6}".prop_map(|text| Structure::Divisions(DivisionCode::new(text).unwrap())),
        "[A-Z0-9]{17}".prop_map(|text| {
            Structure::DonorRegistration(DonorRegistration::new(text).unwrap())
        }),
        "CH[A-NP-Z1-9][A-Z0-9]{4}[0-9]{8}"
            .prop_map(|text| { Structure::ChainOfIdentity(ChainOfIdentity::new(text).unwrap()) }),
        any_european_code().prop_map(Structure::SingleEuropeanCode),
    ]
}

fn any_content() -> impl Strategy<Value = Structure> {
    prop_oneof![
        fixed().prop_map(Structure::BloodGroup),
        fixed().prop_map(Structure::SpecialTesting),
        fixed().prop_map(Structure::ContainerCatalogue),
        fixed().prop_map(Structure::ContainerLot),
        fixed().prop_map(Structure::SupplyCatalogue),
        fixed().prop_map(Structure::SupplyLot),
        fixed().prop_map(Structure::Lot),
        fixed().prop_map(Structure::Supplemental),
        (any_facility(), fixed())
            .prop_map(|(facility, product)| Structure::ProcessingFacility { facility, product }),
        (any_facility(), fixed(), fixed()).prop_map(|(facility, product, description)| {
            Structure::ProcessorProduct {
                facility,
                product,
                description,
            }
        }),
        (
            prop_oneof![Just(11u8), Just(12), Just(15), Just(16)],
            "[0-9]{18}"
        )
            .prop_map(|(number, content)| Structure::Uninterpreted { number, content }),
        "[0-9]{19}".prop_map(|content| Structure::Uninterpreted {
            number: 37,
            content
        }),
    ]
}

fn any_clock() -> impl Strategy<Value = Structure> {
    prop_oneof![
        any_date().prop_map(Structure::ExpiryDate),
        any_date().prop_map(Structure::CollectionDate),
        any_date().prop_map(Structure::ProductionDate),
        any_time().prop_map(Structure::Expiry),
        any_time().prop_map(Structure::CollectionTime),
        any_time().prop_map(Structure::ProductionTime),
        ("[A-Z0-9]", 0u8..100, any_time()).prop_map(|(zone, kind, time)| {
            let zone = zone.chars().next().unwrap();
            Structure::FlexibleTime(FlexibleTime::new(zone, kind, time).unwrap())
        }),
    ]
}

fn any_structure() -> impl Strategy<Value = Structure> {
    prop_oneof![any_identifier(), any_content(), any_clock()]
}

// A lot may be filled with blanks at its end; a scanner sends them, and no reader may trim them.
proptest! {
    #[test]
    fn every_structure_is_read_back_as_what_was_built(structure in any_structure()) {
        let printed = structure.encode();
        prop_assert_eq!(read(&printed), Ok(Message::Single(structure)));
    }

    #[test]
    fn every_message_is_read_back_as_what_was_built(structures in proptest::collection::vec(any_structure(), 1..8), sequence in 0u16..1000) {
        if let Ok(message) = CompoundMessage::new(sequence, structures) {
            let printed = message.encode();
            prop_assume!(printed.len() <= 1000);
            prop_assert_eq!(read(&printed), Ok(Message::Compound(message)));
        }
    }

    #[test]
    fn a_national_code_is_kept_unread(content in "[a-z;!][ -~]{0,40}") {
        let printed = format!("&{content}");
        prop_assert_eq!(read(&printed), Ok(Message::Single(Structure::National(content))));
    }
}

#[test]
fn a_national_code_inside_a_message_is_refused() {
    assert_eq!(
        read("=+02000=A99992600000168&a123"),
        Err(ScanError::National)
    );
    let national = Structure::National("a123".to_owned());
    assert_eq!(
        CompoundMessage::new(0, vec![national]),
        Err(MessageError::National)
    );
}

#[test]
fn retired_structures_are_read_to_their_end_and_named_as_retired() {
    for (identifier, length) in [("={", 18), ("=[", 18), ("=\"", 18), ("&,3", 19)] {
        let message = read(&format!("{identifier}{}", "0".repeat(length))).unwrap();
        let structure = message.structures().first().unwrap();
        assert!(structure.is_retired(), "{identifier}");
        assert!(structure.name().ends_with("(retired)"));
    }
    assert!(!read("=%5100").unwrap().structures()[0].is_retired());
}

#[test]
fn a_product_code_of_99_needs_its_divisions_beside_it() {
    let container = |raw: &str| decode(raw).unwrap().container();
    let divided = "=+03000=A99992600000168=<S1234099=,000123";
    let container = container(divided).unwrap();
    assert_eq!(container.as_str(), "A999926000001-S1234099-000123");
    for wrong in [
        "=+02000=A99992600000168=<S1234099",
        "=+03000=A99992600000168=<S1234000=,000123",
    ] {
        assert!(matches!(decode(wrong), Err(ScanError::Content { .. })));
    }
}

#[test]
fn a_european_code_is_read_from_its_structure_and_from_its_words() {
    let words = read("SEC:DE000123A999926000001 A00S12340A020270131").unwrap();
    let scanned = read("&,4DE000123A999926000001A00S12340A020270131").unwrap();
    assert_eq!(words, scanned);
}

#[test]
fn a_donor_registration_with_wrong_check_digits_is_refused() {
    assert!(read("&:9991CIKREG000000129").is_ok());
    let error = read("&:9991CIKREG000000130").unwrap_err();
    assert!(error.to_string().contains("check digits that agree"));
}

#[test]
fn the_agreed_sequence_and_the_count_are_kept() {
    let Ok(Message::Compound(message)) = read("=+02123=A99992600000168=<S1234000") else {
        panic!("not a message");
    };
    assert_eq!(message.sequence(), 123);
    assert_eq!(message.structures().len(), 2);
}

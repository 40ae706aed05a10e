//! A label that lacks anything its type and country ask for is refused, naming all of it.

use cikada_document::Structure;
use cikada_document::label::{
    CountryGroup, Element, IntendedUse, LabelContent, LabelPatient, LabelType, NoSequence,
    REQUIREMENTS, Storage, compose, donation_sequence, draw, requirements,
};
use cikada_domain::{Country, DonationIdentificationNumber};

use super::example::{GROUPS, TYPES, of_type, whole};

fn without(element: Element, content: &LabelContent) -> LabelContent {
    let mut content = content.clone();
    match element {
        Element::Donation => content.donation = None,
        Element::ChainOfIdentity => content.chain_of_identity = None,
        Element::Product => content.product = None,
        Element::Divisions => {
            content.product = cikada_document::ProductCode::new("S1234099").ok();
        }
        Element::Name => content.name = Some("  ".to_owned()),
        Element::Patient => {
            content.patient = Some(LabelPatient {
                name: "SAMPLE, Giulia".to_owned(),
                second_identifier: String::new(),
            });
        }
        Element::IntendedUse => content.intended = None,
        Element::InfectiousStatus => content.infectious = None,
        Element::Collected => content.collected = None,
        Element::Expires => content.expires = None,
        Element::Volume => content.volume = "200 mg".parse().ok(),
        Element::Additives => content.additives = None,
        Element::Storage => {
            content.storage = Some(Storage {
                lowest: "8 Cel".parse().unwrap(),
                highest: "2 Cel".parse().unwrap(),
            });
        }
        Element::Cells => content.cells = None,
        Element::Viability => content.viability = None,
        Element::Batch => content.batch = None,
        Element::Route => content.route = None,
        Element::Standing => content.standing = None,
        Element::Manufacturer => content.manufacturer = None,
        Element::CollectionFacility => content.collection_facility = None,
        Element::ProcessingFacility => content.processing_facility = None,
        Element::Lot => content.lot = None,
        Element::MaterialStatus => content.material_status = None,
    }
    content
}

#[test]
fn a_label_is_refused_for_each_element_that_is_missing_and_for_no_other() {
    let mut tried = 0;
    for label_type in TYPES {
        for group in GROUPS {
            let content = of_type(label_type);
            assert!(compose(content.clone(), label_type, group).is_ok());
            for row in requirements(label_type, group) {
                let without = without(row.element, &content);
                let missing = compose(without, label_type, group).unwrap_err();
                let [missing] = missing.as_slice() else {
                    panic!("{label_type:?} {group:?} {:?}: {missing:?}", row.element);
                };
                assert_eq!(missing.element, row.element);
                assert_eq!(missing.clause, row.clause);
                assert!(missing.to_string().contains(row.clause));
                tried += 1;
            }
        }
    }
    assert!(tried > 200, "only {tried} elements were left out");
}

#[test]
fn an_empty_label_names_everything_that_is_missing_at_once() {
    for label_type in TYPES {
        for group in GROUPS {
            let all = requirements(label_type, group).count();
            let missing = compose(LabelContent::default(), label_type, group).unwrap_err();
            // Without a product code nothing asks for its divisions.
            let divisions = requirements(label_type, group)
                .filter(|row| row.element == Element::Divisions)
                .count();
            assert_eq!(missing.len(), all - divisions);
            assert!(all >= 5, "{label_type:?} {group:?} asks for too little");
        }
    }
}

#[test]
fn every_row_has_a_clause_and_no_element_is_asked_for_twice() {
    for row in REQUIREMENTS {
        assert!(!row.clause.is_empty() && !row.types.is_empty() && !row.groups.is_empty());
    }
    for label_type in TYPES {
        for group in GROUPS {
            let elements: Vec<Element> = requirements(label_type, group)
                .map(|row| row.element)
                .collect();
            let mut once = elements.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), elements.len(), "{label_type:?} {group:?}");
        }
    }
}

#[test]
fn a_country_belongs_to_the_group_whose_rules_it_has() {
    for (country, group) in [
        ("IT", CountryGroup::EuropeanUnion),
        ("NO", CountryGroup::EuropeanUnion),
        ("US", CountryGroup::UnitedStates),
        ("GB", CountryGroup::UnitedKingdom),
        ("TR", CountryGroup::Turkiye),
        ("CN", CountryGroup::Other),
    ] {
        assert_eq!(CountryGroup::of(&Country::new(country).unwrap()), group);
    }
}

#[test]
fn the_papers_of_a_collection_in_the_union_carry_the_donation_sequence() {
    let country = |code: &str| Country::new(code).unwrap();
    let donation = DonationIdentificationNumber::new("A999926000001").unwrap();
    let sequence = |label_type, code| {
        donation_sequence(label_type, &country(code), "000123", &donation)
            .map(|sequence| sequence.to_string())
    };
    assert_eq!(
        sequence(LabelType::Collection, "DE").unwrap(),
        "DE000123A999926000001"
    );
    assert_eq!(
        sequence(LabelType::Product, "DE"),
        Err(NoSequence::AdvancedTherapy)
    );
    assert!(matches!(
        sequence(LabelType::Collection, "US"),
        Err(NoSequence::Elsewhere { .. })
    ));
    let wrong = donation_sequence(LabelType::Collection, &country("DE"), "12", &donation);
    assert!(matches!(wrong, Err(NoSequence::Code(_))));
}

#[test]
fn no_label_of_cells_carries_a_european_code() {
    for label_type in TYPES {
        for group in GROUPS {
            let label = compose(of_type(label_type), label_type, group).unwrap();
            let message = label.message().unwrap();
            let european = |structure: &Structure| structure.number() == Some(38);
            assert!(!message.structures().iter().any(european));
            assert!(!draw(&label).unwrap().to_svg().contains("SEC:"));
        }
    }
}

#[test]
fn two_donations_never_share_a_code_and_no_code_holds_name_or_number_of_the_patient() {
    let code = |serial: u32| {
        let content = LabelContent {
            donation: DonationIdentificationNumber::new(format!("A999926{serial:06}")).ok(),
            lot: None,
            ..whole()
        };
        let label = compose(content, LabelType::Product, CountryGroup::EuropeanUnion).unwrap();
        let drawing = draw(&label).unwrap();
        let contents: Vec<String> = drawing.symbols().map(|s| s.content.clone()).collect();
        contents.concat()
    };
    let (first, second) = (code(1), code(2));
    assert_ne!(first, second);
    for name in ["SAMPLE", "Giulia", "1961", "FEB"] {
        assert!(!first.contains(name), "{name}");
    }
}

#[test]
fn a_patient_whose_number_would_be_the_donation_s_is_not_printed() {
    let content = LabelContent {
        patient: Some(LabelPatient {
            name: "SAMPLE, Giulia".to_owned(),
            second_identifier: "9999 26 000001".to_owned(),
        }),
        ..of_type(LabelType::Product)
    };
    let label = compose(content, LabelType::Product, CountryGroup::Other).unwrap();
    let error = draw(&label).unwrap_err();
    assert!(error.to_string().contains("patient's name or number"));
}

#[test]
fn the_words_for_whom_it_may_be_used_come_from_the_type_alone() {
    for (intended, words) in [
        (IntendedUse::Autologous, "FOR AUTOLOGOUS USE ONLY"),
        (
            IntendedUse::IntendedRecipient,
            "FOR USE BY INTENDED RECIPIENT ONLY",
        ),
    ] {
        let content = LabelContent {
            intended: Some(intended),
            ..of_type(LabelType::Product)
        };
        let label = compose(content, LabelType::Product, CountryGroup::Other).unwrap();
        let drawing = draw(&label).unwrap();
        assert!(drawing.texts().any(|text| text.text == words));
    }
}

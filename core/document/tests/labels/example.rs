//! Invented labels with everything that can stand on them.

use cikada_document::label::{
    CountryGroup, Drawing, InfectiousStatus, IntendedUse, LabelContent, LabelPatient, LabelType,
    MaterialStatus, Standing, Storage, compose, draw,
};

pub(crate) const TYPES: [LabelType; 5] = [
    LabelType::Collection,
    LabelType::Product,
    LabelType::Sample,
    LabelType::Material,
    LabelType::Partial,
];

pub(crate) const GROUPS: [CountryGroup; 5] = [
    CountryGroup::EuropeanUnion,
    CountryGroup::UnitedStates,
    CountryGroup::UnitedKingdom,
    CountryGroup::Turkiye,
    CountryGroup::Other,
];

/// Everything, so that any label can be made of it.
pub(crate) fn whole() -> LabelContent {
    let text = |text: &str| Some(text.to_owned());
    LabelContent {
        donation: cikada_domain::DonationIdentificationNumber::new("A999926000001").ok(),
        chain_of_identity: cikada_domain::ChainOfIdentity::new("CHA999926000042").ok(),
        product: cikada_document::ProductCode::new("S12340A0").ok(),
        divisions: None,
        name: text("Cytokine-induced killer cells, autologous"),
        patient: Some(LabelPatient {
            name: "SAMPLE, Giulia".to_owned(),
            second_identifier: "born 14 FEB 1961".to_owned(),
        }),
        intended: Some(IntendedUse::Autologous),
        infectious: Some(InfectiousStatus {
            evaluated: true,
            risk_found: false,
            reactive: Vec::new(),
        }),
        collected: "2026-02-09T09:20+01:00[Europe/Rome]".parse().ok(),
        expires: "2026-03-01T14:30+01:00[Europe/Rome]".parse().ok(),
        volume: "200 mL".parse().ok(),
        additives: text("human albumin 5 %, 40 mL"),
        storage: Some(Storage {
            lowest: "2 Cel".parse().unwrap(),
            highest: "8 Cel".parse().unwrap(),
        }),
        cells: "4.2e9 {viable-CD3+}".parse().ok(),
        viability: "93 %".parse().ok(),
        batch: cikada_domain::BatchId::new("B-26-0042").ok(),
        route: text("intravenous infusion"),
        standing: Some(Standing::Investigational {
            trial: "EXAMPLE-01".to_owned(),
            sponsor: "Invented Sponsor, Via Esempio 1, 00100 Roma, +39\u{a0}000\u{a0}0000"
                .to_owned(),
        }),
        manufacturer: text("Example Cell Factory, Via Esempio 2, 00100 Roma, Italy"),
        collection_facility: text("Example Hospital, apheresis unit"),
        processing_facility: text("Example Cell Factory, clean room 1"),
        lot: cikada_document::isbt::Fixed::new("M260000017").ok(),
        material_status: Some(MaterialStatus::Released),
        copy: None,
    }
}

/// What a label of this type says: of a tube or a material only what belongs there.
pub(crate) fn of_type(label_type: LabelType) -> LabelContent {
    let whole = whole();
    match label_type {
        LabelType::Product => LabelContent {
            lot: None,
            material_status: None,
            ..whole
        },
        LabelType::Collection => LabelContent {
            name: Some("Mononuclear cells, apheresis".to_owned()),
            product: cikada_document::ProductCode::new("S9990V00").ok(),
            additives: Some("ACD-A 45 mL".to_owned()),
            cells: None,
            viability: None,
            batch: None,
            route: None,
            standing: None,
            lot: None,
            material_status: None,
            ..whole
        },
        LabelType::Sample => LabelContent {
            donation: whole.donation,
            chain_of_identity: whole.chain_of_identity,
            name: Some("Sterility, final bag".to_owned()),
            patient: whole.patient,
            collected: whole.collected,
            ..LabelContent::default()
        },
        LabelType::Material => LabelContent {
            name: Some("Interleukin-2, 1\u{a0}MIU/mL".to_owned()),
            expires: whole.expires,
            storage: whole.storage,
            lot: whole.lot,
            material_status: whole.material_status,
            ..LabelContent::default()
        },
        LabelType::Partial => LabelContent {
            manufacturer: None,
            lot: None,
            material_status: None,
            ..whole
        },
    }
}

pub(crate) fn drawing(label_type: LabelType, group: CountryGroup) -> Drawing {
    let label = compose(of_type(label_type), label_type, group).unwrap();
    draw(&label).unwrap()
}

/// A product with every warning there is, and the longest of everything.
pub(crate) fn crowded() -> LabelContent {
    LabelContent {
        name: Some(
            "Cytokine-induced killer cells, autologous, expanded with interleukin-15 and \
             interferon gamma, suspension for infusion"
                .to_owned(),
        ),
        patient: Some(LabelPatient {
            name: "ÖRNEK-ÇAĞLAYANGİL, Şükrüye Gülümser".to_owned(),
            second_identifier: "hospital number H-004711-2026".to_owned(),
        }),
        infectious: Some(InfectiousStatus {
            evaluated: false,
            risk_found: true,
            reactive: vec!["hepatitis B virus".to_owned(), "CMV".to_owned()],
        }),
        copy: std::num::NonZeroU16::new(2),
        ..of_type(LabelType::Product)
    }
}

//! What a template draws, shown with invented content before anyone approves it.
//!
//! Two labels of each type: one as they usually are, and one with every warning and the longest of
//! everything, because a layout fails where it is crowded. Each says in its own name and in a strip
//! below that it is a specimen.

use std::num::NonZeroU16;

use cikada_domain::event::LabelType;
use cikada_domain::{BatchId, ChainOfIdentity, DonationIdentificationNumber};

use super::compose::compose;
use super::content::{IntendedUse, LabelContent, LabelPatient, MaterialStatus, Standing, Storage};
use super::draw::draw_from;
use super::drawing::{Anchor, Drawing, Item, Rect, Text};
use super::error::DrawError;
use super::infectious::InfectiousStatus;
use super::requirement::CountryGroup;
use super::template::LabelTemplate;
use crate::isbt::{Fixed, ProductCode};

const STRIP: u32 = 7_000;
const STRIP_WORDS: &str = "SPECIMEN \u{2013} NOT FOR USE";

/// What a template draws of invented content, marked as specimens: the usual label, then the crowded
/// one.
///
/// # Errors
/// As [`draw_from`]: a template from which a crowded label cannot be drawn is none.
pub fn specimens(template: &LabelTemplate, group: CountryGroup) -> Result<[Drawing; 2], DrawError> {
    let usual = usual(template.label);
    let drawn = |content| {
        let label = compose(content, template.label, group);
        let label = label.map_err(|missing| DrawError::Message {
            reason: missing.iter().map(ToString::to_string).collect(),
        })?;
        draw_from(&label, template).map(marked)
    };
    Ok([drawn(usual.clone())?, drawn(crowded(usual))?])
}

/// The drawing as it is, with a strip below that no label has.
fn marked(drawing: Drawing) -> Drawing {
    let Drawing {
        width,
        height,
        mut items,
    } = drawing;
    items.push(Item::Rect(Rect {
        x: 0,
        y: height,
        width,
        height: 300,
    }));
    items.push(Item::Text(Text {
        x: width / 2,
        y: height + STRIP - 2_000,
        size: 3_000,
        bold: true,
        anchor: Anchor::Middle,
        room: width,
        text: STRIP_WORDS.to_owned(),
    }));
    Drawing {
        width,
        height: height + STRIP,
        items,
    }
}

fn usual(label: LabelType) -> LabelContent {
    let whole = whole();
    match label {
        LabelType::Product => LabelContent {
            lot: None,
            material_status: None,
            ..whole
        },
        LabelType::Collection => LabelContent {
            name: Some("SPECIMEN blood cells".to_owned()),
            cells: None,
            viability: None,
            batch: None,
            route: None,
            standing: None,
            lot: None,
            material_status: None,
            ..whole
        },
        LabelType::Partial => LabelContent {
            collected: None,
            cells: None,
            viability: None,
            additives: None,
            storage: None,
            lot: None,
            material_status: None,
            ..whole
        },
        LabelType::Sample => LabelContent {
            donation: whole.donation,
            chain_of_identity: whole.chain_of_identity,
            name: Some("SPECIMEN tube".to_owned()),
            patient: whole.patient,
            collected: whole.collected,
            ..LabelContent::default()
        },
        LabelType::Material => LabelContent {
            name: Some("SPECIMEN material".to_owned()),
            expires: whole.expires,
            storage: whole.storage,
            lot: whole.lot,
            material_status: whole.material_status,
            ..LabelContent::default()
        },
    }
}

/// Every warning, a copy, and names as long as they come.
fn crowded(usual: LabelContent) -> LabelContent {
    let name = |name: String| format!("{name}, with the longest name that a product has here");
    let infectious = usual.infectious.map(|_| InfectiousStatus {
        evaluated: false,
        risk_found: true,
        reactive: vec!["hepatitis B virus".to_owned(), "CMV".to_owned()],
    });
    LabelContent {
        name: usual.name.map(name),
        patient: usual.patient.map(|_| LabelPatient {
            name: "SPECIMEN-SPECIMENOVA, Maximiliana".to_owned(),
            second_identifier: "hospital number H-000000-2026".to_owned(),
        }),
        infectious,
        copy: NonZeroU16::new(2),
        ..usual
    }
}

/// Everything that can stand on a label; nobody and nothing of it exists.
fn whole() -> LabelContent {
    let text = |text: &str| Some(text.to_owned());
    LabelContent {
        donation: DonationIdentificationNumber::new("A999926000000").ok(),
        chain_of_identity: ChainOfIdentity::new("CHA999926000000").ok(),
        product: ProductCode::new("S00000A0").ok(),
        divisions: None,
        name: text("SPECIMEN cells for infusion"),
        patient: Some(LabelPatient {
            name: "SPECIMEN, Nobody".to_owned(),
            second_identifier: "born 01 JAN 1900".to_owned(),
        }),
        intended: Some(IntendedUse::Autologous),
        infectious: Some(InfectiousStatus {
            evaluated: true,
            risk_found: false,
            reactive: Vec::new(),
        }),
        collected: "2026-01-02T09:20+01:00[Europe/Rome]".parse().ok(),
        expires: "2026-01-31T14:30+01:00[Europe/Rome]".parse().ok(),
        volume: "200 mL".parse().ok(),
        additives: text("human albumin 5 %, 40 mL"),
        storage: range("2 Cel", "8 Cel"),
        cells: "4.2e9 {viable-CD3+}".parse().ok(),
        viability: "93 %".parse().ok(),
        batch: BatchId::new("B-26-0000").ok(),
        route: text("intravenous infusion"),
        standing: Some(Standing::Investigational {
            trial: "SPECIMEN-00".to_owned(),
            sponsor: "Invented Sponsor, Example Street 1, 00000 Nowhere, +00\u{a0}000\u{a0}0000"
                .to_owned(),
        }),
        manufacturer: text("Invented Cell Factory, Example Street 2, 00000 Nowhere"),
        collection_facility: text("Invented Hospital, apheresis unit"),
        processing_facility: text("Invented Cell Factory, clean room 1"),
        lot: Fixed::new("L000000000").ok(),
        material_status: Some(MaterialStatus::Released),
        copy: None,
    }
}

fn range(lowest: &str, highest: &str) -> Option<Storage> {
    Some(Storage {
        lowest: lowest.parse().ok()?,
        highest: highest.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::{built_in_text, read_template};

    #[test]
    fn every_built_in_template_draws_a_usual_and_a_crowded_specimen_in_every_country() {
        let groups = [
            CountryGroup::EuropeanUnion,
            CountryGroup::UnitedStates,
            CountryGroup::UnitedKingdom,
            CountryGroup::Turkiye,
            CountryGroup::Other,
        ];
        for label in LabelType::ALL {
            let template = read_template(built_in_text(label)).unwrap();
            for group in groups {
                let drawn = specimens(&template, group).unwrap();
                for drawing in &drawn {
                    let mut texts = drawing.texts();
                    assert!(texts.any(|text| text.text == STRIP_WORDS), "{label:?}");
                }
                assert_ne!(drawn[0], drawn[1]);
            }
        }
    }
}

//! Labels that were issued: what a person reads on them, and what a scanner reads.

use cikada_document::check_character::check_character;
use cikada_document::isbt::{encode_container, encode_patient};
use cikada_document::{HospitalNumber, ProductCode};
use cikada_domain::event::LabelPurpose;
use cikada_domain::treatment::LabelPrints;
use cikada_domain::{BatchId, ContainerId, DonationIdentificationNumber};
use cikada_protocol::Protocol;
use cikada_protocol::model::Relation;

use crate::error::AppError;
use crate::papers::{self, label};
use crate::read::patient;
use crate::treatments::Folded;
use crate::world::World;

/// The place of the wristband in the hospital's own list, as structure 025 asks for it.
pub(crate) const WRISTBAND_PLACE: &str = "00";

/// One label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// What it is stuck on; `None` for the wristband.
    pub container: Option<ContainerId>,
    /// What it is for.
    pub purpose: String,
    /// What a person reads.
    pub lines: Vec<String>,
    /// What the scanner reads.
    pub code: String,
    /// How its printed labels stand, in words; `None` for the wristband.
    pub printed: Option<String>,
    /// Whether the last printing was scanned back and every label is accounted for.
    pub settled: bool,
}

/// The wristband's code and the labels of a treatment's containers.
pub(crate) fn of_treatment(
    world: &World,
    folded: &Folded,
    protocol: &Protocol,
) -> Result<Vec<Label>, AppError> {
    let mut labels: Vec<Label> = wristband(world, folded)?.into_iter().collect();
    for (container, purpose) in folded.treatment.labels.iter().rev() {
        labels.extend(of_container(world, folded, protocol, (container, purpose)));
    }
    Ok(labels)
}

fn wristband(world: &World, folded: &Folded) -> Result<Option<Label>, AppError> {
    let patient = patient(world, folded)?;
    let number = patient.hospital_number.unwrap_or_default();
    let Ok(number) = HospitalNumber::new(WRISTBAND_PLACE, number) else {
        return Ok(None);
    };
    // The code as it is printed; where the rest cannot be read any more, that of the number alone.
    let printed = papers::wristband::of_treatment(world, folded)?
        .and_then(|wristband| wristband.message().ok())
        .map(|message| message.encode());
    let lines = [
        patient.name,
        patient.birth_date,
        Some(number.value().to_owned()),
    ];
    Ok(Some(Label {
        container: None,
        purpose: "wristband".to_owned(),
        lines: lines.into_iter().flatten().collect(),
        code: printed.unwrap_or_else(|| encode_patient(&number)),
        printed: None,
        settled: true,
    }))
}

/// What a pharmacist's label says beyond its numbers: the dose, its route, and until when.
fn of_preparation(folded: &Folded, protocol: &Protocol, purpose: &LabelPurpose) -> Vec<String> {
    let LabelPurpose::Product(batch) = purpose else {
        return Vec::new();
    };
    let treatment = &folded.treatment;
    let Some(batch) = treatment.batches.get(batch) else {
        return Vec::new();
    };
    let mut lines = vec![format!("Dose {}", batch.dose)];
    if let Some(order) = treatment.orders.get(&batch.dose) {
        lines.push(order.amount.words());
    }
    if let Some(line) = protocol.dose_line(batch.dose) {
        lines.push(line.route.clone());
    }
    let life = &protocol.product;
    lines.push(format!(
        "Use within {} of its preparation; {}",
        life.shelf_life.words(),
        life.storage
    ));
    lines
}

/// Which part of a batch it is for, once that is known.
fn of_batch(folded: &Folded, container: &ContainerId, batch: &BatchId) -> String {
    let product = folded.treatment.products.get(container);
    match product.filter(|product| product.filled_from.is_some()) {
        Some(product) => format!("product of batch {batch}, dose {}", product.dose),
        None => format!("product of batch {batch}"),
    }
}

fn of_container(
    world: &World,
    folded: &Folded,
    protocol: &Protocol,
    (container, purpose): (&ContainerId, &LabelPurpose),
) -> Option<Label> {
    let (donation, product) = container.as_str().split_once('-')?;
    let donation = DonationIdentificationNumber::new(donation).ok()?;
    // A product code that ends in 99 has its division behind it.
    let product = product.split_once('-').map_or(product, |(code, _)| code);
    let product = ProductCode::new(product).ok()?;
    let chain = &folded.treatment.opening.as_ref()?.chain_of_identity;
    let (words, name) = match purpose {
        LabelPurpose::Collection(dose) => (
            format!("collection for dose {dose}"),
            &protocol.collection()?.procedure,
        ),
        LabelPurpose::Product(batch) => (
            match protocol.medicine() {
                Some(_) => format!("product of preparation {batch}"),
                None => of_batch(folded, container, batch),
            },
            &protocol.product.name,
        ),
    };
    let number = match protocol.medicine() {
        Some(_) => "Preparation",
        None => "Donation",
    };
    let mut lines = vec![
        name.clone(),
        format!(
            "{number} {donation}, check character {}",
            check_character(&donation)
        ),
        format!("Chain of identity {chain}"),
    ];
    match protocol.relation() {
        Some(Relation::Autologous) => lines.push("FOR AUTOLOGOUS USE ONLY".to_owned()),
        Some(Relation::Allogeneic) => lines.push("FOR USE BY INTENDED RECIPIENT ONLY".to_owned()),
        None => lines.extend(of_preparation(folded, protocol, purpose)),
    }
    // The code as it would be printed now; until a label is complete, the code of its numbers.
    let now = label::code(world, folded, protocol, container)
        .ok()
        .flatten();
    let code = now.unwrap_or_else(|| encode_container(&donation, &product, None, chain));
    let prints = folded.treatment.prints.get(container);
    Some(Label {
        printed: Some(prints.map_or_else(|| "Not printed yet".to_owned(), standing)),
        settled: prints.is_some_and(|prints| prints.open() == 0 && is_scanned(prints)),
        container: Some(container.clone()),
        purpose: words,
        lines,
        code,
    })
}

fn is_scanned(prints: &LabelPrints) -> bool {
    let last = prints.printings.last();
    let verified = prints.verified.as_ref();
    last.zip(verified)
        .is_some_and(|(last, (scanned, verified))| {
            &last.content == scanned && verified.at >= last.printed.at
        })
}

fn standing(prints: &LabelPrints) -> String {
    let scanned = if is_scanned(prints) {
        "scanned back"
    } else {
        "NOT scanned back"
    };
    let open = prints.open();
    let counted = match open {
        0 => "all accounted for".to_owned(),
        _ => format!("{open} not accounted for"),
    };
    format!("{} printed, {scanned}, {counted}", prints.printed)
}

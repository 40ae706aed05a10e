//! Labels that were issued: what a person reads on them, and what a scanner reads.

use cikada_document::check_character::check_character;
use cikada_document::isbt::{encode_container, encode_patient};
use cikada_document::{HospitalNumber, ProductCode};
use cikada_domain::event::LabelPurpose;
use cikada_domain::{ContainerId, DonationIdentificationNumber};
use cikada_protocol::Protocol;
use cikada_protocol::model::Relation;

use crate::error::AppError;
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
}

/// The wristband's code and the labels of a treatment's containers.
pub(crate) fn of_treatment(
    world: &World,
    folded: &Folded,
    protocol: &Protocol,
) -> Result<Vec<Label>, AppError> {
    let mut labels: Vec<Label> = wristband(world, folded)?.into_iter().collect();
    for (container, purpose) in folded.treatment.labels.iter().rev() {
        labels.extend(of_container(folded, protocol, container, purpose));
    }
    Ok(labels)
}

fn wristband(world: &World, folded: &Folded) -> Result<Option<Label>, AppError> {
    let patient = patient(world, folded)?;
    let number = patient.hospital_number.unwrap_or_default();
    let Ok(number) = HospitalNumber::new(WRISTBAND_PLACE, number) else {
        return Ok(None);
    };
    let lines = [
        patient.name,
        patient.birth_date,
        Some(number.value().to_owned()),
    ];
    Ok(Some(Label {
        container: None,
        purpose: "wristband".to_owned(),
        lines: lines.into_iter().flatten().collect(),
        code: encode_patient(&number),
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

fn of_container(
    folded: &Folded,
    protocol: &Protocol,
    container: &ContainerId,
    purpose: &LabelPurpose,
) -> Option<Label> {
    let (donation, product) = container.as_str().split_once('-')?;
    let donation = DonationIdentificationNumber::new(donation).ok()?;
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
                None => format!("product of batch {batch}"),
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
    let code = encode_container(&donation, &product, None, chain);
    Some(Label {
        container: Some(container.clone()),
        purpose: words,
        lines,
        code,
    })
}

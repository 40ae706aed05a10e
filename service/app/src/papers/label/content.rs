//! Everything a label may say, from the treatment, its protocol and the centre.

use cikada_document::ProductCode;
use cikada_document::isbt::DivisionCode;
use cikada_document::label::{
    InfectiousStatus, IntendedUse, LabelContent, LabelPatient, LabelType, Standing, Storage,
};
use cikada_domain::event::LabelPurpose;
use cikada_domain::treatment::{Batch, Product, Treatment};
use cikada_domain::{
    ContainerId, CriterionId, Dimension, DonationIdentificationNumber, DoseNumber, Quantity, Value,
};
use cikada_protocol::model::{AvailabilityStatus, InputRole, LabelRule, Relation, StepKind};
use cikada_protocol::{Protocol, Requirement};
use jiff::{SignedDuration, Timestamp};

use crate::error::AppError;
use crate::read::patient;
use crate::treatments::Folded;
use crate::world::World;

/// The criterion of the evaluation that says what is known of infections.
const VIRAL_MARKERS: &str = "viral-markers";

/// The kind of label a container gets now, and what is known for it.
pub(crate) fn content(
    world: &World,
    folded: &Folded,
    protocol: &Protocol,
    container: &ContainerId,
) -> Result<(LabelType, LabelContent), AppError> {
    let treatment = &folded.treatment;
    let purpose = treatment.labels.get(container);
    let purpose = purpose.ok_or_else(|| AppError::NotFound(format!("a label of {container}")))?;
    let mut content = common(world, folded, protocol, container)?;
    let label_type = match purpose {
        LabelPurpose::Collection(dose) => {
            content.name = protocol.collection().map(|rule| rule.procedure.clone());
            collection(world, treatment, protocol, container, *dose, &mut content)
        }
        LabelPurpose::Product(id) => {
            content.name = Some(protocol.product.name.clone());
            content.batch = Some(id.clone());
            let batch = treatment.batches.get(id);
            let batch = batch.ok_or_else(|| AppError::NotFound(format!("batch {id}")))?;
            product(world, treatment, protocol, (container, batch), &mut content)
        }
    };
    Ok((label_type, content))
}

/// What every label of a treatment says.
fn common(
    world: &World,
    folded: &Folded,
    protocol: &Protocol,
    container: &ContainerId,
) -> Result<LabelContent, AppError> {
    let treatment = &folded.treatment;
    let (donation, code) = container.as_str().split_once('-').unwrap_or_default();
    // A product code that ends in 99 has its division behind it.
    let (code, division) = match code.split_once('-') {
        Some((code, division)) => (code, DivisionCode::new(division).ok()),
        None => (code, None),
    };
    let opening = treatment.opening.as_ref();
    let known = patient(world, folded)?;
    let second = known.hospital_number.or(known.birth_date);
    let rule = protocol.label.as_ref();
    let address = Some(world.centre().address.clone()).filter(|text| !text.trim().is_empty());
    let ours = address.map(|address| format!("{}, {address}", world.centre().name));
    Ok(LabelContent {
        donation: DonationIdentificationNumber::new(donation).ok(),
        product: ProductCode::new(code).ok(),
        divisions: division,
        chain_of_identity: opening.map(|opening| opening.chain_of_identity.clone()),
        patient: known
            .name
            .zip(second)
            .map(|(name, second_identifier)| LabelPatient {
                name,
                second_identifier,
            }),
        // What is prepared for one patient is for that patient alone, whatever it is.
        intended: Some(match protocol.relation() {
            Some(Relation::Autologous) => IntendedUse::Autologous,
            Some(Relation::Allogeneic) | None => IntendedUse::IntendedRecipient,
        }),
        // A medicine comes from no donor.
        infectious: protocol.relation().map(|_| infectious(treatment)),
        standing: standing(world, protocol, ours.clone()),
        manufacturer: rule.and_then(|rule| rule.manufacturer.clone()).or(ours),
        collection_facility: Some(world.centre().name.clone()),
        processing_facility: Some(world.centre().name.clone()),
        ..LabelContent::default()
    })
}

/// From the finding of the evaluation. That results are at hand does not say which they are, so only
/// a result that was recorded as one counts.
fn infectious(treatment: &Treatment) -> InfectiousStatus {
    let found = CriterionId::new(VIRAL_MARKERS).ok();
    let found = found.and_then(|id| treatment.findings.get(&id));
    let mut status = InfectiousStatus {
        evaluated: false,
        risk_found: false,
        reactive: Vec::new(),
    };
    if let Some(Value::Code(code)) = found.map(|found| &found.value) {
        status.evaluated = true;
        if code != "negative" {
            status.reactive.push(code.replace('-', " "));
        }
    }
    status
}

/// How it stands where the centre is: what is not authorised is for a trial.
fn standing(world: &World, protocol: &Protocol, ours: Option<String>) -> Option<Standing> {
    let rule = protocol.label.as_ref()?;
    let today = world.moment(world.now()).date();
    let line = protocol.availability_in(world.country().as_str(), today);
    if line.is_some_and(|line| line.status == AvailabilityStatus::Approved) {
        return rule.authorisation.clone().map(Standing::Authorised);
    }
    let sponsor = rule.sponsor.clone().or(ours);
    let trial = rule.trial.clone().zip(sponsor);
    trial
        .map(|(trial, sponsor)| Standing::Investigational { trial, sponsor })
        .or_else(|| rule.authorisation.clone().map(Standing::Authorised))
}

fn collection(
    world: &World,
    treatment: &Treatment,
    protocol: &Protocol,
    container: &ContainerId,
    dose: DoseNumber,
    content: &mut LabelContent,
) -> LabelType {
    let collected = treatment.collection_for(dose);
    let collected = collected.filter(|(_, collected)| &collected.container == container);
    let Some((_, collected)) = collected else {
        return LabelType::Partial;
    };
    content.collected = Some(world.moment(collected.at));
    content.volume = Some(collected.volume.clone());
    if let Some(rule) = &protocol.label {
        content.additives.clone_from(&rule.collection_additives);
        content.storage = storage(rule.collection_storage.as_ref());
        let life = rule.collection_shelf_life.as_ref();
        let until = life.and_then(|life| later(collected.at, life));
        content.expires = until.map(|until| world.moment(until));
    }
    LabelType::Collection
}

fn product(
    world: &World,
    treatment: &Treatment,
    protocol: &Protocol,
    (container, batch): (&ContainerId, &Batch),
    content: &mut LabelContent,
) -> LabelType {
    let Some(product) = treatment.products.get(container) else {
        return LabelType::Partial;
    };
    content.expires = Some(world.moment(product.expires_at));
    content.volume = Some(product.volume.clone());
    let line = protocol.dose_line(product.dose);
    content.route = line.map(|line| line.route.clone());
    if protocol.medicine().is_some() {
        // The table knows no rows of a medicine's own: its papers say the rest.
        content.name = Some(format!(
            "{}, {}",
            protocol.product.name,
            product.cells.words()
        ));
        return LabelType::Partial;
    }
    of_cells(product, content);
    let collected = treatment.collections.get(&batch.donation);
    content.collected = collected.map(|collected| world.moment(collected.at));
    content.viability = viability(protocol, batch);
    if let Some(LabelRule {
        product_additives,
        product_storage,
        ..
    }) = &protocol.label
    {
        content.additives.clone_from(product_additives);
        content.storage = storage(product_storage.as_ref());
    }
    LabelType::Product
}

fn of_cells(product: &Product, content: &mut LabelContent) {
    let counted = product.cells.dimension() == Dimension::CellCount;
    content.cells = counted.then(|| product.cells.clone());
}

/// The viability entered at the harvest, with its corrections.
fn viability(protocol: &Protocol, batch: &Batch) -> Option<Quantity> {
    let mut steps = protocol.steps.iter();
    let harvest = steps.find(|step| step.kind == StepKind::Harvest)?;
    let mut inputs = harvest.inputs.iter();
    let input = inputs.find(|input| input.role == InputRole::Viability)?;
    let record = batch.records_of(&harvest.id).last()?;
    match record.values.get(&input.id)? {
        Value::Quantity(viability) => Some(viability.clone()),
        Value::Flag(_) | Value::Code(_) | Value::Date(_) => None,
    }
}

fn storage(range: Option<&Requirement>) -> Option<Storage> {
    match range? {
        Requirement::Between { min, max } => Some(Storage {
            lowest: min.clone()?,
            highest: max.clone()?,
        }),
        _ => None,
    }
}

fn later(at: Timestamp, life: &Quantity) -> Option<Timestamp> {
    let minutes = life.convert(cikada_domain::Unit::Minute).ok()?;
    let minutes = i64::try_from(minutes.amount().floor()).ok()?;
    at.checked_add(SignedDuration::from_mins(minutes)).ok()
}

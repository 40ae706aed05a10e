//! Forms of the collection, the clean room, the laboratory and the qualified person.

use std::collections::BTreeMap;

use cikada_document::ProductCode;
use cikada_document::isbt::container_id;
use cikada_domain::event::{LabelPurpose, MaterialUsed, ReleaseKind};
use cikada_domain::{
    BatchId, ContainerId, DeviationId, DonationIdentificationNumber, DoseNumber, InputId, StepId,
    TestId, Treatment,
};
use cikada_engine::Command;
use cikada_protocol::Protocol;
use cikada_protocol::model::{Step, StepKind};

use crate::error::AppError;
use crate::form::drawn::{Drawn, field, input_field, input_kind, kind_of, text};
use crate::form::typed::Typed;
use crate::form::{Context, FieldKind};
use crate::world::World;

pub(crate) fn collection_label(ctx: &Context<'_>, dose: DoseNumber) -> Drawn {
    let instruction = "A new donation number is issued once, for this bag alone.";
    Drawn::new(
        format!("Label for the collection of dose {dose}"),
        instruction,
        "Issue label",
    )
    .standing_on(ctx.protocol, &ctx.protocol.collection.source)
}

/// A label with the next free number.
pub(crate) fn issue_collection_label(
    world: &World,
    protocol: &Protocol,
    dose: DoseNumber,
) -> Result<Command, AppError> {
    let donation = world.next_donation()?;
    let container = container_of(&donation, &protocol.collection.product_code)?;
    Ok(Command::IssueLabel {
        container,
        purpose: LabelPurpose::Collection(dose),
    })
}

/// Collection type 0 (not given) and division 00 (undivided): one bag a collection and a product.
const UNDIVIDED: &str = "000";

fn container_of(
    donation: &DonationIdentificationNumber,
    product_code: &str,
) -> Result<ContainerId, AppError> {
    let unusable = |why: String| AppError::Stored(format!("product code '{product_code}': {why}"));
    let code = ProductCode::new(format!("{product_code}{UNDIVIDED}"))
        .map_err(|error| unusable(error.to_string()))?;
    container_id(donation, &code).map_err(|error| unusable(error.to_string()))
}

pub(crate) fn collection(ctx: &Context<'_>, dose: DoseNumber) -> Drawn {
    let rule = &ctx.protocol.collection;
    let mut volume = field("volume", "Volume collected", kind_of(&rule.volume));
    volume.limit = Some(rule.volume.words());
    let instruction = format!(
        "{}. Scan the wristband, then the label on the bag.",
        rule.procedure
    );
    Drawn::new(
        format!("Collection for dose {dose}"),
        instruction,
        "Record collection",
    )
    .with([
        field("wristband", "Wristband", FieldKind::Scan),
        field("container", "Label on the bag", FieldKind::Scan),
        volume,
        text("note", "Note, sealed under the patient's key"),
    ])
    .standing_on(ctx.protocol, &rule.source)
}

pub(crate) fn read_collection(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    dose: DoseNumber,
) -> Result<Option<Command>, AppError> {
    let wristband = typed.wristband("wristband")?;
    let container = typed.known_container("container")?;
    let unit = ctx
        .protocol
        .collection
        .volume
        .example()
        .map(|example| example.unit_code());
    let volume = typed.quantity("volume", &unit.unwrap_or_default());
    let donation = container.as_ref().and_then(donation_of);
    Ok(wristband.zip(container).zip(volume).zip(donation).map(
        |(((wristband, container), volume), donation)| Command::RecordCollection {
            dose,
            donation,
            container,
            wristband,
            volume,
        },
    ))
}

/// The donation number a container's identifier begins with.
fn donation_of(container: &ContainerId) -> Option<DonationIdentificationNumber> {
    let (donation, _) = container.as_str().split_once('-')?;
    DonationIdentificationNumber::new(donation).ok()
}

pub(crate) fn custody(container: &ContainerId) -> Drawn {
    let celsius = FieldKind::Quantity {
        unit: "Cel".to_owned(),
        unit_words: "°C".to_owned(),
    };
    let instruction = "Scan the label, read the temperature, look at the bag.";
    Drawn::new(
        format!("Hand over {container}"),
        instruction,
        "Record handover",
    )
    .with([
        field("container", "Label on the bag", FieldKind::Scan),
        field("from", "Given by", FieldKind::Text),
        field("to", "Taken by", FieldKind::Text),
        field("temperature", "Temperature read", celsius),
        field("intact", "The bag is intact", FieldKind::YesNo),
    ])
}

pub(crate) fn read_custody(typed: &mut Typed<'_>) -> Result<Option<Command>, AppError> {
    let container = typed.known_container("container")?;
    let (from, to) = (typed.code("from"), typed.code("to"));
    let temperature = typed.quantity("temperature", "Cel");
    let intact = typed.flag("intact");
    Ok(container
        .zip(from)
        .zip(to)
        .zip(temperature)
        .zip(intact)
        .map(
            |((((container, from), to), temperature), intact)| Command::TransferCustody {
                container,
                from,
                to,
                temperature,
                intact,
            },
        ))
}

pub(crate) fn batch_start(dose: DoseNumber) -> Drawn {
    let instruction = "Scan the collection's label. One batch holds one collection of one donor.";
    Drawn::new(
        format!("Start the culture for dose {dose}"),
        instruction,
        "Start batch",
    )
    .with([field(
        "donation",
        "Label on the collection",
        FieldKind::Scan,
    )])
}

pub(crate) fn read_batch_start(
    world: &World,
    typed: &mut Typed<'_>,
    dose: DoseNumber,
) -> Result<Option<Command>, AppError> {
    let batch = world.next_batch()?;
    let donation = typed.donation("donation");
    Ok(donation.map(|donation| Command::StartBatch {
        batch,
        dose,
        donation,
    }))
}

fn step_of<'a>(ctx: &Context<'a>, id: &StepId) -> Result<&'a Step, AppError> {
    ctx.protocol
        .step(id)
        .ok_or_else(|| AppError::NotFound(format!("step {id}")))
}

pub(crate) fn step(ctx: &Context<'_>, id: &StepId) -> Result<Drawn, AppError> {
    let step = step_of(ctx, id)?;
    let mut drawn = Drawn::new(&step.title, &step.instruction, "Record step")
        .standing_on(ctx.protocol, &step.source);
    for material in &step.materials {
        let mut lot = field(
            format!("material.{}.lot", material.id),
            format!("{}, {}: lot", material.name, material.amount.words()),
            FieldKind::Text,
        );
        lot.help = Some("scan or copy the lot from the vial".to_owned());
        let expires = format!("material.{}.expires", material.id);
        let expires = field(
            expires,
            format!("{}: expires on", material.name),
            FieldKind::Date,
        );
        drawn = drawn.with([lot, expires]);
    }
    drawn = drawn.with(step.inputs.iter().map(input_field));
    if step.kind == StepKind::Harvest {
        let label = field("container", "Label on the product bag", FieldKind::Scan);
        drawn = drawn.with([label]);
    }
    Ok(drawn.with([text("note", "Note, sealed under the patient's key")]))
}

pub(crate) fn read_step(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    batch: &BatchId,
    id: &StepId,
) -> Result<Option<Command>, AppError> {
    let step = step_of(ctx, id)?;
    let mut materials = Vec::new();
    for material in &step.materials {
        let lot = typed.code(&format!("material.{}.lot", material.id));
        let expires_on = typed.date(&format!("material.{}.expires", material.id));
        if let (Some(lot), Some(expires_on)) = (lot, expires_on) {
            materials.push(MaterialUsed {
                material: material.id.clone(),
                lot,
                expires_on,
            });
        }
    }
    let mut values = BTreeMap::new();
    for input in &step.inputs {
        if let Some(value) = typed.value(&format!("value.{}", input.id), &input_kind(input)) {
            values.insert(input.id.clone(), value);
        }
    }
    let container = match step.kind {
        StepKind::Harvest => typed.known_container("container")?,
        StepKind::Process | StepKind::Count => None,
    };
    let (batch, step) = (batch.clone(), id.clone());
    Ok(Some(Command::PerformStep {
        batch,
        step,
        values,
        materials,
        container,
    }))
}

pub(crate) fn correction(
    ctx: &Context<'_>,
    batch: &BatchId,
    step: &StepId,
    occurrence: u16,
    input: &InputId,
) -> Result<Drawn, AppError> {
    let rule = step_of(ctx, step)?;
    let asked = rule.inputs.iter().find(|asked| &asked.id == input);
    let asked = asked.ok_or_else(|| AppError::NotFound(format!("input {input}")))?;
    let record = ctx
        .treatment
        .batches
        .get(batch)
        .and_then(|batch| batch.records_of(step).nth(usize::from(occurrence)));
    let old = record.and_then(|record| record.values.get(input));
    let old = old.ok_or_else(|| AppError::NotFound(format!("record of {input}")))?;
    let mut new = input_field(asked);
    "value".clone_into(&mut new.name);
    let instruction = format!(
        "Recorded: {}. The old value stays visible; say why it is corrected.",
        old.words()
    );
    let mut drawn = Drawn::new(
        format!("Correct: {}", asked.label),
        instruction,
        "Sign correction",
    )
    .with([
        new,
        text("note", "Why, in words, sealed under the patient's key"),
    ]);
    drawn.before = vec![old.words()];
    Ok(drawn)
}

pub(crate) fn read_correction(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    batch: &BatchId,
    step: &StepId,
    occurrence: u16,
    input: &InputId,
) -> Option<Command> {
    let asked = ctx
        .protocol
        .step(step)?
        .inputs
        .iter()
        .find(|asked| &asked.id == input)?;
    let value = typed.value("value", &input_kind(asked))?;
    let (batch, step, input) = (batch.clone(), step.clone(), input.clone());
    Some(Command::CorrectValue {
        batch,
        step,
        occurrence,
        input,
        value,
    })
}

pub(crate) fn deviation(ctx: &Context<'_>, id: &DeviationId) -> Result<Drawn, AppError> {
    let deviation = ctx.treatment.deviations.get(id);
    let deviation = deviation.ok_or_else(|| AppError::NotFound(format!("deviation {id}")))?;
    let instruction = format!(
        "{}: {} was found where {} was asked for.",
        deviation.step,
        deviation.found.words(),
        deviation.expected
    );
    let acceptable = field(
        "acceptable",
        "The product may still be released",
        FieldKind::YesNo,
    );
    let assessment = text("note", "Assessment, sealed under the patient's key");
    Ok(
        Drawn::new(format!("Deviation {id}"), instruction, "Sign and close")
            .with([acceptable, assessment]),
    )
}

pub(crate) fn read_deviation(typed: &mut Typed<'_>, id: &DeviationId) -> Option<Command> {
    let product_acceptable = typed.flag("acceptable")?;
    Some(Command::CloseDeviation {
        deviation: id.clone(),
        product_acceptable,
    })
}

pub(crate) fn result(ctx: &Context<'_>, batch: &BatchId, id: &TestId) -> Result<Drawn, AppError> {
    let test = ctx
        .protocol
        .test(id)
        .ok_or_else(|| AppError::NotFound(format!("test {id}")))?;
    let mut value = field("value", "Result", kind_of(&test.requirement));
    value.limit = Some(test.requirement.words());
    let mut drawn = Drawn::new(
        format!("Result for batch {batch}"),
        &test.text,
        "Record result",
    )
    .with([value, text("note", "Note, sealed under the patient's key")])
    .standing_on(ctx.protocol, &test.source);
    let results = ctx
        .treatment
        .batches
        .get(batch)
        .and_then(|batch| batch.results.get(id));
    let words = |result: &cikada_domain::treatment::TestResult| result.value.words();
    drawn.before = results
        .map(|results| results.iter().rev().map(words).collect())
        .unwrap_or_default();
    Ok(drawn)
}

pub(crate) fn read_result(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    batch: &BatchId,
    id: &TestId,
) -> Option<Command> {
    let kind = kind_of(&ctx.protocol.test(id)?.requirement);
    let value = typed.value("value", &kind)?;
    Some(Command::RecordResult {
        batch: batch.clone(),
        test: id.clone(),
        value,
    })
}

pub(crate) fn product_label(ctx: &Context<'_>, batch: &BatchId) -> Drawn {
    let instruction =
        "The product keeps the donation number of its collection. Its label is issued once.";
    Drawn::new(
        format!("Label for the product of batch {batch}"),
        instruction,
        "Issue label",
    )
    .standing_on(ctx.protocol, &ctx.protocol.product.source)
}

pub(crate) fn issue_product_label(
    protocol: &Protocol,
    treatment: &Treatment,
    batch: &BatchId,
) -> Result<Command, AppError> {
    let culture = treatment.batches.get(batch);
    let culture = culture.ok_or_else(|| AppError::NotFound(format!("batch {batch}")))?;
    let container = container_of(&culture.donation, &protocol.product.product_code)?;
    Ok(Command::IssueLabel {
        container,
        purpose: LabelPurpose::Product(batch.clone()),
    })
}

pub(crate) fn release(container: &ContainerId, kind: ReleaseKind) -> Drawn {
    let (title, instruction, action) = match kind {
        ReleaseKind::Conditional => (
            format!("Release {container} on the fast tests"),
            "Late results follow after the infusion. If one of them fails, physician and qualified \
             person are told at once.",
            "Sign and release conditionally",
        ),
        ReleaseKind::Final => (
            format!("Release {container} on all results"),
            "All results of the specification are in.",
            "Sign and release",
        ),
    };
    Drawn::new(title, instruction, action)
        .with([text("note", "Note, sealed under the patient's key")])
}

pub(crate) fn rejection(container: &ContainerId) -> Drawn {
    let instruction = "A rejected product is never infused. This cannot be taken back.";
    Drawn::new(
        format!("Reject {container}"),
        instruction,
        "Sign and reject",
    )
    .with([text("note", "Why, sealed under the patient's key")])
}

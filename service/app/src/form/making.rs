//! Forms of the clean room: the start of a culture, the steps of its record, corrections.

use std::collections::BTreeMap;

use cikada_domain::treatment::Performed;
use cikada_domain::{BatchId, DoseNumber, InputId, StepId};
use cikada_engine::Command;
use cikada_protocol::dosing::{FromVial, InBag, prepare};
use cikada_protocol::model::{Input, InputRole, Reference, Step, StepKind};

use crate::error::AppError;
use crate::form::drawn::{Drawn, field, input_field, input_kind, text};
use crate::form::typed::Typed;
use crate::form::{Context, Field, FieldKind, scanned};
use crate::read::dose_sheet::dose_sheet;

pub(crate) fn batch_start(ctx: &Context<'_>, dose: DoseNumber) -> Drawn {
    if let Some(medicine) = ctx.protocol.medicine() {
        let instruction = "Compare order and working. The preparation gets a number of its own, \
                           issued once.";
        let title = format!("Prepare dose {dose}: {}", medicine.name);
        let mut drawn = Drawn::new(title, instruction, "Start preparation")
            .standing_on(ctx.protocol, &medicine.source);
        drawn.working = dose_sheet(ctx.protocol, ctx.treatment, dose);
        return drawn;
    }
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
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    dose: DoseNumber,
) -> Result<Option<Command>, AppError> {
    let batch = ctx.world.next_batch()?;
    let donation = match ctx.protocol.medicine() {
        Some(_) => Some(ctx.world.next_donation()?),
        None => typed.donation("donation"),
    };
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

pub(crate) fn step(ctx: &Context<'_>, batch: &BatchId, id: &StepId) -> Result<Drawn, AppError> {
    let step = step_of(ctx, id)?;
    let mut drawn = Drawn::new(&step.title, &step.instruction, "Record step")
        .standing_on(ctx.protocol, &step.source);
    let known = ctx.treatment.batches.get(batch);
    let known = known.ok_or_else(|| AppError::NotFound(format!("batch {batch}")))?;
    drawn.before = known
        .records_of(id)
        .map(|record| recorded(step, record))
        .collect();
    drawn.before.reverse();
    if ctx.protocol.medicine().is_some() {
        drawn.working = dose_sheet(ctx.protocol, ctx.treatment, known.dose);
    }
    let dose = known.dose;
    let asked = |input| by_order(ctx, dose, input, input_field(input));
    // What a volume is worked out from is entered before what is added by it.
    let (before, after): (Vec<_>, Vec<_>) = step
        .inputs
        .iter()
        .partition(|input| is_worked_from(step, &input.id));
    let (place, materials) = scanned::fields(ctx, step)?;
    drawn = drawn.with(place).with(before.into_iter().map(asked));
    drawn = drawn.with(materials).with(after.into_iter().map(asked));
    if step.kind == StepKind::Harvest {
        let words = match ctx.protocol.medicine() {
            Some(_) => format!("Label on the {}", ctx.vessel()),
            None => "Label on the product bag".to_owned(),
        };
        let label = field("container", words, FieldKind::Scan);
        drawn = drawn.with([label]);
    }
    Ok(drawn.with([text("note", "Note, sealed under the patient's key")]))
}

/// Whether a volume of the step is worked out from one of its own inputs.
fn is_worked_from(step: &Step, input: &InputId) -> bool {
    let own = |reference: &Reference| reference.step.is_none() && &reference.name == input;
    let additions = step
        .materials
        .iter()
        .flat_map(|material| &material.addition);
    let mut targets = step.targets.iter();
    additions.into_iter().any(|addition| own(&addition.into))
        || targets.any(|target| own(&target.cells) || target.rule.volume().is_some_and(own))
}

/// A field of a preparation with what order and dose sheet come to beside it.
fn by_order(ctx: &Context<'_>, dose: DoseNumber, input: &Input, asked: Field) -> Field {
    let order = ctx.treatment.orders.get(&dose);
    let Some((medicine, order)) = ctx.protocol.medicine().zip(order) else {
        return asked;
    };
    let help = match input.role {
        InputRole::Amount => Some(format!("ordered: {}", order.amount.words())),
        InputRole::Volume => prepare(medicine, &order.amount).ok().map(|prepared| {
            let vial = |from: &FromVial| format!("{} drawn from {}", from.volume, from.name);
            let drawn: Vec<_> = prepared.vials.iter().map(vial).collect();
            let allowed = |bag: &&InBag| bag.concentration.inside != Some(false);
            let bags = prepared.bags.iter().filter(allowed);
            let bags: Vec<_> = bags.map(|bag| bag.bag.words()).collect();
            let into = match bags.as_slice() {
                [] => String::new(),
                bags => format!(", in a bag of {}", bags.join(" or ")),
            };
            format!("by the dose sheet: {}{into}", drawn.join("; or "))
        }),
        _ => None,
    };
    Field { help, ..asked }
}

/// One record of a step in a line.
fn recorded(step: &Step, record: &Performed) -> String {
    let values = step.inputs.iter().filter_map(|input| {
        let value = record.values.get(&input.id)?;
        Some(format!("{}: {}", input.label, value.words()))
    });
    values.collect::<Vec<_>>().join("; ")
}

pub(crate) fn read_step(
    ctx: &Context<'_>,
    typed: &mut Typed<'_>,
    batch: &BatchId,
    id: &StepId,
) -> Result<Option<Command>, AppError> {
    let step = step_of(ctx, id)?;
    let room = scanned::read_room(typed, step);
    let equipment = scanned::read_equipment(typed, step);
    let materials = scanned::read_materials(ctx, typed, step)?;
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
        equipment,
        room,
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

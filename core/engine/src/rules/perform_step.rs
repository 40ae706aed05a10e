//! A step of the batch record. A value outside its limit is a fact: it is recorded and opens a
//! deviation, which stands in the way of the release until it is assessed.

use std::collections::BTreeMap;

use cikada_domain::event::{LabelPurpose, MaterialUsed};
use cikada_domain::treatment::Batch;
use cikada_domain::{
    BatchId, ContainerId, EquipmentId, Event, HandlingEvent, InputId, Quantity, RoomId, StepId,
    Unit, Value,
};
use cikada_protocol::Judgement;
use cikada_protocol::model::{InputRole, Step, StepKind};
use rust_decimal::Decimal;

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates::{self, Weighed};
use crate::refusal::RefusalCode;
use crate::worked::{Entered, worked};
use crate::{deviation, time};

/// What was done: the command's fields but the batch.
pub(crate) struct Done<'a> {
    pub(crate) step: &'a StepId,
    pub(crate) values: &'a BTreeMap<InputId, Value>,
    pub(crate) materials: &'a [MaterialUsed],
    pub(crate) container: Option<&'a ContainerId>,
    pub(crate) equipment: &'a [EquipmentId],
    pub(crate) room: Option<&'a RoomId>,
}

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    id: &BatchId,
    done: &Done<'_>,
) -> Decision {
    gates::open(ctx, &mut reasons);
    let step = ctx.protocol.step(done.step);
    if step.is_none() {
        reasons.refuse(RefusalCode::UnknownStep, done.step.as_str());
    }
    let batch = ctx.treatment.batches.get(id);
    if batch.is_none() {
        reasons.refuse(RefusalCode::BatchUnknown, id.as_str());
    }
    let (Some(step), Some(batch)) = (step, batch) else {
        // Without a batch and a step there is no order, day or form to ask about.
        return reasons.refused();
    };
    if let Some(container) = &batch.container {
        reasons.refuse(
            RefusalCode::AlreadyHarvested,
            format!("{id} into {container}"),
        );
    }
    if step.witness {
        gates::witnessed(ctx, &mut reasons);
    }
    second_check(ctx, &mut reasons, step);
    in_order(ctx, &mut reasons, step, batch);
    on_its_day(ctx, &mut reasons, step, batch);
    values_fit(&mut reasons, step, done.values);
    gates::recall_decided(ctx, &mut reasons, (id, batch));
    gates::materials(ctx, &mut reasons, step, batch, done.materials);
    amounts_told(&mut reasons, step, done.materials);
    gates::equipment(ctx, &mut reasons, step, id, (done.equipment, done.room));
    gates::room(ctx, &mut reasons, step, id, done.room);
    gates::trained(ctx, &mut reasons);
    let product = product(ctx, &mut reasons, step, id, done);
    let entered = Entered {
        values: done.values,
        materials: done.materials,
    };
    let place = (id, &step.id);
    let lines = worked(ctx.protocol, ctx.treatment, ctx.facility, place, entered);
    reasons.or_accept(|| {
        let mut events = vec![Event::StepPerformed {
            batch: id.clone(),
            step: step.id.clone(),
            values: done.values.clone(),
            materials: done.materials.to_vec(),
        }];
        if !done.equipment.is_empty() || done.room.is_some() {
            events.push(Event::Handling(HandlingEvent::EquipmentUsed {
                batch: id.clone(),
                step: step.id.clone(),
                equipment: done.equipment.to_vec(),
                room: done.room.cloned(),
            }));
        }
        let before = deviation::count(ctx.treatment, id);
        let opened = deviation::opened((id, before), step, done.values, &lines);
        events.extend(opened);
        events.extend(product);
        events
    })
}

/// A value that is critical and entered by hand was looked at by a second person (EU GMP Annex 11,
/// 6), who stands by as the witness.
fn second_check(ctx: &Context<'_>, reasons: &mut Reasons, step: &Step) {
    let alone = ctx.act.is_some_and(|act| act.witness.is_none());
    for input in step
        .inputs
        .iter()
        .filter(|input| input.second_check && alone)
    {
        reasons.refuse_by(
            RefusalCode::SecondCheckMissing,
            input.label.as_str(),
            &step.source,
        );
    }
}

/// Of what is added to a concentration it is told how much was added.
fn amounts_told(reasons: &mut Reasons, step: &Step, used: &[MaterialUsed]) {
    let worked_out = step
        .materials
        .iter()
        .filter(|material| material.addition.is_some());
    for material in worked_out {
        let mut used = used.iter().filter(|used| used.material == material.id);
        if used.any(|used| used.amount.is_none()) {
            let detail = format!("how much of {} was added", material.name);
            reasons.refuse(RefusalCode::ValueMissing, detail);
        }
    }
}

/// What must come first is done, and what is done once is not done twice.
pub(crate) fn in_order(ctx: &Context<'_>, reasons: &mut Reasons, step: &Step, batch: &Batch) {
    gates::not_before(ctx, reasons, batch.started_at, "the batch was started");
    let done = |id: &StepId| batch.records_of(id).next().is_some();
    if !step.repeats && done(&step.id) {
        reasons.refuse(RefusalCode::StepAlreadyDone, step.id.as_str());
    }
    for id in ctx.protocol.waits_for(step) {
        if !done(id) {
            reasons.refuse_by(RefusalCode::StepOutOfOrder, id.as_str(), &step.source);
        }
        for record in batch.records_of(id) {
            gates::not_before(ctx, reasons, record.at, &format!("{id} was done"));
        }
    }
}

/// The day of the culture is one of the step's, and a harvest keeps the culture's duration.
pub(crate) fn on_its_day(ctx: &Context<'_>, reasons: &mut Reasons, step: &Step, batch: &Batch) {
    let start = time::day(batch.started_at, ctx.zone);
    let day = time::days_between(start, ctx.day());
    let (first, last) = step.days;
    if day < i64::from(first) || day > i64::from(last) {
        reasons.refuse_by(
            RefusalCode::StepOutsideItsDays,
            format!("{}: day {day}, allowed are {first} to {last}", step.id),
            &step.source,
        );
    }
    if step.kind != StepKind::Harvest {
        return;
    }
    let Some(rule) = ctx.protocol.culture() else {
        return;
    };
    let days = Quantity::new(Decimal::from(day), Unit::Day).map(Value::Quantity);
    if !days.is_ok_and(|days| rule.duration.judge(&days) == Judgement::Meets) {
        reasons.refuse_by(
            RefusalCode::StepOutsideItsDays,
            format!(
                "a culture of {day} days, allowed are {}",
                rule.duration.words()
            ),
            &rule.source,
        );
    }
}

/// Everything asked for is entered, in its unit, and nothing else.
fn values_fit(reasons: &mut Reasons, step: &Step, values: &BTreeMap<InputId, Value>) {
    for input in &step.inputs {
        let Some(value) = values.get(&input.id) else {
            reasons.refuse(RefusalCode::ValueMissing, input.id.as_str());
            continue;
        };
        value_fits(reasons, step, input, value);
    }
    for id in values.keys() {
        if !step.inputs.iter().any(|input| &input.id == id) {
            reasons.refuse(RefusalCode::UnknownInput, id.as_str());
        }
    }
}

/// The value is of the input's unit and can be held against its limit.
pub(crate) fn value_fits(
    reasons: &mut Reasons,
    step: &Step,
    input: &cikada_protocol::model::Input,
    value: &Value,
) {
    let name = input.id.as_str();
    if gates::fits_unit(reasons, name, value, input.unit.as_ref())
        && let Some(limit) = &input.limit
    {
        let _ = gates::judged(reasons, name, value, limit, &step.source);
    }
}

/// The product a harvest makes, into its labelled container, with its expiry.
fn product(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    step: &Step,
    batch: &BatchId,
    done: &Done<'_>,
) -> Option<Event> {
    if step.kind != StepKind::Harvest {
        if let Some(container) = done.container {
            reasons.refuse(
                RefusalCode::UnknownInput,
                format!("container {container}: only a harvest has one"),
            );
        }
        return None;
    }
    let purpose = LabelPurpose::Product(batch.clone());
    match done.container {
        None => reasons.refuse(RefusalCode::ValueMissing, "container"),
        Some(container) => {
            gates::label_for(ctx, reasons, container, &purpose);
            gates::intact(ctx, reasons, container);
        }
    }
    let holds = match ctx.protocol.medicine() {
        Some(_) => InputRole::Amount,
        None => InputRole::CellCount,
    };
    let cells = role(reasons, step, done.values, holds);
    as_ordered(ctx, reasons, batch, cells.as_ref());
    let volume = role(reasons, step, done.values, InputRole::Volume);
    let shelf_life = &ctx.protocol.product.shelf_life;
    let expires_at = time::later(ctx.at, shelf_life, ctx.zone);
    if expires_at.is_none() {
        reasons.refuse(RefusalCode::NoRule, "a shelf life that is a time");
    }
    Some(Event::ProductHarvested {
        batch: batch.clone(),
        container: done.container?.clone(),
        cells: cells?,
        volume: volume?,
        expires_at: expires_at?,
    })
}

/// The order stands, and a medicine is filled to the amount ordered: another amount gets no label,
/// so that it can never be released.
fn as_ordered(ctx: &Context<'_>, reasons: &mut Reasons, id: &BatchId, filled: Option<&Quantity>) {
    let Some(batch) = ctx.treatment.batches.get(id) else {
        return;
    };
    gates::order_stands(ctx, reasons, batch.dose, Weighed::AtAll);
    let line = ctx.protocol.dose_line(batch.dose);
    if let (Some(line), Some(filled), Some(_)) = (line, filled, ctx.protocol.medicine()) {
        gates::amount_as_ordered(ctx, reasons, batch.dose, line, filled);
    }
}

fn role(
    reasons: &mut Reasons,
    step: &Step,
    values: &BTreeMap<InputId, Value>,
    role: InputRole,
) -> Option<Quantity> {
    let input = step.inputs.iter().find(|input| input.role == role);
    let Some(input) = input else {
        reasons.refuse(
            RefusalCode::NoRule,
            format!("{} asks for no {role:?}", step.id),
        );
        return None;
    };
    // An absent or odd value has been refused where the form was asked.
    match values.get(&input.id)? {
        Value::Quantity(quantity) => Some(quantity.clone()),
        Value::Flag(_) | Value::Code(_) | Value::Date(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use cikada_domain::Event;

    use cikada_protocol::model::{Step, StepKind};

    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::{Point, batch};

    #[test]
    fn the_product_expires_a_shelf_life_after_the_harvest() {
        let course = example_course(Point::Harvested);
        let mut events = course.events.iter();
        let harvested = events.find_map(|recorded| {
            let Event::ProductHarvested { expires_at, .. } = recorded.event else {
                return None;
            };
            Some((expires_at, recorded.occurred_at))
        });
        let (expires_at, harvested_at) = harvested.unwrap();
        let life = course
            .protocol
            .product
            .shelf_life
            .convert(cikada_domain::Unit::Hour)
            .unwrap();
        let hours = expires_at.duration_since(harvested_at).as_hours();
        assert_eq!(rust_decimal::Decimal::from(hours), life.amount());
    }

    #[test]
    fn the_harvest_waits_for_every_step_that_is_done_once_whether_it_names_it_or_not() {
        let mut course = example_course(Point::Cultured);
        let harvest = |step: &&mut Step| step.kind == StepKind::Harvest;
        let step = course.protocol.steps.iter_mut().find(harvest).unwrap();
        step.after.clear();
        let step = step.clone();
        let command = course.step(1, &step);
        let found = codes(&mut course, "tech-1", &command);
        assert!(found.contains(&"step-out-of-order"), "{found:?}");
    }

    #[test]
    fn a_batch_stays_on_the_protocol_version_its_treatment_started_under() {
        let mut course = example_course(Point::Cultured);
        let step = course.protocol.steps[0].clone();
        let command = course.step(1, &step);
        let pinned = course.protocol.hash.clone();
        course.protocol.hash = cikada_domain::ProtocolHash::new("f".repeat(64)).unwrap();
        let found = codes(&mut course, "tech-1", &command);
        assert_eq!(found, ["protocol-mismatch"]);
        course.protocol.hash = pinned;
        assert_eq!(codes(&mut course, "tech-1", &command), [""; 0]);
    }

    #[test]
    fn deviations_of_a_batch_are_numbered_on() {
        let mut course = example_course(Point::Grown);
        let step = course
            .protocol
            .steps
            .iter()
            .find(|step| step.repeats && step.inputs.iter().any(|i| i.limit.is_some()));
        let step = step.unwrap().clone();
        let input = step
            .inputs
            .iter()
            .find(|input| input.limit.is_some())
            .unwrap();
        for _ in 0..2 {
            let mut command = course.step(1, &step);
            if let Command::PerformStep { values, .. } = &mut command {
                let bad = crate::example::example_failing(input.limit.as_ref().unwrap()).remove(0);
                values.insert(input.id.clone(), bad);
            }
            assert_eq!(codes(&mut course, "tech-1", &command), [""; 0]);
        }
        let numbers: Vec<_> = course
            .treatment
            .deviations
            .keys()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            numbers,
            [format!("{}-D1", batch(1)), format!("{}-D2", batch(1))]
        );
    }
}

//! What the screen of a step shows beside its fields: what to add, worked out; where one is in the
//! record; the timer; what is asked to be attached.

use std::collections::BTreeMap;

use cikada_domain::event::MaterialUsed;
use cikada_domain::{BatchId, Dimension, Facility, InputId, StepId, Unit, Value};
use cikada_engine::{Entered, WorkedLine, steps_open, worked};
use cikada_protocol::model::{Material, Step};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::error::AppError;
use crate::form::drawn::{field, input_kind};
use crate::form::typed::Typed;
use crate::form::{Context, Field, FieldKind, Target};
use crate::read::files::{FileLine, attached};
use crate::read::{Moment, RuleSource, rule_source};

/// The screen of one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepScreen {
    /// The batch.
    pub batch: BatchId,
    /// Its place in the record, from 1.
    pub number: usize,
    /// Every step of the record, in the order of the file.
    pub places: Vec<StepPlace>,
    /// The step before and the one after, where there is one.
    pub beside: (Option<StepPlace>, Option<StepPlace>),
    /// What to add and work out.
    pub adds: Vec<AddLine>,
    /// How long something in it takes.
    pub timer: Option<Timer>,
    /// The step.
    pub step: StepId,
    /// What is asked to be attached, in words.
    pub attachments: Vec<String>,
    /// What hangs on it.
    pub files: Vec<FileLine>,
    /// The form that tells of a deviation from inside the step.
    pub report: Target,
}

/// One step among those of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepPlace {
    /// Its title.
    pub title: String,
    /// Its form.
    pub target: Target,
    /// How often it was done.
    pub times_done: usize,
    /// Whether it may be done now.
    pub may: bool,
}

/// One volume to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddLine {
    /// What it is.
    pub label: String,
    /// What is to be reached, such as `500 IU/mL`.
    pub aim: String,
    /// The volume, or what is missing for it.
    pub volume: Result<String, String>,
    /// How it is worked out, line by line.
    pub working: Vec<String>,
    /// By how much what was added may differ.
    pub tolerance: Option<String>,
    /// What was typed, and whether it lies within.
    pub entered: Option<(String, bool)>,
    /// Where it comes from.
    pub sources: Vec<RuleSource>,
}

/// A timer of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timer {
    /// How long, in words.
    pub words: String,
    /// When it was started, as it stands in the form.
    pub started: Option<Timestamp>,
    /// When it is over.
    pub ends: Option<Moment>,
    /// What is left, in words.
    pub left: String,
}

/// The unit in which the amount of a material is entered: uL for a stock that is much stronger, but
/// mL for what is mixed in as a share of the volume.
fn amount_unit(material: &Material) -> Option<&'static str> {
    let addition = material.addition.as_ref()?;
    if material.amount.dimension() == Dimension::Fraction {
        return Some("mL");
    }
    let strong = addition.stock.as_ref().is_some_and(|stock| {
        let hundredfold = material.amount.amount().checked_mul(100.into());
        let hundredfold = hundredfold.map(|amount| material.amount.with_amount(amount));
        hundredfold.is_some_and(|least| stock.compare(&least).is_ok_and(|order| order.is_ge()))
    });
    Some(if strong { "uL" } else { "mL" })
}

fn amount_kind(unit: &'static str) -> FieldKind {
    let unit_words = if unit == "uL" { "\u{b5}L" } else { unit };
    FieldKind::Quantity {
        unit: unit.to_owned(),
        unit_words: unit_words.to_owned(),
    }
}

/// The field for how much of a material was added, where that is worked out.
pub(crate) fn amount_field(material: &Material) -> Option<Field> {
    let kind = amount_kind(amount_unit(material)?);
    let name = format!("material.{}.amount", material.id);
    Some(field(
        name,
        format!("{}: volume added", material.name),
        kind,
    ))
}

/// How much of a material was added, as typed.
pub(crate) fn read_amount(
    typed: &mut Typed<'_>,
    material: &Material,
) -> Option<cikada_domain::Quantity> {
    let kind = amount_kind(amount_unit(material)?);
    let value = typed.value(&format!("material.{}.amount", material.id), &kind)?;
    match value {
        Value::Quantity(amount) => Some(amount),
        Value::Flag(_) | Value::Code(_) | Value::Date(_) => None,
    }
}

/// The screen of a step, with what was typed so far taken in.
pub(crate) fn screen(
    ctx: &Context<'_>,
    batch: &BatchId,
    step: &Step,
    fields: &BTreeMap<String, String>,
) -> Result<StepScreen, AppError> {
    let (values, materials) = typed_so_far(ctx, step, fields);
    let facility = facility(ctx, &materials)?;
    let entered = Entered {
        values: &values,
        materials: &materials,
    };
    let place = (batch, &step.id);
    let lines = worked(ctx.protocol, ctx.treatment, Some(&facility), place, entered);
    let places = places(ctx, batch);
    let here = |place: &StepPlace| place.target == Target::Step(batch.clone(), step.id.clone());
    let index = places.iter().position(here).unwrap_or_default();
    let beside = |index: Option<usize>| index.and_then(|index| places.get(index)).cloned();
    Ok(StepScreen {
        batch: batch.clone(),
        number: index.saturating_add(1),
        beside: (beside(index.checked_sub(1)), beside(index.checked_add(1))),
        adds: lines.iter().map(|line| add_line(ctx, step, line)).collect(),
        timer: timer(ctx, step, fields),
        step: step.id.clone(),
        attachments: step.attachments.clone(),
        files: files(ctx, batch, &step.id)?,
        report: Target::DeviationReport(batch.clone(), step.id.clone()),
        places,
    })
}

/// What hangs on a step of the record.
fn files(ctx: &Context<'_>, batch: &BatchId, step: &StepId) -> Result<Vec<FileLine>, AppError> {
    let known = ctx.treatment.batches.get(batch);
    let opening = ctx.treatment.opening.as_ref();
    let Some((known, opening)) = known.zip(opening) else {
        return Ok(Vec::new());
    };
    let files = attached(ctx.world, &opening.chain_of_identity, ctx.folded, known)?;
    let of_step = files.into_iter().filter(|file| &file.step == step);
    Ok(of_step.collect())
}

/// Values and materials as far as they read; what does not is told when the form is sent.
fn typed_so_far(
    ctx: &Context<'_>,
    step: &Step,
    fields: &BTreeMap<String, String>,
) -> (BTreeMap<InputId, Value>, Vec<MaterialUsed>) {
    let mut typed = Typed::new(ctx.world, fields);
    let mut values = BTreeMap::new();
    for input in &step.inputs {
        if let Some(value) = typed.value(&format!("value.{}", input.id), &input_kind(input)) {
            values.insert(input.id.clone(), value);
        }
    }
    let mut materials = Vec::new();
    for material in &step.materials {
        let lot = fields.get(&format!("material.{}.lot", material.id));
        materials.push(MaterialUsed {
            material: material.id.clone(),
            lot: lot.map(|lot| lot.trim().to_owned()).unwrap_or_default(),
            // The day plays no part in how much is added.
            expires_on: Date::MAX,
            amount: read_amount(&mut typed, material),
        });
    }
    (values, materials)
}

/// What is known of the lots that were typed.
fn facility(ctx: &Context<'_>, materials: &[MaterialUsed]) -> Result<Facility, AppError> {
    let lots = materials.iter().filter(|used| !used.lot.is_empty());
    let lots = lots.filter_map(|used| cikada_domain::LotId::new(&*used.lot).ok());
    let lots: std::collections::BTreeSet<_> =
        lots.map(cikada_domain::event::Subject::Lot).collect();
    Ok(ctx.world.facility(&lots)?.facility)
}

fn places(ctx: &Context<'_>, batch: &BatchId) -> Vec<StepPlace> {
    let (now, zone) = (ctx.world.now(), ctx.world.zone());
    let open = steps_open(ctx.protocol, ctx.treatment, batch, now, zone);
    let known = ctx.treatment.batches.get(batch);
    let place = |step: &Step| StepPlace {
        title: step.title.clone(),
        target: Target::Step(batch.clone(), step.id.clone()),
        times_done: known.map_or(0, |batch| batch.records_of(&step.id).count()),
        may: open.iter().any(|open| open.step == step.id && open.now),
    };
    ctx.protocol.steps.iter().map(place).collect()
}

fn add_line(ctx: &Context<'_>, step: &Step, line: &WorkedLine) -> AddLine {
    let material = step
        .materials
        .iter()
        .find(|material| material.id == line.id);
    let target = step.targets.iter().find(|target| target.id == line.id);
    let aim = match (material, target) {
        (Some(material), _) => format!("to {}", material.amount.words()),
        (None, Some(target)) => format!("to {}", target.density.words()),
        (None, None) => String::new(),
    };
    let entered = line.entered.as_ref().zip(line.within);
    let sources = std::iter::once(&line.source).chain(&line.also);
    AddLine {
        label: line.label.clone(),
        aim,
        volume: match &line.worked {
            Ok(worked) => Ok(worked.value.amount_words()),
            Err(missing) => Err(missing.clone()),
        },
        working: line
            .worked
            .as_ref()
            .map(|worked| worked.working.clone())
            .unwrap_or_default(),
        tolerance: line.tolerance.as_ref().map(cikada_domain::Quantity::words),
        entered: entered.map(|(entered, within)| (entered.amount_words(), within)),
        sources: sources.map(|key| rule_source(ctx.protocol, key)).collect(),
    }
}

/// The field of the post that holds when the timer was started.
pub const TIMER_STARTED: &str = "_timer";

fn timer(ctx: &Context<'_>, step: &Step, fields: &BTreeMap<String, String>) -> Option<Timer> {
    let length = step.timer.as_ref()?;
    let started = fields
        .get(TIMER_STARTED)
        .and_then(|text| text.parse::<Timestamp>().ok());
    let seconds = length.convert(Unit::Second).ok()?.amount().trunc();
    let seconds: i64 = seconds.try_into().ok()?;
    let ends = started.and_then(|at| {
        at.checked_add(jiff::SignedDuration::from_secs(seconds))
            .ok()
    });
    let left = ends.map(|ends| ctx.world.clock("left", ends).remaining);
    Some(Timer {
        words: length.words(),
        started,
        ends: ends.map(|ends| ctx.world.moment(ends)),
        left: left.unwrap_or_default(),
    })
}

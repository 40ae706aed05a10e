//! One batch: its record step by step, growth curve, results and deviations.

use cikada_domain::event::DeviationClass;
use cikada_domain::treatment::{Batch, Performed};
use cikada_domain::{
    BatchId, ChainOfIdentity, ContainerId, DeviationId, DoseNumber, Quantity, StepId, Treatment,
    Unit,
};
use cikada_engine::outlook::State;
use cikada_engine::{StepOpen, Trend, TrendFlag, growth, steps_open, trend};
use cikada_protocol::model::{ReleaseStage, Step, StepKind};
use cikada_protocol::{Judgement, Protocol, Requirement};

use crate::error::AppError;
use crate::form::Target;
use crate::read::dose_sheet::dose_sheet;
use crate::read::files::{FileLine, attached};
use crate::read::filling::{Filling, filling};
use crate::read::laboratory::{ResultLine, SampleLine, results, samples};
use crate::read::lots_used::{RecordedMaterial, lots_used};
use crate::read::{Clock, Heading, Moment, heading};
use crate::use_cases::Actor;
use crate::use_cases::submit::is_late;
use crate::world::World;

/// The page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchPage {
    /// The heading.
    pub heading: Heading,
    /// The batch.
    pub batch: BatchId,
    /// The therapy's name.
    pub protocol: String,
    /// For which dose.
    pub dose: DoseNumber,
    /// The day of culture, counted from 0.
    pub culture_day: i32,
    /// When it was started.
    pub started: Moment,
    /// What was ordered and how it is prepared, line by line; empty for cells.
    pub sheet: Vec<String>,
    /// The clock of the product, after the harvest.
    pub clock: Option<Clock>,
    /// Every step with its records.
    pub steps: Vec<StepLine>,
    /// The growth curve's points.
    pub growth: Vec<GrowthPoint>,
    /// The dose's lowest and highest number of cells, for the curve: as decimal text.
    pub target_cells: (Option<String>, Option<String>),
    /// Days of culture on which the harvest may be.
    pub harvest_days: (u16, u16),
    /// How the culture does, in words: how long, how often doubled, how fast.
    pub trend: Vec<String>,
    /// What somebody should look at, in words.
    pub flags: Vec<String>,
    /// Results against the specification.
    pub results: Vec<ResultLine>,
    /// Samples taken.
    pub samples: Vec<SampleLine>,
    /// Deviations.
    pub deviations: Vec<DeviationLine>,
    /// The product.
    pub container: Option<ContainerId>,
    /// The doses filled from it, where the protocol lets it be more than one.
    pub filling: Option<Filling>,
}

/// One step of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepLine {
    /// The step.
    pub step: StepId,
    /// Its title.
    pub title: String,
    /// The days of culture it may be done on, in words.
    pub days: String,
    /// Where it stands.
    pub state: StepState,
    /// The form, when it may be done now.
    pub target: Option<Target>,
    /// What was recorded.
    pub records: Vec<StepRecord>,
    /// Photographs and files that hang on it.
    pub files: Vec<FileLine>,
    /// What is asked to be attached, in words, while nothing hangs on it.
    pub asked: Vec<String>,
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepState {
    /// Done.
    Done,
    /// May be done now.
    Open,
    /// Waits for another step or day.
    Waiting,
    /// Its days have passed.
    Missed,
}

/// One time a step was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRecord {
    /// When.
    pub at: Moment,
    /// When it was recorded, if it was entered late.
    pub entered_late: Option<Moment>,
    /// By whom.
    pub performer: String,
    /// Witnessed by whom.
    pub witness: Option<String>,
    /// What was entered: label, value, whether outside its limit, whether corrected, its correction form.
    pub values: Vec<RecordedValue>,
    /// What was added.
    pub materials: Vec<RecordedMaterial>,
}

/// One recorded value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedValue {
    /// What was asked.
    pub label: String,
    /// What was entered, in words.
    pub value: String,
    /// The limit in words.
    pub limit: Option<String>,
    /// Whether it lies outside.
    pub outside: bool,
    /// Whether it was changed since entry.
    pub corrected: bool,
    /// The form that corrects it.
    pub correction: Target,
}

/// One point of the growth curve. Decimal text, never a float, until it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrowthPoint {
    /// Days since the start.
    pub days: String,
    /// Cells in the whole culture.
    pub cells: String,
    /// The part that lives, in per cent.
    pub viability: Option<String>,
    /// The cells in words.
    pub words: String,
}

/// One deviation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviationLine {
    /// Its number.
    pub deviation: DeviationId,
    /// What was found and expected, in words.
    pub words: String,
    /// How grave it is, in words; `None` until it is classified.
    pub class: Option<&'static str>,
    /// `None` while open; then whether the product may still be released.
    pub acceptable: Option<bool>,
    /// The form of what comes next: its class, then its assessment.
    pub target: Target,
}

/// The page of one batch.
///
/// # Errors
/// When there is no such batch, the reader may not see it, or reading fails.
pub fn batch(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
    batch_id: &BatchId,
) -> Result<BatchPage, AppError> {
    let heading = heading(world, actor, id)?;
    let (folded, protocol) = world.opened(id)?;
    let treatment = &folded.treatment;
    let batch = treatment.batches.get(batch_id);
    let batch = batch.ok_or_else(|| AppError::NotFound(format!("batch {batch_id}")))?;
    let open = steps_open(&protocol, treatment, batch_id, world.now(), world.zone());
    let product = batch
        .container
        .as_ref()
        .and_then(|container| treatment.products.get(container));
    let started = world.moment(batch.started_at);
    let end = product.map_or(world.now(), |product| product.harvested_at);
    let culture_day = started
        .date()
        .until(world.moment(end).date())
        .map_or(0, |span| span.get_days());
    let trend = trend(&protocol, batch, world.now());
    let files = attached(world, id, &folded, batch)?;
    Ok(BatchPage {
        heading,
        batch: batch_id.clone(),
        protocol: protocol.id.clone(),
        dose: batch.dose,
        culture_day,
        started,
        sheet: dose_sheet(&protocol, treatment, batch.dose),
        clock: product.map(|product| world.clock("product expires", product.expires_at)),
        steps: protocol
            .steps
            .iter()
            .map(|step| step_line(world, batch_id, batch, step, (&open, &files)))
            .map(|line| without_days(line, protocol.medicine().is_some()))
            .collect(),
        growth: growth(&protocol, batch).iter().map(growth_point).collect(),
        target_cells: protocol
            .cells_of(batch.dose)
            .map_or((None, None), target_cells),
        harvest_days: harvest_days(&protocol),
        trend: trend_words(&trend),
        flags: trend.flags.iter().map(TrendFlag::words).collect(),
        results: results(world, &protocol, batch_id, batch),
        samples: samples(world, batch),
        deviations: deviations(treatment, batch_id),
        container: batch.container.clone(),
        filling: filling(world, (&protocol, treatment), batch_id),
    })
}

/// A medicine is prepared on one day: its steps need none beside them.
fn without_days(mut line: StepLine, is_medicine: bool) -> StepLine {
    if is_medicine {
        line.days.clear();
    }
    line
}

fn trend_words(trend: &Trend) -> Vec<String> {
    let doubled = trend.doublings.last();
    let doubled =
        doubled.map(|(_, times)| format!("{times} population doublings since the first count"));
    let hours = trend.doubling_hours;
    let hours = hours.map(|hours| format!("last doubling in {} h", hours.normalize()));
    doubled.into_iter().chain(hours).collect()
}

fn growth_point(point: &cikada_engine::GrowthPoint) -> GrowthPoint {
    GrowthPoint {
        days: point.days.to_string(),
        cells: point.cells.amount().to_string(),
        viability: point
            .viability
            .as_ref()
            .map(|viability| viability.amount().to_string()),
        words: point.cells.words(),
    }
}

fn target_cells(requirement: &Requirement) -> (Option<String>, Option<String>) {
    let amount = |quantity: &Quantity| {
        quantity
            .convert(Unit::Cell)
            .map(|cells| cells.amount().to_string())
            .ok()
    };
    match requirement {
        Requirement::Between { min, max } => {
            (min.as_ref().and_then(amount), max.as_ref().and_then(amount))
        }
        Requirement::Above(limit) => (amount(limit), None),
        Requirement::Below(limit) => (None, amount(limit)),
        Requirement::Is(_) | Requirement::OneOf(_) => (None, None),
    }
}

fn harvest_days(protocol: &Protocol) -> (u16, u16) {
    let harvest = protocol
        .steps
        .iter()
        .find(|step| step.kind == StepKind::Harvest);
    harvest.map_or((0, 0), |step| step.days)
}

fn step_line(
    world: &World,
    id: &BatchId,
    batch: &Batch,
    step: &Step,
    (open, files): (&[StepOpen], &[FileLine]),
) -> StepLine {
    let records: Vec<_> = batch
        .records_of(&step.id)
        .zip(0..)
        .map(|(record, occurrence)| step_record(world, id, step, record, occurrence))
        .collect();
    let now = open.iter().find(|open| open.step == step.id);
    let may = now.is_some_and(|open| open.now);
    let state = match (records.is_empty(), may, now.map(|open| open.state)) {
        (_, true, _) => StepState::Open,
        (false, false, _) => StepState::Done,
        (true, false, Some(State::Late)) => StepState::Missed,
        (true, false, _) if batch.container.is_some() => StepState::Missed,
        (true, false, _) => StepState::Waiting,
    };
    let (first, last) = step.days;
    let of_step = files.iter().filter(|file| file.step == step.id);
    let of_step: Vec<_> = of_step.cloned().collect();
    StepLine {
        step: step.id.clone(),
        title: step.title.clone(),
        days: if first == last {
            format!("day {first}")
        } else {
            format!("days {first} to {last}")
        },
        state,
        target: may.then(|| Target::Step(id.clone(), step.id.clone())),
        asked: match of_step.is_empty() {
            true => step.attachments.clone(),
            false => Vec::new(),
        },
        files: of_step,
        records,
    }
}

fn step_record(
    world: &World,
    batch: &BatchId,
    step: &Step,
    record: &Performed,
    occurrence: u16,
) -> StepRecord {
    let values = step.inputs.iter().filter_map(|input| {
        let value = record.values.get(&input.id)?;
        let limit = input.limit.as_ref();
        Some(RecordedValue {
            label: input.label.clone(),
            value: value.words(),
            limit: limit.map(Requirement::words),
            outside: limit.is_some_and(|limit| limit.judge(value) != Judgement::Meets),
            corrected: record.corrected.contains(&input.id),
            correction: Target::Correction(
                batch.clone(),
                step.id.clone(),
                occurrence,
                input.id.clone(),
            ),
        })
    });
    StepRecord {
        at: world.moment(record.at),
        entered_late: is_late(record.at, record.recorded_at)
            .then(|| world.moment(record.recorded_at)),
        performer: world.who(&record.performer),
        witness: record.witness.as_ref().map(|witness| world.who(witness)),
        values: values.collect(),
        materials: lots_used(batch, step, record, occurrence),
    }
}

/// Whether a product may be released on its fast tests, before the late ones are in.
pub(crate) fn is_two_staged(protocol: &Protocol) -> bool {
    let mut rules = protocol.releases.iter();
    rules.any(|rule| rule.stage == ReleaseStage::Conditional)
}

/// The deviations of a batch.
pub(crate) fn deviations(treatment: &Treatment, batch: &BatchId) -> Vec<DeviationLine> {
    let of_batch = treatment
        .deviations
        .iter()
        .filter(|(_, deviation)| &deviation.batch == batch);
    of_batch
        .map(|(id, deviation)| DeviationLine {
            deviation: id.clone(),
            words: match &deviation.step {
                Some(step) => format!("{}: {}", step.as_str().replace('-', " "), deviation.words()),
                None => deviation.words(),
            },
            class: deviation.class.map(DeviationClass::words),
            acceptable: deviation.product_acceptable,
            target: match deviation.class {
                None => Target::DeviationClass(id.clone()),
                Some(_) => Target::Deviation(id.clone()),
            },
        })
        .collect()
}

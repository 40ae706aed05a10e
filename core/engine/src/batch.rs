//! A batch as its record shows it: which steps may be done now, and how the cells have grown.

use cikada_domain::treatment::Batch;
use cikada_domain::{BatchId, Quantity, StepId, Treatment};
use cikada_protocol::Protocol;
use cikada_protocol::model::{InputRole, Step};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use crate::context::{Context, Reasons};
use crate::decision::Refusal;
use crate::outlook::{State, looking};
use crate::rules::perform_step::{in_order, on_its_day};
use crate::{figures, gates, time};

/// A step that is not finished, with its days on the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepOpen {
    /// The step.
    pub step: StepId,
    /// Its title.
    pub title: String,
    /// Which day of the culture it is now; the culture starts on day 0.
    pub day: i64,
    /// The first day on which it may be done.
    pub first: Date,
    /// The last day on which it may be done.
    pub last: Date,
    /// How often it was done.
    pub times_done: usize,
    /// Whether it may be done now.
    pub now: bool,
    /// Due if it must be done once and may be done now; late if its last day has passed.
    pub state: State,
    /// What must come first.
    pub blocked_by: Vec<Refusal>,
}

/// The steps of a batch that are not finished, in the order of the protocol; none once it is
/// harvested. Steps to be done once come until they are done, repeated ones until their last day.
#[must_use]
pub fn steps_open(
    protocol: &Protocol,
    treatment: &Treatment,
    batch: &BatchId,
    now: Timestamp,
    zone: &TimeZone,
) -> Vec<StepOpen> {
    let ctx = &looking(protocol, treatment, now, zone, None);
    let known = treatment.batches.get(batch);
    known.map_or_else(Vec::new, |known| steps(ctx, (batch, known)))
}

pub(crate) fn steps(ctx: &Context<'_>, (id, batch): (&BatchId, &Batch)) -> Vec<StepOpen> {
    if batch.container.is_some() {
        return Vec::new();
    }
    let steps = ctx.protocol.steps.iter();
    steps
        .filter_map(|step| step_open(ctx, step, (id, batch)))
        .collect()
}

fn step_open(ctx: &Context<'_>, step: &Step, (id, batch): (&BatchId, &Batch)) -> Option<StepOpen> {
    let start = time::day(batch.started_at, ctx.zone);
    let today = ctx.day();
    let (first, last) = step.days;
    let first = time::day_after(start, i64::from(first));
    let last = time::day_after(start, i64::from(last));
    let times_done = batch.records_of(&step.id).count();
    if (!step.repeats && times_done > 0) || (step.repeats && today > last) {
        return None;
    }
    let mut reasons = Reasons::default();
    if today >= first {
        in_order(ctx, &mut reasons, step, batch);
        on_its_day(ctx, &mut reasons, step, batch);
        gates::recall_decided(ctx, &mut reasons, (id, batch));
    }
    let blocked_by = reasons.into_refusals();
    let now = today >= first && blocked_by.is_empty();
    let state = if today > last {
        State::Late
    } else if !blocked_by.is_empty() {
        State::Blocked
    } else if now && !step.repeats {
        State::Due
    } else {
        State::Open
    };
    Some(StepOpen {
        step: step.id.clone(),
        title: step.title.clone(),
        day: time::days_between(start, today),
        first,
        last,
        times_done,
        now,
        state,
        blocked_by,
    })
}

/// One count of a culture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrowthPoint {
    /// Days since the culture was started, with a part for the hours.
    pub days: Decimal,
    /// The cells of the whole culture, of the population the protocol counts.
    pub cells: Quantity,
    /// The part that lived, where it was counted with them.
    pub viability: Option<Quantity>,
}

/// The counts of a batch in order of time, with corrections taken in.
#[must_use]
pub fn growth(protocol: &Protocol, batch: &Batch) -> Vec<GrowthPoint> {
    let points = batch.performed.iter().filter_map(|record| {
        let step = protocol.step(&record.step)?;
        let entered = |role| figures::entered(step, record, role).cloned();
        Some(GrowthPoint {
            days: time::days_since(batch.started_at, record.at),
            cells: entered(InputRole::CellCount)?,
            viability: entered(InputRole::Viability),
        })
    });
    let mut points: Vec<_> = points.collect();
    points.sort_by_key(|point| point.days);
    points
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asked::{codes, example_course};
    use crate::course::{Course, Point, batch};

    fn open(course: &Course) -> Vec<StepOpen> {
        let (protocol, treatment) = (&course.protocol, &course.treatment);
        steps_open(protocol, treatment, &batch(1), course.now, &course.zone)
    }

    #[test]
    fn a_step_that_may_be_done_now_is_accepted_and_any_other_is_not() {
        let mut course = example_course(Point::Cultured);
        for hours in [0, 24, 5 * 24, 10 * 24, 20 * 24] {
            course.now += jiff::SignedDuration::from_hours(hours);
            let now: Vec<_> = open(&course).into_iter().filter(|step| step.now).collect();
            for step in course.protocol.steps.clone() {
                if step.kind == cikada_protocol::model::StepKind::Harvest {
                    continue;
                }
                let command = course.step(1, &step);
                let refused = codes(&mut course.clone(), "tech-1", &command);
                let listed = now.iter().any(|open| open.step == step.id);
                assert_eq!(listed, refused.is_empty(), "{}: {refused:?}", step.id);
            }
        }
    }

    #[test]
    fn a_harvested_batch_has_no_step_left_and_its_counts_in_order() {
        let course = example_course(Point::Harvested);
        assert!(open(&course).is_empty());
        let points = growth(&course.protocol, &course.treatment.batches[&batch(1)]);
        assert!(points.len() >= 3, "{points:?}");
        assert!(points.is_sorted_by(|left, right| left.days <= right.days));
        assert!(points.iter().all(|point| point.viability.is_some()));
    }

    #[test]
    fn a_missed_step_is_late() {
        let mut course = example_course(Point::Cultured);
        course.now += jiff::SignedDuration::from_hours(48);
        let steps = open(&course);
        assert_eq!(steps[0].state, State::Late);
        assert!(!steps[0].now);
    }
}

//! How a culture does while it lasts: doublings, doubling time, viability, and what is outside.
//!
//! Flags are for people who watch: a value outside its limit has its deviation already, and nothing
//! is released or given on a trend.

use cikada_domain::Quantity;
use cikada_domain::treatment::Batch;
use cikada_dose::doublings;
use cikada_protocol::{Judgement, Protocol};
use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::batch::{GrowthPoint, growth};
use crate::time;

/// How a culture does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trend {
    /// How long it has lasted, in days, until the harvest or now.
    pub days: Decimal,
    /// Population doublings from the first count to each later one, with its day.
    pub doublings: Vec<(Decimal, Decimal)>,
    /// Hours of one doubling between the last two counts; none while the cells do not grow.
    pub doubling_hours: Option<Decimal>,
    /// What somebody should look at, the latest first.
    pub flags: Vec<TrendFlag>,
}

/// What somebody should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrendFlag {
    /// The last value entered lies outside its limit.
    Outside {
        /// What was asked.
        label: String,
        /// What was found.
        found: String,
        /// What was expected.
        expected: String,
    },
    /// Fewer cells than at the count before.
    CellsFell {
        /// The count before.
        from: Quantity,
        /// The last one.
        to: Quantity,
    },
    /// A lower viability than at the count before.
    ViabilityFell {
        /// The count before.
        from: Quantity,
        /// The last one.
        to: Quantity,
    },
}

impl TrendFlag {
    /// The flag in words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Outside {
                label,
                found,
                expected,
            } => format!("{label}: {found}, expected {expected}"),
            Self::CellsFell { from, to } => {
                format!("cells fell from {} to {}", from.words(), to.words())
            }
            Self::ViabilityFell { from, to } => {
                format!("viability fell from {} to {}", from.words(), to.words())
            }
        }
    }
}

/// How a batch does at a moment.
#[must_use]
pub fn trend(protocol: &Protocol, batch: &Batch, now: Timestamp) -> Trend {
    let points = growth(protocol, batch);
    let first = points.first();
    let since_first = points.iter().skip(1).filter_map(|point| {
        let grown = doublings(&first?.cells, &point.cells).ok()?;
        Some((point.days, grown))
    });
    let harvest = batch.container.as_ref().and(batch.performed.last());
    let until = harvest.map_or(now, |record| record.at);
    let mut flags = outside(protocol, batch);
    if let [.., before, last] = points.as_slice() {
        flags.extend(fallen(before, last));
    }
    Trend {
        days: time::days_since(batch.started_at, until),
        doublings: since_first.collect(),
        doubling_hours: doubling_hours(&points),
        flags,
    }
}

fn fallen(before: &GrowthPoint, last: &GrowthPoint) -> Vec<TrendFlag> {
    let fell = |from: &Quantity, to: &Quantity| to.compare(from).is_ok_and(|order| order.is_lt());
    let (from, to) = (&before.cells, &last.cells);
    let mut flags = Vec::new();
    if fell(from, to) {
        let (from, to) = (from.clone(), to.clone());
        flags.push(TrendFlag::CellsFell { from, to });
    }
    let viable = before.viability.clone().zip(last.viability.clone());
    if let Some((from, to)) = viable.filter(|(from, to)| fell(from, to)) {
        flags.push(TrendFlag::ViabilityFell { from, to });
    }
    flags
}

fn doubling_hours(points: &[GrowthPoint]) -> Option<Decimal> {
    let [.., before, last] = points else {
        return None;
    };
    let grown = doublings(&before.cells, &last.cells).ok()?;
    if grown <= Decimal::ZERO {
        return None;
    }
    let hours = last
        .days
        .checked_sub(before.days)?
        .checked_mul(Decimal::from(24))?;
    Some(hours.checked_div(grown)?.round_dp(1))
}

/// The last record of each step, input by input.
fn outside(protocol: &Protocol, batch: &Batch) -> Vec<TrendFlag> {
    let steps = protocol.steps.iter();
    let last = steps.filter_map(|step| Some((step, batch.records_of(&step.id).last()?)));
    let mut flags = Vec::new();
    for (step, record) in last {
        for input in &step.inputs {
            let judged = input.limit.as_ref().zip(record.values.get(&input.id));
            let Some((limit, found)) = judged else {
                continue;
            };
            if limit.judge(found) != Judgement::Meets {
                flags.push(TrendFlag::Outside {
                    label: input.label.clone(),
                    found: found.words(),
                    expected: limit.words(),
                });
            }
        }
    }
    flags.reverse();
    flags
}

#[cfg(test)]
mod tests {
    use cikada_domain::{InputId, Value};

    use super::*;
    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::{Course, Point, batch};

    fn count(course: &mut Course, cells: &str, viability: &str) {
        let id = cikada_domain::StepId::new("count").unwrap();
        let step = course.protocol.step(&id).unwrap().clone();
        let mut command = course.step(1, &step);
        if let Command::PerformStep { values, .. } = &mut command {
            for (input, value) in [("living-cells", cells), ("viability", viability)] {
                let value = Value::Quantity(value.parse().unwrap());
                values.insert(InputId::new(input).unwrap(), value);
            }
        }
        assert_eq!(codes(course, "tech-1", &command), [""; 0]);
    }

    fn now(course: &Course) -> Trend {
        trend(
            &course.protocol,
            &course.treatment.batches[&batch(1)],
            course.now,
        )
    }

    #[test]
    fn growth_is_told_in_doublings_and_hours_of_one_doubling() {
        let mut course = example_course(Point::Grown);
        count(&mut course, "1e9 {viable}", "95 %");
        course.now += jiff::SignedDuration::from_hours(48);
        count(&mut course, "4e9 {viable}", "95 %");
        let trend = now(&course);
        assert_eq!(trend.doubling_hours, Some(Decimal::from(24)));
        let last = trend.doublings.last().unwrap().1;
        let before = trend.doublings[trend.doublings.len() - 2].1;
        assert_eq!(last - before, Decimal::TWO);
        assert!(trend.flags.is_empty(), "{:?}", trend.flags);
    }

    #[test]
    fn a_fall_and_a_value_outside_are_flagged_as_soon_as_they_are_recorded() {
        let mut course = example_course(Point::Grown);
        count(&mut course, "1e9 {viable}", "95 %");
        count(&mut course, "8e8 {viable}", "70 %");
        let words: Vec<_> = now(&course).flags.iter().map(TrendFlag::words).collect();
        assert_eq!(
            words,
            [
                "Viability: 70 %, expected at least 80 %",
                "cells fell from 1e9 viable cells to 8e8 viable cells",
                "viability fell from 95 % to 70 %",
            ]
        );
        assert_eq!(now(&course).doubling_hours, None);
    }
}

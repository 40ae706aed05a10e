//! Holds readings against lines, from the gravest down. A line is met, not met, or cannot be told
//! for want of an input; what cannot be told is never taken for "not met".

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::criterion::{All, Condition, Edge, Limit, Line, Range, Subject};
use super::observation::{ChosenLine, Observation};
use super::problem::Missing;
use super::readings::Readings;

const SECONDS_PER_HOUR: Decimal = Decimal::from_parts(3600, 0, 0, false, 0);

/// Whether something holds, as far as is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Truth {
    Yes,
    No,
    /// It depends on these.
    Unknown(BTreeSet<Missing>),
}

impl Truth {
    fn known(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }

    fn unknown(missing: Missing) -> Self {
        Self::Unknown(BTreeSet::from([missing]))
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Unknown(mut left), Self::Unknown(right)) => {
                left.extend(right);
                Self::Unknown(left)
            }
            (Self::Unknown(missing), Self::Yes) | (Self::Yes, Self::Unknown(missing)) => {
                Self::Unknown(missing)
            }
            (Self::Yes, Self::Yes) => Self::Yes,
        }
    }

    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Yes, _) | (_, Self::Yes) => Self::Yes,
            (Self::Unknown(mut left), Self::Unknown(right)) => {
                left.extend(right);
                Self::Unknown(left)
            }
            (Self::Unknown(missing), Self::No) | (Self::No, Self::Unknown(missing)) => {
                Self::Unknown(missing)
            }
            (Self::No, Self::No) => Self::No,
        }
    }
}

/// The gravest line that is met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    Line(Box<Line>),
    NoLine,
    Missing(BTreeSet<Missing>),
}

/// The gravest line that is met, unless a graver one cannot be told.
pub(super) fn gravest(lines: &[Line], readings: &Readings, observation: &Observation) -> Found {
    let mut lines: Vec<_> = lines.iter().collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.grade));
    let mut missing = BTreeSet::new();
    for line in lines {
        match line_holds(line, readings, observation) {
            Truth::Yes if missing.is_empty() => return Found::Line(Box::new(*line)),
            Truth::Yes => return Found::Missing(missing),
            Truth::No => {}
            Truth::Unknown(inputs) => missing.extend(inputs),
        }
    }
    if missing.is_empty() {
        Found::NoLine
    } else {
        Found::Missing(missing)
    }
}

fn line_holds(line: &Line, readings: &Readings, observation: &Observation) -> Truth {
    let chosen =
        line.described.is_some() && observation.line == Some(ChosenLine::Number(line.grade));
    let mut truth = Truth::known(chosen);
    for all in line.alternatives() {
        truth = truth.or(holds(all, readings));
    }
    truth
}

/// Whether all conditions hold. A value collected over another time is not the value of this line,
/// so that its size says nothing here.
pub(super) fn holds(all: &All, readings: &Readings) -> Truth {
    let mut hours = all.conditions().filter_map(|condition| match condition {
        Condition::CollectedOver(hours) => Some(hours),
        Condition::Of(..) | Condition::Implied(_) => None,
    });
    if let Some(unknown @ Truth::Unknown(_)) = hours.next().map(|h| collected_over(h, readings)) {
        return unknown;
    }
    let truths = all.conditions().map(|condition| match condition {
        Condition::Of(subject, range) => subject_in(subject, &range, readings),
        Condition::Implied(range) => subject_in(Subject::Value, &range, readings),
        Condition::CollectedOver(hours) => collected_over(hours, readings),
    });
    truths.fold(Truth::Yes, Truth::and)
}

/// A volume collected over another time says something about this one in two cases only: a shorter
/// one cannot meet a longer line, and a longer one leaves a shorter line open.
fn collected_over(hours: Decimal, readings: &Readings) -> Truth {
    match readings.seconds {
        None => Truth::unknown(Missing::Duration),
        Some(seconds) if seconds < hours * SECONDS_PER_HOUR => Truth::No,
        Some(seconds) if seconds > hours * SECONDS_PER_HOUR => {
            Truth::unknown(Missing::ShorterCollection)
        }
        Some(_) => Truth::Yes,
    }
}

/// A subject's amount, and what its limits are multiplied with so that nothing is divided.
fn amount(subject: Subject, readings: &Readings) -> Result<(Decimal, Decimal), Missing> {
    let value = || readings.value.ok_or(Missing::Value);
    let baseline = || readings.baseline.ok_or(Missing::Baseline);
    Ok(match subject {
        Subject::Value => (value()?, Decimal::ONE),
        Subject::Baseline => (baseline()?, Decimal::ONE),
        Subject::Rise => (value()? - baseline()?, Decimal::ONE),
        Subject::Fall => (baseline()? - value()?, Decimal::ONE),
        Subject::RisePercent => ((value()? - baseline()?) * Decimal::ONE_HUNDRED, baseline()?),
        Subject::Duration => (readings.seconds.ok_or(Missing::Duration)?, SECONDS_PER_HOUR),
        Subject::Temperature => (
            readings.temperature.ok_or(Missing::Temperature)?,
            Decimal::ONE,
        ),
    })
}

fn subject_in(subject: Subject, range: &Range, readings: &Readings) -> Truth {
    let amount = amount(subject, readings);
    let side = |edge: Option<Edge>, beyond: fn(Decimal, Decimal) -> bool| {
        let Some(edge) = edge else {
            return Truth::Yes;
        };
        match (&amount, limit(edge.limit, readings)) {
            (Ok((amount, scale)), Ok(limit)) => {
                let limit = limit * scale;
                Truth::known(beyond(*amount, limit) || (edge.inclusive && *amount == limit))
            }
            (Ok(_), Err(missing)) => Truth::unknown(missing),
            (Err(missing), Ok(_)) => Truth::unknown(*missing),
            (Err(first), Err(second)) => Truth::Unknown(BTreeSet::from([*first, second])),
        }
    };
    let above_low = side(range.low, |amount, limit| amount > limit);
    let below_high = side(range.high, |amount, limit| amount < limit);
    above_low.and(below_high)
}

fn limit(limit: Limit, readings: &Readings) -> Result<Decimal, Missing> {
    match limit {
        Limit::Absolute(number) => Ok(number),
        Limit::UpperNormal(factor) => readings
            .upper_limit
            .map(|upper| factor * upper)
            .ok_or(Missing::UpperLimit),
        Limit::LowerNormal => readings.lower_limit.ok_or(Missing::LowerLimit),
        Limit::Baseline(factor) => readings
            .baseline
            .map(|baseline| factor * baseline)
            .ok_or(Missing::Baseline),
    }
}

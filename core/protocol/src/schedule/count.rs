//! How many doses a schedule gives at most, without laying it on a calendar.

use super::place::hours_of;
use super::{Interval, Limit, Otherwise, Part};

/// The doses of some parts: exact where they are counted, an upper bound where a stretch is given
/// in months, which are of different length.
pub(super) fn count(parts: &[Part]) -> u32 {
    parts.iter().map(one).fold(0, u32::saturating_add)
}

fn one(part: &Part) -> u32 {
    match part {
        Part::Block { count, .. } => u32::from(*count),
        Part::Every { every, limit } => limited(limit, |length| stretch(length, *every)),
        Part::Weekly { on, limit } => limited(limit, |length| {
            let days = length.days_at_most();
            let whole = (days / 7).saturating_mul(u32::from(on.count()));
            whole.saturating_add((days % 7).min(u32::from(on.count())))
        }),
        Part::Days(days) | Part::Continuous(days) => length(days),
        Part::Hourly {
            every_hours,
            at_most,
            days,
            ..
        } => match days.as_slice() {
            [] => u32::from(*at_most),
            days => {
                let fit = hours_of(*every_hours, days).count();
                u32::try_from(fit)
                    .unwrap_or(u32::MAX)
                    .min(u32::from(*at_most))
            }
        },
        Part::Rest { .. } | Part::Gap { .. } => 0,
        Part::Repeat {
            count: times,
            parts,
        } => u32::from(*times).saturating_mul(count(parts)),
        Part::Cycle { parts, .. } => count(parts),
        Part::AtMonths { months, parts } => length(months).saturating_mul(count(parts)),
        Part::If {
            parts, otherwise, ..
        } => match otherwise {
            Otherwise::Stop | Otherwise::GoOn => count(parts),
            Otherwise::Parts(other) => count(parts).max(count(other)),
        },
    }
}

fn length(days: &[u16]) -> u32 {
    u32::try_from(days.len()).unwrap_or(u32::MAX)
}

fn limited(limit: &Limit, fit: impl Fn(Interval) -> u32) -> u32 {
    let fit = limit.length().map_or(u32::MAX, fit);
    match limit {
        Limit::For(_) => fit,
        Limit::Cap { at_most, .. } => at_most.map_or(fit, |most| fit.min(u32::from(most))),
    }
}

fn stretch(length: Interval, every: Interval) -> u32 {
    match (length, every) {
        (Interval::Months(length), Interval::Months(every)) => length.div_ceil(every.max(1)),
        (length, every) => length.days_at_most().div_ceil(every.days_at_least().max(1)),
    }
}

impl Interval {
    /// The days of the longest such interval anywhere on the calendar.
    pub(super) fn days_at_most(self) -> u32 {
        const LONGEST: [u32; 12] = [0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337];
        match self {
            Self::Days(days) => days,
            Self::Months(months) => {
                let years = months / 12;
                let rest = usize::try_from(months % 12).unwrap_or(0);
                let rest = LONGEST.get(rest).copied().unwrap_or(0);
                years
                    .saturating_mul(365)
                    .saturating_add(years.div_ceil(4))
                    .saturating_add(rest)
            }
        }
    }

    /// The days of the shortest such interval, or fewer.
    pub(super) fn days_at_least(self) -> u32 {
        match self {
            Self::Days(days) => days,
            Self::Months(months) => months.saturating_mul(28),
        }
    }
}

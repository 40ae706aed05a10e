//! What happens to a dose that was not given: it is lost, or it moves and takes the rest with it.
//! Never is a dose given twice as large, or two where one was planned.

use cikada_domain::{DoseNumber, GapConvention};
use jiff::civil::Date;

use super::{Interval, Part, Schedule, WeekDays, part};

/// What a protocol says about a dose that was not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissedRule {
    /// `skip`: the dose is lost and the others keep their days.
    Skip,
    /// `shift within 3 d`: up to so many days late it is given, and the later doses move as far;
    /// after that it is lost.
    Shift {
        /// The days it may be late.
        days: u16,
    },
}

impl MissedRule {
    /// The rule as a file writes it.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Skip => "skip".to_owned(),
            Self::Shift { days } => format!("shift within {days} d"),
        }
    }
}

/// What comes of a missed dose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MissedOutcome {
    /// The dose is lost. It is not caught up, and the other doses keep their days.
    Skipped,
    /// The dose is given on the day, and the later ones move as far.
    Shifted {
        /// The dose and all later ones, on their new days.
        rest: Vec<(DoseNumber, Date)>,
    },
    /// The dose is not missed: the day is not after the day it is planned for.
    NotMissed,
    /// The file has no rule for missed doses, so a physician must decide.
    NoRule,
    /// The plan does not hold the dose, or a new day lies beyond the calendar.
    NotPlanned,
}

/// What comes of a dose that was not given on its day and could be given on `day`.
///
/// `plan` holds every dose with its planned day, in order; hours keep their place in the day.
#[must_use]
pub fn missed(
    schedule: &Schedule,
    plan: &[(DoseNumber, Date)],
    dose: DoseNumber,
    day: Date,
) -> MissedOutcome {
    let Some((_, planned)) = plan.iter().find(|(number, _)| *number == dose) else {
        return MissedOutcome::NotPlanned;
    };
    let Ok(late) = day.since(*planned).map(|late| late.get_days()) else {
        return MissedOutcome::NotPlanned;
    };
    match schedule.missed {
        None => MissedOutcome::NoRule,
        Some(_) if late < 0 => MissedOutcome::NotMissed,
        Some(MissedRule::Skip) => MissedOutcome::Skipped,
        Some(MissedRule::Shift { .. }) if late == 0 => MissedOutcome::NotMissed,
        Some(MissedRule::Shift { days }) if late > i32::from(days) => MissedOutcome::Skipped,
        Some(MissedRule::Shift { .. }) => {
            let Ok(late) = u32::try_from(late) else {
                return MissedOutcome::NotPlanned;
            };
            let later = plan.iter().filter(|(number, _)| *number >= dose);
            let moved = |(number, on): &(DoseNumber, Date)| {
                Some((*number, Interval::Days(1).after(*on, late)?))
            };
            later
                .map(moved)
                .collect::<Option<Vec<_>>>()
                .map_or(MissedOutcome::NotPlanned, |rest| MissedOutcome::Shifted {
                    rest,
                })
        }
    }
}

/// A day to lay schedules on.
const ANY_DAY: Date = Date::constant(2001, 1, 1);

/// Why doses of a schedule cannot be late by so many days, if they cannot.
pub(crate) fn shift_problem(schedule: &Schedule, days: u16) -> Option<String> {
    let named = |part: &Part| {
        let on = match part {
            Part::Weekly { on, .. } => on,
            _ => return false,
        };
        matches!(on, WeekDays::Named(_))
    };
    if part::any(&schedule.parts, named) {
        return Some("a shifted dose would leave the weekdays that the doses name".to_owned());
    }
    for convention in [GapConvention::Before, GapConvention::After] {
        let places = schedule.places(ANY_DAY, convention)?;
        let distance = |(a, b): (&super::DosePlace, &super::DosePlace)| {
            b.on.since(a.on).ok().map(|since| since.get_days())
        };
        let pairs = places.iter().zip(places.iter().skip(1));
        let shortest = pairs.filter_map(distance).min();
        if let Some(shortest) = shortest.filter(|shortest| *shortest <= i32::from(days)) {
            return Some(format!(
                "a dose {days} d late would be due with the next one: two doses lie only {shortest} d apart"
            ));
        }
    }
    None
}

#[cfg(test)]
mod tests;

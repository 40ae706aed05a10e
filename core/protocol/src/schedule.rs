//! When doses are given and what lies before and after them, as read from a protocol's text.
//!
//! Days are counted from the anchor, the first dose, on the calendar of the treating centre.
//! Weeks are seven days; months are months of the calendar and keep the day of the month.

mod parse;
mod place;

use cikada_domain::GapConvention;

pub(crate) use parse::{ParseProblem, parse_doses, parse_timing};
#[cfg(test)]
pub(crate) use place::DosePlace;

/// When doses are given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// How a block's interval lies between two blocks.
    pub convention: GapConvention,
    /// What day 0 of the treatment is.
    pub anchor: Anchor,
    /// The doses as the file writes them.
    pub text: String,
    /// The doses as read.
    pub parts: Vec<Part>,
    /// The days around each dose's day on which it may still be given.
    pub window: Window,
    /// The source's key.
    pub source: String,
}

/// What day 0 of a treatment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Anchor {
    /// The first infusion of cells.
    FirstInfusion,
    /// The first dose of a medicine.
    FirstDose,
}

impl Anchor {
    /// The anchor in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::FirstInfusion => "first infusion",
            Self::FirstDose => "first dose",
        }
    }
}

/// A distance on the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Interval {
    /// Whole days.
    Days(u32),
    /// Whole months.
    Months(u32),
}

impl Interval {
    /// The interval as a file writes it: `2 wk`, `9 d`, `3 mo`.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Days(days) if days > 0 && days.is_multiple_of(7) => format!("{} wk", days / 7),
            Self::Days(days) => format!("{days} d"),
            Self::Months(months) => format!("{months} mo"),
        }
    }
}

/// One part of a sequence of doses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// `4 x every 2 wk`: so many doses, an interval each.
    Block {
        /// How many doses.
        count: u16,
        /// The interval of each.
        every: Interval,
    },
    /// `on days 1, 3 and 5`: one dose on each of the days, counted from 1 where the part starts.
    Days(Vec<u16>),
    /// `every 8 h, at most 14, on days 1 to 5`: several doses a day.
    Hourly {
        /// Hours between two doses.
        every_hours: u16,
        /// No more doses than this in the part.
        at_most: u16,
        /// The days, counted from 1; a day ends 24 h after the dose it starts with.
        days: Vec<u16>,
    },
    /// `rest 9 d`: no dose.
    Rest(Interval),
    /// `repeat 2 x (...)`: the parts, so many times.
    Repeat {
        /// How many times.
        count: u16,
        /// What is repeated.
        parts: Vec<Part>,
    },
}

/// Days around a planned day on which it may still happen: `within -1 d to +2 d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Window {
    /// The first day, from the planned day; zero or negative in most protocols.
    pub from_days: i32,
    /// The last day, from the planned day.
    pub to_days: i32,
}

impl Window {
    /// The window as a file writes it.
    #[must_use]
    pub fn words(self) -> String {
        format!("within {:+} d to {:+} d", self.from_days, self.to_days)
    }
}

/// When something happens that hangs on the doses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timing {
    /// The text as the file writes it.
    pub text: String,
    /// How it hangs on the event.
    pub offset: Offset,
    /// What it hangs on.
    pub event: TimingEvent,
    /// The days on which it may still happen.
    pub window: Window,
}

/// How far from its event something lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offset {
    /// `1 wk before`, or nothing for the day itself.
    Before(Interval),
    /// `at least 2 wk before`.
    AtLeastBefore(Interval),
    /// `24 h after`.
    After(Interval),
    /// `at least 4 wk after`.
    AtLeastAfter(Interval),
    /// `every 3 mo for 24 mo after`.
    Every {
        /// The interval.
        every: Interval,
        /// The last day, from the event.
        until: Interval,
    },
}

/// What a timing hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TimingEvent {
    /// Every infusion or dose.
    Each,
    /// The first one.
    First,
    /// Every one but the first: what is done before the next.
    Next,
    /// The last one.
    Last,
}

impl Schedule {
    /// How many doses the schedule gives.
    #[must_use]
    pub fn dose_count(&self) -> u32 {
        count(&self.parts)
    }
}

fn count(parts: &[Part]) -> u32 {
    let each = |part: &Part| match part {
        Part::Block { count, .. } => u32::from(*count),
        Part::Days(days) => u32::try_from(days.len()).unwrap_or(u32::MAX),
        Part::Hourly {
            every_hours,
            at_most,
            days,
        } => {
            let fit = place::hours_of(*every_hours, days).count();
            u32::try_from(fit)
                .unwrap_or(u32::MAX)
                .min(u32::from(*at_most))
        }
        Part::Rest(_) => 0,
        Part::Repeat {
            count: times,
            parts,
        } => u32::from(*times).saturating_mul(count(parts)),
    };
    parts.iter().map(each).fold(0, u32::saturating_add)
}

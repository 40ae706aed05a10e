//! When doses are given and what lies before and after them, as read from a protocol's text.
//!
//! Days are counted from the anchor, the first dose, on the calendar of the treating centre.
//! Weeks are seven days; months are months of the calendar and keep the day of the month.

mod count;
mod cycle;
#[cfg(test)]
mod laws;
mod missed;
mod parse;
mod part;
mod place;
mod print;
mod start;
mod titration;

use cikada_domain::{CriterionId, GapConvention};

pub(crate) use missed::shift_problem;
pub use missed::{MissedOutcome, MissedRule, missed};
pub use parse::{ParseProblem, parse_titration};
pub(crate) use parse::{parse_doses, parse_missed, parse_start, parse_timing};
pub use part::{Gate, Limit, Otherwise, Part, WeekDays, weekday_words};
pub(crate) use place::{Asked, DosePlace, Hours, OpenGate, Opening, Placed, Said, placed};
pub use print::doses_text;
pub(crate) use print::listed;
pub use start::{Distance, StartRule};
pub use titration::Titration;

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
    /// When the first dose may be given, from a day that lies outside the schedule.
    pub start: Vec<StartRule>,
    /// What happens to a dose that was not given on its days; `None` if the file does not say.
    pub missed: Option<MissedRule>,
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
    /// How many doses the schedule gives at most: exactly so many where they are counted; a stretch
    /// given in months holds a few less where its months are short.
    #[must_use]
    pub fn dose_count(&self) -> u32 {
        count::count(&self.parts)
    }

    /// Whether doses lie at hours of the day, and not only on days.
    #[must_use]
    pub fn counts_hours(&self) -> bool {
        let hourly = |part: &Part| matches!(part, Part::Hourly { .. } | Part::Continuous(_));
        part::any(&self.parts, hourly)
    }

    /// Every gate of the schedule, in the order of the text: the criteria that must be answered.
    #[must_use]
    pub fn gates(&self) -> Vec<&Gate> {
        let mut gates = Vec::new();
        part::gates(&self.parts, &mut gates);
        gates
    }

    /// Every criterion that ends a part when it is met, in the order of the text.
    #[must_use]
    pub fn ends(&self) -> Vec<&CriterionId> {
        let mut ends = Vec::new();
        part::ends(&self.parts, &mut ends);
        ends
    }

    /// The names of every day outside the schedule that it waits for, each once.
    #[must_use]
    pub fn milestones(&self) -> Vec<String> {
        let mut names: Vec<String> = self.start.iter().map(|rule| rule.after.clone()).collect();
        part::milestones(&self.parts, &mut names);
        names.sort();
        names.dedup();
        names
    }
}

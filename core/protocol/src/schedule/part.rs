//! The parts a schedule is made of.
//!
//! A part says when doses are given, when none are, or on what the parts after it wait. Days and
//! weeks of a part are counted from 1 where the part starts.

use cikada_domain::CriterionId;
use jiff::civil::Weekday;

use super::Interval;

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
    /// `every 4 wk until progression, at most 26`, `daily for 4 wk`: an interval each, to a limit.
    Every {
        /// The interval of each dose.
        every: Interval,
        /// How long.
        limit: Limit,
    },
    /// `3 x a week on Mon, Wed and Fri for 48 wk`: the same days of every week, to a limit.
    Weekly {
        /// The days of each week.
        on: WeekDays,
        /// How long.
        limit: Limit,
    },
    /// `on days 1, 3 and 5`: one dose on each of the days.
    Days(Vec<u16>),
    /// `continuously on days 1 to 5`: one dose of 24 h on each of the days, one after the other.
    Continuous(Vec<u16>),
    /// `every 8 h, at most 14, on days 1 to 5`: several doses a day.
    Hourly {
        /// Hours between two doses, at least and as planned.
        every_hours: u16,
        /// Hours between two doses, at most; the same where the text gives one number.
        to_hours: u16,
        /// No more doses than this in the part.
        at_most: u16,
        /// The allowed days; none if the part has no last day.
        days: Vec<u16>,
    },
    /// `rest 9 d`, `rest 2 to 6 d`: no dose.
    Rest {
        /// The rest at least, and as planned.
        min: Interval,
        /// The rest at most.
        max: Interval,
    },
    /// `at least 7 wk after discharge`: what follows waits for a day that the schedule cannot know.
    Gap {
        /// The distance from that day.
        at_least: Interval,
        /// The day's name.
        after: String,
    },
    /// `repeat 2 x (...)`: the parts, so many times.
    Repeat {
        /// How many times.
        count: u16,
        /// What is repeated.
        parts: Vec<Part>,
    },
    /// `cycle of 24 d (on days 4 to 7)`: the parts, and then nothing until the cycle is over.
    Cycle {
        /// How long the cycle is.
        length: Interval,
        /// What happens in it.
        parts: Vec<Part>,
    },
    /// `at months 4, 7 and 10 (3 x every 1 wk)`: the parts, begun at each month from day 0.
    AtMonths {
        /// The months, in order.
        months: Vec<u16>,
        /// What begins at each.
        parts: Vec<Part>,
    },
    /// `if response (...) else stop`: the parts only where the answer is the wanted one.
    If {
        /// The question and the wanted answer.
        gate: Gate,
        /// What is given then.
        parts: Vec<Part>,
        /// What happens with the other answer.
        otherwise: Otherwise,
    },
}

/// A question that must be answered before a dose, and the answer that lets the dose through.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gate {
    /// The criterion that holds the answer.
    pub criterion: CriterionId,
    /// The wanted answer: whether the criterion is met.
    pub met: bool,
}

impl Gate {
    /// The gate as a file writes it: `response`, `not complete-response`.
    #[must_use]
    pub fn words(&self) -> String {
        let not = if self.met { "" } else { "not " };
        format!("{not}{}", self.criterion)
    }
}

/// What happens where a gate's answer is not the wanted one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Otherwise {
    /// `else stop`: no further dose of the schedule.
    Stop,
    /// `else go on`: the gated parts are left out, and what follows them is given.
    GoOn,
    /// `else (...)`: other parts in their place.
    Parts(Vec<Part>),
}

/// How long a part goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Limit {
    /// `for 48 wk`: as long as that.
    For(Interval),
    /// `until progression, up to 24 mo, at most 26`: open, with a cap that a plan goes up to.
    Cap {
        /// The criteria of which any one ends the part when it is met; none if it only may be
        /// shorter.
        until: Vec<CriterionId>,
        /// No dose this long after the part's start, or later.
        up_to: Option<Interval>,
        /// No more doses than this in the part.
        at_most: Option<u16>,
    },
}

impl Limit {
    /// How long the part lasts at most; `None` if only its doses are counted.
    #[must_use]
    pub fn length(&self) -> Option<Interval> {
        match self {
            Self::For(length) => Some(*length),
            Self::Cap { up_to, .. } => *up_to,
        }
    }

    /// How many doses the part gives at most.
    #[must_use]
    pub fn doses_max(&self) -> u16 {
        match self {
            Self::For(_) => u16::MAX,
            Self::Cap { at_most, .. } => at_most.unwrap_or(u16::MAX),
        }
    }

    /// The criteria that end the part.
    #[must_use]
    pub fn until(&self) -> &[CriterionId] {
        match self {
            Self::For(_) => &[],
            Self::Cap { until, .. } => until,
        }
    }
}

/// The days of a week on which doses are given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WeekDays {
    /// `3 x a week on Mon, Wed and Fri`.
    Named(Vec<Weekday>),
    /// `3 x a week`: spread over the week, see [`WeekDays::counted`].
    Times(u16),
    /// `5 of 7 days` and `on days 1 to 5 of each week`: days of the part's own weeks, from 1.
    Counted(Vec<u16>),
}

impl WeekDays {
    /// How many doses a week has.
    #[must_use]
    pub fn count(&self) -> u16 {
        match self {
            Self::Named(days) => u16::try_from(days.len()).unwrap_or(u16::MAX),
            Self::Times(times) => *times,
            Self::Counted(days) => u16::try_from(days.len()).unwrap_or(u16::MAX),
        }
    }

    /// The days of a week that begins on `first`, counted from 1.
    ///
    /// Doses without days are spread as evenly as whole days allow, beginning on day 1: two are on
    /// days 1 and 4, three on days 1, 3 and 5, five on days 1, 2, 3, 5 and 6.
    #[must_use]
    pub fn counted(&self, first: Weekday) -> Vec<u16> {
        match self {
            Self::Named(days) => {
                let day = |day: &Weekday| u16::try_from(day.since(first)).unwrap_or(0);
                let mut counted: Vec<u16> = days.iter().map(|d| day(d).saturating_add(1)).collect();
                counted.sort_unstable();
                counted
            }
            Self::Times(times) => (0..*times)
                .map(|number| number.saturating_mul(7) / (*times).max(1) + 1)
                .collect(),
            Self::Counted(days) => days.clone(),
        }
    }
}

/// The three letters of a weekday.
#[must_use]
pub fn weekday_words(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Mon",
        Weekday::Tuesday => "Tue",
        Weekday::Wednesday => "Wed",
        Weekday::Thursday => "Thu",
        Weekday::Friday => "Fri",
        Weekday::Saturday => "Sat",
        Weekday::Sunday => "Sun",
    }
}

/// The parts directly inside a part, a gate's other branch behind its first.
fn inside(part: &Part) -> [&[Part]; 2] {
    match part {
        Part::Repeat { parts, .. } | Part::Cycle { parts, .. } | Part::AtMonths { parts, .. } => {
            [parts, &[]]
        }
        Part::If {
            parts,
            otherwise: Otherwise::Parts(other),
            ..
        } => [parts, other],
        Part::If { parts, .. } => [parts, &[]],
        Part::Block { .. }
        | Part::Every { .. }
        | Part::Weekly { .. }
        | Part::Days(_)
        | Part::Continuous(_)
        | Part::Hourly { .. }
        | Part::Rest { .. }
        | Part::Gap { .. } => [&[], &[]],
    }
}

pub(super) fn gates<'p>(parts: &'p [Part], found: &mut Vec<&'p Gate>) {
    for part in parts {
        if let Part::If { gate, .. } = part {
            found.push(gate);
        }
        inside(part)
            .into_iter()
            .for_each(|parts| gates(parts, found));
    }
}

pub(super) fn ends<'p>(parts: &'p [Part], found: &mut Vec<&'p CriterionId>) {
    for part in parts {
        if let Part::Every { limit, .. } | Part::Weekly { limit, .. } = part {
            found.extend(limit.until());
        }
        inside(part)
            .into_iter()
            .for_each(|parts| ends(parts, found));
    }
}

pub(super) fn milestones(parts: &[Part], found: &mut Vec<String>) {
    for part in parts {
        if let Part::Gap { after, .. } = part {
            found.push(after.clone());
        }
        inside(part)
            .into_iter()
            .for_each(|parts| milestones(parts, found));
    }
}

/// Whether any part, at any depth, is of a kind.
pub(super) fn any(parts: &[Part], is: impl Fn(&Part) -> bool + Copy) -> bool {
    parts
        .iter()
        .any(|part| is(part) || inside(part).into_iter().any(|parts| any(parts, is)))
}

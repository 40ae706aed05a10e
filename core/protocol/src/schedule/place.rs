//! Where the doses of a schedule lie on the calendar, under either convention for gaps.
//!
//! What the schedule leaves open (the day of a discharge, the answer to a gate) is taken from what
//! is asked for; what is still open then is planned provisionally and marked so, never guessed.

use std::collections::BTreeMap;

use cikada_domain::{CriterionId, GapConvention};
use jiff::civil::{Date, Time};
use jiff::{Span, ToSpan};

use super::{Gate, Interval, Part, Schedule, Window};

mod part;

/// One dose with its day and what it waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DosePlace {
    /// Its number in the schedule's text, from 1; doses that an answer leaves out keep theirs.
    pub(crate) number: u32,
    /// The planned day.
    pub(crate) on: Date,
    /// Hours from the part's first dose, where the schedule counts hours.
    pub(crate) hours: Option<Hours>,
    /// How many days later it may be, taking the later ones with it.
    pub(crate) slack_days: u32,
    /// Gates that must be answered before it.
    pub(crate) gates: Vec<Gate>,
    /// Criteria of which any one ends the part before it.
    pub(crate) until: Vec<CriterionId>,
    /// The opening it lies behind, if its day waits for one that is not known.
    pub(crate) opening: Option<usize>,
}

/// The hours of a dose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hours {
    /// From the part's first dose, as planned.
    pub(crate) planned: u32,
    /// From the part's first dose, at most.
    pub(crate) latest: u32,
    /// How long the dose runs, where it is given continuously.
    pub(crate) lasts: Option<u16>,
    /// The last allowed day of its part, if it would lie past that.
    pub(crate) past: Option<Date>,
}

/// A day that the schedule waits for and that is not known yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opening {
    /// The day's name.
    pub(crate) after: String,
    /// The distance from it.
    pub(crate) at_least: Interval,
    /// The first day the doses behind it could have.
    pub(crate) earliest: Date,
}

/// What placing has to say that no dose carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    /// More doses are allowed than the part's days hold.
    NotAllFit { at_most: u16, fit: u32 },
    /// The part is planned to a cap that an open end may not reach.
    ToCap { until: Vec<CriterionId>, last: u32 },
    /// A rest may be longer than it is planned.
    RestMayBeLonger {
        planned: Interval,
        max: Interval,
        next: u32,
    },
    /// Hours are planned at the shortest distance.
    HoursMayBeLonger { planned: u16, max: u16, next: u32 },
    /// A month's parts cannot begin with it, as what lies before is not over.
    MonthLate { month: u16, due: Date, next: u32 },
    /// Without the time of the first dose it is not known whether the last one is on its day.
    LateStart { dose: u32, last_day: u16, hour: u32 },
    /// A gate is open; what follows is planned as if it let the doses through.
    GateOpen(OpenGate),
}

/// A gate without an answer, and the doses behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OpenGate {
    pub(crate) gate: Gate,
    /// The first dose behind it.
    pub(crate) first: u32,
    /// How many doses it decides on.
    pub(crate) count: u32,
    /// Whether the other answer ends the schedule.
    pub(crate) stops: bool,
    /// Whether with the other answer other doses are given.
    pub(crate) instead: bool,
}

/// What a placing is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// Day 0.
    pub(crate) anchor: Date,
    /// How gaps lie between blocks.
    pub(crate) convention: GapConvention,
    /// The time of day of each course's first dose.
    pub(crate) clock: Option<Time>,
    /// Days the schedule waits for, by name; the first gap on a name takes its first day.
    pub(crate) milestones: &'a [(String, Date)],
    /// Answers to gates, by criterion; the first gate on a criterion takes its first answer.
    pub(crate) answers: &'a [(CriterionId, bool)],
}

/// The doses of a schedule, placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placed {
    pub(crate) places: Vec<DosePlace>,
    pub(crate) openings: Vec<Opening>,
    pub(crate) said: Vec<Said>,
}

impl Interval {
    /// The day so many of this interval after another; `None` beyond the calendar.
    pub(crate) fn after(self, day: Date, times: u32) -> Option<Date> {
        day.checked_add(self.span(times)?).ok()
    }

    /// The day so many of this interval before another.
    pub(crate) fn before(self, day: Date, times: u32) -> Option<Date> {
        day.checked_sub(self.span(times)?).ok()
    }

    fn span(self, times: u32) -> Option<Span> {
        match self {
            Self::Days(days) => Span::new()
                .try_days(i64::from(days.checked_mul(times)?))
                .ok(),
            Self::Months(months) => Span::new()
                .try_months(i64::from(months.checked_mul(times)?))
                .ok(),
        }
    }
}

impl Window {
    /// The first and the last day around a planned day.
    pub(crate) fn around(self, day: Date) -> Option<(Date, Date)> {
        let shifted = |days: i32| day.checked_add(days.days()).ok();
        Some((shifted(self.from_days)?, shifted(self.to_days)?))
    }
}

impl Schedule {
    /// The doses with the first on the anchor; `None` beyond the calendar.
    ///
    /// A schedule of named weekdays has its first dose on the first of them, from the anchor on.
    pub(crate) fn places(&self, anchor: Date, convention: GapConvention) -> Option<Vec<DosePlace>> {
        let asked = Asked {
            anchor,
            convention,
            clock: None,
            milestones: &[],
            answers: &[],
        };
        Some(placed(&self.parts, asked)?.places)
    }
}

/// Places the doses of some parts; `None` beyond the calendar.
pub(crate) fn placed(parts: &[Part], asked: Asked<'_>) -> Option<Placed> {
    let start = Interval::Days(1).before(asked.anchor, lead(parts))?;
    let mut placing = Placing {
        asked,
        number: 1,
        reached: Reached::Free(start),
        clear: None,
        places: Vec::new(),
        openings: Vec::new(),
        said: Vec::new(),
        gates: Vec::new(),
        met: BTreeMap::new(),
        slack_days: 0,
        stopped: false,
    };
    placing.parts(parts)?;
    Some(Placed {
        places: placing.places,
        openings: placing.openings,
        said: placing.said,
    })
}

/// The days before the first dose that a part's text counts: three for "on days 4 to 7".
fn lead(parts: &[Part]) -> u32 {
    let first = |days: &[u16]| u32::from(days.first().copied().unwrap_or(1)).saturating_sub(1);
    match parts.first() {
        Some(Part::Days(days) | Part::Continuous(days) | Part::Hourly { days, .. }) => first(days),
        Some(Part::Weekly {
            on: super::WeekDays::Counted(days),
            ..
        }) => first(days),
        Some(Part::Repeat { parts, .. } | Part::Cycle { parts, .. }) => lead(parts),
        Some(
            Part::Block { .. }
            | Part::Every { .. }
            | Part::Weekly { .. }
            | Part::Rest { .. }
            | Part::Gap { .. }
            | Part::AtMonths { .. }
            | Part::If { .. },
        )
        | None => 0,
    }
}

/// The hours of an hourly part, from its first dose, day by day.
pub(super) fn hours_of(every_hours: u16, days: &[u16]) -> impl Iterator<Item = u32> {
    let last = days.iter().copied().max().unwrap_or(0);
    let step = usize::from(every_hours.max(1));
    let first = days.first().copied().unwrap_or(1).saturating_sub(1);
    (u32::from(first) * 24..u32::from(last) * 24)
        .step_by(step)
        .filter(|hour| {
            let day = hour / 24 + 1;
            days.iter().any(|wanted| u32::from(*wanted) == day)
        })
}

/// How far the schedule has come.
#[derive(Debug, Clone, Copy)]
enum Reached {
    /// The next part may begin on this day.
    Free(Date),
    /// The last day taken; a block's interval may stand before the next.
    Last(Date),
}

struct Placing<'a> {
    asked: Asked<'a>,
    /// The number of the next dose.
    number: u32,
    reached: Reached,
    /// One interval after the last dose of the block before, where a month's parts may begin.
    clear: Option<Date>,
    places: Vec<DosePlace>,
    openings: Vec<Opening>,
    said: Vec<Said>,
    /// The open gates that the next dose lies behind.
    gates: Vec<Gate>,
    /// How often each name of a milestone or a criterion has been met so far.
    met: BTreeMap<String, usize>,
    /// How much later the next dose may be.
    slack_days: u32,
    /// Whether an answer has ended the schedule.
    stopped: bool,
}

impl Placing<'_> {
    fn parts(&mut self, parts: &[Part]) -> Option<()> {
        for part in parts {
            if !self.stopped {
                self.part(part)?;
            }
        }
        Some(())
    }

    /// The day that a part calls day 1.
    fn base(&self) -> Option<Date> {
        match self.reached {
            Reached::Free(free) => Some(free),
            Reached::Last(last) => Interval::Days(1).after(last, 1),
        }
    }

    fn push(&mut self, on: Date, hours: Option<Hours>, until: &[CriterionId]) {
        self.places.push(DosePlace {
            number: self.number,
            on,
            hours,
            slack_days: std::mem::take(&mut self.slack_days),
            gates: self.gates.clone(),
            until: until.to_vec(),
            opening: self.openings.len().checked_sub(1),
        });
        self.number = self.number.saturating_add(1);
    }

    /// How often a name was met before.
    fn meet(&mut self, name: &str) -> usize {
        let times = self.met.entry(name.to_owned()).or_default();
        let before = *times;
        *times = before.saturating_add(1);
        before
    }

    fn milestone(&mut self, name: &str) -> Option<Date> {
        let before = self.meet(name);
        let mut known = self
            .asked
            .milestones
            .iter()
            .filter(|(known, _)| known == name);
        known.nth(before).map(|(_, day)| *day)
    }

    fn answer(&mut self, criterion: &CriterionId) -> Option<bool> {
        let before = self.meet(criterion.as_str());
        let mut known = self
            .asked
            .answers
            .iter()
            .filter(|(known, _)| known == criterion);
        known.nth(before).map(|(_, answer)| *answer)
    }
}

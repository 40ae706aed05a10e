//! The planned days of a treatment: infusions from the schedule, and around each of them the
//! collection, the culture and the visits that hang on it.
//!
//! Infusions are placed first, then moved off blocked days, and only then is everything else
//! placed: so what depends on an infusion moves with it, and "at least so long before" holds.
//! Every move is said, with its reason.

use cikada_domain::{CriterionId, DoseNumber, GapConvention, PlannedItem, PlannedKind};
use jiff::civil::{Date, Time};
use thiserror::Error;

use crate::model::Protocol;
use crate::schedule::TimingEvent;

mod amount;
mod blocked;
mod dependent;
mod dose;
mod milestone;
mod note;
mod output;

pub use amount::PlannedAmount;
use blocked::Blocked;
pub use dose::{DoseCondition, DoseTime, OpenDose};
pub use milestone::Milestone;
pub use note::{Note, NoteKind};

/// What a calendar is asked for beyond the protocol and the first day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CalendarOptions {
    /// How a block's interval lies between two blocks; `None` for what the file declares.
    pub convention: Option<GapConvention>,
    /// Days on which nothing is planned: first and last day of each stretch, both included.
    pub blocked: Vec<(Date, Date)>,
    /// The time of day at which each course that counts hours begins.
    pub first_dose_at: Option<Time>,
    /// Days outside the schedule that it waits for. A name may come several times: the first gap
    /// on it takes its first day.
    pub milestones: Vec<Milestone>,
    /// Answers to gates. A criterion may come several times: its first gate takes the first answer.
    pub answers: Vec<(CriterionId, bool)>,
}

/// The planned days of a treatment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The protocol's title.
    pub title: String,
    /// What day 0 is, in words.
    pub anchor: &'static str,
    /// The date of day 0 as it was asked for.
    pub start: Date,
    /// The convention the days follow.
    pub convention: GapConvention,
    /// Everything planned, by date.
    pub items: Vec<PlannedItem>,
    /// Hours of the doses of a schedule that counts hours; empty for any other.
    pub times: Vec<DoseTime>,
    /// What doses wait for, and what ends the dosing before them; only for doses that have such.
    pub conditions: Vec<DoseCondition>,
    /// Doses whose day is open until another day is known; none of them is among the items.
    pub open: Vec<OpenDose>,
    /// Planned amounts of doses that rise, for the doses whose days are known.
    pub amounts: Vec<PlannedAmount>,
    /// What is to be said beside the days.
    pub notes: Vec<Note>,
    /// Everything that lies elsewhere than it would without blocked days.
    pub moved: Vec<Moved>,
}

/// One thing that blocked days have moved.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moved {
    /// The thing, where it lies now.
    pub item: PlannedItem,
    /// The day it would have had.
    pub from: Date,
    /// The day it has.
    pub to: Date,
    /// Why, and whether it lies outside its window.
    pub why: String,
}

/// Why there is no calendar.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CalendarProblem {
    /// A day of the treatment lies beyond year 9999 or before the calendar begins.
    #[error(
        "a day of the treatment lies outside the calendar: choose a start nearer to today than {start}"
    )]
    OutOfRange {
        /// The start asked for.
        start: Date,
    },
    /// A blocked stretch ends before it begins.
    #[error("the blocked days {from} to {to} end before they begin: give the earlier day first")]
    BlockReversed {
        /// Its first day.
        from: Date,
        /// Its last day.
        to: Date,
    },
    /// The culture's duration or the collection's lead is no number of days.
    #[error("'{quantity}' is no number of days: the protocol must give durations in h, d or wk")]
    NotDays {
        /// What the protocol says.
        quantity: String,
    },
    /// The schedule names weekdays, and the start is none of them.
    #[error(
        "{start} is no day of the schedule, which names its weekdays: the first one from then on is {first}"
    )]
    StartOffWeekdays {
        /// The start asked for.
        start: Date,
        /// The first day the schedule allows from then on.
        first: Date,
    },
    /// A day was told that the schedule does not wait for.
    #[error("the schedule waits for no day '{name}'; the days it waits for: {known}")]
    UnknownDay {
        /// The day's name.
        name: String,
        /// The names the schedule knows.
        known: String,
    },
    /// An answer was given that the schedule does not ask for.
    #[error("the schedule has no gate '{name}'; its gates: {known}")]
    UnknownGate {
        /// The gate's name.
        name: String,
        /// The names the schedule knows.
        known: String,
    },
}

/// One thing on its day, and where it would lie without blocked days.
#[derive(Debug)]
struct Placement {
    item: PlannedItem,
    from: Date,
    why: Option<String>,
}

/// Plans a treatment whose day 0 is `start`.
///
/// An infusion that falls on a blocked day moves to the next free day of its window. If there is
/// none it moves beyond, and all later infusions move by as many days, so that no interval gets
/// shorter than the protocol allows. Collections move earlier, visits stay on their side of the
/// infusion; a culture runs through blocked days, since only its ends need hands.
pub fn calendar(
    protocol: &Protocol,
    start: Date,
    options: &CalendarOptions,
) -> Result<Calendar, CalendarProblem> {
    let blocked = Blocked::new(&options.blocked)?;
    let schedule = &protocol.schedule;
    milestone::known(schedule, options)?;
    let convention = options.convention.unwrap_or_else(|| protocol.convention());
    let beyond = || CalendarProblem::OutOfRange { start };
    let doses = dose::doses(schedule, start, convention, options, &blocked).ok_or_else(beyond)?;
    if let Some(first) = doses.placements.first().map(|first| first.from)
        && first != start
    {
        return Err(CalendarProblem::StartOffWeekdays { start, first });
    }
    let mut notes = note::of_start(schedule, start, options.first_dose_at, &options.milestones)?;
    notes.extend(doses.notes);
    let lead = dependent::Lead::of(protocol)?;
    let mut placements = Vec::new();
    if let Some(lead) = &lead {
        for dose in &doses.placements {
            let dependent = lead.collection_and_culture(dose, &blocked);
            placements.extend(dependent.ok_or_else(beyond)?);
        }
    }
    for visit in &protocol.visits {
        // The last known dose is not the last one while the days of others are open.
        if visit.timing.event == TimingEvent::Last && !doses.open.is_empty() {
            let text = format!(
                "The days of '{}' are open: they hang on the last dose.",
                visit.id
            );
            let (kind, dose) = (NoteKind::DayOpen, None);
            notes.push(Note { kind, dose, text });
            continue;
        }
        let visits = dependent::visits(visit, &doses.placements, &blocked);
        placements.extend(visits.ok_or_else(beyond)?);
    }
    let amounts = amount::amounts(&protocol.doses, &doses.placements);
    placements.extend(doses.placements);
    placements.sort_by(|a, b| a.item.cmp(&b.item));
    let moved = placements.iter().filter_map(Placement::moved).collect();
    Ok(Calendar {
        title: protocol.title.clone(),
        anchor: schedule.anchor.words(),
        start,
        convention,
        items: placements
            .into_iter()
            .map(|placement| placement.item)
            .collect(),
        times: doses.times,
        conditions: doses.conditions,
        open: doses.open,
        amounts,
        notes,
        moved,
    })
}

impl Placement {
    fn moved(&self) -> Option<Moved> {
        let why = self.why.clone().filter(|_| self.from != self.item.on)?;
        Some(Moved {
            item: self.item.clone(),
            from: self.from,
            to: self.item.on,
            why,
        })
    }
}

/// The item's name as a person reads it: `infusion 3`, `collection for infusion 3`.
pub(crate) fn words(kind: &PlannedKind, dose: Option<DoseNumber>) -> String {
    let number = dose.map(|dose| format!(" {dose}")).unwrap_or_default();
    match kind {
        PlannedKind::Infusion => format!("infusion{number}"),
        PlannedKind::Collection => format!("collection for infusion{number}"),
        PlannedKind::Culture => format!("culture for infusion{number}"),
        PlannedKind::Visit(visit) if dose.is_some() => format!("{visit}, infusion{number}"),
        PlannedKind::Visit(visit) => visit.to_string(),
    }
}

#[cfg(test)]
mod tests;

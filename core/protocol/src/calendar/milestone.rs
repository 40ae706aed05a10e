//! Days and answers that a schedule waits for, and whether it knows their names.

use cikada_domain::CriterionId;
use jiff::civil::{Date, Time};

use super::{CalendarOptions, CalendarProblem, note};
use crate::schedule::Schedule;

/// A day outside the schedule that doses are counted from: a surgery, a discharge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// Its name in the schedule.
    pub name: String,
    /// The day.
    pub on: Date,
    /// The time of day, which a rule in hours needs.
    pub at: Option<Time>,
}

/// Refuses names that the schedule does not wait for: a mistyped one would be ignored.
pub(super) fn known(schedule: &Schedule, options: &CalendarOptions) -> Result<(), CalendarProblem> {
    let waited = schedule.milestones();
    if let Some(unknown) = options
        .milestones
        .iter()
        .find(|day| !waited.contains(&day.name))
    {
        return Err(CalendarProblem::UnknownDay {
            name: unknown.name.clone(),
            known: note::names(&waited),
        });
    }
    let mut asked: Vec<_> = schedule
        .gates()
        .into_iter()
        .map(|gate| gate.criterion.to_string())
        .collect();
    asked.sort();
    asked.dedup();
    let unknown = |(criterion, _): &&(CriterionId, bool)| {
        !asked.iter().any(|name| name == criterion.as_str())
    };
    match options.answers.iter().find(unknown) {
        None => Ok(()),
        Some((criterion, _)) => Err(CalendarProblem::UnknownGate {
            name: criterion.to_string(),
            known: note::names(&asked),
        }),
    }
}

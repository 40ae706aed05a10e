//! What a calendar has to say beside its days: what is planned provisionally, what may lie
//! elsewhere, and what breaks a rule. Nothing that a schedule asks for is dropped in silence.

use cikada_domain::DoseNumber;
use jiff::civil::{Date, Time};

use super::CalendarProblem;
use super::milestone::Milestone;
use crate::schedule::{OpenGate, Opening, Said, Schedule, StartRule, listed};

/// What kind of thing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// A dose lies past the last day its course allows.
    PastLastDay,
    /// The first dose lies outside the days that its rule allows.
    StartOutside,
    /// The first dose lies inside the days that its rule allows, which are named.
    StartInside,
    /// A day that a rule counts from is not known.
    DayOpen,
    /// A gate is not answered, so what follows is provisional.
    GateOpen,
    /// Planned up to a cap that an open end may not reach.
    ToCap,
    /// Planned with the shortest rest or interval of a range.
    Shortest,
    /// More doses are allowed than the course's days hold.
    NotAllFit,
    /// A late first dose would push the last one past its last day.
    LateStart,
    /// Doses of a month that cannot begin with it.
    MonthLate,
}

impl NoteKind {
    /// The stable name in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::PastLastDay => "past-last-day",
            Self::StartOutside => "start-outside",
            Self::StartInside => "start-inside",
            Self::DayOpen => "day-open",
            Self::GateOpen => "gate-open",
            Self::ToCap => "to-cap",
            Self::Shortest => "shortest",
            Self::NotAllFit => "not-all-fit",
            Self::LateStart => "late-start",
            Self::MonthLate => "month-late",
        }
    }

    /// Whether the plan breaks a rule of the protocol, so that it cannot be carried out as it is.
    #[must_use]
    pub fn is_breach(self) -> bool {
        matches!(self, Self::PastLastDay | Self::StartOutside)
    }
}

/// One thing said.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// Its kind.
    pub kind: NoteKind,
    /// The dose it is about, or the first of several.
    pub dose: Option<DoseNumber>,
    /// The sentence.
    pub text: String,
}

/// The dose of a number.
pub(super) fn dose_of(number: u32) -> Option<DoseNumber> {
    DoseNumber::new(u16::try_from(number).ok()?).ok()
}

/// What placing had to say, in sentences.
pub(super) fn of_placing(said: &Said) -> Note {
    let (kind, number, text) = match said {
        Said::NotAllFit { at_most, fit } => {
            let text = format!(
                "At most {at_most} doses are allowed, and {fit} fit into the days of the course."
            );
            (NoteKind::NotAllFit, None, text)
        }
        Said::ToCap { until, last } => {
            let ends: Vec<_> = until.iter().map(ToString::to_string).collect();
            let text = if ends.is_empty() {
                "Planned as far as the schedule allows; it may end earlier.".to_owned()
            } else {
                format!("Planned to its cap; {} ends it earlier.", ends.join(" or "))
            };
            (NoteKind::ToCap, Some(*last), text)
        }
        Said::RestMayBeLonger { planned, max, next } => {
            let (planned, max) = (planned.words(), max.words());
            let text = format!(
                "Planned after a rest of {planned}; the rest may last {max}, and the later doses follow."
            );
            (NoteKind::Shortest, Some(*next), text)
        }
        Said::HoursMayBeLonger { planned, max, next } => {
            let text = format!(
                "Planned every {planned} h; up to {max} h may lie between two doses, and the later ones follow."
            );
            (NoteKind::Shortest, Some(*next), text)
        }
        Said::MonthLate { month, due, next } => {
            let text = format!(
                "Month {month} begins on {due}, when the doses before are not over: its doses come after them."
            );
            (NoteKind::MonthLate, Some(*next), text)
        }
        Said::LateStart {
            dose,
            last_day,
            hour,
        } => {
            let text = format!(
                "If the first dose of its course is given at {hour:02}:00 or later, it lies past day {last_day}, the last allowed."
            );
            (NoteKind::LateStart, Some(*dose), text)
        }
        Said::GateOpen(open) => (NoteKind::GateOpen, Some(open.first), of_gate(open)),
    };
    let dose = number.and_then(dose_of);
    Note { kind, dose, text }
}

fn of_gate(open: &OpenGate) -> String {
    let last = open.first.saturating_add(open.count.saturating_sub(1));
    let doses = match dose_of(last) {
        Some(last) if open.count > 1 => format!("up to dose {last} "),
        _ => String::new(),
    };
    let other = if open.stops {
        "otherwise no further dose is given"
    } else if open.instead {
        "otherwise other doses take their place"
    } else {
        "otherwise they are left out and what follows comes earlier"
    };
    let (criterion, wanted) = (&open.gate.criterion, open.gate.words());
    format!("Provisional {doses}until '{criterion}' is answered: given only if {wanted}; {other}.")
}

/// What is said of a day that the schedule waits for.
pub(super) fn of_opening(opening: &Opening, first: Option<DoseNumber>) -> Note {
    let (after, at_least) = (&opening.after, opening.at_least.words());
    Note {
        kind: NoteKind::DayOpen,
        dose: first,
        text: format!(
            "Its days are open until the day of '{after}' is known: at least {at_least} after it."
        ),
    }
}

/// What the rules for the first dose say of a start.
pub(super) fn of_start(
    schedule: &Schedule,
    first: Date,
    clock: Option<Time>,
    milestones: &[Milestone],
) -> Result<Vec<Note>, CalendarProblem> {
    let known = |rule: &StartRule| milestones.iter().find(|known| known.name == rule.after);
    let mut notes = Vec::new();
    for rule in &schedule.start {
        let (kind, text) = match known(rule) {
            None => {
                let text = format!(
                    "The first dose must lie {}: the day of '{}' is not known.",
                    rule.text, rule.after
                );
                (NoteKind::DayOpen, text)
            }
            Some(day) => start_judged(rule, day, first, clock)
                .ok_or(CalendarProblem::OutOfRange { start: day.on })?,
        };
        let dose = dose_of(1);
        notes.push(Note { kind, dose, text });
    }
    Ok(notes)
}

fn start_judged(
    rule: &StartRule,
    day: &Milestone,
    first: Date,
    clock: Option<Time>,
) -> Option<(NoteKind, String)> {
    let (inside, between) = match (day.at, clock) {
        (Some(at), Some(clock)) => {
            let (earliest, latest) = rule.times_after(day.on.to_datetime(at))?;
            let first = first.to_datetime(clock);
            let minutes = |at: jiff::civil::DateTime| at.strftime("%Y-%m-%d %H:%M").to_string();
            let inside = earliest <= first && latest.is_none_or(|latest| first <= latest);
            (inside, between(&minutes(earliest), latest.map(minutes)))
        }
        _ => {
            let (earliest, latest) = rule.days_after(day.on)?;
            let inside = earliest <= first && latest.is_none_or(|latest| first <= latest);
            let latest = latest.map(|latest| latest.to_string());
            (inside, between(&earliest.to_string(), latest))
        }
    };
    let (kind, verb) = if inside {
        (NoteKind::StartInside, "may lie")
    } else {
        (NoteKind::StartOutside, "lies outside its rule and must lie")
    };
    Some((
        kind,
        format!("The first dose {verb} {between}: {}.", rule.text),
    ))
}

fn between(earliest: &str, latest: Option<String>) -> String {
    match latest {
        Some(latest) => format!("from {earliest} to {latest}"),
        None => format!("on {earliest} or later"),
    }
}

/// Every name that a calendar may be told about, for the message about another.
pub(super) fn names(names: &[String]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("'{name}'")).collect();
    if quoted.is_empty() {
        "none".to_owned()
    } else {
        listed(&quoted)
    }
}

//! The doses on their days, moved off blocked ones.

use cikada_domain::{CriterionId, DoseNumber, GapConvention, PlannedItem, PlannedKind};
use jiff::civil::{Date, DateTime, Time};

use super::blocked::Blocked;
use super::note::{self, Note, NoteKind};
use super::{CalendarOptions, Placement};
use crate::schedule::{Asked, DosePlace, Gate, Hours, Interval, Placed, Schedule, placed};

/// The hour of one dose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DoseTime {
    /// The dose.
    pub dose: DoseNumber,
    /// The planned day.
    pub on: Date,
    /// Hours since the first day of its course began, which is when that day's first dose is given.
    pub hours: u32,
    /// The same at the latest, where the hours between two doses are a range.
    pub hours_latest: u32,
    /// Day and time on the clock of the treating centre, where the first dose's time is known.
    pub at: Option<DateTime>,
    /// How long the dose runs, in hours, where it is given continuously.
    pub lasts_hours: Option<u16>,
    /// Whether it lies past the last day its course allows.
    pub past_last_day: bool,
}

/// What one dose waits for, and what ends the dosing before it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DoseCondition {
    /// The dose.
    pub dose: DoseNumber,
    /// Every gate that must be answered, each as wanted, before the dose is given.
    pub gates: Vec<Gate>,
    /// The dose is not given once any one of these criteria is met.
    pub until: Vec<CriterionId>,
}

/// A dose whose day is open until another day is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OpenDose {
    /// The dose.
    pub dose: DoseNumber,
    /// The name of the day it waits for.
    pub after: String,
    /// The least distance from that day to day 0 of the doses that wait for it.
    pub at_least: Interval,
    /// Days from that day 0; months in the schedule make it a day or two uncertain.
    pub day: i32,
    /// Hours from the first dose of its course, where hours are counted.
    pub hours: Option<u32>,
}

/// The doses of a schedule, known and open.
#[derive(Debug, Default)]
pub(super) struct Doses {
    pub(super) placements: Vec<Placement>,
    pub(super) times: Vec<DoseTime>,
    pub(super) conditions: Vec<DoseCondition>,
    pub(super) open: Vec<OpenDose>,
    pub(super) notes: Vec<Note>,
}

/// Places every dose; `None` beyond the calendar.
pub(super) fn doses(
    schedule: &Schedule,
    start: Date,
    convention: GapConvention,
    options: &CalendarOptions,
    blocked: &Blocked,
) -> Option<Doses> {
    let known = options
        .milestones
        .iter()
        .map(|day| (day.name.clone(), day.on));
    let mut milestones: Vec<_> = known.collect();
    // The first gap on a name takes its first day, in whatever order they were told.
    milestones.sort();
    let clock = options.first_dose_at;
    let Placed {
        places,
        openings,
        said,
    } = placed(
        &schedule.parts,
        Asked {
            anchor: start,
            convention,
            clock,
            milestones: &milestones,
            answers: &options.answers,
        },
    )?;
    let mut doses = Doses {
        notes: said.iter().map(note::of_placing).collect(),
        ..Doses::default()
    };
    let mut delay = Delay {
        days: 0,
        cause: None,
    };
    let mut day: Option<Day> = None;
    for place in &places {
        let dose = note::dose_of(place.number)?;
        doses.condition(dose, place);
        if let Some(opening) = place.opening.and_then(|opening| openings.get(opening)) {
            if doses
                .open
                .last()
                .is_none_or(|last| last.after != opening.after)
            {
                doses.notes.push(note::of_opening(opening, Some(dose)));
            }
            doses.open.push(OpenDose {
                dose,
                after: opening.after.clone(),
                at_least: opening.at_least,
                day: place.on.since(opening.earliest).ok()?.get_days(),
                hours: place.hours.map(|hours| hours.planned),
            });
            continue;
        }
        // Doses of one day stay together.
        let of_day = match day.take().filter(|day| day.from == place.on) {
            Some(day) => day,
            None => delay.place(dose, place, schedule, blocked)?,
        };
        let placement = of_day.placement(dose, place, clock)?;
        doses.time(dose, place, placement.item.on, clock)?;
        doses.placements.push(placement);
        day = Some(of_day);
    }
    Some(doses)
}

impl Doses {
    fn condition(&mut self, dose: DoseNumber, place: &DosePlace) {
        let (gates, until) = (place.gates.clone(), place.until.clone());
        if !(gates.is_empty() && until.is_empty()) {
            self.conditions.push(DoseCondition { dose, gates, until });
        }
    }

    fn time(
        &mut self,
        dose: DoseNumber,
        place: &DosePlace,
        on: Date,
        clock: Option<Time>,
    ) -> Option<()> {
        let Some(hours) = place.hours else {
            return Some(());
        };
        let at = clock.map(|clock| on.to_datetime(hours.clock(clock)));
        self.times.push(DoseTime {
            dose,
            on,
            hours: hours.planned,
            hours_latest: hours.latest,
            at,
            lasts_hours: hours.lasts,
            past_last_day: hours.past.is_some(),
        });
        if let Some(last) = hours.past {
            let moved = u32::try_from(on.since(place.on).ok()?.get_days()).ok()?;
            let last = Interval::Days(1).after(last, moved)?;
            let time = at.map_or_else(String::new, |at| at.strftime(" at %H:%M").to_string());
            let text = format!(
                "It would be given on {on}{time}, past {last}, the last day its course allows: begin earlier in the day, or it is not given."
            );
            self.notes.push(Note {
                kind: NoteKind::PastLastDay,
                dose: Some(dose),
                text,
            });
        }
        Some(())
    }
}

impl Hours {
    /// The time of day of the dose, if the first dose of its course is at this one.
    fn clock(&self, first: Time) -> Time {
        first.wrapping_add(jiff::SignedDuration::from_hours(i64::from(self.planned)))
    }

    /// How many days later the latest hour is than the planned one.
    fn days_longer(&self, first: Option<Time>) -> u32 {
        let minutes = first.map_or(0, |first| {
            u32::try_from(i32::from(first.hour()) * 60 + i32::from(first.minute())).unwrap_or(0)
        });
        let day = |hours: u32| hours.saturating_mul(60).saturating_add(minutes) / (24 * 60);
        day(self.latest).saturating_sub(day(self.planned))
    }
}

/// By how many days the doses that follow are late, and because of which dose.
struct Delay {
    days: u32,
    cause: Option<DoseNumber>,
}

/// One day with doses: where the schedule puts it, and where it lies.
struct Day {
    from: Date,
    on: Date,
    earliest: Date,
    latest: Date,
    why: Option<String>,
}

impl Day {
    fn placement(
        &self,
        dose: DoseNumber,
        place: &DosePlace,
        clock: Option<Time>,
    ) -> Option<Placement> {
        let longer = place.hours.map_or(0, |hours| hours.days_longer(clock));
        let item = PlannedItem {
            on: self.on,
            kind: PlannedKind::Infusion,
            dose: Some(dose),
            earliest: self.earliest,
            latest: Interval::Days(1).after(self.latest, longer)?,
        };
        let (from, why) = (self.from, self.why.clone());
        Some(Placement { item, from, why })
    }
}

impl Delay {
    fn place(
        &mut self,
        dose: DoseNumber,
        place: &DosePlace,
        schedule: &Schedule,
        blocked: &Blocked,
    ) -> Option<Day> {
        let from = place.on;
        let planned = Interval::Days(1).after(from, self.days)?;
        let (earliest, latest) = schedule.window.around(planned)?;
        let latest = Interval::Days(1).after(latest, place.slack_days)?;
        let on = blocked.free_from(planned)?;
        let late = self.cause.filter(|_| self.days > 0);
        let follows = late.map(|cause| format!("keeps its interval to infusion {cause}"));
        let inside = on <= latest.max(planned);
        let why = match (on == planned, inside) {
            (true, _) => follows,
            (false, true) if place.slack_days > 0 => Some(format!(
                "{planned} is blocked; the rest before it may last so long, and later infusions move with it"
            )),
            (false, true) => Some(format!(
                "{planned} is blocked; the next free day in its window"
            )),
            (false, false) => Some(format!(
                "{planned} is blocked, and no later day of its window is free: outside its window, and later infusions move with it"
            )),
        };
        // Doses behind a longer rest are counted from the first of them.
        if on != planned && (!inside || place.slack_days > 0) {
            let days = on.since(planned).ok()?.get_days();
            self.days = self.days.checked_add(u32::try_from(days).ok()?)?;
            self.cause = Some(dose);
        }
        let (earliest, latest) = if inside {
            (earliest, latest)
        } else {
            schedule.window.around(on)?
        };
        Some(Day {
            from,
            on,
            earliest,
            latest,
            why,
        })
    }
}

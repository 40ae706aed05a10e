//! The doses on their days, moved off blocked ones.

use cikada_domain::{DoseNumber, GapConvention, PlannedItem, PlannedKind};
use jiff::civil::Date;

use super::blocked::Blocked;
use super::{DoseTime, Placement};
use crate::schedule::{Interval, Schedule};

/// Places every dose; `None` beyond the calendar.
pub(super) fn placed(
    schedule: &Schedule,
    start: Date,
    convention: GapConvention,
    blocked: &Blocked,
) -> Option<(Vec<Placement>, Vec<DoseTime>)> {
    let mut delay = Delay {
        days: 0,
        cause: None,
    };
    let mut placements: Vec<Placement> = Vec::new();
    let mut times = Vec::new();
    for (number, place) in (1u16..).zip(schedule.places(start, convention)?) {
        let dose = DoseNumber::new(number).ok()?;
        // Doses of one day stay together.
        let same_day = placements.last().filter(|last| last.from == place.on);
        let placement = match same_day {
            Some(last) => Placement {
                item: PlannedItem {
                    dose: Some(dose),
                    ..last.item.clone()
                },
                from: place.on,
                why: last.why.clone(),
            },
            None => delay.place(dose, place.on, schedule, blocked)?,
        };
        times.extend(place.hours.map(|hours| DoseTime {
            dose,
            on: placement.item.on,
            hours,
        }));
        placements.push(placement);
    }
    Some((placements, times))
}

/// By how many days the doses that follow are late, and because of which dose.
struct Delay {
    days: u32,
    cause: Option<DoseNumber>,
}

impl Delay {
    fn place(
        &mut self,
        dose: DoseNumber,
        from: Date,
        schedule: &Schedule,
        blocked: &Blocked,
    ) -> Option<Placement> {
        let planned = Interval::Days(1).after(from, self.days)?;
        let (earliest, latest) = schedule.window.around(planned)?;
        let on = blocked.free_from(planned)?;
        let late = self.cause.filter(|_| self.days > 0);
        let follows = late.map(|cause| format!("keeps its interval to infusion {cause}"));
        let inside = on <= latest.max(planned);
        let why = match (on == planned, inside) {
            (true, _) => follows,
            (false, true) => Some(format!(
                "{planned} is blocked; the next free day in its window"
            )),
            (false, false) => Some(format!(
                "{planned} is blocked, and no later day of its window is free: outside its window, and later infusions move with it"
            )),
        };
        if !inside {
            let days = on.since(planned).ok()?.get_days();
            self.days = self.days.checked_add(u32::try_from(days).ok()?)?;
            self.cause = Some(dose);
        }
        let (earliest, latest) = if inside {
            (earliest, latest)
        } else {
            schedule.window.around(on)?
        };
        let item = PlannedItem {
            on,
            kind: PlannedKind::Infusion,
            dose: Some(dose),
            earliest,
            latest,
        };
        Some(Placement { item, from, why })
    }
}

//! What hangs on the doses: collections, cultures and visits.

use cikada_domain::{Dimension, PlannedItem, PlannedKind, Quantity, Unit};
use jiff::civil::Date;
use rust_decimal::prelude::ToPrimitive;

use super::blocked::Blocked;
use super::{CalendarProblem, Placement};
use crate::model::{Protocol, VisitRule};
use crate::requirement::Requirement;
use crate::schedule::{Interval, Offset, TimingEvent, Window};

/// How many days before its infusion a collection lies: at least, and as the culture allows.
pub(crate) struct Lead {
    /// The collection is on this day before the infusion, or earlier.
    pub(crate) latest_days: u32,
    /// The collection is on this day before the infusion, or later.
    pub(crate) earliest_days: u32,
}

impl Lead {
    /// The lead a protocol asks for. Cells are cultured from the day they are collected, so the
    /// culture's limits bound the collection too. Nothing is collected for a medicine.
    pub(crate) fn of(protocol: &Protocol) -> Result<Option<Self>, CalendarProblem> {
        let (Some(collection), Some(culture)) = (protocol.collection(), protocol.culture()) else {
            return Ok(None);
        };
        let before = whole_days(&collection.before_infusion_min)?;
        let (min, max) = limits(&culture.duration);
        let shortest = min.map(whole_days).transpose()?.unwrap_or(0);
        let latest_days = before.max(shortest);
        let longest = max.map(whole_days).transpose()?.unwrap_or(latest_days);
        Ok(Some(Self {
            latest_days,
            earliest_days: longest.max(latest_days),
        }))
    }

    /// The collection and the culture for one infusion.
    pub(super) fn collection_and_culture(
        &self,
        infusion: &Placement,
        blocked: &Blocked,
    ) -> Option<[Placement; 2]> {
        let day = Interval::Days(1);
        let (planned, earliest) = (
            day.before(infusion.item.on, self.latest_days)?,
            day.before(infusion.item.on, self.earliest_days)?,
        );
        let on = blocked.free_until(planned)?;
        let from = day.before(infusion.from, self.latest_days)?;
        let own = (on != planned).then(|| {
            let outside = if on < earliest {
                ", outside its window: the culture would take too long"
            } else {
                ""
            };
            format!("{planned} is blocked; the last free day before it{outside}")
        });
        let why = own.or_else(|| with_infusion(infusion));
        let collection = PlannedItem {
            on,
            kind: PlannedKind::Collection,
            dose: infusion.item.dose,
            earliest: earliest.min(on),
            latest: planned,
        };
        let culture = PlannedItem {
            kind: PlannedKind::Culture,
            latest: infusion.item.on,
            ..collection.clone()
        };
        let culture = Placement {
            item: culture,
            from,
            why: why.clone().map(|_| "starts with its collection".to_owned()),
        };
        Some([
            Placement {
                item: collection,
                from,
                why,
            },
            culture,
        ])
    }
}

fn limits(duration: &Requirement) -> (Option<&Quantity>, Option<&Quantity>) {
    match duration {
        Requirement::Between { min, max } => (min.as_ref(), max.as_ref()),
        Requirement::Above(limit) => (Some(limit), None),
        Requirement::Below(limit) => (None, Some(limit)),
        Requirement::Is(_) | Requirement::OneOf(_) => (None, None),
    }
}

/// A duration as days, a part of a day counted as one.
fn whole_days(quantity: &Quantity) -> Result<u32, CalendarProblem> {
    let days = if quantity.dimension() == Dimension::Duration {
        quantity.convert(Unit::Day).ok()
    } else {
        None
    };
    let days = days.and_then(|days| days.amount().ceil().to_u32());
    days.ok_or_else(|| CalendarProblem::NotDays {
        quantity: quantity.to_string(),
    })
}

fn with_infusion(infusion: &Placement) -> Option<String> {
    let dose = infusion
        .item
        .dose
        .filter(|_| infusion.item.on != infusion.from)?;
    Some(format!("moves with infusion {dose}"))
}

/// All visits of one rule; `None` beyond the calendar.
pub(super) fn visits(
    rule: &VisitRule,
    doses: &[Placement],
    blocked: &Blocked,
) -> Option<Vec<Placement>> {
    let timing = &rule.timing;
    let hung_on: Vec<&Placement> = match timing.event {
        TimingEvent::Each => doses.iter().collect(),
        TimingEvent::First => doses.first().into_iter().collect(),
        TimingEvent::Next => doses.iter().skip(1).collect(),
        TimingEvent::Last => doses.last().into_iter().collect(),
    };
    let mut placements = Vec::new();
    for dose in hung_on {
        for (side, planned, from) in days_of(timing.offset, dose)? {
            let placed = Visit {
                rule,
                dose,
                side,
                planned,
            }
            .place(from, timing.window, blocked)?;
            placements.push(placed);
        }
    }
    Some(placements)
}

/// On which side of its event a visit must stay.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// Side, planned day and the day it would have without blocked days, for each time it is due.
fn days_of(offset: Offset, dose: &Placement) -> Option<Vec<(Side, Date, Date)>> {
    let (on, from) = (dose.item.on, dose.from);
    match offset {
        Offset::Before(interval) | Offset::AtLeastBefore(interval) => Some(vec![(
            Side::Before,
            interval.before(on, 1)?,
            interval.before(from, 1)?,
        )]),
        Offset::After(interval) | Offset::AtLeastAfter(interval) => Some(vec![(
            Side::After,
            interval.after(on, 1)?,
            interval.after(from, 1)?,
        )]),
        Offset::Every { every, until } => {
            let last = until.after(on, 1)?;
            let mut days = Vec::new();
            for number in 1u32.. {
                let day = every.after(on, number)?;
                if day > last {
                    break;
                }
                days.push((Side::After, day, every.after(from, number)?));
            }
            Some(days)
        }
    }
}

struct Visit<'p> {
    rule: &'p VisitRule,
    dose: &'p Placement,
    side: Side,
    planned: Date,
}

impl Visit<'_> {
    fn place(&self, from: Date, window: Window, blocked: &Blocked) -> Option<Placement> {
        let planned = self.planned;
        let (earliest, latest) = window.around(planned)?;
        let (earliest, latest) = match self.rule.timing.offset {
            Offset::AtLeastBefore(_) => (earliest, latest.min(planned)),
            Offset::AtLeastAfter(_) => (earliest.max(planned), latest),
            Offset::Before(_) | Offset::After(_) | Offset::Every { .. } => (earliest, latest),
        };
        let (near, far) = match self.side {
            Side::Before => (blocked.free_until(planned)?, blocked.free_from(planned)?),
            Side::After => (blocked.free_from(planned)?, blocked.free_until(planned)?),
        };
        let inside = |day: Date| earliest <= day && day <= latest;
        let on = if !inside(near) && inside(far) && self.keeps_side(far) {
            far
        } else {
            near
        };
        let own = (on != planned).then(|| {
            let outside = if inside(on) {
                ""
            } else {
                ", outside its window"
            };
            format!("{planned} is blocked; the nearest free day{outside}")
        });
        let dose = match self.rule.timing.offset {
            Offset::Every { .. } => None,
            Offset::Before(_)
            | Offset::AtLeastBefore(_)
            | Offset::After(_)
            | Offset::AtLeastAfter(_) => self.dose.item.dose,
        };
        let kind = PlannedKind::Visit(self.rule.id.clone());
        // What had to leave its window is not late on the day it was given.
        let (earliest, latest) = (earliest.min(on), latest.max(on));
        let item = PlannedItem {
            on,
            kind,
            dose,
            earliest,
            latest,
        };
        Some(Placement {
            item,
            from,
            why: own.or_else(|| with_infusion(self.dose)),
        })
    }

    fn keeps_side(&self, day: Date) -> bool {
        let infusion = self.dose.item.on;
        match self.side {
            Side::Before => day <= infusion,
            Side::After => day >= infusion,
        }
    }
}

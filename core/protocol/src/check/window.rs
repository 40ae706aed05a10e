//! Windows: each has a day in it, and two doses never share one.

use cikada_domain::{GapConvention, Quantity, Unit};
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::finding::{FindingCode, Findings};
use crate::model::StepKind;
use crate::read::draft::Draft;
use crate::requirement::Requirement;
use crate::schedule::{Offset, Timing, Window};

/// A day to lay schedules on; months make the distances differ by days, which no window rests on.
pub(super) const ANY_DAY: Date = Date::constant(2001, 1, 1);

/// Runs the checks on the windows.
pub(super) fn check(draft: &Draft<'_>, out: &mut Findings) {
    doses(draft, out);
    visits(draft, out);
    collection(draft, out);
    harvest(draft, out);
}

fn doses(draft: &Draft<'_>, out: &mut Findings) {
    let Some(schedule) = &draft.schedule else {
        return;
    };
    let window = schedule.value.window;
    if reversed(window) {
        impossible(
            schedule.at("doses"),
            &format!("'{}' ends before it begins", window.words()),
            out,
        );
        return;
    }
    // Either convention may be asked for when a calendar is made.
    for convention in [GapConvention::Before, GapConvention::After] {
        let Some(places) = schedule.value.places(ANY_DAY, convention) else {
            impossible(
                schedule.at("doses"),
                "the last dose lies beyond the calendar",
                out,
            );
            return;
        };
        let overlap = places.iter().zip(places.iter().skip(1)).find(|(a, b)| {
            let (end, start) = (window.around(a.on), window.around(b.on));
            a.on != b.on
                && end
                    .zip(start)
                    .is_none_or(|((_, end), (start, _))| end >= start)
        });
        if overlap.is_some() {
            let message = format!(
                "'{}' reaches into the window of the next dose",
                window.words()
            );
            impossible(schedule.at("doses"), &message, out);
            return;
        }
    }
}

fn visits(draft: &Draft<'_>, out: &mut Findings) {
    for visit in &draft.visits {
        if let Some(message) = impossible_timing(&visit.value.timing) {
            impossible(visit.at("when"), &message, out);
        }
    }
}

fn impossible_timing(timing: &Timing) -> Option<String> {
    let window = timing.window;
    if reversed(window) {
        return Some(format!("'{}' ends before it begins", window.words()));
    }
    match timing.offset {
        Offset::Every { every, until } => {
            let (first, last) = (every.after(ANY_DAY, 1)?, until.after(ANY_DAY, 1)?);
            (first > last).then(|| {
                format!(
                    "the first would be after {}, beyond the last",
                    every.words()
                )
            })
        }
        Offset::AtLeastBefore(_) if window.from_days > 0 => {
            Some("the window begins later than 'at least ... before' allows".to_owned())
        }
        Offset::AtLeastAfter(_) if window.to_days < 0 => {
            Some("the window ends earlier than 'at least ... after' allows".to_owned())
        }
        Offset::AtLeastBefore(_)
        | Offset::AtLeastAfter(_)
        | Offset::Before(_)
        | Offset::After(_) => None,
    }
}

/// The cells are cultured from the day they are drawn and given while the product lives.
fn collection(draft: &Draft<'_>, out: &mut Findings) {
    let (Some(collection), Some(culture), Some(product)) =
        (&draft.collection, &draft.culture, &draft.product)
    else {
        return;
    };
    let Some(longest) = longest(&culture.value.duration).and_then(days) else {
        return;
    };
    let Some(life) = days(&product.value.shelf_life) else {
        return;
    };
    let before = days(&collection.value.before_infusion_min);
    if before.is_some_and(|before| Some(before) > longest.checked_add(life)) {
        let message = format!(
            "the cells are collected {} before the infusion, but live no longer than culture and shelf life: {} d",
            collection.value.before_infusion_min,
            longest.saturating_add(life).normalize()
        );
        impossible(collection.at("when"), &message, out);
    }
}

fn harvest(draft: &Draft<'_>, out: &mut Findings) {
    let Some(culture) = &draft.culture else {
        return;
    };
    for step in draft
        .steps
        .iter()
        .filter(|step| step.value.kind == StepKind::Harvest)
    {
        let (first, last) = (
            Decimal::from(step.value.days.0),
            Decimal::from(step.value.days.1),
        );
        let early = shortest(&culture.value.duration)
            .and_then(days)
            .is_some_and(|min| last < min);
        let late = longest(&culture.value.duration)
            .and_then(days)
            .is_some_and(|max| first > max);
        if early || late {
            let message = format!(
                "the harvest is on days {first} to {last}, but the culture lasts {}",
                culture.value.duration.words()
            );
            impossible(step.at("days"), &message, out);
        }
    }
}

fn shortest(duration: &Requirement) -> Option<&Quantity> {
    match duration {
        Requirement::Between { min, .. } => min.as_ref(),
        Requirement::Above(limit) => Some(limit),
        Requirement::Below(_) | Requirement::Is(_) | Requirement::OneOf(_) => None,
    }
}

fn longest(duration: &Requirement) -> Option<&Quantity> {
    match duration {
        Requirement::Between { max, .. } => max.as_ref(),
        Requirement::Below(limit) => Some(limit),
        Requirement::Above(_) | Requirement::Is(_) | Requirement::OneOf(_) => None,
    }
}

fn days(quantity: &Quantity) -> Option<Decimal> {
    quantity.convert(Unit::Day).ok().map(|days| days.amount())
}

fn reversed(window: Window) -> bool {
    window.from_days > window.to_days
}

fn impossible(at: std::ops::Range<usize>, message: &str, out: &mut Findings) {
    out.add(
        FindingCode::WindowImpossible,
        at,
        message,
        "a window with at least one day in it",
    );
}

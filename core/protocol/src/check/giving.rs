//! The times of vital signs: each can come, and no set of vital signs could be two of them.

use std::ops::Range;

use cikada_domain::{Quantity, Unit};
use rust_decimal::Decimal;

use crate::finding::{FindingCode, Findings};
use crate::model::{InfusionRule, VitalSignsTimes};
use crate::read::draft::{Draft, Placed};

const TABLE: &str = "vital-signs-due";

/// Runs the checks on the times of vital signs.
pub(super) fn check(draft: &Draft<'_>, out: &mut Findings) {
    let Some(infusion) = &draft.infusion else {
        return;
    };
    let Some(times) = &infusion.value.vital_signs_due else {
        return;
    };
    if times.after_start.is_empty() && times.every.is_none() && times.after_end.is_empty() {
        let message = "the table names no time at which vital signs are due";
        let expected = "'after-start', 'every' or 'after-end'";
        out.add(
            FindingCode::MissingKey,
            infusion.at(TABLE),
            message,
            expected,
        );
    }
    can_come(infusion, times, out);
    apart(infusion, times, out);
}

/// What is due after the start lies within the planned infusion, and what is due after the end
/// within the observation: later nobody could take it.
fn can_come(infusion: &Placed<'_, InfusionRule>, times: &VitalSignsTimes, out: &mut Findings) {
    let rule = &infusion.value;
    let lists = [
        (
            "after-start",
            &times.after_start,
            &rule.duration,
            "the infusion",
        ),
        (
            "after-end",
            &times.after_end,
            &rule.observation_min,
            "the observation",
        ),
    ];
    for (key, list, length, what) in lists {
        for time in list {
            if time.compare(length).is_ok_and(std::cmp::Ordering::is_gt) {
                let message = format!("'{time}' lies beyond {what}, which takes {length}");
                let expected = format!("a time within {length}");
                let code = FindingCode::VitalSignsNeverDue;
                out.add(code, infusion.nested_at(TABLE, key), message, expected);
            }
        }
    }
}

/// Windows of two times that follow each other never meet, or one set would count as both; and none
/// begins before the infusion.
fn apart(infusion: &Placed<'_, InfusionRule>, times: &VitalSignsTimes, out: &mut Findings) {
    let Some(window) = minutes(&times.window) else {
        return;
    };
    if window < Decimal::ONE {
        let message = format!("'{}' leaves nobody time to measure", times.window);
        let at = infusion.nested_at(TABLE, "window");
        out.add(
            FindingCode::VitalSignsTooClose,
            at,
            message,
            "a window of at least 1 min",
        );
        return;
    }
    let least = window.saturating_add(window);
    let close = |at: Range<usize>, time: &Quantity, out: &mut Findings| {
        let message = format!(
            "'{time}' is too close to what comes before it for a window of {} before and after",
            times.window
        );
        let expected = "times in rising order, further apart than two windows";
        out.add(FindingCode::VitalSignsTooClose, at, message, expected);
    };
    if let Some(first) = times.after_start.first()
        && minutes(first).is_some_and(|first| first < window)
    {
        close(infusion.nested_at(TABLE, "after-start"), first, out);
    }
    let lists = [
        ("after-start", &times.after_start),
        ("after-end", &times.after_end),
    ];
    for (key, list) in lists {
        for (before, time) in list.iter().zip(list.iter().skip(1)) {
            let gap = minutes(time).zip(minutes(before));
            if gap.is_some_and(|(time, before)| time.saturating_sub(before) <= least) {
                close(infusion.nested_at(TABLE, key), time, out);
            }
        }
    }
    if let Some(every) = &times.every
        && minutes(every).is_some_and(|every| every <= least)
    {
        close(infusion.nested_at(TABLE, "every"), every, out);
    }
}

fn minutes(quantity: &Quantity) -> Option<Decimal> {
    let minutes = quantity.convert(Unit::Minute).ok();
    minutes.map(|minutes| minutes.amount())
}

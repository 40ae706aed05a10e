//! A schedule's parts as the text they are read from.

use std::fmt::Display;

use super::part::weekday_words;
use super::{Interval, Limit, Otherwise, Part, WeekDays, Window};

/// The text of some parts and their window; reading it gives them again.
#[must_use]
pub fn doses_text(parts: &[Part], window: Window) -> String {
    let doses = sequence(parts);
    if window == Window::default() {
        doses
    } else {
        format!("{doses} {}", window.words())
    }
}

fn sequence(parts: &[Part]) -> String {
    let parts: Vec<_> = parts.iter().map(part).collect();
    parts.join(", then ")
}

fn part(part: &Part) -> String {
    match part {
        Part::Block { count, every } => format!("{count} x every {}", every.words()),
        Part::Every { every, limit } => {
            let every = match every {
                Interval::Days(1) => "daily".to_owned(),
                other => format!("every {}", other.words()),
            };
            format!("{every}{}", limit_text(limit))
        }
        Part::Weekly { on, limit } => format!("{}{}", week(on), limit_text(limit)),
        Part::Days(days) if days == &[1] => "once".to_owned(),
        Part::Days(days) => format!("on {}", days_text(days)),
        Part::Continuous(days) => format!("continuously on {}", days_text(days)),
        Part::Hourly {
            every_hours,
            to_hours,
            at_most,
            days,
        } => {
            let to = if every_hours == to_hours {
                String::new()
            } else {
                format!(" to {to_hours}")
            };
            let on = if days.is_empty() {
                String::new()
            } else {
                format!(", on {}", days_text(days))
            };
            format!("every {every_hours}{to} h, at most {at_most}{on}")
        }
        Part::Rest { min, max } if min == max => format!("rest {}", min.words()),
        Part::Rest { min, max } => format!("rest {}", range(*min, *max)),
        Part::Gap { at_least, after } => format!("at least {} after {after}", at_least.words()),
        Part::Repeat { count, parts } => format!("repeat {count} x ({})", sequence(parts)),
        Part::Cycle { length, parts } => {
            format!("cycle of {} ({})", length.words(), sequence(parts))
        }
        Part::AtMonths { months, parts } => {
            let word = if months.len() == 1 { "month" } else { "months" };
            format!("at {word} {} ({})", listed(months), sequence(parts))
        }
        Part::If {
            gate,
            parts,
            otherwise,
        } => {
            let otherwise = match otherwise {
                Otherwise::Stop => "stop".to_owned(),
                Otherwise::GoOn => "go on".to_owned(),
                Otherwise::Parts(parts) => format!("({})", sequence(parts)),
            };
            format!("if {} ({}) else {otherwise}", gate.words(), sequence(parts))
        }
    }
}

/// `2 to 6 d`: two intervals in one unit.
fn range(min: Interval, max: Interval) -> String {
    match (min, max) {
        (Interval::Months(min), Interval::Months(max)) => format!("{min} to {max} mo"),
        (Interval::Days(min), Interval::Days(max))
            if min.is_multiple_of(7) && max.is_multiple_of(7) =>
        {
            format!("{} to {} wk", min / 7, max / 7)
        }
        (Interval::Days(min), Interval::Days(max)) => format!("{min} to {max} d"),
        (min, max) => format!("{} to {}", min.words(), max.words()),
    }
}

fn limit_text(limit: &Limit) -> String {
    match limit {
        Limit::For(length) => format!(" for {}", length.words()),
        Limit::Cap {
            until,
            up_to,
            at_most,
        } => {
            let names: Vec<_> = until.iter().map(ToString::to_string).collect();
            let until = if names.is_empty() {
                String::new()
            } else {
                format!(" until {},", names.join(" or "))
            };
            let up_to = up_to.map(|length| format!(" up to {}", length.words()));
            let at_most = at_most.map(|most| format!(" at most {most}"));
            match (up_to, at_most) {
                (Some(up_to), Some(at_most)) => format!("{until}{up_to},{at_most}"),
                (Some(up_to), None) => format!("{until}{up_to}"),
                (None, at_most) => {
                    let comma = if until.is_empty() { "," } else { "" };
                    format!("{until}{comma}{}", at_most.unwrap_or_default())
                }
            }
        }
    }
}

fn week(on: &WeekDays) -> String {
    match on {
        WeekDays::Named(days) => {
            let names: Vec<_> = days.iter().map(|day| weekday_words(*day)).collect();
            format!("{} x a week on {}", days.len(), listed(&names))
        }
        WeekDays::Times(times) => format!("{times} x a week"),
        WeekDays::Counted(days) if is_run(days) && days.first() == Some(&1) => {
            format!("{} of 7 days", days.len())
        }
        WeekDays::Counted(days) => format!("on {} of each week", days_text(days)),
    }
}

/// Whether the days follow each other without a gap.
fn is_run(days: &[u16]) -> bool {
    days.iter()
        .zip(days.iter().skip(1))
        .all(|(day, next)| day.checked_add(1) == Some(*next))
}

/// `day 1`, `days 1 to 5`, `days 1, 3 and 5`.
fn days_text(days: &[u16]) -> String {
    match days {
        [day] => format!("day {day}"),
        [first, .., last] if is_run(days) => format!("days {first} to {last}"),
        days => format!("days {}", listed(days)),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn listed<T: Display>(items: &[T]) -> String {
    let texts: Vec<_> = items.iter().map(ToString::to_string).collect();
    match texts.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    }
}

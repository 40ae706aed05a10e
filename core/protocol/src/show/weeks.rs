//! Doses on their days, put together to lines that a person can read: `doses 1 to 4, weeks 0 to 3`.
//!
//! Weeks and days are counted from 0 as the schedule counts them. A year of weekly doses is one
//! line; so is a week of three doses a day.

use crate::schedule::listed;

/// One dose on its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlacedDose {
    pub(super) dose: u16,
    pub(super) day: i32,
    /// What it waits for, in words.
    pub(super) only_if: String,
}

/// Doses in a row that follow one pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) doses: String,
    pub(super) weeks: String,
    pub(super) days: String,
    pub(super) only_if: String,
}

/// The doses of one week.
#[derive(Debug)]
struct Week<'d> {
    number: i32,
    /// The days of the week with their number of doses.
    pattern: Vec<(i32, u16)>,
    doses: (u16, u16),
    only_if: &'d str,
}

/// Weeks of one pattern at even distances.
#[derive(Debug)]
struct Stretch<'d> {
    first: Week<'d>,
    last: i32,
    step: Option<i32>,
    count: i32,
    doses: (u16, u16),
}

/// Puts doses together, which come in their order.
pub(super) fn runs(doses: &[PlacedDose]) -> Vec<Run> {
    let mut stretches: Vec<Stretch<'_>> = Vec::new();
    for week in weeks(doses) {
        if let Some(stretch) = stretches.last_mut()
            && stretch.takes(&week)
        {
            stretch.step = Some(week.number.saturating_sub(stretch.last));
            stretch.last = week.number;
            stretch.count = stretch.count.saturating_add(1);
            stretch.doses.1 = week.doses.1;
            continue;
        }
        stretches.push(Stretch {
            last: week.number,
            step: None,
            count: 1,
            doses: week.doses,
            first: week,
        });
    }
    stretches.iter().map(Stretch::run).collect()
}

fn weeks(doses: &[PlacedDose]) -> Vec<Week<'_>> {
    let mut weeks: Vec<Week<'_>> = Vec::new();
    for dose in doses {
        let (number, day) = (dose.day.div_euclid(7), dose.day.rem_euclid(7));
        let same = weeks.last_mut();
        match same.filter(|week| week.number == number && week.only_if == dose.only_if) {
            Some(week) => {
                week.doses.1 = dose.dose;
                match week.pattern.last_mut() {
                    Some((last, count)) if *last == day => *count = count.saturating_add(1),
                    _ => week.pattern.push((day, 1)),
                }
            }
            None => weeks.push(Week {
                number,
                pattern: vec![(day, 1)],
                doses: (dose.dose, dose.dose),
                only_if: &dose.only_if,
            }),
        }
    }
    weeks
}

impl Stretch<'_> {
    fn takes(&self, week: &Week<'_>) -> bool {
        let step = week.number.saturating_sub(self.last);
        let follows = self.doses.1.checked_add(1) == Some(week.doses.0);
        follows
            && step > 0
            && self.step.is_none_or(|own| own == step)
            && self.first.pattern == week.pattern
            && self.first.only_if == week.only_if
    }

    fn run(&self) -> Run {
        let (first, last) = self.doses;
        Run {
            doses: from_to(first.into(), last.into()),
            weeks: self.weeks(),
            days: self.days(),
            only_if: self.first.only_if.to_owned(),
        }
    }

    fn weeks(&self) -> String {
        let (first, last) = (self.first.number, self.last);
        match self.step {
            None => format!("week {first}"),
            Some(_) if self.count == 2 => format!("weeks {first} and {last}"),
            Some(1) => format!("weeks {first} to {last}"),
            Some(step) => format!("weeks {first} to {last}, every {}", ordinal(step)),
        }
    }

    fn days(&self) -> String {
        let start = self.first.number.saturating_mul(7);
        let absolute = |(day, count): &(i32, u16)| (start.saturating_add(*day), *count);
        let first: Vec<_> = self.first.pattern.iter().map(absolute).collect();
        let Some(step) = self.step else {
            return days_of(&first);
        };
        let every = step.saturating_mul(7);
        let last = self.last.saturating_mul(7);
        let last = self
            .first
            .pattern
            .last()
            .map_or(last, |(day, _)| last.saturating_add(*day));
        match first.as_slice() {
            [(day, 1)] => format!("day {day}, then every {every} days up to day {last}"),
            _ => format!(
                "{}; the same every {every} days up to day {last}",
                days_of(&first)
            ),
        }
    }
}

/// Days with their number of doses: `days 0 to 3: 3 doses a day; day 4: 2 doses`.
fn days_of(days: &[(i32, u16)]) -> String {
    let mut groups: Vec<(Vec<i32>, u16)> = Vec::new();
    for (day, count) in days {
        match groups.last_mut() {
            Some((same, of)) if of == count => same.push(*day),
            _ => groups.push((vec![*day], *count)),
        }
    }
    let words = groups.iter().map(|(days, count)| {
        let consecutive = days.windows(2).all(|pair| match pair {
            [a, b] => a.checked_add(1) == Some(*b),
            _ => false,
        });
        let named = match days.as_slice() {
            [day] => format!("day {day}"),
            [first, .., last] if consecutive && days.len() > 2 => format!("days {first} to {last}"),
            days => format!("days {}", listed(days)),
        };
        match count {
            1 => named,
            count if days.len() == 1 => format!("{named}: {count} doses"),
            count => format!("{named}: {count} doses a day"),
        }
    });
    words.collect::<Vec<_>>().join("; ")
}

fn from_to(first: i32, last: i32) -> String {
    match last.saturating_sub(first) {
        0 => first.to_string(),
        1 => format!("{first} and {last}"),
        _ => format!("{first} to {last}"),
    }
}

fn ordinal(number: i32) -> String {
    match number {
        2 => "2nd".to_owned(),
        3 => "3rd".to_owned(),
        number => format!("{number}th"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(days: &[i32]) -> Vec<String> {
        let doses: Vec<_> = (1..)
            .zip(days)
            .map(|(dose, day)| PlacedDose {
                dose,
                day: *day,
                only_if: String::new(),
            })
            .collect();
        let say = |run: Run| format!("{} | {} | {}", run.doses, run.weeks, run.days);
        runs(&doses).into_iter().map(say).collect()
    }

    #[test]
    fn doses_at_even_distances_are_one_line() {
        let days = [0, 7, 14, 21, 35, 49, 63];
        assert_eq!(
            said(&days),
            [
                "1 to 4 | weeks 0 to 3 | day 0, then every 7 days up to day 21",
                "5 to 7 | weeks 5 to 9, every 2nd | day 35, then every 14 days up to day 63",
            ]
        );
    }

    #[test]
    fn several_doses_a_day_are_counted() {
        let days = [0, 0, 0, 1, 1, 1, 2, 14, 16, 18, 21, 23, 25];
        assert_eq!(
            said(&days),
            [
                "1 to 7 | week 0 | days 0 and 1: 3 doses a day; day 2",
                "8 to 13 | weeks 2 and 3 | days 14, 16 and 18; the same every 7 days up to day 25",
            ]
        );
    }

    #[test]
    fn no_dose_is_lost() {
        let days: Vec<i32> = (0..60).map(|n| n * n % 9 + n * 3).collect();
        let mut days = days;
        days.sort_unstable();
        let lines = said(&days);
        assert!(lines.first().is_some_and(|line| line.starts_with("1")));
        assert!(lines.last().is_some_and(|line| {
            let doses = line.split(" | ").next().unwrap();
            doses.ends_with("60")
        }));
    }
}

//! What a temperature logger recorded: how long it was outside its range, and where readings miss.
//!
//! The step rule: the time between two readings counts as outside as soon as one of the two is. So
//! an excursion is never counted shorter than the readings allow it to have been, and the sum is
//! exact, in whole seconds.

use cikada_domain::{ContainerId, Quantity, Treatment, Unit, Value};
use cikada_protocol::{Judgement, Requirement};
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::gates;

/// A time outside the range, from the last reading inside it to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Excursion {
    /// Since when at the earliest.
    pub from: Timestamp,
    /// Until when at the latest.
    pub until: Timestamp,
}

/// What a series of readings says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemperatureCourse {
    /// The lowest reading.
    pub lowest: Quantity,
    /// The highest reading.
    pub highest: Quantity,
    /// How long it was outside the range, added up.
    pub outside: SignedDuration,
    /// Every time outside, in order.
    pub excursions: Vec<Excursion>,
    /// Times of more than twice the usual interval without a reading.
    pub missing: Vec<Excursion>,
}

impl TemperatureCourse {
    /// How long it was outside the range, in minutes and exactly; nothing where that has no exact
    /// decimal.
    #[must_use]
    pub fn outside_minutes(&self) -> Option<Quantity> {
        let minutes = Decimal::from(self.outside.as_secs()).checked_div(Decimal::from(60))?;
        Quantity::new(minutes.normalize(), Unit::Minute).ok()
    }
}

/// How long what a container holds was outside its range by all logs that were imported for it, and for
/// what it was filled out of until then, added up.
///
/// Two loggers on the same way are both counted: of their readings only the sums are kept, and a
/// time outside is rather counted twice than not at all. Nothing where a sum cannot be made.
#[must_use]
pub fn time_outside(treatment: &Treatment, container: &ContainerId) -> Option<SignedDuration> {
    let mut logs = treatment.way_of(container).logs.into_iter();
    logs.try_fold(SignedDuration::ZERO, |sum, (_, log)| {
        let seconds = gates::seconds(&log.outside)?.ceil().to_i64()?;
        sum.checked_add(SignedDuration::from_secs(seconds))
    })
}

/// Looks at readings in order of time; nothing for fewer than two, for readings out of order, and
/// for what is no temperature.
#[must_use]
pub fn temperature_course(
    readings: &[(Timestamp, Quantity)],
    range: &Requirement,
) -> Option<TemperatureCourse> {
    let (_, first) = readings.first()?;
    let (mut lowest, mut highest) = (first.clone(), first.clone());
    let mut inside = Vec::with_capacity(readings.len());
    for (_, reading) in readings {
        inside.push(match range.judge(&Value::Quantity(reading.clone())) {
            Judgement::Meets => true,
            Judgement::Fails => false,
            Judgement::Incomparable(_) => return None,
        });
        if reading.compare(&lowest).ok()?.is_lt() {
            lowest = reading.clone();
        }
        if reading.compare(&highest).ok()?.is_gt() {
            highest = reading.clone();
        }
    }
    let mut course = TemperatureCourse {
        lowest,
        highest,
        outside: SignedDuration::ZERO,
        excursions: Vec::new(),
        missing: Vec::new(),
    };
    let usual = usual_interval(readings)?;
    let pairs = readings.iter().zip(readings.iter().skip(1));
    let sides = inside.iter().zip(inside.iter().skip(1));
    for (((from, _), (until, _)), (before, after)) in pairs.zip(sides) {
        let (from, until) = (*from, *until);
        let length = until.duration_since(from);
        if length > usual.saturating_mul(2) {
            course.missing.push(Excursion { from, until });
        }
        if *before && *after {
            continue;
        }
        course.outside = course.outside.saturating_add(length);
        match course.excursions.last_mut() {
            // Two times outside with one reading inside between them are two.
            Some(last) if last.until == from && !*before => last.until = until,
            _ => course.excursions.push(Excursion { from, until }),
        }
    }
    Some(course)
}

/// The middle of all intervals, of two middles the shorter, so that one hole in a short log is not
/// taken for usual; nothing if the readings are not in order of time.
fn usual_interval(readings: &[(Timestamp, Quantity)]) -> Option<SignedDuration> {
    let pairs = readings.iter().zip(readings.iter().skip(1));
    let mut lengths: Vec<_> = pairs.map(|((a, _), (b, _))| b.duration_since(*a)).collect();
    if lengths.iter().any(|length| !length.is_positive()) {
        return None;
    }
    lengths.sort_unstable();
    lengths.get(lengths.len().saturating_sub(1) / 2).copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn range() -> Requirement {
        let (min, max) = (
            Some("2 Cel".parse().unwrap()),
            Some("8 Cel".parse().unwrap()),
        );
        Requirement::Between { min, max }
    }

    fn readings(of: &[(i64, &str)]) -> Vec<(Timestamp, Quantity)> {
        let start: Timestamp = "2026-03-01T08:00:00Z".parse().unwrap();
        let reading = |(minute, cel): &(i64, &str)| {
            let at = start + SignedDuration::from_mins(*minute);
            (at, format!("{cel} Cel").parse().unwrap())
        };
        of.iter().map(reading).collect()
    }

    #[test]
    fn time_outside_is_counted_from_the_last_reading_inside_to_the_next() {
        let of = [
            (0, "5"),
            (10, "5"),
            (20, "9"),
            (30, "9.5"),
            (40, "8"),
            (50, "5"),
        ];
        let course = temperature_course(&readings(&of), &range()).unwrap();
        assert_eq!(course.outside, SignedDuration::from_mins(30));
        assert_eq!(course.excursions.len(), 1);
        assert_eq!(
            (course.lowest.words(), course.highest.words()),
            ("5 \u{b0}C".to_owned(), "9.5 \u{b0}C".to_owned())
        );
        assert!(course.missing.is_empty());
    }

    #[test]
    fn a_limit_itself_is_inside_and_two_excursions_are_two() {
        let of = [(0, "8"), (10, "8.1"), (20, "2"), (30, "1.9"), (40, "2")];
        let course = temperature_course(&readings(&of), &range()).unwrap();
        assert_eq!(course.excursions.len(), 2);
        assert_eq!(course.outside, SignedDuration::from_mins(40));
    }

    #[test]
    fn a_time_without_readings_is_said() {
        let of = [(0, "5"), (5, "5"), (10, "5"), (45, "5"), (50, "5")];
        let course = temperature_course(&readings(&of), &range()).unwrap();
        assert_eq!(course.missing.len(), 1);
        assert!(course.outside.is_zero());
        let short = [(0, "5"), (5, "5"), (600, "5")];
        let course = temperature_course(&readings(&short), &range()).unwrap();
        assert_eq!(course.missing.len(), 1);
    }

    #[test]
    fn readings_out_of_order_or_too_few_say_nothing() {
        for of in [
            &[(0, "5")][..],
            &[(10, "5"), (0, "5")],
            &[(0, "5"), (0, "6")],
            &[],
        ] {
            assert_eq!(temperature_course(&readings(of), &range()), None);
        }
    }

    proptest! {
        #[test]
        fn time_outside_never_exceeds_the_whole_and_is_the_sum_of_the_excursions(
            steps in proptest::collection::vec((1..90i64, 0..12i64), 2..60),
        ) {
            let mut minute = 0;
            let series: Vec<_> = steps.iter().map(|(step, cel)| {
                minute += step;
                (minute, cel.to_string())
            }).collect();
            let borrowed: Vec<_> = series.iter().map(|(at, cel)| (*at, cel.as_str())).collect();
            let readings = readings(&borrowed);
            let course = temperature_course(&readings, &range()).unwrap();
            let whole = readings[readings.len() - 1].0.duration_since(readings[0].0);
            let each = course.excursions.iter().map(|e| e.until.duration_since(e.from));
            let sum = each.fold(SignedDuration::ZERO, |sum, length| sum + length);
            prop_assert!(course.outside <= whole);
            prop_assert_eq!(course.outside, sum);
        }
    }
}

//! Durations of the protocol laid on instants and days.
//!
//! A fixed duration (minutes to weeks) is added as it stands, whatever the clocks do; months and
//! years are counted on the patient's calendar. What cannot be laid out gives `None`, and a caller
//! treats that as time run out.

use std::fmt::Display;

use cikada_domain::{Dimension, Quantity, Unit};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// An instant as the clock on the wall shows it.
pub(crate) fn wall(at: Timestamp, zone: &TimeZone) -> impl Display {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M %Z")
}

/// The calendar day of an instant in a zone.
pub(crate) fn day(at: Timestamp, zone: &TimeZone) -> Date {
    zone.to_datetime(at).date()
}

/// Whole days from one day to another, negative when it lies before.
pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

/// The instant a quantity of time after another.
pub(crate) fn later(at: Timestamp, by: &Quantity, zone: &TimeZone) -> Option<Timestamp> {
    if by.dimension() == Dimension::CalendarDuration {
        let months = whole(by, Unit::Month)?;
        let span = Span::new().try_months(months).ok()?;
        let moved = at.to_zoned(zone.clone()).checked_add(span).ok()?;
        return Some(moved.timestamp());
    }
    let duration = SignedDuration::from_secs(whole(by, Unit::Second)?);
    at.checked_add(duration).ok()
}

/// Whether more than the quantity of time lies between an instant and now; so it does if the
/// quantity is no time at all.
pub(crate) fn older_than(at: Timestamp, age: &Quantity, now: Timestamp, zone: &TimeZone) -> bool {
    later(at, age, zone).is_none_or(|last| now > last)
}

/// The last day that lies at least a quantity of time before a day.
pub(crate) fn day_before(day: Date, by: &Quantity) -> Option<Date> {
    if by.dimension() == Dimension::CalendarDuration {
        let span = Span::new().try_months(whole(by, Unit::Month)?).ok()?;
        return day.checked_sub(span).ok();
    }
    let days = by.convert(Unit::Day).ok()?.amount().ceil().to_i64()?;
    day.checked_sub(Span::new().try_days(days).ok()?).ok()
}

/// A day some days later, or the last day the calendar has.
pub(crate) fn day_after(day: Date, days: i64) -> Date {
    let span = Span::new().try_days(days);
    span.and_then(|span| day.checked_add(span))
        .unwrap_or(Date::MAX)
}

/// Days of a day, with a part for its hours: the growth curve's axis.
pub(crate) fn days_since(start: Timestamp, at: Timestamp) -> Decimal {
    let seconds = Decimal::from(at.duration_since(start).as_secs());
    (seconds / Decimal::from(86_400)).round_dp(3)
}

fn whole(quantity: &Quantity, unit: Unit) -> Option<i64> {
    quantity.convert(unit).ok()?.amount().floor().to_i64()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seoul() -> TimeZone {
        TimeZone::get("Asia/Seoul").unwrap()
    }

    #[test]
    fn days_are_the_patients_not_those_of_utc() {
        let at = "2026-03-01T20:00:00Z".parse().unwrap();
        assert_eq!(day(at, &seoul()).to_string(), "2026-03-02");
    }

    #[test]
    fn a_month_is_counted_on_the_calendar_and_an_hour_is_not() {
        let at: Timestamp = "2026-01-31T00:00:00Z".parse().unwrap();
        let month = later(at, &"1 mo".parse().unwrap(), &TimeZone::UTC).unwrap();
        assert_eq!(month.to_string(), "2026-02-28T00:00:00Z");
        let hours = later(at, &"36 h".parse().unwrap(), &TimeZone::UTC).unwrap();
        assert_eq!(hours.to_string(), "2026-02-01T12:00:00Z");
    }

    #[test]
    fn an_age_that_is_no_time_has_always_run_out() {
        let at: Timestamp = "2026-01-31T00:00:00Z".parse().unwrap();
        assert!(older_than(at, &"5 mL".parse().unwrap(), at, &TimeZone::UTC));
        assert!(!older_than(at, &"1 d".parse().unwrap(), at, &TimeZone::UTC));
    }

    #[test]
    fn part_of_a_day_before_a_day_is_a_whole_day_before() {
        let day: Date = "2026-02-15".parse().unwrap();
        let before = |text: &str| day_before(day, &text.parse().unwrap()).unwrap().to_string();
        assert_eq!(before("2 wk"), "2026-02-01");
        assert_eq!(before("36 h"), "2026-02-13");
    }
}

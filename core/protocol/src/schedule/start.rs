//! When the first dose may be given, counted from a day that lies outside the schedule: within
//! 56 days after a surgery, 3 to 24 hours after the cells.

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, ToSpan};

/// One rule for the first dose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartRule {
    /// The text as the file writes it.
    pub text: String,
    /// Not earlier than this after the day; `None` for as early as the day itself.
    pub min: Option<Distance>,
    /// Not later than this after the day; `None` for no end.
    pub max: Option<Distance>,
    /// The day's name.
    pub after: String,
}

/// A distance in whole days or in hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distance {
    /// Hours, which need the time of day on both sides.
    Hours(u32),
    /// Days, weeks or months of the calendar.
    Calendar(super::Interval),
}

impl Distance {
    /// The distance as a file writes it.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Hours(hours) => format!("{hours} h"),
            Self::Calendar(interval) => interval.words(),
        }
    }

    fn after(self, at: DateTime) -> Option<DateTime> {
        match self {
            Self::Hours(hours) => at
                .checked_add(SignedDuration::from_hours(i64::from(hours)))
                .ok(),
            Self::Calendar(interval) => Some(DateTime::from_parts(
                interval.after(at.date(), 1)?,
                at.time(),
            )),
        }
    }
}

impl StartRule {
    /// The first and the last day on which the first dose may lie, the last open; `None` beyond
    /// the calendar. Without the time of day a distance in hours is rounded to the days it reaches.
    #[must_use]
    pub fn days_after(&self, day: Date) -> Option<(Date, Option<Date>)> {
        let (first, last) = (day.at(0, 0, 0, 0), day.at(23, 59, 0, 0));
        let earliest = self.min.map_or(Some(first), |min| min.after(first))?.date();
        let latest = match self.max {
            None => None,
            Some(Distance::Calendar(interval)) => Some(interval.after(day, 1)?),
            Some(hours) => Some(hours.after(last)?.date()),
        };
        Some((earliest, latest))
    }

    /// The first and the last moment of the first dose, the last open; `None` beyond the calendar.
    #[must_use]
    pub fn times_after(&self, at: DateTime) -> Option<(DateTime, Option<DateTime>)> {
        let earliest = match self.min {
            None => at,
            Some(Distance::Calendar(interval)) => interval.after(at.date(), 1)?.at(0, 0, 0, 0),
            Some(hours) => hours.after(at)?,
        };
        let latest = match self.max {
            None => None,
            Some(Distance::Calendar(interval)) => {
                let day = interval.after(at.date(), 1)?.checked_add(1.day()).ok()?;
                Some(day.at(0, 0, 0, 0).checked_sub(1.minute()).ok()?)
            }
            Some(hours) => Some(hours.after(at)?),
        };
        Some((earliest, latest))
    }
}

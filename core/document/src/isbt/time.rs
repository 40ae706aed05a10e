//! Times as ISBT 128 codes write them: century digit, year, day of the year, hour, minute.
//!
//! The code holds no time zone. A label shows the zone in words beside it.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use super::CodeError;

/// A time on a label, to the minute, in the zone that the label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LabelTime(DateTime);

impl LabelTime {
    /// Takes a time of the years 1900 to 2899 to its minute. Seconds are cut off, so that an
    /// expiry is never printed later than it is.
    pub fn new(time: DateTime) -> Result<Self, CodeError> {
        if !(1900..=2899).contains(&time.year()) {
            return Err(error(&time.to_string()));
        }
        let minute = time.date().at(time.hour(), time.minute(), 0, 0);
        Ok(Self(minute))
    }

    /// The time itself.
    #[must_use]
    pub fn get(self) -> DateTime {
        self.0
    }

    /// Ten digits: `0260601430` is 14:30 on 1 March 2026.
    pub(super) fn encode(self) -> String {
        let time = self.0;
        format!(
            "{:03}{:03}{:02}{:02}",
            time.year() % 1000,
            time.day_of_year(),
            time.hour(),
            time.minute()
        )
    }

    /// Reads ten digits back.
    pub(crate) fn decode(code: &str) -> Result<Self, CodeError> {
        parts(code).ok_or_else(|| error(code))
    }
}

fn parts(code: &str) -> Option<LabelTime> {
    let digits = |from: usize, to: usize| {
        let digits = code.get(from..to)?;
        let all = digits.bytes().all(|b| b.is_ascii_digit());
        all.then(|| digits.parse::<i16>().ok()).flatten()
    };
    let year = match digits(0, 3)? {
        last_century @ 900.. => 1000 + last_century,
        this_century => 2000 + this_century,
    };
    let day = digits(3, 6)?;
    let first = Date::new(year, 1, 1).ok()?;
    let date = first.checked_add((day - 1).days()).ok()?;
    let hour = i8::try_from(digits(6, 8)?).ok()?;
    let minute = i8::try_from(digits(8, 10)?).ok()?;
    let time = jiff::civil::Time::new(hour, minute, 0, 0).ok()?;
    let whole = code.len() == 10 && day > 0 && date.year() == year;
    whole.then(|| LabelTime(date.to_datetime(time)))
}

fn error(found: &str) -> CodeError {
    CodeError {
        kind: "date and time",
        found: super::shortened(found),
        expected: "ten digits: century, two of the year, three of the day, hour and minute",
    }
}

impl FromStr for LabelTime {
    type Err = CodeError;

    /// Reads `2026-03-01T14:30`.
    fn from_str(text: &str) -> Result<Self, CodeError> {
        let time: DateTime = text.parse().map_err(|_| error(text))?;
        Self::new(time)
    }
}

impl fmt::Display for LabelTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.strftime("%Y-%m-%d %H:%M"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_day_is_counted_from_the_first_of_january() {
        let time: LabelTime = "2026-03-01T14:30".parse().unwrap();
        assert_eq!(time.encode(), "0260601430");
        assert_eq!(LabelTime::decode("0260601430"), Ok(time));
    }

    #[test]
    fn seconds_are_cut_off_so_that_nothing_expires_late() {
        let time: LabelTime = "2026-03-01T14:30:59".parse().unwrap();
        assert_eq!(time.encode(), "0260601430");
    }

    #[test]
    fn the_nines_are_the_last_century() {
        let time = LabelTime::decode("9993652359").unwrap();
        assert_eq!(time.to_string(), "1999-12-31 23:59");
    }

    #[test]
    fn a_day_or_time_that_does_not_exist_is_refused() {
        for wrong in [
            "0260001430",
            "0263661430",
            "0260602430",
            "0260601460",
            "026060143",
            "+260601430",
        ] {
            assert!(LabelTime::decode(wrong).is_err(), "{wrong}");
        }
        assert!(
            LabelTime::decode("0283661430").is_ok(),
            "2028 is a leap year"
        );
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(year in 1900i16..2900, day in 1i16..=365, hour in 0i8..24, minute in 0i8..60) {
            let date = Date::new(year, 1, 1).unwrap().checked_add((day - 1).days()).unwrap();
            let time = LabelTime::new(date.at(hour, minute, 0, 0)).unwrap();
            prop_assert_eq!(LabelTime::decode(&time.encode()), Ok(time));
        }
    }
}

//! Dates as ISBT 128 codes write them: century digit, year, day of the year.

use std::fmt;

use jiff::civil::Date;

use super::{CodeError, LabelTime, shortened};

/// A date on a label, of the years 1900 to 2899.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LabelDate(Date);

impl LabelDate {
    /// Takes a date.
    pub fn new(date: Date) -> Result<Self, CodeError> {
        if (1900..=2899).contains(&date.year()) {
            return Ok(Self(date));
        }
        Err(error(&date.to_string()))
    }

    /// The date itself.
    #[must_use]
    pub fn get(self) -> Date {
        self.0
    }

    /// Six digits: `026060` is 1 March 2026.
    pub(super) fn encode(self) -> String {
        format!("{:03}{:03}", self.0.year() % 1000, self.0.day_of_year())
    }

    pub(crate) fn decode(code: &str) -> Result<Self, CodeError> {
        let time = LabelTime::decode(&format!("{code}0000"));
        let time = time.map_err(|_| error(code))?;
        Ok(Self(time.get().date()))
    }
}

fn error(found: &str) -> CodeError {
    CodeError {
        kind: "date",
        found: shortened(found),
        expected: "six digits: century, two of the year, three of the day",
    }
}

impl fmt::Display for LabelDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_counted_from_the_first_of_january() {
        let date = LabelDate::decode("026060").unwrap();
        assert_eq!(date.to_string(), "2026-03-01");
        assert_eq!(date.encode(), "026060");
        assert!(LabelDate::decode("026366").is_err());
        assert!(LabelDate::decode("2026060").is_err());
    }
}

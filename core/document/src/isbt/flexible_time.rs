//! Structure 031: a time of a named kind, with the zone in which it is meant.

use std::fmt;

use jiff::civil::{Date, DateTime};

use super::{CodeError, LabelTime, shortened};

/// A time with its zone and its kind. Both are codes of licensed tables: they are carried, and the
/// centre's own file says what they mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlexibleTime {
    zone: char,
    kind: u8,
    time: LabelTime,
}

impl FlexibleTime {
    /// Takes the code of the zone (one letter or digit), the code of the kind of time (0 to 99) and
    /// the time in that zone.
    pub fn new(zone: char, kind: u8, time: LabelTime) -> Result<Self, CodeError> {
        if zone.is_ascii_alphanumeric() && kind < 100 {
            return Ok(Self { zone, kind, time });
        }
        Err(error(&format!("{zone} {kind}")))
    }

    /// The code of the zone.
    #[must_use]
    pub fn zone(self) -> char {
        self.zone
    }

    /// The code of what happens at this time: expiry, collection, production.
    #[must_use]
    pub fn kind(self) -> u8 {
        self.kind
    }

    /// The time in that zone.
    #[must_use]
    pub fn time(self) -> LabelTime {
        self.time
    }

    /// Zone, a reserved 0, two digits of the kind, then year, month, day, hour and minute.
    pub(super) fn encode(self) -> String {
        let time = self.time.get().strftime("%Y%m%d%H%M");
        format!("{}0{:02}{time}", self.zone, self.kind)
    }

    pub(crate) fn decode(code: &str) -> Result<Self, CodeError> {
        parts(code).ok_or_else(|| error(code))
    }
}

fn parts(code: &str) -> Option<FlexibleTime> {
    let zone = code.chars().next()?;
    let digits = code.get(1..).filter(|digits| {
        digits.len() == 15 && digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit())
    })?;
    let two = |from: usize| digits.get(from..from + 2)?.parse::<i8>().ok();
    let year = digits.get(3..7)?.parse().ok()?;
    let date = Date::new(year, two(7)?, two(9)?).ok()?;
    let clock = jiff::civil::Time::new(two(11)?, two(13)?, 0, 0).ok()?;
    let time = LabelTime::new(DateTime::from_parts(date, clock)).ok()?;
    FlexibleTime::new(zone, u8::try_from(two(1)?).ok()?, time).ok()
}

fn error(found: &str) -> CodeError {
    CodeError {
        kind: "flexible date and time",
        found: shortened(found),
        expected: "a letter or digit of the zone, 0, two digits of the kind of time, then year, \
                   month, day, hour and minute in twelve digits",
    }
}

impl fmt::Display for FlexibleTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { zone, kind, time } = self;
        write!(f, "{time}, zone code {zone}, kind of time {kind:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_carries_its_zone_and_its_kind() {
        let time = FlexibleTime::new('B', 4, "2026-03-01T14:30".parse().unwrap()).unwrap();
        assert_eq!(time.encode(), "B004202603011430");
        assert_eq!(FlexibleTime::decode("B004202603011430"), Ok(time));
    }

    #[test]
    fn a_day_that_does_not_exist_or_a_reserved_place_in_use_is_refused() {
        for wrong in [
            "B004202602301430",
            "B004202603012430",
            "B104202603011430",
            "é00420260301143",
            "B0042026030114",
        ] {
            assert!(FlexibleTime::decode(wrong).is_err(), "{wrong}");
        }
    }
}

//! Until when the data of a product's traceability are kept: thirty years after its expiry, longer
//! where the centre's own law says so (Regulation (EC) 1394/2007, article 15).

use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// So many years after the product's expiry the data are kept everywhere in the Union.
pub const TRACEABILITY_YEARS: u16 = 30;

/// The text of the rule that holds everywhere in the Union.
const TRACEABILITY_SOURCE: &str = "Regulation (EC) 1394/2007, article 15";

/// A longer time that the centre's own law asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalRetention {
    /// How many years after the product's expiry.
    pub years: u16,
    /// The law.
    pub source: String,
}

/// Until when something is kept, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retention {
    /// The last day on which it must still be there.
    pub until: Date,
    /// How many years after the expiry that is.
    pub years: u16,
    /// The rule that asks for the most.
    pub source: String,
}

/// Until when the data of a product that expires on a day are kept: by the rule that asks for the
/// most. A day that the last year does not have becomes the day after it, so that no year is cut
/// short. Nothing where the calendar ends before.
#[must_use]
pub fn retention(expires_on: Date, local: Option<&LocalRetention>) -> Option<Retention> {
    let longer = local.filter(|local| local.years > TRACEABILITY_YEARS);
    let (years, source) = longer.map_or((TRACEABILITY_YEARS, TRACEABILITY_SOURCE), |local| {
        (local.years, local.source.as_str())
    });
    let span = Span::new().try_years(i64::from(years)).ok()?;
    let same_day = expires_on.checked_add(span).ok()?;
    let until = match same_day.day() == expires_on.day() {
        true => same_day,
        false => same_day.checked_add(1.day()).ok()?,
    };
    Some(Retention {
        until,
        years,
        source: source.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn law(years: u16) -> LocalRetention {
        LocalRetention {
            years,
            source: "An invented law, section 1".to_owned(),
        }
    }

    #[test]
    fn traceability_is_kept_thirty_years_after_the_products_expiry() {
        let kept = retention(day("2026-03-16"), None).unwrap();
        assert_eq!((kept.until, kept.years), (day("2056-03-16"), 30));
        assert!(kept.source.contains("1394/2007"));
    }

    #[test]
    fn an_expiry_on_a_leap_day_loses_no_day_in_a_year_without_one() {
        let kept = retention(day("2028-02-29"), None).unwrap();
        assert_eq!(kept.until, day("2058-03-01"));
        let kept = retention(day("2028-02-29"), Some(&law(32))).unwrap();
        assert_eq!(kept.until, day("2060-02-29"));
        let kept = retention(day("2030-02-28"), None).unwrap();
        assert_eq!(kept.until, day("2060-02-28"));
    }

    #[test]
    fn a_longer_local_law_is_followed_and_named_and_a_shorter_one_is_not() {
        let kept = retention(day("2026-03-16"), Some(&law(50))).unwrap();
        assert_eq!(
            (kept.until, kept.source),
            (day("2076-03-16"), law(50).source)
        );
        let kept = retention(day("2026-03-16"), Some(&law(10))).unwrap();
        assert_eq!(kept, retention(day("2026-03-16"), None).unwrap());
    }

    #[test]
    fn beyond_the_end_of_the_calendar_nothing_is_said() {
        assert_eq!(retention(day("9990-01-01"), None), None);
    }

    proptest! {
        #[test]
        fn a_product_that_expires_later_is_never_kept_for_a_shorter_time(
            days in 0_i64..20_000,
            later in 0_i64..4_000,
            years in 0_u16..120,
        ) {
            let expires_on = day("2000-01-01").checked_add(days.days()).unwrap();
            let after = expires_on.checked_add(later.days()).unwrap();
            let local = law(years);
            let (first, second) = (retention(expires_on, Some(&local)), retention(after, Some(&local)));
            let (first, second) = (first.unwrap(), second.unwrap());
            prop_assert!(first.until <= second.until);
            prop_assert!(first.until.year() - expires_on.year() >= 30);
        }
    }
}

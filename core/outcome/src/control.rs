//! The control chart of single values: what a process does by itself, and which value it did not.
//!
//! One value a batch leaves no groups to average, so the spread is taken from neighbours: the mean of
//! the ranges between each value and the one before it (Shewhart's chart for individuals and moving
//! ranges; from memory, unverified). Limits are the mean and 2.66 mean moving ranges on either side.
//! They say what the process does, never what it must do: that is the specification's.
//!
//! The statistics are floats. Whether a value lies outside is decided in exact decimals, so that a
//! process that never varies is not told to have left limits that a rounding moved.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use thiserror::Error;

/// Fewer values have no limits: a spread from less would cry wolf, or keep silent.
///
/// A choice of ours within what is taught (from memory, unverified).
pub const VALUES_MIN: usize = 8;

/// Three standard deviations in mean moving ranges of two: 3 / 1.128, with the two decimals that are
/// printed everywhere.
const HUNDREDTHS: i64 = 266;

/// Why there is no chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ChartError {
    /// There is nothing to chart.
    #[error("0 values have no mean: expected at least 1")]
    NoValues,
    /// The sum does not fit an exact decimal.
    #[error("the values are too large to be added exactly")]
    TooLarge,
}

/// Limits of an individuals control chart, in the values' unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ControlLimits {
    /// The mean less 2.66 mean moving ranges. It may lie below what can be measured.
    pub lower: f64,
    /// The mean and 2.66 mean moving ranges.
    pub upper: f64,
}

/// What a row of values says of its process.
#[derive(Debug, Clone, PartialEq)]
pub struct ControlChart {
    /// How many values it stands on.
    pub count: usize,
    /// Their mean.
    pub mean: f64,
    /// The mean of the ranges between neighbours; none of one value.
    pub mean_moving_range: Option<f64>,
    /// The limits; none of fewer than [`VALUES_MIN`] values.
    pub limits: Option<ControlLimits>,
    sum: Decimal,
    ranges: Decimal,
}

/// Charts values in the order in which they came about, all in one unit.
///
/// # Errors
/// There is no value, or their sum does not fit an exact decimal.
pub fn control_chart(values: &[Decimal]) -> Result<ControlChart, ChartError> {
    let add = |sum: Decimal, value: Decimal| sum.checked_add(value).ok_or(ChartError::TooLarge);
    let mut sum = Decimal::ZERO;
    let mut ranges = Decimal::ZERO;
    let mut before: Option<Decimal> = None;
    for value in values {
        sum = add(sum, *value)?;
        if let Some(before) = before {
            let range = value.checked_sub(before).ok_or(ChartError::TooLarge)?;
            ranges = add(ranges, range.abs())?;
        }
        before = Some(*value);
    }
    let count = values.len();
    if count == 0 {
        return Err(ChartError::NoValues);
    }
    let mean = float(sum)? / count as f64;
    let mean_moving_range = match count {
        1 => None,
        _ => Some(float(ranges)? / (count - 1) as f64),
    };
    let reach = mean_moving_range.map(|range| HUNDREDTHS as f64 / 100.0 * range);
    let limits = reach.filter(|_| count >= VALUES_MIN);
    Ok(ControlChart {
        count,
        mean,
        mean_moving_range,
        limits: limits.map(|reach| ControlLimits {
            lower: mean - reach,
            upper: mean + reach,
        }),
        sum,
        ranges,
    })
}

impl ControlChart {
    /// Whether a value lies outside the limits, charted or not. A value on a limit lies inside.
    /// `None` where there are no limits, or the decision does not fit an exact decimal.
    #[must_use]
    pub fn is_outside(&self, value: Decimal) -> Option<bool> {
        self.limits?;
        let count = Decimal::from(self.count);
        let gaps = Decimal::from(self.count.saturating_sub(1));
        // |x - S/n| > 2.66 R/(n-1), without a division: what is not divided is not rounded.
        let distance = value.checked_mul(count)?.checked_sub(self.sum)?.abs();
        let distance = distance
            .checked_mul(gaps)?
            .checked_mul(Decimal::from(100))?;
        let reach = self.ranges.checked_mul(count)?;
        let reach = reach.checked_mul(Decimal::from(HUNDREDTHS))?;
        Some(distance > reach)
    }
}

fn float(value: Decimal) -> Result<f64, ChartError> {
    value.to_f64().ok_or(ChartError::TooLarge)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn values(texts: &[&str]) -> Vec<Decimal> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    fn near(left: f64, right: f64) -> bool {
        (left - right).abs() < 1e-9
    }

    #[test]
    fn the_limits_are_those_worked_out_by_hand() {
        // Sum 717 over 8 is 89.625; ranges 2 3 1 4 2 2 2 = 16 over 7; reach 2.66 * 16 / 7 = 6.08.
        let row = values(&["90", "92", "89", "90", "86", "88", "90", "92"]);
        let chart = control_chart(&row).unwrap();
        assert!(near(chart.mean, 89.625));
        assert!(near(chart.mean_moving_range.unwrap(), 16.0 / 7.0));
        let limits = chart.limits.unwrap();
        assert!(near(limits.lower, 89.625 - 6.08) && near(limits.upper, 89.625 + 6.08));
        assert!(
            row.iter()
                .all(|value| chart.is_outside(*value) == Some(false))
        );
    }

    #[test]
    fn a_value_that_the_process_did_not_make_lies_outside() {
        // Nine tens and a twenty: mean 11, ranges 10 and 10 over 9, reach 2.66 * 20 / 9 = 5.911.
        let row = values(&["10", "10", "10", "10", "20", "10", "10", "10", "10", "10"]);
        let chart = control_chart(&row).unwrap();
        assert!(near(chart.mean, 11.0));
        assert!(near(chart.limits.unwrap().upper, 11.0 + 2.66 * 20.0 / 9.0));
        let outside = row.iter().map(|value| chart.is_outside(*value));
        assert_eq!(outside.filter(|outside| *outside == Some(true)).count(), 1);
        assert_eq!(chart.is_outside(Decimal::from(20)), Some(true));
    }

    #[test]
    fn a_value_on_a_limit_lies_inside_and_the_next_decimal_outside() {
        // Sum 900, mean 100, ranges 8 times 1 over 8, reach 2.66 exactly.
        let row = values(&["100", "101", "100", "99", "100", "101", "100", "99", "100"]);
        let chart = control_chart(&row).unwrap();
        for (value, outside) in [
            ("102.66", false),
            ("102.661", true),
            ("97.34", false),
            ("97.339", true),
        ] {
            assert_eq!(chart.is_outside(value.parse().unwrap()), Some(outside));
        }
    }

    #[test]
    fn fewer_than_eight_values_have_a_mean_and_no_limits() {
        let row = values(&["1", "2", "3", "4", "5", "6", "7"]);
        let chart = control_chart(&row).unwrap();
        assert!(near(chart.mean, 4.0) && chart.limits.is_none());
        assert_eq!(chart.is_outside(Decimal::from(1000)), None);
        let one = control_chart(&row[..1]).unwrap();
        assert_eq!(one.mean_moving_range, None);
        assert_eq!(control_chart(&[]), Err(ChartError::NoValues));
    }

    #[test]
    fn what_cannot_be_added_exactly_has_no_chart() {
        let row = [Decimal::MAX, Decimal::MAX];
        assert_eq!(control_chart(&row), Err(ChartError::TooLarge));
    }

    proptest! {
        #[test]
        fn a_process_that_never_varies_has_no_value_outside(
            mantissa in 1_i64..1_000_000_000_000, scale in 0_u32..6, count in 8_usize..60,
        ) {
            let value = Decimal::new(mantissa, scale);
            let chart = control_chart(&vec![value; count]).unwrap();
            prop_assert_eq!(chart.is_outside(value), Some(false));
            prop_assert_eq!(chart.is_outside(value + Decimal::new(1, 6)), Some(true));
        }

        #[test]
        fn the_order_told_backwards_has_the_same_limits(
            row in proptest::collection::vec(-1_000_000_i64..1_000_000, 8..40),
        ) {
            let forth: Vec<_> = row.iter().map(|value| Decimal::new(*value, 2)).collect();
            let back: Vec<_> = forth.iter().rev().copied().collect();
            let (forth, back) = (control_chart(&forth).unwrap(), control_chart(&back).unwrap());
            prop_assert_eq!(forth.limits, back.limits);
        }
    }
}

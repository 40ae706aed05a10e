//! Lengths in millimetres, and the change between two of them as an exact ratio.

use std::fmt;
use std::iter::Sum;
use std::ops::Add;

use rust_decimal::{Decimal, RoundingStrategy};

/// A length in millimetres, never negative: a diameter or a sum of diameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Millimetres(Decimal);

impl Millimetres {
    /// Nothing left.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// Whole millimetres.
    #[must_use]
    pub fn whole(number: u32) -> Self {
        Self(Decimal::from(number))
    }

    /// A length, unless the number is negative.
    #[must_use]
    pub fn new(number: Decimal) -> Option<Self> {
        (!number.is_sign_negative() || number.is_zero()).then_some(Self(number.normalize()))
    }

    /// The bare number of millimetres.
    #[must_use]
    pub fn number(self) -> Decimal {
        self.0
    }
}

impl Add for Millimetres {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sum for Millimetres {
    fn sum<I: Iterator<Item = Self>>(lengths: I) -> Self {
        lengths.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Millimetres {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} mm", self.0.normalize())
    }
}

/// From one length to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The length it is held against.
    pub from: Millimetres,
    /// The length now.
    pub to: Millimetres,
}

/// The limits that a rounded percentage must not seem to reach or to miss.
const THRESHOLDS: [i64; 4] = [20, -30, 25, -50];

impl Change {
    /// Millimetres gained (negative: lost).
    #[must_use]
    pub fn difference(self) -> Decimal {
        (self.to.0 - self.from.0).normalize()
    }

    /// Whether at least `percent` of the old length was lost; exact, and never from nothing.
    #[must_use]
    pub fn is_loss_of(self, percent: u32) -> bool {
        !self.from.0.is_zero()
            && -self.difference() * Decimal::ONE_HUNDRED >= self.from.0 * Decimal::from(percent)
    }

    /// Whether at least `percent` of the old length was gained; exact. From nothing, any gain is.
    #[must_use]
    pub fn is_gain_of(self, percent: u32) -> bool {
        let gained = self.difference();
        gained > Decimal::ZERO
            && gained * Decimal::ONE_HUNDRED >= self.from.0 * Decimal::from(percent)
    }

    /// The change in per cent with its sign, for reading: one decimal, or as many more as it takes
    /// to stay on its side of a limit. `None` from nothing.
    #[must_use]
    pub fn percent_text(self) -> Option<String> {
        percent_text(self.difference(), self.from.0)
    }

    /// The change in millimetres with its sign.
    #[must_use]
    pub fn difference_text(self) -> String {
        format!("{} mm", signed(self.difference()))
    }
}

/// `gained / from` in per cent with its sign; see [`Change::percent_text`].
pub(super) fn percent_text(gained: Decimal, from: Decimal) -> Option<String> {
    let exact = (gained * Decimal::ONE_HUNDRED).checked_div(from)?;
    let keeps_its_side = |rounded: Decimal| {
        THRESHOLDS.iter().all(|limit| {
            let limit = Decimal::from(*limit);
            rounded.cmp(&limit) == exact.cmp(&limit)
        })
    };
    let roundings = (1..=6)
        .map(|places| exact.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero));
    let rounded = roundings.clone().find(|rounded| keeps_its_side(*rounded));
    let mut rounded = rounded.or_else(|| roundings.clone().next_back())?;
    if rounded.scale() == 0 {
        rounded.rescale(1);
    }
    Some(format!("{} %", signed(rounded)))
}

fn signed(number: Decimal) -> String {
    if number.is_sign_positive() && !number.is_zero() {
        format!("+{number}")
    } else if number.is_zero() {
        number.abs().to_string()
    } else {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(from: &str, to: &str) -> Change {
        let length = |text: &str| Millimetres::new(text.parse().unwrap()).unwrap();
        Change {
            from: length(from),
            to: length(to),
        }
    }

    #[test]
    fn a_change_reads_with_one_decimal_and_its_sign() {
        assert_eq!(change("60", "71").percent_text().unwrap(), "+18.3 %");
        assert_eq!(change("60", "73").percent_text().unwrap(), "+21.7 %");
        assert_eq!(change("100", "71").percent_text().unwrap(), "-29.0 %");
        assert_eq!(change("100", "100").percent_text().unwrap(), "0.0 %");
        assert_eq!(change("0", "3").percent_text(), None);
    }

    #[test]
    fn a_rounding_never_seems_to_reach_a_limit() {
        assert_eq!(change("1000", "1199.6").percent_text().unwrap(), "+19.96 %");
        assert_eq!(change("100.1", "70.1").percent_text().unwrap(), "-29.97 %");
        assert_eq!(change("10", "12").percent_text().unwrap(), "+20.0 %");
    }

    #[test]
    fn limits_are_held_exactly() {
        assert!(change("3", "2.1").is_loss_of(30));
        assert!(!change("3", "2.101").is_loss_of(30));
        assert!(change("60", "72").is_gain_of(20));
        assert!(!change("60", "71.999").is_gain_of(20));
        assert!(change("0", "0.1").is_gain_of(20));
        assert!(!change("0", "0").is_gain_of(20));
    }
}

//! Bounds of products of large powers, to decide a rounding without a float.
//!
//! The surface formulas raise height and weight to broken exponents such as 0.51456. Raised to the
//! 100000th power both sides of a comparison are whole numbers, too long to write; each is held
//! between two bounds of 64 bits. Bounds that overlap decide nothing, and that is said.

/// A number of 64 significant bits and a power of two: `mantissa * 2^exponent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Scaled {
    // The exponent stands first: of two normalised numbers the greater exponent is the greater.
    exponent: i64,
    mantissa: u128,
}

#[derive(Debug, Clone, Copy)]
enum Direction {
    Down,
    Up,
}

impl Scaled {
    fn normalised(mut mantissa: u128, mut exponent: i64, direction: Direction) -> Self {
        let bits = 128 - mantissa.leading_zeros();
        if let Some(missing) = 64_u32.checked_sub(bits) {
            mantissa <<= missing;
            exponent -= i64::from(missing);
        } else {
            let excess = bits - 64;
            let kept = mantissa >> excess;
            let lost = kept << excess != mantissa;
            mantissa = kept + u128::from(lost && matches!(direction, Direction::Up));
            exponent += i64::from(excess);
        }
        if mantissa >> 64 != 0 {
            mantissa >>= 1;
            exponent += 1;
        }
        Self { exponent, mantissa }
    }

    fn times(self, other: Self, direction: Direction) -> Self {
        let exponent = self.exponent + other.exponent;
        Self::normalised(self.mantissa * other.mantissa, exponent, direction)
    }
}

/// A number known to lie between two bounds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    low: Scaled,
    high: Scaled,
}

impl Bounds {
    /// A whole number above zero.
    pub(crate) fn of(whole: u128) -> Self {
        Self {
            low: Scaled::normalised(whole, 0, Direction::Down),
            high: Scaled::normalised(whole, 0, Direction::Up),
        }
    }

    pub(crate) fn times(self, other: Self) -> Self {
        Self {
            low: self.low.times(other.low, Direction::Down),
            high: self.high.times(other.high, Direction::Up),
        }
    }

    pub(crate) fn power(self, mut exponent: u32) -> Self {
        let (mut result, mut square) = (Self::of(1), self);
        while exponent > 0 {
            if exponent % 2 == 1 {
                result = result.times(square);
            }
            square = square.times(square);
            exponent /= 2;
        }
        result
    }

    /// Whether this number is at least the other, or nothing where the bounds overlap.
    pub(crate) fn at_least(self, other: Self) -> Option<bool> {
        if self.low >= other.high {
            return Some(true);
        }
        (self.high < other.low).then_some(false)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn small_powers_are_exact() {
        let exact = Bounds::of(3).power(20).at_least(Bounds::of(3_486_784_401));
        assert_eq!(exact, Some(true));
        assert_eq!(Bounds::of(7).at_least(Bounds::of(8)), Some(false));
    }

    #[test]
    fn neighbours_raised_to_a_large_power_are_told_apart() {
        let (smaller, larger) = (Bounds::of(10_u128.pow(15)), Bounds::of(10_u128.pow(15) + 1));
        let (smaller, larger) = (smaller.power(100_000), larger.power(100_000));
        assert_eq!(larger.at_least(smaller), Some(true));
        assert_eq!(smaller.at_least(larger), Some(false));
    }

    proptest! {
        #[test]
        fn the_bounds_enclose_every_product(left in 1u128..u128::from(u64::MAX), right in 1u128..u128::from(u64::MAX)) {
            let product = left * right;
            let bounds = Bounds::of(left).times(Bounds::of(right));
            let exact = Bounds::of(product);
            prop_assert!(bounds.low <= exact.low && exact.high <= bounds.high);
        }
    }
}

//! Exact numbers of the working: ratios of whole numbers, so that nothing is rounded on the way.
//!
//! A decimal cannot hold 11/180 mg per million international units. A ratio holds every quotient;
//! only the value that a person reads is rounded, once, half up. What does not fit is refused.

use std::cmp::Ordering;

use cikada_domain::{Dimension, Population, Quantity, Unit};
use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub};
use rust_decimal::Decimal;

use crate::problem::DoseProblem;

/// An exact number, or an exact amount in the base unit of a dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Exact(Ratio<i128>);

impl Exact {
    /// A whole number.
    pub(crate) fn whole(number: u32) -> Self {
        Self(Ratio::from_integer(i128::from(number)))
    }

    /// A decimal, exactly.
    pub(crate) fn decimal(decimal: Decimal) -> Result<Self, DoseProblem> {
        let scale = 10_i128.checked_pow(decimal.scale());
        let scale = scale.ok_or(DoseProblem::TooLarge)?;
        Ok(Self(Ratio::new(decimal.mantissa(), scale)))
    }

    /// A quantity, in the base unit of its dimension.
    pub(crate) fn of(quantity: &Quantity) -> Result<Self, DoseProblem> {
        Self::decimal(quantity.amount())?.times(Self::decimal(quantity.unit().factor())?)
    }

    pub(crate) fn times(self, other: Self) -> Result<Self, DoseProblem> {
        let product = self.0.checked_mul(&other.0);
        product.map(Self).ok_or(DoseProblem::TooLarge)
    }

    /// The quotient. The divisor is never zero where this is called: quantities are checked first.
    pub(crate) fn over(self, other: Self) -> Result<Self, DoseProblem> {
        let quotient = self.0.checked_div(&other.0);
        quotient.map(Self).ok_or(DoseProblem::TooLarge)
    }

    pub(crate) fn plus(self, other: Self) -> Result<Self, DoseProblem> {
        let sum = self.0.checked_add(&other.0);
        sum.map(Self).ok_or(DoseProblem::TooLarge)
    }

    pub(crate) fn minus(self, other: Self) -> Result<Self, DoseProblem> {
        let difference = self.0.checked_sub(&other.0);
        difference.map(Self).ok_or(DoseProblem::TooLarge)
    }

    pub(crate) fn is_positive(self) -> bool {
        *self.0.numer() > 0
    }

    /// Numerator and denominator, in lowest terms.
    pub(crate) fn parts(self) -> (i128, i128) {
        (*self.0.numer(), *self.0.denom())
    }

    /// The next whole number upwards.
    pub(crate) fn ceiling(self) -> Result<u64, DoseProblem> {
        let whole = self.0.ceil().to_integer();
        u64::try_from(whole).map_err(|_| DoseProblem::TooLarge)
    }

    /// The nearest multiple of a step, halves upwards.
    pub(crate) fn half_up_to(self, step: Self) -> Result<Self, DoseProblem> {
        let half = Self(Ratio::new(1, 2));
        let steps = self.over(step)?.plus(half)?.0.floor();
        Self(steps).times(step)
    }

    /// The number rounded half up to some decimal places, those places written out.
    pub(crate) fn half_up(self, places: u32) -> Result<Decimal, DoseProblem> {
        let scale = 10_i128.checked_pow(places).ok_or(DoseProblem::TooLarge)?;
        let rounded = self.half_up_to(Self(Ratio::new(1, scale)))?;
        let mantissa = rounded.times(Self(Ratio::from_integer(scale)))?;
        decimal_of(mantissa.0.to_integer(), places)
    }

    /// The number as a decimal, if one holds it to the last digit.
    pub(crate) fn exactly(self) -> Option<Decimal> {
        let (numerator, denominator) = self.parts();
        let mut scale = 1_i128;
        // A decimal has at most 28 places; a denominator with a prime other than 2 and 5 never ends.
        for places in 0..=28 {
            if scale.checked_rem(denominator) == Some(0) {
                let mantissa = numerator.checked_mul(scale.checked_div(denominator)?)?;
                return decimal_of(mantissa, places).ok();
            }
            scale = scale.checked_mul(10)?;
        }
        None
    }

    /// The exact amount in a unit, or the reason why no decimal holds it.
    pub(crate) fn in_unit(
        self,
        unit: Unit,
        population: Option<Population>,
    ) -> Result<Quantity, DoseProblem> {
        let amount = self.over(Self::decimal(unit.factor())?)?.exactly();
        quantity(amount.ok_or(DoseProblem::TooLarge)?, unit, population)
    }

    /// The amount in a unit, rounded half up.
    pub(crate) fn rounded_in(
        self,
        unit: Unit,
        population: Option<Population>,
        places: u32,
    ) -> Result<Quantity, DoseProblem> {
        let amount = self.over(Self::decimal(unit.factor())?)?.half_up(places)?;
        quantity(amount, unit, population)
    }

    /// What a person draws or sets, rounded half up to 0.01: nothing is no volume and no rate.
    pub(crate) fn hundredths_in(self, unit: Unit, raw: &Quantity) -> Result<Quantity, DoseProblem> {
        let rounded = self.rounded_in(unit, None, 2)?;
        if rounded.amount().is_zero() {
            return Err(DoseProblem::RoundsToNothing {
                raw: raw.clone(),
                step: quantity(Decimal::new(1, 2), unit, None)?,
            });
        }
        Ok(rounded)
    }

    /// The amount in a unit, rounded down: for limits, which rounding must never widen.
    pub(crate) fn down_in(
        self,
        unit: Unit,
        population: Option<Population>,
        places: u32,
    ) -> Result<Quantity, DoseProblem> {
        let scale = 10_i128.checked_pow(places).ok_or(DoseProblem::TooLarge)?;
        let amount = self.over(Self::decimal(unit.factor())?)?;
        let steps = amount.times(Self(Ratio::from_integer(scale)))?.0.floor();
        quantity(decimal_of(steps.to_integer(), places)?, unit, population)
    }
}

fn decimal_of(mantissa: i128, places: u32) -> Result<Decimal, DoseProblem> {
    Decimal::try_from_i128_with_scale(mantissa, places).map_err(|_| DoseProblem::TooLarge)
}

/// Makes a quantity whose unit counts cells exactly if a population is given.
pub(crate) fn quantity(
    amount: Decimal,
    unit: Unit,
    population: Option<Population>,
) -> Result<Quantity, DoseProblem> {
    let made = match population {
        Some(population) => Quantity::of_cells(amount, unit, population),
        None => Quantity::new(amount, unit),
    };
    made.map_err(|error| DoseProblem::Unreadable(error.to_string()))
}

/// The exact amount of a quantity that must measure one thing and be more than nothing.
pub(crate) fn positive(
    what: &'static str,
    given: &Quantity,
    expected: Dimension,
) -> Result<Exact, DoseProblem> {
    if given.dimension() != expected {
        return Err(DoseProblem::WrongDimension {
            what,
            expected,
            given: given.clone(),
        });
    }
    let exact = Exact::of(given)?;
    if !exact.is_positive() {
        return Err(DoseProblem::NotPositive {
            what,
            given: given.clone(),
        });
    }
    Ok(exact)
}

/// Refuses two counts of different cells.
pub(crate) fn same_population(left: &Quantity, right: &Quantity) -> Result<(), DoseProblem> {
    if left.population() == right.population() {
        return Ok(());
    }
    Err(DoseProblem::PopulationMixed {
        left: left.clone(),
        right: right.clone(),
    })
}

/// Refuses what measures another thing, or counts other cells, than its model.
pub(crate) fn same_kind(
    what: &'static str,
    given: &Quantity,
    model: &Quantity,
) -> Result<(), DoseProblem> {
    if given.dimension() != model.dimension() {
        return Err(DoseProblem::WrongDimension {
            what,
            expected: model.dimension(),
            given: given.clone(),
        });
    }
    same_population(model, given)
}

/// Compares two quantities of one dimension and population exactly.
pub(crate) fn compare(left: &Quantity, right: &Quantity) -> Result<Ordering, DoseProblem> {
    same_population(left, right)?;
    Ok(Exact::of(left)?.cmp(&Exact::of(right)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn exact(numerator: i128, denominator: i128) -> Exact {
        Exact(Ratio::new(numerator, denominator))
    }

    #[test]
    fn halves_are_rounded_up_and_never_twice() {
        assert_eq!(exact(455, 1000).half_up(2).unwrap().to_string(), "0.46");
        assert_eq!(exact(4549, 10000).half_up(2).unwrap().to_string(), "0.45");
        assert_eq!(exact(2, 1).half_up(2).unwrap().to_string(), "2.00");
    }

    #[test]
    fn a_number_without_an_end_is_no_decimal() {
        assert_eq!(exact(11, 180).exactly(), None);
        assert_eq!(exact(11, 160).exactly(), Some(Decimal::new(6875, 5)));
    }

    #[test]
    fn what_does_not_fit_is_refused_and_never_wrapped() {
        let large = exact(i128::MAX, 1);
        assert_eq!(large.times(exact(2, 1)), Err(DoseProblem::TooLarge));
        assert_eq!(large.half_up(2), Err(DoseProblem::TooLarge));
        assert_eq!(exact(1, 1).over(exact(0, 1)), Err(DoseProblem::TooLarge));
    }

    proptest! {
        #[test]
        fn every_decimal_comes_back_as_it_went(mantissa in any::<i64>(), places in 0u32..19) {
            let decimal = Decimal::new(mantissa, places);
            prop_assert_eq!(Exact::decimal(decimal).unwrap().exactly(), Some(decimal));
        }

        #[test]
        fn rounding_moves_a_number_by_at_most_half_a_step(numerator in 0i128..1_000_000_000, denominator in 1i128..1_000_000, places in 0u32..6) {
            let number = exact(numerator, denominator);
            let rounded = Exact::decimal(number.half_up(places).unwrap()).unwrap();
            let moved = rounded.minus(number).unwrap();
            let half = exact(1, 2 * 10_i128.pow(places));
            prop_assert!(moved <= half && exact(0, 1).minus(moved).unwrap() < half);
        }
    }
}

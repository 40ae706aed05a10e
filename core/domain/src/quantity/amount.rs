//! Amounts of materials in the unit a person reads them in: 50 µL, not 0.00005 L.

use rust_decimal::Decimal;

use crate::quantity::{Dimension, Quantity, Unit};

/// Between what a number is read without counting zeros.
const READ_FROM: Decimal = Decimal::from_parts(1, 0, 0, false, 1);
const READ_BELOW: Decimal = Decimal::from_parts(10_000, 0, 0, false, 0);

impl Quantity {
    /// A volume or mass in the unit in which its number lies between 0.1 and 10,000: its own if it does
    /// there, else the largest that does. The amount is the same, exactly; what lies outside in every
    /// unit, and everything else, stays as it is.
    #[must_use]
    pub fn readable(&self) -> Self {
        let units: &[Unit] = match self.dimension() {
            Dimension::Volume => &[Unit::Litre, Unit::Millilitre, Unit::Microlitre],
            Dimension::Mass => &[Unit::Gram, Unit::Milligram, Unit::Microgram, Unit::Nanogram],
            _ => return self.clone(),
        };
        let is_read = |quantity: &Self| {
            let amount = quantity.amount().abs();
            READ_FROM <= amount && amount < READ_BELOW
        };
        if is_read(self) {
            return self.clone();
        }
        let in_units = units.iter().filter_map(|unit| self.convert(*unit).ok());
        // A conversion that had to be rounded would tell another amount.
        let exact = |quantity: &Self| quantity.compare(self).is_ok_and(std::cmp::Ordering::is_eq);
        let mut in_units = in_units.filter(exact);
        in_units.find(is_read).unwrap_or_else(|| self.clone())
    }

    /// An amount of a material as a person reads it: `50 µL`, `1.5 mL`, `100 L`.
    #[must_use]
    pub fn amount_words(&self) -> String {
        let readable = self.readable();
        let number = readable.amount().normalize();
        match readable.unit() {
            Unit::Microlitre => format!("{number} \u{b5}L"),
            Unit::Microgram => format!("{number} \u{b5}g"),
            _ => readable.words(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> String {
        text.parse::<Quantity>().unwrap().amount_words()
    }

    #[test]
    fn an_amount_is_told_in_the_unit_a_person_reads_it_in() {
        for (stored, read) in [
            ("0.00005 L", "50 \u{b5}L"),
            ("0.06 mL", "60 \u{b5}L"),
            ("0.1 mL", "0.1 mL"),
            ("1500 mL", "1500 mL"),
            ("10000 mL", "10 L"),
            ("25000 uL", "25 mL"),
            ("100 L", "100 L"),
            ("0 mL", "0 mL"),
            ("0.02 uL", "0.02 \u{b5}L"),
            ("0.0000005 g", "0.5 \u{b5}g"),
            ("3 {piece}", "3 pieces"),
            ("600000 [iU]", "600000 IU"),
        ] {
            assert_eq!(words(stored), read, "{stored}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_exactly_what_is_stored(
            digits in -1_000_000_000i64..1_000_000_000,
            scale in 0u32..9,
            unit in 0usize..3,
        ) {
            let unit = [Unit::Litre, Unit::Millilitre, Unit::Microlitre][unit];
            let stored = Quantity::new(Decimal::new(digits, scale), unit).unwrap();
            let read = stored.readable();
            prop_assert!(read.compare(&stored).unwrap().is_eq());
            let amount = read.amount().abs();
            let lowest = stored.convert(Unit::Microlitre).unwrap().amount().abs();
            let highest = stored.convert(Unit::Litre).unwrap().amount().abs();
            if lowest >= READ_FROM && highest < READ_BELOW {
                prop_assert!(READ_FROM <= amount && amount < READ_BELOW, "{read}");
            }
        }
    }
}

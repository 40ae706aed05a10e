//! Quantities with their unit and, for cells, their population: exact decimals, never floats.
//!
//! Units are written in UCUM. Cells are counted things, so UCUM gives them an annotation; the
//! annotation names the population (`{viable}`, `{CD3+}`), and two populations are never compared.
//! Endotoxin units are written `{EU}` because UCUM's `[EU]` is the Ehrlich unit.

mod amount;
mod unit;

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use thiserror::Error;

pub use unit::{Dimension, Population, Unit};

/// Why a text is not a quantity.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QuantityError {
    /// A number stands alone.
    #[error("'{0}' has no unit: write the number, a blank and a UCUM unit, such as '120 mL'")]
    NoUnit(String),
    /// The number cannot be read as an exact decimal.
    #[error("'{0}' is not a number: expected digits, as in '0.5', '1200' or '1e9'")]
    NotANumber(String),
    /// The unit is not on the list.
    #[error("'{unit}' is not a known unit{}", suggestion(unit))]
    UnknownUnit {
        /// What was written.
        unit: String,
    },
    /// A population was given to a unit that counts no cells, or the reverse.
    #[error(
        "'{unit}' does not say which cells: expected one of {{cells}}, {{viable}}, {{CD3+}}, \
         {{CD3+CD56+}}, {{viable-CD3+}}, {{viable-CD3+CD56+}}, {{CD3+CD56-}}, {{DC}}"
    )]
    UnknownPopulation {
        /// What was written.
        unit: String,
    },
}

/// What was probably meant by a unit that is written often and is not UCUM.
fn suggestion(unit: &str) -> &'static str {
    match unit {
        "IU" | "iu" | "U" => ": an international unit is written '[iU]'",
        "MIU" | "MU" => ": a million international units is written '10*6[iU]'",
        "IU/mL" => ": international units per mL are written '[iU]/mL'",
        "IU/kg" | "U/kg" => ": international units per kg are written '[iU]/kg'",
        "IU/m2" | "U/m2" => ": international units per m2 are written '[iU]/m2'",
        "MIU/m2" | "MU/m2" => ": a million international units per m2 is written '10*6[iU]/m2'",
        "mcg/kg" => ": a microgram per kg is written 'ug/kg'",
        "mcg/m2" => ": a microgram per m2 is written 'ug/m2'",
        "mcg" | "µg" | "μg" => ": a microgram is written 'ug'",
        "cells" => ": cells are written '{cells}', or with their population, as '{viable}'",
        "cells/kg" => ": cells per kg are written '{cells}/kg', or with their population",
        "EU/mL" | "[EU]/mL" => ": endotoxin units per mL are written '{EU}/mL'",
        "C" | "°C" => ": a degree Celsius is written 'Cel'",
        "weeks" | "week" | "w" => ": a week is written 'wk'",
        "days" | "day" => ": a day is written 'd'",
        "hours" | "hour" | "hr" => ": an hour is written 'h'",
        "ml" | "ML" => ": a millilitre is written 'mL'",
        "lb" | "lbs" | "[lb_av]" => ": a weight is written in 'kg' or 'g', never in pounds",
        "m" | "ft" | "[ft_i]" | "[in_i]" => ": a length is written in 'cm' or 'mm'",
        "KG" | "Kg" => ": a kilogram is written 'kg'",
        "F" | "°F" | "[degF]" => ": a temperature is written in degrees Celsius, 'Cel'",
        "mmHg" => ": a millimetre of mercury is written 'mm[Hg]'",
        _ => ": expected a UCUM code such as mL, h, %, [iU]/mL or {viable}",
    }
}

/// Why two quantities cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QuantityMismatch {
    /// They measure different things.
    #[error("{left} and {right} measure different things")]
    Dimension {
        /// One quantity.
        left: Quantity,
        /// The other.
        right: Quantity,
    },
    /// They count different cells.
    #[error("{left} and {right} count different cells")]
    Population {
        /// One quantity.
        left: Quantity,
        /// The other.
        right: Quantity,
    },
    /// The product of number and factor does not fit an exact decimal.
    #[error("{0} is too large to compare exactly")]
    TooLarge(Quantity),
}

/// An exact amount with its unit and, for cells, its population.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Quantity {
    amount: Decimal,
    unit: Unit,
    population: Option<Population>,
}

impl Quantity {
    /// Makes a quantity of anything but cells.
    pub fn new(amount: Decimal, unit: Unit) -> Result<Self, QuantityError> {
        if unit.counts_cells() {
            return Err(QuantityError::UnknownPopulation {
                unit: unit.code().to_owned(),
            });
        }
        Ok(Self {
            amount,
            unit,
            population: None,
        })
    }

    /// Makes a quantity of cells of one population.
    pub fn of_cells(
        amount: Decimal,
        unit: Unit,
        population: Population,
    ) -> Result<Self, QuantityError> {
        if !unit.counts_cells() {
            return Err(QuantityError::UnknownPopulation {
                unit: unit.code().to_owned(),
            });
        }
        Ok(Self {
            amount,
            unit,
            population: Some(population),
        })
    }

    /// Another amount of the same unit and population.
    #[must_use]
    pub fn with_amount(&self, amount: Decimal) -> Self {
        Self {
            amount,
            ..self.clone()
        }
    }

    /// The amount, in the quantity's own unit.
    #[must_use]
    pub fn amount(&self) -> Decimal {
        self.amount
    }

    /// The unit.
    #[must_use]
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// The population, for units that count cells.
    #[must_use]
    pub fn population(&self) -> Option<Population> {
        self.population
    }

    /// What the quantity measures.
    #[must_use]
    pub fn dimension(&self) -> Dimension {
        self.unit.dimension()
    }

    /// The unit's full UCUM code with the population's annotation.
    #[must_use]
    pub fn unit_code(&self) -> String {
        match self.population {
            Some(population) => self
                .unit
                .code()
                .replace("{}", &format!("{{{}}}", population.code())),
            None => self.unit.code().to_owned(),
        }
    }

    /// Compares two quantities exactly, or says why they cannot be compared.
    pub fn compare(&self, other: &Self) -> Result<Ordering, QuantityMismatch> {
        if self.dimension() != other.dimension() {
            return Err(QuantityMismatch::Dimension {
                left: self.clone(),
                right: other.clone(),
            });
        }
        if self.population != other.population {
            return Err(QuantityMismatch::Population {
                left: self.clone(),
                right: other.clone(),
            });
        }
        Ok(self.in_base()?.cmp(&other.in_base()?))
    }

    /// The same quantity in another unit of its dimension, exactly where a decimal can hold it.
    pub fn convert(&self, unit: Unit) -> Result<Self, QuantityMismatch> {
        let converted = |amount| Self {
            amount,
            unit,
            population: self.population,
        };
        if self.dimension() != unit.dimension() {
            return Err(QuantityMismatch::Dimension {
                left: self.clone(),
                right: converted(Decimal::ONE),
            });
        }
        let amount = self.in_base()?.checked_div(unit.factor());
        amount
            .map(|amount| converted(amount.normalize()))
            .ok_or_else(|| QuantityMismatch::TooLarge(self.clone()))
    }

    /// What is left of this quantity, in its own unit, when the other was taken from it; less than
    /// nothing where more was taken.
    pub fn minus(&self, other: &Self) -> Result<Self, QuantityMismatch> {
        self.compare(other)?;
        let taken = other.convert(self.unit)?.amount;
        let left = self.amount.checked_sub(taken);
        left.map(|left| self.with_amount(left))
            .ok_or_else(|| QuantityMismatch::TooLarge(self.clone()))
    }

    fn in_base(&self) -> Result<Decimal, QuantityMismatch> {
        self.amount
            .checked_mul(self.unit.factor())
            .ok_or_else(|| QuantityMismatch::TooLarge(self.clone()))
    }
}

/// Reads a decimal in plain or scientific form, refusing what would be rounded.
fn parse_decimal(text: &str) -> Result<Decimal, QuantityError> {
    let error = || QuantityError::NotANumber(text.chars().take(40).collect());
    // The parser of decimals skips underscores; what a reader sees must be what is read.
    if text.contains('_') {
        return Err(error());
    }
    if text.contains(['e', 'E']) {
        Decimal::from_scientific(text).map_err(|_| error())
    } else {
        Decimal::from_str_exact(text).map_err(|_| error())
    }
}

/// Splits the population's annotation out of a unit: `10*6{viable}/mL` gives `10*6{}/mL`.
fn split_population(unit: &str) -> Option<(String, &str)> {
    let (before, rest) = unit.split_once('{')?;
    let (annotation, after) = rest.split_once('}')?;
    Some((format!("{before}{{}}{after}"), annotation))
}

fn unit_by_code(code: &str) -> Option<Unit> {
    Unit::ALL.iter().copied().find(|unit| unit.code() == code)
}

impl FromStr for Quantity {
    type Err = QuantityError;

    /// Reads `120 mL`, `1e9 {viable}`, `0.5 10*6{CD3+}/mL`: number, blank, UCUM unit.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let shortened = || text.chars().take(40).collect::<String>();
        let (number, unit) = text
            .trim()
            .split_once(' ')
            .ok_or_else(|| QuantityError::NoUnit(shortened()))?;
        let unit = unit.trim();
        let amount = parse_decimal(number)?;
        if let Some(unit) = unit_by_code(unit).filter(|unit| !unit.counts_cells()) {
            return Ok(Self {
                amount,
                unit,
                population: None,
            });
        }
        let unknown = || QuantityError::UnknownUnit {
            unit: unit.chars().take(40).collect(),
        };
        let (code, annotation) = split_population(unit).ok_or_else(unknown)?;
        let cell_unit = unit_by_code(&code).ok_or_else(unknown)?;
        let population = Population::ALL.iter().find(|p| p.code() == annotation);
        population
            .map(|population| Self {
                amount,
                unit: cell_unit,
                population: Some(*population),
            })
            .ok_or_else(|| QuantityError::UnknownPopulation {
                unit: unit.chars().take(40).collect(),
            })
    }
}

impl fmt::Display for Quantity {
    /// The exact form that [`Quantity::from_str`] reads back.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.unit_code())
    }
}

impl Quantity {
    /// The quantity as a person reads it: `6.4e9 viable cells`, `120 mL`, `37.2 °C`.
    #[must_use]
    pub fn words(&self) -> String {
        // Cells are told in powers of ten; of a dose every digit is read.
        let number = match self.population {
            Some(_) => readable(self.amount),
            None => self.amount.normalize().to_string(),
        };
        match (self.unit, self.population) {
            (Unit::Cell, Some(population)) => format!("{number} {}", population.words()),
            (unit, Some(population)) => {
                format!(
                    "{number} {}",
                    unit.code()
                        .replace("{}", &format!(" {}", population.words()))
                        .trim_start()
                )
            }
            (Unit::Celsius, None) => format!("{number} °C"),
            (Unit::Percent, None) => format!("{number} %"),
            (Unit::UpperLimitOfNormal, None) => format!("{number} × upper limit of normal"),
            (Unit::Baseline, None) => format!("{number} × baseline"),
            (Unit::ThousandPerMicrolitre, None) => format!("{number} × 10^3/µL"),
            (Unit::SquareMetre, None) => format!("{number} m²"),
            (Unit::AcidityUnit, None) => format!("pH {number}"),
            (Unit::Piece, None) if number == "1" => "1 piece".to_owned(),
            (Unit::Piece, None) => format!("{number} pieces"),
            (Unit::MillilitrePerMinutePerSurface, None) => format!("{number} mL/min per 1.73 m²"),
            (unit, None) if unit.code().contains("[iU]") => words_of_units(&number, unit),
            (unit, None) if unit.code().contains("{EU}") => {
                format!("{number} {}", unit.code().replace("{EU}", "EU"))
            }
            (Unit::MillimetreOfMercury, None) => format!("{number} mmHg"),
            (Unit::Score, None) => number,
            (Unit::Month, None) => format!("{number} months"),
            (Unit::Year, None) => format!("{number} years"),
            (unit, None) => format!("{number} {}", unit.code()),
        }
    }
}

/// International units as people write them: `600000 IU/kg`, `20 MIU/m²`.
fn words_of_units(number: &str, unit: Unit) -> String {
    let code = unit
        .code()
        .replace("10*6[iU]", "MIU")
        .replace("[iU]", "IU")
        .replace("m2", "m²");
    format!("{number} {code}")
}

/// A decimal in powers of ten from a million on, so that no zeros need counting.
fn readable(amount: Decimal) -> String {
    let amount = amount.normalize();
    let million = Decimal::from(1_000_000);
    if amount.abs() < million || amount.scale() > 0 {
        return amount.to_string();
    }
    let digits = amount.abs().to_string();
    let exponent = digits.len().saturating_sub(1);
    let (first, rest) = digits.split_at_checked(1).unwrap_or((digits.as_str(), ""));
    let rest = rest.trim_end_matches('0');
    let sign = if amount.is_sign_negative() { "-" } else { "" };
    let point = if rest.is_empty() { "" } else { "." };
    format!("{sign}{first}{point}{rest}e{exponent}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn quantity(text: &str) -> Quantity {
        text.parse().unwrap()
    }

    #[test]
    fn a_bare_number_is_refused_with_what_was_expected() {
        let error = "120".parse::<Quantity>().unwrap_err();
        assert!(error.to_string().contains("has no unit"), "{error}");
    }

    #[test]
    fn the_usual_wrong_spellings_are_refused_by_name() {
        for (wrong, right) in [
            ("5 IU", "[iU]"),
            ("3 mcg", "'ug'"),
            ("2 weeks", "'wk'"),
            ("1 EU/mL", "{EU}/mL"),
            ("154 lb", "'kg'"),
            ("1.7 m", "'cm'"),
            ("101 [degF]", "'Cel'"),
        ] {
            let error = wrong.parse::<Quantity>().unwrap_err().to_string();
            assert!(error.contains(right), "{wrong}: {error}");
        }
    }

    #[test]
    fn a_number_with_anything_but_digits_in_it_is_refused() {
        for wrong in [
            "1_000 mg",
            "7_0 kg",
            "1,5 mg",
            "７０ kg",
            "NaN mg",
            "1e1_0 {cells}",
        ] {
            let error = wrong.parse::<Quantity>().unwrap_err();
            assert!(
                matches!(error, QuantityError::NotANumber(_)),
                "{wrong}: {error}"
            );
        }
    }

    #[test]
    fn different_populations_are_never_compared() {
        let result = quantity("1e9 {CD3+}").compare(&quantity("1e9 {CD3+CD56+}"));
        assert!(matches!(result, Err(QuantityMismatch::Population { .. })));
    }

    #[test]
    fn cells_and_cells_per_kilogram_are_different_dimensions() {
        let result = quantity("1e9 {viable}").compare(&quantity("1e6 {viable}/kg"));
        assert!(matches!(result, Err(QuantityMismatch::Dimension { .. })));
    }

    #[test]
    fn scales_of_one_dimension_compare_exactly() {
        assert_eq!(
            quantity("0.1 mg").compare(&quantity("100 ug")),
            Ok(Ordering::Equal)
        );
        assert_eq!(
            quantity("1 10*6{viable}/mL").compare(&quantity("999999 {viable}/mL")),
            Ok(Ordering::Greater)
        );
    }

    #[test]
    fn large_counts_are_read_in_powers_of_ten() {
        assert_eq!(
            quantity("6400000000 {viable}").words(),
            "6.4e9 viable cells"
        );
        assert_eq!(quantity("2e10 {viable}").words(), "2e10 viable cells");
        assert_eq!(
            quantity("1.2 10*6{viable}/mL").words(),
            "1.2 10*6 viable cells/mL"
        );
    }

    #[test]
    fn every_unit_has_a_code_of_its_own() {
        let mut codes: Vec<_> = Unit::ALL.iter().map(|unit| unit.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Unit::ALL.len());
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(digits in -1_000_000_000i64..1_000_000_000, scale in 0u32..9, unit in 0..Unit::ALL.len(), population in 0..Population::ALL.len()) {
            let (amount, unit) = (Decimal::new(digits, scale), Unit::ALL[unit]);
            let quantity = if unit.counts_cells() {
                Quantity::of_cells(amount, unit, Population::ALL[population])
            } else {
                Quantity::new(amount, unit)
            }.unwrap();
            prop_assert_eq!(quantity.to_string().parse::<Quantity>(), Ok(quantity));
        }

        #[test]
        fn no_text_makes_the_reader_fall(text in ".{0,60}") {
            let _ = text.parse::<Quantity>();
        }
    }
}

//! How much mass holds how much activity, as a label states it: 18 million IU in 1.1 mg.
//!
//! The ratio is kept as two whole numbers. A label that prints a rounded decimal of it, as
//! 0.037 mg/kg for 600000 IU/kg, would add 0.91 % to every dose.

use cikada_domain::{Dimension, Quantity, Unit};

use crate::exact::{Exact, positive};
use crate::problem::DoseProblem;
use crate::say::{equals, say};
use crate::worked::Worked;

/// The activity that a mass holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strength {
    activity: Quantity,
    mass: Quantity,
}

impl Strength {
    /// Reads a strength: so many international units in so much mass.
    ///
    /// # Errors
    /// Not international units and a mass, or not more than nothing.
    pub fn new(activity: Quantity, mass: Quantity) -> Result<Self, DoseProblem> {
        positive("the activity", &activity, Dimension::InternationalUnits)?;
        positive("the mass", &mass, Dimension::Mass)?;
        Ok(Self { activity, mass })
    }

    /// The activity of the label.
    #[must_use]
    pub fn activity(&self) -> &Quantity {
        &self.activity
    }

    /// The mass of the label.
    #[must_use]
    pub fn mass(&self) -> &Quantity {
        &self.mass
    }

    /// Milligrams in one million international units, as numerator and denominator in lowest terms.
    ///
    /// # Errors
    /// Numbers too large to be exact.
    pub fn milligrams_per_million_units(&self) -> Result<(i128, i128), DoseProblem> {
        let million = Exact::decimal(Unit::MillionInternationalUnits.factor())?;
        Ok(self.milligrams_per_unit()?.times(million)?.parts())
    }

    fn milligrams_per_unit(&self) -> Result<Exact, DoseProblem> {
        Exact::of(&self.mass)?.over(Exact::of(&self.activity)?)
    }

    /// The exact mass in mg of an amount that is a mass or international units.
    pub(crate) fn exact_milligrams(&self, amount: &Quantity) -> Result<Exact, DoseProblem> {
        if amount.dimension() == Dimension::Mass {
            return positive("the amount", amount, Dimension::Mass);
        }
        positive("the amount", amount, Dimension::InternationalUnits)?
            .times(self.milligrams_per_unit()?)
    }

    /// The exact international units of an amount that is a mass or international units.
    pub(crate) fn exact_units(&self, amount: &Quantity) -> Result<Exact, DoseProblem> {
        if amount.dimension() == Dimension::InternationalUnits {
            return positive("the amount", amount, Dimension::InternationalUnits);
        }
        positive("the amount", amount, Dimension::Mass)?.over(self.milligrams_per_unit()?)
    }

    /// The mass of an amount of activity in a unit of mass, for display: three places, half up.
    ///
    /// # Errors
    /// Neither international units nor a mass, or too large to be exact.
    pub fn mass_of(&self, amount: &Quantity, unit: Unit) -> Result<Worked<Quantity>, DoseProblem> {
        if unit.dimension() != Dimension::Mass {
            return Err(self.wrong("the unit of the mass", Dimension::Mass, unit)?);
        }
        let exact = self.exact_milligrams(amount)?;
        self.worked(amount, exact, exact.rounded_in(unit, None, 3)?)
    }

    /// The international units of a mass, for display: whole units, half up.
    ///
    /// # Errors
    /// Neither international units nor a mass, or too large to be exact.
    pub fn units_of(&self, amount: &Quantity) -> Result<Worked<Quantity>, DoseProblem> {
        let exact = self.exact_units(amount)?;
        let value = exact.rounded_in(Unit::InternationalUnit, None, 0)?;
        self.worked(amount, exact, value)
    }

    /// The ratio as a line of working names it: `11/180 mg per MIU`.
    pub(crate) fn ratio_words(&self) -> Result<String, DoseProblem> {
        let (numerator, denominator) = self.milligrams_per_million_units()?;
        Ok(match denominator {
            1 => format!("{numerator} mg per MIU"),
            _ => format!("{numerator}/{denominator} mg per MIU"),
        })
    }

    fn wrong(
        &self,
        what: &'static str,
        expected: Dimension,
        unit: Unit,
    ) -> Result<DoseProblem, DoseProblem> {
        let given = crate::exact::quantity(rust_decimal::Decimal::ONE, unit, None)?;
        Ok(DoseProblem::WrongDimension {
            what,
            expected,
            given,
        })
    }

    fn worked(
        &self,
        amount: &Quantity,
        exact: Exact,
        value: Quantity,
    ) -> Result<Worked<Quantity>, DoseProblem> {
        let line = format!(
            "{} {} (label: {} in {}, exactly {})",
            say(amount),
            equals(exact, &value)?,
            say(&self.activity),
            say(&self.mass),
            self.ratio_words()?
        );
        Ok(Worked {
            value,
            working: vec![line],
        })
    }
}

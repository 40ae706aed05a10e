//! The body a dose is worked out for: weight and height, within what a body can have.
//!
//! The bounds are a proposal of this project. They stop a weight in grams or pounds of ten times
//! the value, a height in metres and the two values swapped; they are no clinical judgement.

use cikada_domain::{Dimension, Quantity, Unit};
use rust_decimal::Decimal;

use crate::exact::{Exact, positive, quantity};
use crate::problem::DoseProblem;

/// Weight and height as measured.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Body {
    /// The weight, usually in kg.
    pub weight: Option<Quantity>,
    /// The height, usually in cm.
    pub height: Option<Quantity>,
}

/// The least and greatest weight in kg that is taken for a patient's.
pub const WEIGHT_KG: (u32, u32) = (1, 400);
/// The least and greatest height in cm that is taken for a patient's.
pub const HEIGHT_CM: (u32, u32) = (30, 250);
/// The least and greatest body mass index in kg/m2 that is taken for a patient's.
pub const BODY_MASS_INDEX: (u32, u32) = (6, 120);

impl Body {
    /// The weight in kg.
    ///
    /// # Errors
    /// Missing, not a mass, or implausible.
    pub fn weight_in_kg(&self) -> Result<Quantity, DoseProblem> {
        let weight = self.weight.as_ref().ok_or(DoseProblem::MissingWeight)?;
        let weight = plausible("a body weight", weight, Unit::Kilogram, WEIGHT_KG)?;
        self.check_together()?;
        Ok(weight)
    }

    /// The height in cm.
    ///
    /// # Errors
    /// Missing, not a length, or implausible.
    pub fn height_in_cm(&self) -> Result<Quantity, DoseProblem> {
        let height = self.height.as_ref().ok_or(DoseProblem::MissingHeight)?;
        let height = plausible("a height", height, Unit::Centimetre, HEIGHT_CM)?;
        self.check_together()?;
        Ok(height)
    }

    /// Refuses a weight and a height that are plausible alone and not together.
    fn check_together(&self) -> Result<(), DoseProblem> {
        let (Some(weight), Some(height)) = (&self.weight, &self.height) else {
            return Ok(());
        };
        let weight = plausible("a body weight", weight, Unit::Kilogram, WEIGHT_KG)?;
        let height = plausible("a height", height, Unit::Centimetre, HEIGHT_CM)?;
        let (kilograms, centimetres) = (
            Exact::decimal(weight.amount())?,
            Exact::decimal(height.amount())?,
        );
        let square = centimetres.times(centimetres)?;
        let index = kilograms.times(Exact::whole(10_000))?.over(square)?;
        let (least, most) = BODY_MASS_INDEX;
        if index < Exact::whole(least) || index > Exact::whole(most) {
            return Err(DoseProblem::ImplausibleBody { weight, height });
        }
        Ok(())
    }
}

fn plausible(
    what: &'static str,
    given: &Quantity,
    unit: Unit,
    (least, most): (u32, u32),
) -> Result<Quantity, DoseProblem> {
    let dimension = if unit == Unit::Centimetre {
        Dimension::Length
    } else {
        Dimension::Mass
    };
    let measured = positive(what, given, dimension)?.in_unit(unit, None)?;
    let (least, most) = (Decimal::from(least), Decimal::from(most));
    if measured.amount() < least || measured.amount() > most {
        return Err(DoseProblem::Implausible {
            what,
            given: given.clone(),
            least: quantity(least, unit, None)?,
            most: quantity(most, unit, None)?,
        });
    }
    Ok(measured)
}

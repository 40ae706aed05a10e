//! For whom a rule stays where it should: which weights a bag fits, from which on the cap decides.
//!
//! Every dose looked at is worked out by the rule itself, with its rounding and its cap, so what is
//! found here is what will be computed for a patient. The dose grows with the measure and never
//! falls; the ends are searched on the grid that scales and surface rounding have.

use cikada_domain::{Quantity, Unit};
use rust_decimal::Decimal;

use crate::amount::{Basis, DoseRule};
use crate::body::WEIGHT_KG;
use crate::concentration::{Place, Window, in_bag, milligrams};
use crate::exact::quantity;
use crate::problem::DoseProblem;
use crate::strength::Strength;

/// For which bodies a bag keeps a dose inside its window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fit {
    /// For every body: the dose is flat.
    Always,
    /// For no body that is taken for a patient's.
    Never,
    /// From one measure to another, both included: kg to the gram, or m2 to 0.01 m2.
    Between {
        /// The least weight or surface.
        least: Quantity,
        /// The greatest.
        most: Quantity,
    },
}

/// The least and greatest body surface in 0.01 m2 that is looked at.
const SURFACE_HUNDREDTHS: (u32, u32) = (10, 400);

/// The measures of bodies, from the least to the greatest, as steps of a grid.
#[derive(Debug, Clone, Copy)]
struct Grid {
    unit: Unit,
    places: u32,
    first: u32,
    last: u32,
}

impl Grid {
    fn of(basis: Basis) -> Self {
        let (unit, places, (first, last)) = match basis {
            Basis::Weight => (Unit::Kilogram, 3, (WEIGHT_KG.0 * 1000, WEIGHT_KG.1 * 1000)),
            Basis::Surface => (Unit::SquareMetre, 2, SURFACE_HUNDREDTHS),
            // One point stands for everyone, because nothing is measured.
            Basis::Flat => (Unit::SquareMetre, 0, (1, 1)),
        };
        Self {
            unit,
            places,
            first,
            last,
        }
    }

    fn measure(self, step: u32) -> Result<Quantity, DoseProblem> {
        quantity(Decimal::new(i64::from(step), self.places), self.unit, None)
    }

    /// The first step for which something holds that stays true from there on; past the last if
    /// it never does.
    fn first_where(
        self,
        holds: impl Fn(u32) -> Result<bool, DoseProblem>,
    ) -> Result<u32, DoseProblem> {
        let (mut low, mut high) = (self.first, self.last + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            if holds(middle)? {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Ok(low)
    }
}

/// For which weights, or surfaces, a bag keeps a rule's dose inside its window.
///
/// # Errors
/// As [`DoseRule::against`] and [`crate::final_concentration`].
pub fn weights_inside(
    rule: &DoseRule,
    bag: &Quantity,
    window: &Window,
    strength: Option<&Strength>,
) -> Result<Fit, DoseProblem> {
    let (basis, _) = rule.basis()?;
    let grid = Grid::of(basis);
    let place = |step| match rule.against(&grid.measure(step)?) {
        // What rounds to nothing lies below any window.
        Err(DoseProblem::RoundsToNothing { .. }) => Ok(Place::Below),
        Err(problem) => Err(problem),
        Ok(dose) => window.place(in_bag(milligrams(&dose.value.quantity, strength)?, bag)?),
    };
    let least = grid.first_where(|step| Ok(place(step)? != Place::Below))?;
    let beyond = grid.first_where(|step| Ok(place(step)? == Place::Above))?;
    if least >= beyond {
        return Ok(Fit::Never);
    }
    if basis == Basis::Flat {
        return Ok(Fit::Always);
    }
    Ok(Fit::Between {
        least: grid.measure(least)?,
        most: grid.measure(beyond.saturating_sub(1))?,
    })
}

/// For which bodies the cap decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Capped {
    /// For none that is taken for a patient's, or the rule has no cap.
    Never,
    /// For every body.
    Always,
    /// From this weight in kg, or surface in m2, on.
    From(Quantity),
}

/// From which weight, or surface, on a rule's cap decides.
///
/// # Errors
/// As [`DoseRule::against`].
pub fn capped_from(rule: &DoseRule) -> Result<Capped, DoseProblem> {
    let grid = Grid::of(rule.basis()?.0);
    let capped = |step| match rule.against(&grid.measure(step)?) {
        Err(DoseProblem::RoundsToNothing { .. }) => Ok(false),
        other => other.map(|dose| dose.value.capped),
    };
    let first = grid.first_where(capped)?;
    Ok(if first == grid.first {
        Capped::Always
    } else if first > grid.last {
        Capped::Never
    } else {
        Capped::From(grid.measure(first)?)
    })
}

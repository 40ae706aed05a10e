//! One dose: flat, per kilogram, per square metre or per kilogram of a named cell population.
//!
//! The unit of the rule's amount says which. Order: exact product, rounding half up to the rule's
//! step, cap. The cap comes last, so that no rounding leads past it.

use cikada_domain::{Dimension, Quantity, Unit};
use rust_decimal::Decimal;

use crate::body::Body;
use crate::exact::{Exact, compare, positive, quantity, same_kind};
use crate::problem::DoseProblem;
use crate::say::say;
use crate::surface::{SurfaceFormula, surface};
use crate::worked::Worked;

/// How one dose is worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoseRule {
    /// A flat amount, or an amount per kg or per m2; its unit says which.
    pub amount: Quantity,
    /// The formula for amounts per m2.
    pub surface: SurfaceFormula,
    /// The only unit an order may be written in.
    pub order_unit: Unit,
    /// The step of order rounding, half up; without it the dose is exact, in whole IU or cells.
    pub round_to: Option<Quantity>,
    /// The most that one dose may be.
    pub cap: Option<Quantity>,
}

/// A dose as it may be ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoseAmount {
    /// The dose, in the rule's order unit.
    pub quantity: Quantity,
    /// Whether the cap decided.
    pub capped: bool,
    /// The dose before rounding and cap, in the rule's order unit.
    pub raw: Quantity,
}

/// What a dose is measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The same for every body.
    Flat,
    /// The body weight.
    Weight,
    /// The body surface.
    Surface,
}

impl DoseRule {
    /// What the dose is measured against, and what kind of quantity the dose itself is.
    ///
    /// # Errors
    /// The amount's unit is that of no dose.
    pub fn basis(&self) -> Result<(Basis, Dimension), DoseProblem> {
        let dimension = self.amount.dimension();
        Ok(match dimension {
            Dimension::CellsPerBodyMass => (Basis::Weight, Dimension::CellCount),
            Dimension::MassPerBodyMass => (Basis::Weight, Dimension::Mass),
            Dimension::VolumePerBodyMass => (Basis::Weight, Dimension::Volume),
            Dimension::InternationalUnitsPerBodyMass => {
                (Basis::Weight, Dimension::InternationalUnits)
            }
            Dimension::MassPerBodySurface => (Basis::Surface, Dimension::Mass),
            Dimension::InternationalUnitsPerBodySurface => {
                (Basis::Surface, Dimension::InternationalUnits)
            }
            Dimension::CellCount
            | Dimension::Mass
            | Dimension::Volume
            | Dimension::InternationalUnits => (Basis::Flat, dimension),
            _ => {
                return Err(DoseProblem::NotADose {
                    given: self.amount.clone(),
                });
            }
        })
    }

    /// The dose for a weight in kg or a surface in m2, whichever the rule is measured against.
    ///
    /// # Errors
    /// Units of another kind, mixed populations, or numbers too large to be exact.
    pub fn against(&self, measure: &Quantity) -> Result<Worked<DoseAmount>, DoseProblem> {
        let (basis, _) = self.basis()?;
        let (measured, factor) = match basis {
            Basis::Flat => (Exact::whole(1), None),
            Basis::Weight => {
                let weight = positive("the body weight", measure, Dimension::Mass)?;
                let kilogram = Exact::decimal(Unit::Kilogram.factor())?;
                (weight.over(kilogram)?, Some(measure))
            }
            Basis::Surface => {
                let surface = positive("the body surface", measure, Dimension::BodySurface)?;
                (surface, Some(measure))
            }
        };
        self.product(measured, factor)
    }

    /// The rule with its amount at a part of what it was, as after toxicity; step and cap stay.
    ///
    /// # Errors
    /// Not a percentage above zero, or too large to be exact.
    pub fn reduced_to(&self, percent: &Quantity) -> Result<Self, DoseProblem> {
        let part = positive("the part of the dose", percent, Dimension::Fraction)?;
        let part = part.over(Exact::whole(100))?;
        let amount = Exact::of(&self.amount)?.times(part)?;
        Ok(Self {
            amount: amount.in_unit(self.amount.unit(), self.amount.population())?,
            ..self.clone()
        })
    }

    fn product(
        &self,
        measured: Exact,
        factor: Option<&Quantity>,
    ) -> Result<Worked<DoseAmount>, DoseProblem> {
        let (_, worked_in) = self.basis()?;
        if self.order_unit.dimension() != worked_in {
            return Err(DoseProblem::OrderUnitOfAnotherKind {
                worked_in,
                order_unit: self.order_unit,
            });
        }
        // One per kg and one in itself have the same factor to their base units by construction of
        // the list of units: "10*6[iU]/m2" is a million "[iU]/m2".
        let amount = positive("the dose", &self.amount, self.amount.dimension())?;
        let population = self.amount.population();
        let raw = amount.times(measured)?;
        let raw_quantity = raw.in_unit(self.order_unit, population)?;
        let mut working = vec![match factor {
            Some(factor) => format!(
                "{} x {} = {}",
                say(&self.amount),
                say(factor),
                say(&raw_quantity)
            ),
            None => format!("flat dose: {}", say(&raw_quantity)),
        }];
        let rounded = self.rounded(raw, &raw_quantity, &mut working)?;
        let quantity = self.within_cap(&rounded, &mut working)?;
        Ok(Worked {
            value: DoseAmount {
                capped: quantity != rounded,
                quantity,
                raw: raw_quantity,
            },
            working,
        })
    }

    /// The rule's step of rounding; what is counted one by one has a step of one without it.
    fn step(&self, raw: &Quantity) -> Result<Option<Quantity>, DoseProblem> {
        let counted = matches!(self.order_unit, Unit::InternationalUnit | Unit::Cell);
        if self.round_to.is_some() || !counted || raw.amount().fract().is_zero() {
            return Ok(self.round_to.clone());
        }
        quantity(Decimal::ONE, self.order_unit, raw.population()).map(Some)
    }

    fn rounded(
        &self,
        raw: Exact,
        raw_quantity: &Quantity,
        working: &mut Vec<String>,
    ) -> Result<Quantity, DoseProblem> {
        let Some(step) = self.step(raw_quantity)? else {
            return Ok(raw_quantity.clone());
        };
        let step = &step;
        same_kind("the step of rounding", step, raw_quantity)?;
        let exact_step = positive("the step of rounding", step, raw_quantity.dimension())?;
        let rounded = raw.half_up_to(exact_step)?;
        if !rounded.is_positive() {
            return Err(DoseProblem::RoundsToNothing {
                raw: raw_quantity.clone(),
                step: step.clone(),
            });
        }
        let quantity = rounded.in_unit(self.order_unit, raw_quantity.population())?;
        working.push(format!(
            "rounded half up to steps of {}: {}",
            say(step),
            say(&quantity)
        ));
        Ok(quantity)
    }

    fn within_cap(
        &self,
        dose: &Quantity,
        working: &mut Vec<String>,
    ) -> Result<Quantity, DoseProblem> {
        let Some(cap) = &self.cap else {
            return Ok(dose.clone());
        };
        same_kind("the cap", cap, dose)?;
        let exact_cap = positive("the cap", cap, dose.dimension())?;
        if compare(dose, cap)?.is_le() {
            working.push(format!("within the cap of {}", say(cap)));
            return Ok(dose.clone());
        }
        working.push(format!(
            "capped: {} is more than {}, so the dose is {}",
            say(dose),
            say(cap),
            say(cap)
        ));
        exact_cap.in_unit(self.order_unit, dose.population())
    }
}

/// The dose of one body, with its working from the surface on where the rule needs one.
///
/// # Errors
/// A measure the rule needs is missing or implausible, or as [`DoseRule::against`].
pub fn amount(rule: &DoseRule, body: &Body) -> Result<Worked<DoseAmount>, DoseProblem> {
    match rule.basis()?.0 {
        Basis::Flat => rule.product(Exact::whole(1), None),
        Basis::Weight => rule.against(&body.weight_in_kg()?),
        Basis::Surface => {
            let surface = surface(body, rule.surface)?;
            let dose = rule.against(&surface.value)?;
            let working = surface.working.into_iter().chain(dose.working).collect();
            Ok(Worked {
                value: dose.value,
                working,
            })
        }
    }
}

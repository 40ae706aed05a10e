//! What a bag holds once the dose is in it, and for whom it stays inside its window.

use cikada_domain::{Dimension, Quantity, Unit};
use rust_decimal::Decimal;

use crate::amount::{Basis, DoseRule};
use crate::body::WEIGHT_KG;
use crate::exact::{Exact, positive, quantity};
use crate::problem::DoseProblem;
use crate::say::{say, say_rounded};
use crate::strength::Strength;
use crate::worked::Worked;

/// The concentrations a bag may have, both ends included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    least: Quantity,
    most: Quantity,
}

impl Window {
    /// Makes a window of two mass concentrations.
    ///
    /// # Errors
    /// Not mass concentrations, or the least above the most.
    pub fn new(least: Quantity, most: Quantity) -> Result<Self, DoseProblem> {
        let dimension = Dimension::MassConcentration;
        let low = positive("the lower end of the window", &least, dimension)?;
        let high = positive("the upper end of the window", &most, dimension)?;
        if low > high {
            return Err(DoseProblem::EmptyWindow { least, most });
        }
        Ok(Self { least, most })
    }

    /// The least concentration.
    #[must_use]
    pub fn least(&self) -> &Quantity {
        &self.least
    }

    /// The greatest concentration.
    #[must_use]
    pub fn most(&self) -> &Quantity {
        &self.most
    }

    fn place(&self, concentration: Exact) -> Result<Place, DoseProblem> {
        Ok(if concentration < Exact::of(&self.least)? {
            Place::Below
        } else if concentration > Exact::of(&self.most)? {
            Place::Above
        } else {
            Place::Inside
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Below,
    Inside,
    Above,
}

/// What a bag holds in each volume.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concentration {
    /// In ug/mL, rounded half up to two places.
    pub value: Quantity,
    /// The window, if there is one.
    pub window: Option<Window>,
    /// Whether the exact concentration lies inside; nothing without a window.
    pub inside: Option<bool>,
}

impl Concentration {
    /// Refuses a concentration outside its window.
    ///
    /// # Errors
    /// The exact concentration lies outside.
    pub fn require_inside(&self) -> Result<(), DoseProblem> {
        match (&self.window, self.inside) {
            (Some(window), Some(false)) => Err(DoseProblem::OutsideWindow {
                concentration: self.value.clone(),
                least: window.least.clone(),
                most: window.most.clone(),
            }),
            _ => Ok(()),
        }
    }
}

/// The concentration of a dose in a bag, judged before it is rounded.
///
/// A dose in international units needs a strength. The volume is that of the full bag.
///
/// # Errors
/// No strength where one is needed, units of another kind, or too large to be exact.
pub fn final_concentration(
    dose: &Quantity,
    strength: Option<&Strength>,
    bag: &Quantity,
    window: Option<&Window>,
) -> Result<Worked<Concentration>, DoseProblem> {
    let milligrams = milligrams(dose, strength)?;
    let exact = in_bag(milligrams, bag)?;
    let value = exact.rounded_in(Unit::MicrogramPerMillilitre, None, 2)?;
    let mass = milligrams.rounded_in(Unit::Milligram, None, 3)?;
    let place = window.map(|window| window.place(exact)).transpose()?;
    let mut line = format!(
        "concentration: {} in {} = {}",
        say_rounded(&mass),
        say(bag),
        say_rounded(&value)
    );
    if let (Some(window), Some(place)) = (window, place) {
        let place = match place {
            Place::Inside => "inside",
            Place::Below => "BELOW",
            Place::Above => "ABOVE",
        };
        let (least, most) = (say(&window.least), say(&window.most));
        line.push_str(&format!(", {place} {least} to {most}"));
    }
    Ok(Worked {
        value: Concentration {
            value,
            window: window.cloned(),
            inside: place.map(|place| place == Place::Inside),
        },
        working: vec![line],
    })
}

fn milligrams(dose: &Quantity, strength: Option<&Strength>) -> Result<Exact, DoseProblem> {
    match (dose.dimension(), strength) {
        (Dimension::InternationalUnits, None) => Err(DoseProblem::MissingStrength),
        (Dimension::InternationalUnits, Some(strength)) => strength.exact_milligrams(dose),
        _ => positive("the dose", dose, Dimension::Mass),
    }
}

fn in_bag(milligrams: Exact, bag: &Quantity) -> Result<Exact, DoseProblem> {
    let volume = positive("the volume of the bag", bag, Dimension::Volume)?;
    milligrams.times(Exact::whole(1_000_000))?.over(volume)
}

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

/// For which weights, or surfaces, a bag keeps a rule's dose inside its window.
///
/// Every dose is worked out by the rule itself, with its rounding and its cap, so what is found
/// here is what will be computed for a patient. The dose grows with the measure and never falls;
/// the ends are searched on the grid that scales and surface rounding have.
///
/// # Errors
/// As [`DoseRule::against`] and [`final_concentration`].
pub fn weights_inside(
    rule: &DoseRule,
    bag: &Quantity,
    window: &Window,
    strength: Option<&Strength>,
) -> Result<Fit, DoseProblem> {
    let (unit, places, (first, last)) = match rule.basis()?.0 {
        Basis::Weight => (Unit::Kilogram, 3, (WEIGHT_KG.0 * 1000, WEIGHT_KG.1 * 1000)),
        Basis::Surface => (Unit::SquareMetre, 2, SURFACE_HUNDREDTHS),
        // A flat dose has one grid point, and it stands for everyone.
        Basis::Flat => (Unit::SquareMetre, 0, (1, 1)),
    };
    let measure = |steps: u32| quantity(Decimal::new(i64::from(steps), places), unit, None);
    let place = |steps: u32| match rule.against(&measure(steps)?) {
        // What rounds to nothing lies below any window.
        Err(DoseProblem::RoundsToNothing { .. }) => Ok(Place::Below),
        Err(problem) => Err(problem),
        Ok(dose) => window.place(in_bag(milligrams(&dose.value.quantity, strength)?, bag)?),
    };
    let least = first_where(first, last, |steps| Ok(place(steps)? != Place::Below))?;
    let beyond = first_where(first, last, |steps| Ok(place(steps)? == Place::Above))?;
    if least >= beyond {
        return Ok(Fit::Never);
    }
    if rule.basis()?.0 == Basis::Flat {
        return Ok(Fit::Always);
    }
    Ok(Fit::Between {
        least: measure(least)?,
        most: measure(beyond.saturating_sub(1))?,
    })
}

/// The first step for which something holds that stays true from there on; past the last if never.
fn first_where(
    first: u32,
    last: u32,
    holds: impl Fn(u32) -> Result<bool, DoseProblem>,
) -> Result<u32, DoseProblem> {
    let (mut low, mut high) = (first, last + 1);
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

//! What a bag holds once the dose is in it, and whether that lies inside its window.

use cikada_domain::{Dimension, Quantity, Unit};

use crate::exact::{Exact, positive};
use crate::problem::DoseProblem;
use crate::say::{equals, say};
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

    pub(crate) fn place(&self, concentration: Exact) -> Result<Place, DoseProblem> {
        Ok(if concentration < Exact::of(&self.least)? {
            Place::Below
        } else if concentration > Exact::of(&self.most)? {
            Place::Above
        } else {
            Place::Inside
        })
    }
}

/// Where a concentration lies beside its window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
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
    let place = window.map(|window| window.place(exact)).transpose()?;
    // A rounded mass would not lead to the value beside it, so the ratio itself is written.
    let mass = match (dose.dimension(), strength) {
        (Dimension::InternationalUnits, Some(strength)) => {
            format!("{} x {}", say(dose), strength.ratio_words()?)
        }
        _ => say(dose),
    };
    let mut line = format!(
        "concentration: {mass} / {} {}",
        say(bag),
        equals(exact, &value)?
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

/// The exact mass of a dose in mg.
pub(crate) fn milligrams(
    dose: &Quantity,
    strength: Option<&Strength>,
) -> Result<Exact, DoseProblem> {
    match (dose.dimension(), strength) {
        (Dimension::InternationalUnits, None) => Err(DoseProblem::MissingStrength),
        (Dimension::InternationalUnits, Some(strength)) => strength.exact_milligrams(dose),
        _ => positive("the dose", dose, Dimension::Mass),
    }
}

/// The exact concentration of a mass in a bag, in ng/mL.
pub(crate) fn in_bag(milligrams: Exact, bag: &Quantity) -> Result<Exact, DoseProblem> {
    let volume = positive("the volume of the bag", bag, Dimension::Volume)?;
    milligrams.times(Exact::whole(1_000_000))?.over(volume)
}

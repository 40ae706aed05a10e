//! Cells of a named population: how many a volume holds, and which volume holds the dose.
//!
//! All nucleated cells become living ones by the measured viability; no other step leads from one
//! population to another, and two populations are never mixed.

use cikada_domain::{Dimension, Population, Quantity, Unit};

use crate::exact::{Exact, positive, quantity};
use crate::preparation::exact_volume;
use crate::problem::DoseProblem;
use crate::say::{equals, say};
use crate::worked::Worked;

/// The volume of a bag that holds the cells wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellVolume {
    /// In mL, rounded half up to 0.01 mL.
    pub volume: Quantity,
    /// How many of the cells wanted are in each mL, exactly.
    pub concentration: Quantity,
}

/// The volume of a bag that holds the cells wanted.
///
/// # Errors
/// A count of other cells than wanted, a viability missing or above 100 %, or too large.
pub fn cells_from_bag(
    wanted: &Quantity,
    concentration: &Quantity,
    viability: Option<&Quantity>,
) -> Result<Worked<CellVolume>, DoseProblem> {
    positive("the number of cells wanted", wanted, Dimension::CellCount)?;
    let of_wanted = concentration_of(wanted.population(), wanted, concentration, viability)?;
    let exact = exact_volume(wanted, &of_wanted.value)?;
    let volume = exact.hundredths_in(Unit::Millilitre, wanted)?;
    let mut working = of_wanted.working;
    working.push(format!(
        "volume: {} / {} {}",
        say(wanted),
        say(&of_wanted.value),
        equals(exact, &volume)?
    ));
    Ok(Worked {
        value: CellVolume {
            volume,
            concentration: of_wanted.value,
        },
        working,
    })
}

/// How many cells of a population a volume holds, exactly.
///
/// # Errors
/// A count of other cells, a viability missing or above 100 %, or too large to be exact.
pub fn cells_in(
    volume: &Quantity,
    concentration: &Quantity,
    viability: Option<&Quantity>,
    population: Population,
) -> Result<Worked<Quantity>, DoseProblem> {
    let millilitres = positive("the volume", volume, Dimension::Volume)?;
    let one = quantity(rust_decimal::Decimal::ONE, Unit::Cell, Some(population))?;
    let of_wanted = concentration_of(Some(population), &one, concentration, viability)?;
    let cells = Exact::of(&of_wanted.value)?.times(millilitres)?;
    let value = cells.in_unit(Unit::Cell, Some(population))?;
    let mut working = of_wanted.working;
    working.push(format!(
        "{} x {} = {}",
        say(&of_wanted.value),
        say(volume),
        say(&value)
    ));
    Ok(Worked { value, working })
}

/// Cells for each kg of body weight: exact, or rounded half up to whole cells where it never ends.
///
/// # Errors
/// Not cells, not a plausible weight, or too large to be exact.
pub fn per_kilogram(cells: &Quantity, weight: &Quantity) -> Result<Worked<Quantity>, DoseProblem> {
    let count = positive("the number of cells", cells, Dimension::CellCount)?;
    let body = crate::body::Body {
        weight: Some(weight.clone()),
        height: None,
    };
    let kilograms = Exact::decimal(body.weight_in_kg()?.amount())?;
    let each = count.over(kilograms)?;
    let (unit, population) = (Unit::CellPerKilogram, cells.population());
    let (value, sign, said) = match each.exactly() {
        Some(exact) => (quantity(exact, unit, population)?, "=", ""),
        None => (
            each.rounded_in(unit, population, 0)?,
            "≈",
            ", rounded half up to whole cells",
        ),
    };
    let line = format!(
        "{} / {} {sign} {}{said}",
        say(cells),
        say(weight),
        say(&value)
    );
    Ok(Worked {
        value,
        working: vec![line],
    })
}

/// The living part of a population, where its count includes the dead.
fn living(population: Population) -> Option<Population> {
    match population {
        Population::Total => Some(Population::Viable),
        Population::Cd3 => Some(Population::ViableCd3),
        Population::Cd3Cd56 => Some(Population::ViableCd3Cd56),
        Population::Viable
        | Population::ViableCd3
        | Population::ViableCd3Cd56
        | Population::Cd3WithoutCd56
        | Population::Dendritic => None,
    }
}

/// The exact concentration of the cells wanted.
fn concentration_of(
    population: Option<Population>,
    wanted: &Quantity,
    measured: &Quantity,
    viability: Option<&Quantity>,
) -> Result<Worked<Quantity>, DoseProblem> {
    let dimension = Dimension::CellConcentration;
    let exact = positive("the concentration of the bag", measured, dimension)?;
    let percent = viability.map(percent_alive).transpose()?;
    if measured.population() == population {
        // Applying it to cells already counted as living would give too much.
        let unused = |viability| {
            format!(
                "{} is not applied: {} are meant already",
                say(viability),
                say(measured)
            )
        };
        return Ok(Worked {
            value: measured.clone(),
            working: viability.map(unused).into_iter().collect(),
        });
    }
    if measured.population().and_then(living) != population {
        return Err(DoseProblem::PopulationMixed {
            left: wanted.clone(),
            right: measured.clone(),
        });
    }
    let (Some(viability), Some(percent)) = (viability, percent) else {
        return Err(DoseProblem::MissingViability);
    };
    let value = exact
        .times(percent.over(Exact::whole(100))?)?
        .in_unit(Unit::CellPerMillilitre, population)?;
    let line = format!("{} x {} = {}", say(measured), say(viability), say(&value));
    Ok(Worked {
        value,
        working: vec![line],
    })
}

/// A viability in per cent, of which no more than all can be.
fn percent_alive(viability: &Quantity) -> Result<Exact, DoseProblem> {
    let percent = positive("the viability", viability, Dimension::Fraction)?;
    if percent > Exact::whole(100) {
        let bound = |percent: u32| quantity(percent.into(), Unit::Percent, None);
        return Err(DoseProblem::Implausible {
            what: "a viability",
            given: viability.clone(),
            least: bound(0)?,
            most: bound(100)?,
        });
    }
    Ok(percent)
}

//! What a culture is given: volumes for a target concentration or density, splits, growth.
//!
//! Volumes are worked out exactly and rounded once, half up, to what a person can set: below 1 mL
//! to 0.1 uL (a pipette), from 1 mL on to 0.01 mL (a syringe, a scale). Cells are counted in one
//! population; cells and density of different ones are refused.

use std::num::NonZeroU16;

use cikada_domain::{Dimension, Quantity, Unit};
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::exact::{Exact, compare, positive, quantity, same_kind, same_population};
use crate::problem::DoseProblem;
use crate::say::{equals, say};
use crate::worked::Worked;

/// Whether what is added makes the volume larger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddedVolume {
    /// The concentration is meant for the volume after the addition.
    Counts,
    /// The concentration is meant for the volume before it: what is added is small beside it.
    Neglected,
}

/// What each vessel of a split gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// Cells, rounded half up to whole ones.
    pub cells: Quantity,
    /// Cell suspension.
    pub suspension: Quantity,
    /// Fresh medium; nothing where the density is not above the wanted one.
    pub medium: Quantity,
}

/// How much of a stock brings a volume to a concentration.
///
/// `target` and `stock` are concentrations of one kind: units or a mass in a volume, or a share of it.
/// A stock in units where a mass is wanted, or the other way round, is converted with its own lot's
/// specific activity before it comes here.
///
/// # Errors
/// Other kinds of quantities, nothing to add to, a stock that is not stronger than the target (a share
/// may be the whole where the volume added does not count), a volume that rounds to nothing, or numbers
/// too large to be exact.
pub fn addition(
    target: &Quantity,
    into: &Quantity,
    stock: &Quantity,
    added: AddedVolume,
) -> Result<Worked<Quantity>, DoseProblem> {
    let wanted = concentration("the target concentration", target)?;
    same_kind("the stock", stock, target)?;
    let strength = positive("the stock", stock, stock.dimension())?;
    let volume = positive("the volume it is added to", into, Dimension::Volume)?;
    // A volume that is nothing but the stock: medium without anything in it yet.
    let is_whole = added == AddedVolume::Neglected
        && target.dimension() == Dimension::Fraction
        && strength == wanted;
    if strength <= wanted && !is_whole {
        return Err(DoseProblem::StockTooWeak {
            stock: stock.clone(),
            target: target.clone(),
        });
    }
    let (divisor, words, how) = match added {
        AddedVolume::Counts => (
            strength.minus(wanted)?,
            format!("({} - {})", say(stock), say(target)),
            "the volume added counts",
        ),
        AddedVolume::Neglected => (strength, say(stock), "the volume added is not counted"),
    };
    let exact = wanted.times(volume)?.over(divisor)?;
    let value = settable(exact)?;
    if value.amount().is_zero() {
        return Err(DoseProblem::RoundsToNothing {
            raw: target.clone(),
            step: quantity(Decimal::new(1, 1), Unit::Microlitre, None)?,
        });
    }
    let line = format!(
        "{} x {} / {words} {}; {how}",
        say(target),
        say(into),
        equals(exact, &value)?
    );
    Ok(Worked {
        value,
        working: vec![line],
    })
}

/// The volume in which counted cells have a density.
///
/// # Errors
/// Not a count and a density of one population, or numbers too large to be exact.
pub fn seeding_volume(
    cells: &Quantity,
    density: &Quantity,
) -> Result<Worked<Quantity>, DoseProblem> {
    let exact = volume_at(cells, density)?;
    let value = settable(exact)?;
    let line = format!(
        "{} / {} {}",
        say(cells),
        say(density),
        equals(exact, &value)?
    );
    Ok(Worked {
        value,
        working: vec![line],
    })
}

/// The medium that thins a culture down to a density; nothing where it is not above it.
///
/// # Errors
/// Not a count, a volume and a density of one population, or numbers too large to be exact.
pub fn feed_volume(
    cells: &Quantity,
    volume: &Quantity,
    density: &Quantity,
) -> Result<Worked<Quantity>, DoseProblem> {
    let whole = seeding_volume(cells, density)?;
    let there = positive("the volume of the culture", volume, Dimension::Volume)?;
    let at_density = volume_at(cells, density)?;
    let (medium, line) = medium((at_density, &whole.value), (there, volume))?;
    let mut working = whole.working;
    working.push(line);
    Ok(Worked {
        value: medium,
        working,
    })
}

/// What each of some vessels gets when a culture is divided evenly and thinned down to a density.
///
/// # Errors
/// Not a count, a volume and a density of one population, or numbers too large to be exact.
pub fn split(
    cells: &Quantity,
    volume: &Quantity,
    vessels: NonZeroU16,
    density: &Quantity,
) -> Result<Worked<Split>, DoseProblem> {
    let parts = Exact::whole(u32::from(vessels.get()));
    let there = positive("the volume of the culture", volume, Dimension::Volume)?;
    let whole = volume_at(cells, density)?;
    let each = Exact::of(cells)?.over(parts)?;
    let cells_each = each.rounded_in(Unit::Cell, cells.population(), 0)?;
    let suspension = there.over(parts)?;
    let suspension_each = settable(suspension)?;
    let volume_each = settable(whole.over(parts)?)?;
    let mut working = vec![
        format!(
            "{} / {vessels} vessels {}",
            say(cells),
            equals(each, &cells_each)?
        ),
        format!(
            "{} / {vessels} vessels {} of suspension",
            say(volume),
            equals(suspension, &suspension_each)?
        ),
        format!(
            "{} / {vessels} vessels / {} {} in each",
            say(cells),
            say(density),
            equals(whole.over(parts)?, &volume_each)?
        ),
    ];
    let at_density = (whole.over(parts)?, &volume_each);
    let (medium_each, line) = medium(at_density, (suspension, &suspension_each))?;
    working.push(line);
    Ok(Worked {
        value: Split {
            cells: cells_each,
            suspension: suspension_each,
            medium: medium_each,
        },
        working,
    })
}

/// Whether what was done lies within a tolerance, in per cent of what was worked out; both ends
/// included.
///
/// # Errors
/// Different kinds of quantities, or a tolerance that is not a percentage.
pub fn within(
    done: &Quantity,
    worked: &Quantity,
    tolerance: &Quantity,
) -> Result<bool, DoseProblem> {
    same_kind("what was done", done, worked)?;
    let percent = positive("the tolerance", tolerance, Dimension::Fraction)?;
    let (done, worked) = (Exact::of(done)?, Exact::of(worked)?);
    let allowed = worked.times(percent)?.over(Exact::whole(100))?;
    let (low, high) = (worked.minus(allowed)?, worked.plus(allowed)?);
    Ok(done >= low && done <= high)
}

/// How often a population has doubled between two counts, to two places; negative where it fell.
///
/// A statistic for people who watch a culture: nothing is given or released on it.
///
/// # Errors
/// Counts of different cells, or of none.
pub fn doublings(before: &Quantity, after: &Quantity) -> Result<Decimal, DoseProblem> {
    let dimension = Dimension::CellCount;
    positive("the earlier count", before, dimension)?;
    positive("the later count", after, dimension)?;
    compare(before, after)?;
    let log2 = |count: &Quantity| {
        let cells = count.convert(Unit::Cell).ok();
        cells
            .and_then(|cells| cells.amount().to_f64())
            .map(f64::log2)
    };
    let grown = log2(after)
        .zip(log2(before))
        .map(|(after, before)| after - before);
    let mut grown = grown
        .and_then(Decimal::from_f64_retain)
        .map(|grown| grown.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
        .ok_or(DoseProblem::TooLarge)?;
    grown.rescale(2);
    Ok(grown)
}

/// Medium from a volume to a larger one, each as it is exactly and as it is read; nothing where
/// there is no room for it.
fn medium(
    (whole, whole_read): (Exact, &Quantity),
    (there, there_read): (Exact, &Quantity),
) -> Result<(Quantity, String), DoseProblem> {
    let more = whole.minus(there)?;
    if !more.is_positive() {
        let none = quantity(Decimal::ZERO, Unit::Millilitre, None)?;
        let line = format!(
            "{} are there already: no medium is added, the density is not above the wanted one",
            say(there_read)
        );
        return Ok((none, line));
    }
    let value = settable(more)?;
    let line = format!(
        "{} - {} {} of medium",
        say(whole_read),
        say(there_read),
        equals(more, &value)?
    );
    Ok((value, line))
}

/// The exact volume in mL in which cells have a density.
fn volume_at(cells: &Quantity, density: &Quantity) -> Result<Exact, DoseProblem> {
    let count = positive("the number of cells", cells, Dimension::CellCount)?;
    let each = positive("the density", density, Dimension::CellConcentration)?;
    same_population(cells, density)?;
    count.over(each)
}

fn concentration(what: &'static str, given: &Quantity) -> Result<Exact, DoseProblem> {
    let dimension = match given.dimension() {
        known @ (Dimension::InternationalUnitConcentration | Dimension::Fraction) => known,
        _ => Dimension::MassConcentration,
    };
    positive(what, given, dimension)
}

/// A volume as a person sets it.
fn settable(millilitres: Exact) -> Result<Quantity, DoseProblem> {
    if millilitres < Exact::whole(1) {
        millilitres.rounded_in(Unit::Microlitre, None, 1)
    } else {
        millilitres.rounded_in(Unit::Millilitre, None, 2)
    }
}

//! How fast: pump rates from a volume and a time, or from a rate for a body, and how long it takes.

use cikada_domain::{Dimension, Quantity, Unit};

use crate::amount::Basis;
use crate::exact::{Exact, positive};
use crate::problem::DoseProblem;
use crate::say::{equals, say};
use crate::worked::Worked;

/// The rate that gives a volume in a time, in mL/h, rounded half up to 0.01 mL/h.
///
/// # Errors
/// Not a volume and a duration above zero, or too large to be exact.
pub fn infusion_rate(volume: &Quantity, over: &Quantity) -> Result<Worked<Quantity>, DoseProblem> {
    let millilitres = positive("the volume", volume, Dimension::Volume)?;
    let hours = exact_hours(over)?;
    let exact = millilitres.over(hours)?;
    let value = exact.hundredths_in(Unit::MillilitrePerHour, volume)?;
    let line = format!(
        "rate: {} / {} {}",
        say(volume),
        say(over),
        equals(exact, &value)?
    );
    Ok(Worked {
        value,
        working: vec![line],
    })
}

/// The pump rate in mL/h of a mass per kg or m2 and hour, rounded half up to 0.01 mL/h.
///
/// `measure` is the body weight or the body surface, whichever the rate is written for.
///
/// # Errors
/// Units of another kind, or too large to be exact.
pub fn pump_rate(
    rate: &Quantity,
    measure: &Quantity,
    concentration: &Quantity,
) -> Result<Worked<Quantity>, DoseProblem> {
    let (basis, per_hour) = rate_in_milligrams(rate)?;
    let measured = match basis {
        Basis::Surface => positive("the body surface", measure, Dimension::BodySurface)?,
        _ => positive("the body weight", measure, Dimension::Mass)?
            .over(Exact::decimal(Unit::Kilogram.factor())?)?,
    };
    let dimension = Dimension::MassConcentration;
    let in_each = positive("the concentration", concentration, dimension)?;
    let milligrams_in_each = in_each.over(Exact::decimal(Unit::GramPerLitre.factor())?)?;
    let exact = per_hour.times(measured)?.over(milligrams_in_each)?;
    let value = exact.hundredths_in(Unit::MillilitrePerHour, rate)?;
    let line = format!(
        "rate: {} x {} / {} {}",
        say(rate),
        say(measure),
        say(concentration),
        equals(exact, &value)?
    );
    Ok(Worked {
        value,
        working: vec![line],
    })
}

/// The time an amount takes at a rate of the same kind, in h, rounded half up to 0.01 h.
///
/// A volume at mL/h, a mass per m2 at a mass per m2 and hour, or the same per kg.
///
/// # Errors
/// Amount and rate of different kinds, or too large to be exact.
pub fn duration(amount: &Quantity, rate: &Quantity) -> Result<Worked<Quantity>, DoseProblem> {
    let (expected, per_hour) = match amount.dimension() {
        Dimension::Volume => (
            Dimension::VolumeRate,
            positive("the rate", rate, Dimension::VolumeRate)?,
        ),
        Dimension::MassPerBodySurface => (
            Dimension::MassPerBodySurfaceRate,
            rate_in_milligrams(rate)?.1,
        ),
        Dimension::MassPerBodyMass => (Dimension::MassPerBodyMassRate, rate_in_milligrams(rate)?.1),
        _ => {
            return Err(DoseProblem::NotADose {
                given: amount.clone(),
            });
        }
    };
    positive("the rate", rate, expected)?;
    let whole = positive("the amount", amount, amount.dimension())?;
    let hours = whole.over(per_hour)?;
    let exact = hours.times(Exact::decimal(Unit::Hour.factor())?)?;
    let value = exact.hundredths_in(Unit::Hour, amount)?;
    let line = format!(
        "duration: {} / {} {}",
        say(amount),
        say(rate),
        equals(exact, &value)?
    );
    Ok(Worked {
        value,
        working: vec![line],
    })
}

/// A duration in hours, exactly.
pub(crate) fn exact_hours(over: &Quantity) -> Result<Exact, DoseProblem> {
    let seconds = positive("the time", over, Dimension::Duration)?;
    seconds.over(Exact::decimal(Unit::Hour.factor())?)
}

/// A rate for a body, in mg per kg or m2 and hour.
fn rate_in_milligrams(rate: &Quantity) -> Result<(Basis, Exact), DoseProblem> {
    if rate.dimension() == Dimension::MassPerBodyMassRate {
        // The base of the rate by weight is the microgram, that by surface the milligram.
        let micrograms = positive("the rate", rate, Dimension::MassPerBodyMassRate)?;
        return Ok((Basis::Weight, micrograms.over(Exact::whole(1000))?));
    }
    let milligrams = positive("the rate", rate, Dimension::MassPerBodySurfaceRate)?;
    Ok((Basis::Surface, milligrams))
}

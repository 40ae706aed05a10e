//! From the dose to the bench: how many vials, how much to draw.

use cikada_domain::{Dimension, Quantity, Unit};

use rust_decimal::Decimal;

use crate::exact::{Exact, positive, same_population};
use crate::order::percent_more;
use crate::problem::{DoseProblem, signed};
use crate::say::{equals, say};
use crate::worked::Worked;

/// A vial as its label and its reconstitution make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vial {
    /// What it is called on the order.
    pub name: String,
    /// How much it holds.
    pub contains: Quantity,
    /// How much can really be drawn from it, where known.
    pub withdrawable: Option<Quantity>,
    /// What it holds in each volume after reconstitution.
    pub concentration: Quantity,
}

/// How many vials a dose takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VialCount {
    /// By what the vials hold.
    pub nominal: u64,
    /// By what can really be drawn from them; nothing where that is not known.
    pub strict: Option<u64>,
}

/// Counts the vials of a dose, by content and by what can be drawn.
///
/// # Errors
/// Dose and vial in different kinds of units, or too large to be exact.
pub fn vials(dose: &Quantity, vial: &Vial) -> Result<Worked<VialCount>, DoseProblem> {
    let (nominal, line) = count(dose, &vial.contains, &vial.name, "holding")?;
    let mut working = vec![line];
    let mut strict = None;
    if let Some(withdrawable) = &vial.withdrawable {
        let (count, line) = count(dose, withdrawable, &vial.name, "yielding")?;
        // More can be drawn than is held only by a mistake in the file; the label's content decides.
        strict = Some(count.max(nominal));
        working.push(line);
    }
    Ok(Worked {
        value: VialCount { nominal, strict },
        working,
    })
}

fn count(
    dose: &Quantity,
    content: &Quantity,
    name: &str,
    verb: &str,
) -> Result<(u64, String), DoseProblem> {
    same_population(dose, content)?;
    let wanted = positive("the dose", dose, dose.dimension())?;
    let each = positive("the content of a vial", content, dose.dimension())?;
    let count = wanted.over(each)?.ceiling()?;
    let line = format!(
        "vials ({name}), each {verb} {}: {} / {}, rounded up to {count}",
        say(content),
        say(dose),
        say(content)
    );
    Ok((count, line))
}

/// The volume that holds a dose, in mL, rounded half up to 0.01 mL.
///
/// # Errors
/// A concentration of another kind than the dose, mixed populations, or too large to be exact.
pub fn draw_volume(
    dose: &Quantity,
    concentration: &Quantity,
) -> Result<Worked<Quantity>, DoseProblem> {
    let exact = exact_volume(dose, concentration)?;
    let value = exact.hundredths_in(Unit::Millilitre, dose)?;
    // A syringe is read to 0.01 mL: where that changes the dose visibly, it is said.
    let off = percent_more(Exact::of(&value)?, exact)?;
    let holds = if off.abs() >= Decimal::ONE {
        format!(", which holds {} of the dose", signed(off))
    } else {
        String::new()
    };
    let line = format!(
        "volume: {} / {} {}{holds}",
        say(dose),
        say(concentration),
        equals(exact, &value)?
    );
    Ok(Worked {
        value,
        working: vec![line],
    })
}

/// The exact volume in mL that holds an amount at a concentration.
pub(crate) fn exact_volume(
    amount: &Quantity,
    concentration: &Quantity,
) -> Result<Exact, DoseProblem> {
    same_population(amount, concentration)?;
    let expected = concentration_of(amount)?;
    let wanted = positive("the amount", amount, amount.dimension())?;
    let in_each = positive("the concentration", concentration, expected)?;
    // The base of mass in a volume is ng/mL while that of mass is mg.
    let in_each = if expected == Dimension::MassConcentration {
        in_each.over(Exact::whole(1_000_000))?
    } else {
        in_each
    };
    wanted.over(in_each)
}

fn concentration_of(amount: &Quantity) -> Result<Dimension, DoseProblem> {
    match amount.dimension() {
        Dimension::InternationalUnits => Ok(Dimension::InternationalUnitConcentration),
        Dimension::Mass => Ok(Dimension::MassConcentration),
        Dimension::CellCount => Ok(Dimension::CellConcentration),
        _ => Err(DoseProblem::NotADose {
            given: amount.clone(),
        }),
    }
}

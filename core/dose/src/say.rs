//! How a working names its quantities: every digit of a dose written out, powers of ten for cells.
//!
//! Digits are never grouped: the comma that groups thousands in one country is the decimal sign of
//! the next.

use cikada_domain::{Quantity, Unit};
use rust_decimal::Decimal;

use crate::exact::Exact;
use crate::problem::DoseProblem;

/// The quantity with every digit: `42000000 IU`; cells as people count them: `6.4e9 viable cells`.
pub(crate) fn say(quantity: &Quantity) -> String {
    let amount = quantity.amount().normalize();
    if quantity.population().is_some() || amount.abs() < Decimal::from(1_000_000) {
        return quantity.words();
    }
    format!("{amount} {}", say_unit(quantity.unit()))
}

/// The unit as a person reads it: `IU/kg`, `ug/mL`.
pub(crate) fn say_unit(unit: Unit) -> String {
    match Quantity::new(Decimal::ONE, unit) {
        Ok(one) => one.words().replacen("1 ", "", 1),
        Err(_) => unit.code().replace("{}", "cells"),
    }
}

/// The end of a line of working: `= 0.4 mL` where that is all of it, `≈ 2.33 mL` where rounded.
pub(crate) fn equals(exact: Exact, rounded: &Quantity) -> Result<String, DoseProblem> {
    if Exact::of(rounded)? == exact {
        return Ok(format!("= {}", say(rounded)));
    }
    let (amount, unit) = (rounded.amount(), say_unit(rounded.unit()));
    Ok(format!("≈ {amount} {unit}"))
}

//! The weight a course was started on, against the weight now.

use cikada_domain::{Dimension, Quantity, Unit};
use rust_decimal::Decimal;

use crate::body::Body;
use crate::exact::{Exact, positive};
use crate::order::percent_more;
use crate::problem::{DoseProblem, signed};
use crate::say::say;
use crate::worked::Worked;

/// By how much a weight has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeightChange {
    /// In per cent of the weight at the start, rounded half up to two places, with its sign.
    pub percent: Quantity,
    /// Whether the exact change has reached the limit, up or down.
    pub recheck: bool,
}

/// Compares the weight now with the one a course was started on.
///
/// # Errors
/// An implausible weight, or a limit that is not a percentage above zero.
pub fn weight_change(
    frozen: &Quantity,
    now: &Quantity,
    recheck_at: &Quantity,
) -> Result<Worked<WeightChange>, DoseProblem> {
    let (before, after) = (kilograms(frozen)?, kilograms(now)?);
    let limit = positive("the limit of change", recheck_at, Dimension::Fraction)?;
    let zero = Exact::whole(0);
    let moved = after.minus(before)?;
    let distance = moved.max(zero.minus(moved)?);
    let recheck = distance.times(Exact::whole(100))? >= limit.times(before)?;
    let percent: Decimal = percent_more(after, before)?;
    let verdict = if recheck { "has reached" } else { "is within" };
    let shown = Exact::decimal(percent)?.times(before)?;
    let sign = if shown == moved.times(Exact::whole(100))? {
        "="
    } else {
        "≈"
    };
    let line = format!(
        "({} - {}) / {} {sign} {}, which {verdict} the limit of {}",
        say(now),
        say(frozen),
        say(frozen),
        signed(percent),
        say(recheck_at)
    );
    Ok(Worked {
        value: WeightChange {
            percent: crate::exact::quantity(percent, Unit::Percent, None)?,
            recheck,
        },
        working: vec![line],
    })
}

fn kilograms(weight: &Quantity) -> Result<Exact, DoseProblem> {
    let body = Body {
        weight: Some(weight.clone()),
        height: None,
    };
    Exact::decimal(body.weight_in_kg()?.amount())
}

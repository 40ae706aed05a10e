//! Quantities and requirements in the words of a document: `3 months`, not `3 mo`.

use cikada_domain::{Quantity, Unit};
use rust_decimal::Decimal;

use crate::requirement::Requirement;

/// A quantity with its unit of time spelt out.
pub(super) fn quantity(quantity: &Quantity) -> String {
    let unit = match quantity.unit() {
        Unit::Minute => "minute",
        Unit::Hour => "hour",
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
        Unit::Year => "year",
        _ => return quantity.words(),
    };
    let plural = if quantity.amount() == Decimal::ONE {
        ""
    } else {
        "s"
    };
    format!("{} {unit}{plural}", quantity.amount().normalize())
}

/// What a value must be.
pub(super) fn requirement(requirement: &Requirement) -> String {
    match requirement {
        Requirement::Between {
            min: Some(min),
            max: Some(max),
        } => {
            format!("{} to {}", quantity(min), quantity(max))
        }
        Requirement::Between {
            min: Some(min),
            max: None,
        } => format!("at least {}", quantity(min)),
        Requirement::Between {
            min: None,
            max: Some(max),
        } => format!("at most {}", quantity(max)),
        Requirement::Below(limit) => format!("below {}", quantity(limit)),
        Requirement::Above(limit) => format!("above {}", quantity(limit)),
        Requirement::Between {
            min: None,
            max: None,
        }
        | Requirement::Is(_)
        | Requirement::OneOf(_) => requirement.words(),
    }
}

/// Days of a step.
pub(super) fn days((first, last): (u16, u16)) -> String {
    if first == last {
        format!("day {first}")
    } else {
        format!("days {first} to {last}")
    }
}

/// Quantities one after the other.
pub(super) fn quantities(quantities: &[Quantity]) -> String {
    let words: Vec<_> = quantities.iter().map(quantity).collect();
    words.join(", ")
}

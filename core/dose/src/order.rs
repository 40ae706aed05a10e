//! Is what was ordered what was worked out? Unit mistakes are refused by what they are.

use std::cmp::Ordering;

use cikada_domain::{Dimension, Quantity, Unit};
use rust_decimal::Decimal;
use thiserror::Error;

use crate::amount::DoseAmount;
use crate::body::Body;
use crate::exact::{Exact, compare};
use crate::problem::{DoseProblem, signed};
use crate::say::{say, say_unit};
use crate::strength::Strength;

/// Why an order is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OrderProblem {
    /// A bare `U`.
    #[error(
        "'{0}' has the bare unit 'U', which may mean international units, Cetus units (1 = 6 IU) or \
         Roche units (1 = 3 IU): write international units as '[iU]'"
    )]
    BareUnit(String),
    /// The right kind of unit on another scale, such as mcg for mg.
    #[error(
        "ordered {}, but this dose is ordered in {} only: write {}{}",
        say(ordered), say_unit(expected.unit()), say(expected), scale_words(ordered, expected)
    )]
    OtherScale {
        /// The order.
        ordered: Quantity,
        /// The dose worked out.
        expected: Quantity,
    },
    /// A mass where only international units are ordered.
    #[error(
        "ordered {} as a mass, but this dose is ordered in {} only: write {}{}",
        say(ordered), say_unit(expected.unit()), say(expected),
        in_units.as_ref().map_or_else(String::new, |difference| difference.words())
    )]
    MassForUnits {
        /// The order.
        ordered: Quantity,
        /// The dose worked out.
        expected: Quantity,
        /// What the order would amount to, if strength and weight are known.
        in_units: Option<Difference>,
    },
    /// An amount per kg or m2 where the amount itself is ordered, or the reverse.
    #[error(
        "ordered {}, which is {}, but an order states {}: write {}",
        say(ordered), ordered.dimension().words(), expected.dimension().words(), say(expected)
    )]
    OtherKind {
        /// The order.
        ordered: Quantity,
        /// The dose worked out.
        expected: Quantity,
    },
    /// Other cells than the dose names.
    #[error(
        "ordered {}, but this dose counts other cells: write {}",
        say(ordered),
        say(expected)
    )]
    OtherPopulation {
        /// The order.
        ordered: Quantity,
        /// The dose worked out.
        expected: Quantity,
    },
    /// The right unit and another amount.
    #[error(
        "ordered {}, which differs by {} from the dose worked out: expected {}",
        say(ordered), signed(*percent), say(expected)
    )]
    OtherAmount {
        /// The order.
        ordered: Quantity,
        /// The dose worked out.
        expected: Quantity,
        /// By how much the order differs, in per cent, rounded half up to two places.
        percent: Decimal,
    },
}

/// What an order in mass amounts to in the unit of the dose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The mass ordered, for this patient, in mg.
    pub mass: Quantity,
    /// The mass of the dose worked out, in mg.
    pub expected_mass: Quantity,
    /// The international units ordered, whole.
    pub units: Quantity,
    /// By how much the order differs, in per cent, rounded half up to two places.
    pub percent: Decimal,
}

impl Difference {
    fn words(&self) -> String {
        format!(
            " ({}); the order would be {} = {}, {}",
            say(&self.expected_mass),
            say(&self.mass),
            say(&self.units),
            signed(self.percent)
        )
    }
}

fn scale_words(ordered: &Quantity, expected: &Quantity) -> String {
    let one = |unit: Unit| Exact::decimal(unit.factor());
    let times = one(ordered.unit()).and_then(|ordered| ordered.over(one(expected.unit())?));
    match times.map(Exact::parts) {
        Ok((times, 1)) => format!(
            "; 1 {} is {times} {}",
            say_unit(ordered.unit()),
            say_unit(expected.unit())
        ),
        Ok((1, times)) => format!(
            "; 1 {} is {times} {}",
            say_unit(expected.unit()),
            say_unit(ordered.unit())
        ),
        _ => String::new(),
    }
}

impl OrderProblem {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::BareUnit(_) => "order-bare-unit",
            Self::OtherScale { .. } => "order-other-scale",
            Self::MassForUnits { .. } => "order-mass-for-units",
            Self::OtherKind { .. } => "order-other-kind",
            Self::OtherPopulation { .. } => "order-other-population",
            Self::OtherAmount { .. } => "order-other-amount",
        }
    }
}

/// Reads the amount of an order as a person wrote it.
///
/// # Errors
/// No quantity in UCUM; a bare `U` is named with what it may mean.
pub fn read_order(text: &str) -> Result<Quantity, DoseProblem> {
    let unit = text.trim().split_once(' ').map(|(_, unit)| unit.trim());
    if matches!(unit, Some("U" | "U/kg" | "U/m2" | "units" | "units/kg")) {
        let shortened = text.chars().take(40).collect();
        return Err(OrderProblem::BareUnit(shortened).into());
    }
    text.parse()
        .map_err(|error: cikada_domain::QuantityError| DoseProblem::Unreadable(error.to_string()))
}

/// Compares an order with the dose worked out, in the only unit an order may be written in.
///
/// The strength and the body only make the message fuller: a mass is refused without them too.
///
/// # Errors
/// Another unit, kind, population or amount, each by its own name.
pub fn check_order(
    computed: &DoseAmount,
    ordered: &Quantity,
    body: &Body,
    strength: Option<&Strength>,
) -> Result<(), DoseProblem> {
    let expected = computed.quantity.clone();
    let ordered = ordered.clone();
    let is_mass = matches!(
        ordered.dimension(),
        Dimension::Mass | Dimension::MassPerBodyMass
    );
    if expected.dimension() == Dimension::InternationalUnits && is_mass {
        let in_units = difference(&ordered, &expected, body, strength)?;
        return Err(OrderProblem::MassForUnits {
            ordered,
            expected,
            in_units,
        }
        .into());
    }
    if ordered.dimension() != expected.dimension() {
        return Err(OrderProblem::OtherKind { ordered, expected }.into());
    }
    if ordered.population() != expected.population() {
        return Err(OrderProblem::OtherPopulation { ordered, expected }.into());
    }
    if ordered.unit() != expected.unit() {
        return Err(OrderProblem::OtherScale { ordered, expected }.into());
    }
    if compare(&ordered, &expected)? == Ordering::Equal {
        return Ok(());
    }
    let percent = percent_more(Exact::of(&ordered)?, Exact::of(&expected)?)?;
    Err(OrderProblem::OtherAmount {
        ordered,
        expected,
        percent,
    }
    .into())
}

fn difference(
    ordered: &Quantity,
    expected: &Quantity,
    body: &Body,
    strength: Option<&Strength>,
) -> Result<Option<Difference>, DoseProblem> {
    let Some(strength) = strength else {
        return Ok(None);
    };
    let milligrams = match ordered.dimension() {
        Dimension::Mass => Exact::of(ordered)?,
        _ if body.weight.is_none() => return Ok(None),
        _ => {
            let weight = Exact::decimal(body.weight_in_kg()?.amount())?;
            Exact::of(ordered)?.times(weight)?
        }
    };
    if !milligrams.is_positive() {
        return Ok(None);
    }
    let mass = milligrams.rounded_in(Unit::Milligram, None, 3)?;
    let per_unit = strength.exact_milligrams(expected)?;
    let units = milligrams.times(Exact::of(expected)?)?.over(per_unit)?;
    Ok(Some(Difference {
        mass,
        expected_mass: per_unit.rounded_in(Unit::Milligram, None, 3)?,
        units: units.rounded_in(Unit::InternationalUnit, None, 0)?,
        percent: percent_more(milligrams, per_unit)?,
    }))
}

/// By how much one number is more than another, in per cent of that, half up to two places.
pub(crate) fn percent_more(number: Exact, than: Exact) -> Result<Decimal, DoseProblem> {
    let more = number.minus(than)?.over(than)?;
    more.times(Exact::whole(100))?.half_up(2)
}

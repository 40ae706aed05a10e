//! Values that meet a rule: what a sample patient's blood, culture and product come to.

use std::collections::BTreeMap;

use cikada_domain::{CriterionId, Dimension, DoseNumber, InputId, Quantity, Value};
use cikada_protocol::model::{
    Criterion, DoseAmount, DoseLine, Input, InputRole, Protocol, Step, StepKind,
};
use cikada_protocol::{Judgement, Requirement};
use rust_decimal::Decimal;

use crate::sample::SampleError;
use crate::sample::centre::unsuitable;

/// Living cells of a sample culture by day, in millions: a dip, a steep rise, a plateau.
const GROWTH: [(i64, i64); 12] = [
    (0, 118),
    (3, 92),
    (5, 176),
    (7, 430),
    (9, 960),
    (10, 1_340),
    (11, 1_900),
    (12, 2_700),
    (13, 3_900),
    (14, 5_400),
    (17, 7_600),
    (21, 8_800),
];

/// A value that meets a requirement, as a patient or product that does well would show it.
pub(crate) fn meeting(requirement: &Requirement) -> Result<Value, SampleError> {
    Ok(match requirement {
        Requirement::Between { min, max } => Value::Quantity(within(min.as_ref(), max.as_ref())?),
        Requirement::Below(limit) => Value::Quantity(below(limit)?),
        Requirement::Above(limit) => Value::Quantity(above(limit)?),
        Requirement::Is(wanted) => Value::Flag(*wanted),
        Requirement::OneOf(codes) => Value::Code(
            codes
                .first()
                .cloned()
                .ok_or_else(|| unsuitable("a list is empty"))?,
        ),
    })
}

fn within(min: Option<&Quantity>, max: Option<&Quantity>) -> Result<Quantity, SampleError> {
    match (min, max) {
        (Some(min), Some(_)) if min.dimension() == Dimension::Score => Ok(min.clone()),
        (Some(min), Some(max)) => between(min, max),
        (Some(min), None) => above(min),
        (None, Some(max)) if max.dimension() == Dimension::Score => with_amount(max, Decimal::ZERO),
        (None, Some(max)) => below(max),
        (None, None) => Err(unsuitable("a limit is empty")),
    }
}

/// A value that does not.
pub(crate) fn outside(requirement: &Requirement) -> Option<Value> {
    match requirement {
        Requirement::Between { max: Some(max), .. } => {
            scaled(max, Decimal::new(11, 1)).ok().map(Value::Quantity)
        }
        _ => None,
    }
}

/// A good answer to each criterion.
pub(crate) fn answers(criteria: &[Criterion]) -> Result<BTreeMap<CriterionId, Value>, SampleError> {
    criteria
        .iter()
        .map(|criterion| {
            // What meets the inner wall meets the outer one.
            let inner = criterion.centre.as_ref();
            let asked = inner.map_or(&criterion.requirement, |centre| &centre.requirement);
            Ok((criterion.id.clone(), meeting(asked)?))
        })
        .collect()
}

/// What is entered in a step on a day of the culture.
pub(crate) fn entered(
    protocol: &Protocol,
    step: &Step,
    day: i64,
    dose: u16,
) -> Result<BTreeMap<InputId, Value>, SampleError> {
    step.inputs
        .iter()
        .map(|input| {
            Ok((
                input.id.clone(),
                value_of(protocol, step, input, day, dose)?,
            ))
        })
        .collect()
}

/// How much a dose is.
pub(super) fn line(protocol: &Protocol, dose: u16) -> Result<&DoseLine, SampleError> {
    let number = DoseNumber::new(dose).map_err(unsuitable)?;
    protocol
        .dose_line(number)
        .ok_or_else(|| unsuitable(format!("nothing says how much dose {dose} is")))
}

fn cells(protocol: &Protocol, dose: u16) -> Result<&Requirement, SampleError> {
    match &line(protocol, dose)?.amount {
        DoseAmount::Cells(cells) => Ok(cells),
        DoseAmount::Exact(_) | DoseAmount::Titrated(_) => Err(unsuitable("no cells are given")),
    }
}

fn value_of(
    protocol: &Protocol,
    step: &Step,
    input: &Input,
    day: i64,
    dose: u16,
) -> Result<Value, SampleError> {
    let harvest = step.kind == StepKind::Harvest;
    if input.role == InputRole::CellCount
        && let Some(unit) = &input.unit
    {
        let grown = Value::Quantity(grown(unit, day, dose)?);
        let fits = input
            .limit
            .as_ref()
            .is_none_or(|limit| limit.judge(&grown) == Judgement::Meets);
        return if fits {
            Ok(grown)
        } else {
            meeting(cells(protocol, dose)?)
        };
    }
    match (input.role, &input.limit, &input.unit) {
        (InputRole::Volume, _, _) if harvest && protocol.medicine().is_none() => {
            let volume = line(protocol, dose)?.volume.clone();
            volume
                .map(Value::Quantity)
                .ok_or_else(|| unsuitable("the dose has no volume"))
        }
        (_, Some(limit), _) => meeting(limit),
        (_, None, Some(unit)) => Ok(Value::Quantity(with_amount(unit, Decimal::ONE_HUNDRED)?)),
        (_, None, None) => Ok(Value::Flag(true)),
    }
}

/// The cells on a day, a few per cent more or less from one dose to the next.
fn grown(unit: &Quantity, day: i64, dose: u16) -> Result<Quantity, SampleError> {
    let millions = GROWTH
        .iter()
        .rev()
        .find(|(from, _)| *from <= day)
        .map_or(118, |(_, cells)| *cells);
    let percent = 88 + i64::from(dose).wrapping_mul(7) % 25;
    with_amount(
        unit,
        Decimal::from(millions * percent) * Decimal::from(10_000),
    )
}

fn between(min: &Quantity, max: &Quantity) -> Result<Quantity, SampleError> {
    let min = min.convert(max.unit()).map_err(unsuitable)?;
    let places = min.amount().scale().max(max.amount().scale());
    let middle = (min.amount() + max.amount()) / Decimal::TWO;
    with_amount(max, middle.round_dp(places).normalize())
}

/// A good way above a limit; for percentages half of what is left to a hundred.
fn above(limit: &Quantity) -> Result<Quantity, SampleError> {
    if limit.dimension() == Dimension::Fraction {
        let amount = (limit.amount() + Decimal::ONE_HUNDRED) / Decimal::TWO;
        return with_amount(limit, amount.round_dp(1).normalize());
    }
    scaled(limit, Decimal::new(125, 2))
}

/// A good way below a limit; a temperature stays that of a living body or a bench.
fn below(limit: &Quantity) -> Result<Quantity, SampleError> {
    if limit.dimension() == Dimension::Temperature {
        return with_amount(limit, limit.amount() - Decimal::new(13, 1));
    }
    scaled(limit, Decimal::new(6, 1))
}

/// The quantity times a factor, with one decimal place more than it had.
fn scaled(quantity: &Quantity, factor: Decimal) -> Result<Quantity, SampleError> {
    let places = quantity.amount().normalize().scale() + 1;
    with_amount(
        quantity,
        (quantity.amount() * factor).round_dp(places).normalize(),
    )
}

fn with_amount(quantity: &Quantity, amount: Decimal) -> Result<Quantity, SampleError> {
    format!("{amount} {}", quantity.unit_code())
        .parse()
        .map_err(unsuitable)
}

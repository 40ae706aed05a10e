//! Values that just meet a requirement and values that just do not.

use cikada_domain::{Dimension, Quantity, Value};
use cikada_protocol::Requirement;
use cikada_protocol::model::{Input, InputRole, Protocol, Step, StepKind};
use rust_decimal::Decimal;

/// A value that meets the requirement.
pub(crate) fn example_meeting(requirement: &Requirement) -> Value {
    match requirement {
        Requirement::Between {
            min: Some(min),
            max: Some(max),
        } => Value::Quantity(middle(min, max)),
        Requirement::Between { min, max } => {
            Value::Quantity(min.clone().or(max.clone()).expect("a limit"))
        }
        Requirement::Below(limit) => Value::Quantity(moved(limit, -1)),
        Requirement::Above(limit) => Value::Quantity(moved(limit, 1)),
        Requirement::Is(wanted) => Value::Flag(*wanted),
        Requirement::OneOf(codes) => Value::Code(codes[0].clone()),
    }
}

/// Values that lie exactly on the good side of each limit.
pub(crate) fn example_last_good(requirement: &Requirement) -> Vec<Value> {
    match requirement {
        Requirement::Between { min, max } => {
            let limits = [min, max].into_iter().flatten();
            limits.cloned().map(Value::Quantity).collect()
        }
        Requirement::Below(_) | Requirement::Above(_) | Requirement::Is(_) => {
            vec![example_meeting(requirement)]
        }
        Requirement::OneOf(codes) => codes.iter().cloned().map(Value::Code).collect(),
    }
}

/// Values that lie just outside each limit.
pub(crate) fn example_failing(requirement: &Requirement) -> Vec<Value> {
    match requirement {
        Requirement::Between { min, max } => {
            let below = min.iter().map(|min| moved(min, -1));
            let above = max.iter().map(|max| moved(max, 1));
            below.chain(above).map(Value::Quantity).collect()
        }
        Requirement::Below(limit) | Requirement::Above(limit) => {
            vec![Value::Quantity(limit.clone())]
        }
        Requirement::Is(wanted) => vec![Value::Flag(!wanted)],
        Requirement::OneOf(_) => vec![Value::Code("something-else".to_owned())],
    }
}

/// A value for an input of a step, good in every respect.
pub(crate) fn example_input(protocol: &Protocol, step: &Step, input: &Input) -> Value {
    let product = step.kind == StepKind::Harvest;
    match (input.role, &input.limit, &input.unit) {
        (InputRole::CellCount, _, _) if product => example_meeting(cells(protocol)),
        (InputRole::Volume, _, _) if product => {
            Value::Quantity(protocol.doses[0].volume.clone().expect("a volume"))
        }
        (_, Some(limit), _) => example_meeting(limit),
        (InputRole::CellCount, None, _) => example_meeting(cells(protocol)),
        (_, None, Some(unit)) => {
            let hundred = format!("100 {}", unit.unit_code());
            Value::Quantity(hundred.parse().expect("a unit"))
        }
        (_, None, None) => Value::Flag(true),
    }
}

fn cells(protocol: &Protocol) -> &Requirement {
    let first = cikada_domain::DoseNumber::new(1).expect("a dose");
    protocol.cells_of(first).expect("cells")
}

fn middle(min: &Quantity, max: &Quantity) -> Quantity {
    let min = min.convert(max.unit()).expect("one dimension");
    let amount = (min.amount() + max.amount()) / Decimal::TWO;
    with_amount(max, amount.normalize())
}

/// A quantity one small step up or down: one cell, one point, or a tenth.
fn moved(quantity: &Quantity, steps: i64) -> Quantity {
    let whole = matches!(
        quantity.dimension(),
        Dimension::CellCount | Dimension::Score | Dimension::CalendarDuration
    );
    let step = if whole {
        Decimal::from(steps)
    } else {
        Decimal::new(steps, 1)
    };
    with_amount(quantity, quantity.amount() + step)
}

fn with_amount(quantity: &Quantity, amount: Decimal) -> Quantity {
    let text = format!("{amount} {}", quantity.unit_code());
    text.parse().expect("a quantity of the same unit")
}

//! Values that just meet a requirement and values that just do not.

use std::collections::BTreeMap;

use cikada_domain::{CriterionId, Dimension, DoseNumber, Quantity, Value};
use cikada_dose::Body;
use cikada_protocol::dosing::{DoseFacts, PlannedAmount, dose_for};
use cikada_protocol::model::{
    Condition, Criterion, DoseAmount, DoseLine, Input, InputRole, LevelUse, Protocol, Step,
    StepKind, Trigger,
};
use cikada_protocol::{CalendarOptions, Judgement, Requirement, calendar};
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
pub(crate) fn example_input(
    protocol: &Protocol,
    dose: DoseNumber,
    step: &Step,
    input: &Input,
) -> Value {
    let product = step.kind == StepKind::Harvest;
    match (input.role, &input.limit, &input.unit) {
        (InputRole::CellCount | InputRole::Amount, _, _) if product => {
            Value::Quantity(example_amount(protocol, dose))
        }
        (InputRole::Volume, _, _) if product => Value::Quantity(example_volume(protocol, dose)),
        (_, Some(limit), _) => example_meeting(limit),
        (InputRole::CellCount, None, _) => Value::Quantity(example_amount(protocol, dose)),
        (_, None, Some(unit)) => {
            let hundred = format!("100 {}", unit.unit_code());
            Value::Quantity(hundred.parse().expect("a unit"))
        }
        (_, None, None) => Value::Flag(true),
    }
}

/// The volume a dose is given in: that of its line, else one that the filling may enter.
pub(crate) fn example_volume(protocol: &Protocol, dose: DoseNumber) -> Quantity {
    let volume = protocol.dose_line(dose).expect("a dose").volume.clone();
    let mut steps = protocol.steps.iter();
    let filled = steps.find(|step| step.kind == StepKind::Harvest);
    let mut inputs = filled.iter().flat_map(|step| &step.inputs);
    let limit = inputs.find(|input| input.role == InputRole::Volume);
    let limit = limit.and_then(|input| input.limit.as_ref());
    let entered = || match example_meeting(limit?) {
        Value::Quantity(volume) => Some(volume),
        Value::Flag(_) | Value::Code(_) | Value::Date(_) => None,
    };
    let volume = volume.or_else(entered);
    volume.unwrap_or_else(|| "100 mL".parse().expect("a volume"))
}

/// What a dose is for a patient with every good answer: the middle of a range of cells.
pub(crate) fn example_amount(protocol: &Protocol, dose: DoseNumber) -> Quantity {
    match example_dose(protocol, dose) {
        PlannedAmount::Exact(amount) => amount.quantity,
        PlannedAmount::Cells { min, max } => {
            let cells = example_meeting(&Requirement::Between { min, max });
            let Value::Quantity(cells) = cells else {
                panic!("cells, not {cells:?}")
            };
            cells
        }
    }
}

/// The dose for a patient with every good answer, at full dose or the first level of a trial.
pub(crate) fn example_dose(protocol: &Protocol, dose: DoseNumber) -> PlannedAmount {
    let line = protocol.dose_line(dose).expect("a dose");
    let visits = protocol.visits.iter().flat_map(|visit| &visit.findings);
    let asked = protocol
        .eligibility
        .iter()
        .chain(&protocol.fitness)
        .chain(visits);
    let mut findings = BTreeMap::new();
    for criterion in asked {
        let good = || example_good(protocol, criterion);
        findings.entry(criterion.id.clone()).or_insert_with(good);
    }
    let measure = |id: Option<&CriterionId>| {
        let found = findings.get(id?)?;
        let Value::Quantity(measure) = found else {
            panic!("a measure, not {found:?}")
        };
        Some(measure.clone())
    };
    let rule = protocol.body.as_ref();
    let body = Body {
        weight: measure(rule.map(|rule| &rule.weight)),
        height: measure(rule.and_then(|rule| rule.height.as_ref())),
    };
    let level = u16::from(line.level_use == LevelUse::Assigned);
    let facts = DoseFacts {
        body,
        level,
        step: example_step(protocol, line, dose),
        findings,
    };
    dose_for(protocol, dose, &facts)
        .expect("a dose for a good patient")
        .amount
}

/// The step of a rising dose that is never withheld and reaches no goal.
fn example_step(protocol: &Protocol, line: &DoseLine, dose: DoseNumber) -> u32 {
    let DoseAmount::Titrated(titration) = &line.amount else {
        return 0;
    };
    let start = "2026-01-12".parse().expect("a day");
    let planned = calendar(protocol, start, &CalendarOptions::default()).expect("a calendar");
    let of_line = planned
        .amounts
        .iter()
        .filter(|planned| planned.line == line.id);
    let days: Vec<_> = of_line.map(|planned| (planned.dose, planned.on)).collect();
    let on = days.iter().find(|(number, _)| *number == dose);
    titration.step(days[0].1, on.expect("a planned dose").1)
}

/// A good answer: inside every wall, and one that fires no stop rule, changes no dose and opens every
/// gate.
pub(crate) fn example_good(protocol: &Protocol, criterion: &Criterion) -> Value {
    let of = |condition: &&Condition| condition.criterion == criterion.id;
    let stops = protocol
        .stop_rules
        .iter()
        .flat_map(|rule| match &rule.trigger {
            Trigger::Findings { of, .. } => of.as_slice(),
            Trigger::AdverseEvent { .. } => &[],
        });
    let adjusted = protocol.doses.iter().flat_map(|line| &line.adjustments);
    let adjusted = adjusted.map(|other| &other.condition);
    let unwanted: Vec<_> = stops.chain(adjusted).filter(of).collect();
    let gates = protocol.gates.iter().map(|gate| &gate.condition);
    let wanted: Vec<_> = gates.filter(of).collect();
    let first = std::iter::once(example_meeting(inner(criterion)));
    let beside = unwanted
        .iter()
        .flat_map(|other| example_failing(&other.requirement));
    let open = wanted
        .iter()
        .map(|other| example_meeting(&other.requirement));
    let good = |value: &Value| {
        let meets = |requirement: &Requirement| requirement.judge(value) == Judgement::Meets;
        meets(&criterion.requirement)
            && meets(inner(criterion))
            && unwanted.iter().all(|other| !meets(&other.requirement))
            && wanted.iter().all(|other| meets(&other.requirement))
    };
    let found = open.chain(first).chain(beside).find(good);
    found.unwrap_or_else(|| panic!("no good answer to {}", criterion.id))
}

/// The inner wall of a criterion: what meets it meets the outer one.
pub(crate) fn inner(criterion: &Criterion) -> &Requirement {
    let centre = criterion.centre.as_ref();
    centre.map_or(&criterion.requirement, |centre| &centre.requirement)
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

//! What a step works out: names that lead somewhere, quantities that fit, values that are there.

use std::collections::BTreeSet;
use std::ops::Range;

use cikada_domain::{Dimension, Quantity, StepId};
use toml::de::DeTable;

use crate::finding::{FindingCode, Findings};
use crate::model::{Addition, Material, Reference, Step, StepKind, Target, waits_for};
use crate::read::draft::{Draft, Placed};
use crate::read::section::closest;

/// Runs the checks on orders and workings of all steps.
pub(super) fn check(draft: &Draft<'_>, out: &mut Findings) {
    let steps = &draft.steps;
    for placed in &draft.steps {
        parallel(placed, steps, out);
        let step = &placed.value;
        for (index, target) in step.targets.iter().enumerate() {
            let at = |key: &str| inner(placed, "target", index, key);
            self::target(step, target, steps, &at, out);
        }
        for (index, material) in step.materials.iter().enumerate() {
            let at = |key: &str| inner(placed, "material", index, key);
            if let Some(addition) = &material.addition {
                self::addition((step, material), addition, steps, &at, out);
            }
        }
    }
}

/// Where a key of the n-th table of a list in a step stands.
fn inner(step: &Placed<'_, Step>, list: &str, index: usize, key: &str) -> Range<usize> {
    let table = step.table().get(list);
    let table = table.and_then(|tables| tables.get_ref().get(index));
    let table: Option<&DeTable<'_>> = table.and_then(|table| table.get_ref().as_table());
    let value = table.and_then(|table| table.get(key));
    value.map_or_else(|| step.inner_at(list, index), toml::Spanned::span)
}

/// What is declared parallel exists, and would otherwise have an order.
fn parallel(placed: &Placed<'_, Step>, steps: Steps<'_, '_>, out: &mut Findings) {
    let harvests = steps
        .iter()
        .filter(|step| step.value.kind == StepKind::Harvest);
    // Of several harvests nobody knows which one ends the record.
    let one_harvest = harvests.count() == 1;
    let step = &placed.value;
    for (index, id) in step.parallel.iter().enumerate() {
        let at = placed.inner_at("parallel", index);
        let Some(other) = steps
            .iter()
            .map(|step| &step.value)
            .find(|other| &other.id == id)
        else {
            let message = format!("step '{}' is parallel to '{id}', which is no step", step.id);
            let expected = "the id of a step in this file";
            out.add(FindingCode::DanglingReference, at, message, expected);
            if let Some(meant) =
                closest(id.as_str(), steps.iter().map(|step| step.value.id.as_str()))
            {
                out.help(format!("did you mean '{meant}'?"));
            }
            continue;
        };
        let why = if other.id == step.id {
            "that is the step itself"
        } else if other.repeats || step.repeats {
            "a step that repeats has no place in the order"
        } else if one_harvest && [other.kind, step.kind].contains(&StepKind::Harvest) {
            "the harvest ends the record"
        } else if step.after.contains(id) || other.after.contains(&step.id) {
            "one of them waits for the other"
        } else {
            continue;
        };
        let message = format!("'{}' cannot be parallel to '{id}': {why}", step.id);
        let expected = "another step that is done once and that it need not wait for";
        out.add(FindingCode::NeedlessParallel, at, message, expected);
    }
}

/// All steps of a draft.
type Steps<'d, 't> = &'d [Placed<'t, Step>];
type At<'a> = &'a dyn Fn(&str) -> Range<usize>;

fn target(step: &Step, target: &Target, steps: Steps<'_, '_>, at: At<'_>, out: &mut Findings) {
    let cells = (&target.cells, Dimension::CellCount);
    let counted = value(step, cells, steps, at("cells"), out);
    let other = counted.filter(|counted| counted.population() != target.density.population());
    if let Some(counted) = other {
        let message = format!(
            "'{}' counts {}, and the density is of other cells",
            target.cells.words(),
            counted.unit_code()
        );
        let expected = "a count and a density of one population";
        out.add(
            FindingCode::PopulationMismatch,
            at("density"),
            message,
            expected,
        );
    }
    if let Some(volume) = target.rule.volume() {
        value(step, (volume, Dimension::Volume), steps, at("volume"), out);
    }
    if let Some(entered) = &target.entered {
        let entered = Reference {
            step: None,
            name: entered.clone(),
        };
        let entered = (&entered, Dimension::Volume);
        value(step, entered, steps, at("entered"), out);
    }
    if step.inputs.iter().any(|input| input.id == target.id) {
        let message = format!("'{}' is the name of an input already", target.id);
        out.add(
            FindingCode::DuplicateName,
            at("id"),
            message,
            "a name of its own",
        );
    }
}

fn addition(
    (step, material): (&Step, &Material),
    addition: &Addition,
    steps: Steps<'_, '_>,
    at: At<'_>,
    out: &mut Findings,
) {
    let of_target = |target: &Target| target.id == addition.into.name;
    if addition.into.step.is_some() || !step.targets.iter().any(of_target) {
        let into = (&addition.into, Dimension::Volume);
        value(step, into, steps, at("into"), out);
    }
    let Some(stock) = &addition.stock else {
        return;
    };
    let target = &material.amount;
    if stock.dimension() != target.dimension() {
        let message = format!("the stock is {}", stock.dimension().words());
        let expected = target.dimension().words();
        out.add(FindingCode::WrongDimension, at("stock"), message, expected);
    } else if stock.compare(target).is_ok_and(|order| {
        let may_be_whole = stock.dimension() == Dimension::Fraction && !addition.counts_itself;
        order.is_lt() || order.is_eq() && !may_be_whole
    }) {
        let message = format!(
            "a stock of {} cannot reach {}",
            stock.words(),
            target.words()
        );
        out.add(
            FindingCode::StockTooWeak,
            at("stock"),
            message,
            "a stronger stock",
        );
    }
}

/// The unit of a value that is referred to; findings where it is not there or measures otherwise.
fn value<'d>(
    step: &Step,
    (reference, wanted): (&Reference, Dimension),
    steps: Steps<'d, '_>,
    at: Range<usize>,
    out: &mut Findings,
) -> Option<&'d Quantity> {
    let id = reference.step.as_ref().unwrap_or(&step.id);
    let placed = steps.iter().find(|other| &other.value.id == id);
    let holder = placed.map(|placed| &placed.value);
    let input = holder.and_then(|holder| {
        let mut inputs = holder.inputs.iter();
        inputs.find(|input| input.id == reference.name)
    });
    // An input that could not be read has its finding already.
    let written = placed.map(|placed| super::texts_of(placed.table(), "input", "id"));
    if input.is_none() && written.is_some_and(|ids| ids.contains(&reference.name.as_str())) {
        return None;
    }
    let (Some(holder), Some(input)) = (holder, input) else {
        let message = format!("'{}' is no value that is entered", reference.words());
        let expected = "the id of an input, or 'step.input' for one of an earlier step";
        out.add(FindingCode::DanglingReference, at, message, expected);
        return None;
    };
    let unit = input.unit.as_ref();
    if unit.map(Quantity::dimension) != Some(wanted) {
        let found = unit.map_or("without a unit", |unit| unit.dimension().words());
        let message = format!("'{}' is {found}", reference.words());
        out.add(FindingCode::WrongDimension, at, message, wanted.words());
        return None;
    }
    // What repeats may have been left out, and then the page says so; what is done once must be done.
    let reached =
        holder.id == step.id || holder.repeats || waited(steps, step).contains(&holder.id);
    if !reached {
        let message = format!("'{}' need not be done before '{}'", holder.id, step.id);
        let expected = "a step that this one waits for";
        out.add(FindingCode::ValueNotYetThere, at, message, expected);
    }
    unit
}

/// Every step that is certainly done before a step, however far back.
fn waited<'d>(steps: Steps<'d, '_>, step: &Step) -> BTreeSet<&'d StepId> {
    let order: Vec<&Step> = steps.iter().map(|step| &step.value).collect();
    let mut known: BTreeSet<&StepId> = BTreeSet::new();
    let mut open: Vec<&StepId> = order
        .iter()
        .map(|step| &step.id)
        .filter(|id| **id == step.id)
        .collect();
    while let Some(id) = open.pop() {
        let Some(step) = order.iter().find(|step| &step.id == id) else {
            continue;
        };
        for before in waits_for(&order, step) {
            if known.insert(before) {
                open.push(before);
            }
        }
    }
    known
}

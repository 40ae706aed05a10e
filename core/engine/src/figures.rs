//! Counts read out of a batch record, with its corrections.

use std::cmp::Ordering;

use cikada_domain::treatment::{Batch, FilledOut, Performed};
use cikada_domain::{ContainerId, Quantity, Value};
use cikada_protocol::Protocol;
use cikada_protocol::model::{InputRole, Step, StepKind};

use crate::context::Context;

/// The quantity entered for a role in one record of a step.
pub(crate) fn entered<'a>(
    step: &Step,
    record: &'a Performed,
    role: InputRole,
) -> Option<&'a Quantity> {
    let input = step.inputs.iter().find(|input| input.role == role)?;
    match record.values.get(&input.id)? {
        Value::Quantity(quantity) => Some(quantity),
        Value::Flag(_) | Value::Code(_) | Value::Date(_) => None,
    }
}

/// What a container holds, of what was counted or filled at the harvest, as the record stands now.
/// Where the count was corrected after doses were filled, each holds the same part of the right one,
/// and together they hold all of it.
pub(crate) fn held(ctx: &Context<'_>, container: &ContainerId) -> Option<Quantity> {
    let (product, batch) = ctx.treatment.product(container)?;
    let role = match ctx.protocol.medicine() {
        Some(_) => InputRole::Amount,
        None => InputRole::CellCount,
    };
    let source = product.filled_from.as_ref().unwrap_or(container);
    let mut left = harvested(ctx.protocol, batch, role)?.clone();
    for filled in &ctx.treatment.products.get(source)?.filled_out {
        let taken = share(&left, filled)?;
        if &filled.container == container {
            return Some(taken);
        }
        left = left.minus(&taken).ok()?;
    }
    (source == container).then_some(left)
}

/// The part that was filled, of what was there in truth.
fn share(held: &Quantity, filled: &FilledOut) -> Option<Quantity> {
    if held.compare(&filled.held) == Ok(Ordering::Equal) {
        return Some(filled.cells.clone());
    }
    let said = filled.held.convert(held.unit()).ok()?.amount();
    let part = filled.cells.convert(held.unit()).ok()?.amount();
    let part = held.amount().checked_mul(part)?.checked_div(said)?;
    Some(held.with_amount(part))
}

/// What was counted or filled at the harvest, as the record stands now.
fn harvested<'a>(protocol: &Protocol, batch: &'a Batch, role: InputRole) -> Option<&'a Quantity> {
    // A checked protocol has one harvest, and a batch is harvested once.
    let harvest = |step: &&Step| step.kind == StepKind::Harvest;
    let step = protocol.steps.iter().find(harvest)?;
    let record = batch.records_of(&step.id).last()?;
    entered(step, record, role)
}

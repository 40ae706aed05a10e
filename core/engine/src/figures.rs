//! Counts read out of a batch record, with its corrections.

use cikada_domain::treatment::{Batch, Performed};
use cikada_domain::{Quantity, Value};
use cikada_protocol::Protocol;
use cikada_protocol::model::{InputRole, Step, StepKind};

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

/// What was counted or filled at the harvest, as the record stands now.
pub(crate) fn harvested<'a>(
    protocol: &Protocol,
    batch: &'a Batch,
    role: InputRole,
) -> Option<&'a Quantity> {
    // A checked protocol has one harvest, and a batch is harvested once.
    let harvest = |step: &&Step| step.kind == StepKind::Harvest;
    let step = protocol.steps.iter().find(harvest)?;
    let record = batch.records_of(&step.id).last()?;
    entered(step, record, role)
}

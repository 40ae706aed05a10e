//! What is judged otherwise once a record was corrected: what was worked out from it in its own step
//! and in every later one, each with what was there before it.

use std::collections::BTreeMap;

use cikada_domain::treatment::{Batch, Performed};
use cikada_domain::{BatchId, Event, InputId, StepId, Treatment, Value};
use cikada_protocol::model::Step;

use crate::context::{Context, Reasons};
use crate::refusal::RefusalCode;
use crate::worked::{Entered, WorkedLine, worked};
use crate::{deviation, gates};

/// What is judged otherwise with a new entry than with the old one.
pub(crate) struct JudgedAnew<'a> {
    /// In the step of the entry: what was added may have been right for the old one alone. What is
    /// entered as the corrected value or material itself is always among it.
    own: Vec<WorkedLine>,
    /// In the other steps that were done and worked with the entry, each record by itself.
    others: Vec<(&'a Step, Vec<WorkedLine>)>,
}

/// The record that is to be corrected, which was made before.
pub(crate) fn record_of<'a>(
    ctx: &Context<'a>,
    reasons: &mut Reasons,
    (batch, step, occurrence): (&BatchId, &StepId, u16),
) -> Option<(&'a Batch, &'a Step, &'a Performed)> {
    let known = ctx.treatment.batches.get(batch);
    if known.is_none() {
        reasons.refuse(RefusalCode::BatchUnknown, batch.as_str());
    }
    let rule = ctx.protocol.step(step);
    if rule.is_none() {
        reasons.refuse(RefusalCode::UnknownStep, step.as_str());
    }
    // Without a batch and a step there is no record to look into.
    let (known, rule) = (known?, rule?);
    let record = known.records_of(step).nth(usize::from(occurrence));
    match record {
        None => {
            let detail = format!("{step}, record {}", u32::from(occurrence) + 1);
            reasons.refuse(RefusalCode::RecordUnknown, detail);
        }
        Some(record) => gates::not_before(ctx, reasons, record.at, "the step was done"),
    }
    Some((known, rule, record?))
}

/// The treatment as it stands with one record corrected.
pub(crate) fn corrected(
    treatment: &Treatment,
    batch: &BatchId,
    record: &Performed,
    correct: impl Fn(&mut Performed),
) -> Treatment {
    let mut after = treatment.clone();
    let records = after.batches.get_mut(batch).into_iter();
    for known in records.flat_map(|batch| &mut batch.performed) {
        if *known == *record {
            correct(known);
        }
    }
    after
}

/// The treatment with so many records of a batch and no more.
fn as_of(treatment: &Treatment, batch: &BatchId, records: usize) -> Treatment {
    let mut then = treatment.clone();
    if let Some(batch) = then.batches.get_mut(batch) {
        batch.performed.truncate(records);
    }
    then
}

/// What is judged otherwise after the correction of an input or material of a record.
pub(crate) fn judged_anew<'a>(
    ctx: &Context<'a>,
    after: &Treatment,
    (id, batch): (&BatchId, &Batch),
    (record, entry): (&Performed, &InputId),
) -> JudgedAnew<'a> {
    let judged = |treatment: &Treatment, record: &Performed| {
        let entered = Entered {
            values: &record.values,
            materials: &record.materials,
        };
        let place = (id, &record.step);
        worked(ctx.protocol, treatment, ctx.facility, place, entered)
    };
    let mut anew = JudgedAnew {
        own: Vec::new(),
        others: Vec::new(),
    };
    let records = after.batches.get(id).into_iter();
    let records = records.flat_map(|batch| &batch.performed);
    for (n, (old, new)) in batch.performed.iter().zip(records).enumerate() {
        let own = old == record;
        // A record worked with what was there before it, and with nothing that came later.
        let before = judged(&as_of(ctx.treatment, id, n), old);
        let mut lines = judged(&as_of(after, id, n), new);
        lines.retain(|line| {
            let same = |known: &WorkedLine| {
                known.id == line.id
                    && known.within == line.within
                    && (line.within == Some(true) || known.expected() == line.expected())
            };
            let entered = line.entered_as.as_ref().unwrap_or(&line.id) == entry;
            own && entered || !before.iter().any(same)
        });
        if own {
            anew.own = lines;
        } else if let Some(step) = ctx.protocol.step(&old.step) {
            anew.others.push((step, lines));
        }
    }
    anew
}

/// A deviation for everything that is not as it should be after the correction, numbered after as many
/// of the batch as there are before: of what was entered itself, and of what was worked out with it.
pub(crate) fn deviations(
    (batch, before): (&BatchId, usize),
    step: &Step,
    values: &BTreeMap<InputId, Value>,
    anew: &JudgedAnew<'_>,
) -> Vec<Event> {
    let mut events = deviation::opened((batch, before), step, values, &anew.own);
    for (other, lines) in &anew.others {
        let before = before.saturating_add(events.len());
        let opened = deviation::opened((batch, before), other, &BTreeMap::new(), lines);
        events.extend(opened);
    }
    events
}

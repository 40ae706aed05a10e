//! Numbers of quality deviations, made from the batch they belong to.

use std::collections::BTreeMap;

use cikada_domain::{BatchId, DeviationId, Event, InputId, StepId, Treatment, Value};
use cikada_protocol::Judgement;
use cikada_protocol::model::Step;

/// The number of a batch's n-th deviation; `None` if the batch number leaves no room for it.
pub(crate) fn number(batch: &BatchId, n: usize) -> Option<DeviationId> {
    DeviationId::new(format!("{batch}-D{n}")).ok()
}

/// A deviation for every value outside its limit, numbered after those the batch has.
pub(crate) fn opened(
    treatment: &Treatment,
    batch: &BatchId,
    step: &Step,
    values: &BTreeMap<InputId, Value>,
) -> Vec<Event> {
    let of_batch = treatment.deviations.values();
    let before = of_batch.filter(|known| &known.batch == batch).count();
    let outside = step.inputs.iter().filter_map(|input| {
        let (limit, found) = (input.limit.as_ref()?, values.get(&input.id)?);
        (limit.judge(found) != Judgement::Meets).then_some((&input.id, limit, found))
    });
    let step: &StepId = &step.id;
    outside
        .zip(before.saturating_add(1)..)
        .filter_map(|((input, limit, found), n)| {
            // A batch whose number leaves no room is refused at its start.
            Some(Event::DeviationOpened {
                deviation: number(batch, n)?,
                batch: batch.clone(),
                step: step.clone(),
                input: input.clone(),
                found: found.clone(),
                expected: limit.words(),
            })
        })
        .collect()
}

//! Something went wrong that no limit has found: it is told from inside the step, at once, by whoever
//! saw it. The description is free text and stands in the sealed part.

use cikada_domain::event::QualityEvent;
use cikada_domain::{BatchId, ContainerId, Event, StepId};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::refusal::RefusalCode;
use crate::{deviation, gates};

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    batch: &BatchId,
    step: Option<&StepId>,
    container: Option<&ContainerId>,
    found: &str,
) -> Decision {
    gates::opened(ctx, &mut reasons);
    match ctx.treatment.batches.get(batch) {
        None => reasons.refuse(RefusalCode::BatchUnknown, batch.as_str()),
        Some(known) => {
            gates::not_before(ctx, &mut reasons, known.started_at, "the batch was started")
        }
    }
    if let Some(step) = step.filter(|step| ctx.protocol.step(step).is_none()) {
        reasons.refuse(RefusalCode::UnknownStep, step.as_str());
    }
    if let Some(container) = container.filter(|id| !ctx.treatment.labels.contains_key(id)) {
        reasons.refuse(RefusalCode::ProductUnknown, container.as_str());
    }
    gates::written(&mut reasons, "what happened", found);
    let Some(deviation) = deviation::next(ctx.treatment, batch) else {
        reasons.refuse(RefusalCode::BatchNumberTooLong, batch.as_str());
        return reasons.refused();
    };
    reasons.or_accept(|| {
        vec![Event::Quality(QualityEvent::DeviationReported {
            deviation,
            batch: batch.clone(),
            step: step.cloned(),
            container: container.cloned(),
            found: found.to_owned(),
            // Whoever saw it does not know since when it was so: it stands against the whole batch.
            since: None,
        })]
    })
}

//! A deviation is classified before it is assessed, by somebody who had no hand in the batch; until
//! it is closed the class may be changed, with the old one in sight (EU GMP Part IV, deviations).

use cikada_domain::event::{DeviationClass, QualityEvent};
use cikada_domain::{DeviationId, Event};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    deviation: &DeviationId,
    class: DeviationClass,
) -> Decision {
    gates::opened(ctx, &mut reasons);
    match ctx.treatment.deviations.get(deviation) {
        None => reasons.refuse(RefusalCode::DeviationUnknown, deviation.as_str()),
        Some(known) => {
            // A deviation closed before classes were asked for may still be given one.
            if known.product_acceptable.is_some() && known.class.is_some() {
                reasons.refuse(RefusalCode::DeviationAlreadyClosed, deviation.as_str());
            }
            if known.class == Some(class) {
                reasons.refuse(RefusalCode::UnchangedValue, deviation.as_str());
            }
            gates::not_before(ctx, &mut reasons, known.opened_at, "it was opened");
            let batch = ctx.treatment.batches.get(&known.batch);
            // INVARIANT (four eyes): nobody judges their own work.
            if let (Some(batch), Some(act)) = (batch, ctx.act)
                && batch.makers.contains(&act.performer)
            {
                reasons.refuse(RefusalCode::AssessedByMaker, act.performer.as_str());
            }
        }
    }
    reasons.or_accept(|| {
        vec![Event::Quality(QualityEvent::DeviationClassified {
            deviation: deviation.clone(),
            class,
        })]
    })
}

//! A deviation is assessed and closed, once, with what it means for the product.

use cikada_domain::{DeviationId, Event};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    deviation: &DeviationId,
    product_acceptable: bool,
) -> Decision {
    gates::opened(ctx, &mut reasons);
    match ctx.treatment.deviations.get(deviation) {
        None => reasons.refuse(RefusalCode::DeviationUnknown, deviation.as_str()),
        Some(known) => {
            if known.product_acceptable.is_some() {
                reasons.refuse(RefusalCode::DeviationAlreadyClosed, deviation.as_str());
            }
            gates::not_before(ctx, &mut reasons, known.opened_at, "it was opened");
        }
    }
    reasons.or_accept(|| {
        vec![Event::DeviationClosed {
            deviation: deviation.clone(),
            product_acceptable,
        }]
    })
}

//! A qualified person signs that they have read what is unusual in the record of a product. What is
//! added to the record afterwards was not read, so the review then counts no more.

use cikada_domain::event::QualityEvent;
use cikada_domain::{ContainerId, Event};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    container: &ContainerId,
    exceptions: u32,
) -> Decision {
    gates::opened(ctx, &mut reasons);
    match ctx.treatment.product(container) {
        None => reasons.refuse(RefusalCode::ProductUnknown, container.as_str()),
        Some((product, batch)) => {
            let harvested_at = product.harvested_at;
            gates::not_before(ctx, &mut reasons, harvested_at, "it was harvested");
            // INVARIANT (four eyes): nobody reviews what they made.
            if let Some(act) = ctx.act
                && batch.makers.contains(&act.performer)
            {
                reasons.refuse(RefusalCode::ReleasedByMaker, act.performer.as_str());
            }
        }
    }
    reasons.or_accept(|| {
        vec![Event::Quality(QualityEvent::AuditTrailReviewed {
            container: container.clone(),
            exceptions,
        })]
    })
}

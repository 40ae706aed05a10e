//! A container gets one label, once and for ever, before anything goes into it.

use cikada_domain::event::LabelPurpose;
use cikada_domain::{ContainerId, Event};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    container: &ContainerId,
    purpose: &LabelPurpose,
) -> Decision {
    gates::open(ctx, &mut reasons);
    // INVARIANT (once): every identifier is issued once, for ever.
    if ctx.treatment.labels.contains_key(container) {
        reasons.refuse(RefusalCode::LabelAlreadyIssued, container.as_str());
    }
    match purpose {
        LabelPurpose::Collection(dose) => {
            let _ = gates::planned(ctx, &mut reasons, *dose);
        }
        LabelPurpose::Product(id) => match ctx.treatment.batches.get(id) {
            None => reasons.refuse(RefusalCode::BatchUnknown, id.as_str()),
            Some(batch) => {
                if let Some(product) = &batch.container {
                    reasons.refuse(
                        RefusalCode::AlreadyHarvested,
                        format!("{id} into {product}"),
                    );
                }
            }
        },
    }
    reasons.or_accept(|| {
        vec![Event::LabelIssued {
            container: container.clone(),
            purpose: purpose.clone(),
        }]
    })
}

//! The authority was told of a supply out of specification.

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
    reference: &str,
) -> Decision {
    gates::opened(ctx, &mut reasons);
    gates::written(&mut reasons, "the notice's reference", reference);
    let product = ctx.treatment.products.get(container);
    match product.map(|product| &product.supply) {
        None => reasons.refuse(RefusalCode::ProductUnknown, container.as_str()),
        Some(supply) => {
            match &supply.supplied {
                None => reasons.refuse(RefusalCode::NotSupplied, container.as_str()),
                Some((supplied, _)) => {
                    gates::not_before(ctx, &mut reasons, supplied.at, "it was supplied");
                }
            }
            if let Some((known, _)) = &supply.notified {
                reasons.refuse(RefusalCode::AlreadyNotified, known.as_str());
            }
        }
    }
    reasons.or_accept(|| {
        vec![Event::Quality(QualityEvent::AuthorityNotified {
            container: container.clone(),
            reference: reference.to_owned(),
        })]
    })
}

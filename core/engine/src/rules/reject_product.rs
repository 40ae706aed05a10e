//! A qualified person rejects a product, before or after its release, until it is given.

use cikada_domain::treatment::ProductState;
use cikada_domain::{ContainerId, Event};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(ctx: &Context<'_>, mut reasons: Reasons, container: &ContainerId) -> Decision {
    gates::opened(ctx, &mut reasons);
    match ctx.treatment.products.get(container) {
        None => reasons.refuse(RefusalCode::ProductUnknown, container.as_str()),
        Some(product) => {
            if product.state == ProductState::Rejected {
                reasons.refuse(RefusalCode::ProductRejected, container.as_str());
            }
            let harvested_at = product.harvested_at;
            gates::not_before(ctx, &mut reasons, harvested_at, "it was harvested");
        }
    }
    if ctx.treatment.containers_infused().contains(container) {
        reasons.refuse(RefusalCode::ContainerAlreadyInfused, container.as_str());
    }
    reasons.or_accept(|| {
        vec![Event::ProductRejected {
            container: container.clone(),
        }]
    })
}

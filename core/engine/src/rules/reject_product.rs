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
            gates::in_use(ctx, &mut reasons, container);
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

#[cfg(test)]
mod tests {
    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::{Point, container};

    #[test]
    fn a_released_product_can_be_called_back_until_it_is_given() {
        let mut course = example_course(Point::Verified);
        let reject = Command::RejectProduct {
            container: container("CELLS-1"),
        };
        assert_eq!(codes(&mut course, "qp-1", &reject), [""; 0]);
        let start = Command::StartInfusion {
            dose: crate::course::dose(1),
            container: container("CELLS-1"),
        };
        assert_eq!(codes(&mut course, "nurse-1", &start), ["product-rejected"]);
    }
}

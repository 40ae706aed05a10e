//! A product goes another way than into the patient, and there is no way back from it.

use cikada_domain::event::{Fate, HandlingEvent};
use cikada_domain::treatment::ProductState;
use cikada_domain::{ContainerId, Event};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    container: &ContainerId,
    fate: Fate,
) -> Decision {
    gates::opened(ctx, &mut reasons);
    match ctx.treatment.products.get(container) {
        None => reasons.refuse(RefusalCode::ProductUnknown, container.as_str()),
        Some(product) => {
            let last = matches!(product.state, ProductState::Destroyed);
            let same = matches!(
                (product.state, fate),
                (ProductState::Returned, Fate::Returned)
                    | (ProductState::NeverInfused, Fate::NeverInfused)
            );
            if last || same {
                gates::in_use(ctx, &mut reasons, container);
            }
            let harvested_at = product.harvested_at;
            gates::not_before(ctx, &mut reasons, harvested_at, "it was harvested");
        }
    }
    if ctx.treatment.containers_infused().contains(container) {
        reasons.refuse(RefusalCode::ContainerAlreadyInfused, container.as_str());
    }
    // Nobody destroys somebody's cells alone.
    if fate == Fate::Destroyed {
        gates::witnessed(ctx, &mut reasons);
    }
    reasons.or_accept(|| {
        vec![Event::Handling(HandlingEvent::ProductDisposed {
            container: container.clone(),
            fate,
        })]
    })
}

#[cfg(test)]
mod tests {
    use cikada_domain::event::{Fate, ReleaseKind};

    use crate::asked::{codes, example_course};
    use crate::course::{Point, container};
    use crate::{Command, HandlingCommand, QualityCommand};

    #[test]
    fn from_no_fate_leads_a_way_back_to_the_vein() {
        let bag = container("CELLS-1");
        for fate in [Fate::Returned, Fate::Destroyed, Fate::NeverInfused] {
            let mut course = example_course(Point::Fit);
            let container = bag.clone();
            let dispose = Command::Handling(HandlingCommand::DisposeProduct { container, fate });
            assert_eq!(codes(&mut course, "qp-1", &dispose), [""; 0]);
            let release = course.release(1, ReleaseKind::Conditional, course.today());
            let container = bag.clone();
            let supply = Command::Quality(QualityCommand::SupplyProduct { container });
            let verify = course.verification(1, "P-1", "CELLS-1");
            for command in [release, supply, verify] {
                let refused = codes(&mut course, "qp-1", &command);
                assert!(
                    refused.contains(&"product-out-of-use"),
                    "{fate:?} {refused:?}"
                );
            }
        }
    }
}

//! A qualified person releases a product: conditionally on the fast tests, finally on all.
//!
//! The release is a function of the record. Nobody can give what is missing from it. What the person adds is a
//! plan for each result that comes later: who follows it, by when it is expected, what is done if it fails.

use cikada_domain::event::{LatePlan, ReleaseKind};
use cikada_domain::treatment::{Product, ProductState};
use cikada_domain::{ContainerId, Event};
use cikada_protocol::model::ReleaseStage;

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    container: &ContainerId,
    (kind, late): (ReleaseKind, &[LatePlan]),
) -> Decision {
    record_allows(ctx, &mut reasons, container, kind);
    let batch = ctx.treatment.product(container).map(|(_, batch)| batch);
    if let Some(batch) = batch {
        gates::late_results_planned(ctx, &mut reasons, batch, (kind, late));
    }
    // INVARIANT (four eyes): nobody releases what they made.
    if let (Some(batch), Some(act)) = (batch, ctx.act)
        && batch.makers.contains(&act.performer)
    {
        reasons.refuse(RefusalCode::ReleasedByMaker, act.performer.as_str());
    }
    reasons.or_accept(|| {
        vec![Event::ProductReleased {
            container: container.clone(),
            kind,
            late: batch.and_then(|batch| gates::plans_kept(ctx, batch, (kind, late))),
        }]
    })
}

/// What the record says, whoever asks.
pub(crate) fn record_allows(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    container: &ContainerId,
    kind: ReleaseKind,
) {
    gates::opened(ctx, reasons);
    gates::soundness(ctx, reasons, container);
    let Some((product, batch)) = ctx.treatment.product(container) else {
        // A product that does not exist has no record.
        reasons.refuse(RefusalCode::ProductUnknown, container.as_str());
        return;
    };
    gates::not_before(ctx, reasons, product.harvested_at, "it was harvested");
    decided_already(reasons, container, product, kind);
    if product.state == ProductState::Quarantine {
        gates::product_labelled(ctx, reasons, container, product);
    }
    let stage = match kind {
        ReleaseKind::Conditional => ReleaseStage::Conditional,
        ReleaseKind::Final => ReleaseStage::Final,
    };
    gates::results(ctx, reasons, batch, stage);
    gates::quality(ctx, reasons, container, (product, batch));
    gates::reviewed(reasons, container, product);
    let infused = ctx.treatment.containers_infused().contains(container);
    // The final release of a product given on the fast tests comes days after its expiry.
    if !infused {
        gates::in_date_on_arrival(ctx, reasons, product.expires_at);
    }
}

fn decided_already(
    reasons: &mut Reasons,
    container: &ContainerId,
    product: &Product,
    kind: ReleaseKind,
) {
    match (product.state, kind) {
        (ProductState::Rejected, _) => {
            reasons.refuse(RefusalCode::ProductRejected, container.as_str());
        }
        // What left out of specification is never certified afterwards.
        (ProductState::SuppliedExceptionally, _) => {
            reasons.refuse(RefusalCode::AlreadySupplied, container.as_str());
        }
        // That it is out of use is a reason already.
        (ProductState::Returned | ProductState::Destroyed | ProductState::NeverInfused, _) => {}
        (ProductState::Released, _)
        | (ProductState::ConditionallyReleased, ReleaseKind::Conditional) => {
            reasons.refuse(RefusalCode::AlreadyReleased, container.as_str());
        }
        (ProductState::Quarantine, _)
        | (ProductState::ConditionallyReleased, ReleaseKind::Final) => {}
    }
}

#[cfg(test)]
mod tests {
    use cikada_domain::event::ReleaseKind;

    use crate::asked::{codes, example_course};
    use crate::course::Point;

    #[test]
    fn a_witness_of_a_single_step_is_a_maker_too() {
        let mut course = example_course(Point::Tested);
        let release = course.release(1, ReleaseKind::Conditional, course.today());
        assert_eq!(
            codes(&mut course, "tech-2", &release),
            ["released-by-maker"]
        );
        assert_eq!(codes(&mut course, "qp-1", &release), [""; 0]);
    }

    #[test]
    fn the_final_release_comes_after_the_expiry_of_a_product_that_was_given() {
        let mut course = example_course(Point::Finished);
        let release = course.release(1, ReleaseKind::Final, course.today());
        assert_eq!(codes(&mut course, "qp-1", &release), ["already-released"]);
    }
}

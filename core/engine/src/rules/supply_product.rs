//! A qualified person supplies a product out of specification, exceptionally, with the complete set
//! of papers. Certification it never is, and some products no papers let go.

use cikada_domain::event::QualityEvent;
use cikada_domain::{ContainerId, Event};
use jiff::SignedDuration;

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;
use crate::rules::supply_papers;

/// Until when the authority is told after the supply (EMA questions and answers on batches out of
/// specification, 2019).
const NOTICE_WITHIN: SignedDuration = SignedDuration::from_hours(48);

pub(crate) fn decide(ctx: &Context<'_>, mut reasons: Reasons, container: &ContainerId) -> Decision {
    record_allows(ctx, &mut reasons, container);
    let batch = ctx.treatment.product(container).map(|(_, batch)| batch);
    // INVARIANT (four eyes): nobody supplies what they made.
    if let (Some(batch), Some(act)) = (batch, ctx.act)
        && batch.makers.contains(&act.performer)
    {
        reasons.refuse(RefusalCode::ReleasedByMaker, act.performer.as_str());
    }
    let notify_by = ctx.clock().checked_add(NOTICE_WITHIN);
    let Ok(notify_by) = notify_by else {
        reasons.refuse(
            RefusalCode::NoRule,
            "a time until which the authority is told",
        );
        return reasons.refused();
    };
    reasons.or_accept(|| {
        vec![Event::Quality(QualityEvent::ProductSupplied {
            container: container.clone(),
            notify_by,
        })]
    })
}

/// What the record says, whoever asks.
pub(crate) fn record_allows(ctx: &Context<'_>, reasons: &mut Reasons, container: &ContainerId) {
    gates::opened(ctx, reasons);
    let Some((product, batch)) = ctx.treatment.product(container) else {
        reasons.refuse(RefusalCode::ProductUnknown, container.as_str());
        return;
    };
    gates::not_before(ctx, reasons, product.harvested_at, "it was harvested");
    supply_papers::undecided(reasons, container, product);
    if ctx.treatment.containers_infused().contains(container) {
        reasons.refuse(RefusalCode::ContainerAlreadyInfused, container.as_str());
    }
    gates::never_supplied(ctx, reasons, container, (product, batch));
    gates::out_of_specification(ctx, reasons, (product, batch));
    // Papers answer for a result, never for a bag that does not say whose it is.
    gates::product_labelled(ctx, reasons, container, product);
    gates::reviewed(reasons, container, product);
    gates::in_date_on_arrival(ctx, reasons, product.expires_at);
    supply_papers::complete(ctx, reasons, product, batch);
}

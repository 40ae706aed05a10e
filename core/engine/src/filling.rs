//! Whether a further dose may be filled out of a batch, and which, for whoever looks.

use cikada_domain::{BatchId, DoseNumber, PlannedKind, Treatment};
use cikada_protocol::Protocol;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::context::Reasons;
use crate::decision::Refusal;
use crate::gates;
use crate::outlook::looking;
use crate::refusal::RefusalCode;

/// Why no further dose may be filled out of a batch now, whatever it would be; empty if one may.
#[must_use]
pub fn filling_refused(
    protocol: &Protocol,
    treatment: &Treatment,
    batch: &BatchId,
    (now, zone): (Timestamp, &TimeZone),
) -> Vec<Refusal> {
    let ctx = &looking(protocol, treatment, now, zone, None);
    let mut reasons = Reasons::default();
    gates::open(ctx, &mut reasons);
    let harvested = treatment.batches.get(batch);
    let harvested = harvested.and_then(|batch| batch.container.as_ref());
    let product = harvested.and_then(|container| treatment.products.get(container));
    let (Some(container), Some(product)) = (harvested, product) else {
        reasons.refuse(RefusalCode::ProductUnknown, batch.as_str());
        return reasons.into_refusals();
    };
    gates::further_dose(ctx, &mut reasons, batch);
    gates::soundness(ctx, &mut reasons, container);
    gates::source_at_hand(ctx, &mut reasons, container);
    if ctx.clock() > product.expires_at {
        reasons.refuse(RefusalCode::ProductExpired, container.as_str());
    }
    reasons.into_refusals()
}

/// The planned doses that may still be filled: not given, not in work, and in no product that can be
/// used.
#[must_use]
pub fn doses_to_fill(
    protocol: &Protocol,
    treatment: &Treatment,
    (now, zone): (Timestamp, &TimeZone),
) -> Vec<DoseNumber> {
    let ctx = &looking(protocol, treatment, now, zone, None);
    let planned = treatment.plan.iter().flat_map(|plan| &plan.items);
    let infusions = planned.filter(|item| item.kind == PlannedKind::Infusion);
    let doses = infusions.filter_map(|item| item.dose);
    let open = doses.filter(|dose| {
        let mut reasons = Reasons::default();
        gates::not_given(ctx, &mut reasons, *dose);
        gates::not_made(ctx, &mut reasons, *dose);
        reasons.into_refusals().is_empty()
    });
    open.collect()
}

//! Whether a further dose may be filled out of a batch, for whoever looks.

use cikada_domain::{BatchId, Treatment};
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
    if ctx.clock() > product.expires_at {
        reasons.refuse(RefusalCode::ProductExpired, container.as_str());
    }
    reasons.into_refusals()
}

//! A physician lifts the hold. What has stopped dosing for good is not lifted with it.

use cikada_domain::Event;

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(ctx: &Context<'_>, mut reasons: Reasons) -> Decision {
    gates::open(ctx, &mut reasons);
    if !ctx.treatment.held {
        reasons.refuse(RefusalCode::NotOnHold, "not held");
    }
    reasons.or_accept(|| vec![Event::HoldLifted])
}

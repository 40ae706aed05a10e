//! Anybody who may act here can hold all dosing: it needs no reason that the engine could judge.

use cikada_domain::Event;

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(ctx: &Context<'_>, mut reasons: Reasons) -> Decision {
    gates::open(ctx, &mut reasons);
    if ctx.treatment.held {
        reasons.refuse(RefusalCode::TreatmentOnHold, "held already");
    }
    reasons.or_accept(|| vec![Event::HoldPlaced])
}

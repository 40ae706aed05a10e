//! The patient takes an agreement back. Nothing but its absence can stand in the way.

use cikada_domain::{ConsentId, Event};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(ctx: &Context<'_>, mut reasons: Reasons, consent: &ConsentId) -> Decision {
    gates::open(ctx, &mut reasons);
    if !ctx.protocol.consents.iter().any(|rule| &rule.id == consent) {
        reasons.refuse(RefusalCode::UnknownConsent, consent.as_str());
    } else if !ctx.treatment.consents.contains_key(consent) {
        reasons.refuse(RefusalCode::ConsentMissing, format!("{consent}: not given"));
    }
    reasons.or_accept(|| {
        vec![Event::ConsentWithdrawn {
            consent: consent.clone(),
        }]
    })
}

//! The patient agrees to something the protocol asks for; a newer document replaces an older one.

use cikada_domain::{ConsentId, Event};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    consent: &ConsentId,
    document_version: &str,
) -> Decision {
    gates::open(ctx, &mut reasons);
    if !ctx.protocol.consents.iter().any(|rule| &rule.id == consent) {
        reasons.refuse(RefusalCode::UnknownConsent, consent.as_str());
    }
    gates::written(&mut reasons, "document version", document_version);
    reasons.or_accept(|| {
        vec![Event::ConsentGiven {
            consent: consent.clone(),
            document_version: document_version.to_owned(),
        }]
    })
}

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
    if let Some(at) = ctx.treatment.consents_withdrawn.get(consent) {
        gates::not_before(ctx, &mut reasons, *at, "the consent was withdrawn");
    }
    gates::written(&mut reasons, "document version", document_version);
    reasons.or_accept(|| {
        vec![Event::ConsentGiven {
            consent: consent.clone(),
            document_version: document_version.to_owned(),
        }]
    })
}

#[cfg(test)]
mod tests {
    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::Point;

    #[test]
    fn a_withdrawn_consent_may_be_given_again() {
        let mut course = example_course(Point::Consented);
        let consent = course.protocol.consents[0].id.clone();
        let withdraw = Command::WithdrawConsent {
            consent: consent.clone(),
        };
        assert_eq!(codes(&mut course, "physician-1", &withdraw), [""; 0]);
        assert!(course.treatment.consents_withdrawn.contains_key(&consent));
        let document_version = "2".to_owned();
        let give = Command::RecordConsent {
            consent,
            document_version,
        };
        assert_eq!(codes(&mut course, "physician-1", &give), [""; 0]);
        assert!(course.treatment.consents_withdrawn.is_empty());
    }
}

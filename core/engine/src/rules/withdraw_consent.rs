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

#[cfg(test)]
mod tests {
    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::Point;

    #[test]
    fn a_patient_may_withdraw_at_any_time_also_with_the_bag_on_the_stand() {
        let mut course = example_course(Point::Infusing);
        let consent = course.protocol.consents[0].id.clone();
        let withdraw = Command::WithdrawConsent { consent };
        assert_eq!(codes(&mut course, "nurse-1", &withdraw), [""; 0]);
        assert_eq!(
            codes(&mut course, "nurse-1", &withdraw),
            ["consent-missing"]
        );
    }
}

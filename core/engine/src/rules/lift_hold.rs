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
    } else if let Some(since) = ctx.treatment.held_since {
        gates::not_before(ctx, &mut reasons, since, "the hold was placed");
    }
    alerts_seen(ctx, &mut reasons);
    reasons.or_accept(|| vec![Event::HoldLifted])
}

/// Every alert on a late failure was seen by physician and qualified person.
fn alerts_seen(ctx: &Context<'_>, reasons: &mut Reasons) {
    for (container, product) in &ctx.treatment.products {
        for failure in &product.late_failures {
            for capacity in failure.unseen() {
                let (test, by) = (&failure.test, capacity.words());
                reasons.refuse(
                    RefusalCode::AlertNotSeen,
                    format!("{container}, {test}: not by the {by}"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::Point;

    #[test]
    fn what_has_stopped_dosing_for_good_is_not_lifted_with_a_hold() {
        let mut course = example_course(Point::Fit);
        let event = Command::RecordAdverseEvent {
            term: "any".to_owned(),
            scheme: "CTCAE 5.0".to_owned(),
            grade: 4,
            serious: true,
            measured: None,
        };
        assert_eq!(codes(&mut course, "physician-1", &event), [""; 0]);
        let lifted = codes(&mut course, "physician-1", &Command::LiftHold);
        assert_eq!(lifted, [""; 0]);
        let verify = course.verification(1, "P-1", "CELLS-1");
        assert_eq!(codes(&mut course, "nurse-1", &verify), ["stop-rule-fired"]);
    }
}

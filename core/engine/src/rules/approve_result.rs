//! A second person approves a result: neither who recorded it nor who took its sample.
//!
//! A failed result is approved like any other. It says that the value is what was found, not that
//! it is good, and the product stays barred.

use cikada_domain::{BatchId, Event, QualityEvent, TestId};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    id: &BatchId,
    (test, number): (&TestId, u16),
) -> Decision {
    gates::opened(ctx, &mut reasons);
    if let Some((batch, result)) = gates::known_result(ctx, &mut reasons, id, test, number) {
        gates::still_valid(&mut reasons, batch, (test, result));
        gates::second_person(ctx, &mut reasons, batch, result);
        if let Some(approved) = &result.approved {
            let words = format!("by {} at {}", approved.by, ctx.wall(approved.at));
            reasons.refuse(RefusalCode::ResultAlreadyApproved, words);
        }
    }
    reasons.or_accept(|| {
        vec![Event::Quality(QualityEvent::ResultApproved {
            batch: id.clone(),
            test: test.clone(),
            number,
        })]
    })
}

//! A result is found invalid for a cause that was proven, by somebody else than its analyst. It stays
//! visible, and one that failed is owed a retest before anything is released.

use cikada_domain::{BatchId, Event, QualityEvent, TestId};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    id: &BatchId,
    (test, number): (&TestId, u16),
) -> Decision {
    gates::opened(ctx, &mut reasons);
    if let Some((batch, result)) = gates::known_result(ctx, &mut reasons, id, test, number) {
        gates::still_valid(&mut reasons, batch, (test, result));
        gates::not_analyst(ctx, &mut reasons, &result.by);
    }
    reasons.or_accept(|| {
        vec![Event::Quality(QualityEvent::ResultInvalidated {
            batch: id.clone(),
            test: test.clone(),
            number,
        })]
    })
}

//! A test is ordered to be done again, after one of its results was found invalid and only so often.

use cikada_domain::{BatchId, Event, QualityEvent, TestId};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    id: &BatchId,
    test: &TestId,
) -> Decision {
    gates::opened(ctx, &mut reasons);
    let rule = ctx.protocol.test(test);
    if rule.is_none() {
        reasons.refuse(RefusalCode::UnknownTest, test.as_str());
    }
    let batch = gates::known_batch(ctx, &mut reasons, id);
    if let (Some(batch), Some(rule)) = (batch, rule) {
        gates::retest_due(ctx, &mut reasons, batch, rule);
    }
    reasons.or_accept(|| {
        vec![Event::Quality(QualityEvent::RetestOrdered {
            batch: id.clone(),
            test: test.clone(),
        })]
    })
}

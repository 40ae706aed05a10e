//! A test result is a fact, good or bad, early or late: it is judged and recorded, also after the
//! product was given and after the treatment was closed.

use cikada_domain::{BatchId, Event, TestId, Value};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    batch: &BatchId,
    test: &TestId,
    value: &Value,
) -> Decision {
    gates::opened(ctx, &mut reasons);
    match ctx.treatment.batches.get(batch) {
        None => reasons.refuse(RefusalCode::BatchUnknown, batch.as_str()),
        Some(known) => {
            let started_at = known.started_at;
            gates::not_before(ctx, &mut reasons, started_at, "the culture was started");
        }
    }
    let mut meets = None;
    match ctx.protocol.test(test) {
        None => reasons.refuse(RefusalCode::UnknownTest, test.as_str()),
        Some(rule) => {
            let (name, requirement) = (test.as_str(), &rule.requirement);
            meets = gates::judged(&mut reasons, name, value, requirement, &rule.source);
        }
    }
    reasons.or_accept(|| {
        vec![Event::ResultRecorded {
            batch: batch.clone(),
            test: test.clone(),
            value: value.clone(),
            meets: meets == Some(true),
        }]
    })
}

//! Findings of the evaluation are facts: one that fails its criterion is recorded all the same, and
//! stands in the way of eligibility.

use std::collections::BTreeMap;

use cikada_domain::{CriterionId, Event, Value};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    findings: &BTreeMap<CriterionId, Value>,
) -> Decision {
    gates::open(ctx, &mut reasons);
    if findings.is_empty() {
        reasons.refuse(RefusalCode::ValueMissing, "no finding");
    }
    gates::findings(&mut reasons, &ctx.protocol.eligibility, findings, false);
    reasons.or_accept(|| {
        vec![Event::EvaluationRecorded {
            findings: findings.clone(),
        }]
    })
}

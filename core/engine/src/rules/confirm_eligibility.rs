//! A physician confirms that every criterion is met by a finding young enough.

use cikada_domain::Event;

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::refusal::RefusalCode;
use crate::{gates, time};

pub(crate) fn decide(ctx: &Context<'_>, mut reasons: Reasons) -> Decision {
    gates::open(ctx, &mut reasons);
    record_allows(ctx, &mut reasons);
    reasons.or_accept(|| vec![Event::EligibilityConfirmed])
}

/// What the findings say, whoever asks.
pub(crate) fn record_allows(ctx: &Context<'_>, reasons: &mut Reasons) {
    if ctx.protocol.eligibility.is_empty() {
        reasons.refuse(RefusalCode::NoRule, "no criterion of eligibility");
    }
    for criterion in &ctx.protocol.eligibility {
        let (name, source) = (criterion.id.as_str(), &criterion.source);
        let Some(found) = ctx.treatment.findings.get(&criterion.id) else {
            reasons.refuse_by(RefusalCode::EvaluationIncomplete, name, source);
            continue;
        };
        let requirement = &criterion.requirement;
        let meets = gates::judged(reasons, name, &found.value, requirement, source);
        if meets == Some(false) {
            let code = RefusalCode::CriterionNotMet;
            gates::not_met(reasons, code, criterion, &found.value);
        }
        let Some(age) = &criterion.age_max else {
            continue;
        };
        if time::older_than(found.at, age, ctx.clock(), ctx.zone) {
            reasons.refuse_by(
                RefusalCode::FindingTooOld,
                format!(
                    "{name}: found at {}, allowed are {}",
                    ctx.wall(found.at),
                    age.words()
                ),
                source,
            );
        }
    }
}

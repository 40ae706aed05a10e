//! A physician confirms that every criterion is met by a finding young enough.

use cikada_domain::Event;

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::refusal::RefusalCode;
use crate::{gates, time};

pub(crate) fn decide(ctx: &Context<'_>, mut reasons: Reasons) -> Decision {
    gates::open(ctx, &mut reasons);
    gates::available(ctx, &mut reasons);
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
        let code = RefusalCode::CriterionNotMet;
        gates::meets(reasons, code, criterion, &found.value);
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

#[cfg(test)]
mod tests {
    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::Point;

    #[test]
    fn every_missing_finding_is_a_reason_of_its_own() {
        let mut course = example_course(Point::Opened);
        let criteria = course.protocol.eligibility.len();
        let codes = codes(&mut course, "physician-1", &Command::ConfirmEligibility);
        assert_eq!(codes, vec!["evaluation-incomplete"; criteria]);
    }

    #[test]
    fn a_clock_set_back_makes_no_finding_younger() {
        let mut course = example_course(Point::Evaluated);
        let found_at = course.now;
        course.treatment.latest = Some(found_at + jiff::SignedDuration::from_hours(24 * 365));
        let codes = codes(&mut course, "physician-1", &Command::ConfirmEligibility);
        assert!(codes.contains(&"finding-too-old"), "{codes:?}");
    }
}

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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::Point;
    use crate::example::example_failing;

    #[test]
    fn a_finding_that_fails_its_criterion_is_recorded_as_found() {
        let mut course = example_course(Point::Opened);
        let criterion = course.protocol.eligibility[0].clone();
        let value = example_failing(&criterion.requirement).remove(0);
        let findings = BTreeMap::from([(criterion.id.clone(), value.clone())]);
        let command = Command::RecordEvaluation { findings };
        assert_eq!(codes(&mut course, "physician-1", &command), [""; 0]);
        assert_eq!(course.treatment.findings[&criterion.id].value, value);
    }
}

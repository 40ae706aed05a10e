//! A visit with everything the protocol asks to be found, which may fire a stop rule.

use std::collections::BTreeMap;

use cikada_domain::{CriterionId, DoseNumber, Event, Value, VisitId};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    visit: &VisitId,
    dose: Option<DoseNumber>,
    findings: &BTreeMap<CriterionId, Value>,
) -> Decision {
    gates::opened(ctx, &mut reasons);
    match ctx.protocol.visits.iter().find(|rule| &rule.id == visit) {
        None => reasons.refuse(RefusalCode::UnknownVisit, visit.as_str()),
        Some(rule) => gates::findings(&mut reasons, &rule.findings, findings, true),
    }
    if let Some(dose) = dose {
        let _ = gates::planned(ctx, &mut reasons, dose);
    }
    reasons.or_accept(|| {
        let mut events = vec![Event::VisitRecorded {
            visit: visit.clone(),
            dose,
            findings: findings.clone(),
        }];
        events.extend(gates::findings_fired(ctx, findings));
        events
    })
}

#[cfg(test)]
mod tests {
    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::{Point, answers, dose};

    #[test]
    fn a_visit_of_a_dose_that_is_not_planned_is_refused() {
        let mut course = example_course(Point::Observed);
        let rule = course.protocol.visits[0].clone();
        let findings = answers(&course.protocol, &rule.findings);
        let visit = |number| Command::RecordVisit {
            visit: rule.id.clone(),
            dose: Some(dose(number)),
            findings: findings.clone(),
        };
        assert_eq!(
            codes(&mut course, "physician-1", &visit(99)),
            ["dose-unplanned"]
        );
        assert_eq!(codes(&mut course, "physician-1", &visit(1)), [""; 0]);
        assert_eq!(course.treatment.visits.len(), 1);
    }
}

//! Fitness on the day: every criterion answered. A patient who is not fit is recorded as such.

use std::collections::BTreeMap;

use cikada_domain::{CriterionId, DoseNumber, Event, Value};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    dose: DoseNumber,
    findings: &BTreeMap<CriterionId, Value>,
) -> Decision {
    gates::open(ctx, &mut reasons);
    let _ = gates::planned(ctx, &mut reasons, dose);
    gates::findings(&mut reasons, &ctx.protocol.fitness, findings, true);
    reasons.or_accept(|| {
        let mut events = vec![Event::FitnessRecorded {
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
    fn a_partial_record_is_no_record_of_fitness() {
        let mut course = example_course(Point::Released);
        let mut findings = answers(&course.protocol, &course.protocol.fitness);
        findings.pop_first();
        let command = Command::RecordFitness {
            dose: dose(1),
            findings,
        };
        assert_eq!(
            codes(&mut course, "physician-1", &command),
            ["value-missing"]
        );
    }
}

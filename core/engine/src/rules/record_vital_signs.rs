//! Vital signs during the infusion and its observation: all of them, each with its unit.

use std::collections::BTreeMap;

use cikada_domain::{CriterionId, DoseNumber, Event, InputId, Value};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    dose: DoseNumber,
    values: &BTreeMap<InputId, Value>,
) -> Decision {
    gates::opened(ctx, &mut reasons);
    let infusion = ctx.treatment.doses.get(&dose);
    match infusion.and_then(|dose| dose.infusion.as_ref()) {
        None => reasons.refuse(RefusalCode::InfusionNotRunning, format!("dose {dose}")),
        Some(infusion) => {
            let started_at = infusion.started_at;
            gates::not_before(ctx, &mut reasons, started_at, "the infusion was started");
            if let Some(at) = infusion.observed_until {
                let detail = format!("dose {dose} at {}", ctx.wall(at));
                reasons.refuse(RefusalCode::ObservationAlreadyEnded, detail);
            }
        }
    }
    let outside = outside(ctx, &mut reasons, values);
    reasons.or_accept(|| {
        let mut events = vec![Event::VitalSignsRecorded {
            dose,
            values: values.clone(),
            outside,
        }];
        // A stop rule may name a vital sign as its finding.
        let findings = values.iter().filter_map(|(id, value)| {
            let criterion = CriterionId::new(id.as_str()).ok()?;
            Some((criterion, value.clone()))
        });
        events.extend(gates::findings_fired(ctx, &findings.collect()));
        events
    })
}

/// The vital signs outside their limits, after asking that all are there and fit.
fn outside(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    values: &BTreeMap<InputId, Value>,
) -> Vec<InputId> {
    let rules = &ctx.protocol.infusion.vital_signs;
    for id in values.keys() {
        if !rules.iter().any(|rule| &rule.id == id) {
            reasons.refuse(RefusalCode::UnknownInput, id.as_str());
        }
    }
    let mut outside = Vec::new();
    for rule in rules {
        let name = rule.id.as_str();
        let Some(value) = values.get(&rule.id) else {
            reasons.refuse_by(RefusalCode::ValueMissing, name, &rule.source);
            continue;
        };
        if gates::judged(reasons, name, value, &rule.limit, &rule.source) == Some(false) {
            outside.push(rule.id.clone());
        }
    }
    outside
}

#[cfg(test)]
mod tests {
    use crate::asked::{codes, example_course};
    use crate::course::Point;

    #[test]
    fn vital_signs_are_taken_while_the_bag_runs_and_until_the_watch_ends() {
        for (point, expected) in [
            (Point::Verified, &["infusion-not-running"][..]),
            (Point::Infusing, &[]),
            (Point::Infused, &[]),
            (Point::Observed, &["observation-already-ended"]),
        ] {
            let mut course = example_course(point);
            let signs = course.vital_signs(1);
            assert_eq!(codes(&mut course, "nurse-1", &signs), expected, "{point:?}");
        }
    }
}

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

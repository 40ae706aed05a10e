//! One of a trial's dose levels is assigned to the patient, before the first dose.

use cikada_domain::Event;
use cikada_protocol::model::LevelUse;

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(ctx: &Context<'_>, mut reasons: Reasons, level: u16) -> Decision {
    gates::open(ctx, &mut reasons);
    gates::eligible(ctx, &mut reasons);
    gates::not_stopped(ctx, &mut reasons);
    let lines = ctx.protocol.doses.iter();
    let assigned = lines.filter(|line| line.level_use == LevelUse::Assigned);
    let levels: Vec<_> = assigned.map(|line| line.levels.len()).collect();
    if levels.is_empty() {
        reasons.refuse(RefusalCode::NoRule, "levels that are assigned");
    }
    for last in levels {
        if level == 0 || usize::from(level) > last {
            let detail = format!("level {level}, there are 1 to {last}");
            reasons.refuse(RefusalCode::LevelUnknown, detail);
        }
    }
    if let (Some((known, _)), Some(given)) =
        (ctx.treatment.level_assigned, ctx.treatment.last_given())
    {
        let detail = format!("level {known}, dose {given} was given at it");
        reasons.refuse(RefusalCode::LevelFixed, detail);
    }
    reasons.or_accept(|| vec![Event::DoseLevelAssigned { level }])
}

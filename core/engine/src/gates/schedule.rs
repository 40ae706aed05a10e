//! Gates of the schedule: a cycle that goes on, and findings that a later part waits for.

use cikada_domain::event::StopEffect;
use cikada_domain::{CriterionId, DoseNumber, Value};
use cikada_protocol::model::Condition;
use cikada_protocol::schedule::Gate;
use cikada_protocol::{DoseCondition, Judgement};
use jiff::Timestamp;

use crate::context::{Context, Reasons};
use crate::refusal::RefusalCode;
use crate::{dosing, plan};

/// No rule has ended the cycle that the dose belongs to.
pub(crate) fn cycle_open(ctx: &Context<'_>, reasons: &mut Reasons, dose: DoseNumber) {
    for firing in &ctx.treatment.firings {
        let first = plan::cycle_of(ctx.protocol, firing.given);
        let last = plan::cycle_of(ctx.protocol, firing.dose.max(firing.given));
        let ended = (first..=last).contains(&plan::cycle_of(ctx.protocol, Some(dose)));
        // INVARIANT (stop): what ends a cycle ends it for every dose of it, held or not.
        if firing.effect == StopEffect::EndCycle && ended {
            let mut rules = ctx.protocol.stop_rules.iter();
            let rule = rules.find(|rule| rule.id == firing.rule);
            let source = rule.map_or("", |rule| rule.source.as_str());
            let detail = format!("{} at {}", firing.rule, ctx.wall(firing.at));
            reasons.refuse_by(RefusalCode::CycleEnded, detail, source);
        }
    }
}

/// The dose is of a part that was let through: every gate it stands behind is answered as wanted,
/// after the part before it, and nothing has been found that ends its part.
pub(crate) fn part_open(ctx: &Context<'_>, reasons: &mut Reasons, dose: DoseNumber) {
    let schedule = &ctx.protocol.schedule;
    if schedule.gates().is_empty() && schedule.ends().is_empty() {
        return;
    }
    let Some(calendar) = plan::confirmed(ctx) else {
        return;
    };
    let conditions = match calendar {
        Ok(calendar) => calendar.conditions,
        Err(problem) => {
            reasons.refuse(RefusalCode::PlanImpossible, problem.to_string());
            return;
        }
    };
    let Some(condition) = conditions.iter().find(|condition| condition.dose == dose) else {
        return;
    };
    for gate in &condition.gates {
        gate_passed(ctx, reasons, gate, &conditions);
    }
    for goal in &condition.until {
        if self::goal(ctx, goal).is_some() {
            let detail = format!("dose {dose} is given until {goal}, which is found");
            reasons.refuse(RefusalCode::GateNotPassed, detail);
        }
    }
}

fn gate_passed(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    gate: &Gate,
    conditions: &[DoseCondition],
) {
    let rule = ctx
        .protocol
        .gates
        .iter()
        .find(|rule| rule.id == gate.criterion);
    let Some(rule) = rule else {
        reasons.refuse(RefusalCode::NoRule, format!("gate {}", gate.criterion));
        return;
    };
    let asked = rule.condition.requirement.words();
    let wanted = if gate.met {
        asked
    } else {
        format!("not {asked}")
    };
    let found = dosing::latest(ctx, rule.condition.criterion.as_str());
    let since = part_before(ctx, gate, conditions);
    let found = found.filter(|found| since.is_none_or(|since| found.at >= since));
    let detail = match &found {
        None => {
            let since = since.map_or_else(String::new, |at| format!(" since {}", ctx.wall(at)));
            format!("{}: not found{since}, asked for {wanted}", rule.id)
        }
        Some(found) if answers(&rule.condition, found.value) == Some(gate.met) => return,
        Some(found) => format!(
            "{}: found {}, asked for {wanted}",
            rule.id,
            found.value.words()
        ),
    };
    reasons.refuse_by(RefusalCode::GateNotPassed, detail, &rule.source);
}

/// When the last dose of what stands before the gate was started.
fn part_before(ctx: &Context<'_>, gate: &Gate, conditions: &[DoseCondition]) -> Option<Timestamp> {
    let behind = |dose: &DoseNumber| {
        let mut of_dose = conditions
            .iter()
            .filter(|condition| &condition.dose == dose);
        of_dose.any(|condition| condition.gates.contains(gate))
    };
    let doses = ctx.treatment.doses.iter().filter(|(dose, _)| !behind(dose));
    let started = doses.filter_map(|(_, dose)| Some(dose.infusion.as_ref()?.started_at));
    started.max()
}

fn answers(condition: &Condition, value: &Value) -> Option<bool> {
    match condition.requirement.judge(value) {
        Judgement::Meets => Some(true),
        Judgement::Fails => Some(false),
        Judgement::Incomparable(_) => None,
    }
}

/// When what ends a part, or the rise of a dose, was found: a gate's answer, a yes, or a finding that
/// meets its rule. `None` while it is not.
pub(crate) fn goal(ctx: &Context<'_>, goal: &CriterionId) -> Option<Timestamp> {
    let gate = ctx.protocol.gates.iter().find(|rule| &rule.id == goal);
    let found = match gate {
        Some(rule) => dosing::latest(ctx, rule.condition.criterion.as_str())?,
        None => dosing::latest(ctx, goal.as_str())?,
    };
    let reached = match (gate, found.value) {
        (Some(rule), value) => answers(&rule.condition, value) == Some(true),
        (None, Value::Flag(yes)) => *yes,
        (None, value) => found.meets(value),
    };
    reached.then_some(found.at)
}

//! Gates of the course: holds, stop rules, and the order of doses.

use std::collections::BTreeMap;

use cikada_domain::treatment::Infusion;
use cikada_domain::{CriterionId, DoseNumber, Event, PlannedItem, Value, event};
use cikada_protocol::Judgement;
use cikada_protocol::model::{Condition, StopEffect, StopRule, Trigger};
use jiff::civil::Date;

use crate::context::{Context, Reasons};
use crate::refusal::RefusalCode;
use crate::{plan, time};

/// No stop rule has ended dosing.
pub(crate) fn not_stopped(ctx: &Context<'_>, reasons: &mut Reasons) {
    for (rule, effect) in &ctx.treatment.fired {
        // INVARIANT (stop): a fired stop rule ends dosing.
        if *effect == event::StopEffect::Stop {
            let stop = ctx.protocol.stop_rules.iter().find(|stop| &stop.id == rule);
            let source = stop.map_or("", |stop| stop.source.as_str());
            reasons.refuse_by(RefusalCode::StopRuleFired, rule.as_str(), source);
        }
    }
}

/// Dosing is neither ended nor held.
pub(crate) fn dosing_allowed(ctx: &Context<'_>, reasons: &mut Reasons) {
    not_stopped(ctx, reasons);
    if ctx.treatment.held {
        let rules: Vec<_> = ctx
            .treatment
            .fired
            .keys()
            .map(ToString::to_string)
            .collect();
        let why = if rules.is_empty() {
            "held by a physician".to_owned()
        } else {
            rules.join(", ")
        };
        reasons.refuse(RefusalCode::TreatmentOnHold, why);
    }
}

/// The dose is the next in order, not given, and its day has come.
///
/// A dose needs every earlier planned dose to be given or its last allowed day to have passed: a
/// missed dose is lost, and the course goes on. Once a later dose was given, an earlier one is
/// never made up. After a dose given late, the next waits as long as the plan's windows would
/// have kept them apart.
pub(crate) fn dose_next(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    dose: DoseNumber,
    planned: &PlannedItem,
) {
    let infusions = infusions(ctx);
    if let Some(given) = infusions.get(&dose) {
        reasons.refuse(
            RefusalCode::DoseAlreadyGiven,
            format!("dose {dose} was started at {}", ctx.wall(given.started_at)),
        );
    }
    for (other, infusion) in &infusions {
        if infusion.ended.is_none() {
            reasons.refuse(RefusalCode::InfusionRunning, format!("dose {other}"));
        }
        if *other > dose {
            reasons.refuse(
                RefusalCode::DoseOutOfOrder,
                format!("dose {other} was given already"),
            );
        }
    }
    let day = ctx.day();
    let items = ctx.treatment.plan.iter().flat_map(plan::infusions);
    for earlier in items.filter(|item| item.dose < planned.dose) {
        let given = earlier.dose.and_then(|number| infusions.get(&number));
        match given {
            Some(given) => apart(ctx, reasons, earlier, given, planned),
            None if earlier.latest < day => {}
            None => reasons.refuse(
                RefusalCode::DoseOutOfOrder,
                format!(
                    "dose {} is planned until {} and not given",
                    earlier.dose.map_or(0, DoseNumber::get),
                    earlier.latest
                ),
            ),
        }
    }
    if day < planned.earliest {
        reasons.refuse(
            RefusalCode::DoseTooEarly,
            format!("today is {day}, dose {dose} is from {}", planned.earliest),
        );
    }
}

fn infusions<'a>(ctx: &Context<'a>) -> BTreeMap<DoseNumber, &'a Infusion> {
    let doses = ctx.treatment.doses.iter();
    doses
        .filter_map(|(dose, at)| Some((*dose, at.infusion.as_ref()?)))
        .collect()
}

fn apart(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    earlier: &PlannedItem,
    given: &Infusion,
    planned: &PlannedItem,
) {
    let days = time::days_between(earlier.latest, planned.earliest).max(1);
    let given_on: Date = time::day(given.started_at, ctx.zone);
    let first = time::day_after(given_on, days);
    if ctx.day() < first {
        reasons.refuse(
            RefusalCode::DoseTooEarly,
            format!(
                "dose {} was given on {given_on}, so the next is from {first}",
                earlier.dose.map_or(0, DoseNumber::get)
            ),
        );
    }
}

/// Stop rules that findings fire now and have not fired yet.
pub(crate) fn findings_fired<'a>(
    ctx: &Context<'a>,
    findings: &'a BTreeMap<CriterionId, Value>,
) -> Vec<Event> {
    let holds = |condition: &&Condition| {
        findings.get(&condition.criterion).is_some_and(|value| {
            match condition.requirement.judge(value) {
                Judgement::Meets => true,
                // The value was held against the form's own rule; against this one it cannot be,
                // and what cannot be judged safe is not.
                Judgement::Incomparable(_) => true,
                Judgement::Fails => false,
            }
        })
    };
    stop_rules_fired(ctx, |rule| match &rule.trigger {
        Trigger::AdverseEvent { .. } => false,
        Trigger::Findings { at_least, of } => of.iter().filter(holds).count() >= *at_least,
    })
}

/// The events of the stop rules that match and do not stand already.
pub(crate) fn stop_rules_fired(
    ctx: &Context<'_>,
    matches: impl Fn(&StopRule) -> bool,
) -> Vec<Event> {
    let rules = ctx.protocol.stop_rules.iter();
    rules
        .filter(|rule| !ctx.treatment.fired.contains_key(&rule.id) && matches(rule))
        .map(|rule| Event::StopRuleFired {
            rule: rule.id.clone(),
            effect: effect_of(rule),
        })
        .collect()
}

fn effect_of(rule: &StopRule) -> event::StopEffect {
    match rule.effect {
        StopEffect::Reduce => event::StopEffect::Reduce,
        StopEffect::Hold => event::StopEffect::Hold,
        StopEffect::HoldAndReduce => event::StopEffect::HoldAndReduce,
        StopEffect::EndCycle => event::StopEffect::EndCycle,
        StopEffect::Stop => event::StopEffect::Stop,
    }
}

#[cfg(test)]
mod tests {
    use cikada_domain::treatment::Infusion;
    use jiff::{SignedDuration, Timestamp};

    use crate::asked::{codes, example_course};
    use crate::course::{Course, Point, container, dose};

    /// Another bag was started at a time and has long ended.
    fn given(course: &mut Course, number: u16, started_at: Timestamp) {
        let volume = course.volume();
        let outcome = cikada_domain::event::InfusionOutcome::Completed;
        let infusion = Infusion {
            container: container("CELLS-X"),
            started_at,
            planned_end: started_at,
            vital_signs: Vec::new(),
            ended: Some((started_at, outcome, volume)),
            observed_until: Some(started_at),
        };
        let doses = &mut course.treatment.doses;
        doses.entry(dose(number)).or_default().infusion = Some(infusion);
    }

    #[test]
    fn an_earlier_dose_is_never_made_up_after_a_later_one() {
        let mut course = example_course(Point::Fit);
        let yesterday = course.now - SignedDuration::from_hours(24);
        given(&mut course, 2, yesterday);
        let verify = course.verification(1, "P-1", "CELLS-1");
        assert_eq!(
            codes(&mut course, "nurse-1", &verify),
            ["dose-out-of-order"]
        );
    }

    #[test]
    fn a_dose_given_late_moves_the_first_day_of_the_next() {
        let mut course = example_course(Point::Nothing);
        course.go_to(Point::Fit, 2);
        let verify = course.verification(2, "P-1", "CELLS-2");
        assert_eq!(codes(&mut course.clone(), "nurse-1", &verify), [""; 0]);
        let yesterday = course.now - SignedDuration::from_hours(24);
        given(&mut course, 1, yesterday);
        assert_eq!(codes(&mut course, "nurse-1", &verify), ["dose-too-early"]);
    }
}

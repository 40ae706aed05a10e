//! Gates of the course: holds, stop rules, and the order of doses.

use std::collections::BTreeMap;

use cikada_domain::treatment::Infusion;
use cikada_domain::{CriterionId, DoseNumber, Event, PlannedItem, Value, event};
use cikada_protocol::model::{Condition, StopEffect, StopRule, Trigger};
use cikada_protocol::{Judgement, MissedOutcome, missed};
use jiff::SignedDuration;
use jiff::civil::Date;

use crate::context::{Context, Reasons};
use crate::refusal::RefusalCode;
use crate::{dosing, plan, time};

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

/// The dose was not given, and is not running.
pub(crate) fn not_given(ctx: &Context<'_>, reasons: &mut Reasons, dose: DoseNumber) {
    let given = ctx.treatment.doses.get(&dose);
    if given.is_some_and(|dose| dose.infusion.is_some()) {
        reasons.refuse(RefusalCode::DoseAlreadyGiven, format!("dose {dose}"));
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
    // The calendar is asked once, and not for each earlier dose of a course of hundreds.
    let hours = plan::hours(ctx);
    let items = ctx.treatment.plan.iter().flat_map(plan::infusions);
    for earlier in items.filter(|item| item.dose < planned.dose) {
        let given = earlier.dose.and_then(|number| infusions.get(&number));
        match given {
            Some(given) => apart(ctx, reasons, (earlier, given), planned, &hours),
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
    not_missed(ctx, reasons, dose, planned);
}

/// The protocol's rule for missed doses does not leave the dose out. Without a rule a late dose is a
/// physician's decision.
fn not_missed(ctx: &Context<'_>, reasons: &mut Reasons, dose: DoseNumber, planned: &PlannedItem) {
    let (schedule, day) = (&ctx.protocol.schedule, ctx.day());
    if day <= planned.latest {
        return;
    }
    let on = [(dose, planned.on)];
    if missed(schedule, &on, dose, day) == MissedOutcome::Skipped {
        let rule = schedule.missed.map(|rule| rule.words());
        let detail = format!(
            "today is {day}, dose {dose} was until {}; a missed dose: {}",
            planned.latest,
            rule.unwrap_or_default()
        );
        reasons.refuse_by(RefusalCode::DoseMissed, detail, &schedule.source);
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
    (earlier, given): (&PlannedItem, &Infusion),
    planned: &PlannedItem,
    hours: &BTreeMap<DoseNumber, u32>,
) {
    let hour = |item: &PlannedItem| hours.get(&item.dose?).copied();
    let between = hour(planned).zip(hour(earlier));
    // Hours count across midnight: by days, a dose given late in the evening would let the next one
    // be given an hour later, and one given after midnight would put it off by a day.
    if let Some(hours) = between.and_then(|(later, before)| later.checked_sub(before)) {
        return hours_apart(ctx, reasons, earlier, given, hours);
    }
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

/// Doses of one course are as many hours apart as the schedule says.
fn hours_apart(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    earlier: &PlannedItem,
    given: &Infusion,
    hours: u32,
) {
    let first = given
        .started_at
        .checked_add(SignedDuration::from_hours(hours.into()));
    if first.is_ok_and(|first| ctx.at >= first) {
        return;
    }
    let number = earlier.dose.map_or(0, DoseNumber::get);
    let at = ctx.wall(given.started_at);
    let detail = format!("dose {number} was started at {at}, and {hours} h lie between");
    reasons.refuse(RefusalCode::DoseTooEarly, detail);
}

/// Stop rules that findings fire now, together with what else was found on the same day.
pub(crate) fn findings_fired<'a>(
    ctx: &Context<'a>,
    findings: &'a BTreeMap<CriterionId, Value>,
) -> Vec<Event> {
    let fires = |condition: &Condition, value: &Value| match condition.requirement.judge(value) {
        // The value was held against the form's own rule; against this one it cannot be, and what
        // cannot be judged safe is not.
        Judgement::Meets | Judgement::Incomparable(_) => true,
        Judgement::Fails => false,
    };
    let now = |condition: &&Condition| {
        let value = findings.get(&condition.criterion);
        value.is_some_and(|value| fires(condition, value))
    };
    let today = |condition: &&Condition| {
        let other = dosing::latest(ctx, condition.criterion.as_str());
        let other = other.filter(|found| time::day(found.at, ctx.zone) == ctx.day());
        match findings.get(&condition.criterion) {
            Some(value) => fires(condition, value),
            None => other.is_some_and(|found| fires(condition, found.value)),
        }
    };
    stop_rules_fired(ctx, |rule| match &rule.trigger {
        Trigger::AdverseEvent { .. } => false,
        // INVARIANT (stop): conditions that several forms of one day answer are counted together.
        Trigger::Findings { at_least, of } => {
            of.iter().any(|condition| now(&condition))
                && of.iter().filter(today).count() >= *at_least
        }
    })
}

/// The events of the stop rules that match and do not stand already.
pub(crate) fn stop_rules_fired(
    ctx: &Context<'_>,
    matches: impl Fn(&StopRule) -> bool,
) -> Vec<Event> {
    let rules = ctx.protocol.stop_rules.iter();
    rules
        .filter(|rule| anew(ctx, rule) && matches(rule))
        .map(|rule| Event::StopRuleFired {
            rule: rule.id.clone(),
            effect: effect_of(ctx, rule),
        })
        .collect()
}

/// Whether a firing of the rule would say anything that does not stand already. A rule that takes a
/// step down, or ends a cycle, may do so again once another dose was given.
fn anew(ctx: &Context<'_>, rule: &StopRule) -> bool {
    let treatment = ctx.treatment;
    match treatment.fired.get(&rule.id) {
        Some(
            event::StopEffect::Stop | event::StopEffect::Hold | event::StopEffect::HoldAndReduce,
        ) => return false,
        Some(event::StopEffect::Reduce | event::StopEffect::EndCycle) | None => {}
    }
    match rule.effect {
        StopEffect::Stop | StopEffect::Hold | StopEffect::HoldAndReduce => true,
        StopEffect::Reduce | StopEffect::EndCycle => {
            let now = (
                treatment.last_given(),
                treatment.doses.keys().next_back().copied(),
            );
            let mut firings = treatment.firings.iter();
            let of_cycle = rule.effect == StopEffect::EndCycle;
            let same = |given, dose| given == now.0 && (!of_cycle || dose == now.1);
            !firings.any(|known| known.rule == rule.id && same(known.given, known.dose))
        }
    }
}

fn effect_of(ctx: &Context<'_>, rule: &StopRule) -> event::StopEffect {
    match rule.effect {
        // INVARIANT (stop): below the last level nothing is given.
        StopEffect::Reduce | StopEffect::HoldAndReduce if dosing::no_level_below(ctx) => {
            event::StopEffect::Stop
        }
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
        let volume = course.volume(number);
        let outcome = cikada_domain::event::InfusionOutcome::Completed;
        let infusion = Infusion {
            container: container("CELLS-X"),
            started_at,
            planned_end: started_at,
            vital_signs: Vec::new(),
            ended: Some((started_at, outcome, volume)),
            interruption: None,
            not_on_time: Vec::new(),
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

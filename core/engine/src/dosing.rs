//! How much a dose is now: what the record holds of the patient, fed into the protocol's arithmetic.
//!
//! The order form, the order's rule and everything that holds a preparation against its order ask
//! here, so that a page never shows another dose than the one the engine takes.

use std::collections::BTreeMap;

use cikada_domain::treatment::Order;
use cikada_domain::{CriterionId, DoseNumber, Quantity, Treatment, Value};
use cikada_dose::{Basis, Body, DoseProblem, DoseRule};
use cikada_protocol::dosing::{DoseFacts, DosingProblem, PlannedDose, dose_for};
use cikada_protocol::model::{Criterion, DoseAmount, DoseLine, LevelUse};
use cikada_protocol::{Judgement, Protocol};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::context::{Context, Reasons};
use crate::decision::Refusal;
use crate::outlook::looking;
use crate::refusal::RefusalCode;
use crate::{gates, plan, time};

/// One dose as it is to be ordered now, with what it was worked out from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoseNow {
    /// The dose with its working, line by line.
    pub planned: PlannedDose,
    /// How many levels down, or the level assigned, from 1; 0 for the full dose.
    pub level: u16,
    /// Weight and height, where the dose goes by them.
    pub body: Body,
}

/// Works out a dose from the record as it stands.
///
/// # Errors
/// Every reason why it cannot be worked out now, such as a weight that is missing or too old.
pub fn dose_now(
    protocol: &Protocol,
    treatment: &Treatment,
    dose: DoseNumber,
    now: Timestamp,
    zone: &TimeZone,
) -> Result<DoseNow, Vec<Refusal>> {
    let ctx = &looking(protocol, treatment, now, zone, None);
    let mut reasons = Reasons::default();
    worked(ctx, &mut reasons, dose).ok_or_else(|| reasons.into_refusals())
}

/// Whether a dose must be ordered: every medicine, and cells whose number goes by the patient, by a
/// finding or by a level.
#[must_use]
pub fn needs_order(line: &DoseLine) -> bool {
    match &line.amount {
        DoseAmount::Cells(_) => {
            goes_by(line).0 || !line.levels.is_empty() || !line.adjustments.is_empty()
        }
        DoseAmount::Exact(_) | DoseAmount::Titrated(_) => true,
    }
}

/// The dose as the record stands, or every reason why there is none.
pub(crate) fn worked(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    dose: DoseNumber,
) -> Option<DoseNow> {
    let line = line(ctx, reasons, dose)?;
    let (by_weight, by_height) = goes_by(line);
    let rule = ctx.protocol.body.as_ref();
    let mut measure = |needed: bool, id: Option<&CriterionId>, what: &str| {
        needed.then(|| {
            let id = id.map_or_else(|| what.to_owned(), ToString::to_string);
            measured(ctx, reasons, &id)
        })
    };
    let weight = measure(by_weight, rule.map(|rule| &rule.weight), "weight");
    let height_id = rule.and_then(|rule| rule.height.as_ref());
    let height = measure(by_height, height_id, "height");
    // Both were asked for before either stops here, so that both reasons are read.
    let body = match (weight, height) {
        (Some(None), _) | (_, Some(None)) => return None,
        (weight, height) => Body {
            weight: weight.flatten(),
            height: height.flatten(),
        },
    };
    let level = level_of(ctx.treatment, line);
    let planned = asked(ctx, reasons, dose, line, &body)?;
    Some(DoseNow {
        planned,
        level,
        body,
    })
}

/// The dose for a body that was measured at another time: the one an order was written for.
pub(crate) fn for_order(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    dose: DoseNumber,
    order: &Order,
) -> Option<PlannedDose> {
    let line = line(ctx, reasons, dose)?;
    let body = Body {
        weight: order.weight.clone(),
        height: order.height.clone(),
    };
    asked(ctx, reasons, dose, line, &body)
}

/// Whether a further step down leaves the next dose without a level: then it means stop.
pub(crate) fn no_level_below(ctx: &Context<'_>) -> bool {
    let next = ctx.treatment.last_given().map_or(1, |dose| dose.get());
    let after = u16::from(ctx.treatment.last_given().is_some());
    let next = DoseNumber::new(next.saturating_add(after));
    let Some(line) = next.ok().and_then(|next| ctx.protocol.dose_line(next)) else {
        return false;
    };
    let below = usize::from(ctx.treatment.levels_down()).saturating_add(1);
    let deepest = line.adjustments.iter().map(|other| other.levels.len());
    let deepest = deepest.chain([line.levels.len()]).max();
    // A trial's levels are no steps down.
    line.level_use == LevelUse::Assigned || deepest.is_none_or(|deepest| below > deepest)
}

/// The level a dose of the line has now.
pub(crate) fn level_of(treatment: &Treatment, line: &DoseLine) -> u16 {
    match line.level_use {
        LevelUse::Assigned => treatment.level_assigned.map_or(0, |(level, _)| level),
        LevelUse::Reduced => treatment.levels_down(),
    }
}

/// How many steps a rising dose has taken: one more than the last given dose of its line, once a
/// step's time lies between their planned days, and none more while everything that ends the rise is
/// met, or after a rule has fired. `None`, with the reason, where nobody has looked since that dose.
fn step_of(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    dose: DoseNumber,
    line: &DoseLine,
) -> Option<u32> {
    let DoseAmount::Titrated(titration) = &line.amount else {
        return Some(0);
    };
    let earlier = |number: &DoseNumber| {
        let within = |(first, last): (u16, u16)| (first..=last).contains(&number.get());
        *number < dose && line.doses.is_none_or(within)
    };
    let given = ctx.treatment.doses.iter();
    let given = given.filter(|(number, _)| earlier(number));
    let mut given =
        given.filter_map(|(number, given)| Some((*number, given.infusion.as_ref()?.started_at)));
    let Some((last, started)) = given.next_back() else {
        return Some(0);
    };
    let taken = ctx.treatment.orders.get(&last).map_or(0, |order| {
        let above = |step: &u32| titration.amount(*step).compare(&order.amount);
        let steps = (0..=titration.steps_to_cap()).rev();
        let mut steps = steps.filter(|step| matches!(above(step), Ok(order) if order.is_le()));
        steps.next().unwrap_or(0)
    });
    let goals = &titration.until;
    let reached = !goals.is_empty() && goals.iter().all(|goal| gates::goal(ctx, goal).is_some());
    let on = |number| Some(plan::infusion(ctx.treatment.plan.as_ref()?, number)?.on);
    let due = on(last).zip(on(dose));
    let due = due.is_some_and(|(last, now)| titration.step(last, now) > 0);
    let mut firings = ctx.treatment.firings.iter();
    // INVARIANT (dose): what a rule held or lowered does not rise with the next dose.
    let fired = firings.any(|firing| firing.given == Some(last));
    if !due || reached || fired || taken >= titration.steps_to_cap() {
        return Some(taken);
    }
    let mut unknown = goals.iter().filter(|goal| !looked_at(ctx, goal, started));
    if let Some(goal) = unknown.next() {
        let since = ctx.wall(started);
        let detail =
            format!("{goal}: not found since dose {last}, {since}; it decides on the rise");
        reasons.refuse_by(RefusalCode::DoseNotComputable, detail, &line.source);
        return None;
    }
    // INVARIANT (dose): a rising dose is never more than one step above the last one given, however
    // many were withheld in between.
    Some(taken.saturating_add(1))
}

/// Whether what a goal asks for was found at a time or after it.
fn looked_at(ctx: &Context<'_>, goal: &CriterionId, since: Timestamp) -> bool {
    let mut gates = ctx.protocol.gates.iter();
    let gate = gates.find(|gate| &gate.id == goal);
    let asked = gate.map_or(goal, |gate| &gate.condition.criterion);
    latest(ctx, asked.as_str()).is_some_and(|found| found.at >= since)
}

/// Whether the line goes by weight, and whether by height as well.
fn goes_by(line: &DoseLine) -> (bool, bool) {
    let adjusted = line.adjustments.iter();
    let adjusted = adjusted.flat_map(|other| std::iter::once(&other.amount).chain(&other.levels));
    let own = match &line.amount {
        DoseAmount::Cells(limits) => limits.example(),
        DoseAmount::Exact(amount) => Some(amount),
        DoseAmount::Titrated(titration) => Some(&titration.from),
    };
    let mut by = (false, false);
    for quantity in own.into_iter().chain(&line.levels).chain(adjusted) {
        let rule = DoseRule {
            amount: quantity.clone(),
            surface: line.surface,
            order_unit: quantity.unit(),
            round_to: None,
            cap: None,
        };
        match rule.basis() {
            Ok((Basis::Weight, _)) => by.0 = true,
            Ok((Basis::Surface, _)) => by = (true, true),
            // What is no dose at all is refused where it is worked out.
            Ok((Basis::Flat, _)) | Err(_) => {}
        }
    }
    by
}

fn line<'a>(ctx: &Context<'a>, reasons: &mut Reasons, dose: DoseNumber) -> Option<&'a DoseLine> {
    let line = ctx.protocol.dose_line(dose);
    if line.is_none() {
        reasons.refuse(RefusalCode::NoRule, format!("how much dose {dose} is"));
    }
    line
}

fn asked(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    dose: DoseNumber,
    line: &DoseLine,
    body: &Body,
) -> Option<PlannedDose> {
    let facts = DoseFacts {
        body: body.clone(),
        level: level_of(ctx.treatment, line),
        step: step_of(ctx, reasons, dose, line)?,
        findings: findings(ctx, reasons, line),
    };
    match dose_for(ctx.protocol, dose, &facts) {
        Ok(planned) => Some(planned),
        Err(problem) => {
            let code = match &problem {
                DosingProblem::NoLine(_) => RefusalCode::NoRule,
                DosingProblem::LevelNotAssigned(_) => RefusalCode::LevelNotAssigned,
                // INVARIANT (stop): below the last level nothing is given.
                DosingProblem::NoSuchLevel { .. } => match line.level_use {
                    LevelUse::Reduced => RefusalCode::StopRuleFired,
                    LevelUse::Assigned => RefusalCode::LevelUnknown,
                },
                DosingProblem::Dose(DoseProblem::MissingWeight | DoseProblem::MissingHeight) => {
                    RefusalCode::WeightMissing
                }
                DosingProblem::FindingMissing { .. }
                | DosingProblem::FindingIncomparable { .. }
                | DosingProblem::AdjustmentsOverlap(_)
                | DosingProblem::Dose(_) => RefusalCode::DoseNotComputable,
            };
            reasons.refuse_by(code, problem.to_string(), &line.source);
            None
        }
    }
}

/// The findings that adjustments of the line ask about; one too old to rely on is a reason.
fn findings(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    line: &DoseLine,
) -> BTreeMap<CriterionId, Value> {
    let mut findings = BTreeMap::new();
    for adjustment in &line.adjustments {
        let id = &adjustment.condition.criterion;
        if let Some(found) = latest(ctx, id.as_str()) {
            if !found.fresh(ctx) {
                found.refuse_age(ctx, reasons, RefusalCode::FindingTooOld);
            }
            findings.insert(id.clone(), found.value.clone());
        }
    }
    findings
}

/// A finding with its rule and time.
pub(crate) struct Latest<'a> {
    pub(crate) value: &'a Value,
    pub(crate) at: Timestamp,
    rule: &'a Criterion,
    of_fitness: bool,
}

impl Latest<'_> {
    /// Whether it may be relied on now, by the latest clock anyone has shown.
    pub(crate) fn fresh(&self, ctx: &Context<'_>) -> bool {
        match &self.rule.age_max {
            Some(age) => !time::older_than(self.at, age, ctx.clock(), ctx.zone),
            None if self.of_fitness => {
                time::day(self.at, ctx.zone) == time::day(ctx.clock(), ctx.zone)
            }
            None => true,
        }
    }

    /// Whether a value meets the finding's own rule.
    pub(crate) fn meets(&self, value: &Value) -> bool {
        self.rule.requirement.judge(value) == Judgement::Meets
    }

    pub(crate) fn refuse_age(&self, ctx: &Context<'_>, reasons: &mut Reasons, code: RefusalCode) {
        let age = self.rule.age_max.as_ref();
        let allowed = age.map_or("the same day".to_owned(), Quantity::words);
        let (name, at) = (&self.rule.id, ctx.wall(self.at));
        let detail = format!("{name}: found at {at}, allowed are {allowed}");
        reasons.refuse_by(code, detail, &self.rule.source);
    }
}

/// The finding of a name that was made last: in the evaluation, on the day of a dose, or at a visit.
pub(crate) fn latest<'a>(ctx: &Context<'a>, id: &str) -> Option<Latest<'a>> {
    let id = CriterionId::new(id).ok()?;
    let (protocol, treatment) = (ctx.protocol, ctx.treatment);
    let of = |criteria: &'a [Criterion]| criteria.iter().find(|rule| rule.id == id);
    let evaluation = treatment.findings.get(&id).and_then(|found| {
        let rule = of(&protocol.eligibility)?;
        Some((&found.value, found.at, rule, false))
    });
    let fitness = treatment.doses.values().filter_map(|dose| {
        let fitness = dose.fitness.as_ref()?;
        let rule = of(&protocol.fitness)?;
        Some((fitness.findings.get(&id)?, fitness.at, rule, true))
    });
    let visits = treatment.visits.iter().filter_map(|held| {
        let visit = protocol.visits.iter().find(|rule| rule.id == held.visit)?;
        let rule = of(&visit.findings)?;
        Some((held.findings.get(&id)?, held.at, rule, false))
    });
    let all = evaluation.into_iter().chain(fitness).chain(visits);
    let (value, at, rule, of_fitness) = all.max_by_key(|(_, at, ..)| *at)?;
    Some(Latest {
        value,
        at,
        rule,
        of_fitness,
    })
}

/// A measure of the body, fresh enough and one that its rule allows.
fn measured(ctx: &Context<'_>, reasons: &mut Reasons, id: &str) -> Option<Quantity> {
    let source = ctx.protocol.body.as_ref().map_or("", |rule| &rule.source);
    let found = latest(ctx, id);
    let Some((found, Value::Quantity(quantity))) = found.map(|found| {
        let value = found.value;
        (found, value)
    }) else {
        reasons.refuse_by(RefusalCode::WeightMissing, id, source);
        return None;
    };
    let protocol = ctx.protocol;
    let named = protocol.eligibility.iter().chain(&protocol.fitness);
    let differs = |rule: &&Criterion| {
        let same = rule.requirement == found.rule.requirement && rule.centre == found.rule.centre;
        rule.id.as_str() == id && !same
    };
    // INVARIANT (dose): a dose was checked for the allowed weights only, wherever one was found.
    for rule in std::iter::once(found.rule).chain(named.filter(differs)) {
        gates::meets(reasons, RefusalCode::CriterionNotMet, rule, found.value);
    }
    // INVARIANT (dose): no dose is worked out from a stale weight.
    if !found.fresh(ctx) {
        found.refuse_age(ctx, reasons, RefusalCode::WeightTooOld);
        return None;
    }
    Some(quantity.clone())
}

#[cfg(test)]
mod tests {
    use cikada_domain::Value;
    use cikada_protocol::Requirement;

    use crate::asked::codes;
    use crate::course::{Course, Point, answers, dose};
    use crate::{Command, protocols};

    // INVARIANT (dose): a dose was checked for the allowed weights only, wherever one was found.
    #[test]
    fn a_weight_of_a_visit_that_asks_for_less_must_still_be_an_allowed_one() {
        let file = protocols::folder().join("cik-bergamo/1.0.0/protocol.toml");
        let mut course = Course::new(protocols::protocol(&file));
        course.go_to(Point::Planned, 1);
        let mut visits = course.protocol.visits.iter_mut();
        let weighed = visits.find_map(|visit| {
            let mut findings = visit.findings.iter_mut();
            let weight = findings.find(|finding| finding.id.as_str() == "weight")?;
            weight.requirement = Requirement::Between {
                min: Some("1 kg".parse().unwrap()),
                max: None,
            };
            Some((visit.id.clone(), weight.id.clone()))
        });
        let (visit, weight) = weighed.unwrap();
        let mut visits = course.protocol.visits.iter();
        let rule = visits.find(|rule| rule.id == visit).unwrap();
        let mut findings = answers(&course.protocol, &rule.findings);
        findings.insert(weight, Value::Quantity("130 kg".parse().unwrap()));
        let visit = Command::RecordVisit {
            visit,
            dose: None,
            findings,
        };
        assert_eq!(codes(&mut course, "physician-1", &visit), [""; 0]);
        let order = Command::OrderDose {
            dose: dose(1),
            amount: "1.3e8 {CD3+}".parse().unwrap(),
        };
        let refused = codes(&mut course, "physician-1", &order);
        assert!(refused.contains(&"criterion-not-met"), "{refused:?}");
    }
}

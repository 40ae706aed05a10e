//! The outlook on the way into treatment: evaluation, eligibility, consents, plan.

use cikada_protocol::model::LevelUse;

use crate::context::{Context, Reasons};
use crate::gates;
use crate::outlook::item::{OutlookItem, Role, State, Task};
use crate::plan;
use crate::rules::confirm_eligibility;

pub(super) fn add(ctx: &Context<'_>, items: &mut Vec<OutlookItem>) {
    exception(ctx, items);
    eligibility(ctx, items);
    for rule in &ctx.protocol.consents {
        if !ctx.treatment.consents.contains_key(&rule.id) {
            let title = format!("Ask for the consent '{}'", rule.id);
            let task = Task::ObtainConsent(rule.id.clone());
            items.push(OutlookItem::new(task, title, Role::Physician, State::Open));
        }
    }
    level(ctx, items);
    let title = match (&ctx.treatment.plan, plan::continued(ctx)) {
        (None, _) => Some("Confirm the plan"),
        (Some(_), Some(_)) => Some("Continue the plan: the days of later doses are known now"),
        (Some(_), None) => None,
    };
    if let Some(title) = title {
        let mut reasons = Reasons::default();
        gates::available(ctx, &mut reasons);
        gates::eligible(ctx, &mut reasons);
        gates::consents(ctx, &mut reasons);
        gates::not_stopped(ctx, &mut reasons);
        let item = OutlookItem::new(Task::ConfirmPlan, title, Role::Physician, State::Due);
        items.push(item.unless(reasons.into_refusals()));
    }
}

/// A therapy that is not available here waits for somebody who answers for it.
fn exception(ctx: &Context<'_>, items: &mut Vec<OutlookItem>) {
    let mut reasons = Reasons::default();
    gates::available(ctx, &mut reasons);
    if ctx.treatment.plan.is_none() && !reasons.into_refusals().is_empty() {
        let title = "Record an exception, or close the treatment: it is not available here";
        let task = Task::RecordException;
        items.push(OutlookItem::new(task, title, Role::Physician, State::Open));
    }
}

/// A trial's level is assigned before the first dose.
fn level(ctx: &Context<'_>, items: &mut Vec<OutlookItem>) {
    let mut lines = ctx.protocol.doses.iter();
    let assigned = lines.any(|line| line.level_use == LevelUse::Assigned);
    if assigned && ctx.treatment.level_assigned.is_none() && ctx.treatment.eligibility.is_some() {
        let title = "Assign the dose level";
        let task = Task::AssignLevel;
        items.push(OutlookItem::new(task, title, Role::Physician, State::Due));
    }
}

fn eligibility(ctx: &Context<'_>, items: &mut Vec<OutlookItem>) {
    if ctx.treatment.eligibility.is_some() {
        return;
    }
    let criteria = &ctx.protocol.eligibility;
    let found = |id| ctx.treatment.findings.contains_key(id);
    let missing = criteria
        .iter()
        .filter(|criterion| !found(&criterion.id))
        .count();
    if missing > 0 {
        let all = criteria.len();
        let title = format!("Complete the evaluation: {missing} of {all} findings are missing");
        let task = Task::CompleteEvaluation;
        items.push(OutlookItem::new(task, title, Role::Physician, State::Due));
    } else {
        let mut reasons = Reasons::default();
        gates::available(ctx, &mut reasons);
        confirm_eligibility::record_allows(ctx, &mut reasons);
        let item = OutlookItem::new(
            Task::ConfirmEligibility,
            "Confirm eligibility",
            Role::Physician,
            State::Due,
        );
        items.push(item.unless(reasons.into_refusals()));
    }
}

//! The outlook on the way into treatment: evaluation, eligibility, consents, plan.

use crate::context::{Context, Reasons};
use crate::gates;
use crate::outlook::item::{OutlookItem, Role, State, Task};
use crate::rules::confirm_eligibility;

pub(super) fn add(ctx: &Context<'_>, items: &mut Vec<OutlookItem>) {
    eligibility(ctx, items);
    for rule in &ctx.protocol.consents {
        if !ctx.treatment.consents.contains_key(&rule.id) {
            let title = format!("Ask for the consent '{}'", rule.id);
            let task = Task::ObtainConsent(rule.id.clone());
            items.push(OutlookItem::new(task, title, Role::Physician, State::Open));
        }
    }
    if ctx.treatment.plan.is_none() {
        let mut reasons = Reasons::default();
        gates::eligible(ctx, &mut reasons);
        gates::consents(ctx, &mut reasons);
        gates::not_stopped(ctx, &mut reasons);
        let item = OutlookItem::new(
            Task::ConfirmPlan,
            "Confirm the plan",
            Role::Physician,
            State::Due,
        );
        items.push(item.unless(reasons.into_refusals()));
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

//! The outlook on doses that are ordered: the physician's order and the pharmacy's preparation.

use cikada_domain::{DoseNumber, PlannedItem};

use crate::context::{Context, Reasons};
use crate::dosing::needs_order;
use crate::gates::{self, Weighed};
use crate::outlook::item::{Due, OutlookItem, Role, State, Task};
use crate::outlook::making::open_dose;
use crate::plan;
use crate::rules::{order_dose, start_batch};

pub(super) fn add(ctx: &Context<'_>, items: &mut Vec<OutlookItem>) {
    let Some(confirmed) = &ctx.treatment.plan else {
        return;
    };
    let mut next_shown = false;
    for infusion in plan::infusions(confirmed) {
        let Some(dose) = infusion.dose.filter(|dose| open_dose(ctx, *dose)) else {
            continue;
        };
        let line = ctx.protocol.dose_line(dose);
        if !line.is_some_and(needs_order) || infusion.latest < ctx.day() {
            continue;
        }
        // Of all that lies ahead only the next is worth a line: its weight would grow too old.
        let coming = ctx.day() < infusion.earliest;
        if coming && next_shown {
            return;
        }
        next_shown |= coming;
        order(ctx, items, dose, infusion);
        if ctx.protocol.medicine().is_some() {
            preparation(ctx, items, dose, infusion);
        }
    }
}

fn order(ctx: &Context<'_>, items: &mut Vec<OutlookItem>, dose: DoseNumber, on: &PlannedItem) {
    let mut reasons = Reasons::default();
    gates::order_stands(ctx, &mut reasons, dose, Weighed::AtAll);
    if reasons.into_refusals().is_empty() {
        return;
    }
    let again = ctx.treatment.orders.contains_key(&dose);
    let title = format!("Order dose {dose}{}", if again { " again" } else { "" });
    let state = State::of_day(ctx.day(), on);
    let item = OutlookItem::new(Task::OrderDose, title, Role::Physician, state);
    let mut reasons = Reasons::default();
    order_dose::record_allows(ctx, &mut reasons, dose);
    let item = item.of_dose(dose).until(Due::On(on.on));
    items.push(item.unless(reasons.into_refusals()));
}

fn preparation(
    ctx: &Context<'_>,
    items: &mut Vec<OutlookItem>,
    dose: DoseNumber,
    on: &PlannedItem,
) {
    let ordered = ctx.treatment.orders.contains_key(&dose);
    let begun = ctx.treatment.batch_for(dose).is_some();
    if !ordered || begun || ctx.day() < on.earliest {
        return;
    }
    let mut reasons = Reasons::default();
    start_batch::preparation_allowed(ctx, &mut reasons, dose);
    let title = format!("Prepare dose {dose}");
    let state = State::of_day(ctx.day(), on);
    let item = OutlookItem::new(Task::StartCulture, title, Role::Technologist, state);
    let item = item.of_dose(dose).until(Due::On(on.on));
    items.push(item.unless(reasons.into_refusals()));
}

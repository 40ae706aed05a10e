//! The outlook on the patient: fitness, infusions, observation, visits, holds, the end.

use std::collections::BTreeMap;

use cikada_domain::treatment::{Infusion, ProductState};
use cikada_domain::{ContainerId, DoseNumber, PlannedItem, PlannedKind, VisitId};

use crate::context::{Context, Reasons};
use crate::outlook::item::{Due, OutlookItem, Role, State, Task};
use crate::refusal::RefusalCode;
use crate::rules::{close_treatment, verify_at_bedside};
use crate::vital_signs::{VitalSignsState, vital_signs_due};
use crate::{gates, plan, time};

/// How many days ahead a visit is listed.
const VISIT_AHEAD_DAYS: i64 = 7;

pub(super) fn add(ctx: &Context<'_>, items: &mut Vec<OutlookItem>) {
    let Some(confirmed) = &ctx.treatment.plan else {
        return;
    };
    let mut next_shown = false;
    for planned in plan::infusions(confirmed) {
        let Some(dose) = planned.dose else {
            continue;
        };
        match infusion(ctx, dose) {
            Some(infusion) => bedside(ctx, items, dose, infusion),
            None if ctx.treatment.stopped() || lost(ctx, dose) => {}
            None => match product(ctx, dose) {
                Some(container) => give(ctx, items, dose, planned, &container),
                None if !next_shown => {
                    items.push(awaited(ctx, dose, planned));
                    next_shown = true;
                }
                None => {}
            },
        }
    }
    visits(ctx, items, &confirmed.items);
    if ctx.treatment.held {
        let title = "Decide on the hold";
        let task = Task::LiftHold;
        items.push(OutlookItem::new(task, title, Role::Physician, State::Due));
    }
    close(ctx, items);
}

fn infusion<'a>(ctx: &Context<'a>, dose: DoseNumber) -> Option<&'a Infusion> {
    ctx.treatment.doses.get(&dose)?.infusion.as_ref()
}

/// A dose is lost once a later one was given.
fn lost(ctx: &Context<'_>, dose: DoseNumber) -> bool {
    let mut given = ctx.treatment.doses.iter();
    given.any(|(other, at)| *other > dose && at.infusion.is_some())
}

/// The container of the dose's product, unless it was rejected or has expired.
fn product(ctx: &Context<'_>, dose: DoseNumber) -> Option<ContainerId> {
    let mut products = ctx.treatment.products.iter();
    let found = products.find(|(_, product)| {
        product.dose == dose
            && product.state != ProductState::Rejected
            && ctx.clock() <= product.expires_at
    });
    found.map(|(container, _)| container.clone())
}

fn awaited(ctx: &Context<'_>, dose: DoseNumber, planned: &PlannedItem) -> OutlookItem {
    let state = State::of_day(ctx.day(), planned);
    let title = format!("Give dose {dose}");
    let item = OutlookItem::new(Task::Infuse, title, Role::InfusionNurse, state);
    let item = item.of_dose(dose).until(Due::On(planned.on));
    if state == State::Open {
        return item;
    }
    let mut reasons = Reasons::default();
    reasons.refuse(RefusalCode::ProductUnknown, "no product yet");
    item.unless(reasons.into_refusals())
}

fn give(
    ctx: &Context<'_>,
    items: &mut Vec<OutlookItem>,
    dose: DoseNumber,
    planned: &PlannedItem,
    container: &ContainerId,
) {
    let Some(product) = ctx.treatment.products.get(container) else {
        return;
    };
    let state = State::of_day(ctx.day(), planned);
    let mut reasons = Reasons::default();
    gates::fit(ctx, &mut reasons, dose);
    let fit = reasons.into_refusals();
    let released = match product.state {
        ProductState::ConditionallyReleased
        | ProductState::Released
        | ProductState::SuppliedExceptionally => true,
        ProductState::Quarantine
        | ProductState::Rejected
        | ProductState::Returned
        | ProductState::Destroyed
        | ProductState::NeverInfused => false,
    };
    if released && !fit.is_empty() && ctx.day() >= planned.earliest {
        let title = format!("Record fitness for dose {dose}");
        let item = OutlookItem::new(Task::RecordFitness, title, Role::Physician, state);
        let item = item.of_dose(dose).until(Due::On(planned.on));
        items.push(item.expiring(product.expires_at));
    }
    let mut reasons = Reasons::default();
    verify_at_bedside::may_be_given(ctx, &mut reasons, dose);
    gates::product_to_give(ctx, &mut reasons, dose, container);
    let title = format!("Verify and give dose {dose} from {container}");
    let item = OutlookItem::new(Task::Infuse, title, Role::InfusionNurse, state);
    let item = item.of_dose(dose).of_batch(&product.batch);
    let item = item.of_container(container).until(Due::On(planned.on));
    let item = item.expiring(product.expires_at);
    items.push(item.unless(reasons.into_refusals()));
}

fn bedside(ctx: &Context<'_>, items: &mut Vec<OutlookItem>, dose: DoseNumber, infusion: &Infusion) {
    if infusion.observed_until.is_some() {
        return;
    }
    vital_signs(ctx, items, dose, infusion);
    let (task, title, at) = match &infusion.ended {
        None => {
            let title = format!("Watch and end infusion {dose}");
            (Task::EndInfusion, title, Some(infusion.planned_end))
        }
        Some((ended_at, ..)) => {
            let observation = &ctx.protocol.infusion.observation_min;
            let title = format!("Watch the patient after infusion {dose}");
            let at = time::later(*ended_at, observation, ctx.zone);
            (Task::EndObservation, title, at)
        }
    };
    let over = at.is_none_or(|at| ctx.now >= at);
    // Nobody is late for watching a patient longer.
    let state = match (&task, over) {
        (Task::EndInfusion, true) => State::Late,
        _ => State::Due,
    };
    let item = OutlookItem::new(task, title, Role::InfusionNurse, state);
    let item = item.of_dose(dose).of_container(&infusion.container);
    items.push(match at {
        Some(at) => item.until(Due::At(at)),
        None => item,
    });
}

/// The sets of vital signs that are due or overdue; the next one where none is.
fn vital_signs(
    ctx: &Context<'_>,
    items: &mut Vec<OutlookItem>,
    dose: DoseNumber,
    infusion: &Infusion,
) {
    let asked = vital_signs_due(ctx.protocol, ctx.treatment, dose, ctx.now).unwrap_or_default();
    let mut next = asked.iter().filter_map(|set| {
        let state = match set.state {
            VitalSignsState::Overdue => State::Late,
            VitalSignsState::Due => State::Due,
            VitalSignsState::ToCome => State::Open,
            VitalSignsState::Taken(_) | VitalSignsState::Late(_) | VitalSignsState::Missed => {
                return None;
            }
        };
        Some((set, state))
    });
    let mut pressing = next.clone().take_while(|(_, state)| *state != State::Open);
    let shown: Vec<_> = match pressing.next() {
        Some(first) => std::iter::once(first).chain(pressing).collect(),
        None => next.next().into_iter().collect(),
    };
    for (set, state) in shown {
        let title = format!("Vital signs of dose {dose}, {}", set.words);
        let item = OutlookItem::new(Task::TakeVitalSigns, title, Role::InfusionNurse, state);
        let item = item.of_dose(dose).of_container(&infusion.container);
        items.push(item.until(Due::At(set.at)));
    }
}

fn visits(ctx: &Context<'_>, items: &mut Vec<OutlookItem>, planned: &[PlannedItem]) {
    let today = ctx.day();
    let mut held: BTreeMap<(&VisitId, Option<DoseNumber>), usize> = BTreeMap::new();
    for visit in &ctx.treatment.visits {
        let count = held.entry((&visit.visit, visit.dose)).or_default();
        *count = count.saturating_add(1);
    }
    for item in planned {
        let PlannedKind::Visit(visit) = &item.kind else {
            continue;
        };
        let count = held.entry((visit, item.dose)).or_default();
        if *count > 0 {
            *count = count.saturating_sub(1);
            continue;
        }
        let days = time::days_between(today, item.earliest);
        if days > VISIT_AHEAD_DAYS || !belongs(ctx, item, planned) {
            continue;
        }
        let title = match item.dose {
            Some(dose) => format!("Visit '{visit}' of dose {dose}"),
            None => format!("Visit '{visit}'"),
        };
        let state = State::of_day(today, item);
        let task = Task::HoldVisit(visit.clone());
        let line = OutlookItem::new(task, title, Role::Physician, state);
        let line = line.until(Due::On(item.on));
        items.push(match item.dose {
            Some(dose) => line.of_dose(dose),
            None => line,
        });
    }
}

/// A visit after an infusion belongs to the course once that infusion was started; one before it,
/// as long as the dose can be given.
fn belongs(ctx: &Context<'_>, visit: &PlannedItem, planned: &[PlannedItem]) -> bool {
    let Some(dose) = visit.dose else {
        // Visits of the whole course count from the first infusion.
        return ctx
            .treatment
            .doses
            .values()
            .any(|dose| dose.infusion.is_some());
    };
    let mut infusions = planned.iter();
    let infusion =
        infusions.find(|item| item.kind == PlannedKind::Infusion && item.dose == Some(dose));
    let before = infusion.is_some_and(|infusion| visit.on <= infusion.on);
    let given = self::infusion(ctx, dose).is_some();
    given || (before && !ctx.treatment.stopped() && !lost(ctx, dose))
}

fn close(ctx: &Context<'_>, items: &mut Vec<OutlookItem>) {
    let mut reasons = Reasons::default();
    close_treatment::complete(ctx, &mut reasons);
    if items.is_empty() && reasons.into_refusals().is_empty() {
        let title = "Close the treatment, or go on with the follow-up";
        let task = Task::CloseTreatment;
        items.push(OutlookItem::new(task, title, Role::Physician, State::Open));
    }
}

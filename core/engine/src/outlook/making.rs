//! The outlook on the cells: collection, culture, quality, release.

use cikada_domain::event::{Capacity, ReleaseKind};
use cikada_domain::treatment::{Batch, Product, ProductState, Standing};
use cikada_domain::{BatchId, ContainerId, DoseNumber, PlannedItem, StepId};
use cikada_protocol::model::{ReleaseStage, StepKind};
use jiff::civil::Date;

use crate::batch::steps;
use crate::context::{Context, Reasons};
use crate::outlook::item::{Due, OutlookItem, Role, State, Task};
use crate::outlook::ordering;
use crate::refusal::RefusalCode;
use crate::rules::release_product;
use crate::{gates, plan, time};

pub(super) fn add(ctx: &Context<'_>, items: &mut Vec<OutlookItem>) {
    if ctx.protocol.medicine().is_none() {
        collections(ctx, items);
    }
    ordering::add(ctx, items);
    for (id, batch) in &ctx.treatment.batches {
        match &batch.container {
            None => culture(ctx, items, id, batch),
            Some(_) => {
                for (container, _) in ctx.treatment.products_of(id) {
                    product(ctx, items, container, batch);
                }
            }
        }
    }
    for (id, deviation) in &ctx.treatment.deviations {
        if deviation.product_acceptable.is_none() {
            let (verb, task) = match deviation.class {
                None => ("Classify", Task::ClassifyDeviation(id.clone())),
                Some(_) => ("Assess", Task::AssessDeviation(id.clone())),
            };
            let title = format!("{verb} deviation {id} ({})", deviation.subject());
            let item = OutlookItem::new(task, title, Role::QualifiedPerson, State::Due);
            items.push(item.of_batch(&deviation.batch));
        }
    }
}

/// Whether the dose can still be given: not started, and no rule has ended dosing or its cycle.
pub(super) fn open_dose(ctx: &Context<'_>, dose: DoseNumber) -> bool {
    let mut reasons = Reasons::default();
    gates::not_stopped(ctx, &mut reasons);
    gates::cycle_open(ctx, &mut reasons, dose);
    gates::not_given(ctx, &mut reasons, dose);
    reasons.into_refusals().is_empty()
}

fn collections(ctx: &Context<'_>, items: &mut Vec<OutlookItem>) {
    let Some(confirmed) = &ctx.treatment.plan else {
        return;
    };
    let today = time::day(ctx.clock(), ctx.zone);
    let mut next_shown = false;
    for infusion in plan::infusions(confirmed) {
        let Some(dose) = infusion.dose.filter(|dose| open_dose(ctx, *dose)) else {
            continue;
        };
        // What was filled out of another dose's batch needs no collection of its own.
        if gates::usable(ctx, dose).is_some_and(|(_, product)| product.filled_from.is_some()) {
            continue;
        }
        match ctx.treatment.collection_for(dose) {
            Some((donation, collection)) => {
                let used = |batch: &Batch| &batch.donation == donation;
                if ctx.treatment.batches.values().any(used) {
                    continue;
                }
                let on = time::day(collection.at, ctx.zone);
                let state = if on < today { State::Late } else { State::Due };
                let title = format!("Start the culture of dose {dose} from {donation}");
                let mut reasons = Reasons::default();
                gates::intact(ctx, &mut reasons, &collection.container);
                gates::labels_balanced(ctx, &mut reasons, &collection.container);
                gates::consents(ctx, &mut reasons);
                let item = OutlookItem::new(Task::StartCulture, title, Role::Technologist, state);
                let item = item.of_dose(dose).of_container(&collection.container);
                items.push(item.until(Due::On(on)).unless(reasons.into_refusals()));
            }
            None => {
                let planned = plan::collection(confirmed, dose);
                let Some(planned) = planned.filter(|_| infusion.latest >= today) else {
                    continue;
                };
                let coming = today < planned.earliest;
                // Of all that lies ahead only the next is worth a line.
                if !(coming && next_shown) {
                    items.push(collect(ctx, dose, planned, infusion));
                }
                next_shown |= coming;
            }
        }
    }
}

fn collect(
    ctx: &Context<'_>,
    dose: DoseNumber,
    planned: &PlannedItem,
    infusion: &PlannedItem,
) -> OutlookItem {
    let today = time::day(ctx.clock(), ctx.zone);
    let state = State::of_day(today, planned);
    let title = format!("Collect for dose {dose}");
    let item = OutlookItem::new(Task::Collect, title, Role::CollectionNurse, state);
    let item = item.of_dose(dose).until(Due::On(planned.on));
    if today < planned.earliest {
        return item;
    }
    let mut reasons = Reasons::default();
    gates::eligible(ctx, &mut reasons);
    gates::consents(ctx, &mut reasons);
    gates::collection_in_time(ctx, &mut reasons, dose, infusion);
    item.unless(reasons.into_refusals())
}

fn culture(ctx: &Context<'_>, items: &mut Vec<OutlookItem>, id: &BatchId, batch: &Batch) {
    if !open_dose(ctx, batch.dose) {
        return;
    }
    for open in steps(ctx, (id, batch)) {
        // Steps of days to come are in the batch record; here is what concerns today.
        if open.state == State::Open && !open.now {
            continue;
        }
        let title = format!("{} (batch {id}, day {})", open.title, open.day);
        let until = harvest_day(ctx, &open.step, batch).map_or(open.last, |day| day.min(open.last));
        let task = Task::PerformStep(open.step);
        let item = OutlookItem::new(task, title, Role::Technologist, open.state);
        let item = item.of_dose(batch.dose).of_batch(id);
        items.push(item.until(Due::On(until)).unless(open.blocked_by));
    }
}

/// The day of the infusion, for the harvest: a fresh product lives for hours.
fn harvest_day(ctx: &Context<'_>, step: &StepId, batch: &Batch) -> Option<Date> {
    let step = ctx.protocol.step(step)?;
    let planned = plan::infusion(ctx.treatment.plan.as_ref()?, batch.dose)?;
    (step.kind == StepKind::Harvest).then_some(planned.on)
}

fn product(
    ctx: &Context<'_>,
    items: &mut Vec<OutlookItem>,
    container: &ContainerId,
    batch: &Batch,
) {
    let Some(product) = ctx.treatment.products.get(container) else {
        return;
    };
    late(ctx, items, container);
    let infused = ctx.treatment.containers_infused().contains(container);
    let out_of_use = matches!(
        product.state,
        ProductState::Rejected
            | ProductState::Returned
            | ProductState::Destroyed
            | ProductState::NeverInfused
    );
    if out_of_use {
        return;
    }
    if !infused && ctx.clock() > product.expires_at {
        let title = format!("Reject {container}, which has expired");
        let item = OutlookItem::new(
            Task::RejectExpired,
            title,
            Role::QualifiedPerson,
            State::Late,
        );
        let item = item.of_dose(product.dose).of_batch(&product.batch);
        items.push(item.of_container(container).expiring(product.expires_at));
        return;
    }
    let stage = match product.state {
        ProductState::Quarantine => gates::first_stage(ctx.protocol),
        ProductState::ConditionallyReleased => ReleaseStage::Final,
        ProductState::Released
        | ProductState::SuppliedExceptionally
        | ProductState::Rejected
        | ProductState::Returned
        | ProductState::Destroyed
        | ProductState::NeverInfused => return,
    };
    results(ctx, items, product, batch, stage);
    let release = release(ctx, container, product, stage);
    items.extend(review(container, product, &release));
    items.push(release);
}

/// The record is to be read once nothing but that stands against the release.
fn review(
    container: &ContainerId,
    product: &Product,
    release: &OutlookItem,
) -> Option<OutlookItem> {
    let [only] = release.blocked_by.as_slice() else {
        return None;
    };
    (only.code == RefusalCode::ReviewMissing).then_some(())?;
    let title = format!("Review the record of {container} (batch {})", product.batch);
    let item = OutlookItem::new(Task::ReviewRecord, title, Role::QualifiedPerson, State::Due);
    let item = item.of_dose(product.dose).of_batch(&product.batch);
    let item = item.of_container(container);
    Some(match release.expires_at {
        Some(at) => item.expiring(at),
        None => item,
    })
}

/// What follows once a product has left: alerts that were not seen, authorities that were not told.
fn late(ctx: &Context<'_>, items: &mut Vec<OutlookItem>, container: &ContainerId) {
    let Some(product) = ctx.treatment.products.get(container) else {
        return;
    };
    for failure in &product.late_failures {
        for capacity in failure.unseen() {
            let role = match capacity {
                Capacity::Physician => Role::Physician,
                Capacity::QualifiedPerson => Role::QualifiedPerson,
            };
            let title = format!(
                "See the alert: '{}' of {container} failed after it had left",
                failure.test
            );
            let task = Task::SeeAlert(failure.test.clone(), capacity);
            let item = OutlookItem::new(task, title, role, State::Late);
            let item = item.of_dose(product.dose).of_batch(&product.batch);
            items.push(item.of_container(container).until(Due::At(failure.at)));
        }
    }
    let supply = &product.supply;
    if let (Some((_, notify_by)), None) = (&supply.supplied, &supply.notified) {
        let late = ctx.clock() > *notify_by;
        let state = if late { State::Late } else { State::Due };
        let title =
            format!("Tell the authority that {container} was supplied out of specification");
        let item = OutlookItem::new(Task::NotifyAuthority, title, Role::QualifiedPerson, state);
        let item = item.of_dose(product.dose).of_batch(&product.batch);
        items.push(item.of_container(container).until(Due::At(*notify_by)));
    }
}

fn results(
    ctx: &Context<'_>,
    items: &mut Vec<OutlookItem>,
    product: &Product,
    batch: &Batch,
    stage: ReleaseStage,
) {
    // The first results race against the expiry; the late ones have their own time.
    let urgent = stage == gates::first_stage(ctx.protocol);
    let item = |task, title: String, state| {
        let item = OutlookItem::new(task, title, Role::QualityControl, state);
        let item = item.of_dose(product.dose).of_batch(&product.batch);
        if urgent {
            item.expiring(product.expires_at)
        } else {
            item
        }
    };
    // Results are of the batch: several doses of it wait for the same ones.
    let mut add = |item: OutlookItem| {
        let of_batch = |known: &&OutlookItem| known.batch == item.batch;
        if !items
            .iter()
            .filter(of_batch)
            .any(|known| known.task == item.task)
        {
            items.push(item);
        }
    };
    for test in &ctx.protocol.specification {
        let results = batch.results.get(&test.id).into_iter().flatten();
        for result in results.filter(|result| batch.standing(result) == Standing::Pending) {
            let title = format!("Approve '{}' of batch {}", test.id, product.batch);
            let task = Task::ApproveResult(test.id.clone(), result.number);
            add(item(task, title, State::Due));
        }
        if test.stage != stage || batch.result(&test.id).is_some() {
            continue;
        }
        let title = format!("Report '{}' of batch {}", test.id, product.batch);
        let task = Task::ReportResult(test.id.clone());
        let plan = product.late_plans.iter().find(|plan| plan.test == test.id);
        add(match plan {
            None if urgent => item(task, title, State::Due),
            None => item(task, title, State::Open),
            Some(plan) => {
                let today = time::day(ctx.clock(), ctx.zone);
                let state = if plan.expected_on < today {
                    State::Late
                } else {
                    State::Open
                };
                item(task, title, state).until(Due::On(plan.expected_on))
            }
        });
    }
}

fn release(
    ctx: &Context<'_>,
    container: &ContainerId,
    product: &Product,
    stage: ReleaseStage,
) -> OutlookItem {
    let (kind, words) = match stage {
        ReleaseStage::Conditional => (ReleaseKind::Conditional, "Release"),
        ReleaseStage::Final => (ReleaseKind::Final, "Release finally"),
    };
    let mut reasons = Reasons::default();
    release_product::record_allows(ctx, &mut reasons, container, kind);
    let title = format!("{words} {container} (batch {})", product.batch);
    let task = Task::Release(kind);
    let item = OutlookItem::new(task, title, Role::QualifiedPerson, State::Due);
    let item = item.of_dose(product.dose).of_batch(&product.batch);
    let item = item.of_container(container).unless(reasons.into_refusals());
    if stage == gates::first_stage(ctx.protocol) {
        item.expiring(product.expires_at)
    } else {
        item
    }
}

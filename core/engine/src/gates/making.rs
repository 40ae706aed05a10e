//! Gates of collection and containers: days, labels, damage.

use cikada_domain::event::LabelPurpose;
use cikada_domain::{ContainerId, DoseNumber, PlannedItem};

use crate::context::{Context, Reasons};
use crate::gates;
use crate::refusal::RefusalCode;
use crate::{plan, time};

/// The container carries the label for this purpose, scanned back when it was printed, and holds
/// nothing yet.
pub(crate) fn label_for(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    container: &ContainerId,
    purpose: &LabelPurpose,
) {
    match ctx.treatment.labels.get(container) {
        None => reasons.refuse(RefusalCode::LabelMissing, container.as_str()),
        Some(label) if label != purpose => reasons.refuse(
            RefusalCode::WrongProduct,
            format!(
                "{container} is labelled for {}, and this is {}",
                words(label),
                words(purpose)
            ),
        ),
        Some(_) => gates::label_verified(ctx, reasons, container),
    }
    let collected = ctx.treatment.collected_in(container);
    if collected.is_some() || ctx.treatment.products.contains_key(container) {
        reasons.refuse(RefusalCode::ContainerAlreadyUsed, container.as_str());
    }
}

fn words(purpose: &LabelPurpose) -> String {
    match purpose {
        LabelPurpose::Collection(dose) => format!("the collection of dose {dose}"),
        LabelPurpose::Product(batch) => format!("the product of batch {batch}"),
    }
}

/// No handover found the container damaged, nor, before the filling, what it was filled out of.
pub(crate) fn intact(ctx: &Context<'_>, reasons: &mut Reasons, container: &ContainerId) {
    let way = ctx.treatment.way_of(container);
    let mut handovers = way.handovers.into_iter();
    if let Some((held_in, damaged)) = handovers.find(|(_, handover)| !handover.intact) {
        reasons.refuse(
            RefusalCode::ContainerNotIntact,
            format!(
                "{}{held_in} was damaged when {} took it at {}",
                gates::filled_out_of(container, held_in),
                damaged.to,
                ctx.wall(damaged.at)
            ),
        );
    }
}

/// Not before the planned days, and long enough before the infusion to grow the cells.
pub(crate) fn collection_in_time(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    dose: DoseNumber,
    infusion: &PlannedItem,
) {
    let day = ctx.day();
    let Some(rule) = ctx.protocol.collection() else {
        reasons.refuse(RefusalCode::NothingCollected, ctx.protocol.title.as_str());
        return;
    };
    let planned = ctx.treatment.plan.as_ref();
    let planned = planned.and_then(|confirmed| plan::collection(confirmed, dose));
    if let Some(planned) = planned.filter(|planned| day < planned.earliest) {
        reasons.refuse(
            RefusalCode::CollectionTooEarly,
            format!("today is {day}, planned from {}", planned.earliest),
        );
    }
    let last = time::day_before(infusion.on, &rule.before_infusion_min);
    if last.is_none_or(|last| day > last) {
        reasons.refuse_by(
            RefusalCode::CollectionTooLate,
            format!(
                "today is {day}, the infusion is on {}, and at least {} lie between",
                infusion.on,
                rule.before_infusion_min.words()
            ),
            &rule.source,
        );
    }
}

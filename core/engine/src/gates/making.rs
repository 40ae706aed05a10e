//! Gates of collection, containers and materials: days, labels, damage, lots.

use cikada_domain::event::{LabelPurpose, MaterialUsed};
use cikada_domain::{ContainerId, DoseNumber, PlannedItem};
use cikada_protocol::model::Step;

use crate::context::{Context, Reasons};
use crate::gates;
use crate::gates::entry::written;
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
    let collected = ctx
        .treatment
        .collections
        .values()
        .any(|c| &c.container == container);
    if collected || ctx.treatment.products.contains_key(container) {
        reasons.refuse(RefusalCode::ContainerAlreadyUsed, container.as_str());
    }
}

fn words(purpose: &LabelPurpose) -> String {
    match purpose {
        LabelPurpose::Collection(dose) => format!("the collection of dose {dose}"),
        LabelPurpose::Product(batch) => format!("the product of batch {batch}"),
    }
}

/// No handover found the container damaged.
pub(crate) fn intact(ctx: &Context<'_>, reasons: &mut Reasons, container: &ContainerId) {
    let handovers = ctx.treatment.custody.get(container).into_iter().flatten();
    if let Some(damaged) = handovers.into_iter().find(|handover| !handover.intact) {
        reasons.refuse(
            RefusalCode::ContainerNotIntact,
            format!(
                "{container} was damaged when {} took it at {}",
                damaged.to,
                ctx.wall(damaged.at)
            ),
        );
    }
}

/// Every material of the step is there, of a lot in date, and nothing else.
pub(crate) fn materials(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    step: &Step,
    used: &[MaterialUsed],
) {
    for material in &step.materials {
        if !used.iter().any(|lot| lot.material == material.id) {
            reasons.refuse_by(
                RefusalCode::MaterialMissing,
                material.name.as_str(),
                &material.source,
            );
        }
    }
    let day = ctx.day();
    for lot in used {
        let known = step.materials.iter().any(|m| m.id == lot.material);
        if !known {
            reasons.refuse(RefusalCode::MaterialNotOnBill, lot.material.as_str());
        }
        written(reasons, &format!("lot of {}", lot.material), &lot.lot);
        // A lot may be used up to and on the day it expires.
        if lot.expires_on < day {
            reasons.refuse(
                RefusalCode::MaterialExpired,
                format!(
                    "{} lot {} expired on {}",
                    lot.material, lot.lot, lot.expires_on
                ),
            );
        }
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

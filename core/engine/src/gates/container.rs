//! Gates of a container: whether its identity is in doubt, and whether it has left for good.

use cikada_domain::treatment::{Deviation, Product, ProductState};
use cikada_domain::{ContainerId, Value};
use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::context::{Context, Reasons};
use crate::gates::making;
use crate::refusal::RefusalCode;

/// Whether a deviation was opened by a scan that did not agree at a handover.
pub(crate) fn was_mismatch(deviation: &Deviation) -> bool {
    let codes = [
        RefusalCode::ContainerMismatch,
        RefusalCode::IdentityMismatch,
    ];
    let found = |code: &RefusalCode| deviation.found == Value::Code(code.code().to_owned());
    deviation.input.is_none() && codes.iter().any(found)
}

/// No scan at a handover left the container's identity in doubt.
///
/// A doubt about what it was filled out of, from before the filling, is a doubt about it. Only whoever
/// closes the deviation lifts this: no role that hands over can, and a doubt that was judged
/// unacceptable stays for ever.
pub(crate) fn not_held(ctx: &Context<'_>, reasons: &mut Reasons, container: &ContainerId) {
    let way = ctx.treatment.way_of(container);
    for (id, deviation) in &way.deviations {
        let since = deviation.since.unwrap_or(deviation.opened_at);
        let named = deviation.container.as_ref();
        let Some(doubted) = named.filter(|named| way.touched(named, since)) else {
            continue;
        };
        if was_mismatch(deviation) && deviation.product_acceptable != Some(true) {
            let of = filled_out_of(container, doubted);
            let words = deviation.words();
            reasons.refuse(
                RefusalCode::ContainerHeld,
                format!("{of}{doubted}: deviation {id}, {words}"),
            );
        }
    }
}

/// What a reason begins with that was found at a container's source.
pub(crate) fn filled_out_of(container: &ContainerId, source: &ContainerId) -> String {
    if source == container {
        return String::new();
    }
    format!("{container} was filled out of {source}: ")
}

/// The product was not returned, destroyed or set aside.
pub(crate) fn in_use(ctx: &Context<'_>, reasons: &mut Reasons, container: &ContainerId) {
    let state = ctx.treatment.products.get(container);
    if let Some(
        state @ (ProductState::Returned | ProductState::Destroyed | ProductState::NeverInfused),
    ) = state.map(|product| product.state)
    {
        let words = state.words();
        reasons.refuse(
            RefusalCode::ProductOutOfUse,
            format!("{container}: {words}"),
        );
    }
}

/// Sound, its identity beyond doubt, and still in use. That it was out of condition for too long stands
/// in a deviation.
pub(crate) fn soundness(ctx: &Context<'_>, reasons: &mut Reasons, container: &ContainerId) {
    making::intact(ctx, reasons, container);
    not_held(ctx, reasons, container);
    in_use(ctx, reasons, container);
}

/// The container is at one of some places, by its last handover or where it came to be.
///
/// Where it came to be may not be recorded: then nobody knows that it is here, and it is elsewhere.
pub(crate) fn at_one_of(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    container: &ContainerId,
    places: &[&str],
) {
    let whereabouts = ctx.treatment.whereabouts(container);
    let here = whereabouts.place().is_some_and(|at| places.contains(&at));
    if !here {
        let (is, places) = (whereabouts.words(), places.join(" or "));
        reasons.refuse(
            RefusalCode::ContainerElsewhere,
            format!("{container} is {is}, and this is done in {places}"),
        );
    }
}

/// The container's last handover, signed by whoever took it, was to one of some places.
///
/// Where it came to be does not count, whatever that is called: nobody signed that it was brought.
pub(crate) fn handed_to(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    container: &ContainerId,
    places: &[&str],
) {
    let handovers = ctx.treatment.custody.get(container);
    let last = handovers.and_then(|handovers| handovers.last());
    let signed = last.filter(|handover| handover.taken_by.is_some());
    if signed.is_some_and(|handover| places.contains(&handover.to.as_str())) {
        return;
    }
    let whereabouts = ctx.treatment.whereabouts(container);
    let named = whereabouts.place().is_some_and(|at| places.contains(&at));
    let unsigned = if named {
        ", and nobody signed that it was brought there"
    } else {
        ""
    };
    let (is, places) = (whereabouts.words(), places.join(" or "));
    reasons.refuse(
        RefusalCode::ContainerElsewhere,
        format!("{container} is {is}{unsigned}, and this is done in {places}"),
    );
}

/// Since when a container holds anything, where that is known: nothing happens to it before.
pub(crate) fn made(
    ctx: &Context<'_>,
    container: &ContainerId,
) -> Option<(Timestamp, &'static str)> {
    if let Some(product) = ctx.treatment.products.get(container) {
        return Some((product.harvested_at, "it was harvested"));
    }
    let (_, collected) = ctx.treatment.collected_in(container)?;
    Some((collected.at, "it was collected"))
}

/// What is unusual in the record was read since something was last added to it.
pub(crate) fn reviewed(reasons: &mut Reasons, container: &ContainerId, product: &Product) {
    if product.reviewed.is_none() {
        reasons.refuse(RefusalCode::ReviewMissing, container.as_str());
    }
}

/// How many seconds a quantity of time is.
pub(crate) fn seconds(quantity: &cikada_domain::Quantity) -> Option<Decimal> {
    let seconds = quantity.convert(cikada_domain::Unit::Second).ok()?;
    Some(seconds.amount())
}

//! Gates of a container: whether its identity is in doubt, and whether it has left for good.

use cikada_domain::treatment::{Deviation, Product, ProductState};
use cikada_domain::{ContainerId, Value};
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
/// Only whoever closes the deviation lifts this: no role that hands over can, and a doubt that was
/// judged unacceptable stays for ever.
pub(crate) fn not_held(ctx: &Context<'_>, reasons: &mut Reasons, container: &ContainerId) {
    for (id, deviation) in &ctx.treatment.deviations {
        let doubted = deviation.container.as_ref() == Some(container) && was_mismatch(deviation);
        if doubted && deviation.product_acceptable != Some(true) {
            reasons.refuse(
                RefusalCode::ContainerHeld,
                format!("{container}: deviation {id}, {}", deviation.words()),
            );
        }
    }
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

/// Sound, its identity beyond doubt, and not longer out of condition than the protocol allows.
pub(crate) fn soundness(ctx: &Context<'_>, reasons: &mut Reasons, container: &ContainerId) {
    making::intact(ctx, reasons, container);
    not_held(ctx, reasons, container);
    in_use(ctx, reasons, container);
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

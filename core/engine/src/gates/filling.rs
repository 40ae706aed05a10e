//! Gates of a batch that is filled as several doses (ISBT 128 structures 003 and 032): whether one
//! more may be, and what it may be.

use std::cmp::Ordering;

use cikada_domain::treatment::whereabouts::FILLS;
use cikada_domain::treatment::{Product, ProductState};
use cikada_domain::{BatchId, ContainerId, Division, DoseNumber, Quantity};
use rust_decimal::Decimal;

use crate::context::{Context, Reasons};
use crate::figures;
use crate::refusal::RefusalCode;

/// The protocol lets one more dose be filled from the harvested batch, and nothing was decided about
/// any product of it yet.
pub(crate) fn further_dose(ctx: &Context<'_>, reasons: &mut Reasons, batch: &BatchId) {
    let products = ctx.treatment.products_of(batch);
    match &ctx.protocol.product.division {
        None => reasons.refuse(RefusalCode::NoRule, "more than one dose of a batch"),
        Some(rule) if products.len() >= usize::from(rule.doses_max) => reasons.refuse_by(
            RefusalCode::BatchFullyFilled,
            format!("{batch}: {} of {} doses", products.len(), rule.doses_max),
            &rule.source,
        ),
        Some(_) => {}
    }
    for (container, product) in products {
        undecided(ctx, reasons, container, product);
    }
}

/// Whoever decides on a product reads a record to which nothing is filled any more.
fn undecided(ctx: &Context<'_>, reasons: &mut Reasons, container: &ContainerId, product: &Product) {
    let code = match product.state {
        ProductState::Quarantine => return,
        ProductState::ConditionallyReleased | ProductState::Released => {
            RefusalCode::AlreadyReleased
        }
        ProductState::SuppliedExceptionally => RefusalCode::AlreadySupplied,
        // What becomes of one of several doses says nothing of the others.
        ProductState::Rejected
        | ProductState::Returned
        | ProductState::Destroyed
        | ProductState::NeverInfused => {
            if product.filled_from.is_none() {
                super::in_use(ctx, reasons, container);
                if product.state == ProductState::Rejected {
                    reasons.refuse(RefusalCode::ProductRejected, container.as_str());
                }
            }
            return;
        }
    };
    reasons.refuse(code, container.as_str());
}

/// The harvest's container was where a dose is filled out of it: not handed away since it was made, or
/// handed back.
pub(crate) fn source_at_hand(ctx: &Context<'_>, reasons: &mut Reasons, source: &ContainerId) {
    let whereabouts = ctx.treatment.whereabouts_at(source, ctx.at);
    if !FILLS.iter().any(|place| whereabouts.may_be(place)) {
        let (is, places) = (whereabouts.words(), FILLS.join(" or "));
        let detail = format!("{source} is {is}: hand it over to {places} first");
        reasons.refuse(RefusalCode::ContainerElsewhere, detail);
    }
}

/// Nothing was made for the dose that could still be given, and nothing is in work for it.
pub(crate) fn not_made(ctx: &Context<'_>, reasons: &mut Reasons, dose: DoseNumber) {
    if let Some((container, _)) = usable(ctx, dose) {
        let detail = format!("dose {dose} is in {container}");
        reasons.refuse(RefusalCode::DoseAlreadyMade, detail);
    }
    let mut batches = ctx.treatment.batches.iter();
    let in_work = batches.find(|(_, batch)| batch.dose == dose && batch.container.is_none());
    if let Some((id, _)) = in_work {
        let detail = format!("dose {dose} is in work as batch {id}");
        reasons.refuse(RefusalCode::DoseAlreadyMade, detail);
    }
}

/// The dose was not filled out of the batch of another: nothing is collected or grown for it then.
pub(crate) fn not_filled(ctx: &Context<'_>, reasons: &mut Reasons, dose: DoseNumber) {
    let filled = usable(ctx, dose).filter(|(_, product)| product.filled_from.is_some());
    if let Some((container, product)) = filled {
        let detail = format!("dose {dose} is in {container}, of batch {}", product.batch);
        reasons.refuse(RefusalCode::DoseAlreadyMade, detail);
    }
}

/// A product of the dose that was not decided against and has not expired.
pub(crate) fn usable<'a>(
    ctx: &Context<'a>,
    dose: DoseNumber,
) -> Option<(&'a ContainerId, &'a Product)> {
    let mut products = ctx.treatment.products.iter();
    products.find(|(_, product)| {
        product.dose == dose && !out_of_use(product.state) && ctx.clock() <= product.expires_at
    })
}

/// Whether it was decided that a product is never given.
pub(crate) fn out_of_use(state: ProductState) -> bool {
    match state {
        ProductState::Rejected
        | ProductState::Returned
        | ProductState::Destroyed
        | ProductState::NeverInfused => true,
        ProductState::Quarantine
        | ProductState::ConditionallyReleased
        | ProductState::Released
        | ProductState::SuppliedExceptionally => false,
    }
}

/// The division is the one that the container's own code says, and no other container of the batch
/// has it. A code that says none, of a whole or of no known structure, names no part: no division
/// given beside it can be read back from the label.
pub(crate) fn own_division(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    batch: &BatchId,
    (container, division): (&ContainerId, &Division),
) {
    let said = Division::of(container);
    if said.as_ref() != Some(division) {
        let said = said.map_or("no division".to_owned(), |said| format!("division {said}"));
        reasons.refuse(
            RefusalCode::DivisionMismatch,
            format!("{container} says {said}, and this is {division}"),
        );
    }
    for (other, product) in ctx.treatment.products_of(batch) {
        if product.division.as_ref() == Some(division) {
            reasons.refuse(
                RefusalCode::DivisionAlreadyUsed,
                format!("{other} is division {division} of {batch}"),
            );
        }
    }
}

/// Something is filled, of what the harvest's container holds, and no more than that; gives what it
/// held before.
pub(crate) fn part_of(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    (from, source): (&ContainerId, &Product),
    (cells, volume): (&Quantity, &Quantity),
) -> Option<Quantity> {
    if Division::is_whole(from) {
        let detail = format!("{from} says that it holds the whole, and would hold a part");
        reasons.refuse(RefusalCode::DivisionMismatch, detail);
    }
    // The record with its corrections, not the count once printed.
    let held = figures::held(ctx, from);
    let counted = match &held {
        Some(held) => within(reasons, from, "cells", (cells, held)),
        None => {
            reasons.refuse(RefusalCode::MoreThanHeld, "no count at the harvest");
            false
        }
    };
    let measured = within(reasons, from, "volume", (volume, &source.volume));
    if let Some(held) = held.as_ref().filter(|_| counted && measured) {
        of_volume(reasons, (cells, volume), (held, &source.volume));
    }
    held
}

/// INVARIANT (dose): what is filled is a part of one suspension. Its cells are those of its volume, to
/// the digits they are written with and to at least two.
fn of_volume(
    reasons: &mut Reasons,
    (cells, volume): (&Quantity, &Quantity),
    (held, whole): (&Quantity, &Quantity),
) {
    let worked = || {
        let volume = volume.convert(whole.unit()).ok()?.amount();
        let part = held.amount().checked_mul(volume)?;
        let part = held.with_amount(part.checked_div(whole.amount())?);
        part.convert(cells.unit()).ok()
    };
    let digits = digits(cells.amount()).max(2);
    let rounded = worked().and_then(|worked| {
        let amount = worked.amount().round_sf(digits)?;
        Some(worked.with_amount(amount.normalize()))
    });
    if rounded.as_ref().map(Quantity::amount) == Some(cells.amount()) {
        return;
    }
    let rounded = rounded.map_or("nothing".to_owned(), |rounded| rounded.words());
    reasons.refuse(
        RefusalCode::CellsNotOfVolume,
        format!(
            "{} of {} in {} are {rounded}, entered are {}",
            volume.words(),
            held.words(),
            whole.words(),
            cells.words()
        ),
    );
}

/// With how many significant digits a number is written.
fn digits(amount: Decimal) -> u32 {
    let mut written = amount.normalize().mantissa().unsigned_abs();
    while written > 0 && written.is_multiple_of(10) {
        written /= 10;
    }
    written
        .checked_ilog10()
        .map_or(1, |log| log.saturating_add(1))
}

/// Whether the part is one of the whole: of its kind, something, and no more.
fn within(
    reasons: &mut Reasons,
    from: &ContainerId,
    name: &str,
    (part, whole): (&Quantity, &Quantity),
) -> bool {
    let Ok(order) = part.compare(whole) else {
        // INVARIANT (dose): another population than was counted is never taken from it.
        let detail = format!("{name}: '{}', held are {}", part.words(), whole.words());
        reasons.refuse(RefusalCode::ValueUnitWrong, detail);
        return false;
    };
    let something = part.amount() > Decimal::ZERO;
    if !something {
        let detail = format!("{name}: more than none");
        reasons.refuse(RefusalCode::ValueMissing, detail);
    }
    if order == Ordering::Greater {
        reasons.refuse(
            RefusalCode::MoreThanHeld,
            format!("{name}: {}, {from} holds {}", part.words(), whole.words()),
        );
    }
    something && order != Ordering::Greater
}

//! Gates of materials: every lot of a step is known, released, in date and enough, and nothing that
//! was recalled goes on to a patient.

use std::collections::{BTreeMap, BTreeSet};

use cikada_domain::event::{MaterialUsed, Subject};
use cikada_domain::facility::{Lot, LotState};
use cikada_domain::treatment::Batch;
use cikada_domain::{LotId, Quantity};
use cikada_dose::LotStrength;
use cikada_protocol::Protocol;
use cikada_protocol::model::{Material, MaterialFrom, Step};

use crate::context::{Context, Reasons};
use crate::gates::entry::written;
use crate::refusal::RefusalCode;

/// Every material of the step is there, each from a lot that may be used today, and nothing else.
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
    let mut taken: BTreeMap<&str, Vec<&MaterialUsed>> = BTreeMap::new();
    for used in used {
        written(reasons, &format!("lot of {}", used.material), &used.lot);
        // A lot may be used up to and on the day it expires.
        if used.expires_on < ctx.day() {
            let (material, lot, day) = (&used.material, &used.lot, used.expires_on);
            let detail = format!("{material} lot {lot} expired on {day}");
            reasons.refuse(RefusalCode::MaterialExpired, detail);
        }
        let rule = step.materials.iter().find(|m| m.id == used.material);
        match rule.map(|rule| rule.from) {
            None => reasons.refuse(RefusalCode::MaterialNotOnBill, used.material.as_str()),
            Some(MaterialFrom::Patient) => from_patient(ctx, reasons, used),
            Some(MaterialFrom::Stock) => taken.entry(&used.lot).or_default().push(used),
        }
    }
    for (lot, used) in taken {
        from_lot(ctx, reasons, lot, &used);
    }
}

/// What comes from the patient carries the number of a donation of this treatment.
fn from_patient(ctx: &Context<'_>, reasons: &mut Reasons, used: &MaterialUsed) {
    let mut donations = ctx.treatment.collections.keys();
    // INVARIANT (one donor): a batch holds one donor's material.
    if !donations.any(|donation| donation.as_str() == used.lot) {
        let detail = format!(
            "{} is {}, which is no donation of this treatment",
            used.material, used.lot
        );
        reasons.refuse(RefusalCode::NotFromPatient, detail);
    }
}

/// What is taken from one lot: of the right material, released, in date, and no more than is there.
fn from_lot(ctx: &Context<'_>, reasons: &mut Reasons, number: &str, used: &[&MaterialUsed]) {
    let Some(facility) = ctx.facility else {
        return;
    };
    let known = LotId::new(number).ok();
    let Some(lot) = known.and_then(|id| facility.lots.get(&id)) else {
        reasons.refuse(RefusalCode::LotUnknown, format!("lot {number}"));
        return;
    };
    for used in used {
        if used.material != lot.material {
            let (is, asked) = (&lot.material, &used.material);
            let detail = format!("lot {number} is {is}, and this is {asked}");
            reasons.refuse(RefusalCode::LotOfAnotherMaterial, detail);
        }
        if used.expires_on != lot.expires_on {
            let detail = format!(
                "{} was entered for lot {number}, which expires on {}",
                used.expires_on, lot.expires_on
            );
            reasons.refuse(RefusalCode::ExpiryDiffers, detail);
        }
    }
    may_be_used(ctx, reasons, number, lot);
    enough(reasons, number, lot, used);
}

fn may_be_used(ctx: &Context<'_>, reasons: &mut Reasons, number: &str, lot: &Lot) {
    let decided = lot.decided.as_ref();
    match lot.state {
        LotState::Released => {
            if let Some(released) = decided {
                let what = format!("lot {number} was released");
                crate::gates::not_before(ctx, reasons, released.at, &what);
            }
        }
        LotState::Quarantine => {
            let detail = format!("lot {number} is in quarantine");
            reasons.refuse(RefusalCode::LotNotReleased, detail);
        }
        LotState::Rejected => {
            let detail = format!("lot {number} was rejected");
            reasons.refuse(RefusalCode::LotNotReleased, detail);
        }
        LotState::Recalled => reasons.refuse(RefusalCode::LotRecalled, recalled(ctx, number, lot)),
    }
    if lot.expires_on < ctx.day() {
        let detail = format!(
            "{} lot {number} expired on {}",
            lot.material, lot.expires_on
        );
        reasons.refuse(RefusalCode::MaterialExpired, detail);
    }
}

fn recalled(ctx: &Context<'_>, number: &str, lot: &Lot) -> String {
    let when = lot.decided.as_ref().map(|decided| ctx.wall(decided.at));
    let when = when.map_or(String::new(), |when| format!(" at {when}"));
    format!("lot {number} of {} was recalled{when}", lot.material)
}

/// How much is taken is said, can be held against the lot, and is there.
fn enough(reasons: &mut Reasons, number: &str, lot: &Lot, used: &[&MaterialUsed]) {
    let mut sum = rust_decimal::Decimal::ZERO;
    for used in used {
        let Some(amount) = &used.amount else {
            let detail = format!("the amount taken from lot {number}");
            reasons.refuse(RefusalCode::ValueMissing, detail);
            continue;
        };
        match in_lot_unit(lot, amount) {
            Ok(taken) => sum = sum.saturating_add(taken.amount()),
            Err(problem) => {
                let detail = format!("{} of lot {number}: {problem}", amount.words());
                reasons.refuse(RefusalCode::AmountNotConvertible, detail);
            }
        }
    }
    if sum > lot.on_hand.amount() {
        let detail = format!(
            "{} asked of lot {number}, and {} are there",
            lot.on_hand.with_amount(sum).words(),
            lot.on_hand.words()
        );
        reasons.refuse(RefusalCode::NotEnoughOnHand, detail);
    }
}

/// An amount in the unit in which the lot is kept, through the lot's own strength where that is
/// another kind of unit.
pub(crate) fn in_lot_unit(
    lot: &Lot,
    amount: &Quantity,
) -> Result<Quantity, cikada_dose::DoseProblem> {
    let strength = LotStrength {
        in_volume: lot.strength.as_ref(),
        specific_activity: lot.specific_activity.as_ref(),
    };
    let converted = strength.convert(amount, lot.on_hand.unit())?;
    Ok(converted.value)
}

/// Nothing that went into the batch has been recalled since.
pub(crate) fn not_recalled(ctx: &Context<'_>, reasons: &mut Reasons, batch: &Batch) {
    let Some(facility) = ctx.facility else {
        return;
    };
    for number in lots_of(ctx.protocol, batch) {
        match facility.lots.get(&number) {
            // A lot nobody knows of may have been recalled.
            None => reasons.refuse(RefusalCode::LotUnknown, format!("lot {number}")),
            Some(lot) if lot.state == LotState::Recalled => reasons.refuse(
                RefusalCode::LotRecalled,
                recalled(ctx, number.as_str(), lot),
            ),
            Some(_) => {}
        }
    }
}

/// What was recalled of the lots that went into a batch, each in words.
pub(crate) fn lots_recalled(ctx: &Context<'_>, batch: &Batch) -> Vec<String> {
    let lots = ctx.facility.map(|facility| &facility.lots);
    let known = |number: LotId| Some((lots?.get(&number)?, number));
    let used = lots_of(ctx.protocol, batch).into_iter().filter_map(known);
    used.filter(|(lot, _)| lot.state == LotState::Recalled)
        .map(|(lot, number)| recalled(ctx, number.as_str(), lot))
        .collect()
}

/// The lots in stock that went into a batch.
fn lots_of(protocol: &Protocol, batch: &Batch) -> BTreeSet<LotId> {
    let stock = |material: &&Material| material.from == MaterialFrom::Stock;
    let rules = |step| {
        protocol
            .step(step)
            .into_iter()
            .flat_map(|step| &step.materials)
    };
    let used = batch.performed.iter().flat_map(|record| {
        let of_stock = |used: &&MaterialUsed| {
            let mut rules = rules(&record.step).filter(stock);
            rules.any(|rule| rule.id == used.material)
        };
        record.materials.iter().filter(of_stock)
    });
    used.filter_map(|used| LotId::new(&*used.lot).ok())
        .collect()
}

/// What a step takes from, as subjects.
pub(crate) fn lots_used(materials: &[MaterialUsed]) -> impl Iterator<Item = Subject> {
    let lots = materials
        .iter()
        .filter_map(|used| LotId::new(&*used.lot).ok());
    lots.map(Subject::Lot)
}

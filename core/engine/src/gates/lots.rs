//! Gates of materials: every lot of a step is known, released, in date and enough, and nothing that
//! was recalled goes on to a patient.

use std::collections::{BTreeMap, BTreeSet};

use cikada_domain::event::{MaterialUsed, Subject};
use cikada_domain::facility::{Lot, LotState};
use cikada_domain::treatment::{Batch, Deviation, Performed};
use cikada_domain::{BatchId, DeviationId, LotId, Quantity};
use cikada_dose::LotStrength;
use cikada_protocol::Protocol;
use cikada_protocol::model::{Material, MaterialFrom, Step};
use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::context::{Context, Reasons};
use crate::gates::{self, written};
use crate::refusal::RefusalCode;
use crate::{deviation, time};

/// Every material of the step is there, each from a lot that may be used today, and nothing else.
pub(crate) fn materials(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    step: &Step,
    batch: &Batch,
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
            Some(MaterialFrom::Patient) => from_patient(ctx, reasons, batch, used),
            Some(MaterialFrom::Stock) => taken.entry(&used.lot).or_default().push(used),
        }
    }
    for (lot, used) in taken {
        from_lot(ctx, reasons, lot, &used);
    }
}

/// What comes from the patient carries the number of the donation the batch is made from, and the
/// donation's container is sound and its identity beyond doubt.
fn from_patient(ctx: &Context<'_>, reasons: &mut Reasons, batch: &Batch, used: &MaterialUsed) {
    let own = &batch.donation;
    let collection = ctx.treatment.collections.get(own);
    // INVARIANT (one donor): a batch holds one donor's material, of one collection.
    let Some(collection) = collection.filter(|_| own.as_str() == used.lot) else {
        let detail = format!(
            "{} is {}, and the batch is made from donation {own}",
            used.material, used.lot
        );
        reasons.refuse(RefusalCode::NotFromPatient, detail);
        return;
    };
    gates::not_held(ctx, reasons, &collection.container);
    gates::intact(ctx, reasons, &collection.container);
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
    as_it_is(reasons, number, lot, used);
    may_be_used(ctx, reasons, number, lot);
    enough(reasons, (number, lot), lot.on_hand.amount(), used);
}

/// What is written down of a lot is what is known of it.
fn as_it_is(reasons: &mut Reasons, number: &str, lot: &Lot, used: &[&MaterialUsed]) {
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
}

fn may_be_used(ctx: &Context<'_>, reasons: &mut Reasons, number: &str, lot: &Lot) {
    let decided = lot.decided.as_ref();
    match lot.state {
        LotState::Released => {
            if let Some(released) = decided {
                let what = format!("lot {number} was released");
                gates::not_before(ctx, reasons, released.at, &what);
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

/// What should not have been so about a lot in a corrected line.
#[derive(Debug, Default)]
pub(crate) struct Unfit {
    /// Each in words.
    pub(crate) found: Vec<String>,
    /// Whether a recall is among it.
    pub(crate) of_recall: bool,
}

/// A line of a record as it is corrected: of the same material, and from a lot that was there. What
/// cannot be so is refused; what should not have been so is a fact, and comes back in words with what
/// was expected.
pub(crate) fn corrected_line(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    (step, batch, record): (&Step, &Batch, &Performed),
    (old, new): (&MaterialUsed, &MaterialUsed),
) -> Unfit {
    written(reasons, &format!("lot of {}", new.material), &new.lot);
    let rule = step.materials.iter().find(|rule| rule.id == new.material);
    let Some(rule) = rule.filter(|_| old.material == new.material) else {
        reasons.refuse(RefusalCode::MaterialNotOnBill, new.material.as_str());
        return Unfit::default();
    };
    let Some(facility) = ctx.facility.filter(|_| rule.from == MaterialFrom::Stock) else {
        from_patient(ctx, reasons, batch, new);
        if rule.addition.is_some() && new.amount.is_none() {
            let detail = format!("how much of {} was added", rule.name);
            reasons.refuse(RefusalCode::ValueMissing, detail);
        }
        return Unfit::default();
    };
    let lot = |number: &str| facility.lots.get(&LotId::new(number).ok()?);
    let Some(known) = lot(&new.lot) else {
        reasons.refuse(RefusalCode::LotUnknown, format!("lot {}", new.lot));
        return Unfit::default();
    };
    as_it_is(reasons, &new.lot, known, &[new]);
    let given_back = match (old.lot == new.lot, &old.amount) {
        (true, Some(amount)) => in_lot_unit(known, amount).ok(),
        _ => None,
    };
    let back = given_back.map_or(Decimal::ZERO, |back| back.amount());
    // What was taken before a count is not among what was counted.
    let there = match known.is_counted_since(record.at) {
        true => Decimal::MAX,
        false => known.on_hand.amount().saturating_add(back),
    };
    enough(reasons, (&new.lot, known), there, &[new]);
    let mut unfit = Unfit {
        found: unfit_then(ctx, (&new.lot, known), record.at),
        of_recall: known.state == LotState::Recalled,
    };
    // Whoever takes a recalled lot out of a record is believed by quality and by nobody else.
    if let Some(before) = lot(&old.lot).filter(|_| old.lot != new.lot)
        && before.state == LotState::Recalled
    {
        let recalled = recalled(ctx, &old.lot, before);
        let found = format!("{recalled}, and was written down before");
        unfit.found.push(found);
        unfit.of_recall = true;
    }
    unfit
}

/// Why a lot should not have been used at a time, in words.
fn unfit_then(ctx: &Context<'_>, (number, lot): (&str, &Lot), at: Timestamp) -> Vec<String> {
    let mut found = Vec::new();
    if lot.expires_on < time::day(at, ctx.zone) {
        found.push(format!("lot {number} expired on {}", lot.expires_on));
    }
    match lot.released.as_ref() {
        None => found.push(format!("lot {number} was never released")),
        Some(released) if released.at > at => found.push(format!(
            "lot {number} was released at {}, after it was used",
            ctx.wall(released.at)
        )),
        Some(_) => {}
    }
    let decided = lot.decided.as_ref();
    if lot.state == LotState::Recalled && decided.is_none_or(|recall| recall.at <= at) {
        found.push(recalled(ctx, number, lot));
    }
    found
}

/// How much is taken is said, can be held against the lot, and is there.
fn enough(
    reasons: &mut Reasons,
    (number, lot): (&str, &Lot),
    there: Decimal,
    used: &[&MaterialUsed],
) {
    let mut sum = Decimal::ZERO;
    for used in used {
        let Some(amount) = &used.amount else {
            let detail = format!("the amount taken from lot {number}");
            reasons.refuse(RefusalCode::ValueMissing, detail);
            continue;
        };
        match in_lot_unit(lot, amount) {
            Ok(taken) => sum = sum.saturating_add(taken.amount()),
            Err(problem) => {
                let detail = format!("{} of lot {number}: {problem}", amount.amount_words());
                reasons.refuse(RefusalCode::AmountNotConvertible, detail);
            }
        }
    }
    if sum > there {
        let detail = format!(
            "{} asked of lot {number}, and {} are there",
            lot.on_hand.with_amount(sum).amount_words(),
            lot.on_hand.with_amount(there).amount_words()
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
        let lot = LotId::new(number).ok();
        match lot.and_then(|lot| facility.lots.get(&lot)) {
            // A lot nobody knows of may have been recalled.
            None => reasons.refuse(RefusalCode::LotUnknown, format!("lot {number}")),
            Some(lot) if lot.state == LotState::Recalled => {
                reasons.refuse(RefusalCode::LotRecalled, recalled(ctx, number, lot));
            }
            Some(_) => {}
        }
    }
}

/// A culture that a lot recalled since went into goes on only under a deviation that quality has
/// classified after the recall, and has not closed against the product. What was done before the
/// recall is a fact.
pub(crate) fn recall_decided(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    (id, batch): (&BatchId, &Batch),
) {
    // Whoever takes a recalled lot out of a record is believed once quality has classified it.
    let taken_out = ctx.treatment.deviations.iter().filter(|(_, known)| {
        let by_correction = known.input.is_some() && known.opened_at <= ctx.at;
        &known.batch == id && by_correction && deviation::of_recall(known)
    });
    for (number, known) in taken_out {
        let detail = format!("{number}: {}", known.words());
        match (known.product_acceptable, known.class) {
            (Some(false), _) => reasons.refuse(RefusalCode::DeviationNotAcceptable, detail),
            (_, None) => reasons.refuse(RefusalCode::RecalledLotUndecided, detail),
            (_, Some(_)) => {}
        }
    }
    let Some(facility) = ctx.facility else {
        return;
    };
    for number in lots_of(ctx.protocol, batch) {
        let lot = LotId::new(number).ok();
        let (since, what) = match lot.and_then(|lot| facility.lots.get(&lot)) {
            Some(lot) if lot.state == LotState::Recalled => {
                let recall = lot.decided.as_ref().map(|decided| decided.at);
                let since = recall.unwrap_or(batch.started_at);
                (since, recalled(ctx, number, lot))
            }
            Some(_) => continue,
            // A lot nobody knows of may have been recalled.
            None => (batch.started_at, format!("lot {number} is not known here")),
        };
        if ctx.at < since {
            continue;
        }
        let of_batch = ctx.treatment.deviations.iter();
        let mut about = of_batch.filter(|(_, known)| {
            &known.batch == id && known.opened_at >= since && deviation::of_recall(known)
        });
        let against =
            |(_, known): &(&DeviationId, &Deviation)| known.product_acceptable == Some(false);
        if let Some((number, known)) = about.clone().find(against) {
            let detail = format!("{number}: {}", known.words());
            reasons.refuse(RefusalCode::DeviationNotAcceptable, detail);
        } else if !about.any(|(_, known)| known.class.is_some()) {
            reasons.refuse(RefusalCode::RecalledLotUndecided, what);
        }
    }
}

/// What was recalled of the lots that went into a batch, each in words.
pub(crate) fn lots_recalled(ctx: &Context<'_>, batch: &Batch) -> Vec<String> {
    let lots = ctx.facility.map(|facility| &facility.lots);
    let known = |number| Some((lots?.get(&LotId::new(number).ok()?)?, number));
    let used = lots_of(ctx.protocol, batch).into_iter().filter_map(known);
    used.filter(|(lot, _)| lot.state == LotState::Recalled)
        .map(|(lot, number)| recalled(ctx, number, lot))
        .collect()
}

/// The lots in stock that went into a batch, as they were recorded: a number no lot can have stays
/// among them.
fn lots_of<'a>(protocol: &Protocol, batch: &'a Batch) -> BTreeSet<&'a str> {
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
    used.map(|used| &*used.lot).collect()
}

/// What a step takes from, as subjects.
pub(crate) fn lots_used(materials: &[MaterialUsed]) -> impl Iterator<Item = Subject> {
    let lots = materials
        .iter()
        .filter_map(|used| LotId::new(&*used.lot).ok());
    lots.map(Subject::Lot)
}

#[cfg(test)]
mod tests {
    use cikada_domain::StepId;
    use cikada_domain::event::MaterialUsed;
    use cikada_domain::treatment::Batch;
    use cikada_protocol::model::MaterialFrom;

    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::{Course, Point, batch, container, donation};

    /// Just before the isolation, which takes something of the patient's own.
    fn course() -> (Course, Command) {
        let mut course = example_course(Point::Cultured);
        let id = |id: &str| StepId::new(id).unwrap();
        let receipt = course.protocol.step(&id("receipt")).unwrap().clone();
        let receipt = course.step(1, &receipt);
        assert_eq!(codes(&mut course, "tech-1", &receipt), [""; 0]);
        let steps = &mut course.protocol.steps;
        let step = steps.iter_mut().find(|step| step.id == id("isolation"));
        let step = step.unwrap();
        let material = step.materials.iter_mut().find(|m| m.addition.is_none());
        material.unwrap().from = MaterialFrom::Patient;
        let step = step.clone();
        let isolation = course.step(1, &step);
        (course, isolation)
    }

    fn own(command: &mut Command) -> &mut MaterialUsed {
        let Command::PerformStep { materials, .. } = command else {
            panic!("a step")
        };
        let own = materials.iter_mut().find(|m| m.lot == donation(1).as_str());
        own.unwrap()
    }

    #[test]
    fn what_is_the_patients_own_is_of_the_batchs_own_donation() {
        let (mut course, mut isolation) = course();
        let first = course.treatment.collections[&donation(1)].clone();
        course.treatment.collections.insert(donation(2), first);
        own(&mut isolation).lot = donation(2).to_string();
        let found = codes(&mut course, "tech-1", &isolation);
        assert_eq!(found, ["not-from-patient"]);
        own_again(&mut isolation);
        assert_eq!(codes(&mut course, "tech-1", &isolation), [""; 0]);
    }

    fn own_again(command: &mut Command) {
        let Command::PerformStep { materials, .. } = command else {
            panic!("a step")
        };
        let other = materials.iter_mut().find(|m| m.lot == donation(2).as_str());
        other.unwrap().lot = donation(1).to_string();
    }

    #[test]
    fn nothing_is_taken_from_a_damaged_container_of_the_patients_own() {
        let (mut course, isolation) = course();
        let blood = container("BLOOD-1");
        let handovers = course.treatment.custody.get_mut(&blood).unwrap();
        handovers.last_mut().unwrap().intact = false;
        let found = codes(&mut course, "tech-1", &isolation);
        assert_eq!(found, ["container-not-intact"]);
    }

    #[test]
    fn nothing_is_taken_from_a_container_whose_identity_is_in_doubt() {
        let (mut course, isolation) = course();
        let mut handover = course.handover("BLOOD-1", "ward", "laboratory");
        if let Command::TransferCustody { scanned, .. } = &mut handover {
            *scanned = crate::Scanned::Unknown;
        }
        let refused = codes(&mut course, "nurse-1", &handover);
        assert!(refused.contains(&"container-mismatch"), "{refused:?}");
        let found = codes(&mut course, "tech-1", &isolation);
        assert_eq!(found, ["container-held"]);
    }

    #[test]
    fn a_recorded_lot_that_is_no_number_of_a_lot_may_have_been_recalled() {
        let mut course = example_course(Point::Fit);
        let known: &mut Batch = course.treatment.batches.get_mut(&batch(1)).unwrap();
        let used = known.performed.iter_mut().flat_map(|p| &mut p.materials);
        let stock = used.into_iter().find(|used| used.lot.starts_with("LOT-"));
        stock.unwrap().lot = "no number of a lot".to_owned();
        let verify = course.verification(1, "P-1", "CELLS-1");
        let found = codes(&mut course, "nurse-1", &verify);
        assert_eq!(found, ["lot-unknown"]);
    }
}

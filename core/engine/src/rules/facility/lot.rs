//! The life of a lot: received into quarantine, released by another, counted, rejected or recalled.

use cikada_domain::facility::{Lot, LotState};
use cikada_domain::{Dimension, FacilityEvent, LotId, Quantity};

use super::Asked;
use crate::command::FacilityCommand;
use crate::context::Reasons;
use crate::decision::Decision;
use crate::gates::written;
use crate::refusal::RefusalCode;

/// What lots are kept in.
const KEPT_IN: [Dimension; 4] = [
    Dimension::Volume,
    Dimension::Mass,
    Dimension::InternationalUnits,
    Dimension::Pieces,
];

/// A lot comes in, into quarantine, under a number of its own; the supplier's is kept beside it
/// (21 CFR 211.80 to 94).
pub(crate) fn receive(
    asked: &Asked<'_>,
    mut reasons: Reasons,
    command: &FacilityCommand,
) -> Decision<FacilityEvent> {
    let FacilityCommand::ReceiveLot {
        lot,
        material,
        name,
        supplier,
        supplier_lot,
        expires_on,
        quantity,
        strength,
        specific_activity,
        certificate,
    } = command
    else {
        return reasons.refused();
    };
    if asked.facility.lots.contains_key(lot) {
        reasons.refuse(RefusalCode::LotAlreadyReceived, lot.as_str());
    }
    written(&mut reasons, "what the package calls it", name);
    written(&mut reasons, "the supplier", supplier);
    written(&mut reasons, "the supplier's lot", supplier_lot);
    if *expires_on < asked.day() {
        let detail = format!("expired on {expires_on}, and it is {}", asked.day());
        reasons.refuse(RefusalCode::MaterialExpired, detail);
    }
    if !KEPT_IN.contains(&quantity.dimension()) || quantity.amount() <= rust_decimal::Decimal::ZERO
    {
        reasons.refuse(RefusalCode::QuantityImpossible, quantity.words());
    }
    let in_volume = [
        Dimension::InternationalUnitConcentration,
        Dimension::MassConcentration,
    ];
    stated(&mut reasons, strength.as_ref(), &in_volume);
    let in_mass = [Dimension::SpecificActivity];
    stated(&mut reasons, specific_activity.as_ref(), &in_mass);
    reasons.or_accept(|| {
        vec![FacilityEvent::LotReceived {
            lot: lot.clone(),
            material: material.clone(),
            name: name.clone(),
            supplier: supplier.clone(),
            supplier_lot: supplier_lot.clone(),
            expires_on: *expires_on,
            quantity: quantity.clone(),
            strength: strength.clone(),
            specific_activity: specific_activity.clone(),
            certificate: certificate.clone(),
        }]
    })
}

fn stated(reasons: &mut Reasons, figure: Option<&Quantity>, allowed: &[Dimension]) {
    let odd = |figure: &&Quantity| {
        let of_kind = allowed.contains(&figure.dimension());
        !of_kind || figure.amount() <= rust_decimal::Decimal::ZERO
    };
    if let Some(figure) = figure.filter(odd) {
        reasons.refuse(RefusalCode::StrengthImpossible, figure.words());
    }
}

/// Another person than the receiver releases a lot in date, with its certificate.
pub(crate) fn release(
    asked: &Asked<'_>,
    mut reasons: Reasons,
    id: &LotId,
) -> Decision<FacilityEvent> {
    let Some(lot) = known(asked, &mut reasons, id) else {
        return reasons.refused();
    };
    in_quarantine(&mut reasons, id, lot);
    // INVARIANT (four eyes): nobody releases what they brought in.
    if lot.receipt.by == asked.act.performer {
        reasons.refuse(RefusalCode::ReleasedByReceiver, lot.receipt.by.as_str());
    }
    if lot.certificate.is_none() {
        let detail = format!("{} lot {}", lot.supplier, lot.supplier_lot);
        reasons.refuse(RefusalCode::CertificateMissing, detail);
    }
    let day = asked.day();
    if lot.expires_on < day {
        let detail = format!("expired on {}, and it is {day}", lot.expires_on);
        reasons.refuse(RefusalCode::MaterialExpired, detail);
    }
    reasons.or_accept(|| vec![FacilityEvent::LotReleased { lot: id.clone() }])
}

/// A lot in quarantine is turned away; one that was released is recalled instead.
pub(crate) fn reject(
    asked: &Asked<'_>,
    mut reasons: Reasons,
    id: &LotId,
) -> Decision<FacilityEvent> {
    let Some(lot) = known(asked, &mut reasons, id) else {
        return reasons.refused();
    };
    in_quarantine(&mut reasons, id, lot);
    reasons.or_accept(|| vec![FacilityEvent::LotRejected { lot: id.clone() }])
}

/// A lot is recalled whatever its state and its age: what was made with it must be found.
pub(crate) fn recall(
    asked: &Asked<'_>,
    mut reasons: Reasons,
    id: &LotId,
) -> Decision<FacilityEvent> {
    let Some(lot) = known(asked, &mut reasons, id) else {
        return reasons.refused();
    };
    if lot.state == LotState::Recalled {
        let detail = format!("lot {id} was recalled");
        reasons.refuse(RefusalCode::LotAlreadyDecided, detail);
    }
    reasons.or_accept(|| vec![FacilityEvent::LotRecalled { lot: id.clone() }])
}

/// Two persons count what is there, and the books follow; what was drawn stays as it was recorded.
pub(crate) fn count(
    asked: &Asked<'_>,
    mut reasons: Reasons,
    id: &LotId,
    counted: &Quantity,
) -> Decision<FacilityEvent> {
    asked.witnessed(&mut reasons);
    let Some(lot) = known(asked, &mut reasons, id) else {
        return reasons.refused();
    };
    // What was entered last may have been taken before.
    if let Some(draw) = lot.draws.iter().max_by_key(|draw| draw.at) {
        let what = format!("batch {} took from it", draw.batch);
        asked.after(&mut reasons, draw.at, &what);
    }
    let kept = counted.dimension() == lot.on_hand.dimension();
    if !kept || counted.amount() < rust_decimal::Decimal::ZERO {
        let (found, unit) = (counted.words(), lot.on_hand.unit_code());
        let detail = format!("{found}, and the lot is kept in {unit}");
        reasons.refuse(RefusalCode::QuantityImpossible, detail);
    }
    let counted = counted.clone();
    reasons.or_accept(|| {
        vec![FacilityEvent::LotCounted {
            lot: id.clone(),
            counted,
        }]
    })
}

/// The lot, which was received before anything else can be said of it.
fn known<'a>(asked: &Asked<'a>, reasons: &mut Reasons, id: &LotId) -> Option<&'a Lot> {
    let lot = asked.facility.lots.get(id);
    match lot {
        None => reasons.refuse(RefusalCode::LotUnknown, format!("lot {id}")),
        Some(lot) => asked.after(reasons, lot.receipt.at, "it was received"),
    }
    if let Some(decided) = lot.and_then(|lot| lot.decided.as_ref()) {
        asked.after(reasons, decided.at, "it was decided about");
    }
    lot
}

fn in_quarantine(reasons: &mut Reasons, id: &LotId, lot: &Lot) {
    let state = match lot.state {
        LotState::Quarantine => return,
        LotState::Released => "released",
        LotState::Rejected => "rejected",
        LotState::Recalled => "recalled",
    };
    let detail = format!("lot {id} was {state}");
    reasons.refuse(RefusalCode::LotAlreadyDecided, detail);
}

#[cfg(test)]
mod tests {
    use cikada_domain::InputId;
    use jiff::SignedDuration;

    use crate::asked::example_course;
    use crate::centre::lot;
    use crate::command::FacilityCommand;
    use crate::course::{Point, act};
    use crate::decision::Decision;

    #[test]
    fn a_count_is_not_before_the_latest_draw_whatever_was_entered_last() {
        let mut course = example_course(Point::Grown);
        let id = lot("LOT", &InputId::new("interleukin-2").unwrap());
        let known = course.facility.lots.get_mut(&id).unwrap();
        let latest = known.draws.iter().map(|draw| draw.at).max().unwrap();
        // Entered last, and taken an hour before the latest.
        let mut late = known.draws.last().unwrap().clone();
        late.at = latest - SignedDuration::from_hours(1);
        known.draws.push(late);
        let between = latest - SignedDuration::from_mins(30);
        let act = act("stores-1", Some("tech-2"), between, &course.zone);
        let count = FacilityCommand::CountLot {
            lot: id,
            counted: "1 L".parse().unwrap(),
        };
        let Decision::Refused(reasons) = course.ask_facility(&act, &count) else {
            panic!("counted before the latest draw")
        };
        let codes: Vec<_> = reasons.iter().map(|reason| reason.code.code()).collect();
        assert_eq!(codes, ["time-before-last"]);
    }
}

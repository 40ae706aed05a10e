//! What must hold of every history of materials and rooms, as predicates with names.
//!
//! They read the events alone and share no code with the engine: a second opinion.

use std::collections::BTreeMap;

use cikada_domain::event::Recorded;
use cikada_domain::{BatchId, Event, FacilityEvent, LotId, RoomId};
use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::course::Course;

/// What happened around a treatment, each with how much had happened in it before.
type Around = [(usize, Recorded<FacilityEvent>)];

/// A predicate over a course; the error names what broke it.
pub(crate) type Invariant = fn(&Course) -> Result<(), String>;

/// Every invariant of the facility, by name.
pub(crate) const FACILITY_INVARIANTS: [(&str, Invariant); 3] = [
    (
        "no step takes from a lot that is not released, recalled or expired",
        released_lots,
    ),
    (
        "no more is taken from a lot than is there, and the books say what is left",
        on_hand,
    ),
    (
        "no two batches are in a room without a clearance between them",
        cleared,
    ),
];

/// The last word on each lot before a place in the treatment: whether it may be used, and until when.
fn usable(around: &Around, before: usize) -> BTreeMap<LotId, (bool, Date)> {
    let mut lots = BTreeMap::new();
    for (_, recorded) in around.iter().filter(|(place, _)| *place <= before) {
        match &recorded.event {
            FacilityEvent::LotReceived {
                lot, expires_on, ..
            } => {
                lots.insert(lot.clone(), (false, *expires_on));
            }
            FacilityEvent::LotReleased { lot } => {
                lots.entry(lot.clone()).and_modify(|lot| lot.0 = true);
            }
            FacilityEvent::LotRejected { lot } | FacilityEvent::LotRecalled { lot } => {
                lots.entry(lot.clone()).and_modify(|lot| lot.0 = false);
            }
            _ => {}
        }
    }
    lots
}

fn released_lots(course: &Course) -> Result<(), String> {
    let mut donations = Vec::new();
    for (place, recorded) in course.events.iter().enumerate() {
        if let Event::CollectionRecorded { donation, .. } = &recorded.event {
            donations.push(donation.to_string());
        }
        let Event::StepPerformed { materials, .. } = &recorded.event else {
            continue;
        };
        let lots = usable(&course.facility_events, place);
        let day = recorded.occurred_at.to_zoned(course.zone.clone()).date();
        for used in materials
            .iter()
            .filter(|used| !donations.contains(&used.lot))
        {
            let lot = LotId::new(&*used.lot).ok().and_then(|id| lots.get(&id));
            if !lot.is_some_and(|(released, until)| *released && *until >= day) {
                return Err(format!("{} on {day}: {lot:?}", used.lot));
            }
        }
    }
    Ok(())
}

fn on_hand(course: &Course) -> Result<(), String> {
    let mut left: BTreeMap<&LotId, (Decimal, Option<Timestamp>)> = BTreeMap::new();
    for (_, recorded) in &course.facility_events {
        match &recorded.event {
            FacilityEvent::LotReceived { lot, quantity, .. } => {
                left.insert(lot, (millilitres(quantity), None));
            }
            FacilityEvent::LotCounted { lot, counted } => {
                let counted_at = Some(recorded.occurred_at);
                left.insert(lot, (millilitres(counted), counted_at));
            }
            FacilityEvent::LotDrawn { lot, amount, .. } => {
                let (there, counted_at) =
                    left.get_mut(lot).ok_or(format!("{lot} was never there"))?;
                // It was gone when the lot was counted.
                if counted_at.is_some_and(|counted| recorded.occurred_at < counted) {
                    continue;
                }
                *there -= millilitres(amount);
                if *there < Decimal::ZERO {
                    return Err(format!("{lot}: {there} mL"));
                }
            }
            FacilityEvent::LotDrawCorrected {
                lot,
                drawn_at,
                old,
                new,
                ..
            } => {
                let (there, counted_at) =
                    left.get_mut(lot).ok_or(format!("{lot} was never there"))?;
                if counted_at.is_some_and(|counted| *drawn_at < counted) {
                    continue;
                }
                *there += old.as_ref().map_or(Decimal::ZERO, millilitres);
                *there -= new.as_ref().map_or(Decimal::ZERO, millilitres);
                if *there < Decimal::ZERO {
                    return Err(format!("{lot}: {there} mL after a correction"));
                }
            }
            _ => {}
        }
    }
    let booked = |lot: &LotId| {
        course
            .facility
            .lots
            .get(lot)
            .map(|lot| millilitres(&lot.on_hand))
    };
    for (lot, (there, _)) in &left {
        if booked(lot) != Some(*there) {
            return Err(format!(
                "{lot}: {there} mL, and the books say {:?}",
                booked(lot)
            ));
        }
    }
    Ok(())
}

// Every lot of the courses is kept in a volume, which is counted in millilitres here.
fn millilitres(quantity: &cikada_domain::Quantity) -> Decimal {
    let quantity = quantity.convert(cikada_domain::Unit::Millilitre);
    quantity.map(|quantity| quantity.amount()).unwrap()
}

// INVARIANT (line clearance): between two patients the line is cleared.
fn cleared(course: &Course) -> Result<(), String> {
    let mut rooms: BTreeMap<&RoomId, (Timestamp, Option<&BatchId>)> = BTreeMap::new();
    for (_, recorded) in &course.facility_events {
        match &recorded.event {
            FacilityEvent::LineCleared { room } => {
                if recorded
                    .witness
                    .as_ref()
                    .is_none_or(|w| w == &recorded.performer)
                {
                    return Err(format!("{room} cleared by one person"));
                }
                rooms.insert(room, (recorded.occurred_at, None));
            }
            FacilityEvent::RoomOccupied { room, batch, from } => {
                let known = rooms.get_mut(room).ok_or(format!("{room} never cleared"))?;
                if *from < known.0 {
                    continue;
                }
                if known.1.is_some_and(|other| other != batch) {
                    return Err(format!("{batch} and {:?} in {room}", known.1));
                }
                known.1 = Some(batch);
            }
            _ => {}
        }
    }
    Ok(())
}

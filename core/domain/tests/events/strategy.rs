//! Any event: the examples with their texts, figures and answers replaced by arbitrary ones.

use std::collections::BTreeMap;

use cikada_domain::event::{
    Interruption, NotOnTime, PermissionBasis, QualityEvent, RefusedBecause, SignsNotOnTime,
};
use cikada_domain::{
    EquipmentId, Event, HandlingEvent, InputId, Population, Quantity, RoomId, Unit, Value,
};
use jiff::Timestamp;
use jiff::civil::Date;
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::example::example_events;

fn any_quantity() -> impl Strategy<Value = Quantity> {
    let figures = (any::<i64>(), 0u32..20);
    (figures, 0..Unit::ALL.len(), 0..Population::ALL.len()).prop_map(
        |((digits, scale), unit, population)| {
            let amount = Decimal::new(digits, scale);
            let unit = Unit::ALL[unit];
            let quantity = if unit.counts_cells() {
                Quantity::of_cells(amount, unit, Population::ALL[population])
            } else {
                Quantity::new(amount, unit)
            };
            quantity.unwrap()
        },
    )
}

fn any_date() -> impl Strategy<Value = Date> {
    (-9999i16..=9999, 1i8..=12, 1i8..=28)
        .prop_map(|(year, month, day)| Date::new(year, month, day).unwrap())
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any_quantity().prop_map(Value::Quantity),
        any::<bool>().prop_map(Value::Flag),
        any::<String>().prop_map(Value::Code),
        any_date().prop_map(Value::Date),
    ]
}

fn any_answers() -> impl Strategy<Value = BTreeMap<InputId, Value>> {
    let name = "[a-z][a-z0-9-]{0,20}".prop_map(|name| InputId::new(name).unwrap());
    prop::collection::btree_map(name, any_value(), 0..6)
}

/// Milliseconds of the years 1 to 9998.
fn any_time() -> impl Strategy<Value = Timestamp> {
    (-62_135_596_800_000i64..253_370_764_800_000)
        .prop_map(|millisecond| Timestamp::from_millisecond(millisecond).unwrap())
}

/// A set of vital signs that was not taken at its time.
fn any_set(number: u16, taken_at: Option<Timestamp>, due_at: Timestamp) -> SignsNotOnTime {
    let which = usize::from(number) % NotOnTime::ALL.len();
    SignsNotOnTime {
        due_at,
        taken_at,
        why: NotOnTime::ALL[which],
    }
}

/// Another part, kept elsewhere and for another time, filled with or without equipment in a room.
fn fill_otherwise(
    event: &mut HandlingEvent,
    part: Quantity,
    (kept_in, until): (String, Timestamp),
    is_told: bool,
) {
    if let HandlingEvent::DoseFilled {
        cells,
        place,
        expires_at,
        equipment,
        room,
        ..
    } = event
    {
        (*cells, *place, *expires_at) = (part, kept_in, until);
        *equipment = is_told.then(|| vec![EquipmentId::new("CENTRIFUGE-1").unwrap()]);
        *room = is_told.then(|| RoomId::new("CABINET-1").unwrap());
    }
}

pub(crate) fn any_event() -> impl Strategy<Value = Event> {
    let parts = (any_quantity(), any_answers(), any_value(), any_time());
    let example = prop::sample::select(example_events());
    (example, parts, any::<(bool, u16, String)>()).prop_map(
        |(mut event, parts, (yes, number, words))| {
            let (quantity, answers, value, time) = parts;
            match &mut event {
                Event::CollectionRecorded { place, .. } => *place = yes.then_some(words),
                Event::InfusionEnded {
                    volume,
                    interruption,
                    ..
                } => {
                    let which = usize::from(number) % Interruption::ALL.len();
                    *interruption = yes.then(|| Interruption::ALL[which]);
                    *volume = quantity;
                }
                Event::ObservationEnded { not_on_time, .. } => {
                    *not_on_time = Some(vec![any_set(number, yes.then_some(time), time)]);
                }
                Event::ProductHarvested {
                    cells, expires_at, ..
                } => (*cells, *expires_at) = (quantity, time),
                Event::DoseOrdered { amount, height, .. } => {
                    *height = yes.then(|| quantity.clone());
                    *amount = quantity;
                }
                Event::InfusionStarted { planned_end, .. } => *planned_end = time,
                Event::StepPerformed { values, .. } => *values = answers,
                Event::VitalSignsRecorded {
                    values, outside, ..
                } => {
                    *outside = answers.keys().cloned().collect();
                    *values = answers;
                }
                Event::ResultRecorded {
                    value: result,
                    meets,
                    ..
                } => (*result, *meets) = (value, yes),
                Event::ValueCorrected {
                    occurrence, new, ..
                } => (*occurrence, *new) = (number, value),
                Event::CustodyTransferred { from, intact, .. } => (*from, *intact) = (words, yes),
                Event::VisitRecorded { dose, .. } if yes => *dose = None,
                Event::CommandRefused { reasons, .. } => reasons.push(RefusedBecause {
                    code: words.clone(),
                    detail: words,
                    source: None,
                }),
                Event::Handling(HandlingEvent::ContentsCorrected { cells, .. }) => {
                    *cells = quantity;
                }
                Event::Handling(filled @ HandlingEvent::DoseFilled { .. }) => {
                    fill_otherwise(filled, quantity, (words, time), yes);
                }
                Event::Quality(QualityEvent::SupplyPermitted { basis, ethics, .. }) => {
                    let which = usize::from(number) % PermissionBasis::ALL.len();
                    *basis = yes.then(|| PermissionBasis::ALL[which]);
                    *ethics = yes.then_some(words);
                }
                _ => {}
            }
            event
        },
    )
}

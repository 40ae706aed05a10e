//! From the words of a `when` to a step of the batch record.

use cikada_domain::event::MaterialUsed;
use cikada_domain::{Division, EquipmentId, InputId, LotId, Quantity, RoomId, StepId};
use cikada_engine::{Command, HandlingCommand};
use cikada_protocol::model::StepKind;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::centre;
use super::course::{self, Course};
use super::told::Said;

/// A step as the course does it, changed where the line says so.
pub(crate) fn performs(course: &Course, verb: &str, number: u16, said: &mut Said) -> Command {
    let steps = &course.protocol.steps;
    let harvest = || {
        steps
            .iter()
            .find(|step| step.kind == StepKind::Harvest)
            .unwrap()
    };
    let id = match verb {
        "harvests" | "fills" => harvest().id.clone(),
        _ => StepId::new(said.take("step").expect("which step")).unwrap(),
    };
    // A step that is unknown is asked for with the form of the harvest.
    let step = course.protocol.step(&id).unwrap_or_else(harvest);
    let Command::PerformStep {
        mut values,
        mut materials,
        container,
        equipment,
        room,
        ..
    } = course.step(number, step)
    else {
        panic!("a step")
    };
    differently(course, said, &mut materials);
    let (equipment, room) = elsewhere(said, equipment, room);
    if let Some(left_out) = said.take("no-material") {
        materials.retain(|used| used.material.as_str() != left_out);
    }
    if let Some(other) = said.take("amount-of") {
        let mut used = materials.iter_mut();
        let used = used.find(|used| used.material.as_str() == other).unwrap();
        let told = said.take("is").unwrap();
        used.amount = (told != "unknown").then(|| told.parse().unwrap());
    }
    if let Some(other) = said.take("material") {
        materials.push(MaterialUsed {
            material: InputId::new(other).unwrap(),
            lot: "LOT-X".to_owned(),
            expires_on: "2027-12-31".parse().unwrap(),
            amount: None,
        });
    }
    let batch = said.batch(number);
    let container = match said.take("container").as_deref() {
        None => container,
        Some("none") => None,
        Some(id) => Some(course::container(id)),
    };
    said.values(&mut values, |id| InputId::new(id).unwrap());
    Command::PerformStep {
        batch,
        step: id,
        values,
        materials,
        container,
        equipment,
        room,
    }
}

/// Other equipment or another room than the course's, or none: `equipment CABINET-9`, `room none`.
fn elsewhere(
    said: &mut Said,
    equipment: Vec<EquipmentId>,
    room: Option<RoomId>,
) -> (Vec<EquipmentId>, Option<RoomId>) {
    let equipment = match said.take("equipment").as_deref() {
        None => equipment,
        Some("none") => Vec::new(),
        Some(id) => vec![EquipmentId::new(id).unwrap()],
    };
    let room = match said.take("room").as_deref() {
        None => room,
        Some("none") => None,
        Some(id) => Some(RoomId::new(id).unwrap()),
    };
    (equipment, room)
}

/// The first material of a step's first record, corrected where the line says so: `line 2`, `lot
/// SMALL-albumin`, `taken "5 mL"`, `expiring 2027-01-01`, `as plasma`.
pub(crate) fn corrects_a_lot(course: &Course, number: u16, said: &mut Said) -> Option<Command> {
    let (batch, step) = (said.batch(number), StepId::new(said.take("step")?).unwrap());
    let occurrence = said.number("record", 1) - 1;
    let line = said.number("line", 1) - 1;
    let known = course.treatment.batches.get(&batch);
    let record = known.and_then(|known| known.records_of(&step).nth(usize::from(occurrence)));
    let old = record.and_then(|record| record.materials.get(usize::from(line)));
    let other = || course.out_of_lot(&InputId::new("none").unwrap(), &LotId::new("NONE").unwrap());
    let mut used = old.cloned().unwrap_or_else(other);
    if let Some(lot) = said.take("lot") {
        let amount = used.amount.take();
        used = course.out_of_lot(&used.material, &LotId::new(lot).unwrap());
        used.amount = amount;
    }
    match said.take("taken").as_deref() {
        Some("none") => used.amount = None,
        Some(amount) => used.amount = Some(amount.parse().unwrap()),
        None => {}
    }
    if let Some(day) = said.take("expiring") {
        used.expires_on = day.parse().unwrap();
    }
    if let Some(material) = said.take("as") {
        used.material = InputId::new(material).unwrap();
    }
    Some(Command::Handling(HandlingCommand::CorrectMaterial {
        batch,
        step,
        occurrence,
        line,
        used,
    }))
}

/// Half of what the harvest holds as dose 2, changed where the line says so: `as 3`, `division C0`,
/// `cells "1e9 {viable}"`, `until 2026-03-01`.
pub(crate) fn fills_a_dose(course: &Course, number: u16, said: &mut Said) -> Command {
    let batch = said.batch(number);
    let from = said.take("from").unwrap_or(format!("CELLS-{number}"));
    let from = course::container(&from);
    let harvest = course::container(&format!("CELLS-{number}"));
    let source = course.treatment.products.get(&harvest);
    let half = |of: &Quantity| of.with_amount(of.amount() / Decimal::TWO);
    let mut part = |name, of: Option<&Quantity>| match said.take(name) {
        Some(told) => told.parse().unwrap(),
        None => of.map_or_else(|| "1 mL".parse().unwrap(), half),
    };
    let cells = part("cells", source.map(|source| &source.cells));
    let volume = part("volume", source.map(|source| &source.volume));
    let until = said.take("until").map(|day| {
        let day: Date = day.parse().unwrap();
        day.to_zoned(course.zone.clone()).unwrap().timestamp()
    });
    let life = source.map_or(course.now, |source| source.expires_at);
    let pieces = course.pieces_at_harvest();
    let (equipment, room) = elsewhere(said, pieces, Some(centre::room()));
    Command::Handling(HandlingCommand::FillDose {
        batch,
        from,
        container: said.container("A999926000001-S12350B0"),
        dose: course::dose(said.number("as", 2)),
        division: Division::new(said.take("division").unwrap_or("B0".to_owned())).unwrap(),
        cells,
        volume,
        place: said.take("place").unwrap_or("FREEZER-1".to_owned()),
        expires_at: until.unwrap_or(life),
        equipment,
        room,
    })
}

/// Other lots than the course's, or other amounts: `lot QUARANTINED-anti-cd3`, `lot LOT-anti-cd3 for
/// plasma`, `expired anti-cd3`, `taken "5 mL"`, `expiring 2027-01-01`.
fn differently(course: &Course, said: &mut Said, materials: &mut [MaterialUsed]) {
    let expired = said.take("expired").map(|of| format!("EXPIRED-{of}"));
    if let Some(lot) = said.take("lot").or(expired) {
        let of = said.take("for");
        let meant = |used: &&mut MaterialUsed| match &of {
            Some(of) => used.material.as_str() == of,
            None => lot.ends_with(used.material.as_str()),
        };
        let used = materials.iter_mut().find(meant).expect("a material");
        *used = course.out_of_lot(&used.material, &LotId::new(lot).unwrap());
    }
    let first = materials.first_mut();
    match (said.take("taken").as_deref(), first) {
        (Some("none"), Some(used)) => used.amount = None,
        (Some(amount), Some(used)) => used.amount = Some(amount.parse().unwrap()),
        _ => {}
    }
    if let (Some(day), Some(used)) = (said.take("expiring"), materials.first_mut()) {
        used.expires_on = day.parse().unwrap();
    }
}

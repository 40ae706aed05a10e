//! From the words of a `when` to a step of the batch record.

use cikada_domain::event::MaterialUsed;
use cikada_domain::{EquipmentId, InputId, LotId, RoomId, StepId};
use cikada_engine::Command;
use cikada_protocol::model::StepKind;

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

/// Other lots than the course's, or other amounts: `lot QUARANTINED-albumin`, `lot LOT-albumin for
/// plasma`, `expired albumin`, `taken "5 mL"`, `expiring 2027-01-01`.
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

//! Materials, equipment, rooms and training: what may happen to them, and what a treatment's events
//! do to them.

use std::collections::BTreeSet;

use cikada_domain::event::{HandlingEvent, MaterialUsed, Subject};
use cikada_domain::{ChainOfIdentity, Event, Facility, FacilityEvent, LotId, StaffId, Treatment};
use jiff::Timestamp;

use crate::command::{Act, Command, FacilityCommand};
use crate::context::Reasons;
use crate::decision::Decision;
use crate::refusal::RefusalCode;

/// Decides what follows when someone asks for something about a material, a piece of equipment, a
/// room or training. `facility` holds at least the command's own subject, if it exists.
#[must_use]
pub fn decide_facility(
    _facility: &Facility,
    _act: &Act,
    command: &FacilityCommand,
    _now: Timestamp,
) -> Decision<FacilityEvent> {
    let mut reasons = Reasons::default();
    reasons.refuse(RefusalCode::NoRule, command.name());
    reasons.refused()
}

/// Everything outside the treatment that the decision on a command looks at: the caller reads these
/// subjects, and the decision stands only while none of them has changed.
#[must_use]
pub fn subjects(treatment: &Treatment, act: &Act, command: &Command) -> BTreeSet<Subject> {
    let mut subjects = BTreeSet::new();
    if let Command::PerformStep {
        materials,
        equipment,
        room,
        ..
    } = command
    {
        subjects.extend(lots(materials).map(Subject::Lot));
        subjects.extend(equipment.iter().cloned().map(Subject::Equipment));
        subjects.extend(room.iter().cloned().map(Subject::Room));
        subjects.extend(people(act).map(Subject::Training));
    }
    if let Command::ReleaseProduct { container, .. } | Command::StartInfusion { container, .. } =
        command
        && let Some((_, batch)) = treatment.product(container)
    {
        let used = batch
            .performed
            .iter()
            .flat_map(|step| lots(&step.materials));
        subjects.extend(used.map(Subject::Lot));
    }
    subjects
}

fn lots(materials: &[MaterialUsed]) -> impl Iterator<Item = LotId> {
    materials
        .iter()
        .filter_map(|used| LotId::new(&*used.lot).ok())
}

fn people(act: &Act) -> impl Iterator<Item = StaffId> {
    std::iter::once(act.performer.clone()).chain(act.witness.clone())
}

/// What a treatment's events do to lots, equipment and rooms; appended with them, or not at all.
#[must_use]
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "most events do nothing to what lies outside the treatment"
)]
pub fn consequences(
    treatment: &ChainOfIdentity,
    events: &[Event],
    at: Timestamp,
) -> Vec<FacilityEvent> {
    let mut follow = Vec::new();
    for event in events {
        match event {
            Event::StepPerformed {
                batch,
                step,
                materials,
                ..
            } => {
                let drawn = materials.iter().filter_map(|used| {
                    Some(FacilityEvent::LotDrawn {
                        lot: LotId::new(&*used.lot).ok()?,
                        amount: used.amount.clone()?,
                        treatment: treatment.clone(),
                        batch: batch.clone(),
                        step: step.clone(),
                    })
                });
                follow.extend(drawn);
            }
            Event::Handling(HandlingEvent::EquipmentUsed {
                batch,
                equipment,
                room,
                ..
            }) => {
                let occupied = equipment
                    .iter()
                    .map(|used| FacilityEvent::EquipmentOccupied {
                        equipment: used.clone(),
                        batch: batch.clone(),
                    });
                follow.extend(occupied);
                follow.extend(room.iter().map(|room| FacilityEvent::RoomOccupied {
                    room: room.clone(),
                    batch: batch.clone(),
                    from: at,
                }));
            }
            _ => {}
        }
    }
    follow
}

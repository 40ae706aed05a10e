//! Materials, equipment, rooms, training and label templates: what may happen to them, and what a treatment's events
//! do to them.

use std::collections::BTreeSet;

use cikada_domain::event::{HandlingEvent, MaterialUsed, Subject};
use cikada_domain::treatment::Batch;
use cikada_domain::{
    BatchId, ChainOfIdentity, EquipmentId, Event, Facility, FacilityEvent, LotId, Quantity, RoomId,
    StaffId, Treatment,
};
use jiff::Timestamp;

use crate::command::{Act, Command, FacilityCommand, HandlingCommand, QualityCommand, Scanned};
use crate::context::Reasons;
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;
use crate::rules::facility::{Asked, equipment, lot, people, template};

/// Decides what follows when someone asks for something about a material, a piece of equipment, a
/// room or training. `facility` holds at least the command's own subject, if it exists.
#[must_use]
pub fn decide_facility(
    facility: &Facility,
    act: &Act,
    command: &FacilityCommand,
    now: Timestamp,
) -> Decision<FacilityEvent> {
    let mut reasons = Reasons::default();
    gates::claimed(&mut reasons, act, now);
    if command.needs_signature() && !act.signed {
        reasons.refuse(RefusalCode::SignatureMissing, "not signed");
    }
    let asked = &Asked { facility, act };
    match command {
        FacilityCommand::ReceiveLot { .. } => lot::receive(asked, reasons, command),
        FacilityCommand::ReleaseLot { lot } => lot::release(asked, reasons, lot),
        FacilityCommand::RejectLot { lot } => lot::reject(asked, reasons, lot),
        FacilityCommand::RecallLot { lot } => lot::recall(asked, reasons, lot),
        FacilityCommand::CountLot { lot, counted } => lot::count(asked, reasons, lot, counted),
        FacilityCommand::RegisterEquipment { .. } => equipment::register(asked, reasons, command),
        FacilityCommand::RecordCalibration {
            equipment,
            due_on,
            certificate,
        } => equipment::calibrate(asked, reasons, equipment, *due_on, certificate.as_ref()),
        FacilityCommand::RecordCleaning { equipment, due_on } => {
            equipment::clean(asked, reasons, equipment, *due_on)
        }
        FacilityCommand::WithdrawEquipment { equipment } => {
            equipment::withdraw(asked, reasons, equipment)
        }
        FacilityCommand::ReturnEquipment { equipment } => {
            equipment::give_back(asked, reasons, equipment)
        }
        FacilityCommand::ClearLine { room } => people::clear_line(asked, reasons, room),
        FacilityCommand::RecordTraining {
            staff,
            procedure,
            version,
            until,
        } => people::train(asked, reasons, (staff, procedure), version, *until),
        FacilityCommand::ProposeLabelTemplate {
            template,
            text,
            reason,
        } => template::propose(asked, reasons, template, (text, reason)),
        FacilityCommand::ApproveLabelTemplate {
            template,
            shown,
            drawn,
        } => template::approve(asked, reasons, template, (shown, drawn.as_ref())),
        FacilityCommand::RetireLabelTemplate { template, reason } => {
            template::retire(asked, reasons, template, reason)
        }
    }
}

/// Everything outside the treatment that the decision on a command looks at: the caller reads these
/// subjects, and the decision stands only while none of them has changed.
#[must_use]
pub fn subjects(treatment: &Treatment, act: &Act, command: &Command) -> BTreeSet<Subject> {
    let mut subjects = BTreeSet::new();
    if let Command::PerformStep {
        batch,
        materials,
        equipment,
        room,
        ..
    } = command
    {
        subjects.extend(gates::lots_used(materials));
        // What went in before may have been recalled since.
        let batch = treatment.batches.get(batch);
        subjects.extend(batch.into_iter().flat_map(batch_subjects));
        subjects.extend(equipment.iter().cloned().map(Subject::Equipment));
        subjects.extend(room.iter().cloned().map(Subject::Room));
        subjects.extend(people(act).map(Subject::Training));
    }
    if let Command::Handling(HandlingCommand::FillDose {
        equipment, room, ..
    }) = command
    {
        subjects.extend(equipment.iter().cloned().map(Subject::Equipment));
        subjects.extend(room.iter().cloned().map(Subject::Room));
        subjects.extend(people(act).map(Subject::Training));
    }
    if let Command::Handling(HandlingCommand::PrintLabel { template, .. }) = command {
        subjects.insert(Subject::LabelTemplates(template.label));
    }
    if let Command::CorrectValue { batch, .. } = command {
        // What was added is worked out again, by the strength of its lot.
        let batch = treatment.batches.get(batch);
        subjects.extend(batch.into_iter().flat_map(batch_subjects));
    }
    if let Command::Handling(HandlingCommand::CorrectMaterial { batch, used, .. }) = command {
        let batch = treatment.batches.get(batch);
        subjects.extend(batch.into_iter().flat_map(batch_subjects));
        subjects.extend(gates::lots_used(std::slice::from_ref(used)));
    }
    if let Command::ReleaseProduct { container, .. }
    | Command::StartInfusion { container, .. }
    | Command::VerifyAtBedside {
        container: Scanned::Known(container),
        ..
    }
    | Command::Quality(
        QualityCommand::EvaluateRisk { container, .. }
        | QualityCommand::RequestSupply { container }
        | QualityCommand::InformPatient { container }
        | QualityCommand::PermitSupply { container, .. }
        | QualityCommand::SupplyProduct { container },
    ) = command
    {
        let product = treatment.product(container);
        subjects.extend(
            product
                .into_iter()
                .flat_map(|(_, batch)| batch_subjects(batch)),
        );
    }
    subjects
}

/// The lots that went into the batches of a treatment: what may be recalled behind its back.
#[must_use]
pub fn lots_behind(treatment: &Treatment) -> BTreeSet<Subject> {
    treatment
        .batches
        .values()
        .flat_map(batch_subjects)
        .collect()
}

fn batch_subjects(batch: &Batch) -> impl Iterator<Item = Subject> {
    let records = batch.performed.iter();
    records.flat_map(|record| gates::lots_used(&record.materials))
}

fn people(act: &Act) -> impl Iterator<Item = StaffId> {
    std::iter::once(act.performer.clone()).chain(act.witness.clone())
}

/// What a treatment's events do to lots, equipment and rooms; appended with them, or not at all.
/// `facility` is the one the events were decided on: what it does not know of, such as a donation
/// of the patient, has no books to be kept.
#[must_use]
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "most events do nothing to what lies outside the treatment"
)]
pub fn consequences(
    treatment: &ChainOfIdentity,
    facility: &Facility,
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
                    let id = LotId::new(&*used.lot).ok()?;
                    let lot = facility.lots.get(&id)?;
                    Some(FacilityEvent::LotDrawn {
                        amount: gates::in_lot_unit(lot, used.amount.as_ref()?).ok()?,
                        lot: id,
                        treatment: treatment.clone(),
                        batch: batch.clone(),
                        step: step.clone(),
                    })
                });
                follow.extend(drawn);
            }
            Event::Handling(event @ HandlingEvent::MaterialCorrected { .. }) => {
                follow.extend(draws_corrected(treatment, facility, event));
            }
            Event::Handling(HandlingEvent::EquipmentUsed {
                batch,
                equipment,
                room,
                ..
            }) => follow.extend(occupied(batch, equipment, room.as_ref(), at)),
            Event::Handling(HandlingEvent::DoseFilled {
                batch,
                equipment,
                room,
                ..
            }) => {
                let equipment = equipment.as_deref().unwrap_or_default();
                follow.extend(occupied(batch, equipment, room.as_ref(), at));
            }
            _ => {}
        }
    }
    follow
}

/// Equipment and room were used for the batch, and whatever comes next to them asks what was done since.
fn occupied(
    batch: &BatchId,
    equipment: &[EquipmentId],
    room: Option<&RoomId>,
    from: Timestamp,
) -> Vec<FacilityEvent> {
    let equipment = equipment
        .iter()
        .map(|used| FacilityEvent::EquipmentOccupied {
            equipment: used.clone(),
            batch: batch.clone(),
        });
    let room = room.map(|room| FacilityEvent::RoomOccupied {
        room: room.clone(),
        batch: batch.clone(),
        from,
    });
    equipment.chain(room).collect()
}

/// What a corrected line of a step does to the books of its lots: of the one that was written down and
/// of the one that was used.
fn draws_corrected(
    treatment: &ChainOfIdentity,
    facility: &Facility,
    event: &HandlingEvent,
) -> Vec<FacilityEvent> {
    let HandlingEvent::MaterialCorrected {
        batch,
        step,
        old,
        new,
        done_at,
        ..
    } = event
    else {
        return Vec::new();
    };
    let drawn = |used: &MaterialUsed| {
        let lot = facility.lots.get(&LotId::new(&*used.lot).ok()?)?;
        gates::in_lot_unit(lot, used.amount.as_ref()?).ok()
    };
    let corrected = |lot: &str, old: Option<Quantity>, new: Option<Quantity>| {
        let lot = LotId::new(lot).ok();
        let lot = lot.filter(|_| old.is_some() || new.is_some())?;
        Some(FacilityEvent::LotDrawCorrected {
            lot,
            treatment: treatment.clone(),
            batch: batch.clone(),
            step: step.clone(),
            drawn_at: *done_at,
            old,
            new,
        })
    };
    let of_lots = match old.lot == new.lot {
        true => vec![corrected(&new.lot, drawn(old), drawn(new))],
        false => vec![
            corrected(&old.lot, drawn(old), None),
            corrected(&new.lot, None, drawn(new)),
        ],
    };
    of_lots.into_iter().flatten().collect()
}

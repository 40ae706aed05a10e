//! What was typed into a form of the facility, as the command it asks for.

use cikada_domain::event::CleaningRule;
use cikada_domain::{EquipmentId, FileHash, InputId, ProcedureId, Quantity, RoomId, StaffId};
use cikada_engine::FacilityCommand;

use super::{CLEANING, FacilityTarget, WHY, known, procedures, staff, template};
use crate::error::AppError;
use crate::form::scanned::number;
use crate::form::typed::Typed;
use crate::world::World;

/// The command a form asks for, and why it is done, where the form asks that.
pub(crate) fn read_facility(
    world: &World,
    target: &FacilityTarget,
    typed: &mut Typed<'_>,
) -> Result<(Option<FacilityCommand>, Option<String>), AppError> {
    use FacilityTarget as T;
    let why = match target {
        T::LotRejection(_) | T::LotRecall(_) | T::LotCount(_) | T::Withdrawal(_) => {
            typed.choice("why", &known(&WHY))
        }
        _ => None,
    };
    let command = match target.clone() {
        T::Receipt => receipt(world, typed)?,
        T::LotRelease(lot) => Some(FacilityCommand::ReleaseLot { lot }),
        T::LotRejection(lot) => Some(FacilityCommand::RejectLot { lot }),
        T::LotRecall(lot) => Some(FacilityCommand::RecallLot { lot }),
        T::LotCount(lot) => typed
            .amount("counted")
            .map(|counted| FacilityCommand::CountLot { lot, counted }),
        T::Registration => registration(typed),
        T::Calibration(equipment) => calibration(typed, equipment),
        T::Cleaning(equipment) => Some(FacilityCommand::RecordCleaning {
            equipment,
            due_on: typed.raw("due_on").and_then(|_| typed.date("due_on")),
        }),
        T::Withdrawal(equipment) => Some(FacilityCommand::WithdrawEquipment { equipment }),
        T::Return(equipment) => Some(FacilityCommand::ReturnEquipment { equipment }),
        T::FirstClearance => {
            number(typed, "room", RoomId::new).map(|room| FacilityCommand::ClearLine { room })
        }
        T::Clearance(room) => Some(FacilityCommand::ClearLine { room }),
        T::Training => training(world, typed),
        T::TemplateProposal => template::read_proposal(world, typed),
        T::TemplateApproval(label, id, version) => {
            template::read_approval(world, (label, &id, version), typed)?
        }
        T::TemplateRetirement(label, id, version) => {
            template::read_retirement(world, (label, &id, version), typed)?
        }
    };
    Ok((command, why))
}

fn receipt(world: &World, typed: &mut Typed<'_>) -> Result<Option<FacilityCommand>, AppError> {
    let lot = world.next_lot()?;
    let material = number(typed, "material", InputId::new);
    let (name, supplier) = (typed.code("name"), typed.code("supplier"));
    let supplier_lot = typed.code("supplier_lot");
    let expires_on = typed.date("expires_on");
    let quantity = typed.amount("quantity");
    let (strength, specific_activity) = (figure(typed, "strength"), figure(typed, "activity"));
    let certificate = certificate(typed);
    let read = || {
        Some(FacilityCommand::ReceiveLot {
            lot,
            material: material?,
            name: name?,
            supplier: supplier?,
            supplier_lot: supplier_lot?,
            expires_on: expires_on?,
            quantity: quantity?,
            strength,
            specific_activity,
            certificate,
        })
    };
    Ok(read())
}

/// A figure of the certificate, where one was typed.
fn figure(typed: &mut Typed<'_>, name: &str) -> Option<Quantity> {
    typed.raw(name).and_then(|_| typed.amount(name))
}

fn certificate(typed: &mut Typed<'_>) -> Option<FileHash> {
    let name = "certificate";
    typed.raw(name)?;
    number(typed, name, FileHash::new)
}

fn registration(typed: &mut Typed<'_>) -> Option<FacilityCommand> {
    let equipment = number(typed, "equipment", EquipmentId::new);
    let kind = number(typed, "kind", InputId::new);
    let name = typed.code("name");
    let room = typed
        .raw("room")
        .and_then(|_| number(typed, "room", RoomId::new));
    let cleaning = typed.choice("cleaning", &known(&CLEANING));
    let cleaning = match cleaning.as_deref()? {
        "each-batch" => CleaningRule::EachBatch,
        "scheduled" => CleaningRule::Scheduled,
        _ => CleaningRule::None,
    };
    Some(FacilityCommand::RegisterEquipment {
        equipment: equipment?,
        kind: kind?,
        name: name?,
        room,
        cleaning,
    })
}

fn calibration(typed: &mut Typed<'_>, equipment: EquipmentId) -> Option<FacilityCommand> {
    let certificate = certificate(typed);
    Some(FacilityCommand::RecordCalibration {
        equipment,
        due_on: typed.date("due_on")?,
        certificate,
    })
}

fn training(world: &World, typed: &mut Typed<'_>) -> Option<FacilityCommand> {
    let who = typed.choice("staff", &staff(world));
    let procedure = typed.choice("procedure", &procedures(world));
    let until = typed.date("until");
    let who = StaffId::new(who?).map_err(|error| typed.fail("staff", error.to_string()));
    let procedure = procedure?;
    let (id, version) = procedure.split_once(' ').unwrap_or((&procedure, ""));
    let id = ProcedureId::new(id).map_err(|error| typed.fail("procedure", error.to_string()));
    Some(FacilityCommand::RecordTraining {
        staff: who.ok()?,
        procedure: id.ok()?,
        version: version.to_owned(),
        until: until?,
    })
}

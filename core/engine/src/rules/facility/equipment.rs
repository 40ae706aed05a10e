//! Equipment: registered, calibrated, cleaned, out of use and back (21 CFR 211.68, 211.182).

use cikada_domain::event::CleaningRule;
use cikada_domain::facility::Equipment;
use cikada_domain::{EquipmentId, FacilityEvent, FileHash};
use jiff::civil::Date;

use super::Asked;
use crate::command::FacilityCommand;
use crate::context::Reasons;
use crate::decision::Decision;
use crate::gates::written;
use crate::refusal::RefusalCode;

/// A piece comes into use under a number of its own; nothing is done with it before it is
/// calibrated and, where its rule asks, cleaned.
pub(crate) fn register(
    asked: &Asked<'_>,
    mut reasons: Reasons,
    command: &FacilityCommand,
) -> Decision<FacilityEvent> {
    let FacilityCommand::RegisterEquipment {
        equipment,
        kind,
        name,
        room,
        cleaning,
    } = command
    else {
        return reasons.refused();
    };
    if asked.facility.equipment.contains_key(equipment) {
        let detail = equipment.as_str();
        reasons.refuse(RefusalCode::EquipmentAlreadyRegistered, detail);
    }
    written(&mut reasons, "what people call it", name);
    reasons.or_accept(|| {
        vec![FacilityEvent::EquipmentRegistered {
            equipment: equipment.clone(),
            kind: kind.clone(),
            name: name.clone(),
            room: room.clone(),
            cleaning: *cleaning,
        }]
    })
}

/// A calibration with the last day it holds.
pub(crate) fn calibrate(
    asked: &Asked<'_>,
    mut reasons: Reasons,
    id: &EquipmentId,
    due_on: Date,
    certificate: Option<&FileHash>,
) -> Decision<FacilityEvent> {
    if known(asked, &mut reasons, id).is_none() {
        return reasons.refused();
    }
    asked.still_holds(&mut reasons, due_on);
    reasons.or_accept(|| {
        vec![FacilityEvent::EquipmentCalibrated {
            equipment: id.clone(),
            due_on,
            certificate: certificate.cloned(),
        }]
    })
}

/// A cleaning; where it is scheduled, with the last day it holds.
pub(crate) fn clean(
    asked: &Asked<'_>,
    mut reasons: Reasons,
    id: &EquipmentId,
    due_on: Option<Date>,
) -> Decision<FacilityEvent> {
    let Some(equipment) = known(asked, &mut reasons, id) else {
        return reasons.refused();
    };
    if let Some(used) = equipment.used_at {
        asked.after(&mut reasons, used, "it was used");
    }
    match due_on {
        Some(due_on) => asked.still_holds(&mut reasons, due_on),
        None if equipment.cleaning == CleaningRule::Scheduled => {
            reasons.refuse(RefusalCode::ValueMissing, "the last day the cleaning holds");
        }
        None => {}
    }
    reasons.or_accept(|| {
        vec![FacilityEvent::EquipmentCleaned {
            equipment: id.clone(),
            due_on,
        }]
    })
}

/// A piece is taken out of use.
pub(crate) fn withdraw(
    asked: &Asked<'_>,
    mut reasons: Reasons,
    id: &EquipmentId,
) -> Decision<FacilityEvent> {
    let Some(equipment) = known(asked, &mut reasons, id) else {
        return reasons.refused();
    };
    if !equipment.in_use {
        reasons.refuse(RefusalCode::EquipmentNotInUse, id.as_str());
    }
    reasons.or_accept(|| {
        vec![FacilityEvent::EquipmentWithdrawn {
            equipment: id.clone(),
        }]
    })
}

/// A piece comes back into use; its calibration and cleaning stand as they were.
pub(crate) fn give_back(
    asked: &Asked<'_>,
    mut reasons: Reasons,
    id: &EquipmentId,
) -> Decision<FacilityEvent> {
    let Some(equipment) = known(asked, &mut reasons, id) else {
        return reasons.refused();
    };
    if equipment.in_use {
        reasons.refuse(RefusalCode::EquipmentInUse, id.as_str());
    }
    reasons.or_accept(|| {
        vec![FacilityEvent::EquipmentReturned {
            equipment: id.clone(),
        }]
    })
}

fn known<'a>(asked: &Asked<'a>, reasons: &mut Reasons, id: &EquipmentId) -> Option<&'a Equipment> {
    let known = asked.facility.equipment.get(id);
    if known.is_none() {
        reasons.refuse(RefusalCode::EquipmentUnknown, id.as_str());
    }
    known
}

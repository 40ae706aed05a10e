//! What people do with a room and with each other: line clearance by two, training by another.

use cikada_domain::{FacilityEvent, ProcedureId, RoomId, StaffId};
use jiff::civil::Date;

use super::Asked;
use crate::context::Reasons;
use crate::decision::Decision;
use crate::gates::written;
use crate::refusal::RefusalCode;

/// Two persons find a room or cabinet empty and clean of the last patient's material.
pub(crate) fn clear_line(
    asked: &Asked<'_>,
    mut reasons: Reasons,
    id: &RoomId,
) -> Decision<FacilityEvent> {
    asked.witnessed(&mut reasons);
    let room = asked.facility.rooms.get(id);
    if let Some(worked) = room.and_then(|room| room.worked_at) {
        asked.after(&mut reasons, worked, "work was done there");
    }
    if let Some(last) = room.and_then(|room| room.cleared()) {
        asked.after(&mut reasons, last.cleared.at, "it was cleared");
    }
    reasons.or_accept(|| vec![FacilityEvent::LineCleared { room: id.clone() }])
}

/// Somebody else records that a person was trained, on one version, until a day.
pub(crate) fn train(
    asked: &Asked<'_>,
    mut reasons: Reasons,
    (staff, procedure): (&StaffId, &ProcedureId),
    version: &str,
    until: Date,
) -> Decision<FacilityEvent> {
    if staff == &asked.act.performer {
        reasons.refuse(RefusalCode::TrainedBySelf, staff.as_str());
    }
    written(&mut reasons, "the procedure's version", version);
    asked.still_holds(&mut reasons, until);
    reasons.or_accept(|| {
        vec![FacilityEvent::TrainingRecorded {
            staff: staff.clone(),
            procedure: procedure.clone(),
            version: version.to_owned(),
            until,
        }]
    })
}

//! Gates of the place and the people: equipment that may be used, a room with one batch at a time,
//! and persons trained on this very batch record.

use cikada_domain::event::CleaningRule;
use cikada_domain::facility::{Equipment, Room};
use cikada_domain::{BatchId, EquipmentId, ProcedureId, RoomId, StaffId};
use cikada_protocol::model::Step;

use crate::context::{Context, Reasons};
use crate::refusal::RefusalCode;

/// One of each kind the step names was scanned, and everything scanned may be used today.
pub(crate) fn equipment(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    step: &Step,
    batch: &BatchId,
    scanned: &[EquipmentId],
) {
    let Some(facility) = ctx.facility else {
        return;
    };
    for kind in &step.equipment {
        let known = scanned.iter().filter_map(|id| facility.equipment.get(id));
        if !known.into_iter().any(|equipment| &equipment.kind == kind) {
            let detail = format!("no {} was scanned", kind.as_str().replace('-', " "));
            reasons.refuse(RefusalCode::EquipmentMissing, detail);
        }
    }
    for id in scanned {
        match facility.equipment.get(id) {
            None => reasons.refuse(RefusalCode::EquipmentUnknown, id.as_str()),
            Some(equipment) => ready(ctx, reasons, id, equipment, batch),
        }
    }
}

fn ready(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    id: &EquipmentId,
    equipment: &Equipment,
    batch: &BatchId,
) {
    let (name, day) = (&equipment.name, ctx.day());
    if !equipment.in_use {
        let detail = format!("{name} ({id}) was taken out of use");
        reasons.refuse(RefusalCode::EquipmentNotInUse, detail);
    }
    let calibrated = equipment.calibrated_until;
    if calibrated.is_none_or(|until| until < day) {
        let until = calibrated.map_or("never".to_owned(), |until| format!("until {until}"));
        let detail = format!("{name} ({id}) was calibrated {until}, and it is {day}");
        reasons.refuse(RefusalCode::EquipmentNotCalibrated, detail);
    }
    if let Some(detail) = not_clean(equipment, batch, day) {
        let detail = format!("{name} ({id}) {detail}");
        reasons.refuse(RefusalCode::EquipmentNotClean, detail);
    }
}

fn not_clean(equipment: &Equipment, batch: &BatchId, day: jiff::civil::Date) -> Option<String> {
    match (equipment.cleaning, equipment.cleaned) {
        (CleaningRule::None, _) => None,
        (_, None) => Some("was never cleaned".to_owned()),
        (CleaningRule::EachBatch, Some(_)) => {
            let mut others = equipment.used_for.iter().filter(|used| *used != batch);
            let other = others.next()?;
            Some(format!("was used for batch {other} and not cleaned since"))
        }
        (CleaningRule::Scheduled, Some((_, until))) => {
            let lapsed = until.is_none_or(|until| until < day);
            let until = until.map_or("no day".to_owned(), |until| until.to_string());
            lapsed.then(|| format!("was clean until {until}, and it is {day}"))
        }
    }
}

/// A step that is done with equipment is done in a room or cabinet whose line was cleared by two
/// persons, and in which no other batch has been since.
pub(crate) fn room(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    step: &Step,
    batch: &BatchId,
    scanned: Option<&RoomId>,
) {
    let Some(facility) = ctx.facility else {
        return;
    };
    let Some(id) = scanned else {
        if !step.equipment.is_empty() {
            reasons.refuse(RefusalCode::RoomMissing, step.id.as_str());
        }
        return;
    };
    let never = Room::default();
    let room = facility.rooms.get(id).unwrap_or(&never);
    let Some((cleared, _)) = &room.cleared else {
        let detail = format!("the line of {id} was never cleared");
        reasons.refuse(RefusalCode::LineNotCleared, detail);
        return;
    };
    if ctx.at < cleared.at {
        // Only a batch that was in the room can have a late entry of work before the clearance.
        if !room.batches.contains(batch) {
            let what = format!("the line of {id} was cleared");
            crate::gates::not_before(ctx, reasons, cleared.at, &what);
        }
        return;
    }
    // INVARIANT (line clearance): between two patients the line is cleared.
    if let Some(other) = room.occupied_by.as_ref().filter(|other| *other != batch) {
        let detail = format!("batch {other} is in {id}, and its line was not cleared since");
        reasons.refuse(RefusalCode::LineNotCleared, detail);
    }
}

/// Performer and witness were trained on this version of the protocol's batch record.
pub(crate) fn trained(ctx: &Context<'_>, reasons: &mut Reasons) {
    let (Some(facility), Some(act)) = (ctx.facility, ctx.act) else {
        return;
    };
    let (id, version) = (&ctx.protocol.id, &ctx.protocol.version);
    let Ok(procedure) = ProcedureId::new(id.as_str()) else {
        reasons.refuse(RefusalCode::NoRule, format!("training on {id}"));
        return;
    };
    let lapsed = |who: &StaffId| {
        let key = (who.clone(), procedure.clone(), version.clone());
        facility.training.get(&key).map(|training| training.until)
    };
    for who in std::iter::once(&act.performer).chain(&act.witness) {
        match lapsed(who) {
            None => {
                let detail = format!("{who} was not trained on {id} {version}");
                reasons.refuse(RefusalCode::TrainingMissing, detail);
            }
            Some(until) if until < ctx.day() => {
                let detail = format!("{who} on {id} {version} until {until}");
                reasons.refuse(RefusalCode::TrainingLapsed, detail);
            }
            Some(_) => {}
        }
    }
}

//! Gates of the place and the people: equipment that may be used, a room with one batch at a time,
//! and persons trained on this very batch record.

use cikada_domain::event::CleaningRule;
use cikada_domain::facility::{Equipment, Room};
use cikada_domain::{BatchId, EquipmentId, ProcedureId, RoomId};
use cikada_protocol::model::Step;

use crate::context::{Context, Reasons};
use crate::refusal::RefusalCode;

/// One of each kind the step names was scanned, and everything scanned may be used today.
pub(crate) fn equipment(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    step: &Step,
    batch: &BatchId,
    (scanned, room): (&[EquipmentId], Option<&RoomId>),
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
            Some(equipment) => {
                elsewhere(reasons, id, equipment, room);
                ready(ctx, reasons, id, equipment, batch);
            }
        }
    }
}

/// A piece that stands in a room is not used in another.
fn elsewhere(
    reasons: &mut Reasons,
    id: &EquipmentId,
    equipment: &Equipment,
    scanned: Option<&RoomId>,
) {
    let (Some(stands), Some(scanned)) = (&equipment.room, scanned) else {
        return;
    };
    if stands != scanned {
        let name = &equipment.name;
        let detail = format!("{name} ({id}) stands in {stands}, and {scanned} was scanned");
        reasons.refuse(RefusalCode::EquipmentElsewhere, detail);
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
    // What made it ready made it so from then on: a step that claims an earlier time had a piece
    // of which nobody knows here how it stood.
    let mut since = |at, did: &str| {
        let what = format!("{name} ({id}) {did}");
        crate::gates::not_before(ctx, reasons, at, &what);
    };
    if let Some(returned) = equipment.returned_at {
        since(returned, "was returned to use");
    }
    if let Some((calibrated, _)) = equipment.calibrated {
        since(calibrated, "was calibrated");
    }
    if let (CleaningRule::EachBatch | CleaningRule::Scheduled, Some((cleaned, _))) =
        (equipment.cleaning, equipment.cleaned)
    {
        since(cleaned, "was cleaned");
    }
    let calibrated = equipment.calibrated.map(|(_, until)| until);
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
    let Some(held) = room.cleared_for(ctx.at) else {
        match room.clearances.first() {
            None => {
                let detail = format!("the line of {id} was never cleared");
                reasons.refuse(RefusalCode::LineNotCleared, detail);
            }
            Some(first) => {
                let what = format!("the line of {id} was cleared for the first time");
                crate::gates::not_before(ctx, reasons, first.cleared.at, &what);
            }
        }
        return;
    };
    // INVARIANT (line clearance): between two patients the line is cleared. A late entry is held
    // against who was in the room when the work was done.
    if let Some(other) = held.batches.iter().find(|other| *other != batch) {
        let since = ctx.wall(held.cleared.at);
        let detail = format!("batch {other} was in {id}, whose line was cleared last at {since}");
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
    for who in std::iter::once(&act.performer).chain(&act.witness) {
        let key = (who.clone(), procedure.clone(), version.clone());
        let Some(training) = facility.training.get(&key) else {
            let detail = format!("{who} was not trained on {id} {version}");
            reasons.refuse(RefusalCode::TrainingMissing, detail);
            continue;
        };
        let what = format!("{who} was trained on {id} {version}");
        crate::gates::not_before(ctx, reasons, training.recorded.at, &what);
        if training.until < ctx.day() {
            let detail = format!("{who} on {id} {version} until {}", training.until);
            reasons.refuse(RefusalCode::TrainingLapsed, detail);
        }
    }
}

#[cfg(test)]
mod tests {
    use cikada_domain::{BatchId, InputId, RoomId, StepId};
    use jiff::{SignedDuration, Timestamp};

    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::centre::{piece, room};
    use crate::course::{Course, Point, act};
    use crate::decision::Decision;

    /// Just before the isolation, an hour after the receipt.
    fn course() -> (Course, Command) {
        let mut course = example_course(Point::Cultured);
        let step = |course: &Course, id: &str| {
            let step = course.protocol.step(&StepId::new(id).unwrap()).unwrap();
            course.step(1, step)
        };
        let receipt = step(&course, "receipt");
        assert_eq!(codes(&mut course, "tech-1", &receipt), [""; 0]);
        course.now += SignedDuration::from_hours(1);
        let isolation = step(&course, "isolation");
        (course, isolation)
    }

    /// What is said to the step when it claims to have been done half an hour ago.
    fn half_an_hour_ago(course: &mut Course, command: &Command) -> Vec<String> {
        let at = course.now - SignedDuration::from_mins(30);
        let act = act("tech-1", Some("tech-2"), at, &course.zone);
        let Decision::Refused(reasons) = course.ask(&act, command) else {
            return Vec::new();
        };
        let told = |reason: crate::Refusal| (reason.code.code(), reason.detail);
        let told = reasons.into_iter().map(told);
        told.map(|(code, detail)| format!("{code}: {detail}"))
            .collect()
    }

    fn refused_since(course: &mut Course, command: &Command, did: &str) {
        let told = half_an_hour_ago(course, command);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with("time-before-last"), "{told:?}");
        assert!(told[0].contains(did), "{told:?}");
    }

    fn cabinet(course: &mut Course, change: impl FnOnce(&mut super::Equipment, Timestamp)) {
        let cabinet = piece(&InputId::new("safety-cabinet").unwrap());
        let now = course.now;
        change(course.facility.equipment.get_mut(&cabinet).unwrap(), now);
    }

    #[test]
    fn a_step_that_claims_a_time_before_the_calibration_is_refused() {
        let (mut course, isolation) = course();
        cabinet(&mut course, |cabinet, now| {
            cabinet.calibrated = cabinet.calibrated.map(|(_, until)| (now, until));
        });
        refused_since(&mut course, &isolation, "was calibrated");
        assert_eq!(codes(&mut course, "tech-1", &isolation), [""; 0]);
    }

    #[test]
    fn a_step_that_claims_a_time_before_the_cleaning_is_refused() {
        let (mut course, isolation) = course();
        cabinet(&mut course, |cabinet, now| {
            cabinet.cleaned = Some((now, None))
        });
        refused_since(&mut course, &isolation, "was cleaned");
        assert_eq!(codes(&mut course, "tech-1", &isolation), [""; 0]);
    }

    #[test]
    fn a_step_that_claims_a_time_before_the_return_to_use_is_refused() {
        let (mut course, isolation) = course();
        cabinet(&mut course, |cabinet, now| cabinet.returned_at = Some(now));
        refused_since(&mut course, &isolation, "was returned to use");
        assert_eq!(codes(&mut course, "tech-1", &isolation), [""; 0]);
    }

    #[test]
    fn a_step_that_claims_a_time_before_the_training_is_refused() {
        let (mut course, isolation) = course();
        let now = course.now;
        for ((staff, ..), training) in &mut course.facility.training {
            if staff.as_str() == "tech-2" {
                training.recorded.at = now;
            }
        }
        refused_since(&mut course, &isolation, "tech-2 was trained");
        assert_eq!(codes(&mut course, "tech-1", &isolation), [""; 0]);
    }

    #[test]
    fn a_step_without_a_change_since_may_be_entered_late() {
        let (mut course, isolation) = course();
        assert_eq!(half_an_hour_ago(&mut course, &isolation), [""; 0]);
    }

    #[test]
    fn a_late_entry_is_held_against_who_was_in_the_room_when_it_was_done() {
        let (course, isolation) = course();
        let other = BatchId::new("B-9").unwrap();
        let told = |mut course: Course, earlier: &BatchId| {
            let line = course.facility.rooms.get_mut(&room()).unwrap();
            let last = line.clearances.last().unwrap().clone();
            let mut next = last.clone();
            next.cleared.at = course.now - SignedDuration::from_mins(10);
            line.clearances = vec![last, next];
            line.clearances[0].batches = vec![earlier.clone()];
            half_an_hour_ago(&mut course, &isolation)
        };
        let refused = told(course.clone(), &other);
        assert_eq!(refused.len(), 1, "{refused:?}");
        assert!(refused[0].starts_with("line-not-cleared: batch B-9 was in"));
        let own = course.treatment.batches.keys().next().unwrap().clone();
        assert_eq!(told(course, &own), [""; 0]);
    }

    #[test]
    fn equipment_that_stands_in_another_room_is_refused() {
        let (mut course, isolation) = course();
        cabinet(&mut course, |cabinet, _| {
            cabinet.room = Some(RoomId::new("CLEAN-ROOM-2").unwrap());
        });
        let found = codes(&mut course, "tech-1", &isolation);
        assert_eq!(found, ["equipment-elsewhere"]);
        cabinet(&mut course, |cabinet, _| cabinet.room = None);
        assert_eq!(codes(&mut course, "tech-1", &isolation), [""; 0]);
        assert!(matches!(isolation, Command::PerformStep { room: Some(at), .. } if at == room()));
    }
}

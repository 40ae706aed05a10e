//! The way of an act on a lot, a piece of equipment, a room or training: the same as that of an act
//! on a treatment, in the stream of its subject.

use std::collections::BTreeSet;

use cikada_domain::FacilityEvent;
use cikada_domain::event::RefusedBecause;
use cikada_engine::{Act, Decision, FacilityCommand, Refusal, RefusalCode, decide_facility};
use cikada_store::{Append, AppendError, Appended};
use jiff::Timestamp;

use crate::error::AppError;
use crate::facility::Around;
use crate::projection;
use crate::record::{Author, Entries, Signing, WITNESSED};
use crate::staff::{Staff, roles_for_facility};
use crate::use_cases::answer::{Answer, StoredAnswer};
use crate::use_cases::carry_out::{Actor, Doing, TRIES_MAX, act, in_words, known};
use crate::world::World;

/// Carries a command out on the facility.
///
/// # Errors
/// When the roles of the actor or the witness do not allow it, or reading or writing fails. A
/// refusal is an answer.
pub fn carry_out_facility(
    world: &World,
    actor: &Actor,
    command: &FacilityCommand,
    doing: &Doing,
) -> Result<Answer, AppError> {
    authorise_facility(&actor.staff, command)?;
    if let Some(proven) = &doing.witness {
        authorise_facility(&known(world, proven)?, command)?;
    }
    let stream = command.subject().stream();
    let mut happened = None;
    for _ in 0..TRIES_MAX {
        let now = world.now();
        let act = act(world, actor, doing, now);
        let around = world.facility(&BTreeSet::from([command.subject()]))?;
        let decision = happened
            .take()
            .unwrap_or_else(|| decide_facility(&around.facility, &act, command, now));
        let events = events_of(command, decision);
        let append = prepare(
            world,
            (&stream, &around),
            &act,
            command,
            doing,
            &events,
            now,
        )?;
        let answer = append.answer.clone();
        match world.store.append(append) {
            Ok(Appended::Now { last_sequence }) => {
                return Ok(StoredAnswer::from_bytes(&answer)?.tell(None, last_sequence));
            }
            Ok(Appended::Before { answer }) => {
                let entries = world.store.read_stream(&stream)?;
                let mut entries = entries.iter().rev();
                let last = entries.find(|entry| entry.envelope.command == doing.request);
                let sequence = last.map_or(0, |entry| entry.envelope.sequence);
                return Ok(StoredAnswer::from_bytes(&answer)?.tell(None, sequence));
            }
            Err(AppendError::HeadMoved { .. }) => {}
            Err(AppendError::AlreadyHappened { key, .. }) => happened = Some(already(&key)),
            Err(error) => return Err(error.into()),
        }
    }
    Err(AppError::Contended)
}

/// Refuses whoever's roles do not allow a command about the facility.
pub(crate) fn authorise_facility(staff: &Staff, command: &FacilityCommand) -> Result<(), AppError> {
    let roles = roles_for_facility(command);
    if staff.roles.iter().any(|role| roles.contains(role)) {
        return Ok(());
    }
    let (name, roles) = (&staff.name, in_words(roles));
    Err(AppError::NotAuthorised(format!(
        "{name} may not do this: it takes the role {roles}"
    )))
}

fn events_of(command: &FacilityCommand, decision: Decision<FacilityEvent>) -> Vec<FacilityEvent> {
    match decision {
        Decision::Accepted(events) => events,
        Decision::Refused(refusals) => vec![FacilityEvent::FacilityRefused {
            command: command.name().to_owned(),
            reasons: refusals.iter().map(RefusedBecause::from).collect(),
        }],
    }
}

fn prepare(
    world: &World,
    (stream, around): (&str, &Around),
    act: &Act,
    command: &FacilityCommand,
    doing: &Doing,
    events: &[FacilityEvent],
    now: Timestamp,
) -> Result<Append, AppError> {
    let author = Author {
        actor: act.performer.to_string(),
        device: act.device.to_string(),
        occurred_at: act.occurred_at,
        recorded_at: now,
        reason: doing.reason.clone(),
    };
    let version = around.version(stream);
    let drafts = Entries::of_events(stream, events).into_drafts(
        &world.centre().origin,
        &doing.request,
        &author,
        version,
        None,
        &signings(command, act, events),
    )?;
    let views = projection::of_drafts(version, &drafts);
    Ok(Append {
        command: doing.request.clone(),
        fingerprint: doing.fingerprint,
        expected: vec![(stream.to_owned(), version)],
        drafts,
        once: events.iter().filter_map(once_key).collect(),
        views,
        answer: StoredAnswer::of_facility(events).to_bytes(),
    })
}

/// Who signs, and what it means. A refused act is signed by nobody.
fn signings(command: &FacilityCommand, act: &Act, events: &[FacilityEvent]) -> Vec<Signing> {
    if matches!(events, [FacilityEvent::FacilityRefused { .. }]) {
        return Vec::new();
    }
    let performer = facility_meaning(command).filter(|_| act.signed);
    let performer = performer.map(|meaning| Signing {
        signer: act.performer.clone(),
        meaning: meaning.to_owned(),
    });
    let witness = act.witness.as_ref().map(|witness| Signing {
        signer: witness.clone(),
        meaning: WITNESSED.to_owned(),
    });
    performer.into_iter().chain(witness).collect()
}

/// What the performer's signature under a command about the facility means (21 CFR 11.50); `None`
/// where none is asked.
#[must_use]
pub fn facility_meaning(command: &FacilityCommand) -> Option<&'static str> {
    match command {
        FacilityCommand::ReleaseLot { .. } => Some("released for use"),
        FacilityCommand::RejectLot { .. } => Some("rejected"),
        FacilityCommand::RecallLot { .. } => Some("recalled"),
        FacilityCommand::CountLot { .. } => Some("counted"),
        FacilityCommand::WithdrawEquipment { .. } => Some("taken out of use"),
        FacilityCommand::ReturnEquipment { .. } => Some("returned to use"),
        FacilityCommand::RecordCalibration { .. } => Some("calibration recorded"),
        FacilityCommand::RecordCleaning { .. } => Some("cleaned"),
        FacilityCommand::ClearLine { .. } => Some("line cleared"),
        FacilityCommand::RecordTraining { .. } => Some("trained"),
        FacilityCommand::ApproveLabelTemplate { .. } => Some("label template approved"),
        FacilityCommand::RetireLabelTemplate { .. } => Some("label template retired"),
        FacilityCommand::ReceiveLot { .. }
        | FacilityCommand::RegisterEquipment { .. }
        | FacilityCommand::ProposeLabelTemplate { .. } => None,
    }
}

/// What may happen only once for ever: a number of ours is given to one thing.
fn once_key(event: &FacilityEvent) -> Option<String> {
    match event {
        FacilityEvent::LotReceived { lot, .. } => Some(format!("lot/{lot}")),
        FacilityEvent::EquipmentRegistered { equipment, .. } => {
            Some(format!("equipment/{equipment}"))
        }
        _ => None,
    }
}

/// What the unique index said no to, as the refusal it is.
fn already(key: &str) -> Decision<FacilityEvent> {
    let code = match key.split('/').next() {
        Some("lot") => RefusalCode::LotAlreadyReceived,
        _ => RefusalCode::EquipmentAlreadyRegistered,
    };
    Decision::Refused(vec![Refusal {
        code,
        detail: format!("the ledger already holds {key}"),
        source: None,
    }])
}

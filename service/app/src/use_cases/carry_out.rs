//! The way of every act: may this person, fold, decide, append, answer.
//!
//! If someone else changed the treatment between reading and writing, it is read and decided again.
//! The store gives a request that came before its first answer, whatever was decided this time.

use cikada_domain::{ChainOfIdentity, DeviceId, Event, PersonId, QualityEvent, StaffId, Treatment};
use cikada_engine::{Act, Command, Decision, RefusalCode, consequences, decide, refused, subjects};
use cikada_ledger::PersonKey;
use cikada_protocol::Protocol;
use cikada_store::{Append, AppendError, Appended};
use jiff::Timestamp;

use crate::error::AppError;
use crate::projection;
use crate::record::{Author, Entries, SealedFields, Sealing, Signing};
use crate::staff::{Role, Staff, roles_for, witnesses_for};
use crate::treatments::{Folded, stream_of};
use crate::use_cases::answer::{Answer, StoredAnswer};
use crate::use_cases::meaning::{meaning, witness_meaning};
use crate::use_cases::prove::Proven;
use crate::world::World;

pub(super) const TRIES_MAX: usize = 16;

/// Who acts, on which device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The member of staff.
    pub staff: Staff,
    /// The device.
    pub device: DeviceId,
}

/// What surrounds a command: its id, its proofs, its times.
#[derive(Debug, Clone)]
pub struct Doing {
    /// The id of the request; the same id gets the same answer.
    pub request: String,
    /// A hash of what the request says.
    pub fingerprint: [u8; 32],
    /// The performer's proof, when the act is signed.
    pub signed: Option<Proven>,
    /// The witness's proof.
    pub witness: Option<Proven>,
    /// When it happened, if that was not just now.
    pub occurred_at: Option<Timestamp>,
    /// Why, as a code: for a late entry or a correction.
    pub reason: Option<String>,
    /// Free text and names, sealed under the patient's key.
    pub sealed: SealedFields,
}

impl Doing {
    /// An unsigned act that happens now.
    #[must_use]
    pub fn now(request: impl Into<String>) -> Self {
        Self {
            request: request.into(),
            fingerprint: [0; 32],
            signed: None,
            witness: None,
            occurred_at: None,
            reason: None,
            sealed: SealedFields::new(),
        }
    }
}

/// Carries a command out on a treatment.
///
/// # Errors
/// When the actor's roles do not allow it, or reading or writing fails. A refusal is an answer.
pub fn carry_out(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
    command: &Command,
    doing: &Doing,
) -> Result<Answer, AppError> {
    authorise(&actor.staff, command)?;
    authorise_witness(world, command, doing.witness.as_ref())?;
    let protocol = pinned(world, id, command)?;
    let mut happened = None;
    for _ in 0..TRIES_MAX {
        let folded = world.folded(id)?;
        let now = world.now();
        let act = act(world, actor, doing, now);
        let around = world.facility(&subjects(&folded.treatment, &act, command))?;
        let decision = match happened.take() {
            None => {
                let (treatment, facility) = (&folded.treatment, &around.facility);
                decide(&protocol, treatment, facility, &act, command, now)
            }
            Some(already) => already,
        };
        let events = events_of(&folded.treatment, command, decision);
        let mut append = prepare(world, id, &folded, &act, command, doing, &events, now)?;
        let follow = consequences(id, &around.facility, &events, act.occurred_at);
        around.follow(world, &mut append, &follow)?;
        let answer = append.answer.clone();
        match world.store.append(append) {
            Ok(Appended::Now { last_sequence }) => {
                return Ok(StoredAnswer::from_bytes(&answer)?.tell(Some(&protocol), last_sequence));
            }
            Ok(Appended::Before { answer }) => {
                return first_answer(world, id, &doing.request, &answer, &protocol);
            }
            Err(AppendError::HeadMoved { .. }) => {}
            Err(AppendError::AlreadyHappened { key, .. }) => happened = Some(already(&key)),
            Err(error) => return Err(error.into()),
        }
    }
    Err(AppError::Contended)
}

/// Refuses whoever's roles do not allow a command.
pub(crate) fn authorise(staff: &Staff, command: &Command) -> Result<(), AppError> {
    if staff.may(command) {
        return Ok(());
    }
    let (name, roles) = (&staff.name, in_words(roles_for(command)));
    Err(AppError::NotAuthorised(format!(
        "{name} may not do this: it takes the role {roles}"
    )))
}

/// The member of staff who proved an identity; nobody without an account counts as present.
pub(super) fn known(world: &World, proven: &Proven) -> Result<Staff, AppError> {
    let unknown = || {
        let words = format!("{} has no account here", proven.staff());
        AppError::NotAuthorised(words)
    };
    world.staff(proven.staff()).ok_or_else(unknown)
}

/// What a request for a command says, so that its id is not used for another one.
pub(super) fn fingerprint(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
    command: &Command,
) -> [u8; 32] {
    let command = format!("{command:?}");
    let said = [actor.staff.id.as_str(), id.as_str(), &command];
    world.vault.fingerprint(&said)
}

/// A witness is someone of the work: nobody who keeps accounts or inspects signs anything clinical.
fn authorise_witness(
    world: &World,
    command: &Command,
    witness: Option<&Proven>,
) -> Result<(), AppError> {
    let Some(proven) = witness else {
        return Ok(());
    };
    let witness = known(world, proven)?;
    if witness.may_witness(command) {
        return Ok(());
    }
    let (name, roles) = (&witness.name, in_words(&witnesses_for(command)));
    Err(AppError::NotAuthorised(format!(
        "{name} may not witness this: it takes the role {roles}"
    )))
}

pub(super) fn in_words(roles: &[Role]) -> String {
    let roles: Vec<_> = roles.iter().map(Role::to_string).collect();
    roles.join(" or ")
}

/// The protocol a treatment runs on: the pinned one, or for an opening the one it asks for.
fn pinned(
    world: &World,
    id: &ChainOfIdentity,
    command: &Command,
) -> Result<std::sync::Arc<Protocol>, AppError> {
    if let Command::OpenTreatment { protocol, .. } = command {
        let missing = || AppError::ProtocolMissing(protocol.hash.to_string());
        return world.protocol(&protocol.hash).ok_or_else(missing);
    }
    Ok(world.opened(id)?.1)
}

pub(super) fn act(world: &World, actor: &Actor, doing: &Doing, now: Timestamp) -> Act {
    let by_performer = |proven: &&Proven| proven.staff() == &actor.staff.id;
    Act {
        performer: actor.staff.id.clone(),
        witness: doing.witness.as_ref().map(|proven| proven.staff().clone()),
        device: actor.device.clone(),
        occurred_at: doing.occurred_at.unwrap_or(now),
        signed: doing.signed.as_ref().filter(by_performer).is_some(),
        zone: world.zone().clone(),
        country: world.country().clone(),
    }
}

fn events_of(treatment: &Treatment, command: &Command, decision: Decision) -> Vec<Event> {
    match decision {
        Decision::Accepted(events) => events,
        Decision::Refused(reasons) => refused(treatment, command, &reasons),
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "one act with everything it is recorded with"
)]
fn prepare(
    world: &World,
    id: &ChainOfIdentity,
    folded: &Folded,
    act: &Act,
    command: &Command,
    doing: &Doing,
    events: &[Event],
    now: Timestamp,
) -> Result<Append, AppError> {
    let stream = stream_of(id);
    let signings = signings(command, act, events);
    let mut fields = doing.sealed.clone();
    for signing in &signings {
        let name = world
            .staff(&signing.signer)
            .map(|staff| staff.name)
            .unwrap_or_default();
        fields.insert(format!("signature of {}", signing.signer), name);
    }
    let recipient = recipient(folded, command);
    let key = recipient
        .map(|person| key(world, person, command))
        .transpose()?
        .flatten();
    if let Some(person) = recipient.filter(|_| key.is_none() && !doing.sealed.is_empty()) {
        return Err(AppError::Erased(person.to_string()));
    }
    let sealing = recipient.zip(key.as_ref()).filter(|_| !fields.is_empty());
    let sealing = sealing.map(|(person, key)| Sealing {
        person: person.as_str(),
        key,
        fields: &fields,
    });
    let author = Author {
        actor: act.performer.to_string(),
        device: act.device.to_string(),
        occurred_at: act.occurred_at,
        recorded_at: now,
        reason: doing.reason.clone(),
    };
    let drafts = Entries::of_events(&stream, events).into_drafts(
        &world.centre().origin,
        &doing.request,
        &author,
        folded.version,
        sealing.as_ref(),
        &signings,
    )?;
    let views = projection::of_drafts(folded.version, &drafts);
    Ok(Append {
        command: doing.request.clone(),
        fingerprint: doing.fingerprint,
        expected: vec![(stream, folded.version)],
        drafts,
        once: events.iter().filter_map(once_key).collect(),
        views,
        answer: StoredAnswer::of(events).to_bytes(),
    })
}

fn recipient<'a>(folded: &'a Folded, command: &'a Command) -> Option<&'a PersonId> {
    match command {
        Command::OpenTreatment { recipient, .. } => Some(recipient),
        _ => folded.treatment.recipient(),
    }
}

/// The key of a patient: for an opening the one just made, otherwise none only for whoever was erased.
fn key(world: &World, person: &PersonId, command: &Command) -> Result<Option<PersonKey>, AppError> {
    match command {
        Command::OpenTreatment { .. } => Ok(world.vault.key(person.as_str())?),
        _ => world.key_of(person),
    }
}

/// Who signs, and what it means. A refused act is signed by nobody.
fn signings(command: &Command, act: &Act, events: &[Event]) -> Vec<Signing> {
    if matches!(events, [Event::CommandRefused { .. }, ..]) {
        return Vec::new();
    }
    let performer = meaning(command)
        .filter(|_| act.signed)
        .map(|meaning| Signing {
            signer: act.performer.clone(),
            meaning: meaning.to_owned(),
        });
    let witnessed = |signer: &StaffId| Signing {
        signer: signer.clone(),
        meaning: witness_meaning(command).to_owned(),
    };
    performer
        .into_iter()
        .chain(act.witness.as_ref().map(witnessed))
        .collect()
}

/// What may happen only once for ever, whatever the treatment.
pub(crate) fn once_key(event: &Event) -> Option<String> {
    match event {
        Event::TreatmentOpened {
            chain_of_identity, ..
        } => Some(format!("treatment/{chain_of_identity}")),
        Event::LabelIssued { container, .. } => Some(format!("label/{container}")),
        Event::CollectionRecorded { donation, .. } => Some(format!("donation/{donation}")),
        Event::BatchStarted { batch, .. } => Some(format!("batch/{batch}")),
        Event::InfusionStarted { container, .. } => Some(format!("infusion/{container}")),
        Event::Quality(QualityEvent::SampleTaken { sample, .. }) => {
            Some(format!("sample/{sample}"))
        }
        _ => None,
    }
}

/// What the unique index said no to, as the refusal it is.
fn already(key: &str) -> Decision {
    let code = match key.split('/').next() {
        Some("treatment") => RefusalCode::TreatmentAlreadyOpen,
        Some("label") => RefusalCode::LabelAlreadyIssued,
        Some("donation") => RefusalCode::DonationAlreadyUsed,
        Some("batch") => RefusalCode::BatchAlreadyStarted,
        Some("sample") => RefusalCode::SampleAlreadyTaken,
        _ => RefusalCode::ContainerAlreadyInfused,
    };
    let detail = format!("the ledger already holds {key}");
    Decision::Refused(vec![cikada_engine::Refusal {
        code,
        detail,
        source: None,
    }])
}

fn first_answer(
    world: &World,
    id: &ChainOfIdentity,
    request: &str,
    answer: &[u8],
    protocol: &Protocol,
) -> Result<Answer, AppError> {
    let entries = world.entries(id)?;
    let last = entries
        .iter()
        .rev()
        .find(|entry| entry.envelope.command == request);
    let sequence = last.map_or(0, |entry| entry.envelope.sequence);
    Ok(StoredAnswer::from_bytes(answer)?.tell(Some(protocol), sequence))
}

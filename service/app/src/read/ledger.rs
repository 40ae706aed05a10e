//! The entries of a treatment: who, what, when, old and new value, and what can be proven.

use cikada_domain::{ChainOfIdentity, Event, HandlingEvent, StaffId};
use cikada_ledger::{Entry, PersonKey, Signature, hex, verify_export};
use jiff::Timestamp;

use crate::error::AppError;
use crate::read::{Heading, Moment, heading};
use crate::record;
use crate::treatments::stream_of;
use crate::use_cases::Actor;
use crate::use_cases::submit::is_late;
use crate::world::World;

/// The page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerPage {
    /// The heading.
    pub heading: Heading,
    /// The entries, newest first.
    pub entries: Vec<EntryLine>,
    /// What verification says of this treatment's entries.
    pub verdict: String,
    /// Whether verification found a fault.
    pub faulty: bool,
    /// The latest checkpoint as a signed note.
    pub checkpoint: String,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryLine {
    /// Its place in the centre's ledger.
    pub sequence: u64,
    /// Its kind's code.
    pub kind: String,
    /// What happened, in words.
    pub words: String,
    /// Who did it: name and identifier.
    pub who: String,
    /// Who witnessed it.
    pub witness: Option<String>,
    /// The device.
    pub device: String,
    /// When it happened.
    pub occurred_at: Moment,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Whether the two differ enough to call it a late entry.
    pub late: bool,
    /// The reason given, as a code.
    pub reason: Option<String>,
    /// The old and the new value, for a correction.
    pub change: Option<(String, String)>,
    /// The signature: name, meaning, time.
    pub signature: Option<String>,
    /// What lies in the sealed part: fields and values, or that it was erased.
    pub sealed: Sealed,
    /// The entry's hash in hexadecimal.
    pub hash: String,
}

/// What the sealed part of an entry shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sealed {
    /// There is none.
    None,
    /// It was opened: field and value.
    Open(Vec<(String, String)>),
    /// The person's key was destroyed.
    Erased,
}

/// The entries of a treatment.
///
/// # Errors
/// When there is no such treatment, the reader may not see it, or reading fails.
pub fn ledger(world: &World, actor: &Actor, id: &ChainOfIdentity) -> Result<LedgerPage, AppError> {
    let heading = heading(world, actor, id)?;
    let (folded, _) = world.opened(id)?;
    let recipient = folded.treatment.recipient();
    let key = recipient
        .map(|person| world.key_of(person))
        .transpose()?
        .flatten();
    let mut entries = Vec::new();
    for entry in world.entries(id)?.iter().rev() {
        entries.push(line(world, entry, key.as_ref())?);
    }
    let report = verify_export(
        &world.store.export_stream(&stream_of(id))?,
        Some(world.store.verifier()),
    );
    Ok(LedgerPage {
        heading,
        entries,
        verdict: report.verdict(),
        faulty: !report.faults.is_empty(),
        checkpoint: world.store.latest_checkpoint()?,
    })
}

fn line(world: &World, entry: &Entry, key: Option<&PersonKey>) -> Result<EntryLine, AppError> {
    let envelope = &entry.envelope;
    let recorded = record::recorded(entry)?;
    let change = match &recorded.event {
        Event::ValueCorrected { old, new, .. } => Some((old.words(), new.words())),
        Event::Handling(HandlingEvent::MaterialCorrected { old, new, .. }) => {
            Some((old.words(), new.words()))
        }
        _ => None,
    };
    let sealed = match (&envelope.sealed, key) {
        (None, _) => Sealed::None,
        (Some(_), None) => Sealed::Erased,
        (Some(_), Some(key)) => {
            Sealed::Open(record::open_sealed(entry, key)?.into_iter().collect())
        }
    };
    let signatures: Vec<_> = envelope
        .signatures
        .iter()
        .map(|signature| signed(world, signature))
        .collect();
    Ok(EntryLine {
        sequence: envelope.sequence,
        kind: envelope.kind.clone(),
        words: recorded.event.words(),
        who: world.who(&recorded.performer),
        witness: recorded.witness.as_ref().map(|witness| world.who(witness)),
        device: envelope.device.clone(),
        late: is_late(recorded.occurred_at, recorded.recorded_at),
        occurred_at: world.moment(recorded.occurred_at),
        recorded_at: world.moment(recorded.recorded_at),
        reason: envelope.reason.clone(),
        change,
        signature: (!signatures.is_empty()).then(|| signatures.join("; ")),
        sealed,
        hash: hex(&entry.hash),
    })
}

/// Name, meaning and time with zone, as 21 CFR 11.50 asks wherever a signature is shown.
fn signed(world: &World, signature: &Signature) -> String {
    let who = StaffId::new(signature.signer.as_str());
    let who = who.map_or_else(|_| signature.signer.clone(), |id| world.who(&id));
    let at = Timestamp::from_millisecond(signature.signed_at).map(|at| world.moment(at));
    let at = at.map_or_else(
        |_| String::new(),
        |at| at.strftime("%-d %b %Y %H:%M:%S %Z").to_string(),
    );
    format!(
        "{who}: {}, {at} (by {})",
        signature.meaning, signature.method
    )
}

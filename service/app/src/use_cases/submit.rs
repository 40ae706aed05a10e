//! A posted form: read, proven, carried out.

use std::collections::BTreeMap;

use cikada_domain::ChainOfIdentity;
use cikada_store::AppendError;
use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};

use crate::error::AppError;
use crate::form::{Context, FieldError, Target, Typed, read_cause, read_command};
use crate::read::authorise_reading;
use crate::use_cases::answer::{Answer, Reason};
use crate::use_cases::carry_out::{Actor, Doing, carry_out};
use crate::use_cases::prove::{Proven, prove_for_signing};
use crate::vault::CredentialError;
use crate::world::World;

/// What is entered later than this after it happened is a late entry and needs a reason.
const LATE_AFTER: SignedDuration = SignedDuration::from_mins(15);

/// Whether something was recorded so long after it happened that a reason was asked for.
pub(crate) fn is_late(happened_at: Timestamp, recorded_at: Timestamp) -> bool {
    recorded_at.duration_since(happened_at) > LATE_AFTER
}

/// Reasons for a late entry or a correction, as codes with their words.
pub const REASONS: [(&str, &str); 5] = [
    ("transcribed", "written on paper first and entered now"),
    ("system-unavailable", "the system was not available"),
    ("typing-error", "typing error"),
    ("measured-again", "measured again"),
    ("wrong-record", "entered at the wrong place"),
];

/// A posted form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Posted {
    /// The id printed into the form; the same id gets the same answer.
    pub request: String,
    /// The fields as typed.
    pub fields: BTreeMap<String, String>,
    /// The performer's password, for an act that is signed.
    pub password: Option<String>,
    /// The witness's sign-in name and password.
    pub witness: Option<(String, String)>,
    /// When it happened, as local date and time, if that was not just now.
    pub occurred_at: Option<String>,
    /// The code of a reason, for a late entry or a correction.
    pub reason: Option<String>,
}

/// Why a form was not carried out. Nothing that was typed is lost: the page shows it again.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// Fields that could not be read.
    #[error("some fields could not be read")]
    Fields(Vec<FieldError>),
    /// The performer's password.
    #[error("your password is wrong or locked: nothing was signed")]
    WrongPassword,
    /// The witness's name or password.
    #[error("the witness's name or password is wrong or locked: nothing was recorded")]
    WitnessUnknown,
    /// The engine refused, where no answer page exists for it.
    #[error("it was refused")]
    Refused(Vec<Reason>),
    /// Anything else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl SubmitError {
    /// One message at one field.
    pub(super) fn at(field: &str, message: &str) -> Self {
        let (field, message) = (field.to_owned(), message.to_owned());
        Self::Fields(vec![FieldError { field, message }])
    }
}

/// Whether a text can be the id that was printed into a form.
pub(super) fn is_request(text: &str) -> bool {
    !text.is_empty() && text.len() <= 64
}

/// Asks for the id that was printed into a page.
pub(super) fn identified(request: &str) -> Result<(), SubmitError> {
    if is_request(request) {
        return Ok(());
    }
    let message = "the page has no request id: open it again";
    Err(SubmitError::at("request", message))
}

/// Reads a posted form and carries it out.
///
/// # Errors
/// When a field does not read, a secret is wrong, or acting fails. A refusal is an answer.
pub fn submit(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
    target: &Target,
    posted: &Posted,
) -> Result<Answer, SubmitError> {
    authorise_reading(actor)?;
    let (folded, protocol) = world.opened(id)?;
    let ctx = Context {
        protocol: &protocol,
        treatment: &folded.treatment,
        world,
        folded: &folded,
    };
    let mut typed = Typed::new(world, &posted.fields);
    if !is_request(&posted.request) {
        typed.fail("request", "the form has no request id: open it again");
    }
    let (command, sealed) = read_command(world, &ctx, target, &mut typed)?;
    let occurred_at = occurred_at(world, posted, &mut typed);
    let reason = reason(world, target, posted, occurred_at, &mut typed);
    let reason = read_cause(target, &mut typed).or(reason);
    let errors = typed.into_errors();
    let Some(command) = command.filter(|_| errors.is_empty()) else {
        return Err(SubmitError::Fields(errors));
    };
    let signed = signed(world, actor, posted)?;
    let witness = witness(world, posted)?;
    let target = format!("{target:?}");
    let fields = format!("{:?}", posted.fields);
    let around = format!(
        "{:?} {:?} {} {:?}",
        occurred_at,
        reason,
        signed.is_some(),
        witness
    );
    let said = [
        actor.staff.id.as_str(),
        id.as_str(),
        &target,
        &fields,
        &around,
    ];
    let doing = Doing {
        request: posted.request.clone(),
        fingerprint: world.vault.fingerprint(&said),
        signed,
        witness,
        occurred_at,
        reason,
        sealed,
    };
    match carry_out(world, actor, id, &command, &doing) {
        Err(AppError::Append(AppendError::CommandReused(_))) => {
            let message = "this form was sent before with other content: open it again".to_owned();
            let field = "request".to_owned();
            Err(SubmitError::Fields(vec![FieldError { field, message }]))
        }
        answered => Ok(answered?),
    }
}

pub(super) fn signed(
    world: &World,
    actor: &Actor,
    posted: &Posted,
) -> Result<Option<Proven>, SubmitError> {
    let password = posted.password.as_deref();
    password
        .map(|password| proven(world, actor, password))
        .transpose()
}

/// The performer's proof for a signature.
pub(super) fn proven(world: &World, actor: &Actor, password: &str) -> Result<Proven, SubmitError> {
    let name = world
        .vault
        .sign_in_name(&actor.staff.id)
        .map_err(AppError::from)?;
    let name = name.ok_or(SubmitError::WrongPassword)?;
    match prove_for_signing(world, &name, password) {
        Ok(proven) => Ok(proven),
        Err(CredentialError::Vault(error)) => Err(AppError::from(error).into()),
        Err(_) => Err(SubmitError::WrongPassword),
    }
}

pub(super) fn witness(world: &World, posted: &Posted) -> Result<Option<Proven>, SubmitError> {
    let Some((name, password)) = &posted.witness else {
        return Ok(None);
    };
    match prove_for_signing(world, name, password) {
        Ok(proven) => Ok(Some(proven)),
        Err(CredentialError::Vault(error)) => Err(AppError::from(error).into()),
        Err(_) => Err(SubmitError::WitnessUnknown),
    }
}

pub(super) fn occurred_at(
    world: &World,
    posted: &Posted,
    typed: &mut Typed<'_>,
) -> Option<Timestamp> {
    let text = posted
        .occurred_at
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())?;
    let Ok(local) = text.parse::<DateTime>() else {
        let message = "expected a local date and time as YYYY-MM-DDTHH:MM";
        typed.fail("occurred_at", message);
        return None;
    };
    // An hour that a clock change repeats or leaves out is never guessed: an expiry hangs on it.
    let zoned = world.zone().to_ambiguous_zoned(local).unambiguous();
    if zoned.is_err() {
        let message = "the clock was changed in this hour: enter a time before or after it, and say so in the note";
        typed.fail("occurred_at", message);
    }
    zoned.ok().map(|zoned| zoned.timestamp())
}

/// A late entry and a correction need a reason from the list; anything else takes none.
fn reason(
    world: &World,
    target: &Target,
    posted: &Posted,
    occurred_at: Option<Timestamp>,
    typed: &mut Typed<'_>,
) -> Option<String> {
    let late = occurred_at.is_some_and(|at| is_late(at, world.now()));
    let needed = late || target.is_correction();
    let given = posted.reason.as_deref().filter(|code| !code.is_empty());
    let known = given.filter(|code| REASONS.iter().any(|(known, _)| known == code));
    if needed && known.is_none() {
        let message = if late {
            "this happened some time ago: choose why it is entered only now"
        } else {
            "choose why the value is corrected"
        };
        typed.fail("reason", message);
    }
    known.filter(|_| needed).map(str::to_owned)
}

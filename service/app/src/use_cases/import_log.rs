//! A temperature logger's file on a container: kept as it came, shown with every time outside its
//! range added up, and then signed for.
//!
//! The sheet says before the signature what the engine would say to it: that it is recorded, that a
//! deviation is opened with it, or every reason against it.

use cikada_domain::{ChainOfIdentity, ContainerId, Event, FileHash, QualityEvent};
use cikada_engine::{Command, HandlingCommand, conditions, time_outside};
use cikada_outcome::instrument::{LogFile, read_log};

use crate::error::AppError;
use crate::instruments::log_mappings;
use crate::read::temperature::{LoggedCourse, TravelLimits, exceeds, laid_out, length, limits};
use crate::read::{Heading, authorise_reading, heading};
use crate::staff::LOG_READERS;
use crate::use_cases::answer::{Answer, Reason};
use crate::use_cases::carry_out::{Actor, Doing, carry_out, fingerprint};
use crate::use_cases::foreseen::foreseen;
use crate::use_cases::meaning::IMPORTED;
use crate::use_cases::submit::{SubmitError, identified, proven};
use crate::world::World;

/// The largest file of a logger, in bytes.
pub const LOG_BYTES_MAX: usize = 4 * 1024 * 1024;

/// A logger's file read on a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogSheet {
    /// The heading.
    pub heading: Heading,
    /// The container it travelled with.
    pub container: ContainerId,
    /// The mapping's id.
    pub mapping: String,
    /// The logger in words.
    pub instrument: String,
    /// The hash of the file as it came.
    pub file: FileHash,
    /// How the container travels; nothing where the protocol does not say.
    pub limits: Option<TravelLimits>,
    /// What the file says; nothing where it is no log.
    pub course: Option<LoggedCourse>,
    /// How long the container was outside by the logs imported before, in words; nothing without one.
    pub before: Option<String>,
    /// How long with this log, in words.
    pub total: Option<String>,
    /// Whether that is longer than allowed.
    pub exceeds: bool,
    /// Places that could not be read, each in a sentence with its line and column.
    pub faults: Vec<String>,
    /// What becomes of it.
    pub standing: LogStanding,
    /// What a signature under it means.
    pub signature: &'static str,
}

/// What becomes of a logger's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogStanding {
    /// It has places that cannot be read, and is no log.
    Unreadable,
    /// It can be recorded.
    Recordable {
        /// Whether it opens a deviation.
        deviation: bool,
    },
    /// It was recorded just now, with what happened in words.
    Recorded(Vec<String>),
    /// It is not recorded, with every reason.
    Refused(Vec<Reason>),
}

/// What is signed for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogSigned {
    /// The id printed into the form; the same id gets the same answer.
    pub request: String,
    /// The performer's password.
    pub password: String,
}

/// The loggers whose files can be read: id and words.
///
/// # Errors
/// When reading fails.
pub fn loggers(world: &World) -> Result<Vec<(String, String)>, AppError> {
    let known = log_mappings(world)?.into_iter();
    let named = known.map(|mapping| (mapping.layout.id, mapping.layout.title));
    Ok(named.collect())
}

/// Keeps a logger's file as it came, and gives its hash.
///
/// # Errors
/// When the actor reads no loggers out, or the disk fails.
pub fn keep_log(world: &World, actor: &Actor, bytes: &[u8]) -> Result<FileHash, AppError> {
    authorise(actor)?;
    Ok(world.files.keep(bytes)?)
}

/// Reads a kept file on a container; nothing is recorded.
///
/// # Errors
/// When there is no such container, mapping or file, or the actor reads no loggers out.
pub fn log_sheet(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
    container: &ContainerId,
    of: (&str, &FileHash),
) -> Result<LogSheet, AppError> {
    Ok(read(world, actor, id, container, of)?.0)
}

/// Records a log with its file's hash and a signature.
///
/// # Errors
/// When the password is wrong, the file is no log, or acting fails. A refusal is an answer.
pub fn import_log(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
    container: &ContainerId,
    of: (&str, &FileHash),
    signed: &LogSigned,
) -> Result<LogSheet, SubmitError> {
    let (mut sheet, command) = read(world, actor, id, container, of)?;
    identified(&signed.request)?;
    let Some(command) = command else {
        return Err(SubmitError::at(
            "file",
            "the file is no log, nothing was recorded",
        ));
    };
    let doing = Doing {
        fingerprint: fingerprint(world, actor, id, &command),
        signed: Some(proven(world, actor, &signed.password)?),
        ..Doing::now(signed.request.clone())
    };
    sheet.standing = match carry_out(world, actor, id, &command, &doing)? {
        Answer::Accepted { words, .. } => LogStanding::Recorded(words),
        Answer::Refused { reasons } => LogStanding::Refused(reasons),
    };
    Ok(sheet)
}

fn authorise(actor: &Actor) -> Result<(), AppError> {
    let mut roles = actor.staff.roles.iter();
    if roles.any(|role| LOG_READERS.contains(role)) {
        return Ok(());
    }
    let words = format!("{} reads no temperature loggers out", actor.staff.name);
    Err(AppError::NotAuthorised(words))
}

fn read(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
    container: &ContainerId,
    (mapping, file): (&str, &FileHash),
) -> Result<(LogSheet, Option<Command>), AppError> {
    authorise_reading(actor)?;
    authorise(actor)?;
    let (folded, protocol) = world.opened(id)?;
    if !folded.treatment.labels.contains_key(container) {
        return Err(AppError::NotFound(format!("container {container}")));
    }
    let known = log_mappings(world)?
        .into_iter()
        .find(|known| known.layout.id == mapping);
    let mapping = known.ok_or_else(|| AppError::NotFound(format!("mapping {mapping}")))?;
    let bytes = world.kept(file)?;
    let log = read_log(&mapping, &bytes, world.zone());
    let faults: Vec<_> = log.faults.iter().map(ToString::to_string).collect();
    let rule = conditions(&protocol, &folded.treatment, container);
    let rule = rule.as_ref();
    let readable = faults.is_empty();
    let course = rule.filter(|_| readable);
    let course = course.and_then(|rule| laid_out(world, rule, file, &log));
    let known = !folded.treatment.way_of(container).logs.is_empty();
    let before = time_outside(&folded.treatment, container);
    let total = course.as_ref().zip(before);
    let total = total.and_then(|(course, before)| before.checked_add(course.outside_for));
    let command = command(container, file, log).filter(|_| readable);
    let standing = match &command {
        Some(command) => standing(world, actor, id, command)?,
        None => LogStanding::Unreadable,
    };
    let sheet = LogSheet {
        heading: heading(world, actor, id)?,
        container: container.clone(),
        mapping: mapping.layout.id,
        instrument: mapping.layout.title,
        file: file.clone(),
        limits: rule.map(limits),
        before: before.filter(|_| known).map(length),
        total: total.map(length),
        exceeds: rule.is_some_and(|rule| course.is_some() && exceeds(total, rule)),
        course,
        faults,
        standing,
        signature: IMPORTED,
    };
    Ok((sheet, command))
}

fn command(container: &ContainerId, file: &FileHash, log: LogFile) -> Option<Command> {
    Some(Command::Handling(HandlingCommand::LogTemperature {
        container: container.clone(),
        file: file.clone(),
        logger: log.logger?,
        readings: log.readings,
    }))
}

/// What the engine says to the log now, if it is signed.
fn standing(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
    command: &Command,
) -> Result<LogStanding, AppError> {
    let doing = Doing::now(String::new());
    Ok(match foreseen(world, actor, id, command, &doing)? {
        Ok(events) => LogStanding::Recordable {
            deviation: events.iter().any(is_deviation),
        },
        Err(reasons) => LogStanding::Refused(reasons),
    })
}

fn is_deviation(event: &Event) -> bool {
    matches!(
        event,
        Event::Quality(QualityEvent::DeviationReported { .. })
    )
}

//! An instrument's file on a batch: kept as it came, shown line by line as it would be recorded, and
//! then signed for.
//!
//! Whether a line may be recorded is the engine's answer for the command it comes to: a sample of
//! another batch, a test the sample was not taken for or a value in the wrong unit is refused at its
//! line. When it was found is what the instrument's clock said, so that a file measured before a
//! retest was ordered does not answer it.

use cikada_domain::{BatchId, ChainOfIdentity, Event, FileHash};
use cikada_engine::Command;
use cikada_outcome::instrument::{Mapping, Reading, read_file};
use cikada_protocol::Protocol;
use jiff::Timestamp;

use crate::error::AppError;
use crate::instruments::mappings;
use crate::read::{Heading, authorise_reading, heading};
use crate::staff::Role;
use crate::use_cases::answer::{Answer, Reason};
use crate::use_cases::carry_out::{Actor, Doing, carry_out, fingerprint};
use crate::use_cases::foreseen::foreseen;
use crate::use_cases::meaning::IMPORTED;
use crate::use_cases::submit::{SubmitError, identified, is_late, proven};
use crate::world::World;

/// The largest file of an instrument, in bytes.
pub const INSTRUMENT_FILE_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Why an entry's time lies before its recording.
const LATE: &str = "instrument-file";

/// A file read on a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportSheet {
    /// The heading.
    pub heading: Heading,
    /// The batch.
    pub batch: BatchId,
    /// The mapping's id.
    pub mapping: String,
    /// The instrument in words.
    pub instrument: String,
    /// The hash of the file as it came.
    pub file: FileHash,
    /// Every value of the file, in order of lines.
    pub lines: Vec<ImportLine>,
    /// Places that could not be read, each in a sentence with its line and column.
    pub faults: Vec<String>,
    /// What a signature under it means.
    pub signature: &'static str,
}

/// One value of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportLine {
    /// Its name within the file: line and test.
    pub key: String,
    /// The line, counted from 1.
    pub line: u64,
    /// The sample.
    pub sample: String,
    /// What is tested.
    pub test: String,
    /// The value in words.
    pub value: String,
    /// The limit in words; nothing for a test the protocol does not know.
    pub limit: String,
    /// When it was measured, in words.
    pub measured: String,
    /// What becomes of it.
    pub standing: LineStanding,
}

/// What becomes of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineStanding {
    /// It can be recorded, and meets its limit or does not.
    Recordable {
        /// Whether it meets.
        meets: bool,
    },
    /// It was recorded just now.
    Recorded,
    /// It is not recorded, with every reason.
    Refused(Vec<Reason>),
}

/// What is signed for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Import {
    /// The id printed into the form; the same id gets the same answers.
    pub request: String,
    /// The keys of the lines that were shown as to be recorded.
    pub lines: Vec<String>,
    /// The performer's password.
    pub password: String,
}

/// The instruments whose files can be read: id and words.
///
/// # Errors
/// When reading fails.
pub fn instruments(world: &World) -> Result<Vec<(String, String)>, AppError> {
    let known = mappings(world)?.into_iter();
    let named = known.map(|mapping| (mapping.layout.id, mapping.layout.title));
    Ok(named.collect())
}

/// Keeps a file as it came, and gives its hash.
///
/// # Errors
/// When the actor records no results, or the disk fails.
pub fn keep_upload(world: &World, actor: &Actor, bytes: &[u8]) -> Result<FileHash, AppError> {
    authorise(actor)?;
    Ok(world.files.keep(bytes)?)
}

/// Reads a kept file on a batch; nothing is recorded.
///
/// # Errors
/// When there is no such batch, mapping or file, or the actor records no results.
pub fn import_sheet(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
    batch: &BatchId,
    (mapping, file): (&str, &FileHash),
) -> Result<ImportSheet, AppError> {
    Ok(read(world, actor, id, batch, (mapping, file))?.0)
}

/// Records the lines that were shown as recordable, each with the file's hash and a signature.
///
/// # Errors
/// When the password is wrong, nothing was chosen, or acting fails. A refused line is an answer;
/// what was recorded before a failure stays, and the same request may be sent again.
pub fn import_results(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
    batch: &BatchId,
    of: (&str, &FileHash),
    import: &Import,
) -> Result<ImportSheet, SubmitError> {
    let (mut sheet, readings) = read(world, actor, id, batch, of)?;
    identified(&import.request)?;
    let chosen: Vec<_> = readings
        .iter()
        .filter(|reading| import.lines.contains(&key(reading)))
        .collect();
    if chosen.is_empty() || chosen.len() != import.lines.len() {
        return Err(SubmitError::at(
            "lines",
            "the lines are not those of the file: open it again",
        ));
    }
    let signed = proven(world, actor, &import.password)?;
    for reading in chosen {
        let command = command(batch, reading, of.1);
        let Some(measured) = measured(world, reading) else {
            continue;
        };
        let doing = Doing {
            fingerprint: fingerprint(world, actor, id, &command),
            signed: Some(signed.clone()),
            ..doing(
                world,
                measured,
                format!("{}/{}", import.request, key(reading)),
            )
        };
        let answer = carry_out(world, actor, id, &command, &doing)?;
        let mut lines = sheet.lines.iter_mut();
        if let Some(line) = lines.find(|line| line.key == key(reading)) {
            line.standing = match answer {
                Answer::Accepted { .. } => LineStanding::Recorded,
                Answer::Refused { reasons } => LineStanding::Refused(reasons),
            };
        }
    }
    Ok(sheet)
}

fn authorise(actor: &Actor) -> Result<(), AppError> {
    if actor.staff.roles.contains(&Role::QualityControl) {
        return Ok(());
    }
    let words = format!("{} records no results of files", actor.staff.name);
    Err(AppError::NotAuthorised(words))
}

fn read(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
    batch: &BatchId,
    (mapping, file): (&str, &FileHash),
) -> Result<(ImportSheet, Vec<Reading>), AppError> {
    authorise_reading(actor)?;
    authorise(actor)?;
    let (folded, protocol) = world.opened(id)?;
    if !folded.treatment.batches.contains_key(batch) {
        return Err(AppError::NotFound(format!("batch {batch}")));
    }
    let known = mappings(world)?
        .into_iter()
        .find(|known| known.layout.id == mapping);
    let mapping = known.ok_or_else(|| AppError::NotFound(format!("mapping {mapping}")))?;
    let bytes = world.kept(file)?;
    let said = read_file(&mapping, &bytes);
    let mut faults: Vec<_> = said.faults.iter().map(ToString::to_string).collect();
    let (mut lines, mut readings) = (Vec::new(), Vec::new());
    for reading in said.readings {
        match measured(world, &reading) {
            Some(at) => lines.push(line(
                world,
                actor,
                (id, &*protocol),
                (batch, file),
                &reading,
                at,
            )?),
            None => {
                faults.push(hour_unclear(&mapping, &reading));
                continue;
            }
        }
        readings.push(reading);
    }
    let sheet = ImportSheet {
        heading: heading(world, actor, id)?,
        batch: batch.clone(),
        mapping: mapping.layout.id,
        instrument: mapping.layout.title,
        file: file.clone(),
        lines,
        faults,
        signature: IMPORTED,
    };
    Ok((sheet, readings))
}

fn hour_unclear(mapping: &Mapping, reading: &Reading) -> String {
    let column = mapping.measured.as_ref().map_or("", |(column, _)| column);
    format!(
        "line {}, column '{column}': found a time at which the clocks were changed, expected one that \
         happened once",
        reading.line
    )
}

/// What the engine says to one line now.
fn line(
    world: &World,
    actor: &Actor,
    (id, protocol): (&ChainOfIdentity, &Protocol),
    (batch, file): (&BatchId, &FileHash),
    reading: &Reading,
    at: Timestamp,
) -> Result<ImportLine, AppError> {
    let command = command(batch, reading, file);
    let doing = doing(world, at, String::new());
    let meets = |event: &Event| matches!(event, Event::ResultRecorded { meets: true, .. });
    let standing = match foreseen(world, actor, id, &command, &doing)? {
        Ok(events) => LineStanding::Recordable {
            meets: events.iter().all(meets),
        },
        Err(reasons) => LineStanding::Refused(reasons),
    };
    let rule = protocol.test(&reading.test);
    let measured = world.moment(at).strftime("%Y-%m-%d %H:%M %Z").to_string();
    Ok(ImportLine {
        key: key(reading),
        line: reading.line,
        sample: reading.sample.to_string(),
        test: rule.map_or_else(|| reading.test.to_string(), |rule| rule.text.clone()),
        value: reading.value.words(),
        limit: rule.map_or(String::new(), |rule| rule.requirement.words()),
        measured,
        standing,
    })
}

fn key(reading: &Reading) -> String {
    format!("{}.{}", reading.line, reading.test)
}

fn command(batch: &BatchId, reading: &Reading, file: &FileHash) -> Command {
    Command::RecordResult {
        batch: batch.clone(),
        test: reading.test.clone(),
        value: reading.value.clone(),
        sample: Some(reading.sample.clone()),
        file: Some(file.clone()),
    }
}

/// When a line was measured; now if the file does not say; nothing for an hour that a clock change
/// repeats or leaves out, which is never guessed.
fn measured(world: &World, reading: &Reading) -> Option<Timestamp> {
    let Some(local) = reading.measured else {
        return Some(world.now());
    };
    let zoned = world.zone().to_ambiguous_zoned(local).unambiguous();
    zoned.ok().map(|zoned| zoned.timestamp())
}

fn doing(world: &World, at: Timestamp, request: String) -> Doing {
    let late = is_late(at, world.now());
    Doing {
        occurred_at: Some(at),
        reason: late.then(|| LATE.to_owned()),
        ..Doing::now(request)
    }
}

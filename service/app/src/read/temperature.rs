//! What a temperature logger recorded, as pages show it: the curve, its limits, every time outside.
//!
//! The sums are the engine's. A file that was imported is read again for its curve, and shown only
//! where it still says what the ledger says that it said.

use cikada_domain::treatment::TemperatureLog;
use cikada_domain::{EquipmentId, FileHash, Quantity, Unit};
use cikada_engine::{Conditions, Excursion, temperature_course};
use cikada_outcome::instrument::{LogFile, read_log};
use cikada_protocol::Requirement;
use jiff::{SignedDuration, Timestamp};

use crate::files::FileError;
use crate::instruments::log_mappings;
use crate::read::Moment;
use crate::world::World;

/// One log with its readings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedCourse {
    /// The logger.
    pub logger: EquipmentId,
    /// The hash of its file.
    pub file: FileHash,
    /// The first reading.
    pub from: Moment,
    /// The last reading.
    pub until: Moment,
    /// The lowest reading in words.
    pub lowest: String,
    /// The highest reading in words.
    pub highest: String,
    /// How long it was outside the range, added up, in words.
    pub outside: String,
    /// The same as a length.
    pub outside_for: SignedDuration,
    /// Every time outside the range, in order.
    pub excursions: Vec<Stretch>,
    /// Every time without a reading, in order.
    pub missing: Vec<Stretch>,
    /// Every reading in order of time.
    pub readings: Vec<LoggedReading>,
}

/// A part of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Since when at the earliest.
    pub from: Moment,
    /// Until when at the latest.
    pub until: Moment,
    /// How long, in words.
    pub length: String,
    /// The lowest and the highest reading in it, in words.
    pub readings: String,
}

/// One reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedReading {
    /// When.
    pub at: Moment,
    /// How warm, as decimal text.
    pub amount: String,
    /// How warm, in words.
    pub words: String,
    /// Whether it lies within the range.
    pub meets: bool,
}

/// How a container travels, as the protocol says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TravelLimits {
    /// The range in words.
    pub range: String,
    /// Its lower and upper end, as decimal text.
    pub bounds: (Option<String>, Option<String>),
    /// How long it may be outside, added up, in words.
    pub outside_max: String,
}

/// The limits a container travels within.
pub(crate) fn limits(rule: &Conditions<'_>) -> TravelLimits {
    let bound = |limit: Option<&Quantity>| limit.map(|limit| limit.amount().to_string());
    let (lower, upper) = match rule.temperature {
        Requirement::Between { min, max } => (min.as_ref(), max.as_ref()),
        Requirement::Below(max) => (None, Some(max)),
        Requirement::Above(min) => (Some(min), None),
        Requirement::Is(_) | Requirement::OneOf(_) => (None, None),
    };
    TravelLimits {
        range: rule.temperature.words(),
        bounds: (bound(lower), bound(upper)),
        outside_max: rule.out_of_condition_max.words(),
    }
}

/// Lays a file's readings out; nothing where the engine can say nothing of them.
pub(crate) fn laid_out(
    world: &World,
    rule: &Conditions<'_>,
    file: &FileHash,
    log: &LogFile,
) -> Option<LoggedCourse> {
    let course = temperature_course(&log.readings, rule.temperature)?;
    let ((from, _), (until, _)) = log.readings.first().zip(log.readings.last())?;
    let stretch = |of: &Excursion| Stretch {
        from: world.moment(of.from),
        until: world.moment(of.until),
        length: length(of.until.duration_since(of.from)),
        readings: extremes(&log.readings, of, rule),
    };
    let reading = |(at, reading): &(Timestamp, Quantity)| LoggedReading {
        at: world.moment(*at),
        amount: reading.amount().to_string(),
        words: reading.words(),
        meets: rule.is_kept(reading),
    };
    Some(LoggedCourse {
        logger: log.logger.clone()?,
        file: file.clone(),
        from: world.moment(*from),
        until: world.moment(*until),
        lowest: course.lowest.words(),
        highest: course.highest.words(),
        outside: length(course.outside),
        outside_for: course.outside,
        excursions: course.excursions.iter().map(stretch).collect(),
        missing: course.missing.iter().map(stretch).collect(),
        readings: log.readings.iter().map(reading).collect(),
    })
}

/// Why an imported log has no curve to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CurveMissing {
    /// Its file is not among the kept ones.
    FileMissing,
    /// The protocol names no range for what it travelled with.
    NotJudged,
    /// Its file was changed since it was imported.
    FileChanged,
    /// No mapping of this build reads from it what the ledger says that it said.
    NotRead,
}

impl CurveMissing {
    /// What a person is told.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NotJudged => "the protocol names no conditions for its way",
            Self::FileMissing => {
                "the logger's file is not kept here any more: restore it from the backup"
            }
            Self::FileChanged => {
                "the logger's file was changed since it was imported: restore it from the backup"
            }
            Self::NotRead => {
                "no mapping of this version reads the logger's file as it was read when it was imported"
            }
        }
    }
}

/// The curve of a log that was imported.
pub(crate) fn kept(
    world: &World,
    rule: &Conditions<'_>,
    log: &TemperatureLog,
) -> Result<LoggedCourse, CurveMissing> {
    let bytes = match world.files.read(&log.file) {
        Ok(Some(bytes)) => bytes,
        Ok(None)
        | Err(
            FileError::Missing(_)
            | FileError::Erased(_)
            | FileError::Disk { .. }
            | FileError::Random(_),
        ) => return Err(CurveMissing::FileMissing),
        Err(FileError::Changed(_)) => return Err(CurveMissing::FileChanged),
    };
    let mappings = log_mappings(world).unwrap_or_default();
    let readings = mappings.into_iter().map(|mapping| {
        let read = read_log(&mapping, &bytes, world.zone());
        read.faults.is_empty().then_some(read)
    });
    let same = |read: &LogFile| {
        let ends = read.readings.first().zip(read.readings.last());
        read.logger.as_ref() == Some(&log.logger)
            && u32::try_from(read.readings.len()) == Ok(log.readings)
            && ends.is_some_and(|((from, _), (until, _))| *from == log.from && *until == log.until)
    };
    let read = readings.flatten().find(same);
    let course = read.and_then(|read| laid_out(world, rule, &log.file, &read));
    course
        .filter(|course| {
            course.lowest == log.lowest.words() && course.highest == log.highest.words()
        })
        .ok_or(CurveMissing::NotRead)
}

/// Whether a time outside is longer than allowed; so is one that is not known.
pub(crate) fn exceeds(outside: Option<SignedDuration>, rule: &Conditions<'_>) -> bool {
    let seconds = outside.map(|time| Quantity::new(time.as_secs().into(), Unit::Second));
    let Some(Ok(outside)) = seconds else {
        return true;
    };
    let compared = outside.compare(rule.out_of_condition_max);
    !compared.is_ok_and(std::cmp::Ordering::is_le)
}

/// The extremes of a stretch: of the readings outside the range, where it has some.
fn extremes(readings: &[(Timestamp, Quantity)], of: &Excursion, rule: &Conditions<'_>) -> String {
    let within = |(at, _): &&(Timestamp, Quantity)| *at >= of.from && *at <= of.until;
    let outside = readings.iter().filter(within);
    let outside = outside.filter(|(_, reading)| !rule.is_kept(reading));
    let mut amounts: Vec<_> = outside.map(|(_, reading)| reading).collect();
    amounts.sort_by_key(|reading| reading.amount());
    match (amounts.first(), amounts.last()) {
        (Some(low), Some(high)) if low != high => format!("{} to {}", low.words(), high.words()),
        (Some(low), _) => low.words(),
        _ => String::new(),
    }
}

/// A length to the second where it has seconds: a sum that was rounded would not be the sum.
pub(crate) fn length(time: SignedDuration) -> String {
    let (hours, minutes, seconds) = (time.as_hours(), time.as_mins() % 60, time.as_secs() % 60);
    let parts = [(hours, "h"), (minutes, "min"), (seconds, "s")];
    let parts = parts.iter().filter(|(count, _)| *count != 0);
    let parts: Vec<_> = parts
        .map(|(count, unit)| format!("{count} {unit}"))
        .collect();
    match parts.is_empty() {
        true => "0 min".to_owned(),
        false => parts.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_said_to_the_second() {
        let said = |seconds| length(SignedDuration::from_secs(seconds));
        assert_eq!(said(0), "0 min");
        assert_eq!(said(25 * 60), "25 min");
        assert_eq!(said(3600 + 5 * 60 + 30), "1 h 5 min 30 s");
        assert_eq!(said(2 * 3600), "2 h");
    }
}

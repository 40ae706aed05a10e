//! A temperature logger's file, read by a mapping of its own.
//!
//! A log is one journey of one logger in order of time. A line that cannot be read is a fault, and
//! so is another logger's line or one that goes back in time: readings that were left out in silence
//! could be the warm ones. What a device marks as no reading, the mapping names.

use cikada_domain::{Dimension, EquipmentId, Quantity};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use toml::de::DeTable;

use super::file::number;
use super::keys::{Flaws, Keys};
use super::layout::{Flaw, Layout, layout, read};
use crate::table::{Fault, Row, Table};

/// Which place of a logger's file means what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogMapping {
    /// How the file is laid out.
    pub layout: Layout,
    /// The column with the logger's number.
    pub logger: String,
    /// Whose clock the times are of.
    pub zone: LogZone,
    /// The column with the time of a reading, and its form as `strptime` writes it.
    pub measured: (String, String),
    /// The column with the temperature, and one of its unit.
    pub temperature: (String, Quantity),
}

/// The zone of a logger's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogZone {
    /// Universal time.
    Utc,
    /// The clock on the centre's wall.
    Centre,
}

/// What a logger's file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogFile {
    /// The logger; nothing if no row could be read.
    pub logger: Option<EquipmentId>,
    /// Readings in order of time: when, how warm.
    pub readings: Vec<(Timestamp, Quantity)>,
    /// Places that cannot be read as the mapping says, in the order of lines. With one of them the
    /// file is no log.
    pub faults: Vec<Fault>,
}

/// Whether a mapping is a logger's: it names the column of the logger, an instrument's that of the
/// sample.
#[must_use]
pub fn is_of_logger(text: &str) -> bool {
    let document = DeTable::parse(text).ok();
    document.is_some_and(|document| document.get_ref().contains_key("logger"))
}

/// Reads the mapping of a logger.
///
/// # Errors
/// Every flaw of the text, with its line and column.
pub fn read_log_mapping(text: &str) -> Result<LogMapping, Vec<Flaw>> {
    read(text, whole)
}

fn whole(root: &mut Keys<'_>, flaws: &mut Flaws<'_>) -> Option<LogMapping> {
    let layout = layout(root, flaws);
    let logger = root.text("logger", flaws);
    let zone = root.text("zone", flaws).and_then(|zone| match &*zone {
        "utc" => Some(LogZone::Utc),
        "centre" => Some(LogZone::Centre),
        _ => {
            let message = format!("'{zone}' is no zone of a logger");
            flaws.add(root.at("zone"), message, "one of \"utc\", \"centre\"");
            None
        }
    });
    let measured = pair(root, ("measured", "format"), flaws);
    let temperature = pair(root, ("temperature", "unit"), flaws).and_then(|(column, unit)| {
        let one = format!("1 {unit}").parse::<Quantity>().ok();
        let one = one.filter(|one| one.dimension() == Dimension::Temperature);
        if one.is_none() {
            let message = format!("'{unit}' is no unit of a temperature");
            flaws.add(root.at("temperature"), message, "unit = \"Cel\"");
        }
        Some((column, one?))
    });
    Some(LogMapping {
        layout: layout?,
        logger: logger?,
        zone: zone?,
        measured: measured?,
        temperature: temperature?,
    })
}

/// A column and what must be known of it.
fn pair(
    root: &mut Keys<'_>,
    (key, beside): (&'static str, &'static str),
    flaws: &mut Flaws<'_>,
) -> Option<(String, String)> {
    let Some(mut keys) = root.table(key, flaws) else {
        let message = format!("the mapping has no table '{key}'");
        let expected = format!("{key} = {{ column = \"...\", {beside} = \"...\" }}");
        flaws.add(root.at(key), message, &expected);
        return None;
    };
    let pair = (keys.text("column", flaws), keys.text(beside, flaws));
    keys.finish(flaws);
    Some((pair.0?, pair.1?))
}

/// Reads a logger's file; `centre` is the zone of the clock on the centre's wall.
#[must_use]
pub fn read_log(mapping: &LogMapping, bytes: &[u8], centre: &TimeZone) -> LogFile {
    let mut columns = vec![&*mapping.logger, &*mapping.measured.0];
    columns.push(&mapping.temperature.0);
    columns.extend(mapping.layout.column_ignored());
    let (table, faults) = Table::read_as(bytes, &columns, mapping.layout.shape());
    let mut file = LogFile {
        faults,
        ..LogFile::default()
    };
    let zone = match mapping.zone {
        LogZone::Utc => &TimeZone::UTC,
        LogZone::Centre => centre,
    };
    for row in &table.rows {
        // A row with a byte that is no text has its fault already.
        if !file.faults.iter().any(|fault| fault.line == row.line) {
            read_row(mapping, row, zone, &mut file);
        }
    }
    if file.faults.is_empty() && file.readings.len() < 2 {
        file.faults.push(Fault {
            line: table.rows.last().map_or(0, |row| row.line),
            column: String::new(),
            found: format!("{} readings in the whole file", file.readings.len()),
            expected: "at least two".to_owned(),
        });
    }
    file.faults.sort_by_key(|fault| fault.line);
    file
}

/// Nothing is colder than absolute zero.
fn is_possible(temperature: &Quantity) -> bool {
    let zero: Option<Quantity> = "-273.15 Cel".parse().ok();
    zero.is_some_and(|zero| {
        temperature
            .compare(&zero)
            .is_ok_and(std::cmp::Ordering::is_ge)
    })
}

fn read_row(mapping: &LogMapping, row: &Row, zone: &TimeZone, file: &mut LogFile) {
    if mapping.layout.ignores(row) {
        return;
    }
    let cell = row.cell(&mapping.logger);
    let known = file.logger.as_ref();
    let expected = known.map_or_else(
        || "the number of a logger".to_owned(),
        |known| format!("{known} as on the lines before: a log is of one logger"),
    );
    let faults = &mut file.faults;
    let logger = cell.parse(&expected, faults, |text| {
        let logger = EquipmentId::new(text).ok()?;
        known.is_none_or(|known| *known == logger).then_some(logger)
    });
    let (column, format) = &mapping.measured;
    let expected = format!("a time written as {format}, at which no clock was changed");
    let at = row.cell(column).parse(&expected, faults, |text| {
        let local = DateTime::strptime(format, text).ok()?;
        let zoned = zone.to_ambiguous_zoned(local).unambiguous().ok()?;
        Some(zoned.timestamp())
    });
    if let Some((at, (last, _))) = at.zip(file.readings.last())
        && at <= *last
    {
        let expected = format!("a time after that of the reading before, {last}");
        faults.push(row.cell(column).fault(&expected));
        return;
    }
    let (column, unit) = &mapping.temperature;
    let cell = row.cell(column);
    let temperature = number(mapping.layout.decimal, unit, false, &cell, faults);
    let temperature = temperature.filter(|temperature| {
        let possible = is_possible(temperature);
        if !possible {
            faults.push(cell.fault("a temperature that there can be"));
        }
        possible
    });
    if let (Some(logger), Some(at), Some(temperature)) = (logger, at, temperature) {
        file.logger = Some(logger);
        file.readings.push((at, temperature));
    }
}

//! What a temperature logger's file says under its mapping.

use anyhow::Context;
use cikada_outcome::instrument::{LogFile, LogMapping, read_log, read_log_mapping};
use jiff::tz::TimeZone;
use serde_json::json;

use super::{fault_json, flaws};
use crate::commands::files;
use crate::output::{Outcome, Output};

/// Checks a logger's mapping and reads a file with it.
pub(super) fn run(
    asked: &super::Instrument,
    (name, text): (&str, &str),
    output: &mut Output,
) -> anyhow::Result<Outcome> {
    let mapping = match read_log_mapping(text) {
        Ok(mapping) => mapping,
        Err(found) => return flaws(asked.json, name, &found, output),
    };
    let Some(file) = &asked.file else {
        if asked.json {
            output.json(&json!({ "mapping": mapping.layout.id }))?;
        } else {
            output.line(&format!("{}: no finding", mapping.layout.title))?;
        }
        return Ok(Outcome::Done);
    };
    let zone = TimeZone::get(&asked.zone)
        .with_context(|| format!("'{}' is no time zone, such as Europe/Rome", asked.zone))?;
    let (name, bytes) = files::bytes(file)?;
    let log = read_log(&mapping, &bytes, &zone);
    tell(asked.json, &mapping, &name, &log, output)?;
    Ok(if log.faults.is_empty() {
        Outcome::Done
    } else {
        Outcome::Findings
    })
}

fn tell(
    json: bool,
    mapping: &LogMapping,
    name: &str,
    log: &LogFile,
    output: &mut Output,
) -> anyhow::Result<()> {
    if json {
        let readings = log.readings.iter();
        let readings: Vec<_> = readings
            .map(
                |(at, celsius)| json!({ "at": at.to_string(), "temperature": celsius.to_string() }),
            )
            .collect();
        let faults: Vec<_> = log.faults.iter().map(fault_json).collect();
        let logger = log.logger.as_ref().map(ToString::to_string);
        output.json(&json!({
            "mapping": mapping.layout.id,
            "logger": logger,
            "readings": readings,
            "faults": faults,
        }))?;
        return Ok(());
    }
    let readings = log.readings.iter();
    let readings = readings.map(|(at, celsius)| format!("{name}: {at} {}", celsius.words()));
    let faults = log.faults.iter().map(|fault| format!("{name}: {fault}"));
    let lines: Vec<_> = readings.chain(faults).collect();
    output.line(&lines.join("\n"))?;
    Ok(())
}

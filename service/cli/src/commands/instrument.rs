//! What an instrument's or a logger's file says under a mapping, before anybody records it.

mod log;

use std::path::PathBuf;

use cikada_outcome::Fault;
use cikada_outcome::instrument::{Flaw, Mapping, Reading, is_of_logger, read_file, read_mapping};
use clap::Args;
use serde_json::{Value, json};

use crate::commands::files;
use crate::output::{Outcome, Output};

/// Check the mapping of an instrument's file, and read a file with it.
///
/// Prints every value with its line, sample and test; of a temperature logger every reading with its
/// time. Ends with 1 if the mapping or the file has a
/// place that cannot be read; nothing is recorded.
#[derive(Debug, Args)]
pub(crate) struct Instrument {
    /// The mapping, a TOML file.
    mapping: PathBuf,
    /// The instrument's file.
    file: Option<PathBuf>,
    /// The zone of the centre's clock, for a logger that runs on it.
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    zone: String,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Instrument {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let (name, bytes) = files::bytes(&self.mapping)?;
        let text = String::from_utf8_lossy(&bytes);
        if is_of_logger(&text) {
            return log::run(self, (&name, &text), output);
        }
        let mapping = match read_mapping(&text) {
            Ok(mapping) => mapping,
            Err(found) => return flaws(self.json, &name, &found, output),
        };
        let Some(file) = &self.file else {
            let tests = mapping.measures.len();
            if self.json {
                output.json(&json!({ "mapping": mapping.layout.id, "tests": tests }))?;
            } else {
                output.line(&format!(
                    "{}: {tests} values, no finding",
                    mapping.layout.title
                ))?;
            }
            return Ok(Outcome::Done);
        };
        let (name, bytes) = files::bytes(file)?;
        self.tell(&mapping, &name, &bytes, output)
    }

    fn tell(
        &self,
        mapping: &Mapping,
        name: &str,
        bytes: &[u8],
        output: &mut Output,
    ) -> anyhow::Result<Outcome> {
        let read = read_file(mapping, bytes);
        if self.json {
            let readings: Vec<_> = read.readings.iter().map(reading_json).collect();
            let faults: Vec<_> = read.faults.iter().map(fault_json).collect();
            let id = &mapping.layout.id;
            output.json(&json!({ "mapping": id, "readings": readings, "faults": faults }))?;
        } else {
            let line = |r: &Reading| {
                let value = r.value.words();
                format!("{name}: line {}: {} {} {value}", r.line, r.sample, r.test)
            };
            let readings = read.readings.iter().map(line);
            let faults = read.faults.iter().map(|fault| format!("{name}: {fault}"));
            let lines: Vec<_> = readings.chain(faults).collect();
            output.line(&lines.join("\n"))?;
        }
        Ok(if read.faults.is_empty() {
            Outcome::Done
        } else {
            Outcome::Findings
        })
    }
}

fn flaws(json: bool, name: &str, found: &[Flaw], output: &mut Output) -> anyhow::Result<Outcome> {
    let told = found.iter().map(|flaw| format!("{name}: {flaw}"));
    let told: Vec<_> = told.collect();
    if json {
        output.json(&json!({ "mapping": null, "findings": told }))?;
    } else {
        output.line(&told.join("\n"))?;
    }
    Ok(Outcome::Findings)
}

fn reading_json(reading: &Reading) -> Value {
    json!({
        "line": reading.line,
        "sample": reading.sample.as_str(),
        "test": reading.test.as_str(),
        "value": reading.value.to_string(),
        "measured": reading.measured.map(|at| at.to_string()),
    })
}

fn fault_json(fault: &Fault) -> Value {
    json!({
        "line": fault.line,
        "column": fault.column,
        "found": fault.found,
        "expected": fault.expected,
    })
}

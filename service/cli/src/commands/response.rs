//! Assesses the response of measured lesions by RECIST 1.1, with iRECIST beside it.

use std::io::Read;
use std::path::PathBuf;

use anyhow::Context;
use cikada_outcome::response::{Assessment, CsvFinding, Options, Weight, assess, read_csv};
use clap::Args;
use jiff::civil::Date;

use crate::commands::tables;
use crate::output::{Outcome, Output};

/// No file of one patient's measurements is larger; the reader refuses from there on.
const BYTES_MAX: u64 = (1 << 20) + 1;

/// Assess response from measurements by visit: RECIST 1.1, iRECIST beside it, mRECIST apart.
#[derive(Debug, Args)]
pub(crate) struct Response {
    /// One patient's measurements as CSV (docs/response-csv.md).
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The first day of treatment; without it, days count from the baseline scan.
    #[arg(long, value_name = "DATE", value_parser = tables::day)]
    start: Option<Date>,
    /// From which day on stable disease counts, as the study's plan says.
    #[arg(long, value_name = "DAYS", default_value_t = Options::default().stable_days_min)]
    stable_days: u16,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Response {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let name = self.file.display().to_string();
        let bytes = self
            .read()
            .with_context(|| format!("{name} cannot be read: give the path of a CSV file"))?;
        let course = match read_csv(&bytes, &name) {
            Ok(course) => course,
            Err(findings) => return self.refuse(&findings, output),
        };
        let options = Options {
            start: self.start,
            stable_days_min: self.stable_days,
        };
        let assessment = assess(&course, &options);
        if self.json {
            output.json(&assessment.to_json())?;
        } else {
            output.text(&assessment.to_text())?;
        }
        Ok(if has_findings(&assessment) {
            Outcome::Findings
        } else {
            Outcome::Done
        })
    }

    fn read(&self) -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let file = std::fs::File::open(&self.file)?;
        file.take(BYTES_MAX).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn refuse(&self, findings: &[CsvFinding], output: &mut Output) -> anyhow::Result<Outcome> {
        if self.json {
            let findings: Vec<_> = findings.iter().map(CsvFinding::to_json).collect();
            output.json(&serde_json::json!({ "file_findings": findings }))?;
        } else {
            for finding in findings {
                output.line(&finding.to_string())?;
            }
        }
        Ok(Outcome::Findings)
    }
}

fn has_findings(assessment: &Assessment) -> bool {
    let mut findings = assessment.findings.iter();
    findings.any(|finding| finding.weight == Weight::Finding)
}

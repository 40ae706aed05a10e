//! Prints what trials found, from files of evidence.

use std::path::PathBuf;

use cikada_protocol::evidence::{self, words};
use clap::Args;
use serde_json::json;

use crate::commands::files;
use crate::output::{Outcome, Output};

/// Print evidence: design, numbers, outcomes with intervals, deaths, adverse events.
#[derive(Debug, Args)]
pub(crate) struct Evidence {
    /// The files, such as those of protocols/evidence.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print JSON: what was read, and the findings.
    #[arg(long)]
    json: bool,
}

impl Evidence {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let (mut all, mut findings) = (Vec::new(), Vec::new());
        for path in &self.files {
            let (name, bytes) = files::bytes(path)?;
            let reading = evidence::read(&bytes, &name);
            match &reading.evidence {
                Some(evidence) if self.json => all.push(evidence::to_json(evidence)),
                Some(evidence) => {
                    let page = words(evidence).join("\n  ");
                    output.line(&format!("{}\n  {page}\n", evidence.key))?;
                }
                None if self.json => {}
                None => {
                    let text = String::from_utf8_lossy(&bytes);
                    let (found, colour) = (&reading.findings, output.colour());
                    let page = cikada_protocol::render_terminal(found, &text, &name, colour);
                    output.text(&page)?;
                }
            }
            findings.extend(reading.findings);
        }
        if self.json {
            let found: serde_json::Value =
                serde_json::from_str(&cikada_protocol::to_json(&findings))?;
            output.json(&json!({ "evidence": all, "findings": found }))?;
        }
        Ok(if findings.is_empty() {
            Outcome::Done
        } else {
            Outcome::Findings
        })
    }
}

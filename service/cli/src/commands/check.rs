//! Checks protocol files and shows every finding at once.

use std::path::PathBuf;

use clap::Args;

use crate::commands::files;
use crate::output::{Outcome, Output};

/// Check protocol files: every finding with file, line, column and code.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The files.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Check {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let mut findings = Vec::new();
        for path in &self.files {
            let file = files::read(path)?;
            if !self.json && !file.reading.findings.is_empty() {
                let (found, text) = (&file.reading.findings, &file.text);
                let rendered =
                    cikada_protocol::render_terminal(found, text, &file.name, output.colour());
                output.text(&rendered)?;
            } else if !self.json {
                output.line(&format!("{}: no findings", file.name))?;
            }
            findings.extend(file.reading.findings);
        }
        if self.json {
            output.line(&cikada_protocol::to_json(&findings))?;
        }
        Ok(if findings.is_empty() {
            Outcome::Done
        } else {
            Outcome::Findings
        })
    }
}

//! Checks protocol files and shows every finding at once, and where a therapy cannot be had.

use std::path::PathBuf;

use cikada_protocol::{Finding, notices_on, render_terminal};
use clap::Args;
use jiff::Zoned;
use jiff::civil::Date;

use crate::commands::{files, tables};
use crate::output::{Outcome, Output};

/// Check protocol files: every finding with file, line, column and code.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The files.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The day for which availability is looked at; today without it.
    #[arg(long, value_name = "DATE", value_parser = tables::day)]
    on: Option<Date>,
    /// End with 1 also where a therapy can be had nowhere on that day.
    #[arg(long)]
    strict: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Check {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let on = self.on.unwrap_or_else(|| Zoned::now().date());
        let (mut findings, mut notices) = (Vec::new(), Vec::new());
        for path in &self.files {
            let file = files::read(path)?;
            let noticed = notices_on(file.text.as_bytes(), &file.name, on);
            if !self.json {
                self.tell(&file, &noticed, output)?;
            }
            findings.extend(file.reading.findings);
            notices.extend(noticed);
        }
        if self.json {
            findings.extend(notices.iter().cloned());
            output.line(&cikada_protocol::to_json(&findings))?;
            findings.truncate(findings.len().saturating_sub(notices.len()));
        }
        let clean = findings.is_empty() && (notices.is_empty() || !self.strict);
        Ok(if clean {
            Outcome::Done
        } else {
            Outcome::Findings
        })
    }

    /// Findings stop a file from being used; a notice says that it can be had nowhere today.
    fn tell(
        &self,
        file: &files::ProtocolFile,
        noticed: &[Finding],
        output: &mut Output,
    ) -> anyhow::Result<()> {
        let render =
            |found: &[Finding], colour| render_terminal(found, &file.text, &file.name, colour);
        if file.reading.findings.is_empty() {
            output.line(&format!("{}: no findings", file.name))?;
        } else {
            output.text(&render(&file.reading.findings, output.colour()))?;
        }
        if !noticed.is_empty() {
            output.line("To be known (the file may be used, each start needs its exception):")?;
            output.line(render(noticed, output.colour()).trim_end())?;
        }
        Ok(())
    }
}

//! Makes the derived rows again from the ledger.

use cikada_app::use_cases::maintain;
use clap::Args;
use serde_json::json;

use crate::commands::centre::DataDirectory;
use crate::output::{Outcome, Output};

/// Make the views again from the ledger, and say how many rows had differed.
#[derive(Debug, Args)]
pub(crate) struct Rebuild {
    #[command(flatten)]
    centre: DataDirectory,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Rebuild {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let differed = maintain::rebuild(&self.centre.data)?;
        if self.json {
            output.json(&json!({ "differed": differed }))?;
        } else {
            output.line(&format!(
                "The views were made again from the ledger; {differed} rows had differed."
            ))?;
        }
        Ok(if differed == 0 {
            Outcome::Done
        } else {
            Outcome::Findings
        })
    }
}

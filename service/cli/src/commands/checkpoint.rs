//! Prints the latest checkpoint, to be kept by other hands.

use cikada_app::use_cases::maintain;
use clap::Args;
use serde_json::json;

use crate::commands::centre::DataDirectory;
use crate::output::{Outcome, Output};

/// Print the latest checkpoint, a signed note: whoever keeps it can tell a ledger that was cut back.
#[derive(Debug, Args)]
pub(crate) struct Checkpoint {
    #[command(flatten)]
    centre: DataDirectory,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Checkpoint {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let world = self.centre.look()?;
        let note = maintain::checkpoint(&world)?;
        if self.json {
            output.json(&json!({ "checkpoint": note, "key": world.verifier_key() }))?;
        } else {
            output.text(&note)?;
        }
        Ok(Outcome::Done)
    }
}

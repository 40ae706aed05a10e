//! Prints the format of protocol files for editors.

use clap::Args;

use crate::output::{Outcome, Output};

/// Print the JSON Schema of protocol files, with which an editor completes and checks.
#[derive(Debug, Args)]
pub(crate) struct Schema {}

impl Schema {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let text = serde_json::to_string_pretty(&cikada_protocol::schema())?;
        output.line(&text)?;
        Ok(Outcome::Done)
    }
}

//! Shows a protocol as the document a clinician reads.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::commands::files;
use crate::output::{Outcome, Output};

/// Show a protocol as a document, sources included.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Show {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let protocol = files::read_clean(&self.file)?;
        let document = cikada_protocol::show(&protocol);
        if self.json {
            output.json(&json!({
                "id": protocol.id,
                "version": protocol.version,
                "hash": protocol.hash.as_str(),
                "title": protocol.title,
                "document": document,
            }))?;
        } else {
            output.text(&document)?;
        }
        Ok(Outcome::Done)
    }
}

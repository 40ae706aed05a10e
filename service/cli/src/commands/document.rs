//! Writes a document of a treatment as PDF, as it is filed.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, anyhow};
use cikada_app::papers::{Document as Paper, make};
use cikada_domain::ChainOfIdentity;
use clap::Args;
use clap::builder::PossibleValuesParser;
use serde_json::json;

use crate::commands::centre::DataDirectory;
use crate::output::{Outcome, Output};

/// Write a batch record, certificate, custody report or infusion record as PDF.
#[derive(Debug, Args)]
pub(crate) struct Document {
    /// The treatment's chain-of-identity identifier.
    #[arg(value_name = "TREATMENT", value_parser = |text: &str| ChainOfIdentity::new(text))]
    treatment: ChainOfIdentity,
    /// Which document.
    #[arg(value_name = "KIND", value_parser = PossibleValuesParser::new(Paper::KINDS))]
    kind: String,
    /// Of what: a batch, a container, or the number of a dose.
    #[arg(value_name = "OF")]
    of: String,
    #[command(flatten)]
    centre: DataDirectory,
    /// Where to write; an existing file is never overwritten.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Document {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let (kind, of) = (&self.kind, &self.of);
        let document = Paper::parse(kind, of).ok_or_else(|| {
            anyhow!(
                "'{of}' is nothing that a {kind} is made of: a batch record needs the number of a \
                 batch, an infusion record that of a dose, the others a container"
            )
        })?;
        let world = self.centre.look()?;
        let filed = make(&world, &self.treatment, &document)?;
        let path = self
            .to
            .clone()
            .unwrap_or_else(|| PathBuf::from(&filed.name));
        let file = std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path);
        let mut file = file.with_context(|| format!("{} cannot be written", path.display()))?;
        file.write_all(&filed.bytes)?;
        file.sync_all()?;
        let path = path.display().to_string();
        if self.json {
            output.json(&json!({ "file": path, "bytes": filed.bytes.len() }))?;
        } else {
            output.line(&format!("{path}: {} bytes", filed.bytes.len()))?;
        }
        Ok(Outcome::Done)
    }
}

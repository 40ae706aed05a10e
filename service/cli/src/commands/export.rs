//! Writes the file that proves one treatment to whoever has the public key.

use std::path::PathBuf;

use anyhow::Context;
use cikada_app::use_cases::maintain;
use cikada_domain::ChainOfIdentity;
use clap::Args;
use serde_json::json;

use crate::commands::centre::DataDirectory;
use crate::output::{Outcome, Output};

/// Export one treatment with its proof.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The treatment's chain-of-identity identifier.
    #[arg(value_name = "TREATMENT", value_parser = |text: &str| ChainOfIdentity::new(text))]
    treatment: ChainOfIdentity,
    #[command(flatten)]
    centre: DataDirectory,
    /// Where to write; an existing file is never overwritten.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Export {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let world = self.centre.look()?;
        let bytes = maintain::export(&world, &self.treatment)?;
        let path = self.to.clone();
        let path = path.unwrap_or_else(|| PathBuf::from(format!("{}.cikada", self.treatment)));
        let file = std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path);
        let mut file = file.with_context(|| format!("{} cannot be written", path.display()))?;
        std::io::Write::write_all(&mut file, &bytes)?;
        file.sync_all()?;
        let (path, key) = (path.display().to_string(), world.verifier_key());
        if self.json {
            output.json(&json!({ "file": path, "bytes": bytes.len(), "key": key }))?;
        } else {
            output.line(&format!("{path}: {} bytes", bytes.len()))?;
            output.line(&format!("verify with: cikada verify {path} --key {key}"))?;
        }
        Ok(Outcome::Done)
    }
}

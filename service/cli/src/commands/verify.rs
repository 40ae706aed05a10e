//! Proves a ledger or an exported treatment, or names every entry that fails.

use std::path::PathBuf;

use anyhow::Context;
use cikada_ledger::{Report, VerifierKey, verify_export};
use cikada_store::verify_database;
use clap::Args;
use serde_json::json;

use crate::output::{Outcome, Output};

/// Prove a ledger or an exported treatment; list every fault by entry.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// An exported file.
    #[arg(
        value_name = "FILE",
        required_unless_present = "data",
        conflicts_with = "data"
    )]
    file: Option<PathBuf>,
    /// A centre's directory; nothing is written.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The public key expected, as `name+hash+base64`, obtained from the centre by another way.
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// A checkpoint kept from before; the ledger must contain it.
    #[arg(long, value_name = "FILE", requires = "data")]
    seen: Vec<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let key = self.key.as_deref().map(VerifierKey::parse).transpose()?;
        let mut seen = Vec::new();
        for path in &self.seen {
            let note = std::fs::read_to_string(path);
            let note = note.with_context(|| format!("{} cannot be read", path.display()))?;
            // Whoever copied the note from a page may have lost or doubled its last line end.
            seen.push(format!("{}\n", note.trim_end()));
        }
        let report = match (&self.file, &self.data) {
            (Some(file), _) => {
                let bytes = std::fs::read(file);
                let bytes = bytes.with_context(|| format!("{} cannot be read", file.display()))?;
                verify_export(&bytes, key.as_ref())
            }
            (None, Some(data)) => verify_database(data, key.as_ref(), &seen)?,
            (None, None) => anyhow::bail!("name a file, or a centre with --data"),
        };
        if self.json {
            output.json(&as_json(&report))?;
        } else {
            output.text(&report.to_string())?;
            if key.is_none() {
                output.line(OWN_KEY)?;
            }
        }
        Ok(if report.is_proven() {
            Outcome::Done
        } else {
            Outcome::Findings
        })
    }
}

const OWN_KEY: &str = "The key was taken from the record itself, so this proves only that the record \
agrees with itself. Give --key, obtained from the centre by another way, to prove whose it is.";

fn as_json(report: &Report) -> serde_json::Value {
    let faults = report.faults.iter().map(|fault| {
        json!({ "code": fault.code(), "sequence": fault.sequence(), "message": fault.to_string() })
    });
    let erased = report
        .erased
        .iter()
        .map(|erased| json!({ "sequence": erased.sequence, "by": erased.by }));
    json!({
        "verdict": report.verdict(),
        "proven": report.is_proven(),
        "key": report.key,
        "size": report.size,
        "entries": report.entries,
        "faults": faults.collect::<Vec<_>>(),
        "erased": erased.collect::<Vec<_>>(),
    })
}

//! Shows a protocol as the document a clinician reads.

use std::path::{Path, PathBuf};

use anyhow::bail;
use cikada_protocol::evidence::{self, Evidence};
use cikada_protocol::{Protocol, show};
use clap::{Args, ValueEnum};

use crate::commands::files;
use crate::output::{Outcome, Output};

/// Show a protocol as a document, with its sources and its evidence.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// As text, as one page that needs no other file, or as JSON.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The folder of the evidence; without it, `evidence` beside the folder of the therapy.
    #[arg(long, value_name = "DIR")]
    evidence: Option<PathBuf>,
    /// Print JSON.
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Html,
    Json,
}

impl Show {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let protocol = files::read_clean(&self.file)?;
        let folder = self.folder();
        let document = show(&protocol, &gathered(&protocol, &folder)?);
        let format = if self.json { Format::Json } else { self.format };
        match format {
            Format::Text => output.text(&document.to_text())?,
            Format::Html => output.text(&document.to_html())?,
            Format::Json => output.json(&document.to_json())?,
        }
        if document.missing_evidence.is_empty() {
            return Ok(Outcome::Done);
        }
        output.error(&format!(
            "no file in {} for the evidence {}: give its folder with --evidence",
            folder.display(),
            document.missing_evidence.join(", ")
        ));
        Ok(Outcome::Findings)
    }

    /// `protocols/evidence` for `protocols/<therapy>/<version>/protocol.toml`.
    fn folder(&self) -> PathBuf {
        let beside = || {
            let file = std::path::absolute(&self.file).unwrap_or_else(|_| self.file.clone());
            let folder = file.ancestors().nth(3).unwrap_or(Path::new("."));
            folder.join("evidence")
        };
        self.evidence.clone().unwrap_or_else(beside)
    }
}

/// The evidence that a protocol names, and all that must be read beside it.
fn gathered(protocol: &Protocol, folder: &Path) -> anyhow::Result<Vec<Evidence>> {
    let mut wanted: Vec<String> = protocol.evidence.clone();
    let mut next = 0;
    let mut found: Vec<Evidence> = Vec::new();
    while let Some(key) = wanted.get(next).cloned() {
        next += 1;
        // A key is a name and no path: it leads nowhere but into the folder.
        let name = !key.contains(['/', '\\']) && !key.starts_with('.');
        let path = folder.join(format!("{key}.toml"));
        if !name || !path.exists() {
            continue;
        }
        let (file, bytes) = files::bytes(&path)?;
        let reading = evidence::read(&bytes, &file);
        let Some(read) = reading.evidence else {
            let count = reading.findings.len();
            bail!("{file} has {count} findings: run `cikada evidence {file}`");
        };
        if read.key != key {
            bail!("{file} holds the evidence '{}', expected '{key}'", read.key);
        }
        let beside = read.beside.iter();
        let new: Vec<_> = beside
            .filter(|key| !wanted.contains(key))
            .cloned()
            .collect();
        wanted.extend(new);
        found.push(read);
    }
    Ok(found)
}

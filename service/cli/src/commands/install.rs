//! Installs protocol files, and mappings of instruments' files, in a centre.

use std::path::PathBuf;

use cikada_app::use_cases::{install_mapping, install_protocols};
use clap::Args;

use crate::commands::centre::DataDirectory;
use crate::commands::files;
use crate::output::{Outcome, Output};

/// Install protocol files, so that treatments can be opened under them, or the mappings of a centre's
/// own instruments.
#[derive(Debug, Args)]
pub(crate) struct Install {
    /// The files; each must check clean.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The files are mappings of instruments or temperature loggers.
    #[arg(long)]
    mapping: bool,
    #[command(flatten)]
    centre: DataDirectory,
}

impl Install {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        if self.mapping {
            return self.mappings(output);
        }
        let mut texts = Vec::new();
        for path in &self.files {
            files::read_clean(path)?;
            texts.push((path.display().to_string(), std::fs::read_to_string(path)?));
        }
        let world = self.centre.open()?;
        let texts: Vec<_> = texts
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        let installed = install_protocols(&world, &texts)?;
        output.line(&format!(
            "{installed} of {} were new and are installed.",
            texts.len()
        ))?;
        Ok(Outcome::Done)
    }
    fn mappings(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let world = self.centre.open()?;
        let mut installed = 0;
        for path in &self.files {
            let (name, bytes) = files::bytes(path)?;
            let text = String::from_utf8_lossy(&bytes);
            installed += usize::from(install_mapping(&world, &name, &text)?);
        }
        let of = self.files.len();
        output.line(&format!("{installed} of {of} were new and are installed."))?;
        Ok(Outcome::Done)
    }
}

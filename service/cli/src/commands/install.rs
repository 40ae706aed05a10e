//! Installs protocol files, and mappings of instruments' files, in a centre; puts label templates
//! forward, which somebody else approves.

use std::path::PathBuf;

use anyhow::bail;
use cikada_app::use_cases::{
    Answer, install_mapping, install_protocols, propose_label_template, prove,
};
use clap::Args;

use crate::commands::account::password;
use crate::commands::centre::DataDirectory;
use crate::commands::files;
use crate::output::{Outcome, Output};

/// Install protocol files or the mappings of a centre's own instruments; propose label templates,
/// which print nothing until another person approves them.
#[derive(Debug, Args)]
pub(crate) struct Install {
    /// The files; each must check clean.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The files are mappings of instruments or temperature loggers.
    #[arg(long)]
    mapping: bool,
    /// The files are label templates; the proposer's password is read from standard input.
    #[arg(
        long,
        conflicts_with = "mapping",
        requires = "sign_in",
        requires = "reason"
    )]
    label_template: bool,
    /// The sign-in name of whoever proposes the templates.
    #[arg(long, value_name = "NAME", requires = "label_template")]
    sign_in: Option<String>,
    /// Why the labels should change.
    #[arg(long, value_name = "WORDS", requires = "label_template")]
    reason: Option<String>,
    #[command(flatten)]
    centre: DataDirectory,
}

impl Install {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        if self.mapping {
            return self.mappings(output);
        }
        if let (true, Some(sign_in), Some(reason)) =
            (self.label_template, &self.sign_in, &self.reason)
        {
            return self.label_templates(sign_in, reason, output);
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

    fn label_templates(
        &self,
        sign_in: &str,
        reason: &str,
        output: &mut Output,
    ) -> anyhow::Result<Outcome> {
        let world = self.centre.open()?;
        let proven = prove(&world, sign_in, &password()?)?;
        let mut outcome = Outcome::Done;
        for path in &self.files {
            let (name, bytes) = files::bytes(path)?;
            let Ok(text) = String::from_utf8(bytes) else {
                bail!("{name} is not UTF-8 text");
            };
            match propose_label_template(&world, &proven, (&name, &text), reason)? {
                Answer::Accepted { words, .. } => {
                    for line in words {
                        output.line(&format!("{line}: another person approves it now."))?;
                    }
                }
                Answer::Refused { reasons } => {
                    for reason in reasons {
                        let said = format!("{}: {}", reason.sentence, reason.detail);
                        output.error(&format!("{name}: {said}"));
                    }
                    outcome = Outcome::Findings;
                }
            }
        }
        Ok(outcome)
    }
}

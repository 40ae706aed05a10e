//! Checks a label template's file and draws specimens from it, without a ledger.

use std::path::PathBuf;

use anyhow::Context;
use cikada_document::label::{CountryGroup, LabelTemplate, read_template, specimens, svg_of};
use cikada_domain::Country;
use clap::Args;
use serde_json::json;

use crate::commands::files;
use crate::output::{Outcome, Output};

/// Check a label template and draw a usual and a crowded specimen from it.
///
/// Every flaw is told with its line, and ends with 1: what does not read, what nobody could read on
/// a label, and whatever must stand on such a label in any country and is left out.
#[derive(Debug, Args)]
pub(crate) struct Preview {
    /// The template.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Where its labels are used, as two letters such as IT.
    #[arg(long, default_value = "IT", value_parser = |text: &str| Country::new(text))]
    country: Country,
    /// Write both specimens as one SVG image.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Preview {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let (name, bytes) = files::bytes(&self.file)?;
        let text = String::from_utf8(bytes).with_context(|| format!("{name} is not UTF-8 text"))?;
        let template = match read_template(&text) {
            Ok(template) => template,
            Err(flaws) => {
                let told = flaws.iter().map(ToString::to_string).collect();
                return self.refused(&name, told, output);
            }
        };
        let drawn = match specimens(&template, CountryGroup::of(&self.country)) {
            Ok(drawn) => drawn,
            Err(error) => return self.refused(&name, vec![error.to_string()], output),
        };
        if let Some(path) = &self.svg {
            let written = std::fs::write(path, svg_of(drawn.iter()));
            written.with_context(|| format!("{} cannot be written", path.display()))?;
        }
        self.tell(&template, output)?;
        Ok(Outcome::Done)
    }

    fn tell(&self, template: &LabelTemplate, output: &mut Output) -> std::io::Result<()> {
        let LabelTemplate {
            id, version, title, ..
        } = template;
        let label = template.label.code();
        if self.json {
            let told = json!({
                "id": id.as_str(), "version": version, "label": label, "title": title,
            });
            return output.json(&told);
        }
        output.line(&format!(
            "{id} version {version} of {label} labels reads and draws: {title}"
        ))
    }

    fn refused(
        &self,
        name: &str,
        flaws: Vec<String>,
        output: &mut Output,
    ) -> anyhow::Result<Outcome> {
        if self.json {
            output.json(&json!({ "refused": flaws }))?;
        } else {
            for flaw in flaws {
                output.error(&format!("{name}: {flaw}"));
            }
        }
        Ok(Outcome::Findings)
    }
}

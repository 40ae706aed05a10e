//! Prints the planned days of everything in a protocol.

use std::path::PathBuf;

use anyhow::{Context, bail};
use cikada_domain::GapConvention;
use cikada_protocol::{CalendarOptions, calendar};
use clap::Args;
use jiff::civil::Date;

use crate::commands::files;
use crate::output::{Outcome, Output};

/// Print the planned days of a treatment: draws, cultures, infusions, visits.
#[derive(Debug, Args)]
pub(crate) struct Calendar {
    /// The protocol file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The day of the protocol's anchor: its first infusion, or first dose.
    #[arg(long, value_name = "DATE")]
    start: Date,
    /// How gaps lie between blocks; without it, as the protocol says.
    #[arg(long, value_parser = convention)]
    convention: Option<GapConvention>,
    /// A day to keep free, or the first and last of several.
    #[arg(long, value_name = "DATE..DATE", value_parser = blocked)]
    block: Vec<(Date, Date)>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

fn convention(text: &str) -> Result<GapConvention, String> {
    match text {
        "before" => Ok(GapConvention::Before),
        "after" => Ok(GapConvention::After),
        _ => Err("expected 'before' or 'after'".to_owned()),
    }
}

fn blocked(text: &str) -> anyhow::Result<(Date, Date)> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let day = |text: &str| {
        text.parse::<Date>()
            .with_context(|| format!("'{text}' is no day: expected YYYY-MM-DD"))
    };
    let (first, last) = (day(first)?, day(last)?);
    if first > last {
        bail!("the first day {first} comes after the last day {last}");
    }
    Ok((first, last))
}

impl Calendar {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let protocol = files::read_clean(&self.file)?;
        let options = CalendarOptions {
            convention: self.convention,
            blocked: self.block.clone(),
        };
        let calendar = match calendar(&protocol, self.start, &options) {
            Ok(calendar) => calendar,
            Err(problem) => {
                output.error(&problem.to_string());
                return Ok(Outcome::Findings);
            }
        };
        if self.json {
            output.line(&calendar.to_json())?;
        } else {
            output.text(&calendar.to_text())?;
        }
        Ok(Outcome::Done)
    }
}

//! Prints the planned days of everything in a protocol.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Context, bail};
use cikada_domain::{CriterionId, GapConvention};
use cikada_protocol::{CalendarOptions, Milestone, calendar};
use clap::Args;
use jiff::civil::{Date, Time};

use crate::commands::{files, tables};
use crate::output::{Outcome, Output};

/// Print the planned days of a treatment: draws, cultures, infusions, visits.
#[derive(Debug, Args)]
pub(crate) struct Calendar {
    /// The protocol file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The day of the protocol's anchor: its first infusion, or first dose.
    #[arg(long, value_name = "DATE", value_parser = tables::day)]
    start: Date,
    /// How gaps lie between blocks; without it, as the protocol says.
    #[arg(long, value_parser = convention)]
    convention: Option<GapConvention>,
    /// A day to keep free, or the first and last of several.
    #[arg(long, value_name = "DATE..DATE", value_parser = blocked)]
    block: Vec<(Date, Date)>,
    /// The time of day at which each course that counts hours begins.
    #[arg(long, value_name = "TIME", value_parser = clock)]
    at: Option<Time>,
    /// A day that the schedule waits for, with its time if a rule counts hours from it.
    #[arg(long, value_name = "NAME=DATE", value_parser = milestone)]
    event: Vec<Milestone>,
    /// The answer to a gate of the schedule.
    #[arg(long, value_name = "NAME=yes|no", value_parser = answer)]
    answer: Vec<(CriterionId, bool)>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

fn clock(text: &str) -> anyhow::Result<Time> {
    text.parse()
        .with_context(|| format!("'{text}' is no time of day: expected HH:MM"))
}

fn milestone(text: &str) -> anyhow::Result<Milestone> {
    let Some((name, day)) = text.split_once('=') else {
        bail!("'{text}' names no day: expected NAME=DATE, such as discharge=2026-03-20");
    };
    let (date, time) = match day.split_once('T') {
        Some((date, time)) => (date, Some(clock(time)?)),
        None => (day, None),
    };
    let on = tables::day(date)?;
    let name = name.to_owned();
    Ok(Milestone { name, on, at: time })
}

fn answer(text: &str) -> anyhow::Result<(CriterionId, bool)> {
    let (name, met) = match text.split_once('=') {
        Some((name, "yes")) => (name, true),
        Some((name, "no")) => (name, false),
        _ => bail!("'{text}' is no answer: expected NAME=yes or NAME=no"),
    };
    Ok((CriterionId::new(name.to_owned())?, met))
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
    let (first, last) = (tables::day(first)?, tables::day(last)?);
    if first > last {
        bail!("the first day {first} comes after the last day {last}");
    }
    Ok((first, last))
}

/// Of two entries for one name, nobody can say which was meant.
fn once<'n>(option: &str, names: impl Iterator<Item = &'n str>) -> anyhow::Result<()> {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            bail!("{option} {name} is given twice: give the one that counts");
        }
    }
    Ok(())
}

impl Calendar {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let protocol = files::read_clean(&self.file)?;
        once(
            "--event",
            self.event.iter().map(|event| event.name.as_str()),
        )?;
        once(
            "--answer",
            self.answer.iter().map(|(gate, _)| gate.as_str()),
        )?;
        let options = CalendarOptions {
            convention: self.convention,
            blocked: self.block.clone(),
            first_dose_at: self.at,
            milestones: self.event.clone(),
            answers: self.answer.clone(),
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
        // A plan that breaks a rule of its protocol is printed, and is not good to go.
        if calendar.notes.iter().any(|note| note.kind.is_breach()) {
            return Ok(Outcome::Findings);
        }
        Ok(Outcome::Done)
    }
}

//! Prints everything a lot, a bag, a piece of equipment or a person led to and came from.

use anyhow::bail;
use cikada_app::read::genealogy::{self, Days, Group};
use cikada_domain::genealogy::{Node, ProductStanding};
use clap::Args;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::commands::centre::DataDirectory;
use crate::commands::tables;
use crate::output::{Outcome, Output};

/// Trace a lot, bag, batch, sample, device, room, file or person to every batch, dose and patient, and back.
///
/// Persons stand under their pseudonyms: whom to call stands on the page, for who may see it.
#[derive(Debug, Args)]
pub(crate) struct Genealogy {
    /// What a scanner reads or a person types: any number on a label, a lot, a badge, a wristband.
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    centre: DataDirectory,
    /// The first day on which a lot, equipment, room or person counts.
    #[arg(long, value_name = "DATE", value_parser = tables::day)]
    from: Option<Date>,
    /// The last day on which it counts.
    #[arg(long, value_name = "DATE", value_parser = tables::day)]
    until: Option<Date>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Genealogy {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let world = self.centre.look()?;
        let named = genealogy::named(&world, &self.id)?;
        if named.is_empty() {
            bail!("nothing in this centre is called '{}'", self.id);
        }
        let days = Days {
            from: self.from,
            until: self.until,
        };
        let mut answers = Vec::new();
        for node in &named {
            answers.push(genealogy::traced(&world, node, days, usize::MAX)?);
        }
        if self.json {
            output.json(&Value::Array(answers.iter().map(in_json).collect()))?;
            return Ok(Outcome::Done);
        }
        for answer in &answers {
            let counts = &answer.counts;
            let state = answer
                .start
                .state
                .as_deref()
                .map(|state| format!(": {state}"));
            let patients = answer
                .patients
                .iter()
                .map(|one| one.patient.person.to_string());
            let patients: Vec<_> = patients.collect();
            output.line(&format!(
                "{}{}",
                answer.start.node,
                state.unwrap_or_default()
            ))?;
            output.line(&format!(
                "batches {}, products {}: {} given, {} on the shelf; doses {}; patients {}: {}",
                counts.batches,
                counts.products,
                counts.given,
                counts.on_the_shelf,
                counts.doses,
                counts.patients,
                patients.join(", ")
            ))?;
            for (title, groups) in [
                ("what came of it", &answer.downstream),
                ("what it came from", &answer.upstream),
            ] {
                output.line("")?;
                output.line(title)?;
                for line in groups.iter().flat_map(|group| &group.lines) {
                    let state = line
                        .thing
                        .state
                        .as_deref()
                        .map(|state| format!(", {state}"));
                    output.line(&format!(
                        "  {}{}",
                        line.thing.node,
                        state.unwrap_or_default()
                    ))?;
                    output.line(&format!("    {}", line.way.join("; ")))?;
                }
            }
        }
        Ok(Outcome::Done)
    }
}

fn in_json(answer: &genealogy::Genealogy) -> Value {
    let counts = &answer.counts;
    let patients = answer.patients.iter();
    let patients = patients.map(|one| one.patient.person.to_string());
    json!({
        "kind": answer.start.node.kind.code(),
        "id": answer.start.node.id,
        "state": answer.start.state,
        "batches": counts.batches,
        "products": counts.products,
        "given": counts.given,
        "on_the_shelf": counts.on_the_shelf,
        "doses": counts.doses,
        "patients": patients.collect::<Vec<_>>(),
        "downstream": lines(&answer.downstream),
        "upstream": lines(&answer.upstream),
    })
}

fn lines(groups: &[Group]) -> Vec<Value> {
    let lines = groups.iter().flat_map(|group| &group.lines);
    let standing = |standing| match standing {
        ProductStanding::Given => "given",
        ProductStanding::OnTheShelf => "on the shelf",
        ProductStanding::OutOfUse => "out of use",
    };
    let line = |line: &genealogy::Line| {
        let Node { kind, id } = &line.thing.node;
        json!({
            "kind": kind.code(),
            "id": id,
            "state": line.thing.state,
            "product": line.thing.product.map(standing),
            "ties": line.distance,
            "at": line.at.timestamp().to_string(),
            "way": line.way,
        })
    };
    lines.map(line).collect()
}

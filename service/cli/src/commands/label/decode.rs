//! Takes a scan apart and names every structure in it.

use std::fmt::Write;

use cikada_document::{Message, Structure, read};
use clap::Args;
use serde_json::{Map, Value, json};

use crate::output::{Outcome, Output};

/// Take a scan apart: every structure with its number, its name and what it says.
///
/// Quote the scan: `=` and `&` mean something to a shell. Ends with 1 if it cannot be read.
#[derive(Debug, Args)]
pub(crate) struct Decode {
    /// What the scanner sent.
    #[arg(value_name = "SCAN", allow_hyphen_values = true)]
    scan: String,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Decode {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        match read(&self.scan) {
            Ok(message) if self.json => output.json(&as_json(&message))?,
            Ok(message) => output.text(&as_text(&message))?,
            Err(error) => {
                if self.json {
                    output.json(&json!({ "refused": error.to_string() }))?;
                } else {
                    output.error(&error.to_string());
                }
                return Ok(Outcome::Findings);
            }
        }
        Ok(Outcome::Done)
    }
}

fn as_text(message: &Message) -> String {
    let mut text = String::new();
    if let Message::Compound(compound) = message {
        let count = compound.structures().len();
        let sequence = match compound.sequence() {
            0 => "no agreed sequence".to_owned(),
            agreed => format!("agreed sequence {agreed:03}"),
        };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "023 a compound message of {count}: {sequence}");
    }
    for structure in message.structures() {
        let name = structure.name();
        let _ = writeln!(text, "{} {name}", number(structure));
        for (field, value) in structure.fields() {
            let _ = writeln!(text, "    {field}: {value}");
        }
    }
    text
}

fn number(structure: &Structure) -> String {
    let number = structure.number();
    number.map_or_else(|| "---".to_owned(), |number| format!("{number:03}"))
}

pub(super) fn as_json(message: &Message) -> Value {
    let structures: Vec<Value> = message
        .structures()
        .iter()
        .map(|structure| {
            let fields = structure.fields().into_iter();
            let fields: Map<String, Value> = fields
                .map(|(field, value)| (field.replace(' ', "_"), Value::String(value)))
                .collect();
            json!({
                "number": structure.number(),
                "name": structure.name(),
                "retired": structure.is_retired(),
                "fields": fields,
            })
        })
        .collect();
    let sequence = match message {
        Message::Compound(compound) => Some(compound.sequence()),
        Message::Single(_) => None,
    };
    json!({ "message": message.encode(), "sequence": sequence, "structures": structures })
}

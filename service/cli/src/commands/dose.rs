//! Works out every dose of a protocol for one body, with its working.

use std::path::PathBuf;

use cikada_domain::{CriterionId, DoseNumber, Quantity, QuantityError, Value};
use cikada_dose::{Body, cells_from_bag, check_order, read_order};
use cikada_protocol::Protocol;
use cikada_protocol::dosing::{DoseFacts, PlannedAmount, Sheet, dose_for, sheet};
use clap::{ArgGroup, Args};
use serde_json::{Value as Json, json};

use crate::commands::files;
use crate::output::{Outcome, Output};

mod limits;

/// Work out each dose of a protocol, with its working, vials, volumes and concentrations.
///
/// It computes and advises nothing: a pharmacist checks every line and a physician signs.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("held").args(["order", "bag"]).multiple(true))]
pub(crate) struct Dose {
    /// The protocol file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The body weight in kg, or with its unit, as in '70 kg'.
    #[arg(long, value_name = "KG", value_parser = kilograms, allow_negative_numbers = true)]
    weight: Option<Quantity>,
    /// The height in cm, or with its unit, as in '170 cm'.
    #[arg(long, value_name = "CM", value_parser = centimetres, allow_negative_numbers = true)]
    height: Option<Quantity>,
    /// How many levels down, or the level a trial assigned.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    level: u16,
    /// How many steps of a rising dose were taken.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    step: u32,
    /// A finding that decides about the dose, as in 'creatinine-clearance=38 mL/min/{1.73_m2}'.
    #[arg(long, value_name = "NAME=VALUE", value_parser = finding)]
    finding: Vec<(CriterionId, Value)>,
    /// Hold an order against the dose of `--dose`, as in `42000000 [iU]`.
    #[arg(long, value_name = "QUANTITY")]
    order: Option<String>,
    /// The dose that an order or a bag is for.
    #[arg(long, value_name = "NUMBER", default_value_t = 1, requires = "held")]
    dose: u16,
    /// The cells in each mL of a bag, as in '5e7 {cells}/mL': which volume holds the dose.
    #[arg(long, value_name = "QUANTITY")]
    bag: Option<Quantity>,
    /// The viability of the bag's cells, as in '92 %'.
    #[arg(long, value_name = "QUANTITY", requires = "bag")]
    viability: Option<Quantity>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

fn kilograms(text: &str) -> Result<Quantity, QuantityError> {
    measure(text, "kg")
}

fn centimetres(text: &str) -> Result<Quantity, QuantityError> {
    measure(text, "cm")
}

/// The option names its unit, so that a number may stand alone.
fn measure(text: &str, unit: &str) -> Result<Quantity, QuantityError> {
    if text.is_empty() || text.contains(' ') {
        text.parse()
    } else {
        format!("{text} {unit}").parse()
    }
}

fn finding(text: &str) -> Result<(CriterionId, Value), String> {
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| format!("'{text}': expected NAME=VALUE"))?;
    let criterion = CriterionId::new(name.trim()).map_err(|error| error.to_string())?;
    let value = match value.trim() {
        "yes" | "true" => Value::Flag(true),
        "no" | "false" => Value::Flag(false),
        value => match value.parse::<Quantity>() {
            Ok(quantity) => Value::Quantity(quantity),
            Err(error) if value.starts_with(|c: char| c.is_ascii_digit()) => {
                return Err(error.to_string());
            }
            Err(_) => Value::Code(value.to_owned()),
        },
    };
    Ok((criterion, value))
}

impl Dose {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let protocol = files::read_clean(&self.file)?;
        let facts = self.facts(&protocol)?;
        let sheet = sheet(&protocol, &facts);
        let mut against = limits::against(&protocol, &facts.findings);
        against.extend(limits::without_bag(&sheet));
        let mut outcome = if sheet.is_complete() && against.is_empty() {
            Outcome::Done
        } else {
            Outcome::Findings
        };
        let mut said = Vec::new();
        for checked in [
            self.ordered(&protocol, &facts),
            self.in_bag(&protocol, &facts),
        ] {
            match checked {
                Some(Ok(lines)) => said.extend(lines),
                Some(Err(problem)) => {
                    outcome = Outcome::Findings;
                    said.push(format!("REFUSED: {problem}"));
                }
                None => {}
            }
        }
        if self.json {
            output.json(&self.to_json(&protocol, &sheet, &against, &said))?;
        } else {
            output.line(&format!(
                "{}, {} {}",
                protocol.title, protocol.id, protocol.version
            ))?;
            for line in &against {
                output.line(&format!("NOT AS WORKED OUT BELOW: {line}"))?;
            }
            output.text(&sheet.to_text())?;
            for line in said {
                output.line(&line)?;
            }
        }
        Ok(outcome)
    }

    fn facts(&self, protocol: &Protocol) -> anyhow::Result<DoseFacts> {
        Ok(DoseFacts {
            body: Body {
                weight: self.weight.clone(),
                height: self.height.clone(),
            },
            level: self.level,
            step: self.step,
            findings: limits::findings(protocol, &self.finding)?,
        })
    }

    /// The order held against the dose, if one is given.
    fn ordered(
        &self,
        protocol: &Protocol,
        facts: &DoseFacts,
    ) -> Option<Result<Vec<String>, String>> {
        let text = self.order.as_deref()?;
        Some(self.order_of(text, protocol, facts))
    }

    fn order_of(
        &self,
        text: &str,
        protocol: &Protocol,
        facts: &DoseFacts,
    ) -> Result<Vec<String>, String> {
        let number = DoseNumber::new(self.dose).map_err(|error| error.to_string())?;
        let planned = dose_for(protocol, number, facts).map_err(|error| error.to_string())?;
        let ordered = read_order(text).map_err(|error| error.to_string())?;
        match &planned.amount {
            PlannedAmount::Exact(amount) => {
                let strength = protocol.medicine().and_then(|m| m.strength.as_ref());
                check_order(amount, &ordered, &facts.body, strength)
                    .map_err(|error| error.to_string())?;
            }
            PlannedAmount::Cells { .. } => {
                return Err("an order of cells is held against the product's count".to_owned());
            }
        }
        Ok(vec![format!("order {text}: as worked out")])
    }

    /// The volume of a bag that holds the dose, if a bag is given.
    fn in_bag(
        &self,
        protocol: &Protocol,
        facts: &DoseFacts,
    ) -> Option<Result<Vec<String>, String>> {
        let bag = self.bag.as_ref()?;
        Some(self.volume_of(bag, protocol, facts))
    }

    fn volume_of(
        &self,
        bag: &Quantity,
        protocol: &Protocol,
        facts: &DoseFacts,
    ) -> Result<Vec<String>, String> {
        let number = DoseNumber::new(self.dose).map_err(|error| error.to_string())?;
        let planned = dose_for(protocol, number, facts).map_err(|error| error.to_string())?;
        let PlannedAmount::Cells { min, max } = &planned.amount else {
            return Err("a medicine is drawn from vials, not from a bag of cells".to_owned());
        };
        let mut lines = Vec::new();
        for (name, wanted) in [("least", min), ("most", max)] {
            let Some(wanted) = wanted else { continue };
            let volume = cells_from_bag(wanted, bag, self.viability.as_ref())
                .map_err(|error| error.to_string())?;
            lines.push(format!("{name}: {}", wanted.words()));
            lines.extend(volume.working.into_iter().map(|line| format!("  {line}")));
        }
        Ok(lines)
    }

    fn to_json(
        &self,
        protocol: &Protocol,
        sheet: &Sheet,
        against: &[String],
        said: &[String],
    ) -> Json {
        let lines: Vec<_> = sheet
            .lines
            .iter()
            .map(|line| {
                let planned = line.planned.as_ref();
                json!({
                    "line": line.name,
                    "doses": line.doses,
                    "route": line.route,
                    "dose": planned.ok().map(|planned| planned.amount.words()),
                    "problem": planned.err().map(ToString::to_string),
                    "sources": planned.ok().map(|planned| planned.sources.clone()),
                    "working": line.said(),
                })
            })
            .collect();
        let companions: Vec<_> = sheet
            .companions
            .iter()
            .map(|companion| {
                let dose = companion.dose.as_ref();
                json!({
                    "name": companion.name,
                    "when": companion.when,
                    "dose": dose.ok().map(|dose| dose.value.to_string()),
                    "problem": dose.err().map(ToString::to_string),
                    "working": dose.ok().map(|dose| dose.working.clone()),
                    "source": companion.source,
                })
            })
            .collect();
        json!({
            "protocol": protocol.id,
            "version": protocol.version,
            "hash": protocol.hash.as_str(),
            "not_as_worked_out": against,
            "lines": lines,
            "companions": companions,
            "said": said,
        })
    }
}

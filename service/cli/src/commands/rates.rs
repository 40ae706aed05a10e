//! Rates with exact intervals: from two counts, from a table of counts, from a response table.

use std::path::PathBuf;

use anyhow::anyhow;
use cikada_outcome::rates::{
    CountedRow, Denominator, Finding, Level, Rate, RateError, ResponseTable, Sides, read_counts,
    read_responses,
};
use clap::{ArgGroup, Args};
use serde_json::{Value, json};

use crate::commands::tables;
use crate::output::{Outcome, Output};

const ROUNDING: &str = "per cent are rounded to one decimal; counts are as given; intervals are \
                        exact (Clopper-Pearson)";

/// Work out rates with exact intervals, each with its denominator.
///
/// Rates per patient and per infusion are never added or compared. Ends with 1 if the counts of a
/// response table do not add up.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("source").required(true).args(["events", "counts", "responses"]))]
#[command(group = ArgGroup::new("counted").args(["patients", "infusions"]))]
pub(crate) struct Rates {
    /// How many had it.
    #[arg(long, value_name = "COUNT", value_parser = tables::count, requires_all = ["of", "counted"])]
    events: Option<u64>,
    /// Of how many.
    #[arg(long, value_name = "COUNT", value_parser = tables::count, requires = "events")]
    of: Option<u64>,
    /// Both counts are of patients.
    #[arg(long, requires = "events")]
    patients: bool,
    /// Both counts are of infusions.
    #[arg(long, requires = "events")]
    infusions: bool,
    /// A table of counts: label,events,of,counted.
    #[arg(long, value_name = "FILE")]
    counts: Option<PathBuf>,
    /// A table of best responses: arm,treated,evaluable,CR,PR,SD,PD,NE.
    #[arg(long, value_name = "FILE")]
    responses: Option<PathBuf>,
    /// The level of the intervals, in per cent.
    #[arg(long, value_name = "PERCENT", default_value = "95", value_parser = tables::level)]
    level: Level,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Rates {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        if let Some(path) = &self.responses {
            let arms = tables::read(path, read_responses)?;
            return self.respond(&arms, output);
        }
        let rows = match (&self.counts, self.events, self.of) {
            (Some(path), ..) => tables::read(path, |bytes| read_counts(bytes, self.level))?,
            (None, Some(events), Some(of)) => vec![self.single(events, of)?],
            _ => return Err(anyhow!("give --events with --of, --counts or --responses")),
        };
        if self.json {
            let rows = rows
                .iter()
                .map(|row| json!({ "label": row.label, "rate": rate_json(&row.rate) }));
            output.json(&json!({ "rates": rows.collect::<Vec<_>>() }))?;
        } else {
            output.text(&counts_text(&rows))?;
        }
        Ok(Outcome::Done)
    }

    fn single(&self, events: u64, of: u64) -> Result<CountedRow, RateError> {
        let denominator = if self.infusions {
            Denominator::Infusions
        } else {
            Denominator::Patients
        };
        let rate = Rate::new(events, of, denominator, self.level)?;
        let label = String::new();
        Ok(CountedRow { label, rate })
    }

    fn respond(&self, arms: &[ResponseTable], output: &mut Output) -> anyhow::Result<Outcome> {
        if self.json {
            let arms = arms.iter().map(|arm| arm_json(arm, self.level));
            output.json(&json!({ "arms": arms.collect::<Vec<_>>() }))?;
        } else {
            let arms = arms.iter().map(|arm| arm_text(arm, self.level));
            output.text(&format!("{}{ROUNDING}\n", arms.collect::<String>()))?;
        }
        let fits = arms.iter().all(|arm| arm.findings().is_empty());
        Ok(if fits {
            Outcome::Done
        } else {
            Outcome::Findings
        })
    }
}

/// Rates of one denominator together, so that two kinds are never read in one column.
fn counts_text(rows: &[CountedRow]) -> String {
    let mut text = String::new();
    for denominator in [Denominator::Patients, Denominator::Infusions] {
        let mut of_kind = rows
            .iter()
            .filter(|row| row.rate.denominator == denominator)
            .peekable();
        if of_kind.peek().is_none() {
            continue;
        }
        text.push_str(&format!(
            "per {}\n",
            denominator.words().trim_end_matches('s')
        ));
        for row in of_kind {
            let label = if row.label.is_empty() {
                String::new()
            } else {
                format!("{}: ", row.label)
            };
            text.push_str(&format!("  {label}{}\n", row.rate));
        }
    }
    format!("{text}{ROUNDING}\n")
}

type Asked = (&'static str, Denominator, Result<Option<Rate>, RateError>);

fn asked(arm: &ResponseTable, level: Level) -> [Asked; 4] {
    let (all, evaluable) = (Denominator::TreatedPatients, Denominator::EvaluablePatients);
    [
        (
            "objective response (CR + PR)",
            all,
            arm.objective_response(all, level),
        ),
        (
            "objective response (CR + PR)",
            evaluable,
            arm.objective_response(evaluable, level),
        ),
        (
            "disease control (CR + PR + SD)",
            all,
            arm.disease_control(all, level),
        ),
        (
            "disease control (CR + PR + SD)",
            evaluable,
            arm.disease_control(evaluable, level),
        ),
    ]
}

fn arm_text(arm: &ResponseTable, level: Level) -> String {
    let counts = arm.counts();
    let shown = |count: Option<u64>| count.map_or("not reported".to_owned(), |it| it.to_string());
    let mut text = format!(
        "{}\n  treated {}, evaluable {}, not evaluable (NE) {}\n  CR {}, PR {}, SD {}, PD {}\n",
        counts.arm,
        counts.treated,
        shown(counts.evaluable),
        shown(counts.not_evaluable),
        shown(counts.complete),
        shown(counts.partial),
        shown(counts.stable),
        shown(counts.progressive),
    );
    for (name, denominator, rate) in asked(arm, level) {
        let told = match rate {
            Ok(Some(rate)) => rate.to_string(),
            Ok(None) => format!("of {denominator}: not known, a count is missing"),
            Err(error) => format!("of {denominator}: none, {error}"),
        };
        text.push_str(&format!("  {name}: {told}\n"));
    }
    for finding in arm.findings() {
        text.push_str(&format!("  FINDING  {}: {finding}\n", finding.code()));
    }
    text.push('\n');
    text
}

fn arm_json(arm: &ResponseTable, level: Level) -> Value {
    let counts = arm.counts();
    let rates = asked(arm, level).map(|(name, denominator, rate)| {
        let (rate, refused) = match rate {
            Ok(rate) => (rate.as_ref().map(rate_json), None),
            Err(error) => (None, Some(error.to_string())),
        };
        json!({
            "name": name, "denominator": denominator.words(), "rate": rate, "refused": refused,
        })
    });
    let finding =
        |finding: &Finding| json!({ "code": finding.code(), "text": finding.to_string() });
    json!({
        "arm": counts.arm,
        "treated": counts.treated,
        "evaluable": counts.evaluable,
        "CR": counts.complete,
        "PR": counts.partial,
        "SD": counts.stable,
        "PD": counts.progressive,
        "NE": counts.not_evaluable,
        "rates": rates,
        "findings": arm.findings().iter().map(finding).collect::<Vec<_>>(),
    })
}

fn rate_json(rate: &Rate) -> Value {
    json!({
        "events": rate.events,
        "of": rate.of,
        "denominator": rate.denominator.words(),
        "percent": rate.fraction() * 100.0,
        "interval": {
            "method": "Clopper-Pearson",
            "level_percent": rate.interval.level.percent(),
            "lower_percent": rate.interval.lower * 100.0,
            "upper_percent": rate.interval.upper * 100.0,
            "sides": match rate.interval.sides {
                Sides::Both => "both",
                Sides::UpperOnly => "upper only",
                Sides::LowerOnly => "lower only",
            },
        },
    })
}

//! Holds a number against its check digits, or gives those that belong to it.

use cikada_document::check_digit::{CheckError, CheckedNumber};
use clap::Args;
use serde_json::json;

use crate::output::{Outcome, Output};

/// Hold a number against its check digits; ends with 1 if they do not agree.
///
/// A right check digit shows that the number was copied well. It says nothing about whose it is.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// What kind of number: donation, grid, gtin, gsrn, sscc, gln, passport, turkish-id or iban.
    #[arg(value_name = "KIND", value_parser = kind)]
    kind: CheckedNumber,
    /// The number with its check digits; of a passport, one field with the digit behind it.
    #[arg(value_name = "NUMBER")]
    number: String,
    /// Take the number as one without check digits, and print those that belong to it.
    #[arg(long)]
    build: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

fn kind(text: &str) -> Result<CheckedNumber, String> {
    let found = CheckedNumber::ALL
        .into_iter()
        .find(|kind| kind.name() == text);
    found.ok_or_else(|| {
        let names: Vec<&str> = CheckedNumber::ALL.map(CheckedNumber::name).to_vec();
        format!("expected one of {}", names.join(", "))
    })
}

impl Check {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let kind = self.kind.name();
        if self.build {
            let digits = self.kind.build(&self.number)?;
            if self.json {
                output.json(&json!({ "kind": kind, "check": digits }))?;
            } else {
                output.line(&digits)?;
            }
            return Ok(Outcome::Done);
        }
        let agrees = match self.kind.verify(&self.number) {
            Ok(()) => true,
            Err(CheckError::Wrong) => false,
            Err(error @ CheckError::Form { .. }) => return Err(error.into()),
        };
        if self.json {
            output.json(&json!({ "kind": kind, "agrees": agrees }))?;
        } else if agrees {
            output.line("The number and its check digits agree.")?;
        } else {
            output.error(&CheckError::Wrong.to_string());
        }
        Ok(if agrees {
            Outcome::Done
        } else {
            Outcome::Findings
        })
    }
}

//! Killing assays: specific lysis, validity, and lytic units.

use std::path::PathBuf;

use anyhow::{anyhow, bail};
use cikada_outcome::potency::{
    Assay, AtRatio, Check, DoseResponse, FitError, Lysis, LyticError, LyticUnits, Validity,
    Verdict, fit, lysis, lytic_units, read_plate, validity,
};
use clap::Args;
use serde_json::{Value, json};

use crate::commands::tables;
use crate::output::{Outcome, Output};

/// Work out specific lysis from raw signals, with validity checks and lytic units.
///
/// The table is kind,ratio_viable,signal; the name of the ratio's column says which effectors are
/// counted. Ends with 1 if a check is not met or could not be made, or a result is not reachable.
#[derive(Debug, Args)]
pub(crate) struct Potency {
    /// The wells of one assay.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// How killing is measured: release, ldh, viability or flow.
    #[arg(long, value_parser = assay)]
    assay: Assay,
    /// How many targets are in a well.
    #[arg(long, value_name = "COUNT")]
    targets_per_well: u64,
    /// The lysis that one lytic unit stands for, in per cent.
    #[arg(long, value_name = "PERCENT", default_value_t = 30.0, value_parser = percent)]
    lysis: f64,
    /// The most that spontaneous may be of maximum release, in per cent.
    #[arg(long, value_name = "PERCENT", default_value_t = Validity::default().spontaneous_max)]
    spontaneous_max: f64,
    /// Within which the reference must lie, in per cent.
    #[arg(long, value_name = "FROM..TO", value_parser = range)]
    reference_range: Option<(f64, f64)>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

fn assay(text: &str) -> Result<Assay, String> {
    let all = [Assay::Release, Assay::Ldh, Assay::Viability, Assay::Flow];
    let found = all.into_iter().find(|assay| assay.word() == text);
    found.ok_or_else(|| "expected release, ldh, viability or flow".to_owned())
}

/// A lysis in per cent. A fraction taken for one would give a hundred times the lytic units.
fn percent(text: &str) -> Result<f64, String> {
    let percent = text.parse().ok();
    let percent = percent.filter(|percent: &f64| *percent >= 1.0 && *percent < 100.0);
    percent.ok_or_else(|| "expected from 1 to less than 100, such as 30 for 0.3".to_owned())
}

/// Two numbers in order, such as 40..60.
pub(crate) fn range(text: &str) -> anyhow::Result<(f64, f64)> {
    let expected = || anyhow!("expected two numbers such as 40..60");
    let (from, to) = text.split_once("..").ok_or_else(expected)?;
    let (from, to): (f64, f64) = (
        from.parse().map_err(|_| expected())?,
        to.parse().map_err(|_| expected())?,
    );
    // Numbers that are none have no order either.
    if !(from.is_finite() && to.is_finite() && from <= to) {
        bail!("expected the smaller number first, as in 40..60");
    }
    Ok((from, to))
}

/// Everything that is printed.
struct Answer {
    lysis: Lysis,
    checks: Vec<Check>,
    response: Result<DoseResponse, FitError>,
    units: Option<Result<LyticUnits, LyticError>>,
    targets_per_well: u64,
}

impl Potency {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let plate = tables::read(&self.file, |bytes| read_plate(bytes, self.assay))?;
        let lysis = lysis(&plate).map_err(|missing| {
            let lines = missing.iter().map(|missing| format!("\n  {missing}"));
            anyhow!(
                "{}: no lysis{}",
                self.file.display(),
                lines.collect::<String>()
            )
        })?;
        let limits = Validity {
            spontaneous_max: self.spontaneous_max,
            reference: self.reference_range,
            ..Validity::default()
        };
        let response = fit(&lysis);
        let units = response
            .as_ref()
            .ok()
            .map(|response| lytic_units(response, self.lysis, self.targets_per_well));
        if let Some(Err(error @ (LyticError::Target(_) | LyticError::NoTargets))) = units {
            return Err(error.into());
        }
        let answer = Answer {
            checks: validity(&plate, &lysis, &limits),
            lysis,
            response,
            units,
            targets_per_well: self.targets_per_well,
        };
        if self.json {
            output.json(&answer.as_json())?;
        } else {
            output.text(&answer.as_text())?;
        }
        Ok(if answer.stands() {
            Outcome::Done
        } else {
            Outcome::Findings
        })
    }
}

impl Answer {
    fn stands(&self) -> bool {
        let good = |check: &Check| matches!(check.verdict, Verdict::Met | Verdict::NotApplicable);
        self.checks.iter().all(good) && matches!(self.units, Some(Ok(_)))
    }

    fn as_text(&self) -> String {
        let lysis = &self.lysis;
        let mut text = format!(
            "lysis in per cent = {}\neffectors are counted as {{{}}}; spontaneous {:.1}, maximum {:.1}\n",
            lysis.assay.formula(),
            lysis.population.code(),
            lysis.spontaneous,
            lysis.maximum,
        );
        if lysis.assay == Assay::Ldh && !lysis.corrected {
            text.push_str("not corrected for both medium and volume: wells for them are missing\n");
        }
        for (name, all) in [("sample", &lysis.sample), ("reference", &lysis.reference)] {
            text.extend(all.iter().map(|at| at_text(name, at)));
        }
        for check in &self.checks {
            let verdict = verdict_word(check.verdict);
            text.push_str(&format!("{verdict:14}  {}: {}\n", check.code, check.reason));
        }
        match &self.response {
            Err(error) => text.push_str(&format!("no dose response: {error}\n")),
            Ok(found) => text.push_str(&format!(
                "dose response y = A (1 - exp(-k x)): A = {:.2} % (standard error {:.2}), k = {:.5} \
                 (standard error {:.5})\n",
                found.plateau, found.plateau_error, found.rate, found.rate_error,
            )),
        }
        match &self.units {
            None => {}
            Some(Err(error)) => text.push_str(&format!("no lytic units: {error}\n")),
            Some(Ok(units)) => text.push_str(&format!(
                "{} % lysis at {:.2}:1 (standard error {:.2}): {:.1} lytic units in 1e7 effectors \
                 {{{}}}, with {} targets a well{}\n",
                units.target,
                units.ratio,
                units.ratio_error,
                units.per_ten_million,
                units.population.code(),
                self.targets_per_well,
                if units.is_extrapolated {
                    "; outside the ratios that were tested"
                } else {
                    ""
                },
            )),
        }
        text.push_str("values are rounded for reading; lysis below 0 and above 100 % is kept\n");
        if !self.stands() {
            text.push_str("NOT VALID as it stands: see what is not met, not tested or missing\n");
        }
        text
    }

    fn as_json(&self) -> Value {
        let lysis = &self.lysis;
        let checks = self.checks.iter().map(|check| {
            json!({
                "code": check.code,
                "verdict": verdict_word(check.verdict),
                "reason": check.reason,
            })
        });
        json!({
            "assay": lysis.assay.word(),
            "formula": lysis.assay.formula(),
            "effectors": lysis.population.code(),
            "spontaneous": lysis.spontaneous,
            "maximum": lysis.maximum,
            "sample": lysis.sample.iter().map(at_json).collect::<Vec<_>>(),
            "reference": lysis.reference.iter().map(at_json).collect::<Vec<_>>(),
            "checks": checks.collect::<Vec<_>>(),
            "valid": self.stands(),
            "dose_response": match &self.response {
                Err(error) => json!({ "refused": error.to_string() }),
                Ok(found) => json!({
                    "plateau_percent": found.plateau,
                    "plateau_error": found.plateau_error,
                    "rate": found.rate,
                    "rate_error": found.rate_error,
                    "residual_percent": found.residual,
                }),
            },
            "lytic_units": match &self.units {
                None => Value::Null,
                Some(Err(error)) => json!({ "refused": error.to_string() }),
                Some(Ok(units)) => json!({
                    "target_percent": units.target,
                    "ratio": units.ratio,
                    "ratio_error": units.ratio_error,
                    "per_ten_million": units.per_ten_million,
                    "targets_per_well": self.targets_per_well,
                    "is_extrapolated": units.is_extrapolated,
                }),
            },
        })
    }
}

fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::NotMet => "NOT MET",
        Verdict::NotTested => "NOT TESTED",
        Verdict::NotApplicable => "not applicable",
    }
}

fn at_text(name: &str, at: &AtRatio) -> String {
    let wells = at.lysis.len();
    let deviation = at
        .standard_deviation
        .map_or("not known".to_owned(), |it| format!("{it:.1}"));
    format!(
        "{name:9} {:>7}:1  {:>6.1} % (standard deviation {deviation}, {wells} wells)\n",
        at.ratio, at.mean
    )
}

fn at_json(at: &AtRatio) -> Value {
    json!({
        "ratio": at.ratio,
        "signals": at.signals,
        "lysis_percent": at.lysis,
        "mean_percent": at.mean,
        "standard_deviation_percent": at.standard_deviation,
    })
}

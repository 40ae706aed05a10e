//! Survival: curves, log-rank, hazard ratios, and what they mean in plain words.

mod json;
mod text;

use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use cikada_outcome::rates::Level;
use cikada_outcome::survival::{
    AbsoluteDifference, Cox, CoxError, Curve, LogRank, LogRankError, NoDifference, PublishedRatio,
    Study, Tail, cox, difference_at, difference_from_ratio, kaplan_meier, log_rank, read_study,
};
use clap::{ArgGroup, Args};

use crate::commands::{potency, tables};
use crate::output::{Outcome, Output};

/// Work out survival: curves with intervals, log-rank, hazard ratios, and what they mean.
///
/// From a table time,event,group and any covariates; or from a published hazard ratio and the
/// survival of its control group. Ends with 1 if something could not be worked out.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("source").required(true).args(["file", "ratio"]))]
pub(crate) struct Survival {
    /// The table of subjects.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// The unit of all times, such as months.
    #[arg(long)]
    unit: String,
    /// The group that the others are compared with; without it the first of the table.
    #[arg(long, value_name = "GROUP", conflicts_with = "ratio")]
    reference: Option<String>,
    /// A time at which the difference is told.
    #[arg(long, value_name = "TIME", value_parser = time)]
    at: Vec<f64>,
    /// Test for fewer events than in the group of reference only; to be chosen beforehand.
    #[arg(long, conflicts_with = "ratio")]
    one_sided: bool,
    /// A published hazard ratio, treated against control.
    #[arg(long, value_name = "RATIO", requires_all = ["ratio_interval", "control_percent", "at"])]
    ratio: Option<f64>,
    /// Its interval.
    #[arg(long, value_name = "FROM..TO", value_parser = potency::range, requires = "ratio")]
    ratio_interval: Option<(f64, f64)>,
    /// How many of a hundred controls are without the event at the time.
    #[arg(long, value_name = "PERCENT", requires = "ratio")]
    control_percent: Option<f64>,
    /// The level of the intervals, in per cent.
    #[arg(long, value_name = "PERCENT", default_value = "95", value_parser = tables::level)]
    level: Level,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

fn time(text: &str) -> Result<f64, String> {
    let time = text
        .parse()
        .ok()
        .filter(|time: &f64| time.is_finite() && *time >= 0.0);
    time.ok_or_else(|| "expected a number from 0".to_owned())
}

/// A difference at a time between two groups.
struct Told {
    at: f64,
    treated: String,
    control: String,
    difference: Result<AbsoluteDifference, NoDifference>,
}

/// Everything that is printed.
struct Answer {
    unit: String,
    curves: Vec<(String, Curve)>,
    log_rank: Option<Result<LogRank, LogRankError>>,
    cox: Option<Result<Cox, CoxError>>,
    told: Vec<Told>,
}

impl Survival {
    pub(crate) fn run(&self, output: &mut Output) -> anyhow::Result<Outcome> {
        let answer = match (&self.file, self.ratio) {
            (Some(path), _) => self.read_table(path)?,
            (None, Some(ratio)) => self.published(ratio)?,
            (None, None) => return Err(anyhow!("give a table or --ratio")),
        };
        if self.json {
            output.json(&json::answer(&answer))?;
        } else {
            output.text(&text::answer(&answer))?;
        }
        let worked = !matches!(answer.log_rank, Some(Err(_)))
            && !matches!(answer.cox, Some(Err(_)))
            && answer.told.iter().all(|told| told.difference.is_ok());
        Ok(if worked {
            Outcome::Done
        } else {
            Outcome::Findings
        })
    }

    fn read_table(&self, path: &Path) -> anyhow::Result<Answer> {
        let study = tables::read(path, read_study)?;
        let reference = self.reference(&study)?;
        let tail = if self.one_sided {
            Tail::OneSidedFewer
        } else {
            Tail::TwoSided
        };
        let mut curves = Vec::new();
        for (at, group) in study.groups().iter().enumerate() {
            let curve = kaplan_meier(&study.observations(at), self.level)?;
            curves.push((group.clone(), curve));
        }
        let several = curves.len() > 1;
        let compares = several || !study.covariates().is_empty();
        Ok(Answer {
            unit: self.unit.clone(),
            log_rank: several.then(|| log_rank(&study, reference, tail)),
            cox: compares.then(|| cox(&study, reference, self.level, tail)),
            told: self.tell(&curves, reference),
            curves,
        })
    }

    fn reference(&self, study: &Study) -> anyhow::Result<usize> {
        let Some(name) = &self.reference else {
            return Ok(0);
        };
        let found = study.groups().iter().position(|group| group == name);
        found.ok_or_else(|| {
            let groups = study.groups().join("', '");
            anyhow!("there is no group '{name}': expected one of '{groups}'")
        })
    }

    fn tell(&self, curves: &[(String, Curve)], reference: usize) -> Vec<Told> {
        let Some((control, control_curve)) = curves.get(reference) else {
            return Vec::new();
        };
        let mut told = Vec::new();
        for at in &self.at {
            let others = curves
                .iter()
                .enumerate()
                .filter(|(group, _)| *group != reference);
            told.extend(others.map(|(_, (treated, curve))| Told {
                at: *at,
                treated: treated.clone(),
                control: control.clone(),
                difference: difference_at(control_curve, curve, *at),
            }));
        }
        told
    }

    fn published(&self, estimate: f64) -> anyhow::Result<Answer> {
        let (Some((lower, upper)), Some(control)) = (self.ratio_interval, self.control_percent)
        else {
            return Err(anyhow!(
                "--ratio needs --ratio-interval and --control-percent"
            ));
        };
        let [at] = self.at[..] else {
            return Err(anyhow!(
                "control survival is known at one time: give --at once"
            ));
        };
        let ratio = PublishedRatio {
            estimate,
            lower,
            upper,
            level: self.level,
        };
        // A fraction taken for a percentage would make the difference vanish.
        if !(1.0..100.0).contains(&control) {
            bail!(
                "--control-percent {control}: expected from 1 to less than 100 of a hundred, such \
                 as 33.1 for 0.331"
            );
        }
        let difference = difference_from_ratio(ratio, control / 100.0)?;
        Ok(Answer {
            unit: self.unit.clone(),
            curves: Vec::new(),
            log_rank: None,
            cox: None,
            told: vec![Told {
                at,
                treated: "treated".to_owned(),
                control: "control".to_owned(),
                difference: Ok(difference),
            }],
        })
    }
}

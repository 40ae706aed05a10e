//! Survival as JSON, unrounded.

use cikada_outcome::survival::{Basis, Cox, Curve, Limits, LogRank, PValue, Tail};
use serde_json::{Value, json};

use super::{Answer, Told};

pub(super) fn answer(answer: &Answer) -> Value {
    let curves = answer
        .curves
        .iter()
        .map(|(group, curve)| of_curve(group, curve));
    json!({
        "unit": answer.unit,
        "curves": curves.collect::<Vec<_>>(),
        "log_rank": answer.log_rank.as_ref().map(|found| match found {
            Ok(found) => of_log_rank(found),
            Err(error) => json!({ "refused": error.to_string() }),
        }),
        "cox": answer.cox.as_ref().map(|found| match found {
            Ok(found) => of_cox(found),
            Err(error) => json!({ "refused": error.to_string() }),
        }),
        "differences": answer.told.iter().map(of_told).collect::<Vec<_>>(),
    })
}

fn limits(limits: Limits) -> Value {
    json!({ "lower": limits.lower, "upper": limits.upper })
}

fn p(p: PValue) -> Value {
    let tail = match p.tail {
        Tail::TwoSided => "two-sided",
        Tail::OneSidedFewer => "one-sided for fewer events",
    };
    json!({ "value": p.value, "tail": tail })
}

fn of_curve(group: &str, curve: &Curve) -> Value {
    let steps = curve.steps.iter().map(|step| {
        json!({
            "time": step.time,
            "at_risk": step.at_risk,
            "events": step.events,
            "censored": step.censored,
            "survival": step.survival,
            "standard_error": step.standard_error,
            "log_log": step.log_log.map(limits),
            "plain": step.plain.map(limits),
        })
    });
    let median = curve.median();
    json!({
        "group": group,
        "subjects": curve.observed,
        "events": curve.events,
        "level_percent": curve.level.percent(),
        "median": {
            "time": median.time,
            "reached": median.time.is_some(),
            "lower": median.lower,
            "upper": median.upper,
        },
        "steps": steps.collect::<Vec<_>>(),
    })
}

fn of_log_rank(found: &LogRank) -> Value {
    let groups = found.groups.iter().map(|group| {
        json!({
            "group": group.group,
            "subjects": group.subjects,
            "observed": group.observed,
            "expected": group.expected,
        })
    });
    json!({
        "chi_squared": found.chi_squared,
        "degrees": found.degrees,
        "p": p(found.p),
        "groups": groups.collect::<Vec<_>>(),
    })
}

fn of_cox(found: &Cox) -> Value {
    let coefficients = found.coefficients.iter().map(|one| {
        json!({
            "covariate": one.covariate,
            "against": one.is_group.then_some(&found.reference),
            "estimate": one.estimate,
            "standard_error": one.standard_error,
            "hazard_ratio": one.hazard_ratio,
            "interval": limits(one.interval),
            "p": p(one.p),
        })
    });
    json!({
        "ties": "Efron",
        "level_percent": found.level.percent(),
        "subjects": found.subjects,
        "events": found.events,
        "few_events": found.has_few_events(),
        "log_likelihood": found.log_likelihood,
        "log_likelihood_null": found.log_likelihood_null,
        "coefficients": coefficients.collect::<Vec<_>>(),
    })
}

fn of_told(told: &Told) -> Value {
    let found = match &told.difference {
        Ok(found) => found,
        Err(error) => {
            return json!({
                "at": told.at,
                "treated": told.treated,
                "control": told.control,
                "refused": error.to_string(),
            });
        }
    };
    json!({
        "at": told.at,
        "treated": told.treated,
        "control": told.control,
        "basis": match found.basis {
            Basis::Curves => "curves",
            Basis::PublishedRatio => "published hazard ratio",
        },
        "survival": { "treated": found.treated, "control": found.control },
        "difference": {
            "estimate": found.difference,
            "lower": found.lower,
            "upper": found.upper,
            "level_percent": found.level.percent(),
        },
        "number_needed_to_treat": found.number_needed().map(|needed| json!({
            "for": if needed.benefits { "benefit" } else { "harm" },
            "estimate": needed.estimate,
            "lower": needed.lower,
            "upper": needed.upper,
        })),
        "warnings": found.warnings(),
    })
}

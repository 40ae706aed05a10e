//! Proportional hazards (Cox, J R Stat Soc B 1972;34:187), ties as Efron has them
//! (J Am Stat Assoc 1977;72:557).
//!
//! That hazards stay proportional over time is assumed here, not tested.

mod likelihood;

use statrs::distribution::{ContinuousCDF, Normal};
use thiserror::Error;

use crate::rates::Level;

use super::kaplan_meier::Limits;
use super::solve::Cholesky;
use super::{PValue, Study, Tail};
use likelihood::{Design, Evaluated};

/// More covariates than this are not fitted, groups beside the reference among them.
pub const COVARIATES_MAX: usize = 10;

/// Below this many events a covariate, estimates are unreliable (Peduzzi, J Clin Epidemiol
/// 1995;48:1503).
const EVENTS_PER_COVARIATE_MIN: u64 = 10;

const ITERATIONS_MAX: usize = 60;
const HALVINGS_MAX: usize = 30;
/// In standard deviations of a covariate: a step this small changes nothing that is printed.
const STEP_MIN: f64 = 1e-9;
/// A likelihood that no longer grows while steps stay larger than this has no maximum.
const STEP_OPEN: f64 = 1e-3;
const GAIN_MIN: f64 = 1e-9;

/// Why there is no model.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CoxError {
    /// The reference is not in the study.
    #[error("there is no group number {0} to refer to")]
    NoReference(usize),
    /// There is one group and no covariate.
    #[error("one group and no covariate: nothing to compare")]
    NothingToCompare,
    /// There are too many covariates.
    #[error(
        "{0} covariates, groups beside the reference among them: expected at most {COVARIATES_MAX}"
    )]
    TooManyCovariates(usize),
    /// Nobody had the event.
    #[error("nobody had the event: there is no hazard to compare")]
    NoEvents,
    /// A covariate is the same for everyone, or follows from others.
    #[error(
        "'{0}' is the same for everyone at risk, or follows from the covariates before it: leave it out"
    )]
    Dependent(String),
    /// The likelihood grows without end with these covariates.
    #[error(
        "the likelihood has no maximum in {}: one side has no events there, so that the hazard \
         ratio is infinite or 0 and has no interval of this kind", .0.join(", ")
    )]
    Monotone(Vec<String>),
    /// The search did not end.
    #[error("the estimate did not settle in {ITERATIONS_MAX} steps: no hazard ratio is given")]
    NotConverged,
}

/// One covariate's estimate.
#[derive(Debug, Clone, PartialEq)]
pub struct Coefficient {
    /// The covariate; for a group its name, to be read against the reference.
    pub covariate: String,
    /// Whether it is a group rather than a number.
    pub is_group: bool,
    /// The logarithm of the hazard ratio.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// The hazard ratio: against the reference, or for one more of the covariate.
    pub hazard_ratio: f64,
    /// Its interval (Wald).
    pub interval: Limits,
    /// Its p value (Wald). One-sided asks for a ratio below 1.
    pub p: PValue,
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct Cox {
    /// The group that the others are compared with.
    pub reference: String,
    /// The covariates.
    pub coefficients: Vec<Coefficient>,
    /// The logarithm of the partial likelihood.
    pub log_likelihood: f64,
    /// The same without any effect.
    pub log_likelihood_null: f64,
    /// How many subjects.
    pub subjects: u64,
    /// How many had the event.
    pub events: u64,
    /// The level of the intervals.
    pub level: Level,
    /// Newton steps until it settled.
    pub iterations: usize,
}

impl Cox {
    /// Whether there are fewer than ten events for each covariate.
    #[must_use]
    pub fn has_few_events(&self) -> bool {
        self.events < EVENTS_PER_COVARIATE_MIN * self.coefficients.len() as u64
    }
}

/// Fits all covariates of a study and its groups against the one of reference.
///
/// # Errors
/// There is nothing to compare or no event, or the likelihood has no single maximum.
pub fn cox(study: &Study, reference: usize, level: Level, tail: Tail) -> Result<Cox, CoxError> {
    let name = study
        .groups()
        .get(reference)
        .ok_or(CoxError::NoReference(reference))?;
    let design = Design::new(study, reference);
    let size = design.names.len();
    if size == 0 {
        return Err(CoxError::NothingToCompare);
    }
    if size > COVARIATES_MAX {
        return Err(CoxError::TooManyCovariates(size));
    }
    if design.events == 0 {
        return Err(CoxError::NoEvents);
    }
    if let Some((name, _)) = design.scales().find(|(_, scale)| *scale == 0.0) {
        return Err(CoxError::Dependent(name.to_owned()));
    }
    let null = design.evaluate(&vec![0.0; size]);
    let (settled, iterations) = maximise(&design, &null)?;
    let information = Cholesky::new(&settled.at.information, size);
    let variances = information
        .map_err(|_| CoxError::NotConverged)?
        .inverse_diagonal();
    let coefficients = design.scales().zip(&settled.coefficients).zip(&variances);
    let coefficients = coefficients
        .enumerate()
        .map(|(at, (((name, scale), scaled), variance))| {
            coefficient(
                name,
                at < design.groups,
                scaled / scale,
                variance.sqrt() / scale,
                level,
                tail,
            )
        });
    Ok(Cox {
        reference: name.clone(),
        coefficients: coefficients.collect(),
        log_likelihood: settled.at.log_likelihood,
        log_likelihood_null: null.log_likelihood,
        subjects: study.subjects().len() as u64,
        events: design.events,
        level,
        iterations,
    })
}

fn coefficient(
    name: &str,
    is_group: bool,
    estimate: f64,
    standard_error: f64,
    level: Level,
    tail: Tail,
) -> Coefficient {
    let z = estimate / standard_error;
    let value = match tail {
        Tail::TwoSided => 2.0 * Normal::standard().sf(z.abs()),
        Tail::OneSidedFewer => Normal::standard().cdf(z),
    };
    let spread = level.z() * standard_error;
    Coefficient {
        covariate: name.to_owned(),
        is_group,
        estimate,
        standard_error,
        hazard_ratio: estimate.exp(),
        interval: Limits {
            lower: (estimate - spread).exp(),
            upper: (estimate + spread).exp(),
        },
        p: PValue { value, tail },
    }
}

struct Settled {
    coefficients: Vec<f64>,
    at: Evaluated,
}

/// Newton-Raphson with halved steps. At a maximum steps shrink to nothing; where there is none the
/// likelihood stops growing while they do not.
fn maximise(design: &Design, null: &Evaluated) -> Result<(Settled, usize), CoxError> {
    let size = design.names.len();
    let mut here = Settled {
        coefficients: vec![0.0; size],
        at: null.clone(),
    };
    let mut open: Vec<String> = Vec::new();
    for iteration in 0..ITERATIONS_MAX {
        let solved = match Cholesky::new(&here.at.information, size) {
            Ok(solved) => solved,
            Err(_) if !open.is_empty() && iteration > 1 => return Err(CoxError::Monotone(open)),
            Err(row) => {
                let name = design.names.get(row).cloned().unwrap_or_default();
                return Err(CoxError::Dependent(name));
            }
        };
        let step = solved.solve(&here.at.gradient);
        let largest = step
            .iter()
            .fold(0.0_f64, |largest, step| largest.max(step.abs()));
        if largest <= STEP_MIN {
            return Ok((here, iteration));
        }
        open = design
            .names
            .iter()
            .zip(&step)
            .filter(|(_, step)| step.abs() > STEP_OPEN)
            .map(|(name, _)| name.clone())
            .collect();
        let before = here.at.log_likelihood;
        here = advance(design, &here, &step).ok_or(CoxError::NotConverged)?;
        let gain = here.at.log_likelihood - before;
        if gain <= GAIN_MIN * (1.0 + before.abs()) && !open.is_empty() {
            return Err(CoxError::Monotone(open));
        }
    }
    Err(if open.is_empty() {
        CoxError::NotConverged
    } else {
        CoxError::Monotone(open)
    })
}

fn advance(design: &Design, from: &Settled, step: &[f64]) -> Option<Settled> {
    // What rounding may take from a likelihood that cannot grow any more.
    let slack = 1e-12 * (1.0 + from.at.log_likelihood.abs());
    let mut share = 1.0;
    for _ in 0..HALVINGS_MAX {
        let moved = from.coefficients.iter().zip(step);
        let coefficients: Vec<f64> = moved.map(|(from, step)| from + share * step).collect();
        let at = design.evaluate(&coefficients);
        if at.log_likelihood.is_finite() && at.log_likelihood >= from.at.log_likelihood - slack {
            return Some(Settled { coefficients, at });
        }
        share /= 2.0;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::{Observation, Subject};
    use super::*;

    fn example(rows: &[(f64, bool, usize, f64)]) -> Study {
        let subjects = rows.iter().map(|(time, event, group, age)| Subject {
            observation: Observation {
                time: *time,
                event: *event,
            },
            group: *group,
            covariates: vec![*age],
        });
        let groups = vec!["control".to_owned(), "treated".to_owned()];
        Study::new(groups, vec!["age".to_owned()], subjects.collect()).unwrap()
    }

    fn fitted(rows: &[(f64, bool, usize, f64)]) -> Result<Cox, CoxError> {
        cox(&example(rows), 0, Level::NINETY_FIVE, Tail::TwoSided)
    }

    #[test]
    fn a_group_without_events_has_no_hazard_ratio() {
        let rows = [
            (1.0, true, 0, 60.0),
            (2.0, true, 0, 50.0),
            (3.0, true, 0, 71.0),
            (4.0, true, 0, 55.0),
            (9.0, false, 1, 64.0),
            (9.0, false, 1, 52.0),
            (8.0, false, 1, 49.0),
            (7.0, false, 1, 77.0),
        ];
        let Err(CoxError::Monotone(names)) = fitted(&rows) else {
            panic!("{:?}", fitted(&rows));
        };
        assert!(names.contains(&"treated".to_owned()), "{names:?}");
    }

    #[test]
    fn a_covariate_that_puts_events_in_perfect_order_has_no_hazard_ratio() {
        let rows = [
            (1.0, true, 0, 80.0),
            (2.0, true, 1, 70.0),
            (3.0, true, 0, 60.0),
            (4.0, true, 1, 50.0),
            (5.0, true, 0, 40.0),
            (6.0, true, 1, 30.0),
        ];
        assert!(
            matches!(fitted(&rows), Err(CoxError::Monotone(_))),
            "{:?}",
            fitted(&rows)
        );
    }

    #[test]
    fn a_covariate_that_is_the_same_for_everyone_is_named() {
        let rows = [
            (1.0, true, 0, 60.0),
            (2.0, true, 1, 60.0),
            (3.0, true, 0, 60.0),
        ];
        assert_eq!(fitted(&rows), Err(CoxError::Dependent("age".to_owned())));
    }

    #[test]
    fn a_covariate_that_repeats_the_group_is_named() {
        let rows = [
            (1.0, true, 0, 0.0),
            (2.0, true, 1, 5.0),
            (3.0, true, 0, 0.0),
            (2.5, true, 1, 5.0),
        ];
        assert_eq!(fitted(&rows), Err(CoxError::Dependent("age".to_owned())));
    }

    #[test]
    fn without_an_event_there_is_no_model() {
        let rows = [(1.0, false, 0, 60.0), (2.0, false, 1, 50.0)];
        assert_eq!(fitted(&rows), Err(CoxError::NoEvents));
    }
}

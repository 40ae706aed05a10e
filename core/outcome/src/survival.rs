//! Survival: curves, their comparison, and what a hazard ratio means in plain words.
//!
//! Times are in one unit, which whoever asks must know and print. Statistics are worked out in
//! binary floating point; the tables they are held against stand in `docs/evidence/statistics`.

mod cox;
mod difference;
mod kaplan_meier;
mod log_rank;
mod read;
mod solve;

use std::fmt;

use thiserror::Error;

pub use cox::{COVARIATES_MAX, Coefficient, Cox, CoxError, cox};
pub use difference::{
    AbsoluteDifference, Basis, NoDifference, NumberNeeded, PublishedRatio, difference_at,
    difference_from_ratio,
};
pub use kaplan_meier::{AtTime, Curve, Limits, Median, NotFollowed, Step, kaplan_meier};
pub use log_rank::{Compared, LogRank, LogRankError, log_rank};
pub use read::read_study;

/// How long somebody was followed, and whether the event ended it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// From the start to the event, or to the last time that is known to be without it.
    pub time: f64,
    /// Whether the event was seen. Without it, the observation is censored.
    pub event: bool,
}

/// One person of a study.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// How long, and whether with event.
    pub observation: Observation,
    /// The group, as its place in the study's list.
    pub group: usize,
    /// The values of the study's covariates, in their order.
    pub covariates: Vec<f64>,
}

/// Why subjects make no study.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum StudyError {
    /// There are none.
    #[error("nobody was observed: expected at least one subject")]
    Empty,
    /// A time cannot be.
    #[error("{0} is no time of observation: expected a finite number from 0")]
    Time(f64),
    /// A subject is in no group of the list, or has not one value a covariate.
    #[error("subject {0} does not fit the study's groups and covariates")]
    Misfit(usize),
    /// A group has nobody.
    #[error("nobody is in group '{0}': expected at least one subject in each group")]
    EmptyGroup(String),
}

/// Subjects with the names of their groups and covariates.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    groups: Vec<String>,
    covariates: Vec<String>,
    subjects: Vec<Subject>,
}

impl Study {
    /// A study.
    ///
    /// # Errors
    /// Nobody was observed, a group is empty, or a subject does not fit.
    pub fn new(
        groups: Vec<String>,
        covariates: Vec<String>,
        subjects: Vec<Subject>,
    ) -> Result<Self, StudyError> {
        if subjects.is_empty() {
            return Err(StudyError::Empty);
        }
        for (at, subject) in subjects.iter().enumerate() {
            check_time(subject.observation)?;
            let fits = subject.group < groups.len()
                && subject.covariates.len() == covariates.len()
                && subject.covariates.iter().all(|value| value.is_finite());
            if !fits {
                return Err(StudyError::Misfit(at));
            }
        }
        for (at, group) in groups.iter().enumerate() {
            if !subjects.iter().any(|subject| subject.group == at) {
                return Err(StudyError::EmptyGroup(group.clone()));
            }
        }
        Ok(Self {
            groups,
            covariates,
            subjects,
        })
    }

    /// The groups, in the order in which they were first seen.
    #[must_use]
    pub fn groups(&self) -> &[String] {
        &self.groups
    }

    /// The covariates.
    #[must_use]
    pub fn covariates(&self) -> &[String] {
        &self.covariates
    }

    /// The subjects.
    #[must_use]
    pub fn subjects(&self) -> &[Subject] {
        &self.subjects
    }

    /// The observations of one group.
    #[must_use]
    pub fn observations(&self, group: usize) -> Vec<Observation> {
        let members = self
            .subjects
            .iter()
            .filter(|subject| subject.group == group);
        members.map(|subject| subject.observation).collect()
    }
}

fn check_time(observation: Observation) -> Result<(), StudyError> {
    let time = observation.time;
    if time.is_finite() && time >= 0.0 {
        Ok(())
    } else {
        Err(StudyError::Time(time))
    }
}

/// Which deviations a p value counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tail {
    /// Both directions.
    TwoSided,
    /// Only fewer events than in the group of reference. To be chosen before the results are seen.
    OneSidedFewer,
}

/// A p value with its tail.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PValue {
    /// The probability.
    pub value: f64,
    /// Which deviations it counts.
    pub tail: Tail,
}

impl fmt::Display for PValue {
    /// Two leading digits; below 0.0001 only that.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value {
            small if small < 0.0001 => f.write_str("p < 0.0001")?,
            below if below < 0.01 => write!(f, "p = {below:.4}")?,
            value => write!(f, "p = {value:.3}")?,
        }
        f.write_str(match self.tail {
            Tail::TwoSided => ", two-sided",
            Tail::OneSidedFewer => ", one-sided for fewer events",
        })
    }
}

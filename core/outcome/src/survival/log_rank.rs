//! The log-rank test (Mantel, Cancer Chemother Rep 1966;50:163), for two groups or more.

use statrs::distribution::{ChiSquared, ContinuousCDF, Normal};
use thiserror::Error;

use super::solve::{Cholesky, dot};
use super::{PValue, Study, Tail};

/// Why groups cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LogRankError {
    /// There is one group.
    #[error("there is 1 group: expected at least 2 to compare")]
    OneGroup,
    /// No event says anything.
    #[error("no event happened while more than one group was followed: nothing can be compared")]
    NoInformation,
    /// A direction among more than two.
    #[error("a one-sided test compares two groups, here are {0}: ask for the two-sided one")]
    OneSided(usize),
}

/// One group in the test.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// The group.
    pub group: String,
    /// How many were observed.
    pub subjects: u64,
    /// How many had the event.
    pub observed: u64,
    /// How many would have, did the groups not differ.
    pub expected: f64,
}

/// The result of the test.
#[derive(Debug, Clone, PartialEq)]
pub struct LogRank {
    /// The groups.
    pub groups: Vec<Compared>,
    /// The statistic.
    pub chi_squared: f64,
    /// One fewer than groups.
    pub degrees: usize,
    /// The p value.
    pub p: PValue,
}

/// Compares all groups of a study. One-sided asks for fewer events in the other group than in the
/// one of reference.
///
/// # Errors
/// There is one group, no event says anything, or more than two with one side.
pub fn log_rank(study: &Study, reference: usize, tail: Tail) -> Result<LogRank, LogRankError> {
    let size = study.groups().len();
    if size < 2 {
        return Err(LogRankError::OneGroup);
    }
    if tail == Tail::OneSidedFewer && size != 2 {
        return Err(LogRankError::OneSided(size));
    }
    let sums = sums(study);
    let excess = sums.observed.iter().zip(&sums.expected);
    let excess: Vec<f64> = excess
        .map(|(observed, expected)| observed - expected)
        .collect();
    // The last group follows from the others.
    let fewer = size - 1;
    let rows = sums.variance.chunks_exact(size).take(fewer);
    let variance: Vec<f64> = rows
        .flat_map(|row| row.iter().take(fewer).copied())
        .collect();
    let right = excess.get(..fewer).unwrap_or_default();
    let solved = Cholesky::new(&variance, fewer).map_err(|_| LogRankError::NoInformation)?;
    let chi_squared = dot(right, &solved.solve(right));
    let other_has_fewer = excess.get(reference).is_some_and(|excess| *excess > 0.0);
    let groups = study
        .groups()
        .iter()
        .enumerate()
        .zip(&sums.observed)
        .zip(&sums.expected);
    let groups = groups.map(|(((at, group), observed), expected)| Compared {
        group: group.clone(),
        subjects: study.observations(at).len() as u64,
        observed: whole(*observed),
        expected: *expected,
    });
    Ok(LogRank {
        groups: groups.collect(),
        chi_squared,
        degrees: fewer,
        p: p_value(chi_squared, fewer, tail, other_has_fewer),
    })
}

fn p_value(chi_squared: f64, degrees: usize, tail: Tail, fewer: bool) -> PValue {
    let value = match tail {
        Tail::TwoSided => {
            let freedom = ChiSquared::new(degrees as f64);
            freedom.map_or(f64::NAN, |freedom| freedom.sf(chi_squared))
        }
        Tail::OneSidedFewer if fewer => Normal::standard().sf(chi_squared.sqrt()),
        Tail::OneSidedFewer => Normal::standard().cdf(chi_squared.sqrt()),
    };
    PValue { value, tail }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a sum of counts is whole and not negative"
)]
fn whole(count: f64) -> u64 {
    count as u64
}

struct Sums {
    observed: Vec<f64>,
    expected: Vec<f64>,
    variance: Vec<f64>,
}

/// Sums over the times of events, with the hypergeometric variance of tied ones.
#[expect(
    clippy::indexing_slicing,
    reason = "groups of subjects lie in the study's list"
)]
fn sums(study: &Study) -> Sums {
    let size = study.groups().len();
    let mut sorted: Vec<_> = study.subjects().iter().collect();
    sorted.sort_by(|left, right| left.observation.time.total_cmp(&right.observation.time));
    let mut at_risk = vec![0.0; size];
    for subject in &sorted {
        at_risk[subject.group] += 1.0;
    }
    let mut sums = Sums {
        observed: vec![0.0; size],
        expected: vec![0.0; size],
        variance: vec![0.0; size * size],
    };
    #[expect(clippy::float_cmp, reason = "a tie is the same number in the table")]
    for tied in sorted.chunk_by(|left, right| left.observation.time == right.observation.time) {
        let events = tied.iter().filter(|subject| subject.observation.event);
        let had = events.clone().count() as f64;
        let all: f64 = at_risk.iter().sum();
        for subject in events {
            sums.observed[subject.group] += 1.0;
        }
        for row in 0..size {
            sums.expected[row] += had * at_risk[row] / all;
            // With one person left there is nothing to vary.
            let spread = if all > 1.0 {
                had * (all - had) / (all - 1.0)
            } else {
                0.0
            };
            for column in 0..size {
                let own = if row == column { 1.0 } else { 0.0 };
                let share = at_risk[row] / all * (own - at_risk[column] / all);
                sums.variance[row * size + column] += spread * share;
            }
        }
        for subject in tied {
            at_risk[subject.group] -= 1.0;
        }
    }
    sums
}

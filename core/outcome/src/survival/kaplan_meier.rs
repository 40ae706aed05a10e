//! The product-limit estimate (Kaplan and Meier, J Am Stat Assoc 1958;53:457).
//!
//! Errors are Greenwood's; intervals are given both plain and on the log-log scale, which stays
//! between 0 and 1. Whoever is censored at the time of an event was still at risk then.

use thiserror::Error;

use crate::rates::Level;

use super::{Observation, StudyError, check_time};

/// Differences below this come from rounding: a curve at exactly one half must be found to be.
const ROUNDING: f64 = 1e-12;

/// An interval of a probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
}

/// One time at which somebody had the event or was censored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// When.
    pub time: f64,
    /// How many were followed until just before.
    pub at_risk: u64,
    /// How many had the event.
    pub events: u64,
    /// How many were censored.
    pub censored: u64,
    /// The probability to be without the event after this time.
    pub survival: f64,
    /// Greenwood's standard error. None at 1 and 0, where it says nothing.
    pub standard_error: Option<f64>,
    /// The interval on the log-log scale.
    pub log_log: Option<Limits>,
    /// The interval of the estimate plus and minus its error, cut at 0 and 1.
    pub plain: Option<Limits>,
}

/// A curve of one group.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// A step for each time of the group.
    pub steps: Vec<Step>,
    /// The level of its intervals.
    pub level: Level,
    /// How many were observed.
    pub observed: u64,
    /// How many had the event.
    pub events: u64,
}

/// The first time at which at most half are without the event. None: not reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Median {
    /// The median.
    pub time: Option<f64>,
    /// The lower limit of Brookmeyer and Crowley (Biometrics 1982;38:29), log-log.
    pub lower: Option<f64>,
    /// The upper limit. None: not reached.
    pub upper: Option<f64>,
}

/// A curve at a named time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AtTime {
    /// When.
    pub time: f64,
    /// How many were still followed.
    pub at_risk: u64,
    /// The probability to be without the event.
    pub survival: f64,
    /// Greenwood's standard error. None at 1 and 0.
    pub standard_error: Option<f64>,
    /// The interval on the log-log scale.
    pub log_log: Option<Limits>,
}

/// Nobody was followed to that time.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[error("nobody was followed to {asked}: the last observation ends at {last}")]
pub struct NotFollowed {
    /// The time asked for.
    pub asked: f64,
    /// The last time of the group.
    pub last: f64,
}

/// The curve of one group.
///
/// # Errors
/// Nobody was observed, or a time is no time.
pub fn kaplan_meier(observations: &[Observation], level: Level) -> Result<Curve, StudyError> {
    if observations.is_empty() {
        return Err(StudyError::Empty);
    }
    for observation in observations {
        check_time(*observation)?;
    }
    let mut sorted = observations.to_vec();
    sorted.sort_by(|left, right| left.time.total_cmp(&right.time));
    let observed = sorted.len() as u64;
    let (mut at_risk, mut survival, mut greenwood) = (observed, 1.0, 0.0);
    let mut steps = Vec::new();
    #[expect(clippy::float_cmp, reason = "a tie is the same number in the table")]
    for tied in sorted.chunk_by(|left, right| left.time == right.time) {
        let events = tied.iter().filter(|observation| observation.event).count() as u64;
        let censored = tied.len() as u64 - events;
        let (had, risk) = (events as f64, at_risk as f64);
        survival *= (risk - had) / risk;
        if events > 0 && events < at_risk {
            greenwood += had / (risk * (risk - had));
        }
        let known = survival > ROUNDING && survival < 1.0 - ROUNDING;
        steps.push(Step {
            time: tied.first().map_or(0.0, |observation| observation.time),
            at_risk,
            events,
            censored,
            survival,
            standard_error: known.then(|| survival * greenwood.sqrt()),
            log_log: known.then(|| log_log(survival, greenwood, level)),
            plain: known.then(|| plain(survival, greenwood, level)),
        });
        at_risk -= events + censored;
    }
    Ok(Curve {
        events: steps.iter().map(|step| step.events).sum(),
        steps,
        level,
        observed,
    })
}

fn log_log(survival: f64, greenwood: f64, level: Level) -> Limits {
    let spread = level.z() * greenwood.sqrt() / survival.ln().abs();
    Limits {
        lower: survival.powf(spread.exp()),
        upper: survival.powf((-spread).exp()),
    }
}

fn plain(survival: f64, greenwood: f64, level: Level) -> Limits {
    let spread = level.z() * survival * greenwood.sqrt();
    Limits {
        lower: (survival - spread).max(0.0),
        upper: (survival + spread).min(1.0),
    }
}

impl Curve {
    /// The median with its interval.
    #[must_use]
    pub fn median(&self) -> Median {
        let first = |meets: &dyn Fn(&Step) -> bool| {
            let step = self.steps.iter().find(|step| meets(step));
            step.map(|step| step.time)
        };
        Median {
            time: first(&|step| step.survival <= 0.5 + ROUNDING),
            lower: first(&|step| step.log_log.is_some_and(|limits| limits.lower <= 0.5)),
            upper: first(&|step| step.log_log.is_some_and(|limits| limits.upper < 0.5)),
        }
    }

    /// The last time of the group.
    #[must_use]
    pub fn last(&self) -> f64 {
        self.steps.last().map_or(0.0, |step| step.time)
    }

    /// The curve at a time.
    ///
    /// # Errors
    /// Nobody was followed for so long, and the curve does not lie at 0.
    pub fn at(&self, time: f64) -> Result<AtTime, NotFollowed> {
        let ended = self
            .steps
            .last()
            .is_some_and(|step| step.survival <= ROUNDING);
        if !(time >= 0.0 && (time <= self.last() || ended)) {
            return Err(NotFollowed {
                asked: time,
                last: self.last(),
            });
        }
        let before = self.steps.iter().take_while(|step| step.time <= time);
        let step = before.last();
        let later = self.steps.iter().find(|step| step.time >= time);
        Ok(AtTime {
            time,
            at_risk: later.map_or(0, |step| step.at_risk),
            survival: step.map_or(1.0, |step| step.survival),
            standard_error: step.and_then(|step| step.standard_error),
            log_log: step.and_then(|step| step.log_log),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(times: &[(f64, bool)]) -> Curve {
        let observations = times.iter().map(|(time, event)| Observation {
            time: *time,
            event: *event,
        });
        let observations: Vec<_> = observations.collect();
        kaplan_meier(&observations, Level::NINETY_FIVE).unwrap()
    }

    #[test]
    fn a_median_that_was_not_reached_is_said_to_be_so() {
        let curve = example(&[(3.0, true), (5.0, false), (7.0, false)]);
        assert_eq!(curve.median().time, None);
        assert_eq!(curve.median().upper, None);
    }

    #[test]
    fn a_curve_at_exactly_one_half_has_its_median_there() {
        let curve = example(&[
            (1.0, true),
            (2.0, true),
            (3.0, true),
            (4.0, true),
            (5.0, true),
            (6.0, false),
        ]);
        assert_eq!(curve.median().time, Some(3.0));
    }

    #[test]
    fn beyond_the_last_observation_nothing_is_known_unless_nobody_is_left() {
        let open = example(&[(3.0, true), (5.0, false)]);
        assert_eq!(open.at(5.0).unwrap().at_risk, 1);
        assert_eq!(open.at(6.0).unwrap_err().last, 5.0);
        assert_eq!(example(&[(3.0, true)]).at(6.0).unwrap().survival, 0.0);
        assert!(open.at(f64::NAN).is_err());
    }

    #[test]
    fn a_curve_without_events_has_no_error_rather_than_an_error_of_zero() {
        let curve = example(&[(3.0, false), (5.0, false)]);
        assert_eq!(curve.at(4.0).unwrap().standard_error, None);
        assert_eq!(curve.at(4.0).unwrap().survival, 1.0);
    }
}

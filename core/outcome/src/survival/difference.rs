//! What a comparison means in plain words: how many of a hundred more, and for how many treated.
//!
//! After Altman and Andersen (BMJ 1999;319:1492): from two curves at a named time with Greenwood's
//! errors, or from a published hazard ratio and the control group's survival at that time. No
//! number needed to treat is given where the interval includes no difference.

use thiserror::Error;

use crate::rates::Level;

use super::kaplan_meier::{AtTime, Curve, NotFollowed};

/// Where a difference comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Two curves.
    Curves,
    /// A published hazard ratio, and the control group's survival taken as certain.
    PublishedRatio,
}

/// The difference in survival at a named time, treated less control, as fractions of one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AbsoluteDifference {
    /// Where it comes from.
    pub basis: Basis,
    /// Survival of the control group.
    pub control: f64,
    /// Survival of the treated.
    pub treated: f64,
    /// Treated less control.
    pub difference: f64,
    /// Its lower limit.
    pub lower: f64,
    /// Its upper limit.
    pub upper: f64,
    /// The level of the interval; that of the ratio's interval, if published.
    pub level: Level,
}

/// For how many treated one more, or one fewer, is without the event at the named time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NumberNeeded {
    /// Whether the difference favours the treated. Otherwise one more is harmed.
    pub benefits: bool,
    /// The number.
    pub estimate: f64,
    /// Its limit nearer to 1.
    pub lower: f64,
    /// Its limit further from 1.
    pub upper: f64,
}

/// A published hazard ratio with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PublishedRatio {
    /// The ratio, treated against control.
    pub estimate: f64,
    /// Its lower limit.
    pub lower: f64,
    /// Its upper limit.
    pub upper: f64,
    /// The level of its interval.
    pub level: Level,
}

/// Why there is no difference to tell.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum NoDifference {
    /// A group was not followed for so long.
    #[error("in one group {0}, so ask for an earlier time")]
    NotFollowed(#[from] NotFollowed),
    /// A curve has no error there.
    #[error(
        "a curve lies at {0} then, where its error is not known: a difference would have no honest \
         interval, so ask for another time"
    )]
    NoError(f64),
    /// A ratio or its interval cannot be.
    #[error(
        "hazard ratio {estimate} with interval {lower} to {upper} cannot be: expected \
         0 < lower <= ratio <= upper, lower < upper"
    )]
    Ratio {
        /// The ratio.
        estimate: f64,
        /// Its lower limit.
        lower: f64,
        /// Its upper limit.
        upper: f64,
    },
    /// The control group's survival cannot be.
    #[error(
        "control survival {0} cannot be used: expected more than 0 and less than 1, such as 0.331"
    )]
    Control(f64),
}

/// The difference of two curves at a time, with Greenwood's errors.
///
/// # Errors
/// A group was not followed for so long, or its curve has no error there.
pub fn difference_at(
    control: &Curve,
    treated: &Curve,
    time: f64,
) -> Result<AbsoluteDifference, NoDifference> {
    let error = |at: &AtTime| at.standard_error.ok_or(NoDifference::NoError(at.survival));
    let level = control.level;
    let (control, treated) = (control.at(time)?, treated.at(time)?);
    let spread = level.z() * error(&control)?.hypot(error(&treated)?);
    let difference = treated.survival - control.survival;
    Ok(AbsoluteDifference {
        basis: Basis::Curves,
        control: control.survival,
        treated: treated.survival,
        difference,
        lower: (difference - spread).max(-1.0),
        upper: (difference + spread).min(1.0),
        level,
    })
}

/// The difference that a published ratio makes where so many of the controls are without the event.
///
/// # Errors
/// The ratio, its interval or the survival cannot be.
pub fn difference_from_ratio(
    ratio: PublishedRatio,
    control: f64,
) -> Result<AbsoluteDifference, NoDifference> {
    let PublishedRatio {
        estimate,
        lower,
        upper,
        level,
    } = ratio;
    let ordered = 0.0 < lower && lower <= estimate && estimate <= upper && lower < upper;
    if !ordered || !upper.is_finite() {
        return Err(NoDifference::Ratio {
            estimate,
            lower,
            upper,
        });
    }
    if !(control > 0.0 && control < 1.0) {
        return Err(NoDifference::Control(control));
    }
    let treated = control.powf(estimate);
    Ok(AbsoluteDifference {
        basis: Basis::PublishedRatio,
        control,
        treated,
        difference: treated - control,
        lower: control.powf(upper) - control,
        upper: control.powf(lower) - control,
        level,
    })
}

impl AbsoluteDifference {
    /// Whether the interval includes no difference.
    #[must_use]
    pub fn includes_none(&self) -> bool {
        self.lower <= 0.0 && self.upper >= 0.0
    }

    /// The number needed to treat, for benefit or harm. None where the interval includes no
    /// difference.
    #[must_use]
    pub fn number_needed(&self) -> Option<NumberNeeded> {
        if self.includes_none() {
            return None;
        }
        let (small, large) = if self.difference > 0.0 {
            (self.lower, self.upper)
        } else {
            (-self.upper, -self.lower)
        };
        Some(NumberNeeded {
            benefits: self.difference > 0.0,
            estimate: 1.0 / self.difference.abs(),
            lower: 1.0 / large,
            upper: 1.0 / small,
        })
    }

    /// What must be read with the difference.
    #[must_use]
    pub fn warnings(&self) -> Vec<&'static str> {
        let mut warnings = vec![
            "the difference holds at this time only; at others it is another",
            "it is of the groups that were compared, and no promise for a single person",
        ];
        if self.includes_none() {
            warnings.push(
                "the interval includes no difference at all: no benefit is shown, and no number \
                 needed to treat is given",
            );
        }
        if self.basis == Basis::PublishedRatio {
            warnings.push("hazards are taken as proportional over the whole time");
            warnings.push(
                "the control group's survival is taken as certain: the true interval is wider",
            );
        }
        warnings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example_ratio(estimate: f64, lower: f64, upper: f64) -> PublishedRatio {
        let level = Level::NINETY_FIVE;
        PublishedRatio {
            estimate,
            lower,
            upper,
            level,
        }
    }

    #[test]
    fn an_interval_that_includes_no_difference_has_no_number_needed_to_treat() {
        let found = difference_from_ratio(example_ratio(0.89, 0.79, 1.01), 0.5).unwrap();
        assert!(found.difference > 0.0);
        assert_eq!(found.number_needed(), None);
        assert!(
            found
                .warnings()
                .iter()
                .any(|text| text.contains("no benefit is shown"))
        );
    }

    #[test]
    fn a_ratio_above_one_harms() {
        let found = difference_from_ratio(example_ratio(1.5, 1.2, 1.9), 0.5).unwrap();
        let needed = found.number_needed().unwrap();
        assert!(!needed.benefits);
        assert!(needed.lower < needed.estimate && needed.estimate < needed.upper);
    }

    #[test]
    fn a_ratio_outside_its_interval_is_refused() {
        for (estimate, lower, upper) in [
            (0.3, 0.4, 0.9),
            (1.0, 0.4, 0.9),
            (0.5, 0.0, 1.0),
            (0.5, 0.5, 0.5),
        ] {
            let ratio = example_ratio(estimate, lower, upper);
            assert!(difference_from_ratio(ratio, 0.5).is_err(), "{ratio:?}");
        }
    }

    #[test]
    fn per_cent_given_as_survival_is_refused() {
        assert!(difference_from_ratio(example_ratio(0.63, 0.43, 0.94), 33.1).is_err());
    }
}

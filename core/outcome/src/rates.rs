//! Rates: how many of how many, with exact intervals, and the denominator always named.
//!
//! Intervals are those of Clopper and Pearson (Biometrika 1934;26:404): each limit is the rate at
//! which the count, or one further out, would be seen with half of what the level leaves over.

mod counts;
mod response;

use std::fmt;

use statrs::distribution::{ContinuousCDF, Normal};
use statrs::function::beta::checked_beta_reg;
use thiserror::Error;

pub use counts::{CountedRow, read_counts};
pub use response::{Finding, ResponseCounts, ResponseTable, read_responses};

/// Above it, the series behind the intervals is no longer exact enough.
pub const COUNTED_MAX: u64 = 1_000_000;

/// Why there is no rate.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum RateError {
    /// Nobody was counted.
    #[error("of 0 there is no rate: expected at least 1 counted")]
    NobodyCounted,
    /// More had it than were counted.
    #[error("{events} of {of} cannot be: both counts must be of the same thing, {of} of it in all")]
    MoreThanCounted {
        /// How many had it.
        events: u64,
        /// Of how many.
        of: u64,
    },
    /// The count is too large.
    #[error("{0} is more than this can count exactly: expected at most {COUNTED_MAX}")]
    TooMany(u64),
    /// The level is none.
    #[error("{0} % is no level: expected more than 0 and less than 100, such as 95")]
    Level(f64),
}

/// How sure an interval is, strictly between none and certain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level(f64);

impl Level {
    /// The level that is used where none is named.
    pub const NINETY_FIVE: Self = Self(0.95);

    /// A level in per cent.
    ///
    /// # Errors
    /// It does not lie between 0 and 100.
    pub fn from_percent(percent: f64) -> Result<Self, RateError> {
        let fraction = percent / 100.0;
        // A level so near to an end that nothing is left over has no quantile.
        if percent > 0.0 && percent <= 99.999_999 && fraction > 0.0 {
            Ok(Self(fraction))
        } else {
            Err(RateError::Level(percent))
        }
    }

    /// In per cent, as it is printed.
    #[must_use]
    pub fn percent(self) -> f64 {
        // Eight decimals give back what was written.
        (self.0 * 1e10).round() / 1e8
    }

    /// What is left over on each side.
    #[must_use]
    pub fn tail(self) -> f64 {
        (1.0 - self.0) / 2.0
    }

    /// The quantile of the normal distribution that leaves this much over on each side.
    #[must_use]
    pub fn z(self) -> f64 {
        -Normal::standard().inverse_cdf(self.tail())
    }
}

/// Which limits of an interval say something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sides {
    /// Both.
    Both,
    /// None had it: only the upper limit does, and is one-sided.
    UpperOnly,
    /// All had it: only the lower limit does, and is one-sided.
    LowerOnly,
}

/// An interval of a rate, as fractions of one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
    /// The level. A one-sided limit keeps this level's half on its side.
    pub level: Level,
    /// Which limits say something.
    pub sides: Sides,
}

/// The exact (Clopper-Pearson) interval of a rate.
///
/// With no events the lower limit is 0 and the upper one leaves half of what the level leaves over:
/// the one-sided limit at 97.5 % for a level of 95 %. With events in all it is the mirror image.
///
/// # Errors
/// Nobody was counted, more had it than were counted, or more than [`COUNTED_MAX`].
pub fn exact_interval(events: u64, of: u64, level: Level) -> Result<Interval, RateError> {
    if of == 0 {
        return Err(RateError::NobodyCounted);
    }
    if events > of {
        return Err(RateError::MoreThanCounted { events, of });
    }
    if of > COUNTED_MAX {
        return Err(RateError::TooMany(of));
    }
    let (with, without) = (events as f64, (of - events) as f64);
    let lower = match events {
        0 => 0.0,
        _ => beta_quantile(with, without + 1.0, level.tail()),
    };
    let upper = match of - events {
        0 => 1.0,
        // By symmetry, so that small limits keep their digits at both ends.
        _ => 1.0 - beta_quantile(without, with + 1.0, level.tail()),
    };
    let sides = match (events, of - events) {
        (0, _) => Sides::UpperOnly,
        (_, 0) => Sides::LowerOnly,
        _ => Sides::Both,
    };
    Ok(Interval {
        lower,
        upper,
        level,
        sides,
    })
}

/// Halves until neighbouring numbers are reached. The inverse that statrs offers does not end for
/// some counts and is off by a thousandth for others; its distribution function is not.
fn beta_quantile(a: f64, b: f64, tail: f64) -> f64 {
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    for _ in 0..1_100 {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        match checked_beta_reg(a, b, middle) {
            Ok(share) if share < tail => low = middle,
            _ => high = middle,
        }
    }
    low + (high - low) / 2.0
}

/// What is counted. Rates of different denominators are never added or compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Denominator {
    /// Patients.
    Patients,
    /// Infusions: one patient counts as often as infused.
    Infusions,
    /// All treated patients.
    TreatedPatients,
    /// Treated patients whose response could be evaluated.
    EvaluablePatients,
    /// Batches.
    Batches,
}

impl Denominator {
    /// The word that is printed.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Patients => "patients",
            Self::Infusions => "infusions",
            Self::TreatedPatients => "treated patients",
            Self::EvaluablePatients => "evaluable patients",
            Self::Batches => "batches",
        }
    }
}

impl fmt::Display for Denominator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

/// So many of so many of the same thing, with the interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// How many had it.
    pub events: u64,
    /// Of how many.
    pub of: u64,
    /// What is counted, above and below the line.
    pub denominator: Denominator,
    /// The exact interval.
    pub interval: Interval,
}

impl Rate {
    /// A rate with its exact interval.
    ///
    /// # Errors
    /// As [`exact_interval`].
    pub fn new(
        events: u64,
        of: u64,
        denominator: Denominator,
        level: Level,
    ) -> Result<Self, RateError> {
        let interval = exact_interval(events, of, level)?;
        Ok(Self {
            events,
            of,
            denominator,
            interval,
        })
    }

    /// The rate as a fraction of one.
    #[must_use]
    pub fn fraction(&self) -> f64 {
        self.events as f64 / self.of as f64
    }
}

impl fmt::Display for Rate {
    /// Per cent with one decimal; both counts exact.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Interval {
            lower,
            upper,
            level,
            sides,
        } = self.interval;
        write!(
            f,
            "{} of {} {}: {:.1} % ({} % interval {:.1} to {:.1} %",
            self.events,
            self.of,
            self.denominator,
            self.fraction() * 100.0,
            level.percent(),
            lower * 100.0,
            upper * 100.0,
        )?;
        let one_sided = 100.0 - (level.tail() * 1e10).round() / 1e8;
        match sides {
            Sides::Both => f.write_str(")"),
            Sides::UpperOnly => write!(f, "; only the upper limit, one-sided {one_sided} %)"),
            Sides::LowerOnly => write!(f, "; only the lower limit, one-sided {one_sided} %)"),
        }
    }
}

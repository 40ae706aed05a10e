//! Killing assays: specific lysis from raw signals, whether the assay is valid, and lytic units.
//!
//! Formulas of release assays and of the dose response are published (PMC4853502; Bol, J Immunol
//! Methods 1986;90:15); those of the LDH and flow forms, and the limits of validity, are customary
//! and not taken from a source: each laboratory has to set its own. Lysis below 0 or above 100 %
//! is kept as it is.

mod fit;
mod lysis;
mod read;
mod validity;

use cikada_domain::Population;

pub use fit::{DoseResponse, FitError, LyticError, LyticUnits, fit, lytic_units};
pub use lysis::{AtRatio, Lysis, NoLysis, lysis};
pub use read::{population_columns, read_plate};
pub use validity::{Check, Validity, Verdict, validity};

/// How killing is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assay {
    /// A label set free by dying targets: chromium, europium, calcein.
    Release,
    /// Lactate dehydrogenase set free by dying cells, effectors included.
    Ldh,
    /// Living targets that are left, against targets alone.
    Viability,
    /// Per cent of dead targets by flow cytometry.
    Flow,
}

/// What is in a well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Effectors and targets.
    Sample,
    /// Targets alone, with what they set free by themselves.
    Spontaneous,
    /// Targets destroyed on purpose.
    Maximum,
    /// Effectors alone, at the number of a ratio.
    Effectors,
    /// Medium alone.
    Medium,
    /// Medium with the agent that destroys targets.
    Volume,
    /// Targets alone, counted alive.
    Alone,
    /// Effectors of known killing, with targets.
    Reference,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Sample,
        Self::Spontaneous,
        Self::Maximum,
        Self::Effectors,
        Self::Medium,
        Self::Volume,
        Self::Alone,
        Self::Reference,
    ];

    /// The word in tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Sample => "sample",
            Self::Spontaneous => "spontaneous",
            Self::Maximum => "maximum",
            Self::Effectors => "effectors",
            Self::Medium => "medium",
            Self::Volume => "volume",
            Self::Alone => "alone",
            Self::Reference => "reference",
        }
    }

    /// Whether wells of this kind have effectors at a ratio.
    #[must_use]
    pub fn has_ratio(self) -> bool {
        matches!(self, Self::Sample | Self::Effectors | Self::Reference)
    }
}

impl Assay {
    /// The word on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Ldh => "ldh",
            Self::Viability => "viability",
            Self::Flow => "flow",
        }
    }

    /// The formula, as it is printed.
    #[must_use]
    pub fn formula(self) -> &'static str {
        match self {
            Self::Release => "(sample - spontaneous) / (maximum - spontaneous) x 100",
            Self::Ldh => {
                "(sample - effectors - spontaneous) / (maximum - spontaneous) x 100, each \
                          less medium, the maximum less volume"
            }
            Self::Viability => "(1 - sample / alone) x 100",
            Self::Flow => "(sample - spontaneous) / (100 - spontaneous) x 100",
        }
    }

    /// The kinds of wells it can have.
    #[must_use]
    pub fn kinds(self) -> &'static [Kind] {
        match self {
            Self::Release => &[
                Kind::Sample,
                Kind::Spontaneous,
                Kind::Maximum,
                Kind::Reference,
            ],
            Self::Ldh => &[
                Kind::Sample,
                Kind::Spontaneous,
                Kind::Maximum,
                Kind::Effectors,
                Kind::Medium,
                Kind::Volume,
                Kind::Reference,
            ],
            Self::Viability => &[Kind::Sample, Kind::Alone, Kind::Reference],
            Self::Flow => &[Kind::Sample, Kind::Spontaneous, Kind::Reference],
        }
    }
}

/// One well.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Well {
    /// What is in it.
    pub kind: Kind,
    /// Effectors for each target, where it has effectors.
    pub ratio: Option<f64>,
    /// The signal, as it was read; for flow, per cent of dead targets.
    pub signal: f64,
}

/// The wells of one assay. Ratios are all of one population of effectors.
#[derive(Debug, Clone, PartialEq)]
pub struct Plate {
    /// How killing is measured.
    pub assay: Assay,
    /// Which effectors the ratios count.
    pub population: Population,
    /// The wells.
    pub wells: Vec<Well>,
}

impl Plate {
    /// The signals of a kind, at a ratio if the kind has one.
    fn signals(&self, kind: Kind, ratio: Option<f64>) -> Vec<f64> {
        let wells = self.wells.iter();
        let wells = wells.filter(|well| well.kind == kind && well.ratio == ratio);
        wells.map(|well| well.signal).collect()
    }

    /// The ratios of a kind, ascending.
    fn ratios(&self, kind: Kind) -> Vec<f64> {
        let wells = self.wells.iter().filter(|well| well.kind == kind);
        let mut ratios: Vec<f64> = wells.filter_map(|well| well.ratio).collect();
        ratios.sort_by(f64::total_cmp);
        ratios.dedup();
        ratios
    }
}

/// The mean, or nothing of nothing.
fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The sample standard deviation, from two values on.
fn standard_deviation(values: &[f64]) -> Option<f64> {
    let mean = mean(values).filter(|_| values.len() > 1)?;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    Some((squares / (values.len() - 1) as f64).sqrt())
}

//! Per cent specific lysis from raw signals.

use cikada_domain::Population;
use thiserror::Error;

use super::{Assay, Kind, Plate, mean, standard_deviation};

/// Why there is no lysis to work out.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum NoLysis {
    /// Wells are missing.
    #[error("there is no well of kind '{0}', without which there is no lysis")]
    NoWells(&'static str),
    /// Effectors alone are missing at a ratio.
    #[error(
        "there is no well of kind 'effectors' at ratio {0}: what effectors set free by themselves \
         must be known at each ratio"
    )]
    NoEffectors(f64),
    /// There is nothing between all alive and all dead.
    #[error(
        "all dead gives {maximum} and none killed gives {spontaneous}: nothing lies between them to \
         measure, so repeat the assay"
    )]
    NoWindow {
        /// The signal where all are dead.
        maximum: f64,
        /// The signal where nobody was killed.
        spontaneous: f64,
    },
}

/// Lysis at one ratio.
#[derive(Debug, Clone, PartialEq)]
pub struct AtRatio {
    /// Effectors for each target.
    pub ratio: f64,
    /// The raw signals.
    pub signals: Vec<f64>,
    /// Lysis of each well in per cent, as worked out: below 0 and above 100 too.
    pub lysis: Vec<f64>,
    /// Its mean.
    pub mean: f64,
    /// Its standard deviation, from two wells on.
    pub standard_deviation: Option<f64>,
}

/// The lysis of a plate.
#[derive(Debug, Clone, PartialEq)]
pub struct Lysis {
    /// How it was measured.
    pub assay: Assay,
    /// Which effectors the ratios count.
    pub population: Population,
    /// The signal of targets that nobody killed, corrected where wells for it are there.
    pub spontaneous: f64,
    /// The signal where all are dead, corrected likewise.
    pub maximum: f64,
    /// Whether an LDH assay had wells to correct for medium and for volume.
    pub corrected: bool,
    /// The sample by ratio, ascending.
    pub sample: Vec<AtRatio>,
    /// The reference by ratio, ascending.
    pub reference: Vec<AtRatio>,
}

/// The signals between which a plate measures.
struct Window {
    spontaneous: f64,
    maximum: f64,
    medium: f64,
    corrected: bool,
}

/// Works out the lysis of every well with effectors and targets.
///
/// # Errors
/// Every kind of well that is missing, or a window with nothing in it.
pub fn lysis(plate: &Plate) -> Result<Lysis, Vec<NoLysis>> {
    let mut missing = Vec::new();
    let window = window(plate, &mut missing);
    let sample = at_ratios(plate, Kind::Sample, window.as_ref(), &mut missing);
    let reference = at_ratios(plate, Kind::Reference, window.as_ref(), &mut missing);
    if sample.is_empty() && missing.is_empty() {
        missing.push(NoLysis::NoWells(Kind::Sample.word()));
    }
    match window {
        Some(window) if missing.is_empty() => Ok(Lysis {
            assay: plate.assay,
            population: plate.population,
            spontaneous: window.spontaneous,
            maximum: window.maximum,
            corrected: window.corrected,
            sample,
            reference,
        }),
        _ => Err(missing),
    }
}

fn window(plate: &Plate, missing: &mut Vec<NoLysis>) -> Option<Window> {
    let mut required = |kind: Kind| {
        let found = mean(&plate.signals(kind, None));
        if found.is_none() {
            missing.push(NoLysis::NoWells(kind.word()));
        }
        found
    };
    let (spontaneous, maximum) = match plate.assay {
        Assay::Release | Assay::Ldh => (required(Kind::Spontaneous), required(Kind::Maximum)),
        // Living targets are counted: the more are left, the less was killed.
        Assay::Viability => (required(Kind::Alone), Some(0.0)),
        Assay::Flow => (required(Kind::Spontaneous), Some(100.0)),
    };
    let blank = |kind| mean(&plate.signals(kind, None)).filter(|_| plate.assay == Assay::Ldh);
    let (medium, volume) = (blank(Kind::Medium), blank(Kind::Volume));
    let window = Window {
        spontaneous: spontaneous? - medium.unwrap_or(0.0),
        maximum: maximum? - volume.or(medium).unwrap_or(0.0),
        medium: medium.unwrap_or(0.0),
        corrected: medium.is_some() && volume.is_some(),
    };
    let open = match plate.assay {
        Assay::Viability => window.spontaneous > 0.0,
        _ => window.maximum > window.spontaneous,
    };
    if !open {
        missing.push(NoLysis::NoWindow {
            maximum: window.maximum,
            spontaneous: window.spontaneous,
        });
    }
    open.then_some(window)
}

fn at_ratios(
    plate: &Plate,
    kind: Kind,
    window: Option<&Window>,
    missing: &mut Vec<NoLysis>,
) -> Vec<AtRatio> {
    let mut all = Vec::new();
    for ratio in plate.ratios(kind) {
        let effectors = match plate.assay {
            Assay::Ldh => mean(&plate.signals(Kind::Effectors, Some(ratio))),
            Assay::Release | Assay::Viability | Assay::Flow => Some(0.0),
        };
        let Some(effectors) = effectors else {
            missing.push(NoLysis::NoEffectors(ratio));
            continue;
        };
        let Some(window) = window else { continue };
        let by_themselves = match plate.assay {
            Assay::Ldh => effectors - window.medium,
            Assay::Release | Assay::Viability | Assay::Flow => 0.0,
        };
        let span = window.maximum - window.spontaneous;
        let of_well = |signal: &f64| {
            (signal - window.medium - by_themselves - window.spontaneous) / span * 100.0
        };
        let signals = plate.signals(kind, Some(ratio));
        let lysis: Vec<f64> = signals.iter().map(of_well).collect();
        all.push(AtRatio {
            ratio,
            mean: mean(&lysis).unwrap_or(f64::NAN),
            standard_deviation: standard_deviation(&lysis),
            signals,
            lysis,
        });
    }
    all
}

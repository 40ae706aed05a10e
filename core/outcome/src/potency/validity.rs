//! Whether a killing assay may be believed: each check by name, none passed for want of data.
//!
//! The limits are customary, not from a source, except that a laboratory has validated its own.

use super::{Assay, AtRatio, Kind, Lysis, Plate, mean, standard_deviation};

/// The limits of the checks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Validity {
    /// Spontaneous of maximum release, per cent.
    pub spontaneous_max: f64,
    /// Wells of each kind and ratio.
    pub replicates_min: usize,
    /// Variation between them, per cent.
    pub variation_max: f64,
    /// Lysis of the reference, per cent, from and to.
    pub reference: Option<(f64, f64)>,
}

impl Default for Validity {
    fn default() -> Self {
        Self {
            spontaneous_max: 25.0,
            replicates_min: 3,
            variation_max: 20.0,
            reference: None,
        }
    }
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Met,
    /// It does not.
    NotMet,
    /// What it needs is not there. That is no pass.
    NotTested,
    /// This kind of assay has nothing of the sort.
    NotApplicable,
}

/// One check.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// A stable code.
    pub code: &'static str,
    /// How it ended.
    pub verdict: Verdict,
    /// What was compared with what.
    pub reason: String,
}

/// All checks of an assay, in the order in which they are read.
#[must_use]
pub fn validity(plate: &Plate, lysis: &Lysis, limits: &Validity) -> Vec<Check> {
    vec![
        spontaneous(lysis, limits),
        replicates(plate, limits),
        variation(plate, limits),
        monotone(lysis),
        reference(lysis, limits),
    ]
}

fn check(code: &'static str, met: bool, reason: String) -> Check {
    let verdict = if met { Verdict::Met } else { Verdict::NotMet };
    Check {
        code,
        verdict,
        reason,
    }
}

fn spontaneous(lysis: &Lysis, limits: &Validity) -> Check {
    let code = "spontaneous-release";
    if lysis.assay == Assay::Viability {
        let reason = "living targets are counted, nothing is released".to_owned();
        let verdict = Verdict::NotApplicable;
        return Check {
            code,
            verdict,
            reason,
        };
    }
    let share = lysis.spontaneous / lysis.maximum * 100.0;
    let most = limits.spontaneous_max;
    let met = share <= most && lysis.maximum > 0.0;
    check(
        code,
        met,
        format!("spontaneous is {share:.1} % of maximum, at most {most} %"),
    )
}

/// Each kind at each ratio with its signals.
fn conditions(plate: &Plate) -> Vec<(String, Vec<f64>)> {
    let mut all = Vec::new();
    for kind in Kind::ALL {
        if kind.has_ratio() {
            for ratio in plate.ratios(kind) {
                let name = format!("{} at {ratio}:1", kind.word());
                all.push((name, plate.signals(kind, Some(ratio))));
            }
        } else {
            all.push((kind.word().to_owned(), plate.signals(kind, None)));
        }
    }
    all.retain(|(_, signals)| !signals.is_empty());
    all
}

fn listed(names: Vec<String>, none: String) -> String {
    if names.is_empty() {
        none
    } else {
        names.join("; ")
    }
}

fn replicates(plate: &Plate, limits: &Validity) -> Check {
    let least = limits.replicates_min;
    let few = conditions(plate)
        .into_iter()
        .filter(|(_, signals)| signals.len() < least);
    let few: Vec<_> = few
        .map(|(name, signals)| format!("{name} has {}", signals.len()))
        .collect();
    let met = few.is_empty();
    let reason = listed(few, "every condition".to_owned());
    check(
        "replicates",
        met,
        format!("{reason}; at least {least} wells of each"),
    )
}

fn variation(plate: &Plate, limits: &Validity) -> Check {
    let code = "replicate-variation";
    let most = limits.variation_max;
    let (mut wide, mut unknown) = (Vec::new(), Vec::new());
    for (name, signals) in conditions(plate) {
        let known = mean(&signals).filter(|mean| *mean > 0.0);
        match known.zip(standard_deviation(&signals)) {
            None => unknown.push(format!("{name} has no coefficient of variation")),
            Some((mean, deviation)) if deviation / mean * 100.0 > most => {
                wide.push(format!(
                    "{name} varies by {:.1} %",
                    deviation / mean * 100.0
                ));
            }
            Some(_) => {}
        }
    }
    let verdict = match (wide.is_empty(), unknown.is_empty()) {
        (false, _) => Verdict::NotMet,
        (true, false) => Verdict::NotTested,
        (true, true) => Verdict::Met,
    };
    wide.extend(unknown);
    let reason = format!(
        "{}; at most {most} %",
        listed(wide, "every condition".to_owned())
    );
    Check {
        code,
        verdict,
        reason,
    }
}

/// A fall counts when it is larger than twice the error of the difference of two means.
fn monotone(lysis: &Lysis) -> Check {
    let code = "monotone";
    if lysis.sample.len() < 2 {
        let reason = "one ratio only".to_owned();
        let verdict = Verdict::NotTested;
        return Check {
            code,
            verdict,
            reason,
        };
    }
    let error = |at: &AtRatio| {
        at.standard_deviation
            .map(|it| it / (at.lysis.len() as f64).sqrt())
    };
    let (mut falls, mut unknown) = (Vec::new(), Vec::new());
    for (below, above) in lysis.sample.iter().zip(lysis.sample.iter().skip(1)) {
        let place = format!("from {}:1 to {}:1", below.ratio, above.ratio);
        let fall = below.mean - above.mean;
        match error(below).zip(error(above)) {
            _ if fall <= 0.0 => {}
            None => unknown.push(format!("{place} it falls, by an unknown error")),
            Some((low, high)) if fall > 2.0 * low.hypot(high) => {
                falls.push(format!("{place} lysis falls by {fall:.1}"));
            }
            Some(_) => {}
        }
    }
    let verdict = match (falls.is_empty(), unknown.is_empty()) {
        (false, _) => Verdict::NotMet,
        (true, false) => Verdict::NotTested,
        (true, true) => Verdict::Met,
    };
    falls.extend(unknown);
    let reason = listed(falls, "lysis grows with the ratio, within error".to_owned());
    Check {
        code,
        verdict,
        reason,
    }
}

fn reference(lysis: &Lysis, limits: &Validity) -> Check {
    let code = "reference-in-range";
    let verdict = Verdict::NotTested;
    let Some((low, high)) = limits.reference else {
        let reason = "no range was given for the reference".to_owned();
        return Check {
            code,
            verdict,
            reason,
        };
    };
    if lysis.reference.is_empty() {
        let reason = "there is no well of kind 'reference'".to_owned();
        return Check {
            code,
            verdict,
            reason,
        };
    }
    let inside = |at: &AtRatio| (low..=high).contains(&at.mean);
    let means = lysis.reference.iter();
    let means = means.map(|at| format!("{:.1} % at {}:1", at.mean, at.ratio));
    let reason = format!(
        "{}; from {low} to {high} %",
        means.collect::<Vec<_>>().join(", ")
    );
    check(code, lysis.reference.iter().all(inside), reason)
}

//! Cytokine release syndrome by the ASTCT consensus of 2019: fever, blood pressure and oxygen, the
//! worst axis wins.
//!
//! Fever is asked for unless something was given that hides it. Damage to organs does not change the
//! grade. Vasopressin beside another vasopressor does not count as a second one.

use cikada_domain::{Quantity, Unit};
use rust_decimal::Decimal;

use super::axis::{Axis, worst};
use super::graded::{Evidence, Graded};
use super::problem::{GradeProblem, Missing};
use super::readings::read;
use super::scheme::{Scheme, SourceMark};
use super::term::Measurand;

const TERM: &str = "Cytokine release syndrome";

/// The fever axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fever {
    /// The highest temperature, not explained by anything else.
    Measured(Quantity),
    /// There was fever, and an antipyretic, tocilizumab or a steroid was given since: it is no longer
    /// asked for.
    Treated,
    /// The temperature has another cause.
    OtherCause,
}

/// What the blood pressure needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Vasopressors {
    /// No hypotension.
    NoHypotension,
    /// Hypotension that needs no vasopressor.
    NoneNeeded,
    /// This many vasopressors, vasopressin left out.
    Count {
        /// Vasopressors other than vasopressin.
        others: u8,
        /// Whether vasopressin is given, too.
        vasopressin: bool,
    },
}

/// How oxygen is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OxygenSupport {
    /// No hypoxia.
    None,
    /// A nasal cannula, by its flow: up to 6 L/min is low flow.
    NasalCannula(Quantity),
    /// Blow-by.
    BlowBy,
    /// A face, non-rebreather or Venturi mask.
    Mask,
    /// Positive pressure: CPAP, BiPAP or a ventilator.
    PositivePressure,
}

/// The axes of cytokine release syndrome. What was not looked at is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CrsAssessment {
    /// Fever.
    pub fever: Option<Fever>,
    /// Blood pressure.
    pub vasopressors: Option<Vasopressors>,
    /// Oxygen.
    pub oxygen: Option<OxygenSupport>,
    /// Whether the patient died of it.
    pub died: bool,
}

impl CrsAssessment {
    pub(super) fn entries(&self) -> Vec<(&'static str, String)> {
        let fever = self.fever.as_ref().map(|fever| match fever {
            Fever::Measured(temperature) => temperature.to_string(),
            Fever::Treated => "had fever, treated since".to_owned(),
            Fever::OtherCause => "another cause".to_owned(),
        });
        let vasopressors = self.vasopressors.map(|vasopressors| match vasopressors {
            Vasopressors::NoHypotension => "no hypotension".to_owned(),
            Vasopressors::NoneNeeded => "hypotension, none needed".to_owned(),
            Vasopressors::Count {
                others,
                vasopressin: true,
            } => format!("{others} and vasopressin"),
            Vasopressors::Count { others, .. } => others.to_string(),
        });
        let oxygen = self.oxygen.as_ref().map(|oxygen| match oxygen {
            OxygenSupport::None => "no hypoxia".to_owned(),
            OxygenSupport::NasalCannula(flow) => format!("nasal cannula, {flow}"),
            OxygenSupport::BlowBy => "blow-by".to_owned(),
            OxygenSupport::Mask => "mask".to_owned(),
            OxygenSupport::PositivePressure => "positive pressure".to_owned(),
        });
        let died = self.died.then(|| "yes".to_owned());
        [
            ("fever", fever),
            ("vasopressors", vasopressors),
            ("oxygen", oxygen),
            ("died", died),
        ]
        .into_iter()
        .filter_map(|(name, entry)| Some((name, entry?)))
        .collect()
    }
}

/// Grades cytokine release syndrome.
///
/// # Errors
/// An axis that was not looked at and could be worse than the others, a wrong unit, or a temperature
/// or flow that cannot be true.
pub fn grade_crs(assessment: &CrsAssessment) -> Result<Graded, GradeProblem> {
    let evidence = Evidence::Crs(assessment.clone());
    let scheme = Scheme::AstctCrs;
    if assessment.died {
        let axes = vec![Axis::seen(5, "death")];
        return worst(scheme, TERM, axes, evidence, Vec::new());
    }
    let missing = || GradeProblem::Missing {
        scheme,
        term: TERM,
        missing: vec![Missing::Fever],
    };
    let (fever, has_fever) = fever(assessment.fever.as_ref().ok_or_else(missing)?)?;
    if !has_fever {
        return worst(scheme, TERM, vec![fever], evidence, Vec::new());
    }
    let axes = vec![
        fever,
        hypotension(assessment.vasopressors),
        hypoxia(assessment.oxygen.as_ref())?,
    ];
    worst(scheme, TERM, axes, evidence, Vec::new())
}

/// The fever axis, and whether it lets the others count.
fn fever(fever: &Fever) -> Result<(Axis, bool), GradeProblem> {
    const FEVER: Decimal = Decimal::from_parts(380, 0, 0, false, 1);
    Ok(match fever {
        Fever::Measured(temperature) => {
            let degrees = checked("body temperature", temperature, Unit::Celsius, 34, 43)?;
            if degrees >= FEVER {
                let words = format!("fever {} (>=38.0 °C)", temperature.words());
                (Axis::seen(1, words), true)
            } else {
                let words = format!(
                    "no fever at {} (<38.0 °C), and nothing given that would hide it",
                    temperature.words()
                );
                (Axis::seen(0, words), false)
            }
        }
        Fever::Treated => {
            let words = "fever no longer asked for after an antipyretic, tocilizumab or a steroid";
            (Axis::seen(1, words), true)
        }
        Fever::OtherCause => (Axis::seen(0, "the temperature has another cause"), false),
    })
}

fn hypotension(vasopressors: Option<Vasopressors>) -> Axis {
    match vasopressors {
        None => Axis::NotSeen {
            missing: Missing::Hypotension,
            at_worst: 4,
        },
        Some(Vasopressors::NoHypotension) => Axis::seen(0, "no hypotension"),
        Some(
            Vasopressors::NoneNeeded
            | Vasopressors::Count {
                others: 0,
                vasopressin: false,
            },
        ) => Axis::seen(2, "hypotension, no vasopressor needed"),
        Some(Vasopressors::Count {
            others: 0,
            vasopressin: true,
        }) => Axis::marked(
            3,
            "hypotension on vasopressin alone, taken as one vasopressor",
            SourceMark::Proposal,
        ),
        Some(Vasopressors::Count { others: 1, .. }) => Axis::seen(
            3,
            "hypotension on one vasopressor, with or without vasopressin",
        ),
        Some(Vasopressors::Count { .. }) => Axis::seen(
            4,
            "hypotension on more than one vasopressor, vasopressin not counted",
        ),
    }
}

fn hypoxia(oxygen: Option<&OxygenSupport>) -> Result<Axis, GradeProblem> {
    const LOW_FLOW_MAX: Decimal = Decimal::from_parts(6, 0, 0, false, 0);
    Ok(match oxygen {
        None => Axis::NotSeen {
            missing: Missing::Hypoxia,
            at_worst: 4,
        },
        Some(OxygenSupport::None) => Axis::seen(0, "no hypoxia"),
        Some(OxygenSupport::BlowBy) => Axis::seen(2, "hypoxia on blow-by oxygen"),
        Some(OxygenSupport::NasalCannula(flow)) => {
            if checked("oxygen flow", flow, Unit::LitrePerMinute, 0, 80)? <= LOW_FLOW_MAX {
                Axis::seen(2, "hypoxia on a low-flow nasal cannula (<=6 L/min)")
            } else {
                Axis::seen(3, "hypoxia on a high-flow nasal cannula (>6 L/min)")
            }
        }
        Some(OxygenSupport::Mask) => {
            Axis::seen(3, "hypoxia on a face, non-rebreather or Venturi mask")
        }
        Some(OxygenSupport::PositivePressure) => Axis::seen(
            4,
            "hypoxia on positive pressure (CPAP, BiPAP or ventilator)",
        ),
    })
}

/// A quantity in a unit, within bounds.
fn checked(
    what: &'static str,
    given: &Quantity,
    unit: Unit,
    lowest: u32,
    highest: u32,
) -> Result<Decimal, GradeProblem> {
    let bounds = Measurand::new(
        what,
        unit,
        Decimal::from_parts(lowest, 0, 0, false, 0),
        Decimal::from_parts(highest, 0, 0, false, 0),
    );
    read(what, given, &bounds, &mut Vec::new())
}

//! The fixed 3+3 dose escalation: what the cohorts so far ask for next.
//!
//! Three patients at a dose: no dose-limiting toxicity, go up; one, treat three more; two, the dose
//! is too high. Of six patients at most one may have one. The maximum tolerated dose is the highest
//! dose below one that was too high, shown in six patients.
//!
//! The rule is the traditional one (Storer, Biometrics 1989;45:925-937), written from memory and
//! unverified; it is said with every decision. What counts as dose-limiting, and over which time,
//! is the study's; a cohort is counted here only once its patients have been watched that long.

use cikada_domain::Quantity;

use crate::exact::{compare, same_kind};
use crate::problem::DoseProblem;
use crate::say::say;
use crate::worked::Worked;

/// Where the rule stands written, as it is printed with every decision.
pub const SOURCE: &str =
    "traditional 3+3 rule (Storer, Biometrics 1989;45:925-937; from memory, unverified)";

/// The patients treated at one dose who have been watched to the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohort {
    /// Their dose.
    pub dose: Quantity,
    /// How many there are.
    pub treated: u8,
    /// How many of them had a dose-limiting toxicity.
    pub with_toxicity: u8,
}

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Complete the cohort of three or six before anything is decided.
    Complete {
        /// The dose.
        dose: Quantity,
        /// How many patients are missing.
        patients: u8,
    },
    /// Treat three patients at the next dose.
    Escalate {
        /// The next dose.
        to: Quantity,
    },
    /// Treat three more patients at this dose.
    ExpandToSix {
        /// The dose.
        dose: Quantity,
    },
    /// The escalation is over: this is the maximum tolerated dose.
    MaximumTolerated {
        /// The dose.
        dose: Quantity,
    },
    /// The highest planned dose was tolerated by six: no maximum was found.
    HighestPlannedTolerated {
        /// The dose.
        dose: Quantity,
    },
    /// The lowest dose was already too high: stop.
    Stop,
}

impl Decision {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Complete { .. } => "complete-cohort",
            Self::Escalate { .. } => "escalate",
            Self::ExpandToSix { .. } => "expand-to-six",
            Self::MaximumTolerated { .. } => "maximum-tolerated-dose",
            Self::HighestPlannedTolerated { .. } => "highest-planned-dose-tolerated",
            Self::Stop => "stop",
        }
    }

    /// The decision in words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Complete { dose, patients } => {
                format!("treat {patients} more at {} before deciding", say(dose))
            }
            Self::Escalate { to } => format!("escalate: treat 3 at {}", say(to)),
            Self::ExpandToSix { dose } => format!("treat 3 more at {}, to make six", say(dose)),
            Self::MaximumTolerated { dose } => {
                format!("stop: the maximum tolerated dose is {}", say(dose))
            }
            Self::HighestPlannedTolerated { dose } => format!(
                "stop: {}, the highest planned dose, was tolerated; no maximum was found",
                say(dose)
            ),
            Self::Stop => "stop: the lowest dose is already too high".to_owned(),
        }
    }
}

impl Cohort {
    fn too_high(&self) -> bool {
        self.with_toxicity >= 2
    }

    /// Whether the cohort lets the dose go up.
    fn passed(&self) -> bool {
        matches!((self.treated, self.with_toxicity), (3, 0) | (6, 0 | 1))
    }

    fn refused(&self, why: &'static str) -> DoseProblem {
        DoseProblem::CohortOutOfOrder {
            dose: self.dose.clone(),
            why,
        }
    }
}

/// Decides what comes next: `levels` are the planned doses upwards, `cohorts` those begun.
///
/// # Errors
/// Doses that do not rise, cohorts that do not follow the planned doses or that the rule cannot
/// have produced, or more toxicities than patients.
pub fn three_plus_three(
    levels: &[Quantity],
    cohorts: &[Cohort],
) -> Result<Worked<Decision>, DoseProblem> {
    check_levels(levels)?;
    check_cohorts(levels, cohorts)?;
    let value = decide(levels, cohorts)?;
    let mut working: Vec<_> = cohorts
        .iter()
        .map(|cohort| {
            format!(
                "{}: {} of {} with a dose-limiting toxicity{}",
                say(&cohort.dose),
                cohort.with_toxicity,
                cohort.treated,
                if cohort.too_high() { ", too high" } else { "" }
            )
        })
        .collect();
    working.push(format!("{}; {SOURCE}", value.words()));
    Ok(Worked { value, working })
}

fn decide(levels: &[Quantity], cohorts: &[Cohort]) -> Result<Decision, DoseProblem> {
    let Some(current) = cohorts.last() else {
        let first = levels.first().ok_or(DoseProblem::NoDose)?;
        return Ok(Decision::Complete {
            dose: first.clone(),
            patients: 3,
        });
    };
    let highest_tolerable = match cohorts.iter().position(Cohort::too_high) {
        Some(0) => return Ok(Decision::Stop),
        Some(index) => cohorts.get(index.saturating_sub(1)),
        None => None,
    };
    if let Some(below) = highest_tolerable {
        let dose = below.dose.clone();
        return Ok(match below.treated {
            6 => Decision::MaximumTolerated { dose },
            3 => Decision::ExpandToSix { dose },
            treated => Decision::Complete {
                dose,
                patients: 6_u8.saturating_sub(treated),
            },
        });
    }
    let dose = current.dose.clone();
    Ok(match (current.treated, current.with_toxicity) {
        (0..=2, _) => Decision::Complete {
            dose,
            patients: 3_u8.saturating_sub(current.treated),
        },
        (4 | 5, _) => Decision::Complete {
            dose,
            patients: 6_u8.saturating_sub(current.treated),
        },
        (3, 1) => Decision::ExpandToSix { dose },
        (treated, _) => match levels.get(cohorts.len()) {
            Some(next) => Decision::Escalate { to: next.clone() },
            // Three patients are too few to call the last planned dose tolerated.
            None if treated == 3 => Decision::ExpandToSix { dose },
            None => Decision::HighestPlannedTolerated { dose },
        },
    })
}

fn check_levels(levels: &[Quantity]) -> Result<(), DoseProblem> {
    let first = levels.first().ok_or(DoseProblem::NoDose)?;
    for pair in levels.windows(2) {
        let [lower, higher] = pair else { continue };
        same_kind("a planned dose", higher, first)?;
        if compare(lower, higher)?.is_ge() {
            return Err(DoseProblem::CohortOutOfOrder {
                dose: higher.clone(),
                why: "is planned after a dose that is not lower: list the planned doses upwards",
            });
        }
    }
    Ok(())
}

fn check_cohorts(levels: &[Quantity], cohorts: &[Cohort]) -> Result<(), DoseProblem> {
    for (index, cohort) in cohorts.iter().enumerate() {
        let planned = levels.get(index);
        let planned = planned.ok_or_else(|| cohort.refused("has no planned dose"))?;
        same_kind("the dose of a cohort", &cohort.dose, planned)?;
        if compare(&cohort.dose, planned)?.is_ne() {
            return Err(cohort.refused("does not have the planned dose of its place"));
        }
        if cohort.with_toxicity > cohort.treated {
            return Err(DoseProblem::MoreThanTreated {
                dose: cohort.dose.clone(),
                treated: cohort.treated,
                with_toxicity: cohort.with_toxicity,
            });
        }
        if cohort.treated > 6 {
            return Err(cohort.refused("has more than six patients, which this rule never treats"));
        }
        check_followed(cohort, cohorts.get(index + 1))?;
    }
    Ok(())
}

/// Whether a higher cohort may have been begun after this one.
fn check_followed(cohort: &Cohort, higher: Option<&Cohort>) -> Result<(), DoseProblem> {
    let Some(higher) = higher else { return Ok(()) };
    // Below a dose that was too high a cohort of three without toxicity is made six, whatever then
    // happens to those added.
    let added = cohort.treated.saturating_sub(3);
    let being_expanded = higher.too_high() && added > 0 && cohort.with_toxicity <= added;
    if cohort.passed() || being_expanded {
        return Ok(());
    }
    Err(cohort.refused("did not allow a higher dose: expected 0 of 3, or at most 1 of 6, first"))
}

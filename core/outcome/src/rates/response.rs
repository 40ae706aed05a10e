//! The response table: best responses of an arm, counted, with response and control rates.
//!
//! Counts are shown as they were reported. Where they do not add up that is said, and nothing is
//! filled in from the others.

use std::fmt;

use crate::table::{Cell, Fault, Table, count};

use super::{Denominator, Level, Rate, RateError};

/// Patients of one arm by best response, as reported. Nothing stands for: not reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseCounts {
    /// The arm.
    pub arm: String,
    /// All treated.
    pub treated: u64,
    /// Whose response could be evaluated.
    pub evaluable: Option<u64>,
    /// Complete responses.
    pub complete: Option<u64>,
    /// Partial responses.
    pub partial: Option<u64>,
    /// Stable disease.
    pub stable: Option<u64>,
    /// Progressive disease.
    pub progressive: Option<u64>,
    /// Not evaluable.
    pub not_evaluable: Option<u64>,
}

/// What does not fit in a response table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A count is missing, and so is whatever needs it.
    NotReported(&'static str),
    /// CR, PR, SD, PD and NE are not the treated.
    TreatedDoesNotAddUp {
        /// Their sum.
        sum: u64,
        /// The treated, as reported.
        treated: u64,
    },
    /// CR, PR, SD and PD are not the evaluable.
    EvaluableDoesNotAddUp {
        /// Their sum.
        sum: u64,
        /// The evaluable, as reported.
        evaluable: u64,
    },
    /// Evaluable and not evaluable together are not the treated.
    EvaluableAndNotDoNotAddUp {
        /// Their sum.
        sum: u64,
        /// The treated, as reported.
        treated: u64,
    },
    /// A count is larger than what it is a part of.
    MoreThanTreated {
        /// Which count.
        count: &'static str,
        /// How many.
        number: u64,
        /// The treated, as reported.
        treated: u64,
    },
}

impl Finding {
    /// A stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotReported(_) => "count-not-reported",
            Self::TreatedDoesNotAddUp { .. } => "treated-does-not-add-up",
            Self::EvaluableDoesNotAddUp { .. } => "evaluable-does-not-add-up",
            Self::EvaluableAndNotDoNotAddUp { .. } => "evaluable-and-not-do-not-add-up",
            Self::MoreThanTreated { .. } => "more-than-treated",
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotReported(count) => {
                write!(
                    f,
                    "{count} was not reported: what needs it is not worked out"
                )
            }
            Self::TreatedDoesNotAddUp { sum, treated } => write!(
                f,
                "CR + PR + SD + PD + NE are {sum}, but {treated} were treated: nothing was changed, \
                 ask the source"
            ),
            Self::EvaluableDoesNotAddUp { sum, evaluable } => write!(
                f,
                "CR + PR + SD + PD are {sum}, but {evaluable} were evaluable: nothing was changed, \
                 ask the source"
            ),
            Self::EvaluableAndNotDoNotAddUp { sum, treated } => write!(
                f,
                "evaluable and NE are {sum} together, but {treated} were treated: nothing was \
                 changed, ask the source"
            ),
            Self::MoreThanTreated {
                count,
                number,
                treated,
            } => write!(f, "{count} are {number}, more than the {treated} treated"),
        }
    }
}

/// A response table with what does not fit in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseTable {
    counts: ResponseCounts,
    findings: Vec<Finding>,
}

impl ResponseTable {
    /// Takes the counts as they are, and looks at how they fit.
    #[must_use]
    pub fn new(counts: ResponseCounts) -> Self {
        let findings = findings(&counts);
        Self { counts, findings }
    }

    /// The counts, as reported.
    #[must_use]
    pub fn counts(&self) -> &ResponseCounts {
        &self.counts
    }

    /// What does not fit. Empty when everything adds up.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Objective response: complete and partial, of the named denominator. Nothing where a count
    /// that it needs was not reported.
    ///
    /// # Errors
    /// As [`super::exact_interval`].
    pub fn objective_response(
        &self,
        denominator: Denominator,
        level: Level,
    ) -> Result<Option<Rate>, RateError> {
        let parts = [self.counts.complete, self.counts.partial];
        self.rate(&parts, denominator, level)
    }

    /// Disease control: complete, partial and stable, of the named denominator. Nothing where a
    /// count that it needs was not reported.
    ///
    /// # Errors
    /// As [`super::exact_interval`].
    pub fn disease_control(
        &self,
        denominator: Denominator,
        level: Level,
    ) -> Result<Option<Rate>, RateError> {
        let ResponseCounts {
            complete,
            partial,
            stable,
            ..
        } = self.counts;
        self.rate(&[complete, partial, stable], denominator, level)
    }

    fn rate(
        &self,
        parts: &[Option<u64>],
        denominator: Denominator,
        level: Level,
    ) -> Result<Option<Rate>, RateError> {
        let of = match denominator {
            Denominator::TreatedPatients => Some(self.counts.treated),
            Denominator::EvaluablePatients => self.counts.evaluable,
            // A response is a patient's, and the set of patients must be named.
            Denominator::Patients | Denominator::Infusions | Denominator::Batches => None,
        };
        let (Some(of), Some(events)) = (of, sum(parts)) else {
            return Ok(None);
        };
        Rate::new(events, of, denominator, level).map(Some)
    }
}

/// The sum, or nothing where a part is missing.
fn sum(parts: &[Option<u64>]) -> Option<u64> {
    let add = |sum: u64, part: &Option<u64>| Some(sum.saturating_add((*part)?));
    parts.iter().try_fold(0, add)
}

fn findings(counts: &ResponseCounts) -> Vec<Finding> {
    let treated = counts.treated;
    let evaluated = [
        counts.complete,
        counts.partial,
        counts.stable,
        counts.progressive,
    ];
    let named = [
        ("CR", counts.complete),
        ("PR", counts.partial),
        ("SD", counts.stable),
        ("PD", counts.progressive),
        ("NE", counts.not_evaluable),
        ("evaluable", counts.evaluable),
    ];
    let mut findings = Vec::new();
    for (count, number) in named {
        match number {
            None => findings.push(Finding::NotReported(count)),
            Some(number) if number > treated => findings.push(Finding::MoreThanTreated {
                count,
                number,
                treated,
            }),
            Some(_) => {}
        }
    }
    let all: Vec<_> = evaluated
        .into_iter()
        .chain([counts.not_evaluable])
        .collect();
    if let Some(sum) = sum(&all).filter(|sum| *sum != treated) {
        findings.push(Finding::TreatedDoesNotAddUp { sum, treated });
    }
    if let (Some(sum), Some(evaluable)) = (sum(&evaluated), counts.evaluable)
        && sum != evaluable
    {
        findings.push(Finding::EvaluableDoesNotAddUp { sum, evaluable });
    }
    if let Some(sum) = sum(&[counts.evaluable, counts.not_evaluable]).filter(|sum| *sum != treated)
    {
        findings.push(Finding::EvaluableAndNotDoNotAddUp { sum, treated });
    }
    findings
}

/// Reads `arm,treated,evaluable,CR,PR,SD,PD,NE`, a row an arm. An empty cell says: not reported.
///
/// # Errors
/// Every place that cannot be read.
pub fn read_responses(bytes: &[u8]) -> Result<Vec<ResponseTable>, Vec<Fault>> {
    let columns = ["arm", "treated", "evaluable", "CR", "PR", "SD", "PD", "NE"];
    let (table, mut faults) = Table::read(bytes, &columns);
    let mut tables: Vec<ResponseTable> = Vec::new();
    for row in &table.rows {
        let arm = row.cell("arm");
        if arm.text.is_empty() {
            faults.push(arm.fault("the arm's name"));
        } else if tables.iter().any(|table| table.counts.arm == arm.text) {
            faults.push(arm.fault("each arm once"));
        }
        let from_one = "a whole number from 1, of digits only";
        let treated = row.cell("treated").parse(from_one, &mut faults, |text| {
            count(text).filter(|treated| *treated > 0)
        });
        let mut reported = |column: &str| reported(&row.cell(column), &mut faults);
        let counts = ResponseCounts {
            arm: arm.text,
            treated: treated.unwrap_or_default(),
            evaluable: reported("evaluable"),
            complete: reported("CR"),
            partial: reported("PR"),
            stable: reported("SD"),
            progressive: reported("PD"),
            not_evaluable: reported("NE"),
        };
        tables.push(ResponseTable::new(counts));
    }
    faults.sort_by_key(|fault| fault.line);
    if faults.is_empty() {
        Ok(tables)
    } else {
        Err(faults)
    }
}

fn reported(cell: &Cell, faults: &mut Vec<Fault>) -> Option<u64> {
    if cell.text.is_empty() {
        return None;
    }
    let expected = "a whole number from 0, or nothing where it was not reported";
    cell.parse(expected, faults, count)
}

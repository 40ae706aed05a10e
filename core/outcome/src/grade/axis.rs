//! Scales whose grade is that of the worst axis: an axis that was not looked at counts as unknown,
//! never as well.

use super::graded::{Evidence, Grade, Graded, NoGrade};
use super::problem::{GradeProblem, Missing};
use super::scheme::{Scheme, SourceMark};
use super::term::slug;

/// What one axis says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Axis {
    /// Looked at; 0 when there is nothing.
    Seen {
        grade: u8,
        words: String,
        mark: SourceMark,
    },
    /// Not looked at: it could be as bad as this.
    NotSeen { missing: Missing, at_worst: u8 },
}

impl Axis {
    pub(super) fn seen(grade: u8, words: impl Into<String>) -> Self {
        Self::marked(grade, words, SourceMark::Read)
    }

    pub(super) fn marked(grade: u8, words: impl Into<String>, mark: SourceMark) -> Self {
        Self::Seen {
            grade,
            words: words.into(),
            mark,
        }
    }
}

/// The grade of the worst axis, unless one that was not looked at could be worse.
pub(super) fn worst(
    scheme: Scheme,
    term: &'static str,
    axes: Vec<Axis>,
    evidence: Evidence,
    mut working: Vec<String>,
) -> Result<Graded, GradeProblem> {
    let mut worst = 0;
    for axis in &axes {
        if let Axis::Seen { grade, words, .. } = axis {
            worst = worst.max(*grade);
            working.push(match grade {
                0 => format!("{words}: no grade"),
                grade => format!("{words}: {grade}"),
            });
        }
    }
    let missing: Vec<_> = axes
        .iter()
        .filter_map(|axis| match axis {
            Axis::NotSeen { missing, at_worst } if *at_worst > worst => Some(*missing),
            _ => None,
        })
        .collect();
    if !missing.is_empty() {
        return Err(GradeProblem::Missing {
            scheme,
            term,
            missing,
        });
    }
    let key = format!("{}:{}", scheme.key_prefix(), slug(term));
    if worst == 0 {
        return Ok(Graded::None(Box::new(NoGrade {
            scheme,
            term,
            key,
            words: "no grade (no criterion is met)",
            evidence,
            working,
            not_asked: Vec::new(),
        })));
    }
    let mut criteria = Vec::new();
    // A grade is only as well supported as the best known axis that brings it.
    let mut mark = SourceMark::Proposal;
    for axis in axes {
        if let Axis::Seen {
            grade,
            words,
            mark: own,
        } = axis
            && grade == worst
        {
            criteria.push(words);
            mark = mark.min(own);
        }
    }
    Ok(Graded::Grade(Box::new(Grade {
        scheme,
        term,
        key,
        number: worst,
        criterion: criteria.join("; "),
        source: scheme.source(mark),
        evidence,
        working,
        not_asked: Vec::new(),
    })))
}

//! The answer: a grade with everything it stands on, or that none applies.

use super::crs::CrsAssessment;
use super::icans::IcansAssessment;
use super::observation::Observation;
use super::scheme::{CriterionSource, Scheme};

/// What a grade was worked out from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// A value with its limits, or a line that a person chose.
    Observation(Observation),
    /// The axes of cytokine release syndrome.
    Crs(CrsAssessment),
    /// The domains of neurotoxicity.
    Icans(IcansAssessment),
}

impl Evidence {
    /// What was entered, by name.
    #[must_use]
    pub fn entries(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Observation(observation) => observation.entries(),
            Self::Crs(assessment) => assessment.entries(),
            Self::Icans(assessment) => assessment.entries(),
        }
    }
}

/// A line of a criterion, for lists and for what else would count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionLine {
    /// The line's number, which is the grade it brings.
    pub number: u8,
    /// The criterion in words, condensed.
    pub words: String,
    /// Whether a person may choose it, rather than a number alone decide it.
    pub described: bool,
    /// Where the words come from.
    pub source: CriterionSource,
}

/// A grade. It cannot be made or kept without its scheme and version, the criterion that matched,
/// and what it was worked out from; nothing turns it into a grade of another scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    pub(super) scheme: Scheme,
    pub(super) term: &'static str,
    pub(super) key: String,
    pub(super) number: u8,
    pub(super) criterion: String,
    pub(super) source: CriterionSource,
    pub(super) evidence: Evidence,
    pub(super) working: Vec<String>,
    pub(super) not_asked: Vec<CriterionLine>,
}

impl Grade {
    /// The scale and its version.
    #[must_use]
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The term's name in this version.
    #[must_use]
    pub fn term(&self) -> &'static str {
        self.term
    }

    /// Our own key of the term in this version.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The number, 1 to 5; it means nothing without [`Grade::scheme`].
    #[must_use]
    pub fn number(&self) -> u8 {
        self.number
    }

    /// The criterion that matched, in words.
    #[must_use]
    pub fn criterion(&self) -> &str {
        &self.criterion
    }

    /// Where the criterion comes from.
    #[must_use]
    pub fn source(&self) -> CriterionSource {
        self.source
    }

    /// What the grade was worked out from, as it was entered.
    #[must_use]
    pub fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// The arithmetic, line by line.
    #[must_use]
    pub fn working(&self) -> &[String] {
        &self.working
    }

    /// Higher lines that a person would have to answer and that nobody was asked.
    #[must_use]
    pub fn not_asked(&self) -> &[CriterionLine] {
        &self.not_asked
    }
}

/// That nothing reaches a grade: looked at and within limits, which is not the same as not gradable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoGrade {
    /// The scale and its version.
    pub scheme: Scheme,
    /// The term's name in this version.
    pub term: &'static str,
    /// Our own key of the term in this version.
    pub key: String,
    /// Why, in words.
    pub words: &'static str,
    /// What it was worked out from.
    pub evidence: Evidence,
    /// The arithmetic, line by line.
    pub working: Vec<String>,
    /// Lines that a person would have to answer and that nobody was asked.
    pub not_asked: Vec<CriterionLine>,
}

/// The answer to "which grade is this?".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Graded {
    /// A grade.
    Grade(Box<Grade>),
    /// No grade, within limits.
    None(Box<NoGrade>),
}

impl Graded {
    /// The grade, if one was reached.
    #[must_use]
    pub fn grade(&self) -> Option<&Grade> {
        match self {
            Self::Grade(grade) => Some(grade),
            Self::None(_) => None,
        }
    }

    /// The scale and its version.
    #[must_use]
    pub fn scheme(&self) -> Scheme {
        match self {
            Self::Grade(grade) => grade.scheme,
            Self::None(none) => none.scheme,
        }
    }
}

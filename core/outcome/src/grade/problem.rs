//! Why something cannot be graded: never a grade of 0, and never "normal".

use std::fmt;

use cikada_domain::Quantity;
use thiserror::Error;

use super::scheme::Scheme;

/// What a criterion asks for and the observation does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// The measured value.
    Value,
    /// The patient's own value before treatment.
    Baseline,
    /// The laboratory's upper limit of normal.
    UpperLimit,
    /// The laboratory's lower limit of normal.
    LowerLimit,
    /// How long it lasted, or over what time it was collected.
    Duration,
    /// The value of the shorter time of collection that another line asks for.
    ShorterCollection,
    /// Body temperature.
    Temperature,
    /// Which described line applies, or that none does.
    Line,
    /// Fever, or whether something was given that hides it.
    Fever,
    /// Blood pressure and what it needs.
    Hypotension,
    /// Oxygen and how it is given.
    Hypoxia,
    /// The points of the ICE test, in the patient's own language.
    IceTest,
    /// What wakes the patient.
    Awakening,
    /// Seizures.
    Seizure,
    /// Weakness of movement.
    Motor,
    /// Pressure and oedema of the brain.
    BrainPressure,
}

impl Missing {
    /// What is missing, in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Value => "the measured value",
            Self::Baseline => "the baseline, the patient's own value before treatment",
            Self::UpperLimit => "the laboratory's upper limit of normal",
            Self::LowerLimit => "the laboratory's lower limit of normal",
            Self::Duration => "the duration",
            Self::ShorterCollection => "the value collected over the shorter time",
            Self::Temperature => "the body temperature",
            Self::Line => "which described line applies, or that none does",
            Self::Fever => "the fever, or whether it may be hidden by what was given",
            Self::Hypotension => "whether there is hypotension, and what it needs",
            Self::Hypoxia => "whether there is hypoxia, and how oxygen is given",
            Self::IceTest => "the ICE points, tested in the patient's own language",
            Self::Awakening => "what wakes the patient",
            Self::Seizure => "whether there was a seizure",
            Self::Motor => "whether there is deep focal weakness",
            Self::BrainPressure => "whether there is oedema or raised pressure of the brain",
        }
    }
}

/// Why no grade can be given.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum GradeProblem {
    /// No term has this name.
    #[error("'{term}' is not a term that can be graded here{}: `cikada grade --list` shows them", did_you_mean(*meant))]
    UnknownTerm {
        /// What was asked for.
        term: String,
        /// The nearest name.
        meant: Option<&'static str>,
    },
    /// This version of the criteria has no such term.
    #[error("{words}")]
    NotInVersion {
        /// The version.
        scheme: Scheme,
        /// Why, and what stands there instead.
        words: &'static str,
    },
    /// The key belongs to the other version.
    #[error(
        "'{key}' is a key of another version than {scheme}: name the term, or ask by its version"
    )]
    KeyOfOtherVersion {
        /// The version that was asked for.
        scheme: Scheme,
        /// The key.
        key: String,
    },
    /// The scheme is not a list of terms: it has an assessment of its own.
    #[error("{scheme} is assessed as a whole, not term by term")]
    OtherAssessment {
        /// The scheme.
        scheme: Scheme,
    },
    /// The criterion needs what was not given.
    #[error("{scheme} {term}: not gradable, missing: {}", Listed(missing))]
    Missing {
        /// The scheme.
        scheme: Scheme,
        /// The term's name in it.
        term: &'static str,
        /// Everything that is missing, in order.
        missing: Vec<Missing>,
    },
    /// A number was given for a term that is graded by description.
    #[error("{scheme} {term} is graded by description, not by a number: say which line applies")]
    ByDescription {
        /// The scheme.
        scheme: Scheme,
        /// The term's name in it.
        term: &'static str,
    },
    /// A unit that this cannot be measured in.
    #[error("{what}: {given} has the wrong unit: expected {expected}")]
    WrongUnit {
        /// Which entry.
        what: &'static str,
        /// What was given.
        given: Quantity,
        /// The units that would do.
        expected: String,
    },
    /// A number that cannot be true.
    #[error("{what}: {given} cannot be right: expected {lowest} to {highest}{hint}")]
    Implausible {
        /// Which entry.
        what: &'static str,
        /// What was given.
        given: String,
        /// The least that can be.
        lowest: String,
        /// The most that can be.
        highest: String,
        /// What was probably meant.
        hint: String,
    },
    /// Limits that contradict each other.
    #[error("the lower limit of normal ({lower}) is not below the upper limit ({upper})")]
    LimitsReversed {
        /// The lower limit.
        lower: Quantity,
        /// The upper limit.
        upper: Quantity,
    },
    /// More decimals than any instrument gives; they could not be compared exactly.
    #[error("{what}: {given} has more than {most} decimals: no instrument measures so finely")]
    TooFine {
        /// Which entry.
        what: &'static str,
        /// What was given.
        given: Quantity,
        /// The most that is read.
        most: u32,
    },
    /// A chosen line that the version does not have.
    #[error("{scheme} {term} has no described line {number}: {}", choices(lines))]
    NoSuchLine {
        /// The scheme.
        scheme: Scheme,
        /// The term's name in it.
        term: &'static str,
        /// The number chosen.
        number: u8,
        /// The numbers that can be chosen.
        lines: Vec<u8>,
    },
    /// The criterion says nothing about such values.
    #[error("{scheme} {term}: {words}")]
    Undefined {
        /// The scheme.
        scheme: Scheme,
        /// The term's name in it.
        term: &'static str,
        /// What is not defined.
        words: &'static str,
    },
    /// The scale is for other patients.
    #[error("{scheme} is for {expected}; this patient is {given} old: use {instead}")]
    OtherAge {
        /// The scheme.
        scheme: Scheme,
        /// Whom it is for.
        expected: &'static str,
        /// The patient's age.
        given: Quantity,
        /// What is used for such patients.
        instead: &'static str,
    },
}

impl GradeProblem {
    /// A stable code for records and other systems.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownTerm { .. } => "unknown-term",
            Self::NotInVersion { .. } => "term-not-in-version",
            Self::KeyOfOtherVersion { .. } => "key-of-other-version",
            Self::OtherAssessment { .. } => "assessed-as-a-whole",
            Self::Missing { .. } => "missing-for-grade",
            Self::ByDescription { .. } => "graded-by-description",
            Self::WrongUnit { .. } => "wrong-unit",
            Self::Implausible { .. } => "implausible-value",
            Self::LimitsReversed { .. } => "limits-reversed",
            Self::TooFine { .. } => "too-many-decimals",
            Self::NoSuchLine { .. } => "no-such-line",
            Self::Undefined { .. } => "undefined-by-criterion",
            Self::OtherAge { .. } => "other-age",
        }
    }
}

struct Listed<'a>(&'a [Missing]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<_> = self.0.iter().map(|missing| missing.words()).collect();
        f.write_str(&words.join("; "))
    }
}

fn did_you_mean(meant: Option<&str>) -> String {
    meant.map_or_else(String::new, |meant| format!(" (did you mean '{meant}'?)"))
}

fn choices(lines: &[u8]) -> String {
    if lines.is_empty() {
        return "its number decides".to_owned();
    }
    let lines: Vec<_> = lines.iter().map(u8::to_string).collect();
    format!("expected {} or none", lines.join(", "))
}

//! The terms that can be graded: one row a term, its versions side by side.

use cikada_domain::Unit;
use rust_decimal::Decimal;

use super::criterion::{Line, Silence, described};
use super::problem::GradeProblem;
use super::scheme::Scheme;
use super::terms::ALL;

/// An adverse event that CTCAE names, in the versions that name it.
#[derive(Debug)]
pub struct Term {
    pub(super) system: &'static str,
    /// Other names people type for it.
    pub(super) also: &'static [&'static str],
    pub(super) measured: Option<&'static Measurand>,
    pub(super) v5: Edition,
    pub(super) v6: Edition,
}

/// What is measured for a term, and within which bounds a number can be true.
#[derive(Debug)]
pub(super) struct Measurand {
    pub(super) name: &'static str,
    /// The unit the limits stand in.
    pub(super) unit: Unit,
    /// Outside of these the entry is wrong, whatever the patient has. Our proposal.
    pub(super) lowest: Decimal,
    pub(super) highest: Decimal,
    /// From mg/dL to umol/L, for the two substances that laboratories report both ways.
    pub(super) molar_factor: Option<Decimal>,
    /// Whether the value may be given as a multiple of the upper limit of normal.
    pub(super) as_multiple: bool,
    /// Whether only whole numbers make sense.
    pub(super) whole: bool,
}

/// What one version of the criteria says about a term.
#[derive(Debug)]
pub(super) enum Edition {
    /// A person says which line applies: grades 1 to 5, empty where the version defines none.
    Described(&'static str, [&'static str; 5]),
    /// Numbers decide, alone or beside descriptions.
    Measured {
        name: &'static str,
        lines: &'static [Line],
        silence: Option<Silence>,
    },
    /// As in the version before.
    AsBefore,
    /// The version has no such term, in one sentence.
    Absent(&'static str),
}

impl Measurand {
    /// A measurand that is compared in its own unit only.
    pub(super) const fn new(
        name: &'static str,
        unit: Unit,
        lowest: Decimal,
        highest: Decimal,
    ) -> Self {
        Self {
            name,
            unit,
            lowest,
            highest,
            molar_factor: None,
            as_multiple: false,
            whole: false,
        }
    }

    pub(super) const fn molar(self, factor: Decimal) -> Self {
        Self {
            molar_factor: Some(factor),
            ..self
        }
    }

    pub(super) const fn or_multiple(self) -> Self {
        Self {
            as_multiple: true,
            ..self
        }
    }

    pub(super) const fn in_whole_numbers(self) -> Self {
        Self {
            whole: true,
            ..self
        }
    }
}

/// A term as one version has it.
#[derive(Debug, Clone)]
pub(super) struct Resolved {
    pub(super) term: &'static Term,
    pub(super) scheme: Scheme,
    pub(super) name: &'static str,
    pub(super) lines: Vec<Line>,
    pub(super) silence: Option<Silence>,
}

impl Resolved {
    pub(super) fn key(&self) -> String {
        format!("{}:{}", self.scheme.key_prefix(), slug(self.name))
    }

    pub(super) fn unit_words(&self) -> &'static str {
        self.term
            .measured
            .map_or("", |measurand| super::criterion::unit_words(measurand.unit))
    }
}

impl Term {
    /// The organ system, as the tables are grouped.
    #[must_use]
    pub fn system(&self) -> &'static str {
        self.system
    }

    /// The name in one version, or nothing if that version has no such term.
    #[must_use]
    pub fn name(&'static self, scheme: Scheme) -> Option<&'static str> {
        self.resolve(scheme).ok().map(|resolved| resolved.name)
    }

    /// Why a version does not have the term.
    #[must_use]
    pub fn absence(&self, scheme: Scheme) -> Option<&'static str> {
        match self.edition(scheme) {
            Some(Edition::Absent(words)) => Some(words),
            _ => None,
        }
    }

    /// Our own key in one version, such as `ctcae6:thrombocytopenia`.
    #[must_use]
    pub fn key(&'static self, scheme: Scheme) -> Option<String> {
        self.resolve(scheme).ok().map(|resolved| resolved.key())
    }

    /// What is measured, and the unit its limits stand in; nothing for terms graded by description.
    #[must_use]
    pub fn measures(&self) -> Option<(&'static str, Unit)> {
        self.measured
            .map(|measurand| (measurand.name, measurand.unit))
    }

    fn edition(&self, scheme: Scheme) -> Option<&Edition> {
        match (scheme, &self.v6) {
            (Scheme::Ctcae5, _) | (Scheme::Ctcae6, Edition::AsBefore) => Some(&self.v5),
            (Scheme::Ctcae6, edition) => Some(edition),
            (Scheme::AstctCrs | Scheme::AstctIcans, _) => None,
        }
    }

    /// The lines of one version.
    pub(super) fn resolve(&'static self, scheme: Scheme) -> Result<Resolved, GradeProblem> {
        let resolved = |name, lines, silence| Resolved {
            term: self,
            scheme,
            name,
            lines,
            silence,
        };
        match self.edition(scheme) {
            Some(Edition::Described(name, words)) => {
                let lines = (1..).zip(words).filter(|(_, words)| !words.is_empty());
                let lines = lines.map(|(grade, words)| described(grade, words));
                Ok(resolved(name, lines.collect(), None))
            }
            Some(Edition::Measured {
                name,
                lines,
                silence,
            }) => Ok(resolved(name, lines.to_vec(), *silence)),
            Some(Edition::Absent(words)) => Err(GradeProblem::NotInVersion { scheme, words }),
            Some(Edition::AsBefore) | None => Err(GradeProblem::OtherAssessment { scheme }),
        }
    }

    fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        let own = [&self.v5, &self.v6].into_iter().filter_map(Edition::name);
        own.chain(self.also.iter().copied())
    }
}

impl Edition {
    fn name(&self) -> Option<&'static str> {
        match self {
            Self::Described(name, _) | Self::Measured { name, .. } => Some(name),
            Self::AsBefore | Self::Absent(_) => None,
        }
    }
}

/// Every term, grouped by organ system.
pub fn terms() -> impl Iterator<Item = &'static Term> {
    ALL.iter().copied().flatten()
}

/// The term of this name, key or common short form; upper and lower case, blanks and hyphens are
/// the same.
pub fn find(text: &str) -> Result<&'static Term, GradeProblem> {
    let wanted = text.rsplit(':').next().unwrap_or(text);
    let wanted = slug(wanted);
    let found = terms().find(|term| term.names().any(|name| slug(name) == wanted));
    found.ok_or_else(|| GradeProblem::UnknownTerm {
        term: text.chars().take(60).collect(),
        meant: nearest(&wanted),
    })
}

/// The name that was probably meant, if one is near.
fn nearest(wanted: &str) -> Option<&'static str> {
    const NEAR: f64 = 0.8;
    let scored = terms().flat_map(|term| {
        term.names()
            .map(|name| (strsim::jaro_winkler(&slug(name), wanted), name))
    });
    let near = scored.filter(|(score, _)| *score >= NEAR);
    near.max_by(|(left, _), (right, _)| left.total_cmp(right))
        .map(|(_, name)| name)
}

/// Our own key of a name.
pub(super) fn slug(name: &str) -> String {
    let plain = name.trim().to_lowercase();
    let words = plain.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

//! Grades of adverse events: CTCAE 5.0 and 6.0 side by side, and the ASTCT scales of 2019 for
//! cytokine release syndrome and neurotoxicity.
//!
//! Between CTCAE 5.0 and 6.0 the same value changes its grade (a neutrophil count of 0.8 x 10^9/L is
//! grade 3 in one and 2 in the other), so a number without its version is dangerous. A [`Grade`]
//! therefore always carries its scheme, the criterion that matched and what it was worked out from;
//! no function turns a grade of one scheme into a grade of another; and rules of a protocol stand on
//! raw values, not on grades. What the criterion needs and was not given is a [`GradeProblem`],
//! never grade 0.
//!
//! Terms are keyed by our own names; codes of licensed vocabularies are not held here. The tables
//! under `terms` hold numeric limits exactly and descriptions condensed; death is the line 5 of the
//! versions that define it.

mod axis;
mod criterion;
mod crs;
mod evaluate;
mod graded;
mod icans;
mod observation;
mod problem;
mod readings;
mod scheme;
mod term;
mod terms;

pub use crs::{CrsAssessment, Fever, OxygenSupport, Vasopressors, grade_crs};
pub use graded::{CriterionLine, Evidence, Grade, Graded, NoGrade};
pub use icans::{
    Awakening, BrainPressure, IcansAssessment, IceAnswers, IceTest, Motor, Seizure, TestLanguage,
    grade_icans,
};
pub use observation::{ChosenLine, Observation};
pub use problem::{GradeProblem, Missing};
pub use scheme::{CriterionSource, Scheme, SourceMark, UnknownScheme};
pub use term::{Term, find, terms};

use criterion::Line;
use evaluate::{Found, Truth};
use readings::Readings;
use term::Resolved;

/// Grades one observation by one version of CTCAE.
///
/// The gravest line that is met wins, whether a number or a chosen description meets it. Refused
/// with every missing input if a graver line cannot be told.
///
/// # Errors
/// An unknown term, a term that the version does not have, a missing input, a wrong unit, a number
/// that cannot be true, or values that the criterion says nothing about.
pub fn grade(
    scheme: Scheme,
    term: &str,
    observation: &Observation,
) -> Result<Graded, GradeProblem> {
    let resolved = resolve(scheme, term)?;
    check_line(&resolved, observation)?;
    let readings = read(&resolved, observation)?;
    match evaluate::gravest(&resolved.lines, &readings, observation) {
        Found::Line(line) => Ok(reached(&resolved, &line, observation, readings)),
        Found::NoLine => no_line(&resolved, observation, readings),
        Found::Missing(missing) => Err(GradeProblem::Missing {
            scheme,
            term: resolved.name,
            missing: missing.into_iter().collect(),
        }),
    }
}

/// The lines of a term in one version, from grade 1 up.
///
/// # Errors
/// An unknown term, or a version without it.
pub fn lines(scheme: Scheme, term: &str) -> Result<Vec<CriterionLine>, GradeProblem> {
    let resolved = resolve(scheme, term)?;
    let lines = resolved.lines.iter();
    Ok(lines.map(|line| shown(&resolved, line)).collect())
}

/// The term in this version. A key says its version, and is not answered by another.
fn resolve(scheme: Scheme, text: &str) -> Result<Resolved, GradeProblem> {
    let term = find(text)?;
    match text.split_once(':') {
        Some((prefix, _)) if prefix != scheme.key_prefix() => {
            Err(GradeProblem::KeyOfOtherVersion {
                scheme,
                key: text.chars().take(60).collect(),
            })
        }
        _ => term.resolve(scheme),
    }
}

fn shown(resolved: &Resolved, line: &Line) -> CriterionLine {
    CriterionLine {
        number: line.grade,
        words: line.words(resolved.unit_words()),
        described: line.described.is_some(),
        source: resolved.scheme.source(line.mark),
    }
}

/// Checks that a chosen line is one that a person may choose in this version.
fn check_line(resolved: &Resolved, observation: &Observation) -> Result<(), GradeProblem> {
    let Some(ChosenLine::Number(number)) = observation.line else {
        return Ok(());
    };
    let described = resolved
        .lines
        .iter()
        .filter(|line| line.described.is_some());
    let lines: Vec<_> = described.map(|line| line.grade).collect();
    if lines.contains(&number) {
        return Ok(());
    }
    Err(GradeProblem::NoSuchLine {
        scheme: resolved.scheme,
        term: resolved.name,
        number,
        lines,
    })
}

fn read(resolved: &Resolved, observation: &Observation) -> Result<Readings, GradeProblem> {
    let measured = resolved.lines.iter().any(Line::is_measured);
    match resolved.term.measured.filter(|_| measured) {
        Some(measurand) => Readings::of(observation, measurand),
        None if observation.value.is_some() => Err(GradeProblem::ByDescription {
            scheme: resolved.scheme,
            term: resolved.name,
        }),
        None => Ok(Readings::default()),
    }
}

fn reached(
    resolved: &Resolved,
    line: &Line,
    observation: &Observation,
    readings: Readings,
) -> Graded {
    let mut working = readings.working;
    if let Some(ChosenLine::Number(chosen)) = observation.line
        && chosen < line.grade
    {
        working.push(format!(
            "line {chosen} was chosen; the number meets line {}, and the graver one counts",
            line.grade
        ));
    }
    Graded::Grade(Box::new(Grade {
        scheme: resolved.scheme,
        term: resolved.name,
        key: resolved.key(),
        number: line.grade,
        criterion: line.words(resolved.unit_words()),
        source: resolved.scheme.source(line.mark),
        evidence: Evidence::Observation(observation.clone()),
        working,
        not_asked: not_asked(resolved, line.grade, observation),
    }))
}

/// Described lines above a grade that nobody answered.
fn not_asked(resolved: &Resolved, above: u8, observation: &Observation) -> Vec<CriterionLine> {
    if observation.line.is_some() {
        return Vec::new();
    }
    let lines = resolved.lines.iter();
    let open = lines.filter(|line| line.grade > above && line.described.is_some());
    open.map(|line| CriterionLine {
        words: line.described.unwrap_or_default().to_owned(),
        ..shown(resolved, line)
    })
    .collect()
}

/// No line is met. That is an answer only if the criterion speaks about such values, and if a number
/// decides the lowest line: a description that nobody answered is not "no".
fn no_line(
    resolved: &Resolved,
    observation: &Observation,
    readings: Readings,
) -> Result<Graded, GradeProblem> {
    if let Some(silence) = &resolved.silence
        && evaluate::holds(&silence.of, &readings) != Truth::No
    {
        return Err(GradeProblem::Undefined {
            scheme: resolved.scheme,
            term: resolved.name,
            words: silence.words,
        });
    }
    let lowest = resolved.lines.iter().min_by_key(|line| line.grade);
    let numbers_decide = lowest.is_some_and(Line::is_measured);
    if observation.line.is_none() && !numbers_decide {
        return Err(GradeProblem::Missing {
            scheme: resolved.scheme,
            term: resolved.name,
            missing: vec![Missing::Line],
        });
    }
    let words = if observation.value.is_some() {
        "no grade (within limits)"
    } else {
        "no grade (no line applies)"
    };
    Ok(Graded::None(Box::new(NoGrade {
        scheme: resolved.scheme,
        term: resolved.name,
        key: resolved.key(),
        words,
        evidence: Evidence::Observation(observation.clone()),
        working: readings.working,
        not_asked: not_asked(resolved, 0, observation),
    })))
}

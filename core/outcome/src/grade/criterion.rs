//! What a criterion asks: limits, half-open ranges and their conditions, written as constants so
//! that a row of a table reads like the row of the published one.
//!
//! A range is the only place of its numbers: the words that a person reads are made from it, so that
//! words and arithmetic cannot differ. `<a - b` means b <= x < a, and `>a - b` means a < x <= b;
//! `a - b` without a sign holds both ends.

use cikada_domain::Unit;
use rust_decimal::Decimal;

use super::scheme::SourceMark;

/// A limit that a value is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    /// A number in the term's unit.
    Absolute(Decimal),
    /// A multiple of the laboratory's upper limit of normal.
    UpperNormal(Decimal),
    /// The laboratory's lower limit of normal.
    LowerNormal,
    /// A multiple of the patient's own value before treatment.
    Baseline(Decimal),
}

/// One end of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edge {
    pub(super) limit: Limit,
    pub(super) inclusive: bool,
}

/// The values between two edges, or beyond one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) low: Option<Edge>,
    pub(super) high: Option<Edge>,
    /// Whether it is written from the high end down, as falls are.
    falling: bool,
}

/// What a range is asked of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Value,
    Baseline,
    /// (value - baseline) / baseline, in per cent.
    RisePercent,
    /// value - baseline.
    Rise,
    /// baseline - value.
    Fall,
    /// How long the value lasted, in hours.
    Duration,
    /// Body temperature beside another value.
    Temperature,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Condition {
    /// The subject lies in the range.
    Of(Subject, Range),
    /// Follows from the other conditions and is asked only so that no more inputs are demanded than
    /// the answer needs.
    Implied(Range),
    /// The value was collected over this many hours.
    CollectedOver(Decimal),
}

/// Conditions that must all hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct All([Option<Condition>; 3]);

/// One line of a term: its grade, and what brings it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) grade: u8,
    measured: [Option<All>; 2],
    pub(super) described: Option<&'static str>,
    pub(super) mark: SourceMark,
}

/// Values that a version of the criteria says nothing about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Silence {
    pub(super) of: All,
    pub(super) words: &'static str,
}

/// A decimal written in digits; anything else does not compile.
pub(super) const fn decimal(text: &str) -> Decimal {
    let mut rest = text.as_bytes();
    let mut digits: u32 = 0;
    let mut scale: u32 = 0;
    let mut after_point = false;
    while let [byte, tail @ ..] = rest {
        if *byte == b'.' {
            assert!(!after_point, "a limit has one decimal point");
            after_point = true;
        } else {
            assert!(byte.is_ascii_digit(), "a limit is written in digits");
            digits = digits * 10 + (*byte - b'0') as u32;
            if after_point {
                scale += 1;
            }
        }
        rest = tail;
    }
    Decimal::from_parts(digits, 0, 0, false, scale)
}

pub(super) const ULN: Limit = Limit::UpperNormal(Decimal::ONE);
pub(super) const LLN: Limit = Limit::LowerNormal;

/// A number in the term's unit.
pub(super) const fn n(text: &str) -> Limit {
    Limit::Absolute(decimal(text))
}

/// A multiple of the upper limit of normal.
pub(super) const fn uln(text: &str) -> Limit {
    Limit::UpperNormal(decimal(text))
}

/// A multiple of the baseline.
pub(super) const fn base(text: &str) -> Limit {
    Limit::Baseline(decimal(text))
}

const fn open(limit: Limit) -> Option<Edge> {
    Some(Edge {
        limit,
        inclusive: false,
    })
}

const fn closed(limit: Limit) -> Option<Edge> {
    Some(Edge {
        limit,
        inclusive: true,
    })
}

const fn range(low: Option<Edge>, high: Option<Edge>, falling: bool) -> Range {
    Range { low, high, falling }
}

/// `<a - b`: b <= x < a.
pub(super) const fn falling(from: Limit, to: Limit) -> Range {
    range(closed(to), open(from), true)
}

/// `>a - b`: a < x <= b.
pub(super) const fn rising(from: Limit, to: Limit) -> Range {
    range(open(from), closed(to), false)
}

/// `a - b`: a <= x <= b.
pub(super) const fn within(from: Limit, to: Limit) -> Range {
    range(closed(from), closed(to), false)
}

/// `a - b` written from the high end down.
pub(super) const fn within_down(from: Limit, to: Limit) -> Range {
    range(closed(to), closed(from), true)
}

/// `a - <b`: a <= x < b.
pub(super) const fn up_to_below(from: Limit, to: Limit) -> Range {
    range(closed(from), open(to), false)
}

/// `>a - <b`: a < x < b.
pub(super) const fn between(from: Limit, to: Limit) -> Range {
    range(open(from), open(to), false)
}

pub(super) const fn below(limit: Limit) -> Range {
    range(None, open(limit), false)
}

pub(super) const fn above(limit: Limit) -> Range {
    range(open(limit), None, false)
}

pub(super) const fn at_least(limit: Limit) -> Range {
    range(closed(limit), None, false)
}

pub(super) const fn at_most(limit: Limit) -> Range {
    range(None, closed(limit), false)
}

/// The subject lies in the range.
pub(super) const fn of(subject: Subject, range: Range) -> All {
    All([Some(Condition::Of(subject, range)), None, None])
}

/// The value lies in the range.
pub(super) const fn value(range: Range) -> All {
    of(Subject::Value, range)
}

impl All {
    const fn with(self, condition: Condition) -> Self {
        match self.0 {
            [first, None, _] => Self([first, Some(condition), None]),
            [first, second, None] => Self([first, second, Some(condition)]),
            [first, Some(second), Some(_)] => {
                assert!(first.is_none(), "a line has at most three conditions");
                Self([first, Some(second), Some(condition)])
            }
        }
    }

    pub(super) const fn and(self, subject: Subject, range: Range) -> Self {
        self.with(Condition::Of(subject, range))
    }

    /// Adds what follows from the rest about the value.
    pub(super) const fn implying(self, range: Range) -> Self {
        self.with(Condition::Implied(range))
    }

    pub(super) const fn collected_over(self, hours: &str) -> Self {
        self.with(Condition::CollectedOver(decimal(hours)))
    }

    pub(super) fn conditions(&self) -> impl Iterator<Item = Condition> + '_ {
        self.0.iter().copied().flatten()
    }

    fn words(&self, unit: &str) -> String {
        let parts: Vec<_> = self
            .conditions()
            .filter_map(|condition| condition.words(unit))
            .collect();
        parts.join(", ")
    }
}

/// A line that a number decides.
pub(super) const fn line(grade: u8, all: All) -> Line {
    Line {
        grade,
        measured: [Some(all), None],
        described: None,
        mark: SourceMark::Read,
    }
}

/// A line of the plain kind: the value lies in the range.
pub(super) const fn number(grade: u8, range: Range) -> Line {
    line(grade, value(range))
}

/// A line that a person decides.
pub(super) const fn described(grade: u8, words: &'static str) -> Line {
    Line {
        grade,
        measured: [None, None],
        described: Some(words),
        mark: SourceMark::Read,
    }
}

impl Line {
    /// Another set of conditions that brings the same grade.
    pub(super) const fn or(self, all: All) -> Self {
        Self {
            measured: [self.measured[0], Some(all)],
            ..self
        }
    }

    /// A description that brings the same grade.
    pub(super) const fn or_described(self, words: &'static str) -> Self {
        Self {
            described: Some(words),
            ..self
        }
    }

    pub(super) const fn marked(self, mark: SourceMark) -> Self {
        Self { mark, ..self }
    }

    pub(super) fn alternatives(&self) -> impl Iterator<Item = &All> {
        self.measured.iter().flatten()
    }

    pub(super) fn is_measured(&self) -> bool {
        self.alternatives().next().is_some()
    }

    /// The criterion as a person reads it, numbers with their unit.
    pub(super) fn words(&self, unit: &str) -> String {
        let measured = self.alternatives().map(|all| all.words(unit));
        let described = self.described.map(str::to_owned);
        measured.chain(described).collect::<Vec<_>>().join("; ")
    }
}

impl Condition {
    fn words(&self, unit: &str) -> Option<String> {
        let Self::Of(subject, range) = self else {
            return match self {
                Self::CollectedOver(hours) => Some(format!("in {hours} h")),
                _ => None,
            };
        };
        Some(match subject {
            Subject::Value => range.words(unit),
            Subject::Baseline => format!("if baseline {}", range.words(unit)),
            Subject::RisePercent => format!("rise of {} from baseline", range.words("%")),
            Subject::Rise => format!("increase of {} over baseline", range.words(unit)),
            Subject::Fall => format!("fall of {} from baseline", range.words("percentage points")),
            Subject::Duration => format!("for {}", range.words("h")),
            Subject::Temperature => format!("temperature {}", range.words("°C")),
        })
    }
}

impl Range {
    fn words(&self, unit: &str) -> String {
        let (first, second) = match (self.low, self.high) {
            (Some(low), Some(high)) if self.falling => (high, Some(low)),
            (Some(low), Some(high)) => (low, Some(high)),
            (Some(edge), None) => return edge.alone(">", unit),
            (None, Some(edge)) => return edge.alone("<", unit),
            (None, None) => return String::new(),
        };
        let Some(second) = second else {
            return String::new();
        };
        let opening = match (first.inclusive, self.falling) {
            (true, _) => "",
            (false, true) => "<",
            (false, false) => ">",
        };
        let closing = if second.inclusive { "" } else { "<" };
        // The name of what is multiplied stands once, as it does in print.
        let start = match (first.limit, second.limit) {
            (Limit::UpperNormal(factor), Limit::UpperNormal(_)) if first.limit != ULN => {
                factor.to_string()
            }
            (Limit::Baseline(factor), Limit::Baseline(_)) => factor.to_string(),
            (Limit::Absolute(number), Limit::Absolute(_)) => number.to_string(),
            (limit, _) => limit.words(unit),
        };
        format!("{opening}{start} - {closing}{}", second.limit.words(unit))
    }
}

impl Edge {
    fn alone(self, sign: &str, unit: &str) -> String {
        let equals = if self.inclusive { "=" } else { "" };
        format!("{sign}{equals}{}", self.limit.words(unit))
    }
}

impl Limit {
    fn words(self, unit: &str) -> String {
        match self {
            Self::Absolute(number) if unit.is_empty() => number.to_string(),
            Self::Absolute(number) => format!("{number} {unit}"),
            Self::UpperNormal(factor) if factor == Decimal::ONE => "ULN".to_owned(),
            Self::UpperNormal(factor) => format!("{factor} x ULN"),
            Self::LowerNormal => "LLN".to_owned(),
            Self::Baseline(factor) => format!("{factor} x baseline"),
        }
    }
}

/// A unit as criteria print it.
pub(super) fn unit_words(unit: Unit) -> &'static str {
    match unit {
        Unit::BillionPerLitre => "x 10^9/L",
        Unit::Celsius => "°C",
        Unit::PerDay => "per day",
        Unit::AcidityUnit | Unit::Score => "",
        unit => unit.code(),
    }
}

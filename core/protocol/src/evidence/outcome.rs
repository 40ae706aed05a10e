//! Outcomes and their figures.

use super::model::{
    Arm, Count, Direction, EndPoint, Figure, Measure, Outcome, Probability, Reported, Sided, Value,
};
use super::tally::recount;
use super::value::{basis, count, figure, interval, ratio, reported, sentence, tables, whole};
use crate::finding::{FindingCode, Findings};
use crate::model::Basis;
use crate::read::section::{Entry, Section, shortened, wrong_type};
use crate::read::value;

use cikada_domain::{Dimension, Quantity};
use rust_decimal::Decimal;
use toml::de::DeValue;

/// What a figure takes over from the file around it unless it says otherwise.
pub(super) struct Around<'a> {
    /// The arms.
    pub(super) arms: &'a [Arm],
    /// How many patients were analysed.
    pub(super) n: Option<Reported<Count>>,
    /// How far the file's figures can be trusted.
    pub(super) basis: Option<Basis>,
}

/// Reads every `[[outcome]]`.
pub(super) fn outcomes(
    root: &mut Section<'_>,
    around: &Around<'_>,
    out: &mut Findings,
) -> Option<Vec<Outcome>> {
    let sections = tables(root, "[[outcome]]", out);
    let read: Vec<_> = sections
        .into_iter()
        .map(|section| outcome(section, around, out))
        .collect();
    read.into_iter().collect()
}

fn outcome(mut section: Section<'_>, around: &Around<'_>, out: &mut Findings) -> Option<Outcome> {
    let kind = section.required("kind", out);
    let kind = kind.and_then(|entry| value::word(entry, EndPoint::WORDS, out));
    let detail = optional(&mut section, "detail", out, sentence);
    let direction = section.required("direction", out);
    let direction = direction.and_then(|entry| value::word(entry, Direction::WORDS, out));
    let n = match section.optional("n") {
        Some(_) => reported(&mut section, "n", out, count),
        None => around.n.clone(),
    };
    let p = reported(&mut section, "p", out, probability);
    let basis = basis(&mut section, around.basis, out);
    let inside = Around {
        arms: around.arms,
        n: n.clone(),
        basis,
    };
    let figures: Vec<_> = tables(&mut section, "[[outcome.figure]]", out)
        .into_iter()
        .map(|figure| one_figure(figure, &inside, out))
        .collect();
    section.finish(out);
    Some(Outcome {
        kind: kind?,
        detail: detail?,
        direction: direction?,
        n: n?,
        figures: figures.into_iter().collect::<Option<_>>()?,
        p: p?,
        basis: basis?,
    })
}

fn one_figure(mut section: Section<'_>, around: &Around<'_>, out: &mut Findings) -> Option<Figure> {
    let measure = section.required("measure", out);
    let measure = measure.and_then(|entry| value::word(entry, Measure::WORDS, out));
    let arm = optional(&mut section, "arm", out, |entry, out| {
        arm_of(entry, around.arms, out)
    });
    let at = optional(&mut section, "at", out, after);
    let detail = optional(&mut section, "detail", out, sentence);
    let n = match (section.optional("n"), &arm) {
        (Some(_), _) => reported(&mut section, "n", out, count),
        (None, Some(Some(arm))) => Some(arm.n.clone()),
        (None, _) => around.n.clone(),
    };
    let number = match section.optional("count") {
        Some(_) => reported(&mut section, "count", out, whole),
        None => Some(Reported::NotReported),
    };
    let printed = section.optional("value");
    // Without its measure a value cannot be read, and that has its finding already.
    let (value, interval) = match measure {
        Some(measure) => figures(&mut section, measure, out),
        None => (None, None),
    };
    section.optional("interval");
    let basis = basis(&mut section, around.basis, out);
    if let (Some(number), Some(n), Some(value)) = (&number, &n, &value) {
        let at = printed.map_or_else(|| section.span.clone(), |entry| entry.span());
        recount(number, n, value, at, out);
    }
    section.finish(out);
    Some(Figure {
        measure: measure?,
        arm: arm?.map(|arm| arm.key.clone()),
        at: at?,
        detail: detail?,
        n: n?,
        count: number?,
        value: value?,
        interval: interval?,
        basis: basis?,
    })
}

type Figures = (
    Option<Reported<Value>>,
    Option<Reported<super::model::Interval>>,
);

fn figures(section: &mut Section<'_>, measure: Measure, out: &mut Findings) -> Figures {
    let value = reported(section, "value", out, |entry, out| {
        figure(entry, measure, out)
    });
    let interval = reported(section, "interval", out, |entry, out| {
        interval(entry, measure, value.as_ref(), out)
    });
    (value, interval)
}

/// A key that may be left out; `None` only if what it says could not be read.
fn optional<'t, T>(
    section: &mut Section<'t>,
    key: &'static str,
    out: &mut Findings,
    read: impl FnOnce(Entry<'t>, &mut Findings) -> Option<T>,
) -> Option<Option<T>> {
    match section.optional(key) {
        Some(entry) => read(entry, out).map(Some),
        None => Some(None),
    }
}

/// The arm that an entry names.
pub(super) fn arm_of<'a>(entry: Entry<'_>, arms: &'a [Arm], out: &mut Findings) -> Option<&'a Arm> {
    let key = value::text(entry, out)?;
    let arm = arms.iter().find(|arm| arm.key == key);
    if arm.is_none() {
        let message = format!("no arm is called '{}'", shortened(&key));
        let known: Vec<_> = arms.iter().map(|arm| arm.key.as_str()).collect();
        let expected = if known.is_empty() {
            "an [[arm]] with that key".to_owned()
        } else {
            format!("one of {}", known.join(", "))
        };
        out.add(
            FindingCode::DanglingReference,
            entry.span(),
            message,
            expected,
        );
    }
    arm
}

fn after(entry: Entry<'_>, out: &mut Findings) -> Option<Quantity> {
    let dimensions = [Dimension::CalendarDuration, Dimension::Duration];
    value::quantity(entry, &dimensions, out)
}

fn probability(entry: Entry<'_>, out: &mut Findings) -> Option<Probability> {
    let DeValue::Table(table) = entry.value.get_ref() else {
        let expected = "{ value = \"0.04\", sided = \"two\" }, or \"not reported\"";
        wrong_type(entry, expected, out);
        return None;
    };
    let mut section = Section::new("a p value", table, entry.span());
    let value = section.read("value", out, |entry, out| {
        let p = ratio(&value::text(entry, out)?, entry, out)?;
        if p > Decimal::ONE {
            let message = format!("'{p}' is no probability");
            let expected = "a number between 0 and 1";
            out.add(
                FindingCode::NumberUnreadable,
                entry.span(),
                message,
                expected,
            );
            return None;
        }
        Some(p)
    });
    let sided = reported(&mut section, "sided", out, |entry, out| {
        value::word(entry, Sided::WORDS, out)
    });
    section.finish(out);
    Some(Probability {
        value: value?,
        sided: sided?,
    })
}

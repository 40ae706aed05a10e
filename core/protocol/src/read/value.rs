//! Single values of a protocol file: texts, words, names, quantities, requirements.

use std::ops::Range;

use cikada_domain::plain::is_invisible;
use cikada_domain::{Dimension, IdentifierError, InputId, Quantity, QuantityError};
use toml::de::{DeArray, DeValue};

use super::section::{Entry, Section, closest, shortened, wrong_type};
use crate::finding::{FindingCode, Findings};
use crate::requirement::Requirement;

/// A text that is not empty.
pub(crate) fn text(entry: Entry<'_>, out: &mut Findings) -> Option<String> {
    let Some(text) = entry.value.get_ref().as_str() else {
        wrong_type(entry, "a text in quotes", out);
        return None;
    };
    let trimmed = text.trim();
    if trimmed.is_empty() {
        let message = format!("'{}' is empty", entry.key);
        out.add(
            FindingCode::EmptyValue,
            entry.span(),
            message,
            "a text that says something",
        );
        return None;
    }
    if trimmed.chars().count() > TEXT_LENGTH_MAX || trimmed.chars().any(is_hidden) {
        let message = format!(
            "'{}' is too long or holds characters that nobody sees",
            entry.key
        );
        let expected =
            "at most 4000 characters, none of them a control, direction or zero-width one";
        out.add(
            FindingCode::HiddenCharacter,
            entry.span(),
            message,
            expected,
        );
        return None;
    }
    Some(trimmed.to_owned())
}

/// Longer texts are read by nobody on a ward.
const TEXT_LENGTH_MAX: usize = 4000;

/// Characters that turn, hide or forge what a clinician reads.
fn is_hidden(c: char) -> bool {
    is_invisible(c) || c.is_control() && c != '\n' && c != '\t'
}

/// A list of texts.
pub(crate) fn texts(entry: Entry<'_>, out: &mut Findings) -> Option<Vec<String>> {
    let DeValue::Array(array) = entry.value.get_ref() else {
        wrong_type(entry, "a list of texts", out);
        return None;
    };
    let read = |value| {
        text(
            Entry {
                key: entry.key,
                value,
            },
            out,
        )
    };
    array.iter().map(read).collect()
}

/// Yes or no.
pub(crate) fn flag(entry: Entry<'_>, out: &mut Findings) -> Option<bool> {
    let flag = entry.value.get_ref().as_bool();
    if flag.is_none() {
        wrong_type(entry, "true or false", out);
    }
    flag
}

/// One of a few words.
pub(crate) fn word<T: Copy>(
    entry: Entry<'_>,
    words: &[(&str, T)],
    out: &mut Findings,
) -> Option<T> {
    let written = text(entry, out)?;
    let found = words.iter().find(|(word, _)| *word == written);
    if found.is_none() {
        let known: Vec<_> = words.iter().map(|(word, _)| *word).collect();
        let message = format!("'{}' is not known to '{}'", shortened(&written), entry.key);
        out.add(
            FindingCode::UnknownWord,
            entry.span(),
            message,
            format!("one of {}", known.join(", ")),
        );
        if let Some(meant) = closest(&written, known.into_iter()) {
            out.help(format!("did you mean '{meant}'?"));
        }
    }
    found.map(|(_, value)| *value)
}

/// A name used in records.
pub(crate) fn name<T>(
    entry: Entry<'_>,
    make: impl Fn(String) -> Result<T, IdentifierError>,
    out: &mut Findings,
) -> Option<T> {
    let written = text(entry, out)?;
    match make(written) {
        Ok(name) => Some(name),
        Err(error) => {
            let message = format!("'{}' is not a {}", error.text, error.kind);
            out.add(
                FindingCode::IdentifierUnreadable,
                entry.span(),
                message,
                error.expected,
            );
            None
        }
    }
}

/// A quantity that measures one of some things; of anything if none is named.
pub(crate) fn quantity(
    entry: Entry<'_>,
    dimensions: &[Dimension],
    out: &mut Findings,
) -> Option<Quantity> {
    let written = match entry.value.get_ref() {
        DeValue::String(written) => written.trim().to_owned(),
        DeValue::Integer(_) | DeValue::Float(_) => {
            let message = format!("'{}' is a number without a unit", entry.key);
            let expected = "a text with number and unit, such as \"120 mL\"";
            out.add(FindingCode::BareNumber, entry.span(), message, expected);
            return None;
        }
        _ => {
            wrong_type(
                entry,
                "a text with number and unit, such as \"120 mL\"",
                out,
            );
            return None;
        }
    };
    let quantity = written
        .parse()
        .map_err(|error| unreadable(entry.span(), &error, out))
        .ok()?;
    measures(entry, quantity, dimensions, out)
}

/// A list of quantities that measure one of some things.
pub(crate) fn quantities(
    entry: Entry<'_>,
    dimensions: &[Dimension],
    out: &mut Findings,
) -> Option<Vec<Quantity>> {
    let DeValue::Array(array) = entry.value.get_ref() else {
        wrong_type(entry, "a list of texts with number and unit", out);
        return None;
    };
    let read: Vec<_> = array
        .iter()
        .map(|value| Entry { value, ..entry })
        .map(|entry| quantity(entry, dimensions, out))
        .collect();
    read.into_iter().collect()
}

/// A unit alone, as the quantity of one of it.
pub(crate) fn unit(entry: Entry<'_>, out: &mut Findings) -> Option<Quantity> {
    let written = text(entry, out)?;
    format!("1 {written}")
        .parse()
        .map_err(|error| unreadable(entry.span(), &error, out))
        .ok()
}

/// A quantity that was read, if it measures one of some things and is not below zero.
pub(crate) fn measures(
    entry: Entry<'_>,
    quantity: Quantity,
    dimensions: &[Dimension],
    out: &mut Findings,
) -> Option<Quantity> {
    let dimension = quantity.dimension();
    if !dimensions.is_empty() && !dimensions.contains(&dimension) {
        let wanted: Vec<_> = dimensions
            .iter()
            .map(|dimension| dimension.words())
            .collect();
        let message = format!("'{quantity}' is {}", dimension.words());
        out.add(
            FindingCode::WrongDimension,
            entry.span(),
            message,
            wanted.join(" or "),
        );
        return None;
    }
    // Temperatures alone can lie below zero in the units Cikada knows.
    if quantity.amount().is_sign_negative() && dimension != Dimension::Temperature {
        let message = format!("'{quantity}' is below zero");
        out.add(
            FindingCode::NumberNegative,
            entry.span(),
            message,
            "zero or more",
        );
        return None;
    }
    Some(quantity)
}

/// Reports a text that is no quantity.
pub(crate) fn unreadable(span: Range<usize>, error: &QuantityError, out: &mut Findings) {
    let (code, expected) = match error {
        QuantityError::NoUnit(_) => (
            FindingCode::BareNumber,
            "number, blank, unit, such as '120 mL'",
        ),
        QuantityError::NotANumber(_) => (
            FindingCode::NumberUnreadable,
            "digits, as in '0.5', '1200' or '1e9'",
        ),
        QuantityError::UnknownUnit { .. } => (
            FindingCode::UnknownUnit,
            "a UCUM unit of the list in docs/protocol-language.md",
        ),
        QuantityError::UnknownPopulation { .. } => (
            FindingCode::UnknownUnit,
            "the population in braces, such as '{viable}'",
        ),
    };
    out.add(code, span, error.to_string(), expected);
}

/// What a value must be: `true`, `["negative"]`, or `{ min = "1 h", max = "2 h" }`.
pub(crate) fn requirement(
    entry: Entry<'_>,
    dimensions: &[Dimension],
    out: &mut Findings,
) -> Option<Requirement> {
    match entry.value.get_ref() {
        DeValue::Boolean(flag) if dimensions.is_empty() => Some(Requirement::Is(*flag)),
        DeValue::Array(array) if dimensions.is_empty() => {
            if array.is_empty() {
                let message = format!("'{}' is an empty list, which nothing can meet", entry.key);
                out.add(
                    FindingCode::EmptyValue,
                    entry.span(),
                    message,
                    "at least one code",
                );
                return None;
            }
            codes(entry, array, out).map(Requirement::OneOf)
        }
        DeValue::Table(table) => {
            let section = Section::new("a requirement", table, entry.span());
            limits(section, dimensions, out)
        }
        DeValue::Integer(_) | DeValue::Float(_) => {
            let message = format!("'{}' is a number without a unit", entry.key);
            let expected = "limits with units, such as { min = \"1 h\", max = \"2 h\" }";
            out.add(FindingCode::BareNumber, entry.span(), message, expected);
            None
        }
        _ => {
            let expected = if dimensions.is_empty() {
                "true, false, a list of codes, or limits such as { min = \"1 h\", max = \"2 h\" }"
            } else {
                "limits such as { min = \"1 h\", max = \"2 h\" }"
            };
            wrong_type(entry, expected, out);
            None
        }
    }
}

/// Codes are kept in records and compared there, so they are written as names are.
fn codes(entry: Entry<'_>, array: &DeArray<'_>, out: &mut Findings) -> Option<Vec<String>> {
    let code = |text| {
        let code = InputId::new(text).map(|code| code.to_string());
        code.map_err(|error| IdentifierError {
            kind: "code",
            ..error
        })
    };
    let read = |value| {
        name(
            Entry {
                key: entry.key,
                value,
            },
            code,
            out,
        )
    };
    array.iter().map(read).collect()
}

fn limits(
    mut section: Section<'_>,
    dimensions: &[Dimension],
    out: &mut Findings,
) -> Option<Requirement> {
    let [min, max, below, above] =
        ["min", "max", "below", "above"].map(|key| section.optional(key));
    let span = section.span.clone();
    section.finish(out);
    match (min, max, below, above) {
        (None, None, Some(below), None) => quantity(below, dimensions, out).map(Requirement::Below),
        (None, None, None, Some(above)) => quantity(above, dimensions, out).map(Requirement::Above),
        (None, None, None, None) => {
            let message = "the requirement has no limit, so nothing would be required";
            out.add(
                FindingCode::MissingKey,
                span,
                message,
                "'min', 'max', 'below' or 'above'",
            );
            None
        }
        (min, max, None, None) => {
            let min = min.map(|min| (min, quantity(min, dimensions, out)));
            let max = max.map(|max| (max, quantity(max, dimensions, out)));
            between(min, max, out)
        }
        _ => {
            let message = "the requirement mixes limits that do not go together";
            out.add(
                FindingCode::WrongType,
                span,
                message,
                "'min' with 'max', or 'below' alone, or 'above' alone",
            );
            None
        }
    }
}

type Limit<'t> = Option<(Entry<'t>, Option<Quantity>)>;

fn between(min: Limit<'_>, max: Limit<'_>, out: &mut Findings) -> Option<Requirement> {
    if let (Some((_, Some(min))), Some((entry, Some(max)))) = (&min, &max) {
        match min.compare(max) {
            Ok(ordering) if ordering.is_gt() => {
                let message = format!("the lower limit '{min}' is above the upper limit '{max}'");
                out.add(
                    FindingCode::MinAboveMax,
                    entry.span(),
                    message,
                    format!("'{min}' or more"),
                );
                return None;
            }
            Ok(_) => {}
            Err(mismatch) => {
                let code = if min.dimension() == max.dimension() {
                    FindingCode::PopulationMismatch
                } else {
                    FindingCode::WrongDimension
                };
                out.add(
                    code,
                    entry.span(),
                    mismatch.to_string(),
                    "two limits in one unit's dimension and of the same cells",
                );
                return None;
            }
        }
    }
    // A limit that was given and could not be read must not become an open end.
    let read = |limit: Limit<'_>| limit.map_or(Some(None), |(_, quantity)| quantity.map(Some));
    let (min, max) = (read(min)?, read(max)?);
    Some(Requirement::Between { min, max })
}

//! Reads a protocol file: bytes to a checked [`Protocol`], or to every finding at once.
//!
//! A file is read in four passes, each of which only runs on what the one before could use: bytes
//! to text, text to TOML tables, tables to a draft, draft to a protocol. Within a pass nothing
//! stops at the first finding.

use std::ops::Range;

use cikada_domain::ProtocolHash;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::check::{check, check_on};
use crate::finding::{Finding, FindingCode, Findings};
use crate::model::Protocol;

pub(crate) mod dosing;
pub(crate) mod draft;
mod manufacture;
mod patient;
pub(crate) mod record;
pub(crate) mod schedule;
pub(crate) mod section;
pub(crate) mod standing;
pub(crate) mod step;
pub(crate) mod value;

use draft::Draft;

/// No protocol is larger; what is larger is another file, given by mistake.
const BYTES_MAX: usize = 1024 * 1024;
/// No table or list of a protocol holds more entries.
const ENTRIES_MAX: usize = 500;
/// No protocol holds more entries; the shipped ones hold under a thousand.
const TOTAL_MAX: usize = 10_000;

/// What came of reading a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The protocol; `None` if anything was found.
    pub protocol: Option<Protocol>,
    /// Everything that was found, in the order of the file.
    pub findings: Vec<Finding>,
}

/// Reads and checks a protocol file. `file` is its name in findings; nothing is opened.
#[must_use]
pub fn read(bytes: &[u8], file: &str) -> Reading {
    let mut out = Findings::default();
    let text = text_of(bytes, &mut out).unwrap_or("");
    let mut protocol = None;
    if let Some(document) = document_of(text, &mut out) {
        let draft = Draft::read(document.get_ref(), &mut out);
        check(&draft, document.get_ref(), &mut out);
        protocol = hash_of(bytes).and_then(|hash| draft.finish(hash));
    }
    let protocol = protocol.filter(|_| out.is_empty());
    Reading {
        protocol,
        findings: out.finish(text, file),
    }
}

/// What is true of a file on a day only: where its availability has lapsed.
///
/// These are notices and no findings: a withdrawn therapy keeps its file, and its treatments need an
/// exception. Of a file with findings nothing is said.
#[must_use]
pub fn notices_on(bytes: &[u8], file: &str, on: Date) -> Vec<Finding> {
    let mut out = Findings::default();
    let text = text_of(bytes, &mut out).unwrap_or("");
    let mut notices = Findings::default();
    if let Some(document) = document_of(text, &mut out) {
        let draft = Draft::read(document.get_ref(), &mut out);
        check(&draft, document.get_ref(), &mut out);
        if out.is_empty() {
            check_on(&draft, on, &mut notices);
        }
    }
    notices.finish(text, file)
}

/// The tables of a text, if it is TOML and of a length a person can have written.
///
/// After a syntax error half of the tables may be missing, and so would be half the sense.
pub(crate) fn document_of<'t>(text: &'t str, out: &mut Findings) -> Option<Spanned<DeTable<'t>>> {
    if !out.is_empty() {
        return None;
    }
    let (document, errors) = DeTable::parse_recoverable(text);
    syntax(&errors, text, out);
    if out.is_empty() {
        bounded(document.get_ref(), out);
    }
    Some(document).filter(|_| out.is_empty())
}

fn hash_of(bytes: &[u8]) -> Option<ProtocolHash> {
    let hex: String = Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    ProtocolHash::new(hex).ok()
}

/// The bytes as text, if they are text that says something.
pub(crate) fn text_of<'b>(bytes: &'b [u8], out: &mut Findings) -> Option<&'b str> {
    if bytes.len() > BYTES_MAX {
        let message = format!("the file has {} bytes", bytes.len());
        out.add(
            FindingCode::FileTooLarge,
            0..0,
            message,
            format!("at most {BYTES_MAX} bytes"),
        );
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if text.trim().is_empty() => {
            out.add(
                FindingCode::FileEmpty,
                0..0,
                "the file says nothing",
                "a protocol",
            );
            out.help("docs/protocol-language.md shows a small protocol to begin with");
            None
        }
        Ok(text) => Some(text),
        Err(error) => {
            let message = format!("byte {} is not part of UTF-8 text", error.valid_up_to());
            out.add(FindingCode::NotText, 0..0, message, "a text file in UTF-8");
            None
        }
    }
}

/// Reports syntax errors, the first of each line: what follows it on the line is mostly its echo.
fn syntax(errors: &[toml::de::Error], text: &str, out: &mut Findings) {
    let mut places: Vec<_> = errors
        .iter()
        .map(|e| (e.span().unwrap_or(0..0), e.message()))
        .collect();
    places.sort_by_key(|(span, _)| span.start);
    let mut from = 0;
    for (span, message) in places.into_iter() {
        if span.start < from {
            continue;
        }
        let line = text.get(span.start..).and_then(|rest| rest.find('\n'));
        from = line
            .map_or(text.len(), |end| span.start.saturating_add(end))
            .saturating_add(1);
        out.add(FindingCode::SyntaxError, span, message, "TOML (toml.io)");
    }
}

/// Stops at what is too long: findings by the thousand help nobody, and take long to find.
fn bounded(document: &DeTable<'_>, out: &mut Findings) {
    let mut total = 0;
    if let Some((count, at)) = too_long(document, 0..0, &mut total) {
        let message = format!("{count} entries stand in one table or list");
        out.add(
            FindingCode::TooManyKeys,
            at,
            message,
            format!("at most {ENTRIES_MAX}"),
        );
    } else if total > TOTAL_MAX {
        let message = format!("{total} entries stand in the file");
        out.add(
            FindingCode::TooManyKeys,
            0..0,
            message,
            format!("at most {TOTAL_MAX}"),
        );
    }
}

/// The first table or list that is too long, with its length; counts all entries on the way.
fn too_long(
    table: &DeTable<'_>,
    at: Range<usize>,
    total: &mut usize,
) -> Option<(usize, Range<usize>)> {
    if table.len() > ENTRIES_MAX {
        return Some((table.len(), at));
    }
    *total = total.saturating_add(table.len());
    table
        .values()
        .find_map(|value| value_too_long(value, total))
}

fn value_too_long(
    value: &Spanned<DeValue<'_>>,
    total: &mut usize,
) -> Option<(usize, Range<usize>)> {
    match value.get_ref() {
        DeValue::Table(table) => too_long(table, value.span(), total),
        DeValue::Array(array) if array.len() > ENTRIES_MAX => Some((array.len(), value.span())),
        DeValue::Array(array) => {
            *total = total.saturating_add(array.len());
            array.iter().find_map(|value| value_too_long(value, total))
        }
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => None,
    }
}

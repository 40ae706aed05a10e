//! What the mappings of all files have in common: how the file is laid out, and how a mapping is read.

use std::fmt;

use toml::de::DeTable;

use super::keys::{Flaws, Keys};
use crate::table::{Row, Shape};

/// How a file is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The mapping's name in records and addresses.
    pub id: String,
    /// The instrument and its export, in words.
    pub title: String,
    /// What stands between two cells.
    pub delimiter: char,
    /// The decimal sign of the file, a point or a comma.
    pub decimal: char,
    /// Lines before the header.
    pub skip_lines: u64,
    /// A column that says which rows are not read, and what it says there.
    pub ignored: Option<(String, Vec<String>)>,
}

impl Layout {
    pub(super) fn shape(&self) -> Shape {
        Shape {
            delimiter: u8::try_from(self.delimiter).unwrap_or(b','),
            skip_lines: self.skip_lines,
        }
    }

    /// The column that says which rows are not read.
    pub(super) fn column_ignored(&self) -> Option<&str> {
        self.ignored.as_ref().map(|(column, _)| &**column)
    }

    pub(super) fn ignores(&self, row: &Row) -> bool {
        let ignored = self.ignored.as_ref();
        ignored.is_some_and(|(column, words)| words.contains(&row.cell(column).text))
    }
}

/// Something wrong with a mapping, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What would have been right.
    pub expected: String,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            line,
            column,
            message,
            expected,
        } = self;
        write!(
            f,
            "line {line}, column {column}: {message}, expected {expected}"
        )
    }
}

/// Reads the text of a mapping by what `whole` takes from its keys.
pub(super) fn read<T>(
    text: &str,
    whole: impl FnOnce(&mut Keys<'_>, &mut Flaws<'_>) -> Option<T>,
) -> Result<T, Vec<Flaw>> {
    let mut flaws = Flaws {
        text,
        found: Vec::new(),
    };
    let document = match DeTable::parse(text) {
        Ok(document) => document,
        Err(error) => {
            let at = error.span().unwrap_or_default();
            flaws.add(at, error.message().to_owned(), "TOML");
            return Err(flaws.found);
        }
    };
    let mut root = Keys::new("the mapping", document.get_ref(), document.span());
    let mapping = whole(&mut root, &mut flaws);
    root.finish(&mut flaws);
    match mapping {
        Some(mapping) if flaws.found.is_empty() => Ok(mapping),
        _ => {
            flaws.found.sort_by_key(|flaw| (flaw.line, flaw.column));
            Err(flaws.found)
        }
    }
}

/// The keys of the layout.
pub(super) fn layout(root: &mut Keys<'_>, flaws: &mut Flaws<'_>) -> Option<Layout> {
    let id = root.text("id", flaws);
    let title = root.text("title", flaws);
    let delimiter = sign(root, "delimiter", &[',', ';', '\t'], flaws);
    let decimal = sign(root, "decimal", &['.', ','], flaws);
    let skip_lines = lines(root, flaws);
    let ignored = root.table("ignored", flaws).map(|mut keys| {
        let pair = (keys.text("column", flaws), keys.texts("are", flaws));
        keys.finish(flaws);
        pair
    });
    if let (Some(delimiter), Some(decimal)) = (delimiter, decimal)
        && delimiter == decimal
    {
        let message = "decimal sign and delimiter are the same".to_owned();
        flaws.add(root.at("decimal"), message, "two different signs");
    }
    Some(Layout {
        id: id?,
        title: title?,
        delimiter: delimiter?,
        decimal: decimal?,
        skip_lines: skip_lines?,
        ignored: match ignored {
            Some((column, words)) => Some((column?, words?)),
            None => None,
        },
    })
}

fn sign(
    root: &mut Keys<'_>,
    key: &'static str,
    known: &[char],
    flaws: &mut Flaws<'_>,
) -> Option<char> {
    let text = root.text(key, flaws)?;
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(sign), None) if known.contains(&sign) => Some(sign),
        _ => {
            let known = known.iter();
            let known: Vec<_> = known
                .map(|sign| format!("'{}'", sign.escape_default()))
                .collect();
            let expected = format!("one of {}", known.join(", "));
            flaws.add(root.at(key), format!("'{text}' is no {key}"), &expected);
            None
        }
    }
}

/// Lines before the header: none if nothing is said.
fn lines(root: &mut Keys<'_>, flaws: &mut Flaws<'_>) -> Option<u64> {
    let Some(value) = root.value("skip-lines") else {
        return Some(0);
    };
    let number = value.get_ref().as_integer();
    let number = number.and_then(|number| number.as_str().parse::<u64>().ok());
    let number = number.filter(|number| *number <= 1_000);
    if number.is_none() {
        let message = "the lines before the header cannot be counted".to_owned();
        flaws.add(value.span(), message, "a whole number up to 1000");
    }
    number
}

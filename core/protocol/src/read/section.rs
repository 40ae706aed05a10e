//! One table of a protocol file, read key by key.
//!
//! A key that is asked for is thereby known: what is left over when a table has been read is
//! unknown, so the reading code is the schema and cannot drift from it.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::{FindingCode, Findings};

/// One value of a table, with its key's place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry<'t> {
    /// The key.
    pub(crate) key: &'static str,
    /// The value.
    pub(crate) value: &'t Spanned<DeValue<'t>>,
}

impl Entry<'_> {
    /// Where the value stands.
    pub(crate) fn span(&self) -> Range<usize> {
        self.value.span()
    }
}

/// A table being read.
pub(crate) struct Section<'t> {
    /// What the table is, as a message names it: `[dose]`, `[[step]]`.
    pub(crate) name: &'static str,
    /// Where its header stands.
    pub(crate) span: Range<usize>,
    table: &'t DeTable<'t>,
    known: Vec<&'static str>,
}

impl<'t> Section<'t> {
    /// Starts reading a table.
    pub(crate) fn new(name: &'static str, table: &'t DeTable<'t>, span: Range<usize>) -> Self {
        Self {
            name,
            span,
            table,
            known: Vec::new(),
        }
    }

    /// The table itself.
    pub(crate) fn table_ref(&self) -> &'t DeTable<'t> {
        self.table
    }

    /// The value of a key, if it is given.
    pub(crate) fn optional(&mut self, key: &'static str) -> Option<Entry<'t>> {
        self.known.push(key);
        self.table.get(key).map(|value| Entry { key, value })
    }

    /// The value of a key that must be given.
    pub(crate) fn required(&mut self, key: &'static str, out: &mut Findings) -> Option<Entry<'t>> {
        let entry = self.optional(key);
        if entry.is_none() {
            let message = format!("{} has no '{key}'", self.name);
            out.add(
                FindingCode::MissingKey,
                self.span.clone(),
                message,
                format!("a key '{key}'"),
            );
        }
        entry
    }

    /// Reads the value of a key that must be given.
    pub(crate) fn read<T>(
        &mut self,
        key: &'static str,
        out: &mut Findings,
        how: impl FnOnce(Entry<'t>, &mut Findings) -> Option<T>,
    ) -> Option<T> {
        let entry = self.required(key, out)?;
        how(entry, out)
    }

    /// Reads the value of a key that may be left out. What was given and cannot be read is not
    /// taken for left out: then there is nothing at all.
    pub(crate) fn maybe<T>(
        &mut self,
        key: &'static str,
        out: &mut Findings,
        how: impl FnOnce(Entry<'t>, &mut Findings) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.optional(key) {
            None => Some(None),
            Some(entry) => how(entry, out).map(Some),
        }
    }

    /// A table inside this one that must be given.
    pub(crate) fn table(&mut self, name: &'static str, out: &mut Findings) -> Option<Section<'t>> {
        let key = key_of(name);
        let entry = self.required(key, out)?;
        inner(entry, name, out)
    }

    /// Reads a table inside this one that must be given, and reports every key that means nothing there.
    pub(crate) fn within<T>(
        &mut self,
        name: &'static str,
        out: &mut Findings,
        how: impl FnOnce(&mut Section<'t>, &mut Findings) -> Option<T>,
    ) -> Option<T> {
        let mut inner = self.table(name, out)?;
        let read = how(&mut inner, out);
        inner.finish(out);
        read
    }

    /// Reads a table inside this one that may be left out, as [`Self::maybe`] reads a key.
    pub(crate) fn maybe_within<T>(
        &mut self,
        name: &'static str,
        out: &mut Findings,
        how: impl FnOnce(&mut Section<'t>, &mut Findings) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.optional(key_of(name)) {
            None => Some(None),
            Some(_) => self.within(name, out, how).map(Some),
        }
    }

    /// The tables of a list, none if the list is not given.
    pub(crate) fn tables(&mut self, name: &'static str, out: &mut Findings) -> Vec<Section<'t>> {
        let key = key_of(name);
        let Some(entry) = self.optional(key) else {
            return Vec::new();
        };
        let DeValue::Array(array) = entry.value.get_ref() else {
            wrong_type(
                entry,
                &format!("a list of tables, each under its own {name}"),
                out,
            );
            return Vec::new();
        };
        if array.is_empty() {
            let message = format!("the list '{key}' is empty");
            out.add(
                FindingCode::EmptyValue,
                entry.span(),
                message,
                format!("at least one {name}"),
            );
        }
        array
            .iter()
            .filter_map(|value| inner(Entry { key, value }, name, out))
            .collect()
    }

    /// The keys and values of a table whose keys are names.
    pub(crate) fn named(
        &self,
    ) -> impl Iterator<Item = (&'t str, Range<usize>, &'t Spanned<DeValue<'t>>)> {
        self.table
            .iter()
            .map(|(key, value)| (key.get_ref().as_ref(), key.span(), value))
    }

    /// Reports every key that was not asked for.
    pub(crate) fn finish(self, out: &mut Findings) {
        for (key, span, _) in self.named().filter(|(key, ..)| !self.known.contains(key)) {
            let message = format!("'{}' means nothing in {}", shortened(key), self.name);
            out.add(
                FindingCode::UnknownKey,
                span,
                message,
                format!("one of {}", self.known.join(", ")),
            );
            if let Some(meant) = closest(key, self.known.iter().copied()) {
                out.help(format!("did you mean '{meant}'?"));
            }
        }
    }
}

/// The key of a table named as its header is written: `input` of `[[step.input]]`.
pub(crate) fn key_of(name: &'static str) -> &'static str {
    let path = name.trim_matches(['[', ']']);
    path.rsplit_once('.').map_or(path, |(_, key)| key)
}

fn inner<'t>(entry: Entry<'t>, name: &'static str, out: &mut Findings) -> Option<Section<'t>> {
    match entry.value.get_ref() {
        DeValue::Table(table) => Some(Section::new(name, table, entry.span())),
        _ => {
            wrong_type(entry, &format!("a table {name}"), out);
            None
        }
    }
}

/// Reports a value of the wrong kind.
pub(crate) fn wrong_type(entry: Entry<'_>, expected: &str, out: &mut Findings) {
    let message = format!("'{}' is given {}", entry.key, kind(entry.value.get_ref()));
    out.add(FindingCode::WrongType, entry.span(), message, expected);
}

/// The kind of a value in words.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a bare number",
        DeValue::Boolean(_) => "a yes or no",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The known word that was probably meant.
pub(crate) fn closest<'w>(word: &str, known: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    // A word far longer than any key is not a slip of the pen, and comparing it would take time.
    if word.len() > 64 {
        return None;
    }
    known
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// A text short enough to print.
pub(crate) fn shortened(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(60).collect()
}

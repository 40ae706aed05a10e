//! One table of a mapping, read key by key, and the flaws found on the way.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::layout::Flaw;

pub(super) struct Flaws<'a> {
    pub(super) text: &'a str,
    pub(super) found: Vec<Flaw>,
}

impl Flaws<'_> {
    pub(super) fn add(&mut self, at: Range<usize>, message: String, expected: &str) {
        let before = self.text.get(..at.start).unwrap_or(self.text);
        let last = before.rsplit('\n').next().unwrap_or_default();
        self.found.push(Flaw {
            line: before.matches('\n').count().saturating_add(1),
            column: last.chars().count().saturating_add(1),
            message,
            expected: expected.to_owned(),
        });
    }
}

/// One table being read: a key that is asked for is thereby known.
pub(super) struct Keys<'t> {
    name: &'static str,
    pub(super) table: &'t DeTable<'t>,
    pub(super) span: Range<usize>,
    known: Vec<&'static str>,
}

impl<'t> Keys<'t> {
    pub(super) fn new(name: &'static str, table: &'t DeTable<'t>, span: Range<usize>) -> Self {
        let known = Vec::new();
        Self {
            name,
            table,
            span,
            known,
        }
    }

    pub(super) fn value(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.known.push(key);
        self.table.get(key)
    }

    pub(super) fn at(&self, key: &str) -> Range<usize> {
        let value = self.table.get(key);
        value.map_or_else(|| self.span.clone(), Spanned::span)
    }

    pub(super) fn text(&mut self, key: &'static str, flaws: &mut Flaws<'_>) -> Option<String> {
        let Some(value) = self.value(key) else {
            let message = format!("{} has no '{key}'", self.name);
            flaws.add(self.span.clone(), message, &format!("{key} = \"...\""));
            return None;
        };
        let text = value.get_ref().as_str().filter(|text| !text.is_empty());
        if text.is_none() {
            flaws.add(
                value.span(),
                format!("'{key}' is no text"),
                "a text in quotes",
            );
        }
        text.map(str::to_owned)
    }

    pub(super) fn texts(
        &mut self,
        key: &'static str,
        flaws: &mut Flaws<'_>,
    ) -> Option<Vec<String>> {
        let value = self.value(key);
        let array = value.and_then(|value| value.get_ref().as_array());
        let texts = array.and_then(|array| {
            let texts = array.iter().map(|item| item.get_ref().as_str());
            texts
                .map(|text| text.map(str::to_owned))
                .collect::<Option<Vec<_>>>()
        });
        if texts.is_none() {
            flaws.add(
                self.at(key),
                format!("'{key}' is no list of texts"),
                "[\"...\"]",
            );
        }
        texts
    }

    pub(super) fn table(&mut self, key: &'static str, flaws: &mut Flaws<'_>) -> Option<Keys<'t>> {
        let value = self.value(key)?;
        if let DeValue::Table(table) = value.get_ref() {
            return Some(Keys::new(key, table, value.span()));
        }
        flaws.add(value.span(), format!("'{key}' is no table"), "a table");
        None
    }

    /// Names what was not asked for.
    pub(super) fn finish(&self, flaws: &mut Flaws<'_>) {
        for (key, _) in self.table {
            if !self.known.contains(&key.get_ref().as_ref()) {
                let message = format!("{} has no key '{}'", self.name, key.get_ref());
                flaws.add(
                    key.span(),
                    message,
                    &format!("one of {}", self.known.join(", ")),
                );
            }
        }
    }
}

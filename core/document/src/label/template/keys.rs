//! The tables of a template, read key by key, and the flaws found on the way.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::TemplateFlaw;

pub(super) struct Flaws<'a> {
    pub(super) text: &'a str,
    pub(super) found: Vec<TemplateFlaw>,
}

impl Flaws<'_> {
    pub(super) fn add(&mut self, at: Range<usize>, message: impl Into<String>, expected: &str) {
        let before = self.text.get(..at.start).unwrap_or(self.text);
        let last = before.rsplit('\n').next().unwrap_or_default();
        self.found.push(TemplateFlaw {
            line: before.matches('\n').count().saturating_add(1),
            column: last.chars().count().saturating_add(1),
            message: message.into(),
            expected: expected.to_owned(),
        });
    }
}

/// One table: a key that is asked for is thereby known.
pub(super) struct Keys<'t> {
    name: &'static str,
    table: &'t DeTable<'t>,
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

    pub(super) fn optional(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.known.push(key);
        self.table.get(key)
    }

    pub(super) fn at(&self, key: &str) -> Range<usize> {
        let value = self.table.get(key);
        value.map_or_else(|| self.span.clone(), Spanned::span)
    }

    fn required(
        &mut self,
        key: &'static str,
        expected: &str,
        flaws: &mut Flaws<'_>,
    ) -> Option<&'t Spanned<DeValue<'t>>> {
        let value = self.optional(key);
        if value.is_none() {
            let message = format!("{} has no '{key}'", self.name);
            flaws.add(self.span.clone(), message, expected);
        }
        value
    }

    /// A text in quotes.
    pub(super) fn text(&mut self, key: &'static str, flaws: &mut Flaws<'_>) -> Option<&'t str> {
        let value = self.required(key, &format!("{key} = \"...\""), flaws)?;
        let text = value.get_ref().as_str();
        if text.is_none() {
            let message = format!("'{key}' is no text");
            flaws.add(value.span(), message, "a text in quotes");
        }
        text
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, key: &'static str, flaws: &mut Flaws<'_>) -> Option<bool> {
        let value = self.required(key, "true or false", flaws)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            let message = format!("'{key}' is neither yes nor no");
            flaws.add(value.span(), message, "true or false");
        }
        flag
    }

    /// A number of millimetres with at most three places, as micrometres within bounds.
    pub(super) fn millimetres(
        &mut self,
        key: &'static str,
        bounds: [u32; 2],
        flaws: &mut Flaws<'_>,
    ) -> Option<u32> {
        let [least, most] = bounds.map(|bound| f64::from(bound) / 1_000.0);
        let expected = format!("{least} to {most} mm");
        let value = self.required(key, &expected, flaws)?;
        let read = micrometres(value.get_ref());
        let read = read.filter(|read| (bounds[0]..=bounds[1]).contains(read));
        if read.is_none() {
            flaws.add(value.span(), format!("'{key}' cannot be so"), &expected);
        }
        read
    }

    /// A whole number from 1.
    pub(super) fn count(&mut self, key: &'static str, flaws: &mut Flaws<'_>) -> Option<u16> {
        let expected = "a whole number from 1";
        let value = self.required(key, expected, flaws)?;
        let number = value.get_ref().as_integer();
        let number = number.and_then(|number| number.as_str().parse().ok());
        let number = number.filter(|number| *number >= 1);
        if number.is_none() {
            flaws.add(value.span(), format!("'{key}' is no count"), expected);
        }
        number
    }

    pub(super) fn table(&mut self, key: &'static str, flaws: &mut Flaws<'_>) -> Option<Keys<'t>> {
        let value = self.required(key, &format!("[{key}]"), flaws)?;
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
                let expected = format!("one of {}", self.known.join(", "));
                flaws.add(key.span(), message, &expected);
            }
        }
    }
}

/// Millimetres as they are written, never by way of a binary fraction.
pub(super) fn micrometres(value: &DeValue<'_>) -> Option<u32> {
    let text = match value {
        DeValue::Integer(whole) => whole.as_str(),
        DeValue::Float(decimal) => decimal.as_str(),
        _ => return None,
    };
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    if !digits(whole) || !digits(part) || part.len() > 3 {
        return None;
    }
    let part: u32 = format!("{part:0<3}").parse().ok()?;
    whole
        .parse::<u32>()
        .ok()?
        .checked_mul(1_000)?
        .checked_add(part)
}

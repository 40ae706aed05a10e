//! The layout of one type of label as data: its size, its letters, the order of its rows, its words.
//!
//! A template lays out what a label says and adds fixed texts of a centre's own; what must stand on a
//! label is the table of requirements', and a template that leaves any of it out does not read. The
//! statements of the rules (for whom, infections, cautions) have no words of a template's.

mod keys;
mod read;
mod row;
mod words;

use std::fmt;

use cikada_domain::LabelTemplateId;
use cikada_domain::event::LabelType;

pub use self::read::read_template;
pub(super) use self::row::{Letters, Row};
pub(super) use self::words::{Word, Words};

const BUILT_IN: [&str; 5] = [
    include_str!("../../templates/collection.toml"),
    include_str!("../../templates/material.toml"),
    include_str!("../../templates/partial.toml"),
    include_str!("../../templates/product.toml"),
    include_str!("../../templates/sample.toml"),
];

/// One version of a label's layout. Made by [`read_template`] alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelTemplate {
    /// Its name: `built-in`, or one of the centre's own.
    pub id: LabelTemplateId,
    /// Which version, counted from 1.
    pub version: u16,
    /// What its labels are stuck on.
    pub label: LabelType,
    /// What it is, in words.
    pub title: String,
    pub(super) format: Format,
    pub(super) rows: Vec<Row>,
    pub(super) words: Words,
}

/// The size of a label and of the letters on it, in micrometres.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Format {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) margin: u32,
    /// The module of the Data Matrix: whole dots on every thermal printer.
    pub(super) module: u32,
    /// Whether the donation number also stands there as a bar code, for scanners that read no
    /// Data Matrix.
    pub(super) with_bar_code: bool,
    /// Donation number; patient and expiry; what it is; everything else; the finest print.
    pub(super) sizes: [u32; 5],
}

/// Something wrong with a template, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateFlaw {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What would have been right.
    pub expected: String,
}

impl fmt::Display for TemplateFlaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, column, .. } = self;
        write!(
            f,
            "line {line}, column {column}: {}, expected {}",
            self.message, self.expected
        )
    }
}

/// The text of the layout that comes with the software for a type of label.
#[must_use]
pub fn built_in_text(label: LabelType) -> &'static str {
    let [collection, material, partial, product, sample] = BUILT_IN;
    match label {
        LabelType::Collection => collection,
        LabelType::Material => material,
        LabelType::Partial => partial,
        LabelType::Product => product,
        LabelType::Sample => sample,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_of_label_has_a_built_in_template_of_its_own() {
        for label in LabelType::ALL {
            let template = read_template(built_in_text(label)).unwrap();
            assert_eq!(template.label, label);
            assert_eq!((template.id.as_str(), template.version), ("built-in", 1));
            assert_eq!(template.words, Words::default());
        }
    }
}

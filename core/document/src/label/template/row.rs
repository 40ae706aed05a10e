//! The rows a label is made of, what each of them draws, and which may never be missing.

use cikada_domain::event::LabelType;

use crate::label::requirement::{Element, REQUIREMENTS};

/// One row of a label, below the donation number and the chain of identity, which stand on every
/// label of cells before all others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::label) enum Row {
    /// A line across the label.
    Rule,
    /// So many micrometres of nothing.
    Gap(u32),
    /// Goes on below the code for scanners.
    Below,
    /// What it is, with product code, division and batch.
    Name,
    /// Cells, volume, viability, additives and route.
    Contents,
    /// The patient.
    Patient,
    /// For whom it may be used.
    Intended,
    /// Expiry and collection.
    Times,
    /// The storage temperatures, on bags with what must not be done to them.
    Storage,
    /// What is known of infections.
    Warnings,
    /// The trial or authorisation, and who made it.
    Responsible,
    /// The lot of a material.
    Lot,
    /// Whether a material may be used.
    Status,
    /// Which copy of the label it is.
    Copy,
    /// A text of the centre's own, the same on every label.
    Text {
        /// Its words.
        says: String,
        /// In which letters.
        letters: Letters,
        /// Whether they are bold.
        bold: bool,
    },
}

/// The letters of a label, by what is set in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::label) enum Letters {
    /// Those of the patient and the expiry.
    Patient,
    /// Those of what it is.
    Name,
    /// Those of everything else.
    Text,
    /// The finest print.
    Fine,
}

/// Rows of data, by their words in a template.
pub(super) const ROWS: [(&str, Row); 13] = [
    ("rule", Row::Rule),
    ("below", Row::Below),
    ("name", Row::Name),
    ("contents", Row::Contents),
    ("patient", Row::Patient),
    ("intended", Row::Intended),
    ("times", Row::Times),
    ("storage", Row::Storage),
    ("warnings", Row::Warnings),
    ("responsible", Row::Responsible),
    ("lot", Row::Lot),
    ("status", Row::Status),
    ("copy", Row::Copy),
];

impl Row {
    /// What of the table of requirements it draws.
    fn elements(&self) -> &'static [Element] {
        match self {
            Self::Name => &[
                Element::Name,
                Element::Product,
                Element::Divisions,
                Element::Batch,
            ],
            Self::Contents => &[
                Element::Cells,
                Element::Volume,
                Element::Viability,
                Element::Additives,
                Element::Route,
            ],
            Self::Patient => &[Element::Patient],
            Self::Intended => &[Element::IntendedUse],
            Self::Times => &[Element::Expires, Element::Collected],
            Self::Storage => &[Element::Storage],
            Self::Warnings => &[Element::InfectiousStatus],
            Self::Responsible => &[
                Element::Standing,
                Element::Manufacturer,
                Element::CollectionFacility,
                Element::ProcessingFacility,
            ],
            Self::Lot => &[Element::Lot],
            Self::Status => &[Element::MaterialStatus],
            Self::Rule | Self::Gap(_) | Self::Below | Self::Copy | Self::Text { .. } => &[],
        }
    }

    /// Whether it may stand on a label more than once.
    pub(super) fn repeats(&self) -> bool {
        matches!(self, Self::Rule | Self::Gap(_) | Self::Text { .. })
    }
}

/// On every label of cells before its rows.
const IDENTITY: [Element; 2] = [Element::Donation, Element::ChainOfIdentity];

/// What never goes missing although no rule of a country asks for it on this label: a warning and an
/// expiry that are known, and that a label is a copy.
const KEPT: [(Row, &[LabelType], &str); 3] = [
    (
        Row::Warnings,
        &[LabelType::Partial],
        "a warning that is known is never left out",
    ),
    (
        Row::Times,
        &[LabelType::Partial],
        "an expiry that is known is never left out",
    ),
    (
        Row::Copy,
        &LabelType::ALL,
        "from the second label on, each says which copy it is (21 CFR 211.125)",
    ),
];

/// Everything that must stand on a label, in any country, and that these rows leave out: what, and
/// the rule that asks for it.
pub(super) fn left_out(label: LabelType, rows: &[Row]) -> Vec<(String, &'static str)> {
    let mut drawn: Vec<Element> = rows.iter().flat_map(Row::elements).copied().collect();
    drawn.extend(IDENTITY);
    let mut missing: Vec<(String, &'static str)> = Vec::new();
    for row in REQUIREMENTS.iter().filter(|row| row.types.contains(&label)) {
        let words = row.element.words();
        let told = missing.iter().any(|(what, _)| what == words);
        if !drawn.contains(&row.element) && !told {
            missing.push((words.to_owned(), row.clause));
        }
    }
    let kept = KEPT
        .iter()
        .filter(|(row, types, _)| types.contains(&label) && !rows.contains(row));
    missing.extend(kept.map(|(row, _, why)| (format!("the row '{}'", word(row)), *why)));
    missing
}

fn word(row: &Row) -> &'static str {
    let mut rows = ROWS.iter();
    rows.find(|(_, known)| known == row)
        .map_or("", |(word, _)| word)
}

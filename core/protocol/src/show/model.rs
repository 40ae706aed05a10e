//! A document as data: sections of blocks, every statement with what it stands on.
//!
//! It is built once from a protocol and rendered as text, as a page and as JSON, so that the three
//! cannot say different things.

use serde_json::Value as Json;

use super::outline::Topic;
use crate::model::Basis;

/// A protocol as a clinician reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The therapy's name in file paths and records.
    pub id: String,
    /// The version.
    pub version: String,
    /// SHA-256 of the protocol file's bytes.
    pub hash: String,
    /// The title.
    pub title: String,
    /// What is said, in the order of a treatment.
    pub sections: Vec<Section>,
    /// Keys of evidence that the protocol or other evidence names and that was not at hand.
    pub missing_evidence: Vec<String>,
    /// The evidence as other software reads it.
    pub(super) evidence: Vec<Json>,
}

/// One part of the document under a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What it is about.
    pub topic: Topic,
    /// What is said.
    pub blocks: Vec<Block>,
}

/// One piece of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading inside the section.
    Heading(String),
    /// A paragraph.
    Paragraph(Statement),
    /// Something that must not be overlooked.
    Warning(String),
    /// Statements of equal rank.
    List(Vec<Statement>),
    /// A rule with what belongs to it.
    Rule(Rule),
    /// A table.
    Table(Table),
    /// Arithmetic, line by line, to be checked by hand.
    Working(Vec<String>),
}

/// A sentence or a value with what it stands on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statement {
    /// What is said.
    pub text: String,
    /// What it stands on; empty where it is no fact but a count or a name.
    pub sources: Vec<Citation>,
}

/// A source where it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The source's key.
    pub key: String,
    /// How far it can be trusted.
    pub basis: Basis,
    /// Its place in the list of sources, from 1.
    pub number: usize,
}

/// A rule under a short title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The title.
    pub title: String,
    /// The rule.
    pub statement: Statement,
    /// What belongs to it, each under its label.
    pub details: Vec<(&'static str, Statement)>,
}

/// A table, whose first column names its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// The head of each column.
    pub columns: Vec<&'static str>,
    /// The rows, each as long as the head.
    pub rows: Vec<Vec<Statement>>,
}

impl Document {
    /// The section on a topic.
    #[must_use]
    pub fn section(&self, topic: Topic) -> Option<&Section> {
        self.sections.iter().find(|section| section.topic == topic)
    }
}

impl Statement {
    /// A statement that needs no source.
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            sources: Vec::new(),
        }
    }
}

impl Basis {
    /// The mark beside every use of a source.
    #[must_use]
    pub fn mark(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Memory => "UNVERIFIED",
            Self::Proposal => "proposal",
        }
    }

    /// The word of the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Memory => "memory",
            Self::Proposal => "proposal",
        }
    }
}

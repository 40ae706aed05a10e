//! The writer of a section: statements with their sources looked up in the protocol.

use super::model::{Block, Citation, Rule, Section, Statement, Table};
use super::outline::Topic;
use crate::model::{Basis, Protocol};

/// A section being written.
pub(super) struct Page<'p> {
    pub(super) protocol: &'p Protocol,
    topic: Topic,
    blocks: Vec<Block>,
}

impl<'p> Page<'p> {
    pub(super) fn new(protocol: &'p Protocol, topic: Topic) -> Self {
        Self {
            protocol,
            topic,
            blocks: Vec::new(),
        }
    }

    /// The section, unless nothing was said.
    pub(super) fn finish(self) -> Option<Section> {
        let said = !self.blocks.is_empty();
        said.then_some(Section {
            topic: self.topic,
            blocks: self.blocks,
        })
    }

    /// A statement with the sources it stands on.
    pub(super) fn cited<'k>(
        &self,
        text: impl Into<String>,
        keys: impl IntoIterator<Item = &'k String>,
    ) -> Statement {
        let mut sources = Vec::new();
        for key in keys {
            let citation = cite(self.protocol, key);
            if !sources.contains(&citation) {
                sources.push(citation);
            }
        }
        Statement {
            text: text.into(),
            sources,
        }
    }

    pub(super) fn heading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(text.into()));
    }

    pub(super) fn paragraph(&mut self, statement: Statement) {
        self.blocks.push(Block::Paragraph(statement));
    }

    pub(super) fn say(&mut self, text: impl Into<String>) {
        self.paragraph(Statement::plain(text));
    }

    pub(super) fn warning(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Warning(text.into()));
    }

    pub(super) fn list(&mut self, statements: Vec<Statement>) {
        if !statements.is_empty() {
            self.blocks.push(Block::List(statements));
        }
    }

    pub(super) fn rule(
        &mut self,
        title: impl Into<String>,
        statement: Statement,
        details: Vec<(&'static str, Statement)>,
    ) {
        self.blocks.push(Block::Rule(Rule {
            title: title.into(),
            statement,
            details,
        }));
    }

    /// A table; columns that no row fills are left out, and a table without rows altogether.
    pub(super) fn table(
        &mut self,
        caption: impl Into<String>,
        columns: &[&'static str],
        rows: Vec<Vec<Statement>>,
    ) {
        if rows.is_empty() {
            return;
        }
        let filled = |index: &usize| {
            let mut cells = rows.iter().filter_map(|row| row.get(*index));
            *index == 0 || cells.any(|cell| !cell.text.is_empty() || !cell.sources.is_empty())
        };
        let kept: Vec<usize> = (0..columns.len()).filter(filled).collect();
        let columns = kept.iter().filter_map(|index| columns.get(*index).copied());
        let columns = columns.collect();
        let narrow = |row: Vec<Statement>| {
            let cells = kept.iter().filter_map(|index| row.get(*index).cloned());
            cells.collect()
        };
        self.blocks.push(Block::Table(Table {
            caption: caption.into(),
            columns,
            rows: rows.into_iter().map(narrow).collect(),
        }));
    }

    pub(super) fn working(&mut self, lines: Vec<String>) {
        if !lines.is_empty() {
            self.blocks.push(Block::Working(lines));
        }
    }
}

/// A source where it is used. A key without a source, which the checker refuses, counts as nothing
/// that anybody has read.
fn cite(protocol: &Protocol, key: &str) -> Citation {
    let place = protocol.sources.keys().position(|known| known == key);
    Citation {
        key: key.to_owned(),
        basis: protocol
            .source(key)
            .map_or(Basis::Memory, |source| source.basis),
        number: place.map_or(0, |place| place.saturating_add(1)),
    }
}

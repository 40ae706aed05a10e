//! The document as plain text, no line longer than paper is wide.

use textwrap::{Options, WordSeparator, WordSplitter, wrap};

use super::Document;
use super::model::{Block, Rule, Statement, Table};

/// No line is longer, so that the document prints on any paper.
pub(super) const WIDTH: usize = 96;
/// Blanks between two columns.
const GAP: usize = 2;

pub(super) fn text(document: &Document) -> String {
    let mut lines = wrapped(&document.title, "", WIDTH);
    lines.push("=".repeat(lines.first().map_or(0, |line| line.chars().count())));
    lines.push(format!("{}, version {}", document.id, document.version));
    lines.push(format!("SHA-256 {}", document.hash));
    lines.push(String::new());
    lines.extend(wrapped(super::LEGEND, "", WIDTH));
    for section in &document.sections {
        let title = section.topic.title();
        lines.extend([String::new(), title.to_owned(), "-".repeat(title.len())]);
        for block in &section.blocks {
            self::block(block, &mut lines);
        }
    }
    lines.push(String::new());
    // A table ends with an empty line, and a heading begins with one.
    lines.dedup_by(|next, line| next.is_empty() && line.is_empty());
    lines.join("\n")
}

fn block(block: &Block, lines: &mut Vec<String>) {
    match block {
        Block::Heading(text) => {
            lines.push(String::new());
            lines.extend(wrapped(&format!("{text}:"), "", WIDTH));
        }
        Block::Paragraph(statement) => lines.extend(wrapped(&said(statement), "", WIDTH)),
        Block::Warning(text) => lines.extend(wrapped(text, "! ", WIDTH)),
        Block::List(statements) => {
            let items = statements.iter();
            lines.extend(items.flat_map(|item| wrapped(&said(item), "  - ", WIDTH)));
        }
        Block::Rule(rule) => self::rule(rule, lines),
        Block::Table(table) => self::table(table, lines),
        Block::Working(working) => {
            let working = working.iter();
            lines.extend(working.flat_map(|line| wrapped(line, "    ", WIDTH)));
        }
    }
}

fn rule(rule: &Rule, lines: &mut Vec<String>) {
    let text = format!("{}: {}", rule.title, said(&rule.statement));
    lines.extend(wrapped(&text, "  - ", WIDTH));
    for (label, detail) in &rule.details {
        let text = format!("{label}: {}", said(detail));
        lines.extend(wrapped(&text, "      ", WIDTH));
    }
}

/// A statement with its sources and what they are worth.
fn said(statement: &Statement) -> String {
    let sources = statement.sources.iter();
    let sources: Vec<_> = sources
        .map(|source| format!("{}: {}", source.key, source.basis.mark()))
        .collect();
    match (statement.text.as_str(), sources.is_empty()) {
        (text, true) => text.to_owned(),
        ("", false) => format!("[{}]", sources.join("; ")),
        (text, false) => format!("{text} [{}]", sources.join("; ")),
    }
}

fn table(table: &Table, lines: &mut Vec<String>) {
    let head = table.columns.iter().map(|column| (*column).to_owned());
    let mut rows = vec![head.collect::<Vec<_>>()];
    rows.extend(table.rows.iter().map(|row| row.iter().map(said).collect()));
    let widths = widths(&rows);
    lines.push(String::new());
    lines.extend(wrapped(&format!("{}:", table.caption), "", WIDTH));
    let mut printed: Vec<Vec<String>> = rows.iter().map(|row| cells(row, &widths)).collect();
    let ruled: Vec<_> = widths.iter().map(|width| "-".repeat(*width)).collect();
    if let Some(head) = printed.first_mut() {
        head.push(ruled.join(&" ".repeat(GAP)));
    }
    // Rows of several lines would run into each other.
    let apart = printed.iter().skip(1).any(|row| row.len() > 1);
    for (index, row) in printed.into_iter().enumerate() {
        if apart && index > 1 {
            lines.push(String::new());
        }
        lines.extend(row);
    }
    lines.push(String::new());
}

/// The lines of one row, every cell wrapped to its column.
fn cells(row: &[String], widths: &[usize]) -> Vec<String> {
    let cells: Vec<Vec<String>> = row
        .iter()
        .zip(widths)
        .map(|(cell, width)| wrapped(cell, "", *width))
        .collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    let line = |index: usize| {
        let parts: Vec<_> = cells
            .iter()
            .zip(widths)
            .map(|(cell, width)| {
                let text = cell.get(index).map_or("", String::as_str);
                format!("{text:<width$}")
            })
            .collect();
        parts.join(&" ".repeat(GAP)).trim_end().to_owned()
    };
    (0..height).map(line).collect()
}

/// A width for each column: its own where there is room, an equal share of the rest where not.
fn widths(rows: &[Vec<String>]) -> Vec<usize> {
    let columns = rows.first().map_or(0, Vec::len);
    let widest = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let natural: Vec<usize> = (0..columns).map(widest).collect();
    let mut room = WIDTH.saturating_sub(GAP.saturating_mul(columns.saturating_sub(1)));
    let mut order: Vec<usize> = (0..columns).collect();
    order.sort_by_key(|column| natural.get(*column).copied());
    let mut widths = vec![0; columns];
    for (given, column) in order.into_iter().enumerate() {
        let left = columns.saturating_sub(given).max(1);
        let own = natural.get(column).copied().unwrap_or(0);
        let width = own.min(room / left);
        if let Some(place) = widths.get_mut(column) {
            *place = width;
        }
        room = room.saturating_sub(width);
    }
    widths
}

/// A text wrapped under a mark; a text without words is one empty line.
fn wrapped(text: &str, mark: &str, width: usize) -> Vec<String> {
    let indent = " ".repeat(mark.chars().count());
    let options = Options::new(width.max(1))
        .initial_indent(mark)
        .subsequent_indent(&indent)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    let words: Vec<_> = text.split_whitespace().collect();
    let text = words.join(" ");
    let lines = wrap(&text, options);
    lines.into_iter().map(|line| line.into_owned()).collect()
}

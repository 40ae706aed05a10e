//! The document as other software reads it: sections of blocks, each with its kind.

use serde_json::{Value as Json, json};

use super::Document;
use super::model::{Block, Section, Statement};

pub(super) fn json(document: &Document) -> Json {
    json!({
        "id": document.id,
        "version": document.version,
        "hash": document.hash,
        "title": document.title,
        "sections": document.sections.iter().map(section).collect::<Vec<_>>(),
        "evidence": document.evidence,
        "missing_evidence": document.missing_evidence,
    })
}

fn section(section: &Section) -> Json {
    json!({
        "id": section.topic.anchor(),
        "title": section.topic.title(),
        "blocks": section.blocks.iter().map(block).collect::<Vec<_>>(),
    })
}

fn block(block: &Block) -> Json {
    match block {
        Block::Heading(text) => json!({ "kind": "heading", "text": text }),
        Block::Paragraph(said) => {
            json!({ "kind": "paragraph", "text": said.text, "sources": sources(said) })
        }
        Block::Warning(text) => json!({ "kind": "warning", "text": text }),
        Block::List(items) => {
            json!({ "kind": "list", "items": items.iter().map(statement).collect::<Vec<_>>() })
        }
        Block::Rule(rule) => {
            let detail = |(label, said): &(&str, Statement)| json!({ "label": label, "text": said.text, "sources": sources(said) });
            json!({
                "kind": "rule",
                "title": rule.title,
                "text": rule.statement.text,
                "sources": sources(&rule.statement),
                "details": rule.details.iter().map(detail).collect::<Vec<_>>(),
            })
        }
        Block::Table(table) => {
            let row = |row: &Vec<Statement>| row.iter().map(statement).collect::<Vec<_>>();
            json!({
                "kind": "table",
                "caption": table.caption,
                "columns": table.columns,
                "rows": table.rows.iter().map(row).collect::<Vec<_>>(),
            })
        }
        Block::Working(lines) => json!({ "kind": "working", "lines": lines }),
    }
}

fn statement(statement: &Statement) -> Json {
    json!({ "text": statement.text, "sources": sources(statement) })
}

fn sources(statement: &Statement) -> Vec<Json> {
    let sources = statement.sources.iter();
    sources
        .map(|source| json!({ "key": source.key, "basis": source.basis.word() }))
        .collect()
}

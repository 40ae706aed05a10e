//! Findings as a terminal shows them and as other software reads them.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde_json::json;

use crate::finding::Finding;

/// The findings as a good compiler writes them, in plain ASCII; with colours if asked for.
#[must_use]
pub fn render_terminal(findings: &[Finding], text: &str, file: &str, colour: bool) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let one = |finding: &Finding| {
        let span = shown(text, finding.span.clone());
        let label = format!("expected {}", finding.expected);
        let annotation = AnnotationKind::Primary.span(span).label(label.as_str());
        let snippet = Snippet::source(text).path(file).annotation(annotation);
        let title = Level::ERROR
            .primary_title(finding.message.as_str())
            .id(finding.code.code());
        let group = title.element(snippet);
        let group = match &finding.help {
            Some(help) => group.element(Level::HELP.message(help.as_str())),
            None => group,
        };
        renderer.render(&[group])
    };
    let mut pages: Vec<String> = findings.iter().map(one).collect();
    pages.push(summary(findings.len(), file));
    pages.join("\n\n")
}

fn summary(count: usize, file: &str) -> String {
    match count {
        0 => format!("{file}: no findings\n"),
        1 => format!("{file}: 1 finding\n"),
        _ => format!("{file}: {count} findings\n"),
    }
}

/// A range inside the text and on one line: a table of forty lines is best shown by its first.
fn shown(text: &str, span: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let start = text.floor_char_boundary(span.start);
    let rest = text.get(start..).unwrap_or("");
    let line = rest
        .find('\n')
        .map_or(text.len(), |at| start.saturating_add(at));
    start..text.floor_char_boundary(span.end.min(line).max(start))
}

/// The findings as a JSON array, in the order of the file.
#[must_use]
pub fn to_json(findings: &[Finding]) -> String {
    let one = |finding: &Finding| {
        json!({
            "code": finding.code.code(),
            "file": finding.file,
            "line": finding.line,
            "column": finding.column,
            "message": finding.message,
            "expected": finding.expected,
            "help": finding.help,
        })
    };
    let findings: Vec<_> = findings.iter().map(one).collect();
    format!("{:#}\n", serde_json::Value::Array(findings))
}

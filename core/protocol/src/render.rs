//! Findings as a terminal shows them and as other software reads them.

use std::ops::Range;

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
        let (line, span) = shown(text, finding.span.clone());
        let label = format!("expected {}", finding.expected);
        let annotation = AnnotationKind::Primary.span(span).label(label.as_str());
        let snippet = Snippet::source(line)
            .line_start(finding.line)
            .path(file)
            .annotation(annotation);
        let level = if finding.code.is_notice() {
            Level::NOTE
        } else {
            Level::ERROR
        };
        let title = level
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
    let found = findings.iter().filter(|found| !found.code.is_notice());
    let found = found.count();
    if found > 0 || findings.is_empty() {
        pages.push(summary(found, file));
    }
    pages.join("\n\n")
}

fn summary(count: usize, file: &str) -> String {
    match count {
        0 => format!("{file}: no findings\n"),
        1 => format!("{file}: 1 finding\n"),
        _ => format!("{file}: {count} findings\n"),
    }
}

/// The line a range begins on, and the part of the range that lies on it: a table of forty lines
/// is best shown by its first.
fn shown(text: &str, span: Range<usize>) -> (&str, Range<usize>) {
    let at = text.floor_char_boundary(span.start);
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
    let end = after
        .find('\n')
        .map_or(text.len(), |length| at.saturating_add(length));
    let last = text.floor_char_boundary(span.end.min(end).max(at));
    let line = text.get(start..end).unwrap_or("");
    (line, at.saturating_sub(start)..last.saturating_sub(start))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> String {
        render_terminal(
            &crate::read(text.as_bytes(), "p.toml").findings,
            text,
            "p.toml",
            false,
        )
    }

    #[test]
    fn a_finding_is_shown_under_its_line_with_what_was_expected() {
        let text = include_str!("../tests/example.toml")
            .replace("relation = \"autologous\"", "relation = \"autologus\"")
            .replace("2 x every 2 wk", "2 x evry 2 wk");
        insta::assert_snapshot!(page(&text));
    }

    #[test]
    fn a_file_without_text_is_shown_too() {
        insta::assert_snapshot!(page(""));
    }

    #[test]
    fn colour_is_only_given_when_asked_for() {
        let findings = crate::read(b"", "p.toml").findings;
        assert!(!render_terminal(&findings, "", "p.toml", false).contains('\u{1b}'));
        assert!(render_terminal(&findings, "", "p.toml", true).contains('\u{1b}'));
    }

    #[test]
    fn json_holds_the_place_and_the_code() {
        insta::assert_snapshot!(to_json(&crate::read(b"", "p.toml").findings));
    }
}

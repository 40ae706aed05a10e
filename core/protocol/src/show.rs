//! The protocol as a plain-text document that a clinician reads from top to bottom.
//!
//! Every rule carries the key of its source and how far that source can be trusted, so that a
//! number from memory is never taken for one that was read. The sources stand in full at the end.

use crate::model::{Basis, Protocol, Source};

mod part;
mod word;

/// No line is longer, so that the document prints on any paper.
const WIDTH: usize = 96;

/// Writes the document.
#[must_use]
pub fn show(protocol: &Protocol) -> String {
    let mut page = Page {
        protocol,
        lines: Vec::new(),
    };
    page.lines.push(protocol.title.clone());
    page.lines.push("=".repeat(protocol.title.chars().count()));
    page.lines
        .push(format!("{}, version {}", protocol.id, protocol.version));
    page.lines.push(format!("SHA-256 {}", protocol.hash));
    page.lines.push(String::new());
    page.paragraph("", &protocol.summary);
    page.paragraph("", &part::standing(protocol));
    part::all(&mut page);
    page.sources();
    page.lines.push(String::new());
    page.lines.join("\n")
}

/// A document being written.
struct Page<'p> {
    protocol: &'p Protocol,
    lines: Vec<String>,
}

impl Page<'_> {
    fn heading(&mut self, text: &str) {
        self.lines.extend([
            String::new(),
            text.to_owned(),
            "-".repeat(text.chars().count()),
        ]);
    }

    /// A paragraph, wrapped; every line after the first is indented under its first word.
    fn paragraph(&mut self, mark: &str, text: &str) {
        let indent = " ".repeat(mark.chars().count());
        let mut line = mark.to_owned();
        let mut filled = false;
        for word in text.split_whitespace() {
            let long = line.chars().count().saturating_add(word.chars().count());
            if filled && long >= WIDTH {
                self.lines
                    .push(std::mem::replace(&mut line, indent.clone()));
                filled = false;
            }
            if filled {
                line.push(' ');
            }
            line.push_str(word);
            filled = true;
        }
        self.lines.push(line);
    }

    /// A rule with its source and the source's basis.
    fn rule(&mut self, text: &str, source: &str) {
        let text = self.sourced(text, source);
        self.paragraph("  - ", &text);
    }

    /// A text with its source and the source's basis.
    fn sourced(&self, text: &str, source: &str) -> String {
        let basis = self
            .protocol
            .source(source)
            .map_or("", |source| source.basis.words());
        format!("{text} [{source}: {basis}]")
    }

    /// Something that belongs to the rule above.
    fn detail(&mut self, text: &str) {
        self.paragraph("      ", text);
    }

    fn sources(&mut self) {
        self.heading("Sources");
        let line = |(key, source): (&String, &Source)| {
            format!(
                "{key}: {}. {}. {}.",
                source.title,
                source.locator,
                sentence(source.basis)
            )
        };
        let lines: Vec<_> = self.protocol.sources.iter().map(line).collect();
        for line in lines {
            self.paragraph("  - ", &line);
        }
    }
}

fn sentence(basis: Basis) -> &'static str {
    match basis {
        Basis::Read => "Read in the source",
        Basis::Memory => "From memory, unverified: check it before relying on it",
        Basis::Proposal => "A proposal without outside authority: the centre decides",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Protocol {
        let text = include_bytes!("../tests/example.toml");
        crate::read(text, "example.toml").protocol.unwrap()
    }

    #[test]
    fn the_document_says_everything_in_the_order_of_a_treatment() {
        insta::assert_snapshot!(show(&example()));
    }

    #[test]
    fn no_line_is_longer_than_paper_and_each_rule_carries_its_basis() {
        let mut protocol = example();
        protocol.summary = "word ".repeat(100);
        let page = show(&protocol);
        assert!(page.lines().all(|line| line.chars().count() <= WIDTH));
        let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
        let sources = include_str!("../tests/example.toml");
        // The patient's text is two sections of the page and one rule of the file.
        let rules = sources.matches("\nsource = ").count() + 1;
        assert_eq!(
            page.matches("[author: proposal, no outside authority]")
                .count(),
            rules
        );
    }
}

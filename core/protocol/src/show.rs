//! The protocol as the document that a clinician reads from top to bottom.
//!
//! It is built once, as sections of blocks, and rendered as text, as one page of HTML and as JSON.
//! Every rule carries the keys of its sources and how far each can be trusted, so that a number
//! from memory is never taken for one that was read. The sources stand in full at the end.

use serde_json::Value as Json;

use crate::evidence::{Evidence, to_json};
use crate::model::{Basis, Protocol};

mod calendar;
mod cite;
mod doses;
mod evidence;
mod example;
mod giving;
mod html;
mod json;
mod making;
mod model;
mod outline;
mod overview;
mod patient;
mod stop;
mod text;
mod weeks;
mod word;

use cite::Page;
pub use model::{Block, Citation, Document, Rule, Section, Statement, Table};
pub use outline::Topic;

/// How the marks beside every rule are read.
const LEGEND: &str = "Beside each rule stands the key of its source. \"Unverified\": from memory, \
                      to be checked before anyone relies on it. \"Proposal\": of the protocol's \
                      author, without outside authority; the centre decides. A key alone, or with \
                      \"read\": read, at least in an excerpt.";

/// Makes the document. `evidence` is what was found of the evidence the protocol names; what was
/// not found is said in the document and listed in [`Document::missing_evidence`].
#[must_use]
pub fn show(protocol: &Protocol, evidence: &[Evidence]) -> Document {
    let mut missing_evidence = Vec::new();
    let mut sections = Vec::new();
    for topic in Topic::ALL {
        let mut page = Page::new(protocol, *topic);
        match topic {
            // It counts what the others say, so it is written last and put first.
            Topic::Overview => {}
            Topic::Eligibility => patient::eligibility(&mut page),
            Topic::Consent => patient::consent(&mut page),
            Topic::Calendar => calendar::section(&mut page),
            Topic::Doses => doses::doses(&mut page),
            Topic::Example => example::example(&mut page),
            Topic::Companions => doses::companions(&mut page),
            Topic::Making => making::making(&mut page),
            Topic::Release => making::release(&mut page),
            Topic::Infusion => giving::giving(&mut page),
            Topic::Fitness => patient::fitness(&mut page),
            Topic::Stop => stop::stop(&mut page),
            Topic::Ladder => stop::ladder(&mut page),
            Topic::FollowUp => patient::follow_up(&mut page),
            Topic::Patient => patient::told(&mut page),
            Topic::Evidence => missing_evidence = evidence::evidence(&mut page, evidence),
            Topic::Sources => sources(&mut page),
        }
        sections.extend(page.finish());
    }
    let mut page = Page::new(protocol, Topic::Overview);
    overview::overview(&mut page, &sections);
    let sections = page.finish().into_iter().chain(sections).collect();
    Document {
        id: protocol.id.clone(),
        version: protocol.version.clone(),
        hash: protocol.hash.to_string(),
        title: protocol.title.clone(),
        sections,
        missing_evidence,
        evidence: evidence.iter().map(to_json).collect(),
    }
}

fn sources(page: &mut Page<'_>) {
    let row = |(key, source): (&String, &crate::model::Source)| {
        [
            key.as_str(),
            &source.title,
            &source.locator,
            sentence(source.basis),
        ]
        .map(Statement::plain)
        .to_vec()
    };
    let rows = page.protocol.sources.iter().map(row).collect();
    let columns = ["Key", "Source", "Where", "How far it can be trusted"];
    page.table("What the rules stand on", &columns, rows);
}

fn sentence(basis: Basis) -> &'static str {
    match basis {
        Basis::Read => "Read, at least in an excerpt",
        Basis::Memory => "From memory, unverified: check it before relying on it",
        Basis::Proposal => "A proposal without outside authority: the centre decides",
    }
}

impl Document {
    /// The document as plain text for any terminal or paper.
    #[must_use]
    pub fn to_text(&self) -> String {
        text::text(self)
    }

    /// The document as one page of HTML that needs no other file and runs no script.
    #[must_use]
    pub fn to_html(&self) -> String {
        html::html(self)
    }

    /// The document as other software reads it.
    #[must_use]
    pub fn to_json(&self) -> Json {
        json::json(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Protocol {
        let text = include_bytes!("../tests/example.toml");
        crate::read(text, "example.toml").protocol.unwrap()
    }

    fn medicine() -> Protocol {
        let text = include_bytes!("../tests/example-medicine.toml");
        crate::read(text, "example-medicine.toml").protocol.unwrap()
    }

    #[test]
    fn the_document_says_everything_in_the_order_of_a_treatment() {
        insta::assert_snapshot!(show(&example(), &[]).to_text());
    }

    #[test]
    fn the_page_of_a_medicine_changes_only_on_purpose() {
        insta::assert_snapshot!(show(&medicine(), &[]).to_html());
    }

    #[test]
    fn no_line_is_longer_than_paper() {
        let mut protocol = medicine();
        protocol.summary = "word ".repeat(100);
        let page = show(&protocol, &[]).to_text();
        assert!(page.lines().all(|line| line.chars().count() <= text::WIDTH));
    }

    #[test]
    fn a_fact_from_memory_is_marked_wherever_it_is_used() {
        let mut protocol = example();
        let joined = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let html = show(&protocol, &[]).to_html();
        let rules = html.matches("<b>proposal</b>").count();
        assert!(rules > 20, "{rules}");
        for source in protocol.sources.values_mut() {
            source.basis = Basis::Memory;
        }
        let document = show(&protocol, &[]);
        let html = document.to_html();
        assert_eq!(html.matches("<b>unverified</b>").count(), rules);
        let text = joined(&document.to_text());
        assert!(text.contains("The treatment and its risks [author: UNVERIFIED]"));
        assert!(!text.contains("[author: proposal]"));
    }

    #[test]
    fn no_text_of_a_file_becomes_markup() {
        let mut protocol = example();
        protocol.title = "<script>alert('1')</script> & \"more\"".to_owned();
        protocol.summary = protocol.title.clone();
        let html = show(&protocol, &[]).to_html();
        assert!(!html.contains("<script"), "{html}");
        assert!(
            html.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;more&quot;")
        );
    }

    #[test]
    fn evidence_that_is_not_at_hand_is_said() {
        let mut protocol = example();
        protocol.evidence = vec!["nobody-2020".to_owned()];
        let document = show(&protocol, &[]);
        assert_eq!(document.missing_evidence, ["nobody-2020"]);
        assert!(
            document
                .to_text()
                .contains("'nobody-2020', named by the protocol")
        );
    }
}

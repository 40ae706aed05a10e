//! The document as one page that needs nothing else: no script, no other file, light, dark and paper.
//!
//! Every text goes through [`escaped`], and every attribute is of this file. What a source is worth
//! is said in words and by the shape of its mark, never by colour alone.

use jiff::civil::Date;

use super::Document;
use super::model::{Block, Citation, Rule, Section, Statement, Table};
use super::outline::Topic;
use crate::model::Basis;

const STYLE: &str = include_str!("page.css");

pub(super) fn html(document: &Document) -> String {
    let mut page = Html(String::new());
    let title = format!("{}, version {}", document.title, document.version);
    page.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    page.element("title", &title);
    page.raw(&format!("<style>\n{STYLE}</style>\n</head>\n<body>\n"));
    page.raw("<a class=\"skip\" href=\"#protocol\">To the protocol</a>\n");
    head(&mut page, document);
    page.raw("<div class=\"columns\">\n");
    contents(&mut page, document);
    page.raw("<main id=\"protocol\">\n");
    for section in &document.sections {
        self::section(&mut page, section);
    }
    page.raw("</main>\n</div>\n</body>\n</html>\n");
    page.0
}

fn head(page: &mut Html, document: &Document) {
    page.raw("<header>\n<p class=\"kind\">Treatment protocol</p>\n");
    page.element("h1", &document.title);
    page.raw("<p class=\"version\">");
    page.text(&format!("{}, version {}", document.id, document.version));
    page.raw("</p>\n<p class=\"hash\">SHA-256 <code>");
    page.text(&document.hash);
    page.raw("</code></p>\n<p class=\"legend\">");
    page.text(super::LEGEND);
    page.raw("</p>\n</header>\n");
}

fn contents(page: &mut Html, document: &Document) {
    page.raw("<nav aria-label=\"Contents\">\n<ol>\n");
    for section in &document.sections {
        let topic = section.topic;
        page.raw(&format!("<li><a href=\"#{}\">", topic.anchor()));
        page.text(topic.title());
        page.raw("</a></li>\n");
    }
    page.raw("</ol>\n</nav>\n");
}

fn section(page: &mut Html, section: &Section) {
    let anchor = section.topic.anchor();
    page.raw(&format!(
        "<section aria-labelledby=\"{anchor}\">\n<h2 id=\"{anchor}\">"
    ));
    page.text(section.topic.title());
    page.raw("</h2>\n");
    for block in &section.blocks {
        self::block(page, section.topic, block);
    }
    page.raw("</section>\n");
}

fn block(page: &mut Html, topic: Topic, block: &Block) {
    match block {
        Block::Heading(text) => page.element("h3", text),
        Block::Paragraph(statement) => {
            page.raw("<p>");
            page.statement(statement);
            page.raw("</p>\n");
        }
        Block::Warning(text) => {
            page.raw("<p class=\"warning\" role=\"note\"><strong>Note.</strong> ");
            page.text(text);
            page.raw("</p>\n");
        }
        Block::List(statements) => {
            page.raw("<ul>\n");
            for statement in statements {
                page.raw("<li>");
                page.statement(statement);
                page.raw("</li>\n");
            }
            page.raw("</ul>\n");
        }
        Block::Rule(rule) => self::rule(page, rule),
        Block::Table(table) => self::table(page, topic, table),
        Block::Working(lines) => {
            page.raw("<pre tabindex=\"0\" role=\"group\" aria-label=\"Working\">");
            for line in lines {
                page.raw("<span>");
                page.text(line);
                page.raw("</span>");
            }
            page.raw("</pre>\n");
        }
    }
}

fn rule(page: &mut Html, rule: &Rule) {
    page.raw("<div class=\"rule\">\n");
    page.element("h3", &rule.title);
    page.raw("<p>");
    page.statement(&rule.statement);
    page.raw("</p>\n");
    if !rule.details.is_empty() {
        page.raw("<dl>\n");
        let mut last = "";
        for (label, detail) in &rule.details {
            // Several materials of one step stand under one label.
            if *label != last {
                page.element("dt", label);
                last = label;
            }
            page.raw("<dd>");
            page.statement(detail);
            page.raw("</dd>\n");
        }
        page.raw("</dl>\n");
    }
    page.raw("</div>\n");
}

fn table(page: &mut Html, topic: Topic, table: &Table) {
    page.raw("<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"");
    page.text(&table.caption);
    page.raw("\">\n<table>\n");
    page.element("caption", &table.caption);
    page.raw("<thead><tr>");
    for column in &table.columns {
        page.raw("<th scope=\"col\">");
        page.text(column);
        page.raw("</th>");
    }
    page.raw("</tr></thead>\n<tbody>\n");
    for (number, row) in (1_usize..).zip(&table.rows) {
        match topic {
            Topic::Sources => page.raw(&format!("<tr id=\"source-{number}\">")),
            _ => page.raw("<tr>"),
        }
        for (index, cell) in row.iter().enumerate() {
            // A date that is broken over two lines is misread.
            let day = cell.sources.is_empty() && cell.text.parse::<Date>().is_ok();
            let (open, close) = match index {
                0 => ("<th scope=\"row\">", "</th>"),
                _ if day => ("<td class=\"day\">", "</td>"),
                _ => ("<td>", "</td>"),
            };
            page.raw(open);
            page.statement(cell);
            page.raw(close);
        }
        page.raw("</tr>\n");
    }
    page.raw("</tbody>\n</table>\n</div>\n");
}

/// A page being written.
struct Html(String);

impl Html {
    /// Markup of this file.
    fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// Text of the protocol.
    fn text(&mut self, text: &str) {
        escaped(text, &mut self.0);
    }

    fn element(&mut self, name: &str, text: &str) {
        self.raw(&format!("<{name}>"));
        self.text(text);
        self.raw(&format!("</{name}>\n"));
    }

    fn statement(&mut self, statement: &Statement) {
        self.text(&statement.text);
        for citation in &statement.sources {
            if !self.0.ends_with('>') || !statement.text.is_empty() {
                self.raw(" ");
            }
            self.citation(citation);
        }
    }

    fn citation(&mut self, citation: &Citation) {
        let (class, mark) = match citation.basis {
            Basis::Read => ("read", ""),
            Basis::Memory => ("memory", "unverified"),
            Basis::Proposal => ("proposal", "proposal"),
        };
        self.raw(&format!(
            "<a class=\"cite {class}\" href=\"#source-{}\">",
            citation.number
        ));
        self.raw("<span class=\"hidden\">source: </span>");
        self.text(&citation.key);
        if !mark.is_empty() {
            self.raw(&format!(" <b>{mark}</b>"));
        }
        self.raw("</a>");
    }
}

/// Writes a text so that no character of it is markup, inside elements and quoted attributes.
fn escaped(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
}

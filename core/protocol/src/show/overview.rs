//! The first section: what it is, where it may be had, and how much of it nobody has verified.

use super::cite::Page;
use super::model::{Block, Section, Statement};
use crate::model::{Availability, Basis, Protocol, Relation};

/// Writes the overview; the other sections are there to be counted.
pub(super) fn overview(page: &mut Page<'_>, sections: &[Section]) {
    let protocol = page.protocol;
    page.say(&protocol.summary);
    let given = match (protocol.relation(), protocol.medicine()) {
        (Some(Relation::Autologous), _) => "The patient's own cells, cultured".to_owned(),
        (Some(Relation::Allogeneic), _) => "Another person's cells, cultured".to_owned(),
        (None, Some(medicine)) => format!("{}, a medicine; nothing is collected", medicine.name),
        (None, None) => String::new(),
    };
    let doses = format!("at most {}", protocol.schedule.dose_count());
    let glance = [
        ("What is given", given),
        ("How", routes(protocol)),
        ("Doses", doses),
        ("Unverified", unverified(sections)),
        ("Sources", sources(protocol)),
    ];
    let row = |(name, text): (&str, String)| vec![Statement::plain(name), Statement::plain(text)];
    let rows = glance.into_iter().map(row).collect();
    page.table("At a glance", &["Subject", "What this protocol says"], rows);
    availability(page);
}

fn routes(protocol: &Protocol) -> String {
    let mut routes: Vec<&str> = Vec::new();
    for line in &protocol.doses {
        if !routes.contains(&line.route.as_str()) {
            routes.push(&line.route);
        }
    }
    routes.join("; ")
}

/// Facts that stand on memory alone, of all that stand on anything.
fn unverified(sections: &[Section]) -> String {
    let facts: Vec<_> = sections
        .iter()
        .flat_map(|section| &section.blocks)
        .flat_map(statements)
        .filter(|statement| !statement.sources.is_empty())
        .collect();
    let standing_on = |statement: &Statement, basis: Basis| {
        let mut sources = statement.sources.iter();
        sources.any(|citation| citation.basis == basis)
    };
    // Of what nothing was read, memory counts before a proposal that only adds to it.
    let unread = facts
        .iter()
        .copied()
        .filter(|fact| !standing_on(fact, Basis::Read));
    let (memory, proposed): (Vec<_>, Vec<&Statement>) =
        unread.partition(|fact| standing_on(fact, Basis::Memory));
    format!(
        "of {} statements with a source, {} stand on memory alone and are marked UNVERIFIED, and {} \
         on a proposal of the protocol's author alone",
        facts.len(),
        memory.len(),
        proposed.len()
    )
}

fn statements(block: &Block) -> Vec<&Statement> {
    match block {
        Block::Paragraph(statement) => vec![statement],
        Block::List(statements) => statements.iter().collect(),
        Block::Rule(rule) => {
            let details = rule.details.iter().map(|(_, statement)| statement);
            std::iter::once(&rule.statement).chain(details).collect()
        }
        Block::Table(table) => table.rows.iter().flatten().collect(),
        Block::Heading(_) | Block::Warning(_) | Block::Working(_) => Vec::new(),
    }
}

fn sources(protocol: &Protocol) -> String {
    let count = |basis| {
        let sources = protocol.sources.values();
        sources.filter(|source| source.basis == basis).count()
    };
    format!(
        "read, at least in an excerpt: {}; from memory, not checked against their text: {}; \
         proposals without outside authority: {}",
        count(Basis::Read),
        count(Basis::Memory),
        count(Basis::Proposal)
    )
}

fn availability(page: &mut Page<'_>) {
    let protocol = page.protocol;
    let row = |line: &Availability| {
        let country = line.country.as_deref().unwrap_or("elsewhere");
        let start = if line.status.needs_no_exception() {
            "yes"
        } else {
            "only with a recorded and signed exception"
        };
        let day = |day: Option<jiff::civil::Date>| day.map_or_else(String::new, |d| d.to_string());
        vec![
            Statement::plain(country),
            Statement::plain(line.status.name()),
            Statement::plain(day(line.since)),
            Statement::plain(day(line.until)),
            Statement::plain(start),
            page.cited(&line.text, [&line.source]),
        ]
    };
    let rows = protocol.availability.iter().map(row).collect();
    let columns = [
        "Country",
        "Status",
        "Since",
        "Until",
        "May be started",
        "To know",
    ];
    page.table("Where it may be had", &columns, rows);
    if protocol
        .availability
        .iter()
        .all(|line| line.country.is_some())
    {
        page.say(
            "In any other country it cannot be started without a recorded and signed exception.",
        );
    }
}

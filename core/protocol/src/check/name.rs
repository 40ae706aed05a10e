//! Names: each of one thing only, and each source both known and used.
//!
//! This check walks the tables themselves, so that it also sees what could not be read further.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::{FindingCode, Findings};
use crate::read::section::{closest, shortened};

/// Runs the check on a whole document.
pub(super) fn check(document: &DeTable<'_>, out: &mut Findings) {
    let declared = sources(document);
    let mut used = Vec::new();
    for (key, value) in document {
        if key.get_ref() != "sources" {
            walk(key.get_ref(), value, &mut used, out);
        }
    }
    for (key, span) in &used {
        if !declared.contains_key(key) {
            let message = format!("there is no source '{}'", shortened(key));
            out.add(
                FindingCode::UnknownSource,
                span.clone(),
                message,
                "the key of a table [sources.<key>]",
            );
            if let Some(meant) = closest(key, declared.keys().copied()) {
                out.help(format!("did you mean '{meant}'?"));
            }
        }
    }
    for (key, span) in declared {
        if !used.iter().any(|(used, _)| *used == key) {
            let message = format!("no rule stands on '{}'", shortened(key));
            out.add(
                FindingCode::UnusedSource,
                span,
                message,
                "a rule with this source, or no such source",
            );
        }
    }
}

fn sources<'t>(document: &'t DeTable<'_>) -> BTreeMap<&'t str, Range<usize>> {
    let table = document
        .get("sources")
        .and_then(|value| value.get_ref().as_table());
    let entries = table.into_iter().flatten();
    entries
        .map(|(key, _)| (key.get_ref().as_ref(), key.span()))
        .collect()
}

type Used<'t> = Vec<(&'t str, Range<usize>)>;

/// Depth is bounded by the TOML reader, which refuses what nests deeper than 80.
fn walk<'t>(key: &str, value: &'t Spanned<DeValue<'_>>, used: &mut Used<'t>, out: &mut Findings) {
    match value.get_ref() {
        DeValue::Table(table) => table_walk(table, used, out),
        DeValue::Array(array) => {
            let tables: Vec<_> = array
                .iter()
                .filter_map(|value| value.get_ref().as_table())
                .collect();
            duplicates(key, &tables, out);
            tables
                .into_iter()
                .for_each(|table| table_walk(table, used, out));
        }
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => {}
    }
}

fn table_walk<'t>(table: &'t DeTable<'_>, used: &mut Used<'t>, out: &mut Findings) {
    for (key, value) in table {
        match (key.get_ref().as_ref(), value.get_ref().as_str()) {
            ("source" | "also", Some(source)) => used.push((source.trim(), value.span())),
            (key, _) => walk(key, value, used, out),
        }
    }
}

fn duplicates(list: &str, tables: &[&DeTable<'_>], out: &mut Findings) {
    let mut seen = BTreeMap::new();
    for id in tables.iter().filter_map(|table| table.get("id")) {
        let Some(name) = id.get_ref().as_str() else {
            continue;
        };
        if seen.insert(name, id.span()).is_some() {
            let code = if list == "step" {
                FindingCode::DuplicateStep
            } else {
                FindingCode::DuplicateName
            };
            let message = format!(
                "'{}' is the name of another {list} already",
                shortened(name)
            );
            out.add(code, id.span(), message, "a name of its own");
        }
    }
}

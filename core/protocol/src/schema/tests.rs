//! The schema held against the reader: every table, key, word and need, both ways.
//!
//! For each table of the list a small file is written that goes down to it, and what the reader
//! finds there says which keys, needs and words it knows.

use std::collections::BTreeSet;

use super::course::PROTOCOL;
use super::{Kind, Shape, schema};
use crate::finding::{Finding, FindingCode};

/// A table of the list with the headers that lead to it.
struct Place {
    shape: &'static Shape,
    headers: Vec<String>,
}

fn places() -> Vec<Place> {
    let mut places = vec![Place {
        shape: &PROTOCOL,
        headers: Vec::new(),
    }];
    inside(&PROTOCOL, "", &[], &mut places);
    places
}

fn inside(shape: &'static Shape, path: &str, headers: &[String], places: &mut Vec<Place>) {
    for key in shape.keys {
        let path = match path {
            "" => key.name.to_owned(),
            path => format!("{path}.{}", key.name),
        };
        let (path, header, shape) = match key.kind {
            Kind::Table(shape) => (path.clone(), format!("[{path}]"), shape),
            Kind::Tables(shape) => (path.clone(), format!("[[{path}]]"), shape),
            Kind::Named(shape) => {
                let path = format!("{path}.any");
                (path.clone(), format!("[{path}]"), shape)
            }
            _ => continue,
        };
        let headers = [headers, &[header]].concat();
        places.push(Place {
            shape,
            headers: headers.clone(),
        });
        inside(shape, &path, &headers, places);
    }
}

impl Place {
    /// What the reader finds in a file that goes down to this table and holds `line` there.
    fn findings(&self, line: &str) -> Vec<Finding> {
        let mut lines = self.headers.clone();
        lines.push(line.to_owned());
        lines.push("# nothing else".to_owned());
        crate::read(lines.join("\n").as_bytes(), "file").findings
    }
}

fn words(text: &str) -> BTreeSet<String> {
    let list = text.strip_prefix("one of ").unwrap();
    list.split(", ").map(str::to_owned).collect()
}

#[test]
fn the_reader_and_the_schema_know_the_same_keys() {
    for place in places() {
        let findings = place.findings("zzz-unknown = true");
        let message = format!("'zzz-unknown' means nothing in {}", place.shape.name);
        let finding = findings.iter().find(|finding| finding.message == message);
        let known = words(&finding.unwrap_or_else(|| panic!("{message}")).expected);
        let keys = place.shape.keys.iter();
        let listed: BTreeSet<_> = keys.map(|key| key.name.to_owned()).collect();
        assert_eq!(known, listed, "{}", place.shape.name);
    }
}

#[test]
fn the_reader_and_the_schema_need_the_same_keys() {
    for place in places() {
        let shape = place.shape;
        let own = format!("{} ", shape.name);
        let mut missing = BTreeSet::new();
        for finding in place.findings("zzz-unknown = true") {
            let Some(rest) = finding.message.strip_prefix(&own) else {
                continue;
            };
            if finding.code == FindingCode::RuleWithoutSource {
                missing.insert("source".to_owned());
            } else if let Some(rest) = rest.strip_prefix("has no ") {
                let name = rest.split(',').next().unwrap();
                missing.insert(name.trim_matches(['\'', '[', ']']).to_owned());
            }
        }
        let keys = shape.keys.iter().filter(|key| key.needed);
        let mut needed: BTreeSet<_> = keys.map(|key| key.name.to_owned()).collect();
        // A file without [medicine] is one of cells, and is told what cells need.
        if shape.name == PROTOCOL.name {
            needed.extend(["relation", "collection", "culture"].map(str::to_owned));
        }
        assert_eq!(missing, needed, "{}", shape.name);
    }
}

#[test]
fn the_reader_and_the_schema_know_the_same_words() {
    let mut lists = 0;
    for place in places() {
        for key in place.shape.keys {
            let Kind::Words(known) = key.kind else {
                continue;
            };
            let findings = place.findings(&format!("{} = \"zzz-unknown\"", key.name));
            let message = format!("'zzz-unknown' is not known to '{}'", key.name);
            let finding = findings.iter().find(|finding| finding.message == message);
            let finding = finding.unwrap_or_else(|| panic!("{}: {message}", place.shape.name));
            let listed: BTreeSet<_> = known().into_iter().map(str::to_owned).collect();
            assert_eq!(words(&finding.expected), listed, "{}", key.name);
            lists += 1;
        }
    }
    assert!(lists > 10, "{lists}");
}

#[test]
fn the_reader_refuses_a_value_of_another_kind() {
    for place in places() {
        for key in place.shape.keys {
            let findings = place.findings(&format!("{} = 2020-01-01", key.name));
            let about = format!("'{}' ", key.name);
            let told = |finding: &Finding| {
                finding.code == FindingCode::WrongType && finding.message.starts_with(&about)
            };
            assert!(
                findings.iter().any(told),
                "{} {}",
                place.shape.name,
                key.name
            );
        }
    }
}

#[test]
fn the_committed_schema_is_the_generated_one() {
    let text = format!("{}\n", serde_json::to_string_pretty(&schema()).unwrap());
    let committed = include_str!("../../../../docs/protocol.schema.json");
    assert!(
        committed == text,
        "write it again: cargo run -- schema > docs/protocol.schema.json"
    );
}

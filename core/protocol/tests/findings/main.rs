//! Each test breaks a shipped protocol in one way and expects exactly the named finding there.

#![cfg(test)]

use cikada_protocol::{Finding, FindingCode, read};

mod dosing;
mod record;
mod rule;
mod schedule;
mod value;
mod whole;

const FILE: &str = "protocol.toml";
const SHIPPED: &str = include_str!("../../../../protocols/cik-immuncell/1.0.0/protocol.toml");
const MEDICINE: &str = include_str!("../example-medicine.toml");

fn findings(text: &str) -> Vec<Finding> {
    let reading = read(text.as_bytes(), FILE);
    assert_eq!(reading.protocol.is_none(), !reading.findings.is_empty());
    reading.findings
}

/// Line and column, from 1, of the first place where `text` holds `what`.
fn place(text: &str, what: &str) -> (usize, usize) {
    let found = text.split_once(what);
    let (before, _) = found.unwrap_or_else(|| panic!("'{what}' is not in the broken file"));
    let line = before.lines().count().max(1) + usize::from(before.ends_with('\n'));
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    (line, column)
}

/// Replaces the first `from` by `to` and expects one finding, at the first `at`.
#[track_caller]
fn expect(from: &str, to: &str, code: FindingCode, at: &str) -> Finding {
    expect_in(SHIPPED, &[(from, to)], code, at)
}

/// Replaces the first of each `from` in a file and expects one finding, at the first `at`.
#[track_caller]
fn expect_in(text: &str, changes: &[(&str, &str)], code: FindingCode, at: &str) -> Finding {
    let broken = changed(text, changes);
    let found = findings(&broken);
    let codes: Vec<_> = found
        .iter()
        .map(|f| (f.code.code(), f.line, f.message.as_str()))
        .collect();
    assert_eq!(found.len(), 1, "{codes:?}");
    let finding = found.into_iter().next().unwrap();
    assert_eq!(finding.code, code, "{}", finding.message);
    assert_eq!(
        (finding.line, finding.column),
        place(&broken, at),
        "{}",
        finding.message
    );
    assert_eq!(finding.file, FILE);
    finding
}

/// A file with each first `from` replaced.
#[track_caller]
fn changed(text: &str, changes: &[(&str, &str)]) -> String {
    let mut text = text.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "'{from}' is not in the file");
        text = text.replacen(from, to, 1);
    }
    text
}

/// Expects a file to stay clean with each first `from` replaced.
#[track_caller]
fn clean(text: &str, changes: &[(&str, &str)]) {
    assert_eq!(findings(&changed(text, changes)), []);
}

/// The shipped file without its tables of one kind.
fn without(header: &str) -> String {
    let mut kept = String::new();
    let mut dropping = false;
    for line in SHIPPED.lines() {
        if line.starts_with('[') {
            dropping = line == header || line.starts_with(&header.replace("]]", "."));
        }
        if !dropping {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[test]
fn the_shipped_file_is_clean() {
    assert_eq!(findings(SHIPPED), []);
}

#[test]
fn findings_of_every_kind_come_at_once_and_in_order() {
    let broken = SHIPPED
        .replacen("relation = \"autologous\"", "relation = \"self\"", 1)
        .replacen("repeats = true", "repeat = true", 1)
        .replacen("shelf-life = \"36 h\"", "shelf-life = \"36\"", 1);
    let found = findings(&broken);
    let codes: Vec<_> = found.iter().map(|finding| finding.code).collect();
    assert_eq!(
        codes,
        [
            FindingCode::UnknownWord,
            FindingCode::UnknownKey,
            FindingCode::BareNumber
        ]
    );
    assert!(found.windows(2).all(|pair| pair[0].line < pair[1].line));
}

#[test]
fn every_code_has_a_test() {
    let tests = concat!(
        include_str!("dosing.rs"),
        include_str!("record.rs"),
        include_str!("rule.rs"),
        include_str!("schedule.rs"),
        include_str!("value.rs"),
        include_str!("whole.rs"),
        include_str!("../bad_files.rs"),
        include_str!("../evidence.rs")
    );
    for code in FindingCode::ALL {
        assert!(
            tests.contains(&format!("FindingCode::{code:?}")),
            "{code:?}"
        );
    }
}

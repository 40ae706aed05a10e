//! The page about the language says what the reader does: its example, tables and lists are read.

#![cfg(test)]

use cikada_domain::Unit;
use cikada_protocol::{FindingCode, read};

#[path = "support/declared.rs"]
mod declared;

use declared::declared;

const PAGE: &str = include_str!("../../../docs/protocol-language.md");
const EXAMPLE: &str = include_str!("example.toml");

/// The rows of the table under a header, cell by cell.
fn table(header: &str) -> Vec<Vec<&'static str>> {
    let (_, rest) = PAGE
        .split_once(header)
        .unwrap_or_else(|| panic!("no table '{header}'"));
    let rows = rest
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect())
        .collect()
}

#[test]
fn the_example_of_the_page_is_the_one_that_is_read() {
    let (_, rest) = PAGE.split_once("```toml\n").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    assert_eq!(example, EXAMPLE);
    assert_eq!(read(EXAMPLE.as_bytes(), "example.toml").findings, []);
}

#[test]
fn the_evidence_of_the_page_is_read() {
    let (_, rest) = PAGE.split_once("```\nkey = ").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    let text = format!("key = {example}");
    let reading = cikada_protocol::evidence::read(text.as_bytes(), "example-2020.toml");
    assert_eq!(reading.findings, []);
}

#[test]
fn every_code_stands_in_the_table_with_its_sentence() {
    let expected: Vec<_> = FindingCode::ALL
        .iter()
        .map(|code| [format!("`{}`", code.code()), code.explanation().to_owned()])
        .collect();
    assert_eq!(table("| code | means |"), expected);
}

#[test]
fn every_unit_is_listed() {
    let (_, rest) = PAGE.split_once("are never compared:\n\n").unwrap();
    let (list, _) = rest.split_once("\n\n").unwrap();
    let listed: Vec<_> = list
        .split_whitespace()
        .map(|unit| unit.trim_matches(['`', ',']))
        .collect();
    let known: Vec<_> = Unit::ALL.iter().map(|unit| unit.code()).collect();
    assert_eq!(listed, known);
}

#[test]
fn every_schedule_of_the_page_is_read() {
    let rows = table("| doses | reads |");
    assert!(rows.len() >= 5);
    for row in rows {
        let doses = row[0].trim_matches('`');
        let text = declared(EXAMPLE.replace("2 x every 2 wk within 0 d to +3 d", doses));
        assert_eq!(
            read(text.as_bytes(), "example.toml").findings,
            [],
            "{doses}"
        );
    }
}

#[test]
fn every_timing_of_the_page_is_read() {
    let rows = table("| when | reads |");
    assert!(rows.len() >= 5);
    for row in rows {
        let when = row[0].trim_matches('`');
        let text = EXAMPLE.replace("24 h after each infusion within 0 d to +1 d", when);
        assert_eq!(read(text.as_bytes(), "example.toml").findings, [], "{when}");
    }
}

#[test]
fn every_rule_beside_the_doses_of_the_page_is_read() {
    let doses = "doses = \"2 x every 2 wk within 0 d to +3 d\"";
    let mut key = String::new();
    let mut read_forms = 0;
    for row in table("| key | forms | says |") {
        if !row[0].is_empty() {
            key = row[0].trim_matches('`').to_owned();
        }
        for form in row[1]
            .split('`')
            .filter(|form| form.contains(char::is_alphabetic))
        {
            if form.starts_with(", several") {
                continue;
            }
            let text = EXAMPLE.replace(doses, &format!("{doses}\n{key} = \"{form}\""));
            assert_eq!(read(text.as_bytes(), "example.toml").findings, [], "{form}");
            read_forms += 1;
        }
    }
    assert_eq!(read_forms, 5);
}

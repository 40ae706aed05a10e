//! The tables as a whole: what a reader holds against the published ones.

use std::fmt::Write;

use cikada_outcome::grade::{Scheme, lines, terms};

#[test]
fn the_tables_read_as_they_were_reviewed() {
    let mut text = String::new();
    for term in terms() {
        for scheme in Scheme::CTCAE {
            match term.key(scheme) {
                Some(key) => writeln!(text, "{key}").unwrap(),
                None => {
                    let absence = term.absence(scheme).unwrap();
                    writeln!(text, "{}: {absence}", scheme.code()).unwrap();
                    continue;
                }
            }
            for line in lines(scheme, term.name(scheme).unwrap()).unwrap() {
                let mark = line.source.mark.words();
                writeln!(text, "  {}  {} [{mark}]", line.number, line.words).unwrap();
            }
        }
        text.push('\n');
    }
    insta::assert_snapshot!("tables", text);
}

#[test]
fn every_name_key_and_short_form_finds_one_term() {
    let mut seen = std::collections::BTreeMap::new();
    for term in terms() {
        for scheme in Scheme::CTCAE {
            let Some(key) = term.key(scheme) else {
                continue;
            };
            let found = cikada_outcome::grade::find(&key).unwrap();
            assert!(std::ptr::eq(found, term), "{key}");
            assert!(
                !key.chars()
                    .any(|c| c.is_ascii_digit() && !key.starts_with("ctcae"))
            );
            assert!(seen.insert(key.clone(), ()).is_none(), "{key} stands twice");
        }
    }
}

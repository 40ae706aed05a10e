//! Every outside crate has its reason: a comment above it, or above the group it stands in.

use super::tree::{Tree, expect_none};

fn crates_without_a_reason(tree: &Tree) -> Vec<String> {
    let manifest = tree.file("Cargo.toml").map(|file| file.text.as_str());
    let mut findings = Vec::new();
    let (mut in_table, mut has_reason) = (false, false);
    for (number, line) in (1..).zip(manifest.unwrap_or_default().lines()) {
        if line.starts_with('[') {
            in_table = line == "[workspace.dependencies]";
        }
        match line.split_once('=') {
            _ if line.is_empty() => has_reason = false,
            _ if line.starts_with('#') => has_reason = true,
            Some((name, value)) if in_table && !has_reason && !value.contains("path =") => {
                findings.push(format!(
                    "Cargo.toml:{number}: say above '{}' in a comment why it is used",
                    name.trim()
                ));
            }
            _ => {}
        }
    }
    findings
}

#[test]
fn every_outside_crate_has_its_reason() {
    expect_none(&crates_without_a_reason(&Tree::of_workspace()));
}

#[test]
fn a_crate_without_a_reason_is_named() {
    let manifest = "[workspace.dependencies]\nours = { path = \"core/ours\" }\n\n\
                    # Exact decimals.\ndecimal = \"1\"\ndecimal-more = \"1\"\n\nmystery = \"1\"\n\n\
                    [profile.dev]\ndebug = true\n";
    let findings = crates_without_a_reason(&Tree::of([("Cargo.toml", manifest)]));
    assert_eq!(
        findings,
        ["Cargo.toml:8: say above 'mystery' in a comment why it is used"]
    );
}

//! INVARIANT (frozen-form): the golden file of a stored event, once committed, never changes.
//!
//! The domain's own test compares bytes with the files. This one looks at the files' history, so
//! that form and file cannot be changed together. Outside a repository there is no history.

use std::process::Command;

use super::tree::{Tree, expect_none, root};

const FOLDER: &str = "core/domain/tests/golden/";

fn kinds_without_a_file(tree: &Tree) -> Vec<String> {
    let forms = tree.of_kind("rs").filter_map(|file| {
        let path = file.path.strip_prefix("core/domain/src/stored/")?;
        // A version's tables lie in its file and in the folder beside it.
        let version = path.split(['/', '.']).next()?;
        Some((version, file))
    });
    let mut findings = Vec::new();
    for (version, form) in forms {
        let rows = form
            .text
            .lines()
            .filter_map(|line| line.strip_prefix("    \""));
        for kind in rows
            .filter_map(|row| row.split_once("\" "))
            .map(|(kind, _)| kind)
        {
            let path = format!("{FOLDER}{version}/{kind}.txt");
            if tree.file(&path).is_none() {
                findings.push(format!(
                    "{path} is missing: write it with `cargo xtask docs` and commit it with its event"
                ));
            }
        }
    }
    findings
}

/// `log` holds the paths of changed and deleted golden files, one a line.
fn changed_files(log: &str) -> Vec<String> {
    let mut paths: Vec<_> = log.lines().filter(|line| !line.is_empty()).collect();
    paths.sort_unstable();
    paths.dedup();
    let findings = paths.into_iter().map(|path| {
        format!(
            "{path} was changed after it was committed: ledgers hold these bytes; put it back and add \
             the new form as the next version"
        )
    });
    findings.collect()
}

fn git(arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(root())
        .output();
    let output = output.ok().filter(|output| output.status.success());
    output.map_or_else(String::new, |output| {
        String::from_utf8(output.stdout).unwrap()
    })
}

#[test]
fn every_kind_of_event_has_its_golden_file() {
    expect_none(&kinds_without_a_file(&Tree::of_workspace()));
}

#[test]
fn no_golden_file_of_an_event_was_ever_changed() {
    let committed = git(&[
        "log",
        "--diff-filter=MDT",
        "--format=",
        "--name-only",
        "--",
        FOLDER,
    ]);
    let uncommitted = git(&[
        "diff",
        "HEAD",
        "--diff-filter=MDT",
        "--name-only",
        "--",
        FOLDER,
    ]);
    expect_none(&changed_files(&format!("{committed}{uncommitted}")));
}

#[test]
fn a_kind_without_a_golden_file_is_named() {
    let form = "events! {\n    \"bag-opened\" BagOpened {}\n    \"bag-closed\" BagClosed {}\n}\n";
    let tree = Tree::of([
        ("core/domain/src/stored/v1.rs", form),
        ("core/domain/tests/golden/v1/bag-opened.txt", ""),
    ]);
    let findings = kinds_without_a_file(&tree);
    assert_eq!(findings.len(), 1);
    assert!(findings[0].starts_with("core/domain/tests/golden/v1/bag-closed.txt is missing"));
}

#[test]
fn a_changed_golden_file_is_named_once() {
    let findings = changed_files("a/hold-placed.txt\n\na/hold-placed.txt\n");
    assert_eq!(findings.len(), 1);
    assert!(findings[0].starts_with("a/hold-placed.txt was changed"));
}

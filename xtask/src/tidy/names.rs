//! Names: no therapy in the code, and no word that says nothing.
//!
//! Therapies are data; their names are the folders under `protocols` that hold versions. A doer object or a drawer
//! for odds and ends has not been given a name yet.

use super::tree::{File, Tree, expect_none};

/// Words of folder names that are ordinary words too, or ours; the whole name is still a name.
const ORDINARY: &[&str] = &[
    "after",
    "cell",
    "cik",
    "classic",
    "continuous",
    "dc",
    "dose",
    "high",
    "infusion",
    "low",
    "til",
];

const FORBIDDEN: &[&str] = &["manager", "helper", "helpers", "util", "utils"];
const FORBIDDEN_LAST: &[&str] = &["impl", "service", "info", "data", "handler"];

fn therapy_names(tree: &Tree) -> Vec<String> {
    let folders = tree.files.iter().filter_map(|file| {
        let (therapy, version) = file.path.strip_prefix("protocols/")?.split_once('/')?;
        version.contains('/').then_some(therapy)
    });
    let names = folders.flat_map(|folder| folder.split(['-', '_']).chain([folder]));
    let mut names: Vec<_> = names
        .filter(|name| !ORDINARY.contains(name))
        .map(str::to_lowercase)
        .collect();
    names.sort();
    names.dedup();
    names
}

fn therapies_in_code(tree: &Tree) -> Vec<String> {
    let names = therapy_names(tree);
    let mut findings = Vec::new();
    for file in tree.of_kind("rs") {
        for (number, line) in (1..).zip(file.production().lines()) {
            let line = line.to_lowercase();
            for name in names.iter().filter(|name| line.contains(name.as_str())) {
                findings.push(format!(
                    "{}:{number}: '{name}' is a therapy's name: what differs between therapies \
                     stands in their files",
                    file.path
                ));
            }
        }
    }
    findings
}

fn empty_words(tree: &Tree) -> Vec<String> {
    tree.of_kind("rs").flat_map(empty_words_of).collect()
}

fn empty_words_of(file: &File) -> Vec<String> {
    let mut findings = Vec::new();
    let stem = file.path.rsplit('/').next().unwrap_or_default();
    let stem = stem.strip_suffix(".rs").unwrap_or_default();
    if let Some(word) = empty_word(stem, false) {
        findings.push(format!(
            "{}: '{word}' in the file's name says nothing: name it for what it holds",
            file.path
        ));
    }
    for (number, line) in (1..).zip(file.text.lines()) {
        let Some((name, is_type)) = defined_name(line) else {
            continue;
        };
        if let Some(word) = empty_word(name, is_type) {
            findings.push(format!(
                "{}:{number}: '{word}' in '{name}' says nothing: use the name the field gives it",
                file.path
            ));
        }
    }
    findings
}

/// The name that a line defines, and whether it is a type's.
fn defined_name(line: &str) -> Option<(&str, bool)> {
    let mut words = line.split_whitespace();
    let keyword = words.find(|word| {
        !(word.starts_with("pub")
            || matches!(*word, "const" | "async" | "unsafe" | "in" | "super)"))
    })?;
    let is_type = matches!(keyword, "struct" | "enum" | "trait" | "type");
    if !is_type && !matches!(keyword, "fn" | "mod") {
        return None;
    }
    let name = words
        .next()?
        .split(|c: char| !(c.is_alphanumeric() || c == '_'));
    Some((name.into_iter().next()?, is_type))
}

fn empty_word(name: &str, is_type: bool) -> Option<String> {
    let words = words_of(name);
    let forbidden = words.iter().find(|word| FORBIDDEN.contains(&word.as_str()));
    let last = words
        .last()
        .filter(|word| is_type && FORBIDDEN_LAST.contains(&word.as_str()));
    forbidden.or(last).cloned()
}

/// `HttpManager` and `http_manager` are the words "http" and "manager".
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for character in name.chars() {
        if character == '_' || character == '-' || character.is_uppercase() {
            words.push(String::new());
        }
        if character.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(character.to_lowercase());
        }
    }
    words
}

#[test]
fn no_code_names_a_therapy() {
    expect_none(&therapies_in_code(&Tree::of_workspace()));
}

#[test]
fn no_name_holds_a_word_that_says_nothing() {
    expect_none(&empty_words(&Tree::of_workspace()));
}

#[test]
fn a_therapy_in_the_code_is_named_with_its_line() {
    let tree = Tree::of([
        (
            "core/a/src/lib.rs",
            "//! A room.\nif name == \"Examplecel\" {}\n",
        ),
        ("core/a/tests/story.rs", "examplecel\n"),
        ("core/b/src/lib.rs", "classic and cikada\n\"cik-classic\"\n"),
        ("protocols/cik-classic/1/protocol.toml", ""),
        ("protocols/cik-examplecel/1/protocol.toml", ""),
    ]);
    let findings = therapies_in_code(&tree);
    assert_eq!(findings.len(), 2, "{findings:?}");
    assert!(findings[0].starts_with("core/a/src/lib.rs:2: 'examplecel' is a therapy's name"));
    assert!(findings[1].starts_with("core/b/src/lib.rs:2: 'cik-classic' is a therapy's name"));
}

#[test]
fn a_word_that_says_nothing_is_named_with_its_line() {
    let source = "//! A room.\npub(super) struct BatchManager;\nfn date_utils() {}\nenum Data {}\nfn data_matrix() {}\n";
    let tree = Tree::of([("a/src/helpers.rs", source)]);
    let findings = empty_words(&tree);
    assert_eq!(findings.len(), 4, "{findings:?}");
    assert!(findings[0].starts_with("a/src/helpers.rs: 'helpers' in the file's name"));
    assert!(findings[1].starts_with("a/src/helpers.rs:2: 'manager' in 'BatchManager'"));
}

//! Every source file opens with a module doc: what it is, in one sentence. A crate's may be its
//! README.

use super::tree::{Tree, expect_none};

fn files_without_a_doc(tree: &Tree) -> Vec<String> {
    let has_doc = |text: &str| {
        text.starts_with("//! ") || text.starts_with("#![doc = include_str!(\"../README.md\")]")
    };
    let without = tree.of_kind("rs").filter(|file| !has_doc(&file.text));
    let findings = without.map(|file| {
        format!(
            "{}:1: open the file with `//! ` and one sentence that says what it is",
            file.path
        )
    });
    findings.collect()
}

#[test]
fn every_file_opens_with_a_module_doc() {
    expect_none(&files_without_a_doc(&Tree::of_workspace()));
}

#[test]
fn a_file_without_a_doc_is_named() {
    let tree = Tree::of([
        ("a/src/lib.rs", "//! A room.\n"),
        ("c/src/lib.rs", "#![doc = include_str!(\"../README.md\")]\n"),
        ("a/src/b.rs", "use c;\n"),
    ]);
    let findings = files_without_a_doc(&tree);
    assert_eq!(findings.len(), 1);
    assert!(findings[0].starts_with("a/src/b.rs:1: open the file"));
}

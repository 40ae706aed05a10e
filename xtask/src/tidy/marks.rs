//! An invariant that the code relies on is named at every place, and one of them is a test.
//!
//! The mark is `INVARIANT` with the invariant's name in parentheses. Reading a mark in the code,
//! the test that holds it is one search away; reading it in a test, so is the code.

use std::collections::BTreeMap;

use super::tree::{Tree, expect_none};

fn marks(text: &str) -> impl Iterator<Item = &str> {
    let behind = text.split("INVARIANT (").skip(1);
    behind
        .filter_map(|rest| rest.split_once("):"))
        .map(|(name, _)| name)
}

fn unpaired_marks(tree: &Tree) -> Vec<String> {
    let (mut in_code, mut in_tests) = (BTreeMap::new(), BTreeMap::new());
    let simulated = |path: &str| path.starts_with("sim/");
    for file in tree
        .of_kind("rs")
        .filter(|file| !file.path.starts_with("xtask/src/tidy/marks"))
    {
        let (code, tests) = match simulated(&file.path) || file.path.starts_with("xtask/") {
            true => ("", file.text.as_str()),
            false => (file.production(), file.tests()),
        };
        in_code.extend(marks(code).map(|name| (name, &file.path)));
        in_tests.extend(marks(tests).map(|name| (name, &file.path)));
    }
    let untested = in_code
        .iter()
        .filter(|(name, _)| !in_tests.contains_key(*name));
    let untested = untested.map(|(name, path)| {
        format!(
            "{path}: no test holds the invariant '{name}': mark the test that does with \
             `// INVARIANT ({name}): ...`"
        )
    });
    let unused = in_tests
        .iter()
        .filter(|(name, _)| !in_code.contains_key(*name));
    let unused = unused.map(|(name, path)| {
        format!(
            "{path}: no code relies on the invariant '{name}' that this test holds: mark the place"
        )
    });
    untested.chain(unused).collect()
}

#[test]
fn every_invariant_is_held_by_a_test() {
    expect_none(&unpaired_marks(&Tree::of_workspace()));
}

#[test]
fn an_invariant_without_a_test_and_a_test_without_its_place_are_named() {
    let tree = Tree::of([
        (
            "a/src/lib.rs",
            "// INVARIANT (once): never twice.\n// INVARIANT (stop): no more.\n",
        ),
        (
            "a/tests/topic.rs",
            "// INVARIANT (once): never twice.\n// INVARIANT (late): not late.\n",
        ),
    ]);
    let findings = unpaired_marks(&tree);
    assert_eq!(findings.len(), 2, "{findings:?}");
    assert!(findings[0].starts_with("a/src/lib.rs: no test holds the invariant 'stop'"));
    assert!(findings[1].starts_with("a/tests/topic.rs: no code relies on the invariant 'late'"));
}

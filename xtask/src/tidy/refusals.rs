//! Every refusal code stands in `docs/refusals.md`, where a nurse or an inspector looks it up.

use super::tree::{Tree, expect_none};

const LIST: &str = "core/engine/src/refusal.rs";
const PAGE: &str = "docs/refusals.md";

/// The codes of the list: rows begin with a name and hold the code in quotes behind it.
fn codes(source: &str) -> impl Iterator<Item = &str> {
    source.lines().filter_map(|line| {
        let (name, rest) = line.trim_start().split_once(", \"")?;
        let is_name =
            name.starts_with(char::is_uppercase) && name.chars().all(char::is_alphanumeric);
        let (code, _) = rest.split_once('"')?;
        is_name.then_some(code)
    })
}

fn codes_without_an_entry(tree: &Tree) -> Vec<String> {
    let list = tree.file(LIST).map(|file| file.text.as_str());
    let page = tree.file(PAGE).map_or("", |file| file.text.as_str());
    let missing =
        codes(list.unwrap_or_default()).filter(|code| !page.contains(&format!("`{code}`")));
    let findings = missing.map(|code| {
        format!(
            "{PAGE}: `{code}` of {LIST} is not explained: write the page with `cargo xtask docs`"
        )
    });
    findings.collect()
}

#[test]
fn every_refusal_code_is_explained() {
    expect_none(&codes_without_an_entry(&Tree::of_workspace()));
}

#[test]
fn a_code_that_is_not_explained_is_named() {
    let list = "refusals! {\n    BagExpired, \"bag-expired\",\n        \"The bag has expired.\";\n    BagLost, \"bag-lost\",\n";
    let tree = Tree::of([(LIST, list), (PAGE, "# Refusals\n`bag-lost`\n")]);
    let findings = codes_without_an_entry(&tree);
    assert_eq!(findings.len(), 1);
    assert!(findings[0].starts_with("docs/refusals.md: `bag-expired` of core/engine"));
}

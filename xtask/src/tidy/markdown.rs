//! Markdown pages have one title each and no link that leads nowhere.

use super::tree::{File, Tree, expect_none, root};

fn pages_without_one_title(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for file in tree.of_kind("md") {
        let titles = prose(file)
            .filter(|(_, line)| line.starts_with("# "))
            .count();
        if titles != 1 {
            findings.push(format!(
                "{}: {titles} titles, expected one line that begins with `# `",
                file.path
            ));
        }
    }
    findings
}

fn dead_links(tree: &Tree, exists: impl Fn(&str) -> bool) -> Vec<String> {
    let mut findings = Vec::new();
    for file in tree.of_kind("md") {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (number, line) in prose(file) {
            for target in relative_links(line) {
                if !exists(&format!("{folder}/{target}")) {
                    findings.push(format!(
                        "{}:{number}: the link to '{target}' leads nowhere",
                        file.path
                    ));
                }
            }
        }
    }
    findings
}

/// The lines outside code blocks, with their numbers.
fn prose(file: &File) -> impl Iterator<Item = (usize, &str)> {
    let mut in_code = false;
    (1..).zip(file.text.lines()).filter(move |(_, line)| {
        let fence = line.trim_start().starts_with("```");
        in_code ^= fence;
        !in_code && !fence
    })
}

fn relative_links(line: &str) -> impl Iterator<Item = &str> {
    let targets = line
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    let paths = targets.filter_map(|target| target.split(['#', ' ']).next());
    paths.filter(|path| !path.is_empty() && !path.contains(':'))
}

#[test]
fn every_page_has_one_title() {
    expect_none(&pages_without_one_title(&Tree::of_workspace()));
}

#[test]
fn no_link_leads_nowhere() {
    let exists = |path: &str| root().join(path.trim_start_matches('/')).exists();
    expect_none(&dead_links(&Tree::of_workspace(), exists));
}

#[test]
fn a_page_with_two_titles_is_named() {
    let page = "# One\n```sh\n# a comment\n```\n# Two\n";
    let findings = pages_without_one_title(&Tree::of([("docs/a.md", page)]));
    assert_eq!(
        findings,
        ["docs/a.md: 2 titles, expected one line that begins with `# `"]
    );
}

#[test]
fn a_dead_link_is_named_with_its_line() {
    let page = "# A\nsee [b](b.md#part), [web](https://example.org) and [here](#a)\n";
    let tree = Tree::of([("docs/a.md", page)]);
    let findings = dead_links(&tree, |path| path == "docs/c.md");
    assert_eq!(findings, ["docs/a.md:2: the link to 'b.md' leads nowhere"]);
    assert!(dead_links(&tree, |path| path == "docs/b.md").is_empty());
}

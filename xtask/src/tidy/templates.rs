//! Each template is one page's: used by one structure, or built upon by other templates. Templates
//! lie beside their pages, as `askama.toml` says.

use super::tree::{Tree, expect_none};

const FOLDER: &str = "service/web/src/pages/";

fn stray_templates(tree: &Tree) -> Vec<String> {
    let used = quoted(tree, "rs", &["template(path = \""]);
    let built_upon = quoted(
        tree,
        "html",
        &["extends \"", "include \"", "import \"", "from \""],
    );
    let mut findings = Vec::new();
    for file in tree.of_kind("html") {
        let Some(name) = file.path.strip_prefix(FOLDER) else {
            continue;
        };
        let pages: Vec<_> = used.iter().filter(|(path, _)| path == name).collect();
        match pages.as_slice() {
            [] if !built_upon.iter().any(|(path, _)| path == name) => findings.push(format!(
                "{}: no page uses it: take it out, or give it to a page",
                file.path
            )),
            [] | [_] => {}
            [(_, first), (_, second), ..] => findings.push(format!(
                "{}: used in {first} and in {second}: share a part by include, not a whole page",
                file.path
            )),
        }
    }
    for (name, source) in &used {
        if tree.file(&format!("{FOLDER}{name}")).is_none() {
            findings.push(format!(
                "{source}: its template {FOLDER}{name} does not exist"
            ));
        }
    }
    findings
}

/// What stands in quotes behind one of these beginnings, with the file it stands in.
fn quoted(tree: &Tree, kind: &str, beginnings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for file in tree
        .of_kind(kind)
        .filter(|file| file.path.starts_with("service/web/"))
    {
        for beginning in beginnings {
            let names = file.text.split(beginning).skip(1);
            let names = names.filter_map(|rest| rest.split('"').next());
            found.extend(names.map(|name| (name.to_owned(), file.path.clone())));
        }
    }
    found
}

#[test]
fn every_template_is_one_page_s() {
    expect_none(&stray_templates(&Tree::of_workspace()));
}

#[test]
fn a_stray_a_shared_and_a_missing_template_are_named() {
    let source = |names: [&str; 2]| {
        names
            .map(|name| format!("#[template(path = \"{name}\")]\n"))
            .concat()
    };
    let tree = Tree::of([
        (
            "service/web/src/pages/a.rs",
            source(["a.html", "gone.html"]),
        ),
        ("service/web/src/pages/b.rs", source(["a.html", "b.html"])),
        (
            "service/web/src/pages/a.html",
            "{% extends \"base.html\" %}".to_owned(),
        ),
        ("service/web/src/pages/b.html", String::new()),
        ("service/web/src/pages/base.html", String::new()),
        ("service/web/src/pages/stray.html", String::new()),
    ]);
    let findings = stray_templates(&tree);
    assert_eq!(findings.len(), 3, "{findings:?}");
    assert!(findings[0].contains("pages/a.html: used in service/web/src/pages/a.rs and in"));
    assert!(findings[1].contains("pages/stray.html: no page uses it"));
    assert!(findings[2].contains("gone.html does not exist"));
}

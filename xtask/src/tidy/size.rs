//! Files and functions that fit into a head: 400 lines of production code, 600 of tests, and 70 a
//! function.

use super::tree::{File, Tree, expect_none};

const PRODUCTION_LINES_MAX: usize = 400;
const TEST_LINES_MAX: usize = 600;
const FUNCTION_LINES_MAX: usize = 70;

/// Files that may be longer, each with its reason.
const LONGER_FILES: &[(&str, &str)] = &[(
    "core/engine/src/refusal.rs",
    "one list of codes with their sentences; it is read as a list",
)];

/// Functions that may be longer, each with its reason.
const LONGER_FUNCTIONS: &[(&str, &str)] = &[(
    "core/engine/src/decide.rs: decide",
    "one arm a command and nothing else, so that a new command does not compile without its rule",
)];

fn long_files(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for file in tree.of_kind("rs") {
        let excepted = is_excepted(LONGER_FILES, &file.path);
        let production = file.production().lines().count();
        if production > PRODUCTION_LINES_MAX && !excepted {
            findings.push(format!(
                "{}: {production} lines without its tests, at most {PRODUCTION_LINES_MAX}: split it \
                 by topic, or give its reason in the list of longer files",
                file.path
            ));
        }
        let tests = file.tests().lines().count();
        if tests > TEST_LINES_MAX {
            findings.push(format!(
                "{}: {tests} lines of tests, at most {TEST_LINES_MAX}: split them by topic",
                file.path
            ));
        }
    }
    findings
}

fn long_functions(tree: &Tree) -> Vec<String> {
    tree.of_kind("rs").flat_map(long_functions_of).collect()
}

/// The formatter puts a function's last brace under its first word, which is all this needs.
fn long_functions_of(file: &File) -> Vec<String> {
    let mut findings = Vec::new();
    let mut open: Option<(usize, String, usize)> = None;
    for (number, line) in (1..).zip(file.text.lines()) {
        let indent = line.len() - line.trim_start().len();
        if let Some(name) = function_name(line) {
            open = Some((indent, name.to_owned(), number));
        }
        let closes = line.trim_start() == "}";
        if let Some((_, name, start)) = open.take_if(|(at, ..)| closes && *at == indent) {
            let lines = number - start + 1;
            let place = format!("{}: {name}", file.path);
            if lines > FUNCTION_LINES_MAX && !is_excepted(LONGER_FUNCTIONS, &place) {
                findings.push(format!(
                    "{}:{start}: function '{name}' has {lines} lines, at most {FUNCTION_LINES_MAX}: \
                     name its parts",
                    file.path
                ));
            }
        }
    }
    findings
}

fn is_excepted(list: &[(&str, &str)], place: &str) -> bool {
    list.iter().any(|(excepted, _)| *excepted == place)
}

/// An exception that is no longer needed is taken off the list.
fn idle_exceptions(tree: &Tree) -> Vec<String> {
    let files = LONGER_FILES.iter().filter(|(path, _)| {
        let lines = tree
            .file(path)
            .map(|file| file.production().lines().count());
        lines.unwrap_or_default() <= PRODUCTION_LINES_MAX
    });
    let idle = files
        .map(|(path, _)| format!("{path} is short again: take it off the list of longer files"));
    idle.collect()
}

fn function_name(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("fn ")?;
    let mut words = before.split_whitespace();
    let only_qualifiers = words.all(|word| {
        word.starts_with("pub") || matches!(word, "const" | "async" | "unsafe" | "in" | "super)")
    });
    let (name, _) = after.split_once(['(', '<'])?;
    (only_qualifiers && !line.ends_with(';')).then_some(name)
}

#[test]
fn files_fit_into_a_head() {
    expect_none(&long_files(&Tree::of_workspace()));
}

#[test]
fn no_exception_outlives_its_need() {
    expect_none(&idle_exceptions(&Tree::of_workspace()));
}

#[test]
fn an_exception_that_is_no_longer_needed_is_named() {
    let findings = idle_exceptions(&Tree::of([("a/src/lib.rs", "")]));
    assert_eq!(findings.len(), LONGER_FILES.len());
    assert!(findings[0].ends_with("take it off the list of longer files"));
}

#[test]
fn functions_fit_on_a_screen() {
    expect_none(&long_functions(&Tree::of_workspace()));
}

#[test]
fn a_long_file_is_named_with_its_lines() {
    let tree = Tree::of([("a/src/lib.rs", "x\n".repeat(401))]);
    let findings = long_files(&tree);
    assert!(findings[0].starts_with("a/src/lib.rs: 401 lines without its tests"));
    let tests = format!("x\n\n#[cfg(test)]\nmod tests {{\n{}}}\n", "x\n".repeat(600));
    let findings = long_files(&Tree::of([("a/src/lib.rs", tests)]));
    assert!(findings[0].contains("lines of tests"));
}

#[test]
fn a_long_function_is_named_with_its_place() {
    let body = "        x();\n".repeat(69);
    let text = format!("impl A {{\n    pub(super) fn run<T>(x: T) {{\n{body}    }}\n}}\n");
    let findings = long_functions(&Tree::of([("a/src/lib.rs", text)]));
    assert_eq!(findings.len(), 1);
    assert!(findings[0].starts_with("a/src/lib.rs:2: function 'run' has 71 lines"));
}

//! Which room may depend on which, and which outside crates may enter core.
//!
//! The table is the one of the rooms in ARCHITECTURE.md: a new edge changes both.

use std::process::Command;

use serde::Deserialize;

use super::tree::{expect_none, root};

const CORE: &[&str] = &[
    "domain", "ledger", "dose", "protocol", "engine", "forecast", "schedule", "outcome",
    "document", "paper",
];

const ROOMS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("ledger", &[]),
    ("dose", &["domain"]),
    ("protocol", &["domain", "dose", "outcome"]),
    ("engine", &["domain", "dose", "protocol", "outcome"]),
    ("forecast", &["domain"]),
    ("outcome", &["domain"]),
    ("document", &["domain"]),
    ("paper", &["document"]),
    ("schedule", &["domain", "forecast"]),
    ("fhir", &["domain", "protocol"]),
    ("store", &["ledger"]),
    (
        "app",
        &[
            "domain", "ledger", "dose", "protocol", "engine", "forecast", "schedule", "outcome",
            "document", "paper", "store",
        ],
    ),
    ("web", &["domain", "fhir", "app"]),
    (
        "cli",
        // Arguments become typed identifiers and days once, where they are read.
        &[
            "domain", "ledger", "dose", "protocol", "forecast", "schedule", "outcome", "document",
            "store", "app", "web",
        ],
    ),
    (
        "sim",
        &[
            "domain", "ledger", "protocol", "engine", "forecast", "schedule", "outcome",
            "document", "store", "app",
        ],
    ),
];

/// Crates that compute and nothing else. A clock, a socket, a disk or a random source stays out.
const OUTSIDE_OF_CORE: &[&str] = &[
    "annotate-snippets",
    "base64",
    "chacha20poly1305",
    "csv",
    "ct-merkle",
    "datamatrix",
    "ed25519-dalek",
    "jiff",
    "krilla",
    "minicbor",
    "num-rational",
    "num-traits",
    "rust_decimal",
    "serde",
    "serde_json",
    "sha2",
    "skrifa",
    "statrs",
    "strsim",
    "textwrap",
    "thiserror",
    "toml",
    "zeroize",
];

#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Debug, Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Debug, Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
}

fn room(package: &str) -> Option<&str> {
    // The binary has the name people type.
    if package == "cikada" {
        return Some("cli");
    }
    package.strip_prefix("cikada-")
}

fn wrong_edges(packages: &[Package]) -> Vec<String> {
    let mut findings = Vec::new();
    for package in packages {
        let Some(from) = room(&package.name) else {
            continue;
        };
        let Some((_, allowed)) = ROOMS.iter().find(|(room, _)| *room == from) else {
            findings.push(format!(
                "room '{from}' is not in the table of rooms: add it here and in ARCHITECTURE.md"
            ));
            continue;
        };
        let rooms = package
            .dependencies
            .iter()
            .filter_map(|edge| room(&edge.name));
        for to in rooms.filter(|to| !allowed.contains(to)) {
            findings.push(format!(
                "room '{from}' depends on '{to}', which the table of rooms does not allow: take the \
                 edge out, or change the table here and in ARCHITECTURE.md with its reason"
            ));
        }
    }
    findings
}

fn strangers_in_core(packages: &[Package]) -> Vec<String> {
    let in_core = |package: &&Package| room(&package.name).is_some_and(|room| CORE.contains(&room));
    let mut findings = Vec::new();
    for package in packages.iter().filter(in_core) {
        let outside = package.dependencies.iter().filter(|edge| {
            edge.kind.is_none()
                && room(&edge.name).is_none()
                && !OUTSIDE_OF_CORE.contains(&edge.name.as_str())
        });
        for edge in outside {
            findings.push(format!(
                "{} uses the crate '{}': core takes only crates that compute; do this in service, or \
                 add the crate to the list here with its reason in Cargo.toml",
                package.name, edge.name
            ));
        }
    }
    findings
}

fn workspace_packages() -> Vec<Package> {
    let arguments = [
        "metadata",
        "--no-deps",
        "--offline",
        "--format-version",
        "1",
    ];
    let mut cargo = Command::new(env!("CARGO"));
    let output = cargo.args(arguments).current_dir(root()).output().unwrap();
    let metadata: Metadata = serde_json::from_slice(&output.stdout).unwrap();
    metadata.packages
}

#[test]
fn rooms_depend_on_each_other_only_as_the_table_allows() {
    expect_none(&wrong_edges(&workspace_packages()));
}

#[test]
fn core_uses_only_crates_that_compute() {
    expect_none(&strangers_in_core(&workspace_packages()));
}

fn example(name: &str, dependency: &str) -> [Package; 1] {
    let dependency = Dependency {
        name: dependency.to_owned(),
        kind: None,
    };
    [Package {
        name: name.to_owned(),
        dependencies: vec![dependency],
    }]
}

#[test]
fn an_edge_outside_the_table_is_named_with_both_ends() {
    let findings = wrong_edges(&example("cikada-domain", "cikada-store"));
    assert!(findings[0].starts_with("room 'domain' depends on 'store'"));
    let findings = wrong_edges(&example("cikada-cellar", "jiff"));
    assert!(findings[0].starts_with("room 'cellar' is not in the table"));
}

#[test]
fn a_crate_with_a_clock_in_core_is_named() {
    let findings = strangers_in_core(&example("cikada-engine", "tokio"));
    assert!(findings[0].starts_with("cikada-engine uses the crate 'tokio'"));
    assert!(strangers_in_core(&example("cikada-app", "tokio")).is_empty());
}

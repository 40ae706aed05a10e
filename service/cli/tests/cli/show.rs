//! `cikada show`: one document in three forms, and what is missing from it.

use std::path::Path;
use std::process::Command;

fn show(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_cikada"))
        .arg("show")
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let code = output.status.code();
    (code, text(output.stdout), text(output.stderr))
}

fn shipped() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../protocols");
    let file = root.join("cik-classic/1.0.0/protocol.toml");
    file.to_str().unwrap().to_owned()
}

/// A copy of a shipped protocol that names evidence.
fn with_evidence(directory: &Path, key: &str) -> String {
    let text = std::fs::read_to_string(shipped()).unwrap();
    let mut lines: Vec<_> = text
        .lines()
        .filter(|line| !line.starts_with("evidence"))
        .map(str::to_owned)
        .collect();
    let title = lines.iter().position(|line| line.starts_with("title"));
    lines.insert(title.unwrap(), format!("evidence = [\"{key}\"]"));
    let file = directory.join("protocol.toml");
    std::fs::write(&file, lines.join("\n")).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn one_document_is_shown_in_three_forms() {
    let (code, text, _) = show(&[&shipped()]);
    assert_eq!(code, Some(0));
    assert!(text.contains("Who may be treated"), "{text}");
    let (code, page, _) = show(&[&shipped(), "--format", "html"]);
    assert_eq!(code, Some(0));
    assert!(page.starts_with("<!doctype html>"), "{page}");
    for reach in ["<script", "src=", "url(", "@import", "<link"] {
        assert!(!page.contains(reach), "the page reaches out: {reach}");
    }
    let (_, json, _) = show(&[&shipped(), "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["sections"][0]["id"], "overview");
    assert_eq!(json["sections"][1]["blocks"][0]["kind"], "table");
}

#[test]
fn evidence_is_found_with_all_that_must_be_read_beside_it() {
    let directory = tempfile::tempdir().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../protocols/evidence");
    let file = with_evidence(directory.path(), "fyfe-1995");
    let folder = folder.to_str().unwrap();
    let (code, text, told) = show(&[&file, "--evidence", folder]);
    assert_eq!(code, Some(0), "{told}");
    assert!(text.contains("Fyfe"), "{text}");
}

#[test]
fn evidence_without_a_file_is_said_in_the_document_and_ends_with_one() {
    let directory = tempfile::tempdir().unwrap();
    let file = with_evidence(directory.path(), "nobody-2020");
    let (code, text, told) = show(&[&file]);
    assert_eq!(code, Some(1));
    assert!(
        text.contains("! Evidence 'nobody-2020', named by the protocol"),
        "{text}"
    );
    assert!(
        told.contains("nobody-2020: give its folder with --evidence"),
        "{told}"
    );
    let file = with_evidence(directory.path(), "../../secret");
    let (code, _, _) = show(&[&file]);
    assert_eq!(code, Some(1));
}

#[test]
fn the_schema_is_printed_for_editors() {
    let output = Command::new(env!("CARGO_BIN_EXE_cikada"))
        .arg("schema")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(schema["title"], "Cikada protocol");
}

//! `cikada requirements`: the trace of this build, alone and held against a run of the tests.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

fn requirements(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_cikada"))
        .arg("requirements")
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let code = output.status.code();
    (code, text(output.stdout), text(output.stderr))
}

fn in_json(arguments: &[&str]) -> (Option<i32>, Vec<Value>) {
    let (code, printed, _) = requirements(&[arguments, &["--json"]].concat());
    let printed: Value = serde_json::from_str(&printed).unwrap();
    (code, printed["requirements"].as_array().unwrap().clone())
}

/// A list in which every test that any requirement names passed, but for those left out.
fn everything_passed(directory: &Path, but: &str) -> String {
    let (_, all) = in_json(&[]);
    let tests = all.iter().flat_map(|one| one["tests"].as_array().unwrap());
    let names = tests.map(|test| test["name"].as_str().unwrap());
    let list: String = names
        .filter(|name| *name != but)
        .map(|name| format!("passed {name}\n"))
        .collect();
    let path = directory.join("ran.txt");
    std::fs::write(&path, list).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn every_requirement_is_printed_with_clause_verification_and_tests() {
    let (_, printed, _) = requirements(&[]);
    for said in [
        "R03  The system shall refuse a typed donation identification number",
        "     clause    ISBT 128 ST-001, appendix A\n",
        "(number to be confirmed)",
        "     verified  simulated journey\n",
        "     test      cikada_document::",
    ] {
        assert!(printed.contains(said), "{said}: {printed}");
    }
    let (_, all) = in_json(&[]);
    let with_id = |id: &str| all.iter().find(|one| one["id"] == id).unwrap().clone();
    assert_eq!(with_id("R17")["clauses"][0]["read"], true);
    assert_eq!(with_id("R17")["clauses"][1]["read"], false);
}

#[test]
fn a_named_test_that_did_not_run_is_named_and_ends_with_one() {
    let directory = tempfile::tempdir().unwrap();
    let left_out = "cikada_document::check_character::tests::the_public_anchors_are_reproduced";
    let list = everything_passed(directory.path(), left_out);
    let (code, printed, _) = requirements(&["--open", "--ran", &list]);
    assert_eq!(code, Some(1));
    assert!(
        printed.contains(&format!("{left_out} (did not run)")),
        "{printed}"
    );
    let (_, shown) = in_json(&["--open", "--ran", &list]);
    let found = shown.iter().find(|one| one["id"] == "R03").unwrap();
    assert_eq!(found["findings"][0]["code"], "test-not-run");
    assert_eq!(found["findings"].as_array().unwrap().len(), 1);

    let list = everything_passed(directory.path(), "");
    let (_, shown) = in_json(&["--open", "--ran", &list]);
    assert!(shown.iter().all(|one| one["id"] != "R03"));
}

#[test]
fn a_list_that_is_no_run_is_misuse() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("ran.txt");
    for text in ["", "test a::b ... ok\n", "ignored a::b\n"] {
        std::fs::write(&path, text).unwrap();
        let (code, _, told) = requirements(&["--ran", path.to_str().unwrap()]);
        assert_eq!(code, Some(2));
        assert!(told.contains("ran.txt"), "{told}");
    }
    let (code, _, told) = requirements(&["--ran", "/nowhere/ran.txt"]);
    assert_eq!((code, told.contains("/nowhere/ran.txt")), (Some(2), true));
}

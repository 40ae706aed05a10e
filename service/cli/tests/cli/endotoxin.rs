//! `cikada endotoxin`: both limits, the working, and the exit code.

use std::process::{Command, Output};

fn judged(result: &str, weight: &str, more: &[&str]) -> Output {
    let given = [
        "endotoxin",
        "--result",
        result,
        "--volume",
        "200 mL",
        "--weight",
        weight,
        "--over",
        "1 h",
    ];
    Command::new(env!("CARGO_BIN_EXE_cikada"))
        .args(given)
        .args(more)
        .output()
        .unwrap()
}

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_result_within_both_limits_ends_with_zero_and_its_working() {
    let output = judged("0.3 {EU}/mL", "64 kg", &["--limit-rate", "5 {EU}/kg/h"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    insta::assert_snapshot!("endotoxin_within", printed(&output));
}

#[test]
fn a_result_above_either_limit_ends_with_one_and_says_which() {
    let for_a_child = judged("0.4 {EU}/mL", "10 kg", &[]);
    assert_eq!(for_a_child.status.code(), Some(1));
    assert!(printed(&for_a_child).ends_with("ABOVE the limit for this patient\n"));
    let unclean = judged("0.6 {EU}/mL", "64 kg", &[]);
    assert_eq!(unclean.status.code(), Some(1));
    assert!(printed(&unclean).ends_with("ABOVE the limit in the volume\n"));
}

#[test]
fn the_same_stands_in_json() {
    let output = judged("<0.05 {EU}/mL", "64 kg", &["--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let value: serde_json::Value = serde_json::from_str(&printed(&output)).unwrap();
    assert_eq!(value["passes"], true);
    assert_eq!(value["below_detection"], true);
    assert_eq!(value["rate"], "0.1563 {EU}/kg/h");
    assert_eq!(value["limits"]["concentration_is_default"], true);
}

#[test]
fn wrong_input_says_where_and_what_was_expected() {
    let bare = judged("0.3", "64 kg", &[]);
    assert_eq!(bare.status.code(), Some(2));
    assert!(told(&bare).contains("--result"), "{}", told(&bare));
    assert!(told(&bare).contains("has no unit"), "{}", told(&bare));
    let kind = judged("0.3 {EU}/kg", "64 kg", &[]);
    assert_eq!(kind.status.code(), Some(2));
    assert!(told(&kind).contains("wrong-unit"), "{}", told(&kind));
    let weight = judged("0.3 {EU}/mL", "640 kg", &[]);
    assert!(told(&weight).contains("implausible"), "{}", told(&weight));
}

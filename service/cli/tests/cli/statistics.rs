//! Rates, survival and killing assays as their users meet them.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn cikada(arguments: &[&str]) -> Output {
    let study = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/evidence/statistics/data");
    Command::new(env!("CARGO_BIN_EXE_cikada"))
        .args(arguments)
        .current_dir(study)
        .output()
        .unwrap()
}

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn written(text: &str) -> (tempfile::TempDir, String) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("table.csv");
    std::fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (directory, path)
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&printed(&cikada(arguments))).unwrap()
}

#[test]
fn a_rate_names_its_denominator_and_its_exact_interval() {
    let output = cikada(&["rates", "--events", "36", "--of", "226", "--patients"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let text = printed(&output);
    assert!(
        text.contains("36 of 226 patients: 15.9 % (95 % interval 11.4 to 21.4 %)"),
        "{text}"
    );
    let without = cikada(&["rates", "--events", "36", "--of", "226"]);
    assert_eq!(
        without.status.code(),
        Some(2),
        "a count of nothing named is none"
    );
}

#[test]
fn response_counts_that_do_not_add_up_end_with_a_finding() {
    let (_directory, path) =
        written("arm,treated,evaluable,CR,PR,SD,PD,NE\ncells,20,17,2,5,6,5,2\n");
    let output = cikada(&["rates", "--responses", &path]);
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    insta::assert_snapshot!("responses", printed(&output));
}

#[test]
fn survival_is_told_with_its_uncertainty() {
    let output = cikada(&["survival", "leukaemia.csv", "--unit", "weeks", "--at", "10"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    insta::assert_snapshot!("survival", printed(&output));
    let found = json(&["survival", "leukaemia.csv", "--unit", "weeks", "--json"]);
    assert_eq!(found["cox"]["coefficients"][0]["p"]["tail"], "two-sided");
}

#[test]
fn a_published_ratio_without_effect_gets_no_number_needed_to_treat() {
    let published = |interval| {
        json(&[
            "survival",
            "--unit",
            "months",
            "--at",
            "60",
            "--control-percent",
            "33.1",
            "--ratio",
            "0.63",
            "--ratio-interval",
            interval,
            "--json",
        ])
    };
    let shown = &published("0.43..0.94")["differences"][0];
    assert_eq!(shown["number_needed_to_treat"]["for"], "benefit");
    let open = &published("0.43..1.01")["differences"][0];
    assert_eq!(open["number_needed_to_treat"], Value::Null);
}

#[test]
fn what_cannot_be_worked_out_is_said_and_ends_with_one() {
    let output = cikada(&["survival", "all-censored.csv", "--unit", "months"]);
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    let text = printed(&output);
    assert!(text.contains("median not reached"), "{text}");
    assert!(
        text.contains("hazard ratio: none, nobody had the event"),
        "{text}"
    );
}

#[test]
fn an_assay_without_its_reference_is_not_valid() {
    let arguments = [
        "potency",
        "killing.csv",
        "--assay",
        "release",
        "--targets-per-well",
        "10000",
    ];
    let output = cikada(&arguments);
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    insta::assert_snapshot!("potency", printed(&output));
}

#[test]
fn every_fault_of_a_table_is_told_with_its_place() {
    let (_directory, path) = written("time,event,group\n-1,1,a\n2,x,b\n");
    let output = cikada(&["survival", &path, "--unit", "months"]);
    assert_eq!(output.status.code(), Some(2));
    let text = told(&output);
    assert!(
        text.contains("line 2, column 'time'") && text.contains("line 3, column 'event'"),
        "{text}"
    );
}

//! `cikada grade`: both versions side by side, refusals in words, and the exit codes.

use std::process::{Command, Output};

fn graded(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cikada"))
        .arg("grade")
        .args(arguments)
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
fn one_value_is_graded_by_both_versions_with_criterion_and_source() {
    let output = graded(&["neutrophils", "--value", "0.80 10*9/L"]);
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!("grade_neutrophils", printed(&output));
}

#[test]
fn weight_gain_shows_its_arithmetic() {
    let output = graded(&["weight gain", "--value", "94.5 kg", "--baseline", "82.0 kg"]);
    let text = printed(&output);
    assert!(text.contains("Weight gain: grade 2"), "{text}");
    assert!(text.contains("+15.24 %"), "{text}");
}

#[test]
fn a_missing_baseline_is_a_refusal_with_exit_code_1() {
    let output = graded(&["ALT", "--value", "130 U/L", "--upper-limit", "40 U/L"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(printed(&output).contains("missing: the baseline"));
}

#[test]
fn a_described_term_lists_the_lines_to_choose_from() {
    let output = graded(&["chills"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(printed(&output).contains("--line ctcae-6:2  moderate tremor"));
    let output = graded(&["chills", "--line", "2"]);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn one_line_number_does_not_answer_for_two_versions_with_other_words() {
    let output = graded(&["sepsis", "--line", "3"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("other words in each version"));
    let both = ["sepsis", "--line", "ctcae-5:3", "--line", "ctcae-6:3"];
    assert_eq!(graded(&both).status.code(), Some(0));
}

#[test]
fn an_unknown_term_or_unit_is_misuse_and_says_what_was_expected() {
    let output = graded(&["neutropaenia", "--value", "1 10*9/L"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("did you mean 'neutropenia'?"));
    let output = graded(&["fever", "--value", "101 F"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("not a known unit"));
}

#[test]
fn a_term_of_one_version_is_answered_by_that_one() {
    let output = graded(&["ICANS", "--value", "5 {score}"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(printed(&output).contains("ICANS is not a CTCAE v5 term"));
}

#[test]
fn json_carries_scheme_version_criterion_and_inputs() {
    let output = graded(&["platelets", "--value", "20 10*9/L", "--json"]);
    let answers: serde_json::Value = serde_json::from_str(&printed(&output)).unwrap();
    let version_6 = &answers[1];
    assert_eq!(version_6["scheme"], "ctcae-6");
    assert_eq!(version_6["version"], "6.0");
    assert_eq!(version_6["grade"], 3);
    assert_eq!(version_6["key"], "ctcae6:thrombocytopenia");
    assert_eq!(version_6["from"][0]["entry"], "20 10*9/L");
}

#[test]
fn the_astct_scales_have_their_own_axes() {
    let fever = [
        "crs",
        "--fever",
        "38.6 Cel",
        "--hypotension",
        "1",
        "--vasopressin",
    ];
    let output = graded(&[&fever[..], &["--oxygen", "4 L/min"]].concat());
    assert!(printed(&output).contains("ASTCT CRS 2019  Cytokine release syndrome: grade 3"));
    let child = graded(&["icans", "--age", "9 a"]);
    assert_eq!(child.status.code(), Some(1));
    assert!(printed(&child).contains("12 years and older"));
}

#[test]
fn the_list_names_every_term_and_where_it_is_missing() {
    let text = printed(&graded(&["--list"]));
    assert!(
        text.contains("Platelet count decreased / Thrombocytopenia"),
        "{text}"
    );
    assert!(text.contains("Ejection fraction decreased"), "{text}");
    assert!(text.contains("not in CTCAE 6.0"), "{text}");
}

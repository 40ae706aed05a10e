//! What people type by mistake: refused with what was expected, never taken for something else.

use std::path::Path;
use std::process::{Command, Output};

fn cikada(arguments: &[&str]) -> Output {
    let protocols = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../protocols");
    Command::new(env!("CARGO_BIN_EXE_cikada"))
        .args(arguments)
        .current_dir(protocols)
        .output()
        .unwrap()
}

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn refused(arguments: &[&str], expected: &str) {
    let output = cikada(arguments);
    let told = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
    assert!(told.contains(expected), "{arguments:?}: {told}");
}

const LYMPHOMA: &str = "ifn-alfa-lymphoma/1.0.0/protocol.toml";
const MELANOMA: &str = "ifn-alfa-melanoma/1.0.0/protocol.toml";

#[test]
fn a_dose_that_a_stop_rule_holds_is_never_told_as_one_to_be_given() {
    let with = |neutrophils: &str| cikada(&["dose", LYMPHOMA, "--finding", neutrophils]);
    let held = with("neutrophils=0.99 10*9/L");
    assert_eq!(held.status.code(), Some(1));
    let text = printed(&held);
    assert!(text.contains("'neutrophils-hold': no dose until"), "{text}");
    assert!(text.contains("must be at least 1 10*9/L"), "{text}");
    let halved = with("neutrophils=1.0 10*9/L");
    assert_eq!(halved.status.code(), Some(0), "{}", printed(&halved));
    assert!(printed(&halved).contains("dose: 2500000 IU"));
}

#[test]
fn a_rule_of_several_findings_fires_only_when_they_meet() {
    let with = |temperature: &str| {
        let arguments = ["dose", MELANOMA, "--weight", "70", "--height", "170"];
        let found = [
            "--finding",
            "neutrophils=0.9 10*9/L",
            "--finding",
            temperature,
        ];
        cikada(&[&arguments[..], &found[..]].concat())
    };
    let fever = with("temperature=38.0 Cel");
    assert_eq!(fever.status.code(), Some(1));
    assert!(printed(&fever).contains("'sepsis-path'"));
    assert_eq!(with("temperature=37.9 Cel").status.code(), Some(0));
}

#[test]
fn a_dose_that_fits_no_bag_ends_with_one() {
    let file = "il2-high-dose/1.0.0/protocol.toml";
    let of = |weight: &str| cikada(&["dose", file, "--weight", weight]);
    for (weight, code) in [("40.90", 1), ("40.91", 0), ("190.90", 0), ("190.91", 1)] {
        let output = of(weight);
        assert_eq!(output.status.code(), Some(code), "{weight} kg");
        assert_eq!(printed(&output).contains("no bag"), code == 1);
    }
}

#[test]
fn a_finding_that_nobody_asks_for_or_that_is_given_twice_is_refused() {
    let once = ["dose", LYMPHOMA, "--finding", "neutrophil=1.2 10*9/L"];
    refused(&once, "expected one of");
    let first = ["dose", LYMPHOMA, "--finding", "neutrophils=1.2 10*9/L"];
    let second = ["--finding", "neutrophils=1.6 10*9/L"];
    refused(&[&first[..], &second[..]].concat(), "given twice");
    refused(&["dose", LYMPHOMA, "--dose", "2"], "--order");
}

#[test]
fn a_fraction_is_not_taken_for_a_percentage() {
    let rate = ["rates", "--events", "1", "--of", "3", "--patients"];
    refused(&[&rate[..], &["--level", "0.95"]].concat(), "95 for 0.95");
    let ratio = [
        "survival", "--unit", "months", "--at", "60", "--ratio", "0.63",
    ];
    let control = ["--ratio-interval", "0.43..0.94", "--control-percent"];
    refused(
        &[&ratio[..], &control[..], &["0.331"]].concat(),
        "33.1 for 0.331",
    );
    refused(
        &[&ratio[..], &control[..], &["133.1"]].concat(),
        "less than 100",
    );
    let assay = ["potency", "none.csv", "--assay", "release"];
    let lysis = ["--targets-per-well", "10000", "--lysis", "0.3"];
    refused(&[&assay[..], &lysis[..]].concat(), "30 for 0.3");
}

#[test]
fn counts_and_days_say_what_was_expected() {
    let of = ["--of", "3", "--patients"];
    refused(
        &[&["rates", "--events", "1.5"][..], &of[..]].concat(),
        "a whole number from 0",
    );
    for start in ["2026-02-30", "02/03/2026", "2026-03-02T08:00", ""] {
        refused(
            &["calendar", MELANOMA, "--start", start],
            "expected YYYY-MM-DD",
        );
    }
    let checked = ["check", MELANOMA, "--on", "2026-02-30"];
    refused(&checked, "expected YYYY-MM-DD");
    let twice = [
        "--event",
        "surgery=2026-02-01",
        "--event",
        "surgery=2026-02-02",
    ];
    refused(
        &[
            &["calendar", MELANOMA, "--start", "2026-03-02"][..],
            &twice[..],
        ]
        .concat(),
        "given twice",
    );
}

#[test]
fn a_flow_of_nothing_is_no_oxygen() {
    let crs = [
        "grade",
        "crs",
        "--fever",
        "38.5 Cel",
        "--hypotension",
        "none",
    ];
    refused(&[&crs[..], &["--oxygen", "0 L/min"]].concat(), "write none");
}

//! `cikada label`: codes made, taken apart and checked, and labels written or refused.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const MESSAGE: &str = "=+04000=A99992600000168=<S12340A0&>0260601430&/CHA999926000042";

fn label(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cikada"))
        .arg("label")
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

/// The file that the manual shows.
fn manual() -> String {
    shown_in("label-file.md")
}

fn shown_in(page: &str) -> String {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let path = docs.join(page);
    let text = std::fs::read_to_string(path).unwrap();
    let (_, rest) = text.split_once("```toml\n").unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

/// A folder with a content file in it.
fn with_file(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("label.toml");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

fn product(path: &Path, more: &[&str]) -> Output {
    let path = path.to_str().unwrap();
    let given = ["encode", path, "--type", "product", "--country", "IT"];
    label(&[&given[..], more].concat())
}

#[test]
fn the_label_of_the_manual_is_written_as_an_image_and_for_a_printer() {
    let (folder, path) = with_file(&manual());
    let (svg, zpl) = (folder.path().join("l.svg"), folder.path().join("l.zpl"));
    let files = [
        "--svg",
        svg.to_str().unwrap(),
        "--zpl",
        zpl.to_str().unwrap(),
    ];
    let output = product(&path, &files);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert_eq!(printed(&output), format!("{MESSAGE}\n"));
    let svg = std::fs::read_to_string(svg).unwrap();
    assert!(svg.starts_with("<svg") && svg.contains("FOR AUTOLOGOUS USE ONLY"));
    assert!(std::fs::read_to_string(zpl).unwrap().starts_with("^XA"));
}

#[test]
fn a_label_that_lacks_something_is_refused_with_all_that_is_missing() {
    let manual = manual();
    let kept = |line: &&str| !line.starts_with("expires") && !line.starts_with("volume");
    let text: Vec<&str> = manual.lines().filter(kept).collect();
    let (folder, path) = with_file(&text.join("\n"));
    let svg = folder.path().join("l.svg");
    let output = product(&path, &["--svg", svg.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("the expiry, with its zone (21 CFR 1271.370(c)"));
    assert!(told(&output).contains("the volume (FACT-JACIE"));
    assert!(!svg.exists());
    let output = product(&path, &["--json"]);
    assert!(printed(&output).contains("\"missing\":\"the volume\""));
}

#[test]
fn a_file_that_says_what_cannot_be_is_told_everything_at_once() {
    let text = manual()
        .replace("000001 8", "000001 9")
        .replace("200 mL", "200 l")
        .replace("[Europe/Rome]", "");
    let (_folder, path) = with_file(&text);
    let output = product(&path, &[]);
    assert_eq!(output.status.code(), Some(2));
    for field in ["donation:", "volume:", "collected:", "expires:"] {
        assert!(told(&output).contains(field), "{field}");
    }
    let (_folder, path) = with_file("volumes = \"200 mL\"");
    let told = told(&product(&path, &[]));
    assert!(told.contains("line 1, column 1"));
    assert!(told.contains("unknown field `volumes`"));
}

#[test]
fn a_centre_s_own_table_names_its_products() {
    let manual = manual();
    let kept = |line: &&str| !line.starts_with("name");
    let unnamed: Vec<&str> = manual.lines().filter(kept).collect();
    let (folder, path) = with_file(&unnamed.join("\n"));
    let table = folder.path().join("codes.csv");
    let svg = folder.path().join("l.svg");
    let files = [
        "--products",
        table.to_str().unwrap(),
        "--svg",
        svg.to_str().unwrap(),
    ];
    std::fs::write(&table, "code,description\nS1234,Cells of the table\n").unwrap();
    assert_eq!(product(&path, &files).status.code(), Some(0));
    assert!(
        std::fs::read_to_string(&svg)
            .unwrap()
            .contains("Cells of the table")
    );
    std::fs::write(&table, "code,description\nS1234\n").unwrap();
    assert!(told(&product(&path, &files)).contains("line 2, column 1"));
    std::fs::write(&table, "code,description\nS9999,Other\n").unwrap();
    assert!(told(&product(&path, &files)).contains("no product description code 'S1234'"));
}

#[test]
fn material_sent_on_for_manufacture_gets_its_donation_sequence_and_a_product_none() {
    let (_folder, path) = with_file(&manual());
    let path = path.to_str().unwrap();
    let collection = ["encode", path, "--type", "collection", "--country", "DE"];
    let establishment = ["--establishment", "000123"];
    let output = label(&[&collection[..], &establishment].concat());
    assert!(printed(&output).ends_with("papers: DE000123A999926000001\n"));
    let output = product(Path::new(path), &establishment);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("carries no European code"));
}

#[test]
fn a_message_is_made_from_options_and_a_mistyped_donation_is_refused() {
    let given = ["encode", "--donation", "A9999 26 000001 8"];
    let rest = [
        "--product",
        "S12340A0",
        "--expires",
        "2026-03-01T14:30",
        "--chain-of-identity",
        "CHA999926000042",
    ];
    let output = label(&[&given[..], &rest].concat());
    assert_eq!(printed(&output), format!("{MESSAGE}\n"));
    let output = label(&["encode", "--donation", "A9999 26 000001 9"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("character in the box do not agree"));
    assert!(told(&label(&["encode"])).contains("nothing to encode"));
}

#[test]
fn a_scan_is_taken_apart_and_every_structure_named() {
    let message = "=+05000=A99992600000168=<S12340A0=(B004202603011430&/CHA999926000042&,4DE000123A999926000001A00S12340A020270131";
    insta::assert_snapshot!("label_decode", printed(&label(&["decode", message])));
    let output = label(&["decode", "--json", MESSAGE]);
    insta::assert_snapshot!("label_decode_json", printed(&output));
    let output = label(&["decode", "=A99992600000169"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("expected 00 or 68"));
}

#[test]
fn check_digits_are_held_against_their_rule_and_built() {
    for (kind, number) in [
        ("donation", "A9999 26 000001 8"),
        ("grid", "9991CIKREG000000129"),
        ("gtin", "09506000134352"),
        ("passport", "L898902C36"),
        ("turkish-id", "10000000146"),
        ("iban", "GB82 WEST 1234 5698 7654 32"),
    ] {
        assert_eq!(
            label(&["check", kind, number]).status.code(),
            Some(0),
            "{kind}"
        );
    }
    let output = label(&["check", "--build", "donation", "W000006523457"]);
    assert_eq!(printed(&output), "V\n");
    let output = label(&["check", "donation", "W000006523457D"]);
    assert_eq!(output.status.code(), Some(1));
    let output = label(&["check", "turkish-id", "1000000014"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("expected 11 digits"));
    assert!(told(&label(&["check", "isbn", "1"])).contains("expected one of donation, grid"));
}

#[test]
fn the_template_of_the_manual_draws_specimens_and_one_that_leaves_the_patient_out_is_refused() {
    let text = shown_in("label-template.md");
    let (folder, path) = with_file(&text);
    let svg = folder.path().join("specimens.svg");
    let (file, image) = (path.to_str().unwrap(), svg.to_str().unwrap());
    let output = label(&["preview", file, "--svg", image]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(printed(&output).starts_with("example-centre version 1 of product labels"));
    let drawn = std::fs::read_to_string(&svg).unwrap();
    assert_eq!(drawn.matches("SPECIMEN \u{2013} NOT FOR USE").count(), 2);
    std::fs::write(&path, text.replace("\"patient\", ", "")).unwrap();
    let output = label(&["preview", file]);
    assert_eq!(output.status.code(), Some(1));
    let told = told(&output);
    assert!(
        told.contains("line 5, column 8: the rows of a product label leave out the patient"),
        "{told}"
    );
    assert_eq!(
        label(&["preview", "no-such-file.toml"]).status.code(),
        Some(2)
    );
}

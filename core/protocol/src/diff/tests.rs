//! Two versions beside each other, told as a clinician would.

use super::{Concerns, diff};
use crate::model::Protocol;

const CELLS: &str = include_str!("../../tests/example.toml");
const MEDICINE: &str = include_str!("../../tests/example-medicine.toml");

fn read(text: &str) -> Protocol {
    let reading = crate::read(text.as_bytes(), "p.toml");
    assert_eq!(reading.findings, []);
    reading.protocol.unwrap()
}

#[track_caller]
fn said(text: &str, from: &str, to: &str) -> Vec<String> {
    assert!(text.contains(from), "{from}");
    let changes = diff(&read(text), &read(&text.replace(from, to)));
    changes.into_iter().map(|change| change.text).collect()
}

#[test]
fn the_same_file_says_nothing() {
    assert_eq!(diff(&read(CELLS), &read(CELLS)), []);
    assert_eq!(diff(&read(MEDICINE), &read(MEDICINE)), []);
}

#[test]
fn a_dose_that_moves_is_said_in_weeks() {
    let old = CELLS.replace("2 x every 2 wk", "5 x every 1 wk");
    let new = CELLS.replace("2 x every 2 wk", "4 x every 1 wk, then 1 x every 2 wk");
    let changes = diff(&read(&old), &read(&new));
    assert_eq!(changes[0].text, "infusion 5 moves from week 4 to week 5");
    assert_eq!(changes[0].concerns, Concerns::Treatment);
}

#[test]
fn several_doses_that_move_alike_are_said_once() {
    let old = CELLS.replace("2 x every 2 wk", "2 x every 2 wk, then 3 x every 4 wk");
    let new = CELLS.replace("2 x every 2 wk", "2 x every 3 wk, then 3 x every 4 wk");
    let changes = diff(&read(&old), &read(&new));
    assert_eq!(
        changes[0].text,
        "infusions 2 to 5 move 7 days later, infusion 2 from week 2 to week 3"
    );
}

#[test]
fn a_stop_that_falls_is_said_with_both_limits_and_one_unit() {
    let said = said(
        MEDICINE,
        "fires-if = { min = \"3.0 mg/dL\" }",
        "fires-if = { min = \"2.5 mg/dL\" }",
    );
    assert_eq!(said, ["the creatinine stop falls from 3 to 2.5 mg/dL"]);
}

#[test]
fn a_limit_of_the_centre_is_told_from_the_labels() {
    let said = said(
        MEDICINE,
        "must-be = { min = \"95 mm[Hg]\" }",
        "must-be = { min = \"100 mm[Hg]\" }",
    );
    assert_eq!(
        said,
        ["the systolic pressure limit on the day of the centre rises from 95 to 100 mmHg"]
    );
}

#[test]
fn another_dose_and_another_vial_are_said() {
    assert_eq!(
        said(
            MEDICINE,
            "amount = \"600000 [iU]/kg\"",
            "amount = \"500000 [iU]/kg\""
        ),
        ["dose of 'full': was 600000 IU/kg, is 500000 IU/kg"]
    );
    assert_eq!(
        said(
            MEDICINE,
            "withdrawable = \"21.6 10*6[iU]\"",
            "withdrawable = \"21 10*6[iU]\""
        ),
        ["other vials or another strength"]
    );
}

#[test]
fn what_is_new_and_what_is_gone_is_said_once_each() {
    let gone = "[[fitness]]\nid = \"creatinine\"";
    let said = said(
        MEDICINE,
        gone,
        "[[fitness]]\nid = \"creatinine-2\"\ntext = \"x\"\nmust-be = true\nsource = \"author\"\n\n[[fitness]]\nid = \"creatinine\"",
    );
    assert_eq!(said, ["new: limit on the day x: yes"]);
}

#[test]
fn more_doses_of_a_batch_are_said() {
    let rule =
        "storage = \"2 to 8 degrees\"\ndoses-per-batch = { value = \"4\", source = \"author\" }";
    let said = said(CELLS, "storage = \"2 to 8 degrees\"", rule);
    assert_eq!(said, ["doses of a batch, at most: was 1, is 4"]);
}

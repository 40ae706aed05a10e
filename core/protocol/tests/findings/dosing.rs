//! Amounts: each dose has one, nobody's is above its cap, and a bag fits everyone.

use cikada_protocol::FindingCode;

use crate::{MEDICINE, SHIPPED, clean, expect_in, findings};

const AMOUNT: &str = "amount = \"600000 [iU]/kg\"";
const LEVELS: &str = "levels = [\"300000 [iU]/kg\"]";
const LINE: &str = "[[dose]]\nid = \"full\"\n";
const WINDOW: &str = "{ min = \"30 ug/mL\"";

#[test]
fn the_example_of_a_medicine_is_clean() {
    assert_eq!(findings(MEDICINE), []);
}

#[test]
fn a_dose_without_an_amount_is_found_by_its_number() {
    let code = FindingCode::DoseLineMissing;
    let (from, to) = (LINE, "[[dose]]\nid = \"full\"\ndoses = \"1\"\n");
    let finding = expect_in(MEDICINE, &[(from, to)], code, "\"2 x every");
    assert_eq!(finding.message, "no [[dose]] says how much dose 2 are");
    clean(
        MEDICINE,
        &[(from, "[[dose]]\nid = \"full\"\ndoses = \"1 to 2\"\n")],
    );
}

#[test]
fn a_dose_with_two_amounts_is_found() {
    let second = "[[dose]]\nid = \"first\"\ndoses = \"1\"\namount = \"600000 [iU]/kg\"\nroute = \"by vein\"\nsource = \"author\"\n\n[[dose]]\nid = \"full\"\n";
    let both = format!("{second}doses = \"1 to 2\"\n");
    let code = FindingCode::DoseLineOverlap;
    expect_in(MEDICINE, &[(LINE, &both)], code, "\"1 to 2\"");
    clean(MEDICINE, &[(LINE, &format!("{second}doses = \"2\"\n"))]);
}

#[test]
fn an_amount_of_a_dose_that_is_never_given_is_found() {
    let to = "[[dose]]\nid = \"full\"\ndoses = \"1 to 9\"\n";
    let code = FindingCode::DanglingReference;
    let finding = expect_in(MEDICINE, &[(LINE, to)], code, "\"1 to 9\"");
    assert!(
        finding.message.starts_with("doses 3 to 9 stand here"),
        "{}",
        finding.message
    );
}

#[test]
fn a_cap_that_nobody_is_below_is_found_with_the_weight() {
    let cap = |cap: &str| format!("{AMOUNT}\ncap = \"{cap}\"\nround-to = \"0.1 10*6[iU]\"");
    let changes = [(AMOUNT, &*cap("13 10*6[iU]")), (LEVELS, "")];
    let code = FindingCode::DoseOverCap;
    let finding = expect_in(MEDICINE, &changes, code, "\"600000 [iU]/kg\"");
    assert!(
        finding.message.contains("from 45 kg on"),
        "{}",
        finding.message
    );
    clean(MEDICINE, &[(AMOUNT, &cap("60 10*6[iU]"))]);
}

#[test]
fn a_flat_dose_above_its_cap_is_found() {
    let flat = "amount = \"20 10*6[iU]\"\ncap = \"18 10*6[iU]\"";
    let code = FindingCode::DoseOverCap;
    expect_in(
        MEDICINE,
        &[(AMOUNT, flat), (LEVELS, "")],
        code,
        "\"20 10*6[iU]\"",
    );
    let flat = flat.replace("cap = \"18", "cap = \"20");
    clean(MEDICINE, &[(AMOUNT, &flat), (LEVELS, "")]);
}

#[test]
fn cells_that_may_be_more_than_their_cap_are_found() {
    let (from, to) = ("volume = \"200 mL\"", "cap = \"1e10 {viable}\"");
    let code = FindingCode::DoseOverCap;
    expect_in(SHIPPED, &[(from, to)], code, "{ min = \"1e9 {viable}\"");
    clean(SHIPPED, &[(from, "cap = \"2e10 {viable}\"")]);
}

#[test]
fn cells_by_weight_whose_least_number_passes_the_cap_are_found_with_the_weight() {
    let cells = "cells = { min = \"1e9 {viable}\", max = \"2e10 {viable}\" }";
    let by_weight =
        "cells = { min = \"1e8 {viable}/kg\", max = \"2e8 {viable}/kg\" }\ncap = \"1e10 {viable}\"";
    let body = |max: &str| {
        format!(
            "[body]\nweight = \"weight\"\nrecheck = \"10 %\"\nsource = \"author\"\n\n[[eligibility]]\nid = \"weight\"\ntext = \"Weight\"\nmust-be = {{ min = \"40 kg\", max = \"{max} kg\" }}\nsource = \"author\"\n\n[[consent]]\nid = \"treatment\""
        )
    };
    let consent = "[[consent]]\nid = \"treatment\"";
    let code = FindingCode::DoseOverCap;
    let changes = [(cells, by_weight), (consent, &*body("150"))];
    let finding = expect_in(SHIPPED, &changes, code, "\"1e10 {viable}\"");
    assert!(
        finding.message.starts_with("from 100.001 kg on"),
        "{}",
        finding.message
    );
    clean(SHIPPED, &[(cells, by_weight), (consent, &body("100"))]);
}

#[test]
fn weights_without_a_bag_are_found_and_named() {
    let code = FindingCode::ConcentrationOutsideWindow;
    let bags = "bags = [\"25 mL\", \"50 mL\", \"100 mL\"]";
    let changes = [(bags, "bags = [\"50 mL\", \"250 mL\"]"), (LEVELS, "")];
    let finding = expect_in(MEDICINE, &changes, code, WINDOW);
    assert_eq!(
        finding.message,
        "no bag fits 'full' (600000 IU/kg) from 95.455 kg to 150 kg"
    );
    let weights = "{ min = \"45 kg\", max = \"150 kg\" }";
    let narrow = "{ min = \"45 kg\", max = \"95 kg\" }";
    clean(MEDICINE, &[changes[0], changes[1], (weights, narrow)]);
}

#[test]
fn a_centre_may_narrow_the_weights_that_need_a_bag() {
    let bags = (
        "bags = [\"25 mL\", \"50 mL\", \"100 mL\"]",
        "bags = [\"50 mL\"]",
    );
    let weights = "must-be = { min = \"45 kg\", max = \"150 kg\" }";
    let centre = format!(
        "{weights}\ncentre = {{ must-be = {{ min = \"45 kg\", max = \"90 kg\" }}, source = \"author\" }}"
    );
    clean(MEDICINE, &[bags, (LEVELS, ""), (weights, &centre)]);
}

#[test]
fn a_dose_by_surface_is_held_against_every_allowed_body() {
    let surface = [
        (AMOUNT, "amount = \"20 10*6[iU]/m2\""),
        (LEVELS, ""),
        (
            "weight = \"weight\"",
            "weight = \"weight\"\nheight = \"height\"",
        ),
        (
            "[[consent]]",
            "[[eligibility]]\nid = \"height\"\ntext = \"Height\"\nmust-be = { min = \"140 cm\", max = \"200 cm\" }\nsource = \"author\"\n\n[[consent]]",
        ),
    ];
    let code = FindingCode::ConcentrationOutsideWindow;
    let bags = "bags = [\"25 mL\", \"50 mL\", \"100 mL\"]";
    let one = [&surface[..], &[(bags, "bags = [\"50 mL\"]")]].concat();
    let finding = expect_in(MEDICINE, &one, code, WINDOW);
    assert!(
        finding.message.contains("m²") || finding.message.contains("m2"),
        "{}",
        finding.message
    );
    clean(MEDICINE, &surface);
}

#[test]
fn a_window_in_mass_for_orders_in_units_needs_a_strength() {
    let strength = "strength = { activity = \"18 10*6[iU]\", mass = \"1.1 mg\" }\n";
    let code = FindingCode::StrengthMissing;
    expect_in(MEDICINE, &[(strength, "")], code, WINDOW);
}

#[test]
fn a_window_that_the_arithmetic_would_not_judge_is_found() {
    let window = "window = { min = \"30 ug/mL\", max = \"70 ug/mL\" }";
    let one_end = "window = { max = \"70 ug/mL\" }";
    expect_in(
        MEDICINE,
        &[(window, one_end)],
        FindingCode::MissingKey,
        "{ max = \"70",
    );
    let units = "window = { min = \"30 [iU]/mL\", max = \"70 [iU]/mL\" }";
    let code = FindingCode::WrongDimension;
    expect_in(MEDICINE, &[(window, units)], code, "{ min = \"30 [iU]");
}

#[test]
fn a_dose_by_weight_or_surface_needs_a_body() {
    let body = "[body]\nweight = \"weight\"\nrecheck = \"10 %\"\nsource = \"author\"\n";
    let code = FindingCode::DoseWithoutBody;
    let changes = [(body, ""), (LEVELS, "")];
    expect_in(MEDICINE, &changes, code, "\"600000 [iU]/kg\"");
    let changes = [(AMOUNT, "amount = \"18 10*6[iU]/m2\""), (LEVELS, "")];
    let finding = expect_in(MEDICINE, &changes, code, "\"18 10*6[iU]/m2\"");
    assert!(finding.message.ends_with("height"), "{}", finding.message);
}

#[test]
fn a_weight_that_is_recorded_nowhere_or_is_none_is_found() {
    let from = "weight = \"weight\"";
    let code = FindingCode::DanglingReference;
    expect_in(MEDICINE, &[(from, "weight = \"mass\"")], code, "\"mass\"");
    let age = "must-be = { min = \"18 a\" }";
    let code = FindingCode::WrongDimension;
    expect_in(
        MEDICINE,
        &[(from, "weight = \"age\"")],
        code,
        age.trim_start_matches("must-be = "),
    );
}

#[test]
fn a_step_down_that_goes_up_is_found() {
    let up = "levels = [\"300000 [iU]/kg\", \"400000 [iU]/kg\"]";
    let code = FindingCode::LevelAboveDose;
    expect_in(MEDICINE, &[(LEVELS, up)], code, "\"400000 [iU]/kg\"");
    let assigned = format!("{up}\nlevel-use = \"assigned\"");
    clean(MEDICINE, &[(LEVELS, &assigned)]);
}

#[test]
fn amounts_of_another_kind_than_orders_are_found() {
    let code = FindingCode::WrongDimension;
    let flat = [(AMOUNT, "amount = \"2 mg\""), (LEVELS, "")];
    expect_in(MEDICINE, &flat, code, "\"2 mg\"");
    let cap = format!("{AMOUNT}\ncap = \"3 mg\"");
    expect_in(MEDICINE, &[(AMOUNT, &cap), (LEVELS, "")], code, "\"3 mg\"");
    let filled = [(
        "role = \"amount\"\nunit = \"[iU]\"",
        "role = \"amount\"\nunit = \"mg\"",
    )];
    expect_in(MEDICINE, &filled, code, "\"mg\"");
    let vial = [(
        "contains = \"22 10*6[iU]\"\nwithdrawable = \"21.6 10*6[iU]\"",
        "contains = \"1.3 mg\"",
    )];
    expect_in(MEDICINE, &vial, code, "[[medicine.vial]]");
}

#[test]
fn a_vial_that_gives_more_than_it_holds_is_found() {
    let (from, to) = ("withdrawable = \"21.6", "withdrawable = \"22.6");
    expect_in(
        MEDICINE,
        &[(from, to)],
        FindingCode::MinAboveMax,
        "[[medicine.vial]]",
    );
}

#[test]
fn cells_for_a_medicine_and_a_medicine_for_cells_are_found() {
    let code = FindingCode::WrongType;
    let cells = [(AMOUNT, "cells = { min = \"1e9 {viable}\" }"), (LEVELS, "")];
    expect_in(MEDICINE, &cells, code, "{ min = \"1e9 {viable}\" }");
    let amount = [(
        "cells = { min = \"1e9 {viable}\", max = \"2e10 {viable}\" }",
        "amount = \"18 10*6[iU]\"",
    )];
    expect_in(SHIPPED, &amount, code, "\"18 10*6[iU]\"");
}

#[test]
fn what_is_given_along_in_no_amount_is_found() {
    let companion = |amount: &str| {
        format!(
            "[[companion]]\nid = \"fluid\"\nname = \"Fluid\"\namount = \"{amount}\"\nroute = \"by vein\"\nwhen = \"on the day of each dose\"\nsource = \"author\"\n\n[[step]]"
        )
    };
    let code = FindingCode::WrongDimension;
    expect_in(
        MEDICINE,
        &[("[[step]]", &companion("5 mm[Hg]"))],
        code,
        "\"5 mm[Hg]\"",
    );
    clean(MEDICINE, &[("[[step]]", &companion("10 mL/kg"))]);
}

#[test]
fn an_adjustment_on_what_nobody_records_is_found() {
    let adjustment = |criterion: &str, fires: &str| {
        format!(
            "{LEVELS}\nsource = \"author\"\n\n[[dose.adjustment]]\ncriterion = \"{criterion}\"\nfires-if = {fires}\namount = \"300000 [iU]/kg\""
        )
    };
    let code = FindingCode::DanglingReference;
    let change = adjustment("clearance", "{ below = \"3 mg/dL\" }");
    expect_in(MEDICINE, &[(LEVELS, &change)], code, "[[dose.adjustment]]");
    let change = adjustment("creatinine", "true");
    expect_in(
        MEDICINE,
        &[(LEVELS, &change)],
        FindingCode::WrongType,
        "[[dose.adjustment]]",
    );
    clean(
        MEDICINE,
        &[(LEVELS, &adjustment("creatinine", "{ above = \"2 mg/dL\" }"))],
    );
}

#[test]
fn a_level_of_other_cells_is_found() {
    let (from, to) = (
        "volume = \"200 mL\"",
        "levels = [\"5e8 {CD3+}\"]\nvolume = \"200 mL\"",
    );
    expect_in(
        SHIPPED,
        &[(from, to)],
        FindingCode::PopulationMismatch,
        "\"5e8 {CD3+}\"",
    );
}

#[test]
fn a_cumulative_cap_of_other_cells_is_found() {
    let (from, to) = (
        "volume = \"200 mL\"",
        "cumulative-cap = \"9e10 {CD3+}\"\nvolume = \"200 mL\"",
    );
    expect_in(
        SHIPPED,
        &[(from, to)],
        FindingCode::PopulationMismatch,
        "\"9e10 {CD3+}\"",
    );
}

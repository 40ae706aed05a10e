//! Tables that are each in order, and together are not.

use cikada_protocol::FindingCode;

use crate::{MEDICINE, SHIPPED, changed, clean, expect, expect_in, findings, place, without};

#[test]
fn waiting_for_a_step_that_is_not_there_is_found_with_what_was_meant() {
    let finding = expect(
        "after = [\"receipt\"]",
        "after = [\"reciept\"]",
        FindingCode::DanglingReference,
        "\"reciept\"",
    );
    assert_eq!(finding.help.as_deref(), Some("did you mean 'receipt'?"));
}

#[test]
fn a_stop_rule_on_a_finding_that_nobody_records_is_found() {
    expect(
        "criterion = \"recurrence\"",
        "criterion = \"relapse\"",
        FindingCode::DanglingReference,
        "\"relapse\"",
    );
}

#[test]
fn a_stop_rule_that_could_never_fire_is_found() {
    expect(
        "fires-if = true",
        "fires-if = [\"yes\"]",
        FindingCode::WrongType,
        "[\"yes\"]",
    );
}

#[test]
fn a_test_of_a_stage_that_is_not_declared_is_found() {
    let from = "[[release]]\nstage = \"final\"";
    let broken = SHIPPED.replacen(
        "stage = \"final\"\nsource = \"cfr-sterility\"",
        "stage = \"conditional\"\nsource = \"cfr-sterility\"",
        1,
    );
    let codes: Vec<_> = findings(&broken).iter().map(|f| f.code).collect();
    assert!(SHIPPED.contains(from));
    assert_eq!(codes, [FindingCode::ReleaseWithoutSpecification]);
    let (before, rest) = SHIPPED.split_once(from).unwrap();
    let (_, tests) = rest.split_once("[[test]]").unwrap();
    let undeclared = format!("{before}[[test]]{tests}");
    let found = findings(&undeclared);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].code, FindingCode::DanglingReference);
    assert_eq!(
        (found[0].line, found[0].column),
        place(&undeclared, "\"final\"")
    );
}

#[test]
fn steps_that_wait_for_each_other_are_one_finding() {
    let finding = expect(
        "days = \"day 0\"\nwitness = true\nsource = \"laboratory\"",
        "days = \"day 0\"\nafter = [\"activation\"]\nwitness = true\nsource = \"laboratory\"",
        FindingCode::CircularAfter,
        "[\"activation\"]",
    );
    for step in ["receipt", "isolation", "activation"] {
        assert!(finding.message.contains(step), "{}", finding.message);
    }
    expect(
        "after = [\"isolation\"]",
        "after = [\"activation\"]",
        FindingCode::CircularAfter,
        "[\"activation\"]",
    );
}

#[test]
fn a_step_that_is_over_before_it_may_start_is_found() {
    expect(
        "days = \"days 9 to 19\"",
        "days = \"days 1 to 2\"",
        FindingCode::UnreachableStep,
        "\"days 1 to 2\"",
    );
}

#[test]
fn a_protocol_without_a_harvest_is_found() {
    expect(
        "kind = \"harvest\"",
        "kind = \"process\"",
        FindingCode::NoHarvestStep,
        "\"process\"\ndays = \"days 12",
    );
}

#[test]
fn a_second_harvest_is_found() {
    let broken = SHIPPED.replacen(
        "kind = \"process\"\ndays = \"days 11 to 21\"",
        "kind = \"harvest\"\ndays = \"days 12 to 21\"",
        1,
    );
    let codes: Vec<_> = findings(&broken).iter().map(|f| f.code).collect();
    assert_eq!(
        codes,
        [
            FindingCode::HarvestWithoutCount,
            FindingCode::HarvestWithoutVolume,
            FindingCode::SeveralHarvestSteps
        ]
    );
}

#[test]
fn a_harvest_that_counts_no_cells_is_found() {
    let from = "label = \"Living cells in the product\"\nrole = \"cell-count\"";
    expect(
        from,
        "label = \"Living cells in the product\"",
        FindingCode::HarvestWithoutCount,
        "\"harvest\"\ntitle",
    );
}

#[test]
fn a_dose_of_other_cells_than_the_harvest_counts_is_found() {
    expect(
        "cells = { min = \"1e9 {viable}\", max = \"2e10 {viable}\" }",
        "cells = { min = \"1e9 {CD3+}\", max = \"2e10 {CD3+}\" }",
        FindingCode::PopulationMismatch,
        "{ min = \"1e9 {CD3+}\"",
    );
    expect(
        "max = \"2e10 {viable}\"",
        "max = \"2e10 {cells}\"",
        FindingCode::PopulationMismatch,
        "\"2e10 {cells}\"",
    );
    expect(
        "limit = { min = \"6e7 {viable}\" }",
        "limit = { min = \"6e7 {CD3+}\" }",
        FindingCode::PopulationMismatch,
        "{ min = \"6e7 {CD3+}\"",
    );
}

#[test]
fn an_infusion_without_any_release_is_one_finding() {
    let broken = without("[[release]]");
    let found = findings(&broken);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].code, FindingCode::InfusionWithoutRelease);
    assert_eq!(
        (found[0].line, found[0].column),
        place(&broken, "[infusion]")
    );
}

#[test]
fn a_release_stage_declared_twice_is_found() {
    let broken = SHIPPED.replacen(
        "[[release]]\nstage = \"final\"",
        "[[release]]\nstage = \"conditional\"",
        1,
    );
    let codes: Vec<_> = findings(&broken).iter().map(|f| f.code).collect();
    assert_eq!(
        codes,
        [
            FindingCode::DuplicateRelease,
            FindingCode::DanglingReference
        ]
    );
}

#[test]
fn a_window_that_reaches_the_next_dose_is_found() {
    expect(
        "within 0 d to +3 d",
        "within -4 d to +3 d",
        FindingCode::WindowImpossible,
        "\"4 x every 1 wk",
    );
}

#[test]
fn a_window_without_a_day_is_found() {
    expect(
        "within -2 d to +2 d",
        "within +2 d to -2 d",
        FindingCode::WindowImpossible,
        "\"7 d after each",
    );
    expect(
        "every 3 mo for 24 mo",
        "every 24 mo for 3 mo",
        FindingCode::WindowImpossible,
        "\"every 24 mo",
    );
}

#[test]
fn cells_drawn_too_long_before_their_infusion_are_found() {
    expect(
        "at least 2 wk before",
        "at least 5 wk before",
        FindingCode::WindowImpossible,
        "\"at least 5 wk",
    );
}

#[test]
fn a_harvest_outside_the_culture_is_found() {
    expect(
        "days = \"days 12 to 21\"",
        "days = \"days 22 to 30\"",
        FindingCode::WindowImpossible,
        "\"days 22 to 30\"",
    );
}

#[test]
fn a_product_that_expires_during_its_infusion_is_found() {
    expect(
        "shelf-life = \"36 h\"",
        "shelf-life = \"30 min\"",
        FindingCode::ShelfLifeTooShort,
        "\"30 min\"\nstorage",
    );
}

#[test]
fn a_product_that_expires_on_its_way_to_its_infusion_is_found() {
    expect(
        "duration = \"2 h\"",
        "duration = \"36 h\"",
        FindingCode::ShelfLifeTooShort,
        "\"36 h\"\ntemperature",
    );
}

#[test]
fn a_harvest_that_measures_no_volume_is_found() {
    let from = "label = \"Volume of the product\"\nrole = \"volume\"";
    let code = FindingCode::HarvestWithoutVolume;
    expect(
        from,
        "label = \"Volume of the product\"",
        code,
        "\"harvest\"\ntitle",
    );
}

#[test]
fn a_step_after_the_harvest_is_found() {
    let from = "days = \"days 5 to 20\"\nafter = [\"transfer\"]";
    let broken = SHIPPED.replacen(from, "days = \"days 5 to 20\"\nafter = [\"harvest\"]", 1);
    let found = findings(&broken);
    let codes: Vec<_> = found.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [FindingCode::UnreachableStep]);
    assert!(found[0].message.contains("ends the record"));
}

#[test]
fn a_harvest_that_is_over_before_a_needed_step_is_found() {
    let (from, to) = ("\"days 11 to 21\"", "\"days 25 to 30\"");
    expect(from, to, FindingCode::UnreachableStep, "\"days 12 to 21\"");
}

/// What the shipped file says of the times of vital signs.
const TIMES: &str = "after-start = [\"15 min\", \"30 min\", \"45 min\", \"60 min\"]
every = \"30 min\"
after-end = [\"30 min\"]
window = \"5 min\"
";

/// Other times of vital signs in their place.
#[track_caller]
fn expect_times(times: &str, code: FindingCode, at: &str) {
    expect(TIMES, times, code, at);
}

#[test]
fn a_table_that_names_no_time_for_vital_signs_is_found() {
    let code = FindingCode::MissingKey;
    expect_times("window = \"5 min\"\n", code, "[infusion.vital-signs-due]");
}

#[test]
fn vital_signs_that_nobody_could_take_any_more_are_found() {
    let code = FindingCode::VitalSignsNeverDue;
    let times = "after-start = [\"90 min\"]\nwindow = \"5 min\"\n";
    expect_times(times, code, "[\"90 min\"]");
    let times = "after-end = [\"0 min\", \"45 min\"]\nwindow = \"5 min\"\n";
    expect_times(times, code, "[\"0 min\"");
}

#[test]
fn vital_signs_of_which_one_set_would_count_as_two_are_found() {
    let code = FindingCode::VitalSignsTooClose;
    for (times, window, at) in [
        (
            "after-start = [\"15 min\", \"20 min\"]",
            "5 min",
            "[\"15 min\"",
        ),
        (
            "after-start = [\"30 min\", \"15 min\"]",
            "5 min",
            "[\"30 min\"",
        ),
        ("after-start = [\"4 min\"]", "5 min", "[\"4 min\""),
        (
            "after-end = [\"10 min\", \"20 min\"]",
            "5 min",
            "[\"10 min\"",
        ),
        ("every = \"10 min\"", "5 min", "\"10 min\""),
        ("every = \"10 min\"", "0 h", "\"0 h\""),
    ] {
        expect_times(&format!("{times}\nwindow = \"{window}\"\n"), code, at);
    }
}

#[test]
fn times_of_vital_signs_that_can_come_are_no_finding() {
    let times =
        "after-start = [\"15 min\"]\nevery = \"15 min\"\nafter-end = [\"0 min\", \"30 min\"]
window = \"5 min\"\n";
    assert_eq!(findings(&changed(SHIPPED, &[(TIMES, times)])), []);
}

#[test]
fn a_batch_is_filled_as_two_doses_or_more_and_a_medicine_never() {
    let life = "storage = ";
    let doses = |value: &str| {
        format!("doses-per-batch = {{ value = \"{value}\", source = \"laboratory\" }}\n{life}")
    };
    clean(SHIPPED, &[(life, &doses("4"))]);
    for value in ["1", "0", "-2", "2.5", "two", "70000"] {
        let place = format!("\"{value}\", source");
        expect(life, &doses(value), FindingCode::NumberUnreadable, &place);
    }
    let doses = doses("4").replace("laboratory", "author");
    let changes = [(life, doses.as_str())];
    expect_in(MEDICINE, &changes, FindingCode::UnknownKey, "{ value = ");
}

//! Each test breaks a shipped protocol in one way and expects exactly the named finding there.

#![cfg(test)]

use cikada_protocol::{Finding, FindingCode, read};

const FILE: &str = "protocol.toml";
const SHIPPED: &str = include_str!("../../../protocols/cik-immuncell/1.0.0/protocol.toml");

fn findings(text: &str) -> Vec<Finding> {
    let reading = read(text.as_bytes(), FILE);
    assert_eq!(reading.protocol.is_none(), !reading.findings.is_empty());
    reading.findings
}

/// Line and column, from 1, of the first place where `text` holds `what`.
fn place(text: &str, what: &str) -> (usize, usize) {
    let found = text.split_once(what);
    let (before, _) = found.unwrap_or_else(|| panic!("'{what}' is not in the broken file"));
    let line = before.lines().count().max(1) + usize::from(before.ends_with('\n'));
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    (line, column)
}

/// Replaces the first `from` by `to` and expects one finding, at the first `at`.
#[track_caller]
fn expect(from: &str, to: &str, code: FindingCode, at: &str) -> Finding {
    assert!(
        SHIPPED.contains(from),
        "'{from}' is not in the shipped file"
    );
    let broken = SHIPPED.replacen(from, to, 1);
    let found = findings(&broken);
    let codes: Vec<_> = found
        .iter()
        .map(|f| (f.code.code(), f.line, f.message.as_str()))
        .collect();
    assert_eq!(found.len(), 1, "{codes:?}");
    let finding = found.into_iter().next().unwrap();
    assert_eq!(finding.code, code, "{}", finding.message);
    assert_eq!(
        (finding.line, finding.column),
        place(&broken, at),
        "{}",
        finding.message
    );
    assert_eq!(finding.file, FILE);
    finding
}

/// The shipped file without its tables of one kind.
fn without(header: &str) -> String {
    let mut kept = String::new();
    let mut dropping = false;
    for line in SHIPPED.lines() {
        if line.starts_with('[') {
            dropping = line == header || line.starts_with(&header.replace("]]", "."));
        }
        if !dropping {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[test]
fn the_shipped_file_is_clean() {
    assert_eq!(findings(SHIPPED), []);
}

#[test]
fn a_syntax_error_is_found_where_it_stands() {
    expect(
        "id = \"cik-immuncell\"",
        "id = cik-immuncell",
        FindingCode::SyntaxError,
        "cik-immuncell\n",
    );
}

#[test]
fn all_syntax_errors_are_found_at_once() {
    let broken = SHIPPED
        .replacen("gap = \"before\"", "gap = before", 1)
        .replacen("witness = true", "witness = yes", 1);
    let codes: Vec<_> = findings(&broken)
        .into_iter()
        .map(|finding| finding.code)
        .collect();
    assert_eq!(codes, [FindingCode::SyntaxError, FindingCode::SyntaxError]);
}

#[test]
fn a_mistyped_key_is_found_with_what_was_meant() {
    let finding = expect(
        "repeats = true",
        "repeat = true",
        FindingCode::UnknownKey,
        "repeat = true",
    );
    assert_eq!(finding.help.as_deref(), Some("did you mean 'repeats'?"));
}

#[test]
fn a_missing_key_is_found_at_its_table() {
    expect(
        "anchor = \"first-infusion\"\n",
        "",
        FindingCode::MissingKey,
        "[schedule]",
    );
}

#[test]
fn a_missing_table_is_found() {
    let found = findings(&without("[culture]"));
    let codes: Vec<_> = found.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [FindingCode::MissingKey]);
}

#[test]
fn a_value_of_another_kind_is_found() {
    expect(
        "witness = true",
        "witness = \"yes\"",
        FindingCode::WrongType,
        "\"yes\"",
    );
}

#[test]
fn an_unknown_word_is_found_with_what_was_meant() {
    let finding = expect(
        "\"autologous\"",
        "\"autologus\"",
        FindingCode::UnknownWord,
        "\"autologus\"",
    );
    assert_eq!(finding.help.as_deref(), Some("did you mean 'autologous'?"));
}

#[test]
fn an_empty_list_of_codes_is_found() {
    expect(
        "must-be = [\"negative\"]",
        "must-be = []",
        FindingCode::EmptyValue,
        "[]",
    );
}

#[test]
fn a_name_that_no_record_could_hold_is_found() {
    expect(
        "id = \"child-pugh\"",
        "id = \"Child Pugh\"",
        FindingCode::IdentifierUnreadable,
        "\"Child Pugh\"",
    );
}

#[test]
fn a_version_of_two_numbers_is_found() {
    expect(
        "version = \"1.0.0\"",
        "version = \"1.0\"",
        FindingCode::VersionUnreadable,
        "\"1.0\"",
    );
}

#[test]
fn a_number_without_a_unit_is_found_in_quotes_and_bare() {
    expect(
        "volume = \"200 mL\"",
        "volume = \"200\"",
        FindingCode::BareNumber,
        "\"200\"",
    );
    expect(
        "volume = \"200 mL\"",
        "volume = 200",
        FindingCode::BareNumber,
        "200\n",
    );
    expect("{ min = \"92 %\" }", "92", FindingCode::BareNumber, "92\n");
}

#[test]
fn a_number_that_is_no_exact_decimal_is_found() {
    expect(
        "\"200 mL\"",
        "\"2OO mL\"",
        FindingCode::NumberUnreadable,
        "\"2OO mL\"",
    );
}

#[test]
fn an_amount_below_zero_is_found() {
    expect(
        "\"200 mL\"",
        "\"-200 mL\"",
        FindingCode::NumberNegative,
        "\"-200 mL\"",
    );
}

#[test]
fn an_unknown_unit_is_found_with_the_right_spelling() {
    let finding = expect(
        "\"500 [iU]/mL\"",
        "\"500 IU/mL\"",
        FindingCode::UnknownUnit,
        "\"500 IU/mL\"",
    );
    assert!(finding.message.contains("[iU]/mL"), "{}", finding.message);
    expect(
        "unit = \"{viable}\"",
        "unit = \"{living}\"",
        FindingCode::UnknownUnit,
        "\"{living}\"",
    );
}

#[test]
fn a_unit_of_another_dimension_is_found() {
    expect(
        "\"36 h\"",
        "\"36 mL\"",
        FindingCode::WrongDimension,
        "\"36 mL\"",
    );
    expect(
        "max = \"21 d\"",
        "max = \"21 mL\"",
        FindingCode::WrongDimension,
        "\"21 mL\"",
    );
    expect(
        "role = \"volume\"\nunit = \"mL\"\nlimit = { min = \"190 mL\", max = \"210 mL\" }",
        "role = \"volume\"\nunit = \"h\"",
        FindingCode::WrongDimension,
        "\"h\"",
    );
}

#[test]
fn a_lower_limit_above_the_upper_one_is_found() {
    expect(
        "max = \"2e10 {viable}\"",
        "max = \"2e8 {viable}\"",
        FindingCode::MinAboveMax,
        "\"2e8 {viable}\"",
    );
    expect(
        "\"days 12 to 21\"",
        "\"days 21 to 12\"",
        FindingCode::MinAboveMax,
        "\"days 21 to 12\"",
    );
}

#[test]
fn a_rule_that_stands_on_nothing_is_found() {
    let from = "must-be = { min = \"3 mo\" }\nage-max = \"4 wk\"\nsource = \"nct00699816\"\n";
    let to = "must-be = { min = \"3 mo\" }\nage-max = \"4 wk\"\n";
    let broken = SHIPPED.replacen(from, to, 1);
    let found = findings(&broken);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code, FindingCode::RuleWithoutSource);
    let (line, _) = place(&broken, "id = \"life-expectancy\"");
    assert_eq!((found[0].line, found[0].column), (line - 1, 1));
}

#[test]
fn a_source_that_is_not_in_the_file_is_found_with_what_was_meant() {
    let finding = expect(
        "source = \"lee-2015\"",
        "source = \"lee-2051\"",
        FindingCode::UnknownSource,
        "\"lee-2051\"",
    );
    assert_eq!(finding.help.as_deref(), Some("did you mean 'lee-2015'?"));
}

#[test]
fn a_source_that_no_rule_stands_on_is_found() {
    let more =
        "[sources.spare]\ntitle = \"t\"\nlocator = \"l\"\nbasis = \"read\"\n\n[sources.lee-2015]";
    expect(
        "[sources.lee-2015]",
        more,
        FindingCode::UnusedSource,
        "spare",
    );
}

#[test]
fn two_steps_of_one_name_are_found() {
    let step = "[[step]]\nid = \"transfer\"";
    let twice = SHIPPED.replacen("[[step]]\nid = \"feed\"", step, 1);
    let found = findings(&twice);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].code, FindingCode::DuplicateStep);
    let (before, _) = twice.rsplit_once("id = \"transfer\"").unwrap();
    assert_eq!(found[0].line, before.lines().count() + 1);
}

#[test]
fn two_things_of_one_name_in_one_list_are_found() {
    expect(
        "id = \"neutrophils\"",
        "id = \"white-cells\"",
        FindingCode::DuplicateName,
        "\"white-cells\"\ntext = \"Neutrophils\"",
    );
    expect(
        "id = \"bags-intact\"",
        "id = \"identity-confirmed\"",
        FindingCode::DuplicateName,
        "\"identity-confirmed\"\nlabel = \"Bags",
    );
}

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
fn a_schedule_is_read_up_to_the_very_word() {
    expect(
        "then 4 x every 2 wk",
        "then 4 x evry 2 wk",
        FindingCode::ScheduleUnreadable,
        "evry",
    );
    expect(
        "24 h after each",
        "25 h after each",
        FindingCode::ScheduleUnreadable,
        "h after each",
    );
    expect(
        "\"at least 2 wk before each infusion\"",
        "\"2 wk after each infusion\"",
        FindingCode::ScheduleUnreadable,
        "\"2 wk after",
    );
    expect(
        "\"days 3 to 5\"",
        "\"third day\"",
        FindingCode::ScheduleUnreadable,
        "\"third day\"",
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
fn findings_of_every_kind_come_at_once_and_in_order() {
    let broken = SHIPPED
        .replacen("relation = \"autologous\"", "relation = \"self\"", 1)
        .replacen("repeats = true", "repeat = true", 1)
        .replacen("shelf-life = \"36 h\"", "shelf-life = \"36\"", 1);
    let found = findings(&broken);
    let codes: Vec<_> = found.iter().map(|finding| finding.code).collect();
    assert_eq!(
        codes,
        [
            FindingCode::UnknownWord,
            FindingCode::UnknownKey,
            FindingCode::BareNumber
        ]
    );
    assert!(found.windows(2).all(|pair| pair[0].line < pair[1].line));
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

#[test]
fn a_product_code_that_no_label_can_carry_is_found() {
    let code = FindingCode::ProductCodeUnreadable;
    expect(
        "product-code = \"S1235\"",
        "product-code = \"S12\"",
        code,
        "\"S12\"",
    );
}

#[test]
fn a_protocol_that_asks_for_nothing_is_found() {
    for header in [
        "[[eligibility]]",
        "[[consent]]",
        "[[fitness]]",
        "[[infusion.vital-sign]]",
    ] {
        let found = findings(&without(header));
        let missing = |finding: &Finding| finding.code == FindingCode::MissingKey;
        assert_eq!(
            found.iter().filter(|finding| missing(finding)).count(),
            1,
            "{header}"
        );
    }
}

#[test]
fn every_code_has_a_test() {
    let tests = concat!(include_str!("findings.rs"), include_str!("bad_files.rs"));
    for code in FindingCode::ALL {
        assert!(
            tests.contains(&format!("FindingCode::{code:?}")),
            "{code:?}"
        );
    }
}

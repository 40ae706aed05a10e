//! One key or value that cannot be what it says.

use cikada_protocol::{Finding, FindingCode};

use crate::{SHIPPED, expect, findings, place, without};

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
fn a_text_with_characters_that_nobody_sees_is_found() {
    for hidden in ["\\u202e", "\\u001b[31m", "\\u200b"] {
        let broken = format!("text = \"Age{hidden}\"");
        let place = format!("\"Age{hidden}\"");
        expect(
            "text = \"Age\"",
            &broken,
            FindingCode::HiddenCharacter,
            &place,
        );
    }
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
fn an_empty_list_of_tables_is_no_way_to_ask_for_nothing() {
    let broken = without("[[consent]]").replacen("relation", "consent = []\nrelation", 1);
    let found = findings(&broken);
    let codes: Vec<_> = found.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [FindingCode::EmptyValue]);
    assert_eq!(
        (found[0].line, found[0].column),
        place(&broken, "[]\nrelation")
    );
}

#[test]
fn a_code_that_no_record_could_hold_is_found() {
    let (from, to) = ("must-be = [\"negative\"]", "must-be = [\"Negative!\"]");
    expect(from, to, FindingCode::IdentifierUnreadable, "\"Negative!\"");
}

#[test]
fn a_mistyped_grading_scale_is_found_since_its_rule_would_never_fire() {
    let finding = expect(
        "\"CTCAE 5.0\"",
        "\"CTCAE 5\"",
        FindingCode::UnknownWord,
        "\"CTCAE 5\"",
    );
    assert_eq!(finding.help.as_deref(), Some("did you mean 'CTCAE 5.0'?"));
}

#[test]
fn conditions_of_a_collection_that_leave_one_out_are_no_conditions() {
    let finding = expect(
        "out-of-condition-max = \"0 min\"\n",
        "",
        FindingCode::MissingKey,
        "[collection.transport]",
    );
    assert!(
        finding.message.contains("out-of-condition-max"),
        "{finding:?}"
    );
}

//! What cannot be graded says why and what is missing; it is never grade 0.

use cikada_outcome::grade::Scheme::{Ctcae5, Ctcae6};
use cikada_outcome::grade::{
    ChosenLine, GradeProblem, Missing, Observation, Scheme, find, grade, terms,
};

use crate::support::{graded, number, observation, problem};

fn missing(scheme: Scheme, term: &str, text: &str) -> Vec<Missing> {
    match graded(scheme, term, text) {
        Err(GradeProblem::Missing { missing, .. }) => missing,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_missing_limit_or_baseline_is_named() {
    assert_eq!(
        missing(Ctcae5, "platelets", "120 10*9/L"),
        [Missing::LowerLimit]
    );
    assert_eq!(
        missing(Ctcae5, "ALT", "120 U/L; upper=40 U/L"),
        [Missing::Baseline]
    );
    assert_eq!(
        missing(Ctcae5, "ALT", "120 U/L"),
        [Missing::Baseline, Missing::UpperLimit]
    );
    assert_eq!(
        missing(Ctcae5, "weight gain", "94.5 kg"),
        [Missing::Baseline]
    );
    assert_eq!(missing(Ctcae5, "fever", "40.1 Cel"), [Missing::Duration]);
    assert_eq!(missing(Ctcae5, "EF decreased", "45 %"), [Missing::Baseline]);
    assert_eq!(missing(Ctcae5, "oliguria", "60 mL"), [Missing::Duration]);
    assert_eq!(
        missing(
            Ctcae6,
            "creatinine",
            "90 umol/L; upper=100 umol/L; baseline=50 umol/L"
        ),
        [Missing::LowerLimit]
    );
}

#[test]
fn an_input_that_cannot_change_the_grade_is_not_asked_for() {
    assert_eq!(number(Ctcae5, "platelets", "60 10*9/L"), 2);
    assert_eq!(number(Ctcae5, "EF decreased", "19 %"), 4);
    assert_eq!(number(Ctcae5, "fever", "39.5 Cel"), 2);
    assert_eq!(number(Ctcae6, "febrile neutropenia", "1.0 10*9/L"), 0);
}

#[test]
fn nothing_observed_is_never_an_answer() {
    for term in terms() {
        for scheme in Scheme::CTCAE {
            let Some(name) = term.name(scheme) else {
                continue;
            };
            let result = grade(scheme, name, &Observation::default());
            assert!(
                matches!(result, Err(GradeProblem::Missing { .. })),
                "{scheme} {name}: {result:?}"
            );
        }
    }
}

#[test]
fn a_value_below_the_measured_lines_is_no_answer_while_a_description_is_open() {
    assert_eq!(missing(Ctcae6, "rash", "30 %"), [Missing::Line]);
    assert_eq!(
        missing(
            Ctcae6,
            "left ventricular dysfunction",
            "60 %; baseline=62 %"
        ),
        [Missing::Line]
    );
    let mut seen = observation("60 %; baseline=62 %");
    seen.line = Some(ChosenLine::NoneApplies);
    let graded = grade(Ctcae6, "left ventricular dysfunction", &seen).unwrap();
    assert!(graded.grade().is_none());
}

#[test]
fn degrees_fahrenheit_are_recognised_and_refused() {
    let problem = problem(Ctcae5, "fever", "100.5 Cel");
    assert!(
        problem.contains("cannot be right: expected 34 °C to 43 °C"),
        "{problem}"
    );
    assert!(problem.contains("100.5 °F would be 38.06 °C"), "{problem}");
}

#[test]
fn a_wrong_unit_is_refused_with_the_units_that_would_do() {
    let told = problem(Ctcae5, "fever", "39 %");
    assert!(told.contains("wrong unit: expected Cel"), "{told}");
    let told = problem(Ctcae5, "haemoglobin", "5 mmol/L");
    assert!(told.contains("g/dL, g/L"), "{told}");
    let told = problem(Ctcae5, "ALT", "3 {ULN}; baseline=30 U/L");
    assert!(told.contains("{ULN}"), "{told}");
    let told = problem(Ctcae5, "creatinine", "2 {baseline}");
    assert!(told.contains("umol/L, mg/dL, {ULN}"), "{told}");
}

#[test]
fn numbers_that_cannot_be_are_refused() {
    for (term, text) in [
        ("neutrophils", "800 10*9/L"),
        ("platelets", "20000 10*9/L"),
        ("haemoglobin", "12 g/L"),
        ("neutrophils", "-1 10*9/L"),
        ("acidosis", "72 [pH]"),
        ("ALT", "120 U/L; baseline=0 U/L; upper=40 U/L"),
    ] {
        let result = graded(Ctcae5, term, text);
        assert!(
            matches!(result, Err(GradeProblem::Implausible { .. })),
            "{text}: {result:?}"
        );
    }
    let result = graded(Ctcae6, "ICANS", "7.5 {score}");
    assert!(matches!(result, Err(GradeProblem::Implausible { .. })));
}

#[test]
fn reversed_limits_and_endless_decimals_are_refused() {
    let result = graded(
        Ctcae5,
        "platelets",
        "90 10*9/L; lower=400 10*9/L; upper=150 10*9/L",
    );
    assert!(matches!(result, Err(GradeProblem::LimitsReversed { .. })));
    let result = graded(Ctcae5, "platelets", "0.12345678901 10*9/L");
    assert!(matches!(result, Err(GradeProblem::TooFine { .. })));
}

#[test]
fn a_term_that_a_version_does_not_have_says_so() {
    assert_eq!(
        problem(Ctcae5, "ICANS", "5 {score}"),
        "ICANS is not a CTCAE v5 term"
    );
    assert!(problem(Ctcae6, "EF decreased", "45 %").contains("deleted in CTCAE v6"));
    assert!(problem(Ctcae5, "HLH", "").contains("not a CTCAE v5 term"));
    let whole = problem(Scheme::AstctCrs, "fever", "39 Cel");
    assert_eq!(
        whole,
        "ASTCT CRS 2019 is assessed as a whole, not term by term"
    );
}

#[test]
fn an_unknown_term_names_the_one_that_was_meant() {
    assert_eq!(
        find("neutropaenia").unwrap_err().to_string(),
        "'neutropaenia' is not a term that can be graded here (did you mean 'neutropenia'?): \
         `cikada grade --list` shows them"
    );
    let Err(GradeProblem::UnknownTerm { meant, .. }) = find("xyz") else {
        panic!("found");
    };
    assert_eq!(meant, None);
}

#[test]
fn a_line_that_the_version_does_not_have_is_refused() {
    let seen = Observation::described(ChosenLine::Number(4));
    let told = grade(Ctcae5, "chills", &seen).unwrap_err().to_string();
    assert_eq!(
        told,
        "CTCAE 5.0 Chills has no described line 4: expected 1, 2, 3 or none"
    );
    let told = grade(Ctcae5, "neutrophils", &seen).unwrap_err().to_string();
    assert!(told.ends_with("its number decides"), "{told}");
}

#[test]
fn a_number_for_a_description_is_not_silently_dropped() {
    let told = problem(Ctcae5, "hypotension", "80 mm[Hg]");
    assert!(told.contains("graded by description"), "{told}");
}

#[test]
fn where_version_6_defines_nothing_no_grade_is_made_up() {
    let told = problem(Ctcae6, "ALT", "750 U/L; baseline=250 U/L; upper=40 U/L");
    assert!(told.contains("defines no grade"), "{told}");
    assert_eq!(
        number(Ctcae6, "ALT", "1001 U/L; baseline=250 U/L; upper=40 U/L"),
        4
    );
}

#[test]
fn urine_collected_too_shortly_is_not_graded() {
    let told = problem(Ctcae5, "oliguria", "60 mL; for=6 h");
    assert!(told.contains("8 h or 24 h"), "{told}");
}

#[test]
fn a_key_of_one_version_is_not_answered_by_the_other() {
    assert_eq!(number(Ctcae6, "ctcae6:thrombocytopenia", "20 10*9/L"), 3);
    let told = problem(Ctcae6, "ctcae5:platelet-count-decreased", "20 10*9/L");
    assert!(told.contains("another version than CTCAE 6.0"), "{told}");
}

#[test]
fn everything_that_is_missing_is_named_at_once() {
    assert_eq!(
        missing(Ctcae6, "creatinine", "90 umol/L; upper=100 umol/L"),
        [Missing::Baseline, Missing::LowerLimit]
    );
}

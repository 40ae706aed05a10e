//! Worked examples as a nurse or a pharmacist would tell them.

use cikada_outcome::grade::Scheme::{Ctcae5, Ctcae6};
use cikada_outcome::grade::{ChosenLine, Evidence, Observation, SourceMark, grade, lines};

use crate::support::{graded, number, observation};

#[test]
fn the_same_blood_count_has_another_grade_in_each_version() {
    assert_eq!(number(Ctcae5, "neutrophils", "0.80 10*9/L"), 3);
    assert_eq!(number(Ctcae6, "neutrophils", "0.80 10*9/L"), 2);
    assert_eq!(number(Ctcae5, "platelets", "20 10*9/L"), 4);
    assert_eq!(number(Ctcae6, "platelets", "20 10*9/L"), 3);
}

#[test]
fn twelve_and_a_half_kilograms_on_82_are_grade_2_and_the_rise_is_shown() {
    let graded = graded(Ctcae6, "weight gain", "94.5 kg; baseline=82.0 kg").unwrap();
    let grade = graded.grade().unwrap();
    assert_eq!(grade.number(), 2);
    assert_eq!(grade.criterion(), "rise of 10 - <20 % from baseline");
    assert_eq!(grade.working(), ["body weight against baseline: +15.24 %"]);
}

#[test]
fn a_grade_carries_its_version_its_criterion_and_everything_it_was_worked_out_from() {
    let text = "96 U/L; baseline=30 U/L; upper=40 U/L";
    let graded = graded(Ctcae5, "ALT", text).unwrap();
    let grade = graded.grade().unwrap();
    assert_eq!(grade.scheme(), Ctcae5);
    assert_eq!(grade.scheme().to_string(), "CTCAE 5.0");
    assert_eq!(grade.key(), "ctcae5:alanine-aminotransferase-increased");
    assert_eq!(
        grade.criterion(),
        ">ULN - 3.0 x ULN, if baseline <=ULN; 1.5 - 3.0 x baseline, if baseline >ULN"
    );
    assert_eq!(grade.source().mark, SourceMark::Read);
    assert_eq!(grade.evidence(), &Evidence::Observation(observation(text)));
    assert_eq!(
        grade.working(),
        [
            "alanine aminotransferase: 2.40 x upper limit of normal",
            "alanine aminotransferase: 3.20 x baseline"
        ]
    );
}

#[test]
fn an_abnormal_baseline_makes_the_same_value_graver_in_version_6() {
    let text = "250 U/L; baseline=100 U/L; upper=40 U/L";
    assert_eq!(number(Ctcae5, "ALT", text), 1);
    assert_eq!(number(Ctcae6, "ALT", text), 3);
}

#[test]
fn a_low_baseline_counts_in_both_versions_and_a_normal_one_in_version_5_only() {
    let normal = "1.1 mg/dL; baseline=0.7 mg/dL; upper=1.2 mg/dL; lower=0.5 mg/dL";
    assert_eq!(number(Ctcae5, "creatinine", normal), 2);
    assert_eq!(number(Ctcae6, "creatinine", normal), 0);
    let low = "0.7 mg/dL; baseline=0.4 mg/dL; upper=1.2 mg/dL; lower=0.5 mg/dL";
    assert_eq!(number(Ctcae5, "creatinine", low), 2);
    assert_eq!(number(Ctcae6, "creatinine", low), 2);
}

#[test]
fn mass_and_molar_creatinine_meet_through_the_named_factor_and_it_is_shown() {
    let text = "2.5 mg/dL; baseline=80 umol/L; upper=100 umol/L";
    let graded = graded(Ctcae5, "creatinine", text).unwrap();
    let grade = graded.grade().unwrap();
    assert_eq!(grade.number(), 2);
    assert_eq!(
        grade.working()[0],
        "creatinine: 2.5 mg/dL = 2.5 mg/dL x 88.4 = 221 umol/L"
    );
    assert_eq!(
        number(
            Ctcae5,
            "bilirubin",
            "3.0 mg/dL; baseline=17.1 umol/L; upper=1.0 mg/dL"
        ),
        2
    );
}

#[test]
fn a_description_is_graded_by_the_line_that_a_person_chose() {
    let chosen = Observation::described(ChosenLine::Number(2));
    let graded = grade(Ctcae6, "chills", &chosen).unwrap();
    assert_eq!(graded.grade().unwrap().number(), 2);
    let none = Observation::described(ChosenLine::NoneApplies);
    assert!(grade(Ctcae6, "chills", &none).unwrap().grade().is_none());
}

#[test]
fn the_graver_of_a_number_and_a_chosen_line_counts() {
    let mut seen = observation("30 10*9/L; lower=150 10*9/L");
    seen.line = Some(ChosenLine::Number(4));
    assert_eq!(
        grade(Ctcae6, "platelets", &seen)
            .unwrap()
            .grade()
            .unwrap()
            .number(),
        4
    );
    let mut seen = observation("5 10*9/L; lower=150 10*9/L");
    seen.line = Some(ChosenLine::Number(3));
    let graded = grade(Ctcae6, "platelets", &seen).unwrap();
    assert_eq!(graded.grade().unwrap().number(), 4);
    assert!(graded.grade().unwrap().working()[0].contains("the graver one counts"));
}

#[test]
fn graver_lines_that_nobody_was_asked_stand_beside_the_grade() {
    let graded = graded(Ctcae6, "platelets", "20 10*9/L").unwrap();
    let open: Vec<_> = graded
        .grade()
        .unwrap()
        .not_asked()
        .iter()
        .map(|line| line.number)
        .collect();
    assert_eq!(open, [4, 5]);
}

#[test]
fn within_limits_is_an_answer_of_its_own() {
    let graded = graded(Ctcae5, "platelets", "200 10*9/L; lower=150 10*9/L").unwrap();
    assert!(graded.grade().is_none());
    assert_eq!(graded.scheme(), Ctcae5);
}

#[test]
fn a_normal_value_needs_no_baseline_where_no_baseline_could_change_it() {
    assert_eq!(number(Ctcae5, "ALT", "30 U/L; upper=40 U/L"), 0);
    assert_eq!(number(Ctcae6, "ALT", "30 U/L; upper=40 U/L"), 0);
}

#[test]
fn no_line_brings_a_grade_that_its_version_does_not_define() {
    for (term, scheme, expected) in [
        ("chills", Ctcae5, vec![1, 2, 3]),
        ("sepsis", Ctcae6, vec![3, 4, 5]),
        ("hypoxia", Ctcae5, vec![2, 3, 4, 5]),
        ("acidosis", Ctcae6, vec![1, 3, 4, 5]),
        ("lymphopenia", Ctcae6, vec![1]),
    ] {
        let numbers: Vec<_> = lines(scheme, term)
            .unwrap()
            .iter()
            .map(|line| line.number)
            .collect();
        assert_eq!(numbers, expected, "{scheme} {term}");
    }
}

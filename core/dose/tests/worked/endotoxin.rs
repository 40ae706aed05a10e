//! Endotoxin against both limits, neither of which replaces the other.

use cikada_dose::DoseProblem;
use cikada_dose::Worked;
use cikada_dose::endotoxin::{Assessment, Given, Limits, Reported, assess};

use crate::example::example;

fn judged(
    reported: &str,
    (volume, weight, over): (&str, &str, &str),
) -> Result<Worked<Assessment>, DoseProblem> {
    let given = Given {
        volume: example(volume),
        weight: example(weight),
        over: example(over),
    };
    let limits = Limits {
        concentration: example("0.5 {EU}/mL"),
        rate: example("5 {EU}/kg/h"),
    };
    assess(&reported.parse::<Reported>()?, &given, &limits)
}

#[test]
fn a_result_is_judged_in_the_volume_and_for_the_patient() {
    let judged = judged("0.3 {EU}/mL", ("200 mL", "64 kg", "1 h")).unwrap();
    assert_eq!(judged.value.rate.to_string(), "0.9375 {EU}/kg/h");
    assert_eq!(judged.value.per_kilogram.to_string(), "0.9375 {EU}/kg");
    assert_eq!(
        judged.value.rate_limit_in_volume.to_string(),
        "1.6000 {EU}/mL"
    );
    assert!(judged.value.passes());
    insta::assert_snapshot!(judged.working.join("\n"));
}

#[test]
fn a_clean_product_may_still_be_too_much_for_a_child() {
    let judged = judged("0.4 {EU}/mL", ("200 mL", "10 kg", "1 h")).unwrap();
    assert!(judged.value.concentration_within);
    assert!(!judged.value.rate_within);
    assert!(!judged.value.passes());
    insta::assert_snapshot!(judged.working.join("\n"));
}

#[test]
fn a_small_volume_does_not_excuse_an_unclean_product() {
    let judged = judged("0.6 {EU}/mL", ("10 mL", "64 kg", "1 h")).unwrap();
    assert!(!judged.value.concentration_within);
    assert!(judged.value.rate_within);
    assert!(!judged.value.passes());
}

#[test]
fn the_limit_itself_passes_and_the_exact_value_decides() {
    let at = judged("0.5 {EU}/mL", ("640 mL", "64 kg", "1 h")).unwrap();
    assert!(at.value.passes());
    let above = judged("0.5 {EU}/mL", ("640.0001 mL", "64 kg", "1 h")).unwrap();
    assert_eq!(above.value.rate.to_string(), "5.0000 {EU}/kg/h");
    assert!(!above.value.rate_within);
}

#[test]
fn nothing_seen_counts_as_the_least_that_could_be_seen() {
    let judged = judged("<0.05 {EU}/mL", ("200 mL", "64 kg", "30 min")).unwrap();
    assert_eq!(judged.value.rate.to_string(), "0.3125 {EU}/kg/h");
    assert_eq!(
        judged.working[0],
        "reported as less than 0.05 EU/mL: taken as 0.05 EU/mL"
    );
}

#[test]
fn a_limit_for_each_kg_is_never_taken_for_one_in_the_volume() {
    let problem = judged("0.3 {EU}/kg", ("200 mL", "64 kg", "1 h")).unwrap_err();
    assert_eq!(problem.code(), "wrong-unit");
    assert_eq!(
        problem.to_string(),
        "the endotoxin result is 0.3 EU/kg, which is endotoxin per kg of body weight: expected \
         endotoxin in a volume; write it in a unit of that kind"
    );
}

#[test]
fn a_time_in_weeks_for_minutes_is_refused() {
    for over in ["60 wk", "60 d", "121 h"] {
        let problem = judged("0.3 {EU}/mL", ("200 mL", "64 kg", over)).unwrap_err();
        assert_eq!(problem.code(), "implausible-value", "{over}");
    }
    assert!(judged("0.3 {EU}/mL", ("200 mL", "64 kg", "5 d")).is_ok());
}

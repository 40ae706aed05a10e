//! iRECIST from files: unconfirmed, confirmed, ignored, reset, and again.

use crate::example::{Example, immune, overall};

/// Nadir 60 at day 56, unconfirmed progression with 73 mm at day 112.
fn unconfirmed() -> Example {
    Example::with_target(100).at(56, 60).at(112, 73)
}

#[test]
fn progression_is_unconfirmed_at_first_and_stands_beside_recist() {
    let assessment = unconfirmed().assess();
    assert_eq!(overall(&assessment), ["PR", "PD"]);
    assert_eq!(immune(&assessment), ["iPR", "iUPD"]);
}

#[test]
fn five_more_millimetres_confirm_and_four_do_not() {
    assert_eq!(immune(&unconfirmed().at(140, 78).assess())[2], "iCPD");
    let four = unconfirmed().at(140, 77);
    assert_eq!(immune(&four.assess())[2], "iUPD");
    let added_up = four.at(168, 79);
    assert_eq!(immune(&added_up.assess())[3], "iCPD", "4 mm, then 2 mm");
}

#[test]
fn a_scan_before_four_weeks_is_not_counted_less_two_days() {
    assert_eq!(immune(&unconfirmed().at(137, 90).assess())[2], "iUPD");
    assert_eq!(immune(&unconfirmed().at(138, 90).assess())[2], "iCPD");
    let shrunk = unconfirmed().at(130, 50).at(140, 90);
    assert_eq!(immune(&shrunk.assess())[2..], ["iUPD", "iCPD"]);
}

#[test]
fn an_early_scan_confirms_only_for_a_new_symptom_with_a_further_new_lesion() {
    let early = unconfirmed().day(126).target(73);
    let new = "new,L1,brain,no,12,mm,unequivocal,MRI,3";
    let without_symptom = early.clone().row(new);
    assert_eq!(immune(&without_symptom.assess())[2], "iUPD");
    let without_lesion = early.clone().none_new().row("visit,,,,,,new-symptom");
    assert_eq!(immune(&without_lesion.assess())[2], "iUPD");
    let both = early.row(new).row("visit,,,,,,new-symptom");
    assert_eq!(immune(&both.assess())[2], "iCPD");
}

#[test]
fn a_scan_after_eight_weeks_confirms_and_says_how_late_it_is() {
    let assessment = unconfirmed().at(180, 80).assess();
    assert_eq!(immune(&assessment)[2], "iCPD");
    assert!(
        assessment.visits[2]
            .immune
            .why
            .contains("later than the 8 weeks")
    );
}

#[test]
fn progression_in_another_category_confirms() {
    let example = Example::with_target(100)
        .row("non-target,B1,bone,no,,,present")
        .day(56)
        .target(125)
        .row("non-target,B1,,,,,present")
        .none_new()
        .day(84)
        .target(125);
    let other = example
        .clone()
        .row("non-target,B1,,,,,progressed")
        .none_new();
    assert_eq!(immune(&other.assess())[1], "iCPD");
    let larger = example.clone().row("non-target,B1,,,,,larger").none_new();
    assert_eq!(
        immune(&larger.assess())[1],
        "iUPD",
        "short of progression there"
    );
    let new = example
        .row("non-target,B1,,,,,present")
        .row("new,L1,lung,no,,,unequivocal");
    assert_eq!(immune(&new.assess())[1], "iCPD");
}

#[test]
fn non_target_progression_is_confirmed_by_any_further_growth() {
    let example = Example::with_target(100)
        .row("non-target,B1,bone,no,,,present")
        .row("non-target,B2,bone,no,,,present")
        .day(56)
        .target(100)
        .row("non-target,B1,,,,,progressed")
        .row("non-target,B2,,,,,present")
        .none_new()
        .day(84)
        .target(100);
    let next = |first: &str, second: &str| {
        let visit = example.clone().row(&format!("non-target,B1,,,,,{first}"));
        let visit = visit.row(&format!("non-target,B2,,,,,{second}")).none_new();
        immune(&visit.assess())[1].clone()
    };
    assert_eq!(next("progressed", "present"), "iUPD");
    assert_eq!(next("larger", "present"), "iCPD");
    assert_eq!(next("progressed", "larger"), "iCPD");
    assert_eq!(next("progressed", "progressed"), "iCPD");
    assert_eq!(next("present", "present"), "iSD");
}

#[test]
fn new_lesions_are_measured_apart_and_confirm_by_their_own_growth() {
    let example = Example::with_target(100)
        .day(56)
        .target(100)
        .row("new,L1,lung,no,12,mm,unequivocal,CT,5")
        .row("new,L2,lung,no,6,mm,unequivocal,CT,5")
        .day(84)
        .target(100);
    let next = |first: &str, second: &str| {
        let visit = example.clone().row(&format!("new,L1,,,{first}"));
        immune(&visit.row(&format!("new,L2,,,{second}")).assess())[1].clone()
    };
    assert_eq!(next("16,mm,unequivocal", "6,mm,unequivocal"), "iUPD");
    assert_eq!(next("17,mm,unequivocal", "6,mm,unequivocal"), "iCPD");
    assert_eq!(next("12,mm,unequivocal", "7,mm,unequivocal"), "iCPD");
    assert_eq!(next("12,mm,unequivocal", ",,larger"), "iCPD");
    let sums: Vec<_> = example
        .row("new,L1,,,30,mm,unequivocal")
        .assess()
        .visits
        .iter()
        .map(|visit| visit.target.tally.known.to_string())
        .collect();
    assert_eq!(
        sums,
        ["100 mm", "100 mm"],
        "never in the sum of the baseline"
    );
}

#[test]
fn shrinking_resets_and_the_next_progression_is_unconfirmed_again() {
    let assessment = unconfirmed()
        .at(140, 65)
        .at(196, 73)
        .at(224, 78)
        .at(252, 10)
        .assess();
    assert_eq!(
        immune(&assessment),
        ["iPR", "iUPD", "iPR", "iUPD", "iCPD", "iCPD"]
    );
    assert_eq!(overall(&assessment), ["PR", "PD", "PD", "PD", "PD", "PD"]);
}

#[test]
fn stable_and_complete_reset_too() {
    let grown = Example::with_target(100).at(56, 125);
    assert_eq!(immune(&grown.clone().at(84, 110).assess())[1], "iSD");
    let gone = grown.day(84).row("target,T1,,,,,gone").none_new();
    assert_eq!(immune(&gone.assess())[1], "iCR");
}

#[test]
fn a_visit_that_is_not_evaluable_leaves_progression_open() {
    let example = unconfirmed()
        .day(140)
        .row("target,T1,,,,,not-evaluated")
        .none_new();
    assert_eq!(immune(&example.clone().assess())[2], "NE");
    assert_eq!(immune(&example.at(168, 78).assess())[3], "iCPD");
}

#[test]
fn a_new_lesion_that_stays_is_left_behind_only_by_a_response_after_it() {
    let new = "new,L1,lung,no,12,mm,unequivocal,CT,5";
    let stays = "new,L1,,,12,mm,unequivocal";
    let stable = Example::with_target(100).day(56).target(100).row(new);
    let still = stable.clone().day(84).target(90).row(stays);
    assert_eq!(immune(&still.assess()), ["iUPD", "iUPD"]);
    let shrunk = stable.day(84).target(60).row(stays);
    assert_eq!(immune(&shrunk.assess()), ["iUPD", "iPR"]);
    let gone = shrunk.clone().day(112).row("target,T1,,,,,gone").row(stays);
    assert_eq!(
        immune(&gone.assess())[2],
        "iPR",
        "nothing is complete beside it"
    );
    let grown = shrunk
        .clone()
        .day(112)
        .target(60)
        .row("new,L1,,,17,mm,unequivocal");
    assert_eq!(
        immune(&grown.assess())[2],
        "iUPD",
        "unconfirmed again, not confirmed"
    );
    let further = shrunk
        .day(112)
        .target(60)
        .row(stays)
        .row("new,L2,lung,no,,,unequivocal");
    assert_eq!(immune(&further.assess())[2], "iUPD");
    let before = Example::with_target(100)
        .at(28, 60)
        .day(56)
        .target(60)
        .row(new);
    let unchanged = before.day(84).target(60).row(stays);
    assert_eq!(immune(&unchanged.assess()), ["iPR", "iUPD", "iUPD"]);
}

#[test]
fn treating_on_is_only_spoken_of_for_unconfirmed_progression_and_asks_for_stability() {
    let note = |state: &str| {
        let example = unconfirmed().row(&format!("visit,,,,,,{state}"));
        example.assess().visits[1].immune.treat_on.unwrap()
    };
    assert!(note("stable").contains("a physician decides"));
    assert!(note("unstable").contains("not clinically stable"));
    let assessment = unconfirmed().assess();
    assert!(
        assessment.visits[1]
            .immune
            .treat_on
            .unwrap()
            .contains("Nobody said")
    );
    assert_eq!(assessment.visits[0].immune.treat_on, None);
}

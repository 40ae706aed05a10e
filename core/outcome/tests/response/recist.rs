//! RECIST 1.1 from files: sums, limits, nodes, what went and came back.

use cikada_outcome::response::{Evaluability, Options, Weight, assess};
use jiff::civil::date;

use crate::example::{Example, options, overall, targets};

#[test]
fn growth_is_held_against_the_nadir_by_per_cent_and_millimetres() {
    for (now, expected, percent, gained) in [(71, "SD", "+18.3 %", 11), (73, "PD", "+21.7 %", 13)] {
        let assessment = Example::with_target(100).at(56, 60).at(112, now).assess();
        let visit = &assessment.visits[1];
        assert_eq!(overall(&assessment), ["PR", expected]);
        assert_eq!(visit.target.from_nadir.percent_text().unwrap(), percent);
        assert_eq!(visit.target.from_nadir.difference(), gained.into());
    }
    let assessment = Example::with_target(100).at(56, 60).at(112, 71).assess();
    let from_baseline = assessment.visits[1].target.from_baseline.unwrap();
    assert_eq!(from_baseline.percent_text().unwrap(), "-29.0 %");
}

#[test]
fn limits_are_met_exactly_and_twenty_per_cent_alone_is_no_progression() {
    let course = |second, third| {
        Example::with_target(20)
            .at(56, second)
            .at(112, third)
            .assess()
    };
    assert_eq!(targets(&course(14, 14)), ["PR", "PR"]);
    assert_eq!(targets(&course(15, 18)), ["SD", "SD"], "+20 % but 3 mm");
    assert_eq!(targets(&course(20, 25)), ["SD", "PD"], "+25 % and 5 mm");
    assert_eq!(targets(&course(20, 24)), ["SD", "SD"], "+20 % but 4 mm");
    let large = Example::with_target(100).at(56, 119).at(112, 120).assess();
    assert_eq!(targets(&large), ["SD", "PD"]);
}

#[test]
fn the_nadir_includes_the_baseline_and_later_visits_before() {
    let assessment = Example::with_target(50).at(56, 55).at(112, 60).assess();
    assert_eq!(targets(&assessment), ["SD", "PD"]);
}

#[test]
fn normal_nodes_are_a_complete_response_although_their_sum_is_left_or_grows() {
    let example = Example::new()
        .row("target,T1,liver,no,30,mm,,CT,5")
        .row("target,N1,neck,yes,16,mm,,CT,5")
        .day(56)
        .row("target,T1,,,,,gone")
        .row("target,N1,,,5,mm,")
        .none_new()
        .day(112)
        .row("target,T1,,,,,gone")
        .row("target,N1,,,9.9,mm,")
        .none_new();
    assert_eq!(overall(&example.assess()), ["CR", "CR"]);
    let node_again = example.clone().day(168).row("target,T1,,,,,gone");
    let small = node_again.clone().row("target,N1,,,10,mm,").none_new();
    // 5 mm over the nadir of 5 mm.
    assert_eq!(targets(&small.assess())[2], "PD");
    let example = Example::new()
        .row("target,T1,liver,no,30,mm,,CT,5")
        .row("target,N1,neck,yes,16,mm,,CT,5")
        .day(56)
        .row("target,T1,,,,,gone")
        .row("target,N1,,,9,mm,")
        .none_new()
        .day(112)
        .row("target,T1,,,,,gone")
        .row("target,N1,,,11,mm,")
        .none_new();
    let assessment = example.assess();
    assert_eq!(overall(&assessment), ["CR", "PR"]);
    assert!(assessment.visits[1].why.contains("for review"));
    assert!(assessment.best_confirmed.review.is_some());
}

#[test]
fn any_regrowth_after_all_had_gone_is_progression() {
    let gone = Example::with_target(30)
        .day(56)
        .row("target,T1,,,,,gone")
        .none_new();
    let small = gone
        .clone()
        .day(112)
        .row("target,T1,,,,,too-small")
        .none_new();
    assert_eq!(overall(&small.assess()), ["CR", "PD"]);
    let tiny = gone.day(112).row("target,T1,,,3,mm,").none_new();
    assert_eq!(overall(&tiny.assess()), ["CR", "PD"]);
}

#[test]
fn a_non_target_lesion_seen_again_after_a_complete_response_is_progression_for_review() {
    let assessment = Example::with_target(30)
        .row("non-target,B1,bone,no,,,present")
        .day(56)
        .row("target,T1,,,,,gone")
        .row("non-target,B1,,,,,gone")
        .none_new()
        .day(112)
        .row("target,T1,,,,,gone")
        .row("non-target,B1,,,,,present")
        .none_new()
        .assess();
    assert_eq!(overall(&assessment), ["CR", "PD"]);
    assert!(assessment.visits[1].why.contains("for review"));
}

#[test]
fn a_lesion_too_small_to_measure_counts_five_millimetres_and_a_measured_one_its_own() {
    let sum = |row: &str| {
        let assessment = Example::with_target(30)
            .day(56)
            .row(row)
            .none_new()
            .assess();
        assessment.visits[0].target.tally.sum().unwrap().to_string()
    };
    assert_eq!(sum("target,T1,,,,,too-small"), "5 mm");
    assert_eq!(sum("target,T1,,,4,mm,"), "4 mm");
    assert_eq!(sum("target,T1,,,,,gone"), "0 mm");
}

#[test]
fn pieces_are_added_and_merged_lesions_counted_once_and_not_gone() {
    let example = Example::new()
        .row("target,T1,liver,no,30,mm,,CT,5")
        .row("target,T2,liver,no,20,mm,,CT,5");
    let split = example
        .clone()
        .day(56)
        .row("target,T1,,,12,mm,split")
        .row("target,T1,,,9,mm,split")
        .row("target,T2,,,20,mm,")
        .none_new()
        .assess();
    assert_eq!(
        split.visits[0].target.tally.sum().unwrap().to_string(),
        "41 mm"
    );
    let merged = example
        .day(56)
        .row("target,T1,,,45,mm,")
        .row("target,T2,,,,,merged:T1")
        .none_new()
        .assess();
    assert_eq!(
        merged.visits[0].target.tally.sum().unwrap().to_string(),
        "45 mm"
    );
    assert_eq!(targets(&merged), ["SD"]);
}

#[test]
fn a_missing_target_is_not_evaluable_unless_the_rest_has_progressed() {
    let example = Example::new()
        .row("target,T1,liver,no,30,mm,,CT,5")
        .row("target,T2,lung,no,20,mm,,CT,5");
    let small = example
        .clone()
        .day(56)
        .row("target,T1,,,31,mm,")
        .none_new()
        .assess();
    assert_eq!(overall(&small), ["NE"]);
    assert!(small.visits[0].why.contains("without diameter for T2"));
    let large = example
        .day(56)
        .row("target,T1,,,60,mm,")
        .none_new()
        .assess();
    assert_eq!(overall(&large), ["PD"]);
}

#[test]
fn an_equivocal_lesion_shown_later_dates_progression_back() {
    let example = Example::with_target(30)
        .day(56)
        .target(30)
        .row("new,L1,lung,no,,,equivocal")
        .day(112)
        .target(30);
    let shown = example.clone().row("new,L1,,,12,mm,unequivocal").assess();
    assert_eq!(overall(&shown), ["PD", "PD"]);
    assert!(shown.visits[0].why.contains("shown at day 112"));
    let gone = example.clone().row("new,L1,,,,,gone").assess();
    assert_eq!(overall(&gone), ["SD", "SD"]);
    let open = example.row("new,L1,,,,,equivocal").assess();
    assert_eq!(overall(&open), ["SD", "SD"]);
}

#[test]
fn recist_has_no_way_back_from_progression() {
    let assessment = Example::with_target(30).at(56, 40).at(112, 10).assess();
    assert_eq!(overall(&assessment), ["PD", "PD"]);
    assert_eq!(targets(&assessment), ["PD", "PR"]);
    assert_eq!(assessment.best.response.to_string(), "PD");
}

#[test]
fn a_raised_marker_holds_back_a_complete_response_and_does_nothing_else() {
    let example = Example::with_target(30).row("marker,CEA,,,40,ng/mL,,,,,5");
    let with = |row: &str, value: &str| {
        let visit = example.clone().day(56).row(row).none_new();
        overall(
            &visit
                .row(&format!("marker,CEA,,,{value},ng/mL,,,,,5"))
                .assess(),
        )
    };
    assert_eq!(with("target,T1,,,,,gone", "4"), ["CR"]);
    assert_eq!(with("target,T1,,,,,gone", "6"), ["PR"]);
    assert_eq!(with("target,T1,,,20,mm,", "4"), ["PR"]);
    assert_eq!(with("target,T1,,,30,mm,", "4"), ["SD"]);
    assert_eq!(with("target,T1,,,30,mm,", "4000"), ["SD"]);
    let unmeasured = example.day(56).row("target,T1,,,,,gone").none_new();
    assert_eq!(overall(&unmeasured.assess()), ["PR"]);
}

#[test]
fn the_baseline_is_checked_for_size_number_organ_field_and_day() {
    let course = Example::new()
        .row("target,T1,liver,no,9,mm,,CT,5")
        .row("target,T2,liver,no,15,mm,,CT,8")
        .row("target,T3,liver,no,19,mm,,x-ray,")
        .row("target,N1,neck,yes,14,mm,,CT,5")
        .row("target,T4,skin,no,10,mm,,caliper,")
        .row("target,T5,lung,no,10,mm,,CT,5")
        .row("non-target,N2,neck,yes,9,mm,present")
        .course();
    let start = Some(date(2026, 2, 3));
    let assessment = assess(&course, &Options { start, ..options() });
    let weighty = assessment
        .findings
        .iter()
        .filter(|finding| finding.weight == Weight::Finding);
    let codes: Vec<_> = weighty.map(|finding| finding.code).collect();
    assert_eq!(
        codes,
        [
            "baseline-too-old",
            "normal-node",
            "not-measurable",
            "not-measurable",
            "not-measurable",
            "not-measurable",
            "too-many-in-organ",
            "too-many-targets",
        ]
    );
    let fresh = |start| {
        let example = Example::with_target(30).course();
        let findings = assess(
            &example,
            &Options {
                start: Some(start),
                ..options()
            },
        )
        .findings;
        findings
            .iter()
            .map(|finding| finding.code)
            .collect::<Vec<_>>()
    };
    assert_eq!(fresh(date(2026, 2, 2)), [""; 0]);
    assert_eq!(fresh(date(2026, 2, 3)), ["baseline-too-old"]);
    assert_eq!(fresh(date(2026, 1, 4)), ["baseline-after-start"]);
}

#[test]
fn without_a_lesion_at_baseline_no_response_is_spoken_of() {
    let example = Example::new().row("visit,,,,,,stable").day(90).none_new();
    let free = example.assess();
    assert_eq!(
        free.evaluability,
        Evaluability::NoLesionAtBaseline { recurrence: None }
    );
    assert!(free.visits.is_empty());
    let recurred = example
        .day(180)
        .row("new,L1,lung,no,11,mm,unequivocal")
        .assess();
    assert!(
        recurred
            .to_text()
            .contains("Recurrence: 2026-07-04 (day 180)")
    );
    assert!(recurred.to_text().contains("recurrence-free survival"));
}

#[test]
fn enhancing_parts_are_a_result_of_their_own() {
    let assessment = Example::new()
        .row("target,T1,liver,no,50,mm,,CT,5,40")
        .day(56)
        .row("target,T1,,,48,mm,,,,0")
        .none_new()
        .day(112)
        .row("target,T1,,,48,mm,,,,12")
        .none_new()
        .assess();
    assert_eq!(overall(&assessment), ["SD", "SD"]);
    let viable = assessment.viable.as_ref().unwrap();
    let by_viable: Vec<_> = viable
        .visits
        .iter()
        .map(|visit| visit.overall.to_string())
        .collect();
    assert_eq!(by_viable, ["CR", "PD"]);
    assert!(
        Example::with_target(30)
            .at(56, 30)
            .assess()
            .viable
            .is_none()
    );
    let unread = Example::new()
        .row("target,T1,liver,no,50,mm,,CT,5,40")
        .day(56)
        .row("target,T1,,,48,mm,")
        .none_new()
        .assess();
    assert_eq!(unread.viable.unwrap().visits[0].overall.to_string(), "NE");
}

#[test]
fn enhancing_parts_of_pieces_are_added_and_missing_ones_not_guessed() {
    let example = Example::new()
        .row("target,T1,liver,no,50,mm,,CT,5,40")
        .day(56)
        .row("target,T1,,,20,mm,split,,,10");
    let both = example
        .clone()
        .row("target,T1,,,10,mm,split,,,6")
        .none_new()
        .assess();
    let sum = |viable: &cikada_outcome::response::Viable| viable.visits[0].target.tally.sum();
    assert_eq!(sum(&both.viable.unwrap()).unwrap().to_string(), "16 mm");
    let one = example.row("target,T1,,,10,mm,split").none_new().assess();
    assert_eq!(sum(&one.viable.unwrap()), None);
}

#[test]
fn a_visit_with_markers_only_is_no_assessment() {
    let assessment = Example::with_target(30)
        .row("marker,PSA,,,4,ng/mL")
        .at(56, 20)
        .day(70)
        .row("marker,PSA,,,6.5,ng/mL")
        .at(84, 20)
        .assess();
    assert_eq!(overall(&assessment), ["PR", "PR"]);
    assert_eq!(assessment.findings[0].code, "no-assessment");
    assert!(
        assessment
            .to_text()
            .contains("25 % and 2 ng/mL over the smallest value at day 70")
    );
}

#[test]
fn where_nothing_was_measured_at_baseline_the_other_lesions_answer() {
    let example = Example::new().row("non-target,B1,bone,no,,,present");
    let next = |state: &str| {
        let visit = example
            .clone()
            .day(56)
            .row(&format!("non-target,B1,,,,,{state}"));
        overall(&visit.none_new().assess())[0].clone()
    };
    assert_eq!(next("present"), "non-CR/non-PD");
    assert_eq!(next("larger"), "non-CR/non-PD");
    assert_eq!(next("gone"), "CR");
    assert_eq!(next("progressed"), "PD");
    assert_eq!(next("not-evaluated"), "NE");
    let silent = example.day(56).none_new().assess();
    assert_eq!(overall(&silent), ["NE"], "no row is not evaluated");
    assert_eq!(silent.best.response.to_string(), "NE");
}

//! The 3+3 rule: every state a cohort can be in, and the states it cannot.

use cikada_domain::Quantity;
use cikada_dose::DoseProblem;
use cikada_dose::escalation::{Cohort, Decision, three_plus_three};
use proptest::prelude::*;

use crate::example::example;

fn levels() -> Vec<Quantity> {
    ["1e6 {CD3+}/kg", "5e6 {CD3+}/kg", "1e7 {CD3+}/kg"]
        .map(example)
        .to_vec()
}

fn cohorts(counts: &[(u8, u8)]) -> Vec<Cohort> {
    let cohort = |(dose, &(treated, with_toxicity)): (Quantity, &(u8, u8))| Cohort {
        dose,
        treated,
        with_toxicity,
    };
    levels().into_iter().zip(counts).map(cohort).collect()
}

fn decided(counts: &[(u8, u8)]) -> Result<Decision, DoseProblem> {
    three_plus_three(&levels(), &cohorts(counts)).map(|worked| worked.value)
}

#[test]
fn none_of_three_goes_up_one_of_three_makes_six_two_stop() {
    let [low, middle, _] = [0, 1, 2].map(|level| levels()[level].clone());
    let next = Decision::Escalate { to: middle };
    assert_eq!(decided(&[(3, 0)]), Ok(next.clone()));
    assert_eq!(decided(&[(6, 1)]), Ok(next));
    assert_eq!(decided(&[(3, 1)]), Ok(Decision::ExpandToSix { dose: low }));
    assert_eq!(decided(&[(3, 2)]), Ok(Decision::Stop));
    assert_eq!(decided(&[(6, 2)]), Ok(Decision::Stop));
}

#[test]
fn a_cohort_under_way_is_completed_unless_it_is_already_too_high() {
    let complete = |patients| Decision::Complete {
        dose: levels()[0].clone(),
        patients,
    };
    assert_eq!(decided(&[]), Ok(complete(3)));
    assert_eq!(decided(&[(1, 1)]), Ok(complete(2)));
    assert_eq!(decided(&[(5, 1)]), Ok(complete(1)));
    assert_eq!(decided(&[(2, 2)]), Ok(Decision::Stop));
}

#[test]
fn the_maximum_tolerated_dose_is_shown_in_six_below_the_one_too_high() {
    let low = levels()[0].clone();
    let six = Decision::ExpandToSix { dose: low.clone() };
    let maximum = Decision::MaximumTolerated { dose: low };
    assert_eq!(decided(&[(3, 0), (3, 2)]), Ok(six));
    assert_eq!(decided(&[(6, 1), (3, 2)]), Ok(maximum.clone()));
    assert_eq!(decided(&[(6, 1), (6, 3), (3, 2)]), Ok(maximum));
    assert_eq!(decided(&[(6, 2), (3, 2)]), Ok(Decision::Stop));
}

#[test]
fn the_highest_planned_dose_needs_six_and_is_no_maximum() {
    let top = levels()[2].clone();
    let six = Decision::ExpandToSix { dose: top.clone() };
    let tolerated = Decision::HighestPlannedTolerated { dose: top };
    assert_eq!(decided(&[(3, 0), (3, 0), (3, 0)]), Ok(six));
    assert_eq!(decided(&[(3, 0), (3, 0), (6, 1)]), Ok(tolerated));
}

#[test]
fn cohorts_that_the_rule_cannot_have_produced_are_refused() {
    for impossible in [
        &[(3, 1), (3, 0)][..],
        &[(3, 2), (3, 0)],
        &[(2, 0), (3, 0)],
        &[(7, 0)],
        &[(4, 2), (3, 2)],
    ] {
        let problem = decided(impossible).unwrap_err();
        assert_eq!(problem.code(), "cohort-out-of-order", "{impossible:?}");
    }
    assert_eq!(decided(&[(3, 4)]).unwrap_err().code(), "more-than-treated");
}

#[test]
fn a_decision_says_its_counts_and_its_source() {
    let worked = three_plus_three(&levels(), &cohorts(&[(3, 0), (3, 2)])).unwrap();
    insta::assert_snapshot!(worked.working.join("\n"));
}

proptest! {
    #[test]
    fn no_dose_is_given_on_above_one_that_was_too_high(counts in prop::collection::vec((0u8..8, 0u8..8), 0..4)) {
        let cohorts = cohorts(&counts);
        let too_high = cohorts.iter().position(|cohort| cohort.with_toxicity >= 2);
        if let (Ok(decision), Some(index)) = (three_plus_three(&levels(), &cohorts), too_high) {
            let dose = match decision.value {
                Decision::Escalate { to: dose }
                | Decision::HighestPlannedTolerated { dose }
                | Decision::Complete { dose, .. }
                | Decision::ExpandToSix { dose }
                | Decision::MaximumTolerated { dose } => dose,
                Decision::Stop => return Ok(()),
            };
            prop_assert!(dose.compare(&levels()[index]).unwrap().is_lt());
        }
    }
}

//! Best overall response: each row of the confirmation table, and what lies beside it.

use cikada_outcome::response::{Best, Standing, Timepoint, best_confirmed, best_unconfirmed};

use crate::example::BASELINE;

fn visits(standings: &[(i64, &str)]) -> Vec<Timepoint> {
    standings
        .iter()
        .map(|(day, standing)| Timepoint {
            label: format!("day {day}"),
            date: BASELINE + jiff::Span::new().days(*day),
            day: *day,
            standing: match *standing {
                "CR" => Standing::Complete,
                "PR" => Standing::Partial,
                "SD" => Standing::Stable,
                "PD" => Standing::Progressive,
                "NE" => Standing::NotEvaluable,
                "iUPD" => Standing::Unconfirmed,
                _ => Standing::NonCrNonPd,
            },
        })
        .collect()
}

fn confirmed(standings: &[(i64, &str)]) -> Best {
    best_confirmed(&visits(standings), 42)
}

/// First and next, with the minimum time of stable disease met and not met at the first.
#[test]
fn each_row_of_the_confirmation_table_holds() {
    let rows = [
        ("CR", "CR", "CR", "CR"),
        ("CR", "PR", "SD", "PD"),
        ("CR", "SD", "SD", "PD"),
        ("CR", "PD", "SD", "PD"),
        ("CR", "NE", "SD", "NE"),
        ("PR", "CR", "PR", "PR"),
        ("PR", "PR", "PR", "PR"),
        ("PR", "SD", "SD", "NE"),
        ("PR", "PD", "SD", "PD"),
        ("PR", "NE", "SD", "NE"),
        ("NE", "NE", "NE", "NE"),
    ];
    for (first, next, met, not_met) in rows {
        let late = [(56, first), (84, next)];
        assert_eq!(confirmed(&late).response.to_string(), met, "{first} {next}");
        let visits = visits(&[(10, first), (38, next)]);
        let early = best_confirmed(&visits, 42);
        assert_eq!(early.response.to_string(), not_met, "{first} {next} early");
    }
}

#[test]
fn a_complete_response_that_does_not_hold_is_for_review() {
    let best = confirmed(&[(56, "CR"), (84, "PR")]);
    assert!(best.review.unwrap().contains("the best response is PR"));
    let best = confirmed(&[(56, "CR"), (84, "PR"), (112, "PR")]);
    assert_eq!(best.response, Standing::Stable);
    assert!(best.review.is_some());
    assert_eq!(confirmed(&[(56, "CR"), (84, "CR")]).review, None);
}

#[test]
fn a_scan_confirms_from_four_weeks_on() {
    let best = |days: i64| confirmed(&[(56, "PR"), (56 + days, "PR")]).response;
    assert_eq!(best(27), Standing::Stable);
    assert_eq!(best(28), Standing::Partial);
}

#[test]
fn a_scan_too_early_or_not_evaluable_in_between_does_not_break_the_pair_and_stable_disease_does() {
    let best = |between| confirmed(&[(56, "PR"), (70, between), (98, "PR")]).response;
    assert_eq!(best("PR"), Standing::Partial);
    assert_eq!(best("NE"), Standing::Partial);
    assert_eq!(best("SD"), Standing::Stable);
}

#[test]
fn stable_disease_counts_from_its_day_on_and_the_day_is_a_parameter() {
    let visits = visits(&[(42, "SD"), (60, "PD")]);
    assert_eq!(best_confirmed(&visits, 42).response, Standing::Stable);
    assert_eq!(best_confirmed(&visits, 43).response, Standing::Progressive);
    assert_eq!(
        best_unconfirmed(&visits, 43).response,
        Standing::Progressive
    );
}

#[test]
fn without_confirmation_the_best_before_progression_counts_at_any_day() {
    let best = |standings: &[_]| best_unconfirmed(&visits(standings), 42).response;
    assert_eq!(
        best(&[(10, "PR"), (38, "PD"), (60, "CR")]),
        Standing::Partial
    );
    assert_eq!(best(&[(56, "SD"), (84, "CR")]), Standing::Complete);
    assert_eq!(best(&[(38, "PD")]), Standing::Progressive);
    assert_eq!(best(&[]), Standing::NotEvaluable);
    assert_eq!(best(&[(56, "non")]), Standing::NonCrNonPd);
}

#[test]
fn the_examples_of_irecist_come_out_as_published() {
    let best = |standings: &[_]| best_unconfirmed(&visits(standings), 42).response;
    let days = |names: [&'static str; 5]| [56, 84, 112, 140, 168].into_iter().zip(names).collect();
    let rows: [([&str; 5], Standing); 8] = [
        (["CR", "PR", "NE", "iUPD", "PD"], Standing::Complete),
        (["iUPD", "PR", "CR", "iUPD", "PD"], Standing::Complete),
        (["iUPD", "PR", "SD", "iUPD", "PD"], Standing::Partial),
        (["iUPD", "SD", "PR", "iUPD", "PD"], Standing::Partial),
        (["iUPD", "SD", "SD", "iUPD", "PD"], Standing::Stable),
        (["iUPD", "PD", "PR", "CR", "CR"], Standing::Progressive),
        (["iUPD", "iUPD", "PD", "SD", "SD"], Standing::Progressive),
        (["iUPD", "NE", "NE", "NE", "NE"], Standing::Unconfirmed),
    ];
    for (names, expected) in rows {
        let standings: Vec<_> = days(names);
        assert_eq!(best(&standings), expected, "{names:?}");
    }
}

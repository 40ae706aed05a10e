//! Exact intervals against scipy, and the reading of counts.

use cikada_outcome::rates::{
    Denominator, Finding, Level, RateError, Sides, exact_interval, read_counts, read_responses,
};
use proptest::prelude::*;

use crate::tables::{near, rows};

const TABLE: &str = include_str!("../../../../docs/evidence/statistics/tables/rates.json");

#[test]
fn exact_intervals_are_those_of_scipy() {
    let rows = rows(TABLE);
    assert!(rows.len() > 100);
    for row in rows {
        let (events, of) = (row["events"].as_u64().unwrap(), row["of"].as_u64().unwrap());
        let level = Level::from_percent(row["level"].as_f64().unwrap()).unwrap();
        let found = exact_interval(events, of, level).unwrap();
        near(found.lower, &row["lower"], 1e-9, &format!("lower of {row}"));
        near(found.upper, &row["upper"], 1e-9, &format!("upper of {row}"));
    }
}

#[test]
fn none_and_all_have_one_limit_each_that_can_be_checked_by_hand() {
    let none = exact_interval(0, 18, Level::NINETY_FIVE).unwrap();
    assert_eq!((none.lower, none.sides), (0.0, Sides::UpperOnly));
    assert!((none.upper - (1.0 - 0.025_f64.powf(1.0 / 18.0))).abs() < 1e-14);
    let all = exact_interval(18, 18, Level::NINETY_FIVE).unwrap();
    assert_eq!((all.upper, all.sides), (1.0, Sides::LowerOnly));
    assert!((all.lower - 0.025_f64.powf(1.0 / 18.0)).abs() < 1e-14);
}

#[test]
fn counts_that_cannot_be_have_no_rate() {
    let level = Level::NINETY_FIVE;
    assert_eq!(exact_interval(0, 0, level), Err(RateError::NobodyCounted));
    assert!(matches!(
        exact_interval(3, 2, level),
        Err(RateError::MoreThanCounted { .. })
    ));
    assert!(matches!(
        exact_interval(3, 1_000_001, level),
        Err(RateError::TooMany(_))
    ));
    for percent in [0.0, 100.0, -5.0, f64::NAN, f64::INFINITY, 99.999_999_999] {
        assert!(Level::from_percent(percent).is_err(), "{percent}");
    }
}

#[test]
fn patients_and_infusions_of_one_event_stay_two_rates() {
    let text =
        "label,events,of,counted\nany reaction,215,4088,infusions\nany reaction,99,893,patients\n";
    let rows = read_counts(text.as_bytes(), Level::NINETY_FIVE).unwrap();
    assert_eq!(rows[0].rate.denominator, Denominator::Infusions);
    assert_eq!(
        rows[0].rate.to_string(),
        "215 of 4088 infusions: 5.3 % (95 % interval 4.6 to 6.0 %)"
    );
    assert_eq!(rows[1].rate.denominator, Denominator::Patients);
}

#[test]
fn every_fault_of_a_table_of_counts_is_named_at_once() {
    let text = "label,events,of,counted\n,1,2,patients\nfever,x,2,bags\nfever,3,2,patients\n";
    let faults = read_counts(text.as_bytes(), Level::NINETY_FIVE).unwrap_err();
    let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        faults,
        [
            "line 2, column 'label': found nothing, expected what was seen",
            "line 3, column 'events': found 'x', expected a whole number from 0, of digits only",
            "line 3, column 'counted': found 'bags', expected 'patients' or 'infusions'",
            "line 4, column 'events': found '3', expected a rate: 3 of 2 cannot be: both counts \
             must be of the same thing, 2 of it in all",
        ]
    );
}

#[test]
fn sums_that_do_not_add_up_are_said_and_nothing_is_changed() {
    let text = "arm,treated,evaluable,CR,PR,SD,PD,NE\ncells,20,17,2,5,6,5,2\n";
    let tables = read_responses(text.as_bytes()).unwrap();
    let table = &tables[0];
    assert_eq!(
        table.findings(),
        [
            Finding::EvaluableDoesNotAddUp {
                sum: 18,
                evaluable: 17
            },
            Finding::EvaluableAndNotDoNotAddUp {
                sum: 19,
                treated: 20
            },
        ]
    );
    assert_eq!(table.counts().evaluable, Some(17));
    let rate = |denominator| {
        table
            .objective_response(denominator, Level::NINETY_FIVE)
            .unwrap()
    };
    let treated = rate(Denominator::TreatedPatients).unwrap();
    assert_eq!((treated.events, treated.of), (7, 20));
    let evaluable = rate(Denominator::EvaluablePatients).unwrap();
    assert_eq!((evaluable.events, evaluable.of), (7, 17));
    assert_eq!(rate(Denominator::Infusions), None);
}

#[test]
fn what_was_not_reported_is_not_worked_out() {
    let text = "arm,treated,evaluable,CR,PR,SD,PD,NE\ncells,20,,2,5,,5,2\n";
    let table = read_responses(text.as_bytes()).unwrap().remove(0);
    let treated = Denominator::TreatedPatients;
    let control = table.disease_control(treated, Level::NINETY_FIVE).unwrap();
    assert_eq!(control, None);
    assert!(
        table
            .objective_response(treated, Level::NINETY_FIVE)
            .unwrap()
            .is_some()
    );
    assert_eq!(
        table.findings(),
        [
            Finding::NotReported("SD"),
            Finding::NotReported("evaluable")
        ]
    );
}

proptest! {
    #[test]
    fn an_interval_holds_its_rate_and_grows_with_its_level(of in 1_u64..5_000, share in 0.0..=1.0) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below 5000")]
        let events = (of as f64 * share) as u64;
        let narrow = exact_interval(events, of, Level::from_percent(90.0).unwrap()).unwrap();
        let wide = exact_interval(events, of, Level::from_percent(99.0).unwrap()).unwrap();
        let rate = events as f64 / of as f64;
        prop_assert!(wide.lower <= narrow.lower && narrow.lower <= rate);
        prop_assert!(rate <= narrow.upper && narrow.upper <= wide.upper);
        let mirrored = exact_interval(of - events, of, narrow.level).unwrap();
        prop_assert!((mirrored.lower - (1.0 - narrow.upper)).abs() < 1e-12);
    }

    #[test]
    fn arbitrary_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read_counts(&bytes, Level::NINETY_FIVE);
        let _ = read_responses(&bytes);
    }

    #[test]
    fn rows_of_any_cells_are_read_or_refused(rows in "([-0-9a-z.,\"\n\u{fffd}]{0,40}\n){0,6}") {
        let _ = read_counts(format!("label,events,of,counted\n{rows}").as_bytes(), Level::NINETY_FIVE);
        let _ = read_responses(format!("arm,treated,evaluable,CR,PR,SD,PD,NE\n{rows}").as_bytes());
    }
}

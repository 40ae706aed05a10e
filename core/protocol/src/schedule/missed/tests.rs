//! Missed doses, worked out by hand, and the laws that hold for all of them.

use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::schedule::{Anchor, parse_doses, parse_missed};

const START: Date = date(2026, 3, 2);

fn schedule(doses: &str, rule: Option<&str>) -> Schedule {
    let (parts, window) = parse_doses(doses).unwrap();
    Schedule {
        convention: GapConvention::Before,
        anchor: Anchor::FirstDose,
        text: doses.to_owned(),
        parts,
        window,
        start: Vec::new(),
        missed: rule.map(|rule| parse_missed(rule).unwrap()),
        source: "author".to_owned(),
    }
}

fn number(dose: u16) -> DoseNumber {
    DoseNumber::new(dose).unwrap()
}

fn plan(schedule: &Schedule) -> Vec<(DoseNumber, Date)> {
    let places = schedule.places(START, schedule.convention).unwrap();
    let dose = |(dose, place): (u16, super::super::DosePlace)| (number(dose), place.on);
    (1..).zip(places).map(dose).collect()
}

fn day(days: i32) -> Date {
    START.checked_add(days.days()).unwrap()
}

#[test]
fn a_skipped_dose_is_lost_and_none_is_caught_up() {
    let schedule = schedule("every 8 h, at most 14, on days 1 to 5", Some("skip"));
    let plan = plan(&schedule);
    assert_eq!(
        missed(&schedule, &plan, number(4), day(1)),
        MissedOutcome::Skipped
    );
    assert_eq!(
        missed(&schedule, &plan, number(4), day(3)),
        MissedOutcome::Skipped
    );
    assert_eq!(
        missed(&schedule, &plan, number(4), day(0)),
        MissedOutcome::NotMissed
    );
    assert_eq!(
        missed(&schedule, &plan, number(15), day(6)),
        MissedOutcome::NotPlanned
    );
}

#[test]
fn a_weekly_dose_up_to_three_days_late_takes_the_later_ones_with_it() {
    let schedule = schedule("4 x every 1 wk", Some("shift within 3 d"));
    let plan = plan(&schedule);
    let shifted = MissedOutcome::Shifted {
        rest: vec![
            (number(2), day(10)),
            (number(3), day(17)),
            (number(4), day(24)),
        ],
    };
    assert_eq!(missed(&schedule, &plan, number(2), day(10)), shifted);
    assert_eq!(
        missed(&schedule, &plan, number(2), day(11)),
        MissedOutcome::Skipped
    );
    assert_eq!(
        missed(&schedule, &plan, number(2), day(7)),
        MissedOutcome::NotMissed
    );
}

#[test]
fn without_a_rule_nothing_is_decided() {
    let schedule = schedule("4 x every 1 wk", None);
    let plan = plan(&schedule);
    assert_eq!(
        missed(&schedule, &plan, number(2), day(9)),
        MissedOutcome::NoRule
    );
}

#[test]
fn a_shift_that_would_meet_the_next_dose_is_a_problem() {
    let weekly = schedule("4 x every 1 wk", None);
    assert_eq!(shift_problem(&weekly, 6), None);
    assert!(shift_problem(&weekly, 7).is_some());
    let one = schedule("once", None);
    assert_eq!(shift_problem(&one, 100), None);
}

proptest! {
    #[test]
    fn a_shift_keeps_every_interval_and_the_number_of_doses(
        count in 2u16..20,
        weeks in 1u16..5,
        dose in 1u16..20,
        late in 0i32..40,
        within in 1u16..7,
    ) {
        let schedule = schedule(
            &format!("{count} x every {weeks} wk"),
            Some(&format!("shift within {within} d")),
        );
        let plan = plan(&schedule);
        let dose = number(dose.min(count));
        let planned = plan[usize::from(dose.get()) - 1].1;
        let given = planned.checked_add(late.days()).unwrap();
        match missed(&schedule, &plan, dose, given) {
            MissedOutcome::NotMissed => prop_assert_eq!(late, 0),
            MissedOutcome::Skipped => prop_assert!(late > i32::from(within)),
            MissedOutcome::Shifted { rest } => {
                prop_assert!(late <= i32::from(within));
                prop_assert_eq!(rest[0], (dose, given));
                prop_assert_eq!(rest.len(), plan.len() + 1 - usize::from(dose.get()));
                let moved = plan.iter().skip(usize::from(dose.get()) - 1).zip(&rest);
                for ((number, before), (same, after)) in moved {
                    prop_assert_eq!(number, same);
                    prop_assert_eq!(after.since(*before).unwrap().get_days(), late);
                }
            }
            other => prop_assert!(false, "{:?}", other),
        }
    }
}

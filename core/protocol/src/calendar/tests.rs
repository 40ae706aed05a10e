//! The calendar of a small protocol, whose days are counted by hand here.

use cikada_domain::{GapConvention, PlannedKind};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::{Calendar, CalendarOptions, CalendarProblem, calendar};
use crate::model::Protocol;
use crate::schedule::{DosePlace, Schedule};

const EXAMPLE: &str = include_str!("../../tests/example.toml");
const SIXTEEN: &str =
    "4 x every 1 wk, then 4 x every 2 wk, then 4 x every 4 wk, then 4 x every 8 wk";

/// The file with a gate for every name that its schedule asks for.
fn declared(mut text: String) -> String {
    let findings = crate::read(text.as_bytes(), "example.toml").findings;
    let unknown = findings
        .iter()
        .filter(|finding| finding.code == crate::FindingCode::DanglingReference);
    for name in unknown.filter_map(|finding| finding.message.split('\'').nth(1)) {
        text.push_str(&format!(
            "\n[[gate]]\nid = \"{name}\"\ntext = \"{name}\"\ncriterion = \"fever\"\nmust-be = false\nsource = \"author\"\n"
        ));
    }
    text
}

fn example(doses: &str) -> Protocol {
    let text = EXAMPLE.replace("2 x every 2 wk within 0 d to +3 d", doses);
    let text = declared(text);
    let reading = crate::read(text.as_bytes(), "example.toml");
    assert_eq!(reading.findings, []);
    reading.protocol.unwrap()
}

fn planned(doses: &str, options: &CalendarOptions) -> Calendar {
    calendar(&example(doses), date(2027, 1, 4), options).unwrap()
}

fn infusions(calendar: &Calendar) -> Vec<Date> {
    let infusion = |item: &&cikada_domain::PlannedItem| item.kind == PlannedKind::Infusion;
    calendar
        .items
        .iter()
        .filter(infusion)
        .map(|item| item.on)
        .collect()
}

fn days(calendar: &Calendar) -> Vec<i32> {
    let day = |day: Date| day.since(calendar.start).unwrap().get_days();
    infusions(calendar).into_iter().map(day).collect()
}

fn with(convention: GapConvention) -> CalendarOptions {
    CalendarOptions {
        convention: Some(convention),
        ..CalendarOptions::default()
    }
}

fn blocking(from: Date, to: Date) -> CalendarOptions {
    CalendarOptions {
        blocked: vec![(from, to)],
        ..CalendarOptions::default()
    }
}

// INVARIANT (gap): the two readings of one published schedule, week by week.
#[test]
fn a_gap_before_each_dose_of_a_block_gives_weeks_0_to_59() {
    let weeks: Vec<_> = days(&planned(SIXTEEN, &with(GapConvention::Before)))
        .iter()
        .map(|d| d / 7)
        .collect();
    assert_eq!(
        weeks,
        [0, 1, 2, 3, 5, 7, 9, 11, 15, 19, 23, 27, 35, 43, 51, 59]
    );
}

#[test]
fn a_gap_after_each_dose_of_a_block_gives_weeks_0_to_52() {
    let weeks: Vec<_> = days(&planned(SIXTEEN, &with(GapConvention::After)))
        .iter()
        .map(|d| d / 7)
        .collect();
    assert_eq!(
        weeks,
        [0, 1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 28, 36, 44, 52]
    );
}

#[test]
fn days_rests_and_repeats_lie_where_a_reader_counts_them() {
    for convention in [GapConvention::Before, GapConvention::After] {
        let calendar = planned(
            "repeat 2 x (on days 1 to 3, then rest 4 d), then on days 1 and 3",
            &with(convention),
        );
        assert_eq!(
            days(&calendar),
            [0, 1, 2, 7, 8, 9, 14, 16],
            "{convention:?}"
        );
    }
}

#[test]
fn a_rest_comes_on_top_of_the_gap() {
    for convention in [GapConvention::Before, GapConvention::After] {
        let doses = "2 x every 1 wk, then rest 2 wk, then 2 x every 1 wk";
        assert_eq!(
            days(&planned(doses, &with(convention))),
            [0, 7, 28, 35],
            "{convention:?}"
        );
    }
}

#[test]
fn the_first_dose_is_on_the_anchor_whatever_day_the_text_counts_from() {
    assert_eq!(
        days(&planned("on days 4 and 7", &CalendarOptions::default())),
        [0, 3]
    );
}

#[test]
fn fourteen_doses_every_eight_hours_end_on_the_fifth_day() {
    let calendar = planned(
        "every 8 h, at most 14, on days 1 to 5",
        &CalendarOptions::default(),
    );
    let hours: Vec<_> = calendar.times.iter().map(|time| time.hours).collect();
    assert_eq!(hours, (0..14).map(|number| number * 8).collect::<Vec<_>>());
    assert_eq!(days(&calendar), [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4]);
}

#[test]
fn months_keep_the_day_of_the_month() {
    let protocol = example("4 x every 1 mo");
    let calendar = calendar(&protocol, date(2027, 1, 31), &CalendarOptions::default()).unwrap();
    let expected = [
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 31),
        date(2027, 4, 30),
    ];
    assert_eq!(infusions(&calendar), expected);
}

#[test]
fn an_infusion_on_a_blocked_day_moves_inside_its_window_and_alone() {
    let blocked = blocking(date(2027, 1, 11), date(2027, 1, 12));
    let calendar = planned("3 x every 1 wk within 0 d to +3 d", &blocked);
    assert_eq!(days(&calendar), [0, 9, 14]);
    let infusion = calendar
        .moved
        .iter()
        .find(|moved| moved.item.kind == PlannedKind::Infusion)
        .unwrap();
    assert_eq!(
        (infusion.from, infusion.to),
        (date(2027, 1, 11), date(2027, 1, 13))
    );
    assert!(infusion.why.contains("in its window"), "{}", infusion.why);
}

#[test]
fn an_infusion_that_must_leave_its_window_takes_the_later_ones_with_it() {
    let blocked = blocking(date(2027, 1, 11), date(2027, 1, 15));
    let calendar = planned("3 x every 1 wk within 0 d to +3 d", &blocked);
    assert_eq!(days(&calendar), [0, 12, 19]);
    let said: Vec<_> = calendar
        .moved
        .iter()
        .filter(|moved| moved.item.kind == PlannedKind::Infusion)
        .map(|moved| moved.why.clone())
        .collect();
    assert!(said[0].contains("outside its window"), "{said:?}");
    assert!(
        said[1].contains("keeps its interval to infusion 2"),
        "{said:?}"
    );
}

#[test]
fn a_collection_on_a_blocked_day_is_drawn_earlier_and_never_too_late() {
    let blocked = blocking(date(2026, 12, 21), date(2026, 12, 21));
    let calendar = planned("once", &blocked);
    let collection = calendar
        .items
        .iter()
        .find(|item| item.kind == PlannedKind::Collection)
        .unwrap();
    assert_eq!(collection.on, date(2026, 12, 20));
    assert_eq!(
        (collection.earliest, collection.latest),
        (date(2026, 12, 14), date(2026, 12, 21))
    );
}

#[test]
fn a_culture_runs_from_its_collection_to_the_day_of_its_infusion() {
    let calendar = planned("once", &CalendarOptions::default());
    let culture = calendar
        .items
        .iter()
        .find(|item| item.kind == PlannedKind::Culture)
        .unwrap();
    assert_eq!(
        (culture.on, culture.latest),
        (date(2026, 12, 21), date(2027, 1, 4))
    );
}

#[test]
fn a_start_at_the_end_of_time_is_a_problem_and_not_a_crash() {
    let problem = calendar(&example(SIXTEEN), Date::MAX, &CalendarOptions::default());
    assert!(matches!(problem, Err(CalendarProblem::OutOfRange { .. })));
}

#[test]
fn the_text_names_the_convention_and_says_every_move() {
    let calendar = planned(
        "2 x every 2 wk",
        &blocking(date(2027, 1, 18), date(2027, 1, 18)),
    );
    insta::assert_snapshot!(calendar.to_text());
}

fn schedules() -> impl Strategy<Value = (String, usize)> {
    let block =
        (1u16..6, 1u16..9).prop_map(|(n, w)| (format!("{n} x every {w} wk"), usize::from(n)));
    let days = (1u16..4, 4u16..9).prop_map(|(a, b)| (format!("on days {a} and {b}"), 2));
    let week = (1u16..8, 1u16..5)
        .prop_map(|(n, w)| (format!("{n} x a week for {w} wk"), usize::from(n * w)));
    let cycle =
        (1u16..4, 9u16..30).prop_map(|(a, d)| (format!("cycle of {d} d (on days {a} and 8)"), 2));
    let open = (1u16..9, 1u16..5).prop_map(|(n, w)| {
        (
            format!("every {w} wk until progression, at most {n}"),
            usize::from(n),
        )
    });
    let rest = (1u16..5, 0u16..6).prop_map(|(a, more)| {
        (
            format!(
                "once, then rest {a} to {} d, then continuously on days 1 to 3",
                a + more
            ),
            4,
        )
    });
    let part = prop_oneof![3 => block, 1 => days, 1 => week, 1 => cycle, 1 => open, 1 => rest];
    proptest::collection::vec(part, 1..5).prop_map(|parts| {
        let count = parts.iter().map(|(_, count)| count).sum();
        let texts: Vec<_> = parts.into_iter().map(|(text, _)| text).collect();
        (texts.join(", then "), count)
    })
}

fn nested_schedules() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        (1u16..5, 1u16..5).prop_map(|(n, w)| format!("{n} x every {w} wk")),
        (1u16..4, 1u16..4).prop_map(|(n, m)| format!("{n} x every {m} mo")),
        (1u16..4, 4u16..9).prop_map(|(a, b)| format!("on days {a} to {b}")),
        (4u16..25, 1u16..20).prop_map(|(h, n)| format!("every {h} h, at most {n}, on days 1 to 3")),
        Just("once".to_owned()),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            (1u16..3, inner.clone()).prop_map(|(n, part)| format!("repeat {n} x ({part})")),
            (inner.clone(), 1u16..9, inner)
                .prop_map(|(a, d, b)| format!("{a}, then rest {d} d, then {b}")),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_read_is_placed_dose_by_dose_from_the_anchor(
        doses in nested_schedules(),
        after in any::<bool>(),
    ) {
        let convention = if after { GapConvention::After } else { GapConvention::Before };
        let (parts, window) = crate::schedule::parse_doses(&doses).unwrap();
        let schedule = Schedule { parts, window, ..example("once").schedule };
        let places = schedule.places(date(2027, 1, 31), convention).unwrap();
        prop_assert_eq!(u32::try_from(places.len()).unwrap(), schedule.dose_count());
        prop_assert_eq!(places[0].on, date(2027, 1, 31));
        let in_order = |pair: &[DosePlace]| {
            pair[0].on < pair[1].on || (pair[0].on == pair[1].on && pair[0].hours < pair[1].hours)
        };
        prop_assert!(places.windows(2).all(in_order), "{}: {:?}", doses, places);
    }

    #[test]
    fn no_text_makes_the_schedule_reader_fall(words in proptest::collection::vec(
        prop_oneof![
            Just("4"), Just("x"), Just("every"), Just("8"), Just("h"), Just("wk"), Just(","), Just("then"),
            Just("on"), Just("days"), Just("to"), Just("and"), Just("repeat"), Just("("), Just(")"),
            Just("rest"), Just("within"), Just("-"), Just("+"), Just("at"), Just("most"), Just("least"),
            Just("before"), Just("each"), Just("infusion"), Just("if"), Just("not"), Just("response"), Just("else"),
            Just("stop"), Just("go"), Just("cycle"), Just("of"), Just("months"), Just("a"), Just("week"),
            Just("Mon"), Just("for"), Just("up"), Just("until"), Just("daily"), Just("continuously"), Just("once"),
            Just("from"), Just("by"), Just("ug"), Just("skip"), Just("shift"), Just("after"), Just("surgery"), Just("99999999999"), Just("\u{e9}"),
        ],
        0..24,
    )) {
        let text = words.join(" ");
        let _ = crate::schedule::parse_timing(&text);
        let _ = crate::schedule::parse_start(&text);
        let _ = crate::schedule::parse_missed(&text);
        let _ = crate::schedule::parse_titration(&text);
        if let Err(problem) = crate::schedule::parse_doses(&text) {
            prop_assert!(text.get(problem.at).is_some());
        }
    }

    #[test]
    fn all_doses_are_there_in_order_and_every_draw_is_early_enough(
        (doses, count) in schedules(),
        stretches in proptest::collection::vec((-30i32..400, 0i32..30), 0..6),
        after in any::<bool>(),
    ) {
        let start = date(2027, 1, 4);
        let shifted = |days: i32| start.checked_add(days.days()).unwrap();
        let blocked: Vec<_> = stretches.iter().map(|(from, long)| (shifted(*from), shifted(from + long))).collect();
        let convention = if after { GapConvention::After } else { GapConvention::Before };
        let options = CalendarOptions { blocked: blocked.clone(), ..with(convention) };
        let calendar = planned(&doses, &options);
        let infusions = infusions(&calendar);
        prop_assert_eq!(infusions.len(), count);
        prop_assert!(infusions.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", infusions);
        for item in &calendar.items {
            prop_assert!(item.earliest <= item.on && item.on <= item.latest);
            prop_assert!(!blocked.iter().any(|(from, to)| *from <= item.on && item.on <= *to));
            if item.kind == PlannedKind::Collection {
                let infusion = infusions[usize::from(item.dose.unwrap().get()) - 1];
                prop_assert!(item.on <= infusion.checked_sub(14.days()).unwrap());
            }
        }
        let unblocked = planned(&doses, &with(convention));
        prop_assert_eq!(unblocked.moved, []);
        for moved in &calendar.moved {
            prop_assert!(moved.from != moved.to && calendar.items.contains(&moved.item));
        }
    }
}

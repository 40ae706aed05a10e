//! The published schedules of the field, said in the language, with their days counted by hand.
//!
//! Regimens R01 to R16 are those of the table of cytokine regimens; the days are worked out on
//! paper from the text of the regimen, not with this library.

#![cfg(test)]

use cikada_domain::{CriterionId, GapConvention, PlannedKind};
use cikada_protocol::{
    Calendar, CalendarOptions, CalendarProblem, Milestone, NoteKind, Protocol, calendar, read,
};
use jiff::civil::{Date, date, time};

#[path = "support/declared.rs"]
mod declared;

use declared::declared;

const EXAMPLE: &str = include_str!("example.toml");
const MEDICINE: &str = include_str!("example-medicine.toml");
/// A Monday.
const START: Date = date(2026, 3, 2);

/// High-dose interleukin-2: two cycles of fourteen doses, and a second course if the tumour shrinks.
const HIGH_DOSE: &str = "repeat 2 x (every 8 h, at most 14, on days 1 to 5, then rest 9 d), then at least 7 wk after discharge, then if shrinks (repeat 2 x (every 8 h, at most 14, on days 1 to 5, then rest 9 d)) else stop";

fn protocol(schedule: &str) -> Protocol {
    let text = EXAMPLE.replace(
        "doses = \"2 x every 2 wk within 0 d to +3 d\"\ngap = \"before\"",
        &format!("{schedule}\ngap = \"before\""),
    );
    assert!(text != EXAMPLE, "the example has another schedule");
    let text = declared(text);
    let reading = read(text.as_bytes(), "example.toml");
    assert_eq!(reading.findings, [], "{schedule}");
    reading.protocol.unwrap()
}

fn of(doses: &str) -> Protocol {
    protocol(&format!("doses = \"{doses}\""))
}

fn planned(doses: &str, options: &CalendarOptions) -> Calendar {
    calendar(&of(doses), START, options).unwrap()
}

/// The days of the known doses, from day 0.
fn days(calendar: &Calendar) -> Vec<i32> {
    let infusions = calendar
        .items
        .iter()
        .filter(|item| item.kind == PlannedKind::Infusion);
    infusions
        .map(|item| item.on.since(calendar.start).unwrap().get_days())
        .collect()
}

/// Days of a schedule that is the same under both conventions for gaps.
#[track_caller]
fn either(doses: &str) -> Vec<i32> {
    let [before, after] = [GapConvention::Before, GapConvention::After].map(|convention| {
        let convention = Some(convention);
        let options = CalendarOptions {
            convention,
            ..CalendarOptions::default()
        };
        days(&planned(doses, &options))
    });
    assert_eq!(before, after, "{doses}");
    before
}

fn kinds(calendar: &Calendar) -> Vec<NoteKind> {
    calendar.notes.iter().map(|note| note.kind).collect()
}

fn milestone(name: &str, on: Date) -> Milestone {
    Milestone {
        name: name.to_owned(),
        on,
        at: None,
    }
}

fn answer(name: &str, met: bool) -> (CriterionId, bool) {
    (CriterionId::new(name.to_owned()).unwrap(), met)
}

fn at_eight() -> CalendarOptions {
    CalendarOptions {
        first_dose_at: Some(time(8, 0, 0, 0)),
        ..CalendarOptions::default()
    }
}

fn at(calendar: &Calendar, dose: usize) -> String {
    calendar.times[dose - 1]
        .at
        .unwrap()
        .strftime("%Y-%m-%d %H:%M")
        .to_string()
}

/// Days from `from`, `count` of them, `step` apart.
fn run(from: i32, count: i32, step: i32) -> Vec<i32> {
    (0..count).map(|number| from + number * step).collect()
}

#[test]
fn r01_the_last_doses_of_both_cycles_lie_where_the_worked_example_puts_them() {
    let calendar = planned(HIGH_DOSE, &at_eight());
    assert_eq!(at(&calendar, 1), "2026-03-02 08:00");
    assert_eq!(at(&calendar, 14), "2026-03-06 16:00");
    assert_eq!(at(&calendar, 15), "2026-03-16 08:00");
    assert_eq!(at(&calendar, 28), "2026-03-20 16:00");
    assert_eq!(calendar.times.len(), 28);
    assert!(calendar.times.iter().all(|time| !time.past_last_day));
}

// INVARIANT (hours): a dose keeps its hours, and one that lies past its last day is said.
#[test]
fn r01_a_late_first_dose_pushes_the_last_past_its_day_and_that_is_said() {
    let latest = |hour| {
        let clock = CalendarOptions {
            first_dose_at: Some(time(hour, 0, 0, 0)),
            ..CalendarOptions::default()
        };
        planned("every 8 h, at most 14, on days 1 to 5", &clock)
    };
    let calendar = latest(15);
    assert_eq!(
        (at(&calendar, 14), kinds(&calendar)),
        ("2026-03-06 23:00".to_owned(), vec![])
    );
    let calendar = latest(16);
    assert_eq!(at(&calendar, 14), "2026-03-07 00:00");
    assert_eq!(kinds(&calendar), [NoteKind::PastLastDay]);
    assert!(calendar.notes[0].kind.is_breach());
    assert_eq!(days(&calendar).len(), 14);
    assert!(calendar.times[13].past_last_day && !calendar.times[12].past_last_day);
    // Without a time of day the same is said as a condition.
    let calendar = planned(
        "every 8 h, at most 14, on days 1 to 5",
        &CalendarOptions::default(),
    );
    assert_eq!(kinds(&calendar), [NoteKind::LateStart]);
    assert!(
        calendar.notes[0].text.contains("at 16:00 or later"),
        "{:?}",
        calendar.notes
    );
}

#[test]
fn r01_the_second_course_is_open_until_the_discharge_and_then_seven_weeks_later() {
    let open = planned(HIGH_DOSE, &at_eight());
    assert_eq!((days(&open).len(), open.open.len()), (28, 28));
    assert_eq!((open.open[0].day, open.open[27].day), (0, 18));
    assert_eq!(open.conditions.len(), 28);
    let told = CalendarOptions {
        milestones: vec![milestone("discharge", date(2026, 3, 20))],
        ..at_eight()
    };
    let known = planned(HIGH_DOSE, &told);
    assert_eq!(at(&known, 29), "2026-05-08 08:00");
    assert_eq!((days(&known).len(), known.open.len()), (56, 0));
    let stopped = CalendarOptions {
        answers: vec![answer("shrinks", false)],
        ..told
    };
    assert_eq!(days(&planned(HIGH_DOSE, &stopped)).len(), 28);
}

#[test]
fn r02_continuous_infusions_with_a_rest_of_two_to_six_days() {
    let doses = "repeat 2 x (continuously on days 1 to 5, then rest 2 to 6 d, then continuously on days 1 to 5, then rest 3 wk), then if response-or-stable (repeat 4 x (continuously on days 1 to 5, then rest 4 wk)) else stop";
    let days = either(doses);
    let starts = [0, 7, 33, 40, 66, 99, 132, 165];
    let expected: Vec<_> = starts
        .into_iter()
        .flat_map(|start| run(start, 5, 1))
        .collect();
    assert_eq!(days, expected);
    let calendar = planned(doses, &CalendarOptions::default());
    assert!(
        calendar
            .times
            .iter()
            .all(|time| time.lasts_hours == Some(24))
    );
    let sixth = calendar
        .items
        .iter()
        .filter(|item| item.kind == PlannedKind::Infusion)
        .nth(5);
    let sixth = sixth.unwrap();
    assert_eq!(sixth.latest.since(sixth.on).unwrap().get_days(), 4);
    let gated: Vec<_> = calendar.conditions.iter().map(|c| c.dose.get()).collect();
    assert_eq!(gated, (21..=40).collect::<Vec<_>>());
}

#[test]
fn r03_twenty_injections_in_four_weeks_and_a_week_of_rest() {
    let doses = "repeat 2 x (5 of 7 days for 4 wk, then rest 1 wk)";
    let week = [0, 7, 14, 21, 35, 42, 49, 56];
    let expected: Vec<_> = week.into_iter().flat_map(|week| run(week, 5, 1)).collect();
    assert_eq!(either(doses), expected);
}

#[test]
fn r04_five_of_seven_days_for_six_weeks() {
    let expected: Vec<_> = run(0, 6, 7)
        .into_iter()
        .flat_map(|week| run(week, 5, 1))
        .collect();
    assert_eq!(either("5 of 7 days for 6 wk"), expected);
}

#[test]
fn r05_doses_every_8_to_12_hours_begin_3_to_24_hours_after_the_cells() {
    let protocol =
        protocol("doses = \"every 8 to 12 h, at most 6\"\nstart = \"3 to 24 h after cells\"");
    let told = |day: Date, hour| CalendarOptions {
        milestones: vec![Milestone {
            name: "cells".to_owned(),
            on: day,
            at: Some(time(hour, 0, 0, 0)),
        }],
        ..at_eight()
    };
    let calendar_of = |options| calendar(&protocol, START, &options).unwrap();
    let in_time = calendar_of(told(date(2026, 3, 1), 8));
    assert_eq!(at(&in_time, 6), "2026-03-04 00:00");
    let latest: Vec<_> = in_time.times.iter().map(|time| time.hours_latest).collect();
    assert_eq!(latest, [0, 12, 24, 36, 48, 60]);
    assert_eq!(kinds(&in_time), [NoteKind::StartInside, NoteKind::Shortest]);
    let too_late = calendar_of(told(date(2026, 3, 1), 7));
    assert_eq!(kinds(&too_late)[0], NoteKind::StartOutside);
    let too_early = calendar_of(told(date(2026, 3, 2), 6));
    assert_eq!(kinds(&too_early)[0], NoteKind::StartOutside);
    let unknown = calendar_of(at_eight());
    assert_eq!(kinds(&unknown)[0], NoteKind::DayOpen);
}

#[test]
fn r06_twenty_doses_and_then_144_within_56_days_of_the_surgery() {
    let protocol = protocol(
        "doses = \"5 of 7 days for 4 wk, then 3 x a week on Mon, Wed and Fri for 48 wk\"\nstart = \"within 56 d after surgery\"",
    );
    let on = |surgery| {
        let options = CalendarOptions {
            milestones: vec![milestone("surgery", surgery)],
            ..CalendarOptions::default()
        };
        calendar(&protocol, START, &options).unwrap()
    };
    // 56 days before the second of March is the fifth of January.
    let calendar = on(date(2026, 1, 5));
    assert_eq!(kinds(&calendar), [NoteKind::StartInside]);
    let days = days(&calendar);
    assert_eq!(days.len(), 20 + 144);
    assert_eq!(days[15..20], [21, 22, 23, 24, 25]);
    assert_eq!(days[20..24], [28, 30, 32, 35]);
    assert_eq!(days[163], 28 + 47 * 7 + 4);
    assert_eq!(kinds(&on(date(2026, 1, 4))), [NoteKind::StartOutside]);
}

#[test]
fn r07_to_r10_three_times_a_week_to_a_cap_or_until_a_criterion() {
    let six_months = planned(
        "3 x a week on Mon, Wed and Fri up to 6 mo",
        &CalendarOptions::default(),
    );
    // From Monday the second of March to the second of September, which is a Wednesday.
    assert_eq!(days(&six_months).len(), 26 * 3 + 1);
    assert_eq!(kinds(&six_months), [NoteKind::ToCap]);
    let kaposi = "3 x a week for 16 wk, then if not best-response (3 x a week until progression or best-response, up to 32 wk) else stop";
    let calendar = planned(kaposi, &CalendarOptions::default());
    assert_eq!(days(&calendar)[..4], [0, 2, 4, 7]);
    assert_eq!(days(&calendar).len(), 48 + 96);
    assert_eq!(
        (calendar.conditions.len(), calendar.conditions[0].dose.get()),
        (96, 49)
    );
    assert_eq!(calendar.conditions[0].until.len(), 2);
    assert!(!calendar.conditions[0].gates[0].met);
    let daily = either("daily until haematological-response, up to 12 wk, then daily for 2 wk");
    assert_eq!(daily, run(0, 98, 1));
    let lymphoma = planned("3 x a week up to 18 mo", &CalendarOptions::default());
    assert_eq!(days(&lymphoma).last(), Some(&548));
}

#[test]
fn r11_weekly_for_five_years_is_260_doses() {
    let doses = "8 x every 1 wk, then every 1 wk until recurrence, at most 252";
    let days = days(&planned(doses, &CalendarOptions::default()));
    assert_eq!(days, run(0, 260, 7));
}

#[test]
fn r12_a_rising_dose_reaches_its_cap_where_the_worked_examples_say() {
    for (from, dose, week, sum) in [(100, 9, 16, 2700), (50, 10, 18, 2750)] {
        let rises = format!(
            "from {from} ug by +50 ug every 2 wk until blood-counts-normal, at most 500 ug"
        );
        let mut text = MEDICINE.to_owned();
        let titrate = format!("titrate = \"{rises}\"");
        // A syringe of 500 ug in one millilitre, which is not diluted.
        for (from, to) in [
            (
                "2 x every 2 wk within 0 d to +3 d",
                "every 2 wk, at most 30",
            ),
            ("amount = \"600000 [iU]/kg\"", titrate.as_str()),
            ("levels = [\"300000 [iU]/kg\"]\n", ""),
            (
                "strength = { activity = \"18 10*6[iU]\", mass = \"1.1 mg\" }\n",
                "",
            ),
            ("18 10*6[iU]/mL", "500 ug/mL"),
            ("21.6 10*6[iU]", "500 ug"),
            ("22 10*6[iU]", "500 ug"),
            ("\"[iU]\"", "\"ug\""),
        ] {
            assert!(text.contains(from), "{from}");
            text = text.replace(from, to);
        }
        let (before, dilution) = text.split_once("[medicine.dilution]").unwrap();
        let (_, after) = dilution.split_once("[body]").unwrap();
        let text = format!("{before}[body]{after}");
        let text = declared(text);
        let reading = read(text.as_bytes(), "example-medicine.toml");
        assert_eq!(reading.findings, []);
        let calendar = calendar(
            &reading.protocol.unwrap(),
            START,
            &CalendarOptions::default(),
        )
        .unwrap();
        let cap = "500 ug".parse().unwrap();
        let first = calendar
            .amounts
            .iter()
            .position(|planned| planned.amount == cap)
            .unwrap();
        let planned = &calendar.amounts[first];
        assert_eq!(
            (planned.dose.get(), calendar.week(planned.on)),
            (dose, week)
        );
        assert_eq!(planned.sum, Some(format!("{sum} ug").parse().unwrap()));
        assert_eq!(calendar.amounts.len(), 30);
        assert!(
            calendar.amounts[first..]
                .iter()
                .all(|planned| planned.amount == cap)
        );
    }
}

#[test]
fn r13_three_times_a_week_on_named_days_begins_on_one_of_them() {
    let doses = "3 x a week on Mon, Wed and Fri for 52 wk";
    assert_eq!(either(doses).len(), 156);
    let protocol = of(doses);
    let options = CalendarOptions::default();
    let wednesday = calendar(&protocol, date(2026, 3, 4), &options).unwrap();
    assert_eq!(days(&wednesday)[..4], [0, 2, 5, 7]);
    assert_eq!(days(&wednesday).len(), 156);
    assert_eq!(
        calendar(&protocol, date(2026, 3, 1), &options).unwrap_err(),
        CalendarProblem::StartOffWeekdays {
            start: date(2026, 3, 1),
            first: START
        }
    );
}

const BLADDER: &str = "6 x every 1 wk, then if not complete-response (at month 3 (6 x every 1 wk)) else go on, then at months 4, 7, 10, 13 and 19 (3 x every 1 wk), then if complete-response-at-25 (at months 25, 31 and 37 (3 x every 1 wk)) else stop";

// INVARIANT (dose-number): an answer leaves doses out and renumbers none.
#[test]
fn r14_weekly_instillations_at_the_months_of_the_label() {
    let answers = vec![answer("complete-response", true)];
    let options = CalendarOptions {
        answers,
        ..CalendarOptions::default()
    };
    let calendar = planned(BLADDER, &options);
    // Month by month from the second of March 2026.
    let months = [
        date(2026, 7, 2),
        date(2026, 10, 2),
        date(2027, 1, 2),
        date(2027, 4, 2),
        date(2027, 10, 2),
        date(2028, 4, 2),
        date(2028, 10, 2),
        date(2029, 4, 2),
    ];
    let first = |month: Date| month.since(START).unwrap().get_days();
    let mut expected = run(0, 6, 7);
    expected.extend(months.into_iter().flat_map(|month| run(first(month), 3, 7)));
    assert_eq!(days(&calendar), expected);
    // Doses 7 to 12 are left out, and those after them keep their numbers.
    let numbers = calendar
        .items
        .iter()
        .filter(|item| item.kind == PlannedKind::Infusion);
    let numbers: Vec<_> = numbers.map(|item| item.dose.unwrap().get()).collect();
    assert_eq!(numbers, (1..=6).chain(13..=36).collect::<Vec<_>>());
    assert_eq!(expected.len(), 6 + 15 + 9);
}

#[test]
fn r14_a_second_induction_is_provisional_and_puts_off_month_4() {
    let calendar = planned(BLADDER, &CalendarOptions::default());
    assert_eq!(days(&calendar).len(), 6 + 6 + 15 + 9);
    let second = date(2026, 6, 2).since(START).unwrap().get_days();
    let days = days(&calendar);
    assert_eq!(days[6..12], run(second, 6, 7));
    assert_eq!(days[12], second + 42);
    let kinds = kinds(&calendar);
    assert!(kinds.contains(&NoteKind::MonthLate) && kinds.contains(&NoteKind::GateOpen));
    assert!(days.windows(2).all(|pair| pair[0] < pair[1]));
}

#[test]
fn r15_cycles_of_unequal_length_with_their_doses_inside() {
    let doses = "repeat 2 x (cycle of 24 d (on days 4 to 7), then cycle of 32 d (on days 8 to 11)), then cycle of 24 d (on days 4 to 7)";
    // Day 0 is day 4 of the first cycle, so the cycles begin on days -3, 21, 53, 77 and 109.
    let first = [0, 28, 56, 84, 112];
    let expected: Vec<_> = first
        .into_iter()
        .flat_map(|first| run(first, 4, 1))
        .collect();
    assert_eq!(either(doses), expected);
}

#[test]
fn r16_three_times_a_week_for_up_to_a_year() {
    let doses = "3 x a week until progression, up to 52 wk";
    assert_eq!(either(doses).len(), 156);
}

#[test]
fn fourteen_infusions_four_weekly_four_every_two_weeks_six_every_four() {
    let doses = "4 x every 1 wk, then 4 x every 2 wk, then 6 x every 4 wk";
    let weeks = |convention| {
        let options = CalendarOptions {
            convention: Some(convention),
            ..CalendarOptions::default()
        };
        let days = days(&planned(doses, &options));
        days.into_iter().map(|day| day / 7).collect::<Vec<_>>()
    };
    assert_eq!(
        weeks(GapConvention::Before),
        [0, 1, 2, 3, 5, 7, 9, 11, 15, 19, 23, 27, 31, 35]
    );
    assert_eq!(
        weeks(GapConvention::After),
        [0, 1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 28, 32]
    );
}

#[test]
fn dosing_until_progression_is_planned_to_its_cap_and_says_so() {
    let calendar = planned(
        "every 4 wk until progression, at most 26",
        &CalendarOptions::default(),
    );
    assert_eq!(days(&calendar), run(0, 26, 28));
    assert_eq!(kinds(&calendar), [NoteKind::ToCap]);
    assert_eq!(calendar.conditions.len(), 26);
    let calendar = planned(
        "every 4 wk until progression, up to 24 mo",
        &CalendarOptions::default(),
    );
    assert_eq!(days(&calendar).last(), Some(&(26 * 28)));
}

#[test]
fn other_parts_take_the_place_of_gated_ones_when_the_answer_is_the_other() {
    let doses =
        "every 2 wk for 52 wk, then if stable (every 4 wk for 48 wk) else (every 2 wk for 48 wk)";
    let count = |answers: Vec<_>| {
        let options = CalendarOptions {
            answers,
            ..CalendarOptions::default()
        };
        days(&planned(doses, &options)).len()
    };
    assert_eq!(count(vec![]), 26 + 12);
    assert_eq!(count(vec![answer("stable", true)]), 26 + 12);
    assert_eq!(count(vec![answer("stable", false)]), 26 + 24);
}

#[test]
fn a_name_that_the_schedule_does_not_wait_for_is_refused() {
    let options = CalendarOptions {
        milestones: vec![milestone("dischrage", START)],
        ..CalendarOptions::default()
    };
    let problem = calendar(&of(HIGH_DOSE), START, &options).unwrap_err();
    assert_eq!(
        problem.to_string(),
        "the schedule waits for no day 'dischrage'; the days it waits for: 'discharge'"
    );
    let options = CalendarOptions {
        answers: vec![answer("shrunk", true)],
        ..CalendarOptions::default()
    };
    let problem = calendar(&of(HIGH_DOSE), START, &options).unwrap_err();
    assert!(matches!(problem, CalendarProblem::UnknownGate { .. }));
}

#[test]
fn the_printed_calendar_says_times_conditions_and_what_is_open() {
    let doses = "every 8 h, at most 4, on days 1 to 2, then at least 7 wk after discharge, then if shrinks (2 x every 1 wk) else stop";
    let mut calendar = planned(doses, &at_eight());
    calendar
        .items
        .retain(|item| item.kind == PlannedKind::Infusion);
    insta::assert_snapshot!("open", calendar.to_text());
    let mut calendar = planned(BLADDER, &CalendarOptions::default());
    calendar
        .items
        .retain(|item| item.kind == PlannedKind::Infusion);
    insta::assert_snapshot!("gated", calendar.to_text());
}

//! What is read, and what is said about what cannot be.

use super::*;
use crate::schedule::{Offset, TimingEvent};

#[test]
fn a_sequence_of_blocks_is_read() {
    let (parts, window) =
        parse_doses("4 x every 1 wk, then 2 x every 3 mo within -1 d to +2 d").unwrap();
    assert_eq!(
        parts,
        [
            Part::Block {
                count: 4,
                every: Interval::Days(7)
            },
            Part::Block {
                count: 2,
                every: Interval::Months(3)
            }
        ]
    );
    assert_eq!(
        window,
        Window {
            from_days: -1,
            to_days: 2
        }
    );
}

#[test]
fn hours_rests_and_repeats_are_read() {
    let (parts, _) =
        parse_doses("repeat 2 x (every 8 h, at most 14, on days 1 to 5, then rest 9 d)").unwrap();
    let hourly = Part::Hourly {
        every_hours: 8,
        to_hours: 8,
        at_most: 14,
        days: vec![1, 2, 3, 4, 5],
    };
    let parts_inside = vec![
        hourly,
        Part::Rest {
            min: Interval::Days(9),
            max: Interval::Days(9),
        },
    ];
    assert_eq!(
        parts,
        [Part::Repeat {
            count: 2,
            parts: parts_inside
        }]
    );
}

#[test]
fn a_list_of_days_ends_before_the_next_part() {
    let (parts, _) = parse_doses("on days 1, 3 and 5, then rest 2 d, then on day 1").unwrap();
    assert_eq!(parts.len(), 3);
    assert_eq!(parts[0], Part::Days(vec![1, 3, 5]));
}

#[test]
fn timings_are_read_with_their_event_and_window() {
    let timing = parse_timing("at least 2 wk before each infusion").unwrap();
    assert_eq!(timing.offset, Offset::AtLeastBefore(Interval::Days(14)));
    let timing =
        parse_timing("every 3 mo for 24 mo after first infusion within -14 d to +14 d").unwrap();
    assert_eq!(timing.event, TimingEvent::First);
    assert_eq!(timing.window.to_days, 14);
    assert!(parse_timing("on the day of last infusion").is_ok());
}

#[test]
fn what_cannot_be_read_is_found_where_it_stands() {
    let problem = parse_doses("4 x evry 1 wk").unwrap_err();
    assert_eq!((problem.at, problem.found.as_str()), (4..8, "'evry'"));
    let problem = parse_doses("4 x every 1 week").unwrap_err();
    assert_eq!(problem.at, 12..16);
    let problem = parse_doses("4 x every 1 wk 4 x every 2 wk").unwrap_err();
    assert_eq!(problem.at, 15..16);
    let problem = parse_doses("4 x every").unwrap_err();
    assert_eq!(problem.found, "the end");
}

#[test]
fn a_stretch_that_ends_before_its_first_day_of_a_dose_is_refused() {
    let problem = parse_doses("on day 6 of each week for 5 d, then 5 x every 9 d").unwrap_err();
    assert_eq!(
        (problem.at.start, problem.expected.as_str()),
        (3, "at least 6 d")
    );
    assert!(problem.impossible);
    assert!(parse_doses("on day 6 of each week up to 5 d, at most 3").is_err());
    let (parts, _) = parse_doses("on day 6 of each week for 6 d, then 5 x every 9 d").unwrap();
    let start = jiff::civil::date(2027, 1, 31);
    let asked = crate::schedule::Asked {
        anchor: start,
        convention: cikada_domain::GapConvention::Before,
        clock: None,
        milestones: &[],
        answers: &[],
    };
    let placed = crate::schedule::placed(&parts, asked).unwrap();
    assert_eq!((placed.places.len(), placed.places[0].on), (6, start));
    assert!(parse_doses("on days 1 and 6 of each week for 5 d").is_ok());
}

#[test]
fn nesting_and_numbers_are_bounded() {
    let deep = format!("{}once{}", "repeat 1 x (".repeat(100), ")".repeat(100));
    assert!(
        parse_doses(&deep)
            .unwrap_err()
            .expected
            .contains("brackets")
    );
    assert!(parse_doses("99999999999999999999 x every 1 wk").is_err());
    assert!(parse_doses("repeat 1000 x (1000 x every 1 d)").is_err());
    assert!(parse_doses("rest 1 wk, then once").is_err());
    assert!(parse_doses("repeat 2 x (rest 1 wk, then once)").is_err());
    assert!(parse_doses("once, then repeat 1000 x (repeat 1000 x (rest 1 d))").is_err());
    assert!(parse_doses(&format!("once{}", ", then once".repeat(60))).is_err());
}

#[test]
fn a_name_in_letters_that_no_record_uses_is_pointed_at_whole() {
    let problem = crate::schedule::parse_doses("2 x every 1 wk, then if \u{e9} (once) else stop");
    let problem = problem.unwrap_err();
    assert_eq!(problem.at, 24..26);
}

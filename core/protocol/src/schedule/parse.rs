//! Reads a schedule's text into its parts, with the place of the first thing that cannot be read.
//!
//! The grammar is written out in `docs/protocol-language.md`. A schedule is read left to right
//! with one token in hand; it nests only in `repeat`, and only so deep that no stack is at risk.

use std::ops::Range;

use super::{Interval, Offset, Part, Timing, TimingEvent, Window};

mod token;

use token::Tokens;

/// How deep `repeat` may nest.
const DEPTH_MAX: u8 = 4;
/// No count, day, number of hours or distance in a schedule is larger.
const NUMBER_MAX: u32 = 5000;
/// No part of a schedule gives more doses.
const DOSES_MAX: u32 = 1000;
/// No sequence has more parts.
const PARTS_MAX: usize = 50;
/// No visit is repeated more often.
const TIMES_MAX: u32 = 1000;

/// Why a schedule cannot be read, and where in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ParseProblem {
    /// The bytes of the schedule's text.
    pub(crate) at: Range<usize>,
    /// What stands there.
    pub(crate) found: String,
    /// What could stand there.
    pub(crate) expected: String,
}

/// Reads the doses: `4 x every 1 wk, then 4 x every 2 wk`, with an optional window at the end.
pub(crate) fn parse_doses(text: &str) -> Result<(Vec<Part>, Window), ParseProblem> {
    let mut tokens = Tokens::new(text);
    let parts = sequence(&mut tokens, 0)?;
    let window = window(&mut tokens)?;
    tokens.end()?;
    if begins_with_rest(&parts) {
        return Err(whole(
            text,
            "a rest at the start",
            "a dose first: day 0 is the first dose",
        ));
    }
    let doses = super::count(&parts);
    if doses == 0 || doses > DOSES_MAX {
        return Err(whole(
            text,
            &format!("{doses} doses"),
            &format!("1 to {DOSES_MAX} doses"),
        ));
    }
    Ok((parts, window))
}

/// Reads a timing: `24 h after each infusion within 0 d to +1 d`.
pub(crate) fn parse_timing(text: &str) -> Result<Timing, ParseProblem> {
    let mut tokens = Tokens::new(text);
    let offset = offset(&mut tokens)?;
    let at = tokens.place();
    let event = event(&mut tokens)?;
    if matches!(offset, Offset::Every { .. })
        && matches!(event, TimingEvent::Each | TimingEvent::Next)
    {
        let found = "a repeat after every infusion".to_owned();
        let expected = "'first infusion' or 'last infusion'".to_owned();
        return Err(ParseProblem {
            at,
            found,
            expected,
        });
    }
    let window = window(&mut tokens)?;
    tokens.end()?;
    Ok(Timing {
        text: text.to_owned(),
        offset,
        event,
        window,
    })
}

fn begins_with_rest(parts: &[Part]) -> bool {
    match parts.first() {
        Some(Part::Rest(_)) => true,
        Some(Part::Repeat { parts, .. }) => begins_with_rest(parts),
        Some(Part::Block { .. } | Part::Days(_) | Part::Hourly { .. }) | None => false,
    }
}

fn whole(text: &str, found: &str, expected: &str) -> ParseProblem {
    ParseProblem {
        at: 0..text.len(),
        found: found.to_owned(),
        expected: expected.to_owned(),
    }
}

fn sequence(tokens: &mut Tokens, depth: u8) -> Result<Vec<Part>, ParseProblem> {
    let mut parts = vec![part(tokens, depth)?];
    while tokens.takes(",") {
        tokens.expect("then")?;
        if parts.len() >= PARTS_MAX {
            return Err(tokens.problem(&format!("at most {PARTS_MAX} parts")));
        }
        parts.push(part(tokens, depth)?);
    }
    Ok(parts)
}

fn part(tokens: &mut Tokens, depth: u8) -> Result<Part, ParseProblem> {
    if tokens.takes("once") {
        return Ok(Part::Days(vec![1]));
    }
    if tokens.takes("on") {
        return Ok(Part::Days(days(tokens)?));
    }
    if tokens.takes("rest") {
        return Ok(Part::Rest(interval(tokens)?));
    }
    if tokens.takes("every") {
        let every_hours = tokens.number(1, NUMBER_MAX)?;
        tokens.expect("h")?;
        tokens.expect(",")?;
        tokens.expect("at")?;
        tokens.expect("most")?;
        let at_most = tokens.number(1, DOSES_MAX)?;
        tokens.expect(",")?;
        tokens.expect("on")?;
        return Ok(Part::Hourly {
            every_hours,
            at_most,
            days: days(tokens)?,
        });
    }
    if tokens.takes("repeat") {
        if depth >= DEPTH_MAX {
            return Err(tokens.problem("no more than four 'repeat' inside each other"));
        }
        let count = tokens.number(1, DOSES_MAX)?;
        tokens.expect("x")?;
        tokens.expect("(")?;
        let parts = sequence(tokens, depth.saturating_add(1))?;
        // With a dose in each round, the number of doses bounds the number of rounds.
        if super::count(&parts) == 0 {
            return Err(tokens.problem("a dose before the repeat ends"));
        }
        tokens.expect(")")?;
        return Ok(Part::Repeat { count, parts });
    }
    if !tokens.is_number() {
        return Err(tokens.problem("'4 x every 2 wk', 'on days 1 to 5', 'every 8 h', 'rest 9 d', 'repeat 2 x (...)' or 'once'"));
    }
    let count = tokens.number(1, DOSES_MAX)?;
    tokens.expect("x")?;
    tokens.expect("every")?;
    Ok(Part::Block {
        count,
        every: interval(tokens)?,
    })
}

/// `day 1`, `days 1, 3 and 5` or `days 1 to 5`.
fn days(tokens: &mut Tokens) -> Result<Vec<u16>, ParseProblem> {
    if tokens.takes("day") {
        return Ok(vec![tokens.number(1, NUMBER_MAX)?]);
    }
    tokens.expect("days")?;
    let first: u16 = tokens.number(1, NUMBER_MAX)?;
    if tokens.takes("to") {
        let last: u16 = tokens.number(u32::from(first), NUMBER_MAX)?;
        return Ok((first..=last).collect());
    }
    let mut days = vec![first];
    let mut previous = first;
    // A comma before 'then' ends the list, so it is only taken when a number follows.
    while tokens.takes_before_number(",") || tokens.takes("and") {
        previous = tokens.number(u32::from(previous).saturating_add(1), NUMBER_MAX)?;
        days.push(previous);
    }
    Ok(days)
}

/// A distance of whole days or months.
fn interval(tokens: &mut Tokens) -> Result<Interval, ParseProblem> {
    let number: u16 = tokens.number(1, NUMBER_MAX)?;
    unit(tokens, u32::from(number))
}

fn unit(tokens: &mut Tokens, number: u32) -> Result<Interval, ParseProblem> {
    let expected = "a distance in d, wk, mo or a, or in h when it is whole days";
    let interval = match tokens.word() {
        Some("h") if number.is_multiple_of(24) => Interval::Days(number / 24),
        Some("d") => Interval::Days(number),
        Some("wk") => Interval::Days(number.saturating_mul(7)),
        Some("mo") => Interval::Months(number),
        Some("a") => Interval::Months(number.saturating_mul(12)),
        _ => return Err(tokens.problem(expected)),
    };
    tokens.advance();
    Ok(interval)
}

impl Interval {
    /// Days, a month counted as thirty: good enough to bound, never to plan.
    fn days_about(self) -> u32 {
        match self {
            Self::Days(days) => days,
            Self::Months(months) => months.saturating_mul(30),
        }
    }
}

fn offset(tokens: &mut Tokens) -> Result<Offset, ParseProblem> {
    if tokens.takes("on") {
        tokens.expect("the")?;
        tokens.expect("day")?;
        tokens.expect("of")?;
        return Ok(Offset::Before(Interval::Days(0)));
    }
    if tokens.takes("every") {
        let every = interval(tokens)?;
        tokens.expect("for")?;
        let at = tokens.place();
        let until = interval(tokens)?;
        if until.days_about() / every.days_about().max(1) > TIMES_MAX {
            let found = format!("{} every {}", until.words(), every.words());
            return Err(ParseProblem {
                at,
                found,
                expected: format!("at most {TIMES_MAX} times"),
            });
        }
        tokens.expect("after")?;
        return Ok(Offset::Every { every, until });
    }
    let at_least = tokens.takes("at");
    if at_least {
        tokens.expect("least")?;
    } else if !tokens.is_number() {
        return Err(tokens.problem(
            "'24 h after', 'at least 2 wk before', 'every 3 mo for 24 mo after' or 'on the day of'",
        ));
    }
    let distance = interval(tokens)?;
    if tokens.takes("before") {
        return Ok(if at_least {
            Offset::AtLeastBefore(distance)
        } else {
            Offset::Before(distance)
        });
    }
    if tokens.takes("after") {
        return Ok(if at_least {
            Offset::AtLeastAfter(distance)
        } else {
            Offset::After(distance)
        });
    }
    Err(tokens.problem("'before' or 'after'"))
}

fn event(tokens: &mut Tokens) -> Result<TimingEvent, ParseProblem> {
    let events = [
        ("each", TimingEvent::Each),
        ("first", TimingEvent::First),
        ("next", TimingEvent::Next),
        ("last", TimingEvent::Last),
    ];
    let found = events.into_iter().find(|(word, _)| tokens.takes(word));
    let Some((_, event)) = found else {
        return Err(
            tokens.problem("'each infusion', 'next infusion', 'first infusion' or 'last infusion'")
        );
    };
    if tokens.takes("infusion") || tokens.takes("dose") {
        return Ok(event);
    }
    Err(tokens.problem("'infusion' or 'dose'"))
}

/// `within -1 d to +2 d`, or nothing: the day itself.
fn window(tokens: &mut Tokens) -> Result<Window, ParseProblem> {
    if !tokens.takes("within") {
        return Ok(Window::default());
    }
    let from_days = signed_days(tokens)?;
    tokens.expect("to")?;
    let to_days = signed_days(tokens)?;
    Ok(Window { from_days, to_days })
}

fn signed_days(tokens: &mut Tokens) -> Result<i32, ParseProblem> {
    let negative = tokens.takes("-");
    if !negative {
        tokens.takes("+");
    }
    let number: u16 = tokens.number(0, NUMBER_MAX)?;
    let at = tokens.place();
    let Interval::Days(days) = unit(tokens, u32::from(number))? else {
        return Err(ParseProblem {
            at,
            found: "a distance in months".to_owned(),
            expected: "a window in d or wk".to_owned(),
        });
    };
    let days = i32::try_from(days).unwrap_or(i32::MAX);
    Ok(if negative {
        days.saturating_neg()
    } else {
        days
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
            parse_doses("repeat 2 x (every 8 h, at most 14, on days 1 to 5, then rest 9 d)")
                .unwrap();
        let hourly = Part::Hourly {
            every_hours: 8,
            at_most: 14,
            days: vec![1, 2, 3, 4, 5],
        };
        let parts_inside = vec![hourly, Part::Rest(Interval::Days(9))];
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
            parse_timing("every 3 mo for 24 mo after first infusion within -14 d to +14 d")
                .unwrap();
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
    fn nesting_and_numbers_are_bounded() {
        let deep = format!("{}once{}", "repeat 1 x (".repeat(100), ")".repeat(100));
        assert!(parse_doses(&deep).unwrap_err().expected.contains("repeat"));
        assert!(parse_doses("99999999999999999999 x every 1 wk").is_err());
        assert!(parse_doses("repeat 1000 x (1000 x every 1 d)").is_err());
        assert!(parse_doses("rest 1 wk, then once").is_err());
        assert!(parse_doses("repeat 2 x (rest 1 wk, then once)").is_err());
        assert!(parse_doses("once, then repeat 1000 x (repeat 1000 x (rest 1 d))").is_err());
        assert!(parse_doses(&format!("once{}", ", then once".repeat(60))).is_err());
    }
}

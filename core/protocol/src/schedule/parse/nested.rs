//! Parts with other parts in their brackets: repeats, cycles, months and gates.

use cikada_domain::GapConvention;
use jiff::civil::Date;

use super::super::{Asked, Gate, Otherwise, Part, Said, count::count, part as kinds, placed};
use super::distance::{interval, numbers};
use super::part::{criterion, sequence};
use super::token::Tokens;
use super::{DEPTH_MAX, DOSES_MAX, ParseProblem};

/// No treatment lasts more months.
const MONTHS_MAX: u32 = 600;
/// A day to lay cycles on; any would do.
const ANY_DAY: Date = Date::constant(2001, 1, 1);

/// A sequence in brackets that gives doses.
pub(super) fn bracketed(tokens: &mut Tokens<'_>, depth: u8) -> Result<Vec<Part>, ParseProblem> {
    if depth >= DEPTH_MAX {
        return Err(tokens.problem("no more than four brackets inside each other"));
    }
    tokens.expect("(")?;
    let start = tokens.place().start;
    let parts = sequence(tokens, depth.saturating_add(1))?;
    // With a dose in each round, the number of doses bounds the number of rounds.
    let doses = count(&parts);
    if doses == 0 {
        return Err(tokens.problem("a dose before the bracket closes"));
    }
    if doses > DOSES_MAX {
        let expected = format!("at most {DOSES_MAX} doses");
        return Err(tokens.since(start, &format!("{doses} doses"), &expected));
    }
    if !tokens.takes(")") {
        return Err(tokens.problem("', then' and another part, or ')'"));
    }
    Ok(parts)
}

/// `cycle of 24 d (on days 4 to 7)`.
pub(super) fn cycle(tokens: &mut Tokens<'_>, depth: u8) -> Result<Part, ParseProblem> {
    let start = tokens.place().start;
    tokens.expect("of")?;
    let length = interval(tokens)?;
    let parts = bracketed(tokens, depth)?;
    if kinds::any(&parts, |part| matches!(part, Part::Gap { .. })) {
        let found = "a wait for a day outside the schedule in a cycle of fixed length";
        return Err(tokens.since(start, found, "'at least ... after' behind the cycle"));
    }
    without_months(tokens, start, &parts)?;
    let part = Part::Cycle { length, parts };
    let late = last_day(&part).filter(|day| *day > i64::from(length.days_at_least()));
    match late {
        None => Ok(part),
        Some(day) => {
            let found = format!("a dose on day {day} of a cycle of {}", length.words());
            Err(tokens.since(start, &found, "every dose inside its cycle"))
        }
    }
}

/// The day of a cycle's last dose, counted from 1, under the convention that puts it later.
fn last_day(cycle: &Part) -> Option<i64> {
    // A dose in front makes the cycle's own first day known.
    let parts = [Part::Days(vec![1]), cycle.clone()];
    let day = |convention| {
        let placed = placed(&parts, asked(convention))?;
        let last = placed.places.last()?.on.since(ANY_DAY).ok()?;
        Some(i64::from(last.get_days()))
    };
    day(GapConvention::Before).max(day(GapConvention::After))
}

fn asked(convention: GapConvention) -> Asked<'static> {
    Asked {
        anchor: ANY_DAY,
        convention,
        clock: None,
        milestones: &[],
        answers: &[],
    }
}

/// `repeat 2 x (on days 1 to 5, then rest 9 d)`.
pub(super) fn repeat(tokens: &mut Tokens<'_>, depth: u8) -> Result<Part, ParseProblem> {
    let start = tokens.place().start;
    let count = tokens.number(1, DOSES_MAX)?;
    tokens.expect("x")?;
    let parts = bracketed(tokens, depth)?;
    without_months(tokens, start, &parts)?;
    Ok(Part::Repeat { count, parts })
}

/// Months are counted from day 0, so what comes round again cannot hold them.
fn without_months(tokens: &Tokens<'_>, start: usize, parts: &[Part]) -> Result<(), ParseProblem> {
    if kinds::any(parts, |part| matches!(part, Part::AtMonths { .. })) {
        let found =
            "a part at months, which are counted from day 0, inside one with days of its own";
        return Err(tokens.since(
            start,
            found,
            "'at months ...' outside of 'repeat', 'cycle' and 'at months'",
        ));
    }
    Ok(())
}

/// `at months 4, 7, 10, 13 and 19 (3 x every 1 wk)`.
pub(super) fn at_months(tokens: &mut Tokens<'_>, depth: u8) -> Result<Part, ParseProblem> {
    let start = tokens.place().start;
    if !(tokens.takes("months") || tokens.takes("month")) {
        return Err(tokens.problem("'month', 'months' or 'least'"));
    }
    let months = numbers(tokens, MONTHS_MAX)?;
    let parts = bracketed(tokens, depth)?;
    without_months(tokens, start, &parts)?;
    let doses = u32::try_from(months.len()).unwrap_or(u32::MAX);
    let part = Part::AtMonths { months, parts };
    if count(std::slice::from_ref(&part)) > DOSES_MAX || doses > DOSES_MAX {
        let expected = format!("at most {DOSES_MAX} doses");
        return Err(tokens.since(start, "too many doses", &expected));
    }
    let parts = [Part::Days(vec![1]), part];
    let late = |convention| {
        let placed = placed(&parts, asked(convention))?;
        placed.said.into_iter().find_map(|said| match said {
            Said::MonthLate { month, .. } => Some(month),
            _ => None,
        })
    };
    let late = late(GapConvention::Before).or_else(|| late(GapConvention::After));
    let [_, part] = parts;
    match late {
        None => Ok(part),
        Some(month) => {
            let found = format!("doses that are not over when month {month} begins");
            Err(tokens.since(start, &found, "months far enough apart"))
        }
    }
}

/// `if response (...) else stop`, `if not complete-response (...) else go on`.
pub(super) fn gated(tokens: &mut Tokens<'_>, depth: u8) -> Result<Part, ParseProblem> {
    let met = !tokens.takes("not");
    let criterion = criterion(tokens)?;
    let parts = bracketed(tokens, depth)?;
    if !tokens.takes("else") {
        let expected =
            "'else stop', 'else go on' or 'else (...)': the other answer must be said too";
        return Err(tokens.problem(expected));
    }
    let otherwise = if tokens.takes("stop") {
        Otherwise::Stop
    } else if tokens.takes("go") {
        tokens.expect("on")?;
        Otherwise::GoOn
    } else if tokens.word() == Some("(") {
        Otherwise::Parts(bracketed(tokens, depth)?)
    } else {
        return Err(tokens.problem("'stop', 'go on' or other parts in brackets"));
    };
    Ok(Part::If {
        gate: Gate { criterion, met },
        parts,
        otherwise,
    })
}

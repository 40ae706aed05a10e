//! Distances, windows and days, as every part of the language writes them.

use super::super::{Interval, Window};
use super::token::Tokens;
use super::{NUMBER_MAX, ParseProblem};

/// A distance of whole days or months.
pub(super) fn interval(tokens: &mut Tokens<'_>) -> Result<Interval, ParseProblem> {
    let number: u16 = tokens.number(1, NUMBER_MAX)?;
    unit(tokens, u32::from(number))
}

pub(super) fn unit(tokens: &mut Tokens<'_>, number: u32) -> Result<Interval, ParseProblem> {
    let expected = "a distance in d, wk, mo or a, or in h when it is whole days";
    if number.is_multiple_of(24) && tokens.takes("h") {
        return Ok(Interval::Days(number / 24));
    }
    if tokens.takes("d") {
        return Ok(Interval::Days(number));
    }
    if tokens.takes("wk") {
        return Ok(Interval::Days(number.saturating_mul(7)));
    }
    if tokens.takes("mo") {
        return Ok(Interval::Months(number));
    }
    if tokens.takes("a") {
        return Ok(Interval::Months(number.saturating_mul(12)));
    }
    Err(tokens.problem(expected))
}

/// `day 1`, `days 1, 3 and 5` or `days 1 to 5`.
pub(super) fn days(tokens: &mut Tokens<'_>, max: u32) -> Result<Vec<u16>, ParseProblem> {
    if tokens.takes("day") {
        return Ok(vec![tokens.number(1, max)?]);
    }
    if !tokens.takes("days") {
        return Err(tokens.problem("'day' or 'days'"));
    }
    numbers(tokens, max)
}

/// `1`, `1, 3 and 5` or `1 to 5`, each larger than the one before.
pub(super) fn numbers(tokens: &mut Tokens<'_>, max: u32) -> Result<Vec<u16>, ParseProblem> {
    let first: u16 = tokens.number(1, max)?;
    if tokens.takes("to") {
        let last: u16 = tokens.number(u32::from(first), max)?;
        return Ok((first..=last).collect());
    }
    let mut days = vec![first];
    let mut previous = first;
    // A comma before 'then' ends the list, so it is only taken when a number follows.
    while tokens.takes_before_number(",") || tokens.takes("and") {
        previous = tokens.number(u32::from(previous).saturating_add(1), max)?;
        days.push(previous);
    }
    Ok(days)
}

/// `within -1 d to +2 d`, or nothing: the day itself.
pub(super) fn window(tokens: &mut Tokens<'_>) -> Result<Window, ParseProblem> {
    if !tokens.takes("within") {
        return Ok(Window::default());
    }
    let from_days = signed_days(tokens)?;
    tokens.expect("to")?;
    let to_days = signed_days(tokens)?;
    Ok(Window { from_days, to_days })
}

fn signed_days(tokens: &mut Tokens<'_>) -> Result<i32, ParseProblem> {
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
            help: None,
            impossible: false,
        });
    };
    let days = i32::try_from(days).unwrap_or(i32::MAX);
    Ok(if negative {
        days.saturating_neg()
    } else {
        days
    })
}

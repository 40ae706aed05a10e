//! The rules beside the doses: when the first may be given, what happens to a missed one, and how
//! an amount rises.

use super::super::start::Distance;
use super::super::{MissedRule, StartRule, Titration};
use super::distance::{interval, unit};
use super::part::criterion;
use super::token::Tokens;
use super::{NUMBER_MAX, ParseProblem};

/// No schedule has more rules for its first dose.
const RULES_MAX: usize = 5;

/// `within 56 d after surgery`, `at least 24 h and within 4 d after fludarabine`,
/// `3 to 24 h after cells`; several with a comma.
pub(super) fn start(tokens: &mut Tokens<'_>, text: &str) -> Result<Vec<StartRule>, ParseProblem> {
    let mut rules = Vec::new();
    loop {
        if rules.len() >= RULES_MAX {
            return Err(tokens.problem(&format!("at most {RULES_MAX} rules")));
        }
        rules.push(start_rule(tokens, text)?);
        if !tokens.takes(",") {
            return Ok(rules);
        }
    }
}

fn start_rule(tokens: &mut Tokens<'_>, text: &str) -> Result<StartRule, ParseProblem> {
    let start = tokens.place().start;
    let (min, max) = if tokens.takes("within") {
        (None, Some(distance(tokens)?))
    } else if tokens.takes("at") {
        tokens.expect("least")?;
        let min = distance(tokens)?;
        let max = if tokens.takes("and") {
            tokens.expect("within")?;
            Some(distance(tokens)?)
        } else {
            None
        };
        (Some(min), max)
    } else if tokens.is_number() {
        let shortest = tokens.number(1, NUMBER_MAX)?;
        tokens.expect("to")?;
        let longest = tokens.number(u32::from(shortest), NUMBER_MAX)?;
        tokens.expect("h")?;
        let hours = |hours: u16| Some(Distance::Hours(u32::from(hours)));
        (hours(shortest), hours(longest))
    } else {
        let expected = "'within 56 d after surgery', 'at least 7 wk after discharge' or '3 to 24 h after cells'";
        return Err(tokens.problem(expected));
    };
    if let (Some(min), Some(max)) = (min, max)
        && hours(min) > hours(max)
    {
        let found = format!("at least {} and within {}", min.words(), max.words());
        return Err(tokens.since(start, &found, "a first moment before the last"));
    }
    tokens.expect("after")?;
    let after = tokens
        .name("the name of a day, such as 'surgery'")?
        .to_owned();
    let end = tokens.place().start;
    let text = text.get(start..end).unwrap_or(text).trim_end();
    Ok(StartRule {
        text: text.to_owned(),
        min,
        max,
        after,
    })
}

fn distance(tokens: &mut Tokens<'_>) -> Result<Distance, ParseProblem> {
    let number = u32::from(tokens.number(1, NUMBER_MAX)?);
    if tokens.takes("h") {
        return Ok(Distance::Hours(number));
    }
    Ok(Distance::Calendar(unit(tokens, number)?))
}

fn hours(distance: Distance) -> u32 {
    match distance {
        Distance::Hours(hours) => hours,
        Distance::Calendar(interval) => interval.days_about().saturating_mul(24),
    }
}

/// `skip`, `shift within 3 d`.
pub(super) fn missed(tokens: &mut Tokens<'_>) -> Result<MissedRule, ParseProblem> {
    if tokens.takes("skip") {
        return Ok(MissedRule::Skip);
    }
    if !tokens.takes("shift") {
        return Err(tokens.problem("'skip' or 'shift within 3 d'"));
    }
    tokens.expect("within")?;
    let days = tokens.number(1, 365)?;
    tokens.expect("d")?;
    Ok(MissedRule::Shift { days })
}

/// `from 100 ug by +50 ug every 2 wk until stable, at most 500 ug`.
pub(super) fn titration(tokens: &mut Tokens<'_>, text: &str) -> Result<Titration, ParseProblem> {
    let start = tokens.place().start;
    tokens.expect("from")?;
    let from = tokens.quantity()?;
    tokens.expect("by")?;
    tokens.expect("+")?;
    let by = tokens.quantity()?;
    tokens.expect("every")?;
    let every = interval(tokens)?;
    let mut until = Vec::new();
    if tokens.takes("until") {
        until.push(criterion(tokens)?);
        while tokens.takes("and") {
            until.push(criterion(tokens)?);
        }
    }
    tokens.expect(",")?;
    tokens.expect("at")?;
    tokens.expect("most")?;
    let at_most = tokens.quantity()?;
    let expected =
        "amounts of one kind, a step above nothing, and a cap not below the first amount";
    let higher = from.compare(&at_most).is_ok_and(std::cmp::Ordering::is_gt);
    if higher {
        let found = format!("a cap of {at_most} below the first amount of {from}");
        return Err(tokens.since(start, &found, expected));
    }
    Titration::new(text, [from, by, at_most], every, until)
        .map_err(|problem| tokens.since(start, &problem.to_string(), expected))
}

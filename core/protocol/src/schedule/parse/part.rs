//! The parts of a schedule, each kind with its own words.

use cikada_domain::CriterionId;
use jiff::civil::Weekday;

use super::super::{Interval, Limit, Part, WeekDays, weekday_words};
use super::distance::{days, interval, unit};
use super::nested::{at_months, cycle, gated, repeat};
use super::token::Tokens;
use super::{DOSES_MAX, NUMBER_MAX, PARTS_MAX, ParseProblem};

const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

pub(super) fn sequence(tokens: &mut Tokens<'_>, depth: u8) -> Result<Vec<Part>, ParseProblem> {
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

fn part(tokens: &mut Tokens<'_>, depth: u8) -> Result<Part, ParseProblem> {
    if tokens.takes("once") {
        return Ok(Part::Days(vec![1]));
    }
    if tokens.takes("on") {
        return on_days(tokens);
    }
    if tokens.takes("continuously") {
        tokens.expect("on")?;
        return Ok(Part::Continuous(days(tokens, NUMBER_MAX)?));
    }
    if tokens.takes("rest") {
        return rest(tokens);
    }
    if tokens.takes("daily") {
        let every = Interval::Days(1);
        let limit = limit(tokens)?;
        return Ok(Part::Every { every, limit });
    }
    if tokens.takes("every") {
        return every(tokens);
    }
    if tokens.takes("repeat") {
        return repeat(tokens, depth);
    }
    if tokens.takes("cycle") {
        return cycle(tokens, depth);
    }
    if tokens.takes("at") {
        return if tokens.takes("least") {
            let at_least = interval(tokens)?;
            tokens.expect("after")?;
            let after = tokens
                .name("the name of a day, such as 'discharge'")?
                .to_owned();
            Ok(Part::Gap { at_least, after })
        } else {
            at_months(tokens, depth)
        };
    }
    if tokens.takes("if") {
        return gated(tokens, depth);
    }
    if tokens.is_number() {
        return counted(tokens);
    }
    Err(tokens.problem(
        "'4 x every 2 wk', 'on days 1 to 5', '3 x a week on Mon, Wed and Fri', 'daily', 'every 8 h', 'rest 9 d', 'repeat 2 x (...)', 'cycle of 24 d (...)', 'if response (...)', 'at least 7 wk after discharge' or 'once'",
    ))
}

/// `on days 1 to 5`, `on days 1 to 5 of each week for 4 wk`.
fn on_days(tokens: &mut Tokens<'_>) -> Result<Part, ParseProblem> {
    let start = tokens.place().start;
    let days = days(tokens, NUMBER_MAX)?;
    if !tokens.takes("of") {
        return Ok(Part::Days(days));
    }
    tokens.expect("each")?;
    tokens.expect("week")?;
    if days.last().is_some_and(|day| *day > 7) {
        return Err(tokens.since(start, "a day after the seventh of a week", "days 1 to 7"));
    }
    let first = days.first().copied().map(u32::from);
    let limit = limit(tokens)?;
    // Day 0 is the first dose: a stretch that ends before its first day would put day 0 nowhere.
    if let (Some(Interval::Days(length)), Some(first)) = (limit.length(), first)
        && length < first
    {
        let found = format!("{length} d of which none is a day of a dose");
        return Err(tokens.since(start, &found, &format!("at least {first} d")));
    }
    let on = WeekDays::Counted(days);
    Ok(Part::Weekly { on, limit })
}

/// `rest 9 d`, `rest 2 to 6 d`.
fn rest(tokens: &mut Tokens<'_>) -> Result<Part, ParseProblem> {
    let shortest = tokens.number(1, NUMBER_MAX)?;
    let longest = if tokens.takes("to") {
        tokens.number(u32::from(shortest), NUMBER_MAX)?
    } else {
        shortest
    };
    let max = unit(tokens, u32::from(longest))?;
    let min = match max {
        // The unit is read once and holds for both numbers.
        Interval::Days(days) => Interval::Days(days / u32::from(longest) * u32::from(shortest)),
        Interval::Months(months) => {
            Interval::Months(months / u32::from(longest) * u32::from(shortest))
        }
    };
    Ok(Part::Rest { min, max })
}

/// `every 8 h, at most 14, on days 1 to 5`, `every 8 to 12 h, at most 6`, `every 4 wk, at most 26`.
fn every(tokens: &mut Tokens<'_>) -> Result<Part, ParseProblem> {
    let every_hours = tokens.number(1, NUMBER_MAX)?;
    let range = tokens.takes("to");
    let to_hours = if range {
        tokens.number(u32::from(every_hours), NUMBER_MAX)?
    } else {
        every_hours
    };
    if !tokens.takes("h") {
        if range {
            return Err(tokens.problem("'h': only hours between doses may be a range"));
        }
        let every = unit(tokens, u32::from(every_hours))?;
        let limit = limit(tokens)?;
        return Ok(Part::Every { every, limit });
    }
    tokens.expect(",")?;
    tokens.expect("at")?;
    tokens.expect("most")?;
    let at_most = tokens.number(1, DOSES_MAX)?;
    let days = if tokens.takes_before(",", &["on"]) {
        tokens.expect("on")?;
        days(tokens, NUMBER_MAX)?
    } else {
        Vec::new()
    };
    Ok(Part::Hourly {
        every_hours,
        to_hours,
        at_most,
        days,
    })
}

/// `4 x every 2 wk`, `3 x a week on Mon, Wed and Fri for 48 wk`, `5 of 7 days for 4 wk`.
fn counted(tokens: &mut Tokens<'_>) -> Result<Part, ParseProblem> {
    let start = tokens.place().start;
    let count = tokens.number(1, DOSES_MAX)?;
    if tokens.takes("of") {
        let week = tokens.number(7, 7)?;
        tokens.expect("days")?;
        if count > week {
            let found = format!("{count} of 7 days");
            return Err(tokens.since(start, &found, "at most 7 of 7 days"));
        }
        let on = WeekDays::Counted((1..=count).collect());
        let limit = limit(tokens)?;
        return Ok(Part::Weekly { on, limit });
    }
    if !tokens.takes("x") {
        return Err(tokens.problem("'x', or 'of 7 days'"));
    }
    if tokens.takes("a") {
        tokens.expect("week")?;
        let on = week_days(tokens, count, start)?;
        let limit = limit(tokens)?;
        return Ok(Part::Weekly { on, limit });
    }
    if !tokens.takes("every") {
        return Err(tokens.problem("'every' or 'a week'"));
    }
    let every = interval(tokens)?;
    Ok(Part::Block { count, every })
}

fn week_days(tokens: &mut Tokens<'_>, count: u16, start: usize) -> Result<WeekDays, ParseProblem> {
    if !tokens.takes("on") {
        if count > 7 {
            let found = format!("{count} x a week");
            return Err(tokens.since(start, &found, "at most 7 x a week, one dose a day"));
        }
        return Ok(WeekDays::Times(count));
    }
    let names = WEEK.map(weekday_words);
    let mut days: Vec<Weekday> = Vec::new();
    loop {
        let Some(day) = WEEK
            .into_iter()
            .find(|day| tokens.takes(weekday_words(*day)))
        else {
            return Err(tokens.problem("a weekday: Mon, Tue, Wed, Thu, Fri, Sat or Sun"));
        };
        if days
            .last()
            .is_some_and(|last| last.to_monday_zero_offset() >= day.to_monday_zero_offset())
        {
            let expected = "each weekday once, in the order of the week";
            return Err(tokens.since(start, "weekdays out of order", expected));
        }
        days.push(day);
        if !(tokens.takes_before(",", &names) || tokens.takes("and")) {
            break;
        }
    }
    if usize::from(count) != days.len() {
        let found = format!("{count} x a week on {} weekdays", days.len());
        return Err(tokens.since(start, &found, "as many weekdays as doses a week"));
    }
    Ok(WeekDays::Named(days))
}

/// `for 48 wk`, or a cap: `until progression, up to 24 mo, at most 26`.
fn limit(tokens: &mut Tokens<'_>) -> Result<Limit, ParseProblem> {
    if tokens.takes("for") {
        return Ok(Limit::For(interval(tokens)?));
    }
    let mut until = Vec::new();
    if tokens.takes("until") {
        loop {
            until.push(criterion(tokens)?);
            if !tokens.takes("or") {
                break;
            }
        }
        tokens.expect(",")?;
    } else {
        tokens.takes_before(",", &["at"]);
    }
    let up_to = if tokens.takes("up") {
        tokens.expect("to")?;
        Some(interval(tokens)?)
    } else {
        None
    };
    let more = up_to.is_none() || tokens.takes_before(",", &["at"]);
    let at_most = if more && tokens.takes("at") {
        tokens.expect("most")?;
        Some(tokens.number(1, DOSES_MAX)?)
    } else {
        None
    };
    if up_to.is_none() && at_most.is_none() {
        let expected = if until.is_empty() {
            "how long: 'for 48 wk', 'up to 24 mo', 'at most 26' or 'until progression, at most 26'"
        } else {
            "a cap that a plan can go up to: 'at most 26' or 'up to 24 mo'"
        };
        return Err(tokens.problem(expected));
    }
    Ok(Limit::Cap {
        until,
        up_to,
        at_most,
    })
}

/// The name of a criterion whose answer decides.
pub(super) fn criterion(tokens: &mut Tokens<'_>) -> Result<CriterionId, ParseProblem> {
    let expected = "the name of a criterion, such as 'progression'";
    let start = tokens.place().start;
    let name = tokens.name(expected)?;
    CriterionId::new(name.to_owned())
        .map_err(|_| tokens.since(start, &format!("'{name}'"), expected))
}

//! What hangs on a dose: `24 h after each infusion`, `every 3 mo for 24 mo after first infusion`.

use super::super::{Interval, Offset, Timing, TimingEvent};
use super::distance::{interval, window};
use super::token::Tokens;
use super::{ParseProblem, TIMES_MAX};

pub(super) fn timing(tokens: &mut Tokens<'_>, text: &str) -> Result<Timing, ParseProblem> {
    let offset = offset(tokens)?;
    let at = tokens.place();
    let event = event(tokens)?;
    if matches!(offset, Offset::Every { .. })
        && matches!(event, TimingEvent::Each | TimingEvent::Next)
    {
        return Err(ParseProblem {
            at,
            found: "a repeat after every infusion".to_owned(),
            expected: "'first infusion' or 'last infusion'".to_owned(),
            help: None,
            impossible: false,
        });
    }
    let window = window(tokens)?;
    Ok(Timing {
        text: text.to_owned(),
        offset,
        event,
        window,
    })
}

fn offset(tokens: &mut Tokens<'_>) -> Result<Offset, ParseProblem> {
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
                help: None,
                impossible: false,
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

fn event(tokens: &mut Tokens<'_>) -> Result<TimingEvent, ParseProblem> {
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

//! Reads a schedule's text into its parts, with the place of the first thing that cannot be read.
//!
//! The grammar is written out in `docs/protocol-language.md`. A schedule is read left to right
//! with one token in hand; it nests only in brackets, and only so deep that no stack is at risk.
//! What can be read but never be kept (a cycle too short for its doses) is found here too.

use std::ops::Range;

use super::{Interval, MissedRule, Part, StartRule, Timing, Titration, Window};

mod distance;
mod nested;
mod part;
mod rule;
mod timing;
mod token;

use token::Tokens;

/// How deep brackets may nest.
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
pub struct ParseProblem {
    /// The bytes of the schedule's text.
    pub at: Range<usize>,
    /// What stands there.
    pub found: String,
    /// What could stand there.
    pub expected: String,
    /// What was probably meant.
    pub help: Option<String>,
    /// Whether the text can be read but what it says can never be kept.
    pub impossible: bool,
}

/// Reads the doses: `4 x every 1 wk, then 4 x every 2 wk`, with an optional window at the end.
pub(crate) fn parse_doses(text: &str) -> Result<(Vec<Part>, Window), ParseProblem> {
    let mut tokens = Tokens::new(text);
    let parts = part::sequence(&mut tokens, 0)?;
    let window = distance::window(&mut tokens)?;
    tokens.end()?;
    if begins_without_dose(&parts) {
        let expected = "a dose first: day 0 is the first dose";
        return Err(whole(text, "a start without a dose", expected));
    }
    let doses = super::count::count(&parts);
    if doses == 0 || doses > DOSES_MAX {
        let expected = format!("1 to {DOSES_MAX} doses");
        return Err(whole(text, &format!("{doses} doses"), &expected));
    }
    Ok((parts, window))
}

/// Reads a timing: `24 h after each infusion within 0 d to +1 d`.
pub(crate) fn parse_timing(text: &str) -> Result<Timing, ParseProblem> {
    let mut tokens = Tokens::new(text);
    let timing = timing::timing(&mut tokens, text)?;
    tokens.end()?;
    Ok(timing)
}

/// Reads the rules for the first dose: `within 56 d after surgery`.
pub(crate) fn parse_start(text: &str) -> Result<Vec<StartRule>, ParseProblem> {
    let mut tokens = Tokens::new(text);
    let rules = rule::start(&mut tokens, text)?;
    tokens.end()?;
    Ok(rules)
}

/// Reads the rule for missed doses: `skip`, `shift within 3 d`.
pub(crate) fn parse_missed(text: &str) -> Result<MissedRule, ParseProblem> {
    let mut tokens = Tokens::new(text);
    let rule = rule::missed(&mut tokens)?;
    tokens.end()?;
    Ok(rule)
}

/// Reads a rising dose: `from 100 ug by +50 ug every 2 wk until stable, at most 500 ug`.
///
/// # Errors
///
/// With the place of what cannot be read, or of amounts that do not go together.
pub fn parse_titration(text: &str) -> Result<Titration, ParseProblem> {
    let mut tokens = Tokens::new(text);
    let titration = rule::titration(&mut tokens, text)?;
    tokens.end()?;
    Ok(titration)
}

fn begins_without_dose(parts: &[Part]) -> bool {
    match parts.first() {
        // Who may have the first dose is a matter of eligibility, and the days count from it.
        Some(Part::Rest { .. } | Part::Gap { .. } | Part::AtMonths { .. } | Part::If { .. }) => {
            true
        }
        Some(Part::Repeat { parts, .. } | Part::Cycle { parts, .. }) => begins_without_dose(parts),
        Some(
            Part::Block { .. }
            | Part::Every { .. }
            | Part::Weekly { .. }
            | Part::Days(_)
            | Part::Continuous(_)
            | Part::Hourly { .. },
        )
        | None => false,
    }
}

fn whole(text: &str, found: &str, expected: &str) -> ParseProblem {
    ParseProblem {
        at: 0..text.len(),
        found: found.to_owned(),
        expected: expected.to_owned(),
        help: None,
        impossible: true,
    }
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

#[cfg(test)]
mod tests;

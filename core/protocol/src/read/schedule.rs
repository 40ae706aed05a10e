//! `[schedule]`: the doses, the rules for the first and for missed ones, and the gap's convention.

use cikada_domain::GapConvention;

use super::draft::source;
use super::section::{Entry, Section};
use super::value;
use crate::finding::{FindingCode, Findings};
use crate::schedule::{
    Anchor, MissedRule, ParseProblem, Schedule, parse_doses, parse_missed, parse_start,
    shift_problem,
};

/// Conventions of the gap between blocks, in the words of files.
pub(crate) const CONVENTIONS: [(&str, GapConvention); 2] = [
    ("before", GapConvention::Before),
    ("after", GapConvention::After),
];

/// What day 0 may be, in the words of files.
pub(crate) const ANCHORS: [(&str, Anchor); 2] = [
    ("first-infusion", Anchor::FirstInfusion),
    ("first-dose", Anchor::FirstDose),
];

/// `[schedule]`.
pub(super) fn schedule(section: &mut Section<'_>, out: &mut Findings) -> Option<Schedule> {
    let gap = section.read("gap", out, |entry, out| {
        value::word(entry, &CONVENTIONS, out)
    });
    let anchor = section.read("anchor", out, |entry, out| {
        value::word(entry, &ANCHORS, out)
    });
    let doses = section.read("doses", out, |entry, out| parsed(entry, parse_doses, out));
    let start = section.optional("start");
    let start = start.map(|entry| parsed(entry, parse_start, out));
    let missed = section.optional("missed");
    let missed = missed.map(|entry| (entry, parsed(entry, parse_missed, out)));
    let source = source(section, out);
    let (text, (parts, window)) = doses?;
    // A rule that was given and could not be read must not be dropped.
    let start = start.map_or(Some(Vec::new()), |start| start.map(|(_, rules)| rules))?;
    let (entry, missed) = match missed {
        None => (None, None),
        Some((entry, rule)) => (Some(entry), Some(rule?.1)),
    };
    let schedule = Schedule {
        convention: gap?,
        anchor: anchor?,
        text,
        parts,
        window,
        start,
        missed,
        source: source?,
    };
    if let (Some(entry), Some(MissedRule::Shift { days })) = (entry, schedule.missed)
        && let Some(problem) = shift_problem(&schedule, days)
    {
        let expected = "'skip', or fewer days than lie between two doses";
        out.add(
            FindingCode::ScheduleImpossible,
            entry.span(),
            problem,
            expected,
        );
        return None;
    }
    Some(schedule)
}

fn parsed<T>(
    entry: Entry<'_>,
    parse: fn(&str) -> Result<T, ParseProblem>,
    out: &mut Findings,
) -> Option<(String, T)> {
    let text = value::text(entry, out)?;
    match parse(&text) {
        Ok(read) => Some((text, read)),
        Err(problem) => {
            unreadable(entry, &text, &problem, out);
            None
        }
    }
}

/// Reports a text of the schedule language at the place inside the TOML string.
pub(super) fn unreadable(entry: Entry<'_>, text: &str, problem: &ParseProblem, out: &mut Findings) {
    let span = entry.span();
    // The value's span holds its quotes; with escapes inside, only the whole can be pointed at.
    let quote = span.len().saturating_sub(text.len()) / 2;
    let start = span.start.saturating_add(quote);
    let plain = span.len() == text.len().saturating_add(2);
    let at = if plain {
        start.saturating_add(problem.at.start)..start.saturating_add(problem.at.end)
    } else {
        span
    };
    let (code, message) = if problem.impossible {
        let message = format!("{} cannot be kept", problem.found);
        (FindingCode::ScheduleImpossible, message)
    } else {
        let message = format!("{} stands here", problem.found);
        (FindingCode::ScheduleUnreadable, message)
    };
    out.add(code, at, message, problem.expected.clone());
    if let Some(help) = &problem.help {
        out.help(help.clone());
    }
}

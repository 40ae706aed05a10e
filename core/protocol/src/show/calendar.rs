//! The section about days: the doses by weeks, what they wait for, and what is to be known.

use std::collections::BTreeMap;

use cikada_domain::PlannedKind;
use jiff::civil::date;

use super::cite::Page;
use super::model::Statement;
use super::stop::met;
use super::weeks::{PlacedDose, Run, runs};
use crate::calendar::{
    Calendar, CalendarOptions, CalendarProblem, DoseCondition, OpenDose, calendar,
};
use crate::model::{GateRule, Protocol};
use crate::schedule::listed;

/// The schedule's text, the days it gives, the gates and the notes of the plan.
pub(super) fn section(page: &mut Page<'_>) {
    let protocol = page.protocol;
    let schedule = &protocol.schedule;
    let text = page.cited(&schedule.text, [&schedule.source]);
    let mut details = vec![
        ("day 0", Statement::plain(schedule.anchor.words())),
        (
            "a block's interval",
            Statement::plain(format!(
                "stands {} each of its doses",
                schedule.convention.name()
            )),
        ),
    ];
    for rule in &schedule.start {
        details.push(("start", page.cited(&rule.text, [&schedule.source])));
    }
    let missed = match &schedule.missed {
        Some(rule) => page.cited(rule.words(), [&schedule.source]),
        None => Statement::plain("the protocol does not say: a physician decides"),
    };
    details.push(("a missed dose", missed));
    page.rule("Schedule", text, details);
    match planned(protocol) {
        Ok(plan) => days(page, &plan),
        Err(problem) => page.warning(format!("No example plan: {problem}")),
    }
    let gate = |gate: &GateRule| {
        let sources = std::iter::once(&gate.source).chain(&gate.also);
        vec![
            Statement::plain(gate.id.as_str()),
            page.cited(&gate.text, sources),
            Statement::plain(met(protocol, &gate.condition)),
        ]
    };
    let rows = protocol.gates.iter().map(gate).collect();
    let columns = ["Gate", "What it asks", "Answered by"];
    page.table("Gates before later doses", &columns, rows);
}

/// A plan from some Monday, or from the first day after it that the schedule allows.
fn planned(protocol: &Protocol) -> Result<Calendar, CalendarProblem> {
    let monday = date(2027, 1, 4);
    let options = CalendarOptions::default();
    match calendar(protocol, monday, &options) {
        Err(CalendarProblem::StartOffWeekdays { first, .. }) => calendar(protocol, first, &options),
        other => other,
    }
}

fn days(page: &mut Page<'_>, plan: &Calendar) {
    let conditions: BTreeMap<_, _> = plan.conditions.iter().map(|c| (c.dose, c)).collect();
    let only_if = |dose| {
        let condition = conditions.get(&dose);
        condition.map_or_else(String::new, |condition| only_if(condition))
    };
    let infusions = plan.items.iter();
    let infusions = infusions.filter(|item| item.kind == PlannedKind::Infusion);
    let known = infusions.filter_map(|item| {
        let day = item.on.since(plan.start).ok()?.get_days();
        let dose = item.dose?;
        Some(PlacedDose {
            dose: dose.get(),
            day,
            only_if: only_if(dose),
        })
    });
    let known: Vec<_> = known.collect();
    let mut rows: Vec<_> = runs(&known).iter().map(row).collect();
    let mut open: Vec<(String, Vec<PlacedDose>)> = Vec::new();
    for dose in &plan.open {
        let placed = PlacedDose {
            dose: dose.dose.get(),
            day: dose.day,
            only_if: only_if(dose.dose),
        };
        let waits = waits(dose);
        match open.last_mut() {
            Some((last, doses)) if *last == waits => doses.push(placed),
            _ => open.push((waits, vec![placed])),
        }
    }
    for (waits, doses) in &open {
        for run in runs(doses) {
            let mut cells = row(&run);
            if let Some(weeks) = cells.get_mut(1) {
                weeks.text = format!("{waits}, from then on {}", weeks.text);
            }
            rows.push(cells);
        }
    }
    let columns = ["Doses", "Weeks", "Days from day 0", "Only if"];
    page.table("Doses as planned at most", &columns, rows);
    let mut words = page
        .protocol
        .schedule
        .text
        .split(|c: char| !c.is_alphanumeric());
    if words.any(|word| matches!(word, "mo" | "months")) {
        page.say(format!(
            "Months are those of the calendar: the days hold for day 0 on {}, and differ by up to \
             three for another.",
            plan.start
        ));
    }
    if !plan.notes.is_empty() {
        page.heading("To know about these days");
    }
    let notes = plan.notes.iter().map(|note| match note.dose {
        Some(dose) => Statement::plain(format!("Dose {dose}: {}", note.text)),
        None => Statement::plain(&note.text),
    });
    page.list(notes.collect());
}

fn row(run: &Run) -> Vec<Statement> {
    vec![
        Statement::plain(&run.doses),
        Statement::plain(&run.weeks),
        Statement::plain(&run.days),
        Statement::plain(&run.only_if),
    ]
}

fn waits(dose: &OpenDose) -> String {
    format!("at least {} after {}", dose.at_least.words(), dose.after)
}

fn only_if(condition: &DoseCondition) -> String {
    let gates: Vec<_> = condition.gates.iter().map(|gate| gate.words()).collect();
    let ends: Vec<_> = condition
        .until
        .iter()
        .map(|id| format!("no {id}"))
        .collect();
    listed(&[gates, ends].concat())
}

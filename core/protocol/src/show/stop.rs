//! The sections about harm: what ends, holds or lowers dosing, and what is done about each event.

use super::cite::Page;
use super::model::Statement;
use super::word::requirement;
use crate::model::{Condition, Measure, Protocol, StopRule, Trigger};

/// Stop rules, the strongest effect first.
pub(super) fn stop(page: &mut Page<'_>) {
    page.say("All rules that fire are shown to the physician; the strongest effect wins.");
    let mut rules: Vec<&StopRule> = page.protocol.stop_rules.iter().collect();
    rules.sort_by_key(|rule| std::cmp::Reverse(rule.effect));
    let row = |rule: &&StopRule| {
        vec![
            page.cited(&rule.text, [&rule.source]),
            Statement::plain(fires(page.protocol, &rule.trigger)),
            Statement::plain(rule.effect.words()),
            Statement::plain(rule.layer.name()),
        ]
    };
    let rows = rules.iter().map(row).collect();
    let columns = ["Rule", "Fires at", "Effect", "Whose rule"];
    page.table("Rules, the strongest effect first", &columns, rows);
}

fn fires(protocol: &Protocol, trigger: &Trigger) -> String {
    match trigger {
        Trigger::AdverseEvent {
            term,
            scheme,
            grade_min,
        } => {
            let term = term.as_deref().unwrap_or("any adverse event");
            format!("{term}, grade {grade_min} or higher by {scheme}")
        }
        Trigger::Findings { at_least, of } => {
            let conditions = of.iter().map(|condition| met(protocol, condition));
            let conditions: Vec<_> = conditions.collect();
            let said = conditions.join("; ");
            match of.len() {
                1 => said,
                all if all == *at_least => format!("all of: {said}"),
                _ => format!("at least {at_least} of: {said}"),
            }
        }
    }
}

/// A condition with the question it is about, and not only that question's name.
pub(super) fn met(protocol: &Protocol, condition: &Condition) -> String {
    let visits = protocol.visits.iter().flat_map(|visit| &visit.findings);
    let known = protocol.eligibility.iter().chain(&protocol.fitness);
    let mut known = known.chain(visits);
    let question = known.find(|criterion| criterion.id == condition.criterion);
    let question = question.map_or_else(
        || condition.criterion.to_string(),
        |criterion| criterion.text.clone(),
    );
    format!("{question}: {}", requirement(&condition.requirement))
}

/// What is done about adverse events, by grade.
pub(super) fn ladder(page: &mut Page<'_>) {
    let row = |measure: &Measure| {
        vec![
            Statement::plain(&measure.term),
            Statement::plain(format!("{} by {}", measure.grade, measure.scheme)),
            page.cited(&measure.action, [&measure.source]),
        ]
    };
    let rows = page.protocol.measures.iter().map(row).collect();
    let columns = ["Adverse event", "Grade", "What is done"];
    page.table("Measures by grade", &columns, rows);
}

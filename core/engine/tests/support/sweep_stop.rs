//! `for each stop rule`: what fires it and what just does not, and that a fired one keeps the bag
//! from the patient.

use std::collections::BTreeMap;

use cikada_domain::{CriterionId, Event, Value};
use cikada_engine::Command;
use cikada_protocol::model::{Condition, Criterion, StopEffect, StopRule, Trigger};

use super::course::{Course, Point, answers, dose};
use super::example::{example_failing, example_last_good};
use super::sweep::{Answer, Sweep};

pub(crate) fn stop_rules(sweep: &mut Sweep<'_>) {
    for rule in sweep.course.protocol.stop_rules.clone() {
        let fit = sweep.at(Point::Fit);
        for (what, command, fires) in triggers(&fit, &rule) {
            let mut course = fit.clone();
            let Answer::Accepted(events) = sweep.ask(&mut course, "physician-1", &command) else {
                panic!("{what}: refused")
            };
            let fired = events.iter().any(|event| is_of(event, &rule));
            assert_eq!(fired, fires, "{}: {what}", rule.id);
            sweep.reached.rule("stop rule", &rule.id, fires);
            if !fires {
                sweep.line(&format!("{}, {what}", rule.id), "does not fire");
                continue;
            }
            let verify = course.verification(1, "P-1", "CELLS-1");
            let Answer::Refused(codes) = sweep.ask(&mut course, "nurse-1", &verify) else {
                panic!("{what}: the bag was verified after {}", rule.id)
            };
            let code = match rule.effect {
                StopEffect::Stop | StopEffect::EndCycle => "stop-rule-fired",
                StopEffect::Hold | StopEffect::HoldAndReduce => "treatment-on-hold",
                StopEffect::Reduce => continue,
            };
            assert!(codes.contains(code), "{what}: {codes:?}");
            sweep.line(
                &format!("{}, {what}", rule.id),
                &format!("fires, and then {code}"),
            );
        }
    }
}

fn is_of(event: &Event, wanted: &StopRule) -> bool {
    matches!(event, Event::StopRuleFired { rule, .. } if rule == &wanted.id)
}

/// Commands on both sides of the rule, with what they tell.
fn triggers(course: &Course, rule: &StopRule) -> Vec<(String, Command, bool)> {
    match &rule.trigger {
        Trigger::AdverseEvent {
            term,
            scheme,
            grade_min,
        } => {
            let event = |term: &str, grade: u8, fires| {
                let command = Command::RecordAdverseEvent {
                    term: term.to_owned(),
                    scheme: scheme.clone(),
                    grade,
                    serious: false,
                };
                (format!("{term} grade {grade}"), command, fires)
            };
            let named = term.as_deref().unwrap_or("any-term");
            let mut events = vec![event(named, *grade_min, true)];
            if *grade_min > 1 {
                events.push(event(named, grade_min - 1, false));
            }
            if term.is_some() {
                events.push(event("another-term", *grade_min, false));
            }
            events
        }
        Trigger::Findings { of, .. } => {
            let Condition {
                criterion,
                requirement,
            } = &of[0];
            let good = example_last_good(requirement)
                .into_iter()
                .map(|v| (v, true));
            let bad = example_failing(requirement).into_iter().map(|v| (v, false));
            let both = good.chain(bad);
            both.map(|(value, fires)| {
                let what = format!("{criterion} {}", value.words());
                (what, finding(course, criterion, value), fires)
            })
            .collect()
        }
    }
}

/// The first form that asks for the finding: a visit, fitness or vital signs.
fn finding(course: &Course, criterion: &CriterionId, value: Value) -> Command {
    let protocol = &course.protocol;
    let asks = |criteria: &[Criterion]| criteria.iter().any(|c| &c.id == criterion);
    let with = |criteria: &[Criterion]| -> BTreeMap<CriterionId, Value> {
        let mut findings = answers(criteria);
        findings.insert(criterion.clone(), value.clone());
        findings
    };
    if let Some(visit) = protocol.visits.iter().find(|visit| asks(&visit.findings)) {
        return Command::RecordVisit {
            visit: visit.id.clone(),
            dose: Some(dose(1)),
            findings: with(&visit.findings),
        };
    }
    assert!(asks(&protocol.fitness), "nothing asks for {criterion}");
    Command::RecordFitness {
        dose: dose(1),
        findings: with(&protocol.fitness),
    }
}

//! `for each stop rule`: what fires it and what just does not, and that a fired one keeps the bag
//! from the patient.

use std::collections::BTreeMap;

use cikada_domain::event::StopEffect;
use cikada_domain::{CriterionId, Event, Value};
use cikada_engine::Command;
use cikada_protocol::model::{Condition, Criterion, StopRule, Trigger};

use super::course::{Course, Point, answers, dose};
use super::example::{example_failing, example_last_good};
use super::sweep::{Answer, Sweep};

pub(crate) fn stop_rules(sweep: &mut Sweep<'_>) {
    for rule in sweep.course.protocol.stop_rules.clone() {
        let fit = sweep.at(Point::Fit);
        for (what, commands, fires) in triggers(&fit, &rule) {
            let mut course = fit.clone();
            let mut effect = None;
            for command in commands {
                let Answer::Accepted(events) = sweep.ask(&mut course, "physician-1", &command)
                else {
                    panic!("{what}: refused")
                };
                effect = effect.or(events.iter().find_map(|event| effect_of(event, &rule)));
            }
            assert_eq!(effect.is_some(), fires, "{}: {what}", rule.id);
            sweep.reached.rule("stop rule", &rule.id, fires);
            if !fires {
                sweep.line(&format!("{}, {what}", rule.id), "does not fire");
                continue;
            }
            let verify = course.verification(1, "P-1", "CELLS-1");
            let Answer::Refused(codes) = sweep.ask(&mut course, "nurse-1", &verify) else {
                panic!("{what}: the bag was verified after {}", rule.id)
            };
            let code = match effect {
                Some(StopEffect::Stop) | None => "stop-rule-fired",
                Some(StopEffect::EndCycle) => "cycle-ended",
                Some(StopEffect::Hold | StopEffect::HoldAndReduce) => "treatment-on-hold",
                Some(StopEffect::Reduce) => "order-outdated",
            };
            assert!(codes.contains(code), "{what}: {codes:?}");
            sweep.line(
                &format!("{}, {what}", rule.id),
                &format!("fires, and then {code}"),
            );
        }
    }
}

/// What the rule did: below the last level a step down means stop.
fn effect_of(event: &Event, wanted: &StopRule) -> Option<StopEffect> {
    match event {
        Event::StopRuleFired { rule, effect } if rule == &wanted.id => Some(*effect),
        _ => None,
    }
}

/// Commands on both sides of the rule, with what they tell.
fn triggers(course: &Course, rule: &StopRule) -> Vec<(String, Vec<Command>, bool)> {
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
                    measured: None,
                };
                (format!("{term} grade {grade}"), vec![command], fires)
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
        Trigger::Findings { at_least, of } if *at_least > 1 => several(course, of, *at_least),
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
                let findings = BTreeMap::from([(criterion.clone(), value)]);
                (what, forms(course, &findings), fires)
            })
            .collect()
        }
    }
}

/// As many conditions as the rule needs, and one fewer.
fn several(
    course: &Course,
    of: &[Condition],
    at_least: usize,
) -> Vec<(String, Vec<Command>, bool)> {
    let told = [(at_least, true), (at_least - 1, false)];
    let told = told.map(|(holding, fires)| {
        let values = of.iter().enumerate().map(|(index, condition)| {
            let value = if index < holding {
                example_last_good(&condition.requirement).remove(0)
            } else {
                example_failing(&condition.requirement).remove(0)
            };
            (condition.criterion.clone(), value)
        });
        let values: BTreeMap<_, _> = values.collect();
        let words = values.iter();
        let words = words.map(|(id, value)| format!("{id} {}", value.words()));
        let what = words.collect::<Vec<_>>().join(", ");
        (what, forms(course, &values), fires)
    });
    told.into()
}

/// The forms that ask for the findings, each once, with good answers to everything else.
pub(crate) fn forms(course: &Course, wanted: &BTreeMap<CriterionId, Value>) -> Vec<Command> {
    let protocol = &course.protocol;
    let mut left = wanted.clone();
    let mut with = |criteria: &[Criterion]| -> Option<BTreeMap<CriterionId, Value>> {
        let before = left.len();
        let mut findings = answers(protocol, criteria);
        for criterion in criteria {
            if let Some(value) = left.remove(&criterion.id) {
                findings.insert(criterion.id.clone(), value);
            }
        }
        (left.len() < before).then_some(findings)
    };
    // A later form answers a finding anew: what one form asks for is not spread over several.
    let whole = |asked: &[Criterion]| wanted.keys().all(|id| asked.iter().any(|c| &c.id == id));
    let visited = protocol.visits.iter().any(|visit| whole(&visit.findings));
    let spread = visited || !whole(&protocol.fitness);
    let mut commands = Vec::new();
    for visit in protocol.visits.iter().filter(|_| spread) {
        if let Some(findings) = with(&visit.findings) {
            commands.push(Command::RecordVisit {
                visit: visit.id.clone(),
                dose: Some(dose(1)),
                findings,
            });
        }
    }
    if let Some(findings) = with(&protocol.fitness) {
        let dose = dose(1);
        commands.push(Command::RecordFitness { dose, findings });
    }
    assert!(left.is_empty(), "nothing asks for {left:?}");
    commands
}

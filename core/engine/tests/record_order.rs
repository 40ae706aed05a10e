//! Every order of a batch record's steps is tried: exactly those that the file declares are accepted.

#![cfg(test)]

#[path = "support/centre.rs"]
mod centre;
#[path = "support/course.rs"]
#[expect(dead_code, reason = "stories use more of the course")]
mod course;
#[path = "support/example.rs"]
#[expect(dead_code, reason = "stories use more of the examples")]
mod example;
#[path = "support/protocols.rs"]
mod protocols;
#[path = "support/script.rs"]
mod script;
#[path = "support/script_medicine.rs"]
mod script_medicine;

use cikada_engine::Decision;
use cikada_protocol::model::{Step, StepKind};
use course::{Course, Point, act};

/// Four steps of one day, the last two of them parallel: a, b, c and d.
fn example() -> Course {
    let file = protocols::files()
        .into_iter()
        .find(|file| file.ends_with("cik-classic/1.0.0/protocol.toml"))
        .expect("the shipped protocol");
    let mut course = Course::new(protocols::protocol(&file));
    let model = course.protocol.steps[0].clone();
    let harvest = course.protocol.steps.iter();
    let harvest = harvest
        .filter(|step| step.kind == StepKind::Harvest)
        .cloned();
    let named = |id: &str, parallel: &[&str]| Step {
        id: cikada_domain::StepId::new(id).unwrap(),
        inputs: Vec::new(),
        materials: Vec::new(),
        targets: Vec::new(),
        parallel: parallel
            .iter()
            .map(|id| cikada_domain::StepId::new(*id).unwrap())
            .collect(),
        ..model.clone()
    };
    let steps = [
        named("a", &[]),
        named("b", &[]),
        named("c", &[]),
        named("d", &["c"]),
    ];
    course.protocol.steps = steps.into_iter().chain(harvest).collect();
    course.go_to(Point::Cultured, 1);
    course
}

fn orders(steps: &[usize]) -> Vec<Vec<usize>> {
    if steps.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for first in steps {
        let rest: Vec<_> = steps.iter().copied().filter(|step| step != first).collect();
        all.extend(
            orders(&rest)
                .into_iter()
                .map(|rest| [vec![*first], rest].concat()),
        );
    }
    all
}

#[test]
fn of_all_orders_exactly_the_declared_ones_are_accepted() {
    let start = example();
    let mut accepted = Vec::new();
    let all = orders(&[0, 1, 2, 3]);
    assert_eq!(all.len(), 24);
    for order in all {
        let mut course = start.clone();
        let done = order.iter().all(|step| {
            let step = course.protocol.steps[*step].clone();
            let command = course.step(1, &step);
            let act = act("tech-1", Some("tech-2"), course.now, &course.zone);
            matches!(course.ask(&act, &command), Decision::Accepted(_))
        });
        if done {
            accepted.push(order);
        }
    }
    assert_eq!(accepted, [vec![0, 1, 2, 3], vec![0, 1, 3, 2]]);
}

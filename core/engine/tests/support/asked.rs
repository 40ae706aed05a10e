//! A course at a point, and the codes of one answer: what unit tests of rules begin from.

use cikada_domain::Event;
use cikada_engine::{Command, Decision};

use super::course::{Course, Point, act};
use super::protocols;

/// A shipped protocol's course at a point of the first dose: the patient's own cells, as many for
/// everyone.
pub(crate) fn example_course(point: Point) -> Course {
    let file = protocols::files()
        .into_iter()
        .find(|file| file.ends_with("cik-classic/1.0.0/protocol.toml"))
        .expect("the shipped protocol");
    let mut course = Course::new(protocols::protocol(&file));
    course.go_to(point, 1);
    course
}

/// Asks with a witness and a signature, and gives the codes of a refusal; none if accepted.
pub(crate) fn codes(course: &mut Course, who: &str, command: &Command) -> Vec<&'static str> {
    let act = act(who, Some("witness-1"), course.now, &course.zone);
    match course.ask(&act, command) {
        Decision::Accepted(_) => Vec::new(),
        Decision::Refused(reasons) => reasons.iter().map(|reason| reason.code.code()).collect(),
    }
}

/// The last event that happened.
pub(crate) fn last(course: &Course) -> &Event {
    &course.events.last().expect("something happened").event
}

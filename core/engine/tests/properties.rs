//! Laws of the engine over random histories: the same answer to the same question, no history that
//! the clinical invariants forbid, and never a panic.

#[cfg(test)]
#[path = "support/centre.rs"]
mod centre;
#[cfg(test)]
#[expect(dead_code, reason = "stories use more of the course")]
#[path = "support/course.rs"]
mod course;
#[cfg(test)]
#[path = "support/disturbance.rs"]
mod disturbance;
#[cfg(test)]
#[expect(dead_code, reason = "stories use more of the examples")]
#[path = "support/example.rs"]
mod example;
#[cfg(test)]
#[path = "support/invariants.rs"]
mod invariants;
#[cfg(test)]
#[path = "support/invariants_facility.rs"]
mod invariants_facility;
#[cfg(test)]
#[path = "support/protocols.rs"]
mod protocols;
#[cfg(test)]
#[path = "support/script.rs"]
mod script;
#[cfg(test)]
#[path = "support/script_medicine.rs"]
mod script_medicine;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use cikada_domain::Treatment;
use cikada_engine::{
    Act, Command, Decision, RefusalCode, chain_of_custody, decide, growth, outlook, steps_open,
};
use course::{Course, Point};
use disturbance::Step;
use invariants::INVARIANTS;
use invariants_facility::FACILITY_INVARIANTS;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use script::{By, Scripted};

/// Fresh courses of every protocol with the script of up to three doses, read once.
fn courses() -> &'static [(Course, Vec<Scripted>)] {
    static COURSES: OnceLock<Vec<(Course, Vec<Scripted>)>> = OnceLock::new();
    COURSES.get_or_init(|| {
        let files = protocols::files().into_iter();
        let courses = files.map(|file| Course::new(protocols::protocol(&file)));
        courses
            .map(|course| {
                let script = course.script(course.dose_count().min(3));
                (course, script)
            })
            .collect()
    })
}

/// Asks twice, and holds both answers to be the same.
fn ask(course: &mut Course, act: &Act, command: &Command) -> Vec<RefusalCode> {
    let (protocol, treatment, now) = (&course.protocol, &course.treatment, course.now);
    let again = decide(protocol, treatment, &course.facility, act, command, now);
    let decision = course.ask(act, command);
    assert_eq!(decision, again, "{command:?}");
    match decision {
        Decision::Accepted(_) => Vec::new(),
        Decision::Refused(reasons) => reasons.iter().map(|reason| reason.code).collect(),
    }
}

/// Everything that only looks, which must be able to look at any treatment.
fn look(course: &Course) {
    let Course {
        protocol,
        treatment,
        facility,
        now,
        zone,
        country,
        ..
    } = course;
    let seen = outlook(protocol, treatment, facility, *now, zone, country);
    let again = outlook(protocol, treatment, facility, *now, zone, country);
    assert_eq!(seen, again);
    assert!(!seen.next_act.is_empty());
    for (id, batch) in &treatment.batches {
        let _ = (
            steps_open(protocol, treatment, id, *now, zone),
            growth(protocol, batch),
        );
    }
    for container in treatment.labels.keys() {
        let _ = chain_of_custody(treatment, container);
    }
}

/// Lives through the steps and gives every code that was met.
fn live(course: &mut Course, script: &[Scripted], steps: &[Step]) -> BTreeSet<RefusalCode> {
    let mut codes = BTreeSet::new();
    let mut next = script.iter();
    for step in steps {
        match step {
            Step::Next => {
                let Some(Scripted {
                    at,
                    by: By { performer, witness },
                    command,
                    ..
                }) = next.next()
                else {
                    continue;
                };
                course.now = course.now.max(*at);
                course.make_ready(command);
                let act = course::act(performer, *witness, course.now, &course.zone);
                codes.extend(ask(course, &act, command));
            }
            Step::Again {
                which,
                change,
                manner,
            } => {
                let act = manner.act(course);
                let command = disturbance::changed(script, *which, *change);
                codes.extend(ask(course, &act, &command));
            }
            Step::Around { which, manner } => {
                let act = manner.act(course);
                let command = disturbance::around(course, *which);
                if let Decision::Refused(reasons) = course.ask_facility(&act, &command) {
                    codes.extend(reasons.iter().map(|reason| reason.code));
                }
            }
            Step::Other {
                which,
                number,
                manner,
            } => {
                let act = manner.act(course);
                let command = disturbance::other(course, *which, *number);
                codes.extend(ask(course, &act, &command));
            }
        }
    }
    codes
}

fn hold(course: &Course) {
    for (name, invariant) in INVARIANTS {
        let held = invariant(&course.protocol, &course.events);
        assert_eq!(held, Ok(()), "{name}");
    }
    for (name, invariant) in FACILITY_INVARIANTS {
        assert_eq!(invariant(course), Ok(()), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn no_history_breaks_an_invariant(which in 0..courses().len(), steps in disturbance::steps()) {
        let (course, script) = &courses()[which];
        let mut course = course.clone();
        live(&mut course, script, &steps);
        look(&course);
        hold(&course);
        prop_assert_eq!(&Treatment::fold(&course.events), &course.treatment);
    }

    #[test]
    fn no_disorder_at_the_bedside_breaks_an_invariant(
        which in 0..courses().len(),
        number in 1..3u16,
        steps in disturbance::at_the_bedside(),
    ) {
        let (course, script) = &courses()[which];
        let mut course = course.clone();
        course.go_to(Point::Released, number);
        live(&mut course, &around_the_bag(script, number), &steps);
        look(&course);
        hold(&course);
    }
}

/// Fitness, verification, start and end of the doses whose products are there.
fn around_the_bag(script: &[Scripted], number: u16) -> Vec<Scripted> {
    let around = script.iter().filter(|scripted| {
        let point = scripted.point >= Point::Fit && scripted.point <= Point::Infused;
        point && scripted.dose <= number
    });
    around.cloned().collect()
}

#[test]
fn a_history_that_breaks_an_invariant_is_found() {
    for (course, _) in courses() {
        let mut course = course.clone();
        course.go_to(Point::Infusing, 1);
        hold(&course);
        let infusion = course.events.iter().rposition(|recorded| {
            matches!(recorded.event, cikada_domain::Event::InfusionStarted { .. })
        });
        let again = course.events[infusion.unwrap()].clone();
        course.events.push(again);
        let broken = INVARIANTS
            .iter()
            .filter(|(_, invariant)| invariant(&course.protocol, &course.events).is_err());
        assert_eq!(
            broken.map(|(name, _)| *name).collect::<Vec<_>>(),
            [INVARIANTS[3].0]
        );
    }
}

/// Histories that never came to a bag would prove nothing.
#[test]
fn random_histories_reach_the_bedside_and_many_refusals_on_the_way() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut whole, mut bedside, mut codes) = (0, 0, BTreeSet::new());
    for which in 0..240 {
        let (fresh, script) = &courses()[which % courses().len()];
        let steps = disturbance::steps().new_tree(&mut runner).unwrap();
        let mut course = fresh.clone();
        codes.extend(live(&mut course, script, &steps.current()));
        whole += course.treatment.containers_infused().len();

        let steps = disturbance::at_the_bedside().new_tree(&mut runner).unwrap();
        let mut course = fresh.clone();
        course.go_to(Point::Released, 1);
        codes.extend(live(
            &mut course,
            &around_the_bag(script, 1),
            &steps.current(),
        ));
        bedside += course.treatment.containers_infused().len();
    }
    assert!(
        whole >= 40 && bedside >= 20,
        "{whole} and {bedside} bags given"
    );
    assert!(codes.len() >= 60, "{} codes: {codes:?}", codes.len());
}

//! The claims are no mirror of the gates only if they can object: each fact that a bag runs on is
//! falsified alone, in a record that was good before.

use cikada_domain::event::ReleaseKind;
use cikada_domain::treatment::{ProductState, Treatment};
use cikada_domain::{Event, QualityEvent, StaffId};
use cikada_engine::Decision;
use cikada_protocol::model::ReleaseStage;

use super::acts::{Topic, Who, acts};
use super::claims;
use super::course::{batch, container, dose, person};
use super::scene::{Moment, Scene};

/// Goes on by the acts of these names, each the first that is accepted, with its witness.
fn gone(scene: &Scene, names: &[&str]) -> Moment {
    let mut moment = scene.first.clone();
    for name in names {
        let all = acts(scene, &[Topic::People], &moment).into_iter();
        let mut named = all.filter(|(_, command)| command.name() == *name);
        let next = named.find_map(|(who, command)| {
            let act = scene.act(&moment, who);
            let decision = scene.asked(&moment, &act, &command);
            let accepted = matches!(decision, Decision::Accepted(_));
            accepted.then(|| scene.after(&moment, &act, &command, &decision))
        });
        moment = next
            .flatten()
            .unwrap_or_else(|| panic!("{name} is refused"));
    }
    moment
}

fn objects(scene: &Scene, moment: &Moment, who: Who, event: &Event) -> bool {
    claims::before(scene, moment, &scene.act(moment, who), event).is_err()
}

type Falsify = fn(&mut Treatment);

fn product(treatment: &mut Treatment) -> &mut cikada_domain::treatment::Product {
    treatment.products.get_mut(&container("CELLS-1")).unwrap()
}

fn verified(treatment: &mut Treatment) -> &mut cikada_domain::treatment::course::Verified {
    let at_bedside = treatment.doses.get_mut(&dose(1)).unwrap();
    at_bedside.verified.as_mut().unwrap()
}

fn made(treatment: &mut Treatment) -> &mut cikada_domain::treatment::Batch {
    treatment.batches.get_mut(&batch(1)).unwrap()
}

/// Facts that every bag runs on.
const ALWAYS: [(&str, Falsify); 9] = [
    ("another patient", |t| verified(t).recipient = person("P-2")),
    ("another bag", |t| {
        verified(t).container = container("CELLS-2")
    }),
    ("one nurse", |t| verified(t).witness = None),
    ("not verified", |t| t.doses.clear()),
    ("of another dose", |t| made(t).dose = dose(2)),
    ("another's cells", |t| {
        t.opening.as_mut().unwrap().donor = person("P-9")
    }),
    ("held", |t| t.held = true),
    ("elsewhere", |t| t.custody.clear()),
    ("expired", |t| {
        product(t).expires_at = product(t).harvested_at
    }),
];

const CERTIFIED: [(&str, Falsify); 5] = [
    ("in quarantine", |t| {
        product(t).state = ProductState::Quarantine
    }),
    ("rejected", |t| product(t).state = ProductState::Rejected),
    ("no certificate", |t| product(t).releases.clear()),
    ("untested", |t| made(t).results.clear()),
    ("one person's result", |t| {
        let results = made(t).results.values_mut().flatten();
        results.for_each(|result| result.approved = None);
    }),
];

const SUPPLIED: [(&str, Falsify); 5] = [
    ("no risk", |t| product(t).supply.risk = None),
    ("no request", |t| product(t).supply.request = None),
    ("untold", |t| product(t).supply.patient = None),
    ("unsupplied", |t| product(t).supply.supplied = None),
    ("one person", |t| {
        let supply = &mut product(t).supply;
        supply.request.as_mut().unwrap().by = supply.risk.as_ref().unwrap().by.clone();
    }),
];

#[test]
fn the_claims_object_to_a_bag_that_runs_with_any_one_fact_falsified() {
    let scene = Scene::new();
    let start = Event::InfusionStarted {
        dose: dose(1),
        container: container("CELLS-1"),
        planned_end: scene.first.now,
    };
    let released = gone(
        &scene,
        &[
            "record-result",
            "approve-result",
            "review-audit-trail",
            "release-product",
            "verify-at-bedside",
        ],
    );
    let supplied = gone(
        &failing(&scene),
        &[
            "evaluate-risk",
            "request-supply",
            "inform-patient",
            "review-audit-trail",
            "supply-product",
            "verify-at-bedside",
        ],
    );
    for (good, facts) in [(released, CERTIFIED), (supplied, SUPPLIED)] {
        assert!(!objects(&scene, &good, ("nurse-1", None), &start));
        for (fact, falsify) in ALWAYS.into_iter().chain(facts) {
            let mut moment = good.clone();
            falsify(&mut moment.treatment);
            assert!(
                objects(&scene, &moment, ("nurse-1", None), &start),
                "{fact}"
            );
        }
    }
}

/// The scene after a fast test has failed.
fn failing(scene: &Scene) -> Scene {
    let mut failed = scene.first.clone();
    let test = |stage| {
        let mut tests = scene.course.protocol.specification.iter();
        tests.find(|test| test.stage == stage).unwrap().id.clone()
    };
    let fast = test(ReleaseStage::Conditional);
    let act = scene.act(&failed, ("qc-1", None));
    let all = acts(scene, &[], &failed).into_iter();
    for (_, command) in all.filter(|(_, command)| command.name() == "record-result") {
        let decision = scene.asked(&scene.first, &act, &command);
        let after = scene
            .after(&scene.first, &act, &command, &decision)
            .unwrap();
        let results = &after.treatment.batches[&batch(1)].results;
        if results.get(&fast).is_some_and(|results| !results[0].meets) {
            failed = after;
        }
    }
    let mut scene = Scene::new();
    scene.first = failed;
    scene
}

#[test]
fn the_claims_object_to_a_decision_of_a_maker_or_without_its_papers() {
    let scene = Scene::new();
    let released = |kind| Event::ProductReleased {
        container: container("CELLS-1"),
        kind,
        late: None,
    };
    let supplied = Event::Quality(QualityEvent::ProductSupplied {
        container: container("CELLS-1"),
        notify_by: scene.first.now,
    });
    for event in [
        released(ReleaseKind::Conditional),
        released(ReleaseKind::Final),
        supplied,
    ] {
        assert!(
            objects(&scene, &scene.first, ("qp-1", None), &event),
            "{event:?}"
        );
    }
    let good = gone(
        &scene,
        &["record-result", "approve-result", "review-audit-trail"],
    );
    let course = &scene.course;
    let release = course.release(1, ReleaseKind::Conditional, course.today());
    let act = scene.act(&good, ("qp-1", None));
    let Decision::Accepted(events) = scene.asked(&good, &act, &release) else {
        panic!("a good record is not released");
    };
    let event = events[0].clone();
    let unplanned = released(ReleaseKind::Conditional);
    assert!(objects(&scene, &good, ("qp-1", None), &unplanned));
    assert!(!objects(&scene, &good, ("qp-1", None), &event));
    let maker = made(&mut good.treatment.clone()).makers.first().cloned();
    assert_eq!(maker, StaffId::new("qc-1").ok());
    assert!(objects(&scene, &good, ("qc-1", None), &event));
    let mut loose = good.clone();
    let prints = loose
        .treatment
        .prints
        .get_mut(&container("CELLS-1"))
        .unwrap();
    prints.printed += 1;
    assert!(objects(&scene, &loose, ("qp-1", None), &event));
}

//! Every state that a product can come into between its harvest and the vein, searched breadth first
//! over the real [`cikada_engine::decide`]: no way leads from quarantine to the vein without identity,
//! specification and certificate, or the complete set of papers of an exceptional supply.
//!
//! In every state everybody asks for everything, and what is accepted leads on. The claims read the
//! record alone and are a second opinion on what the engine allowed. States that no answer can tell
//! apart are one. What can go wrong is divided into topics, and those that meet in one decision are
//! searched together. The drawing in `docs/product-states.md` is made of what was found.

#[cfg(test)]
mod acts;
#[cfg(test)]
#[path = "../support/centre.rs"]
mod centre;
#[cfg(test)]
mod claims;
#[cfg(test)]
#[expect(dead_code, reason = "stories use more of the course")]
#[path = "../support/course.rs"]
mod course;
#[cfg(test)]
mod drawing;
#[cfg(test)]
#[expect(dead_code, reason = "stories use more of the examples")]
#[path = "../support/example.rs"]
mod example;
#[cfg(test)]
mod falsified;
#[cfg(test)]
#[expect(dead_code, reason = "stories use more of the golden files")]
#[path = "../support/golden.rs"]
mod golden;
#[cfg(test)]
mod known;
#[cfg(test)]
#[path = "../support/protocols.rs"]
mod protocols;
#[cfg(test)]
mod scene;
#[cfg(test)]
#[path = "../support/script.rs"]
mod script;
#[cfg(test)]
#[path = "../support/script_medicine.rs"]
mod script_medicine;
#[cfg(test)]
mod search;

use std::collections::BTreeSet;
use std::path::Path;

use acts::Topic;
use cikada_domain::Country;
use cikada_domain::treatment::ProductState;
use course::here;
use scene::Scene;
use search::{Met, Place, search};

const SEARCHES: [(&str, &[Topic]); 8] = [
    (
        "decisions by those who may not take them, wrong scans at the bedside, and holds",
        &[Topic::People, Topic::Holds],
    ),
    (
        "holds, and the time running out",
        &[Topic::Holds, Topic::Time],
    ),
    (
        "labels printed again, lost and scanned back",
        &[Topic::Labels],
    ),
    (
        "damage and wrong scans at a handover, and their deviations",
        &[Topic::Custody],
    ),
    (
        "in the United States, a permission and its parts",
        &[Topic::Permission],
    ),
    ("deviations that somebody reports", &[Topic::Reports]),
    (
        "a fast test found invalid and done again",
        &[Topic::FastRetest],
    ),
    (
        "a slow test found invalid and done again",
        &[Topic::SlowRetest],
    ),
];

#[test]
fn no_way_leads_from_quarantine_to_the_vein_without_identity_specification_and_certificate() {
    let mut scene = Scene::new();
    let mut all = Met::default();
    let mut searched = Vec::new();
    for (words, topics) in SEARCHES {
        scene.course.country = if topics.contains(&Topic::Permission) {
            Country::new("US").unwrap()
        } else {
            here()
        };
        let met = search(&scene, topics);
        let Met {
            states,
            transitions,
            asked,
            ..
        } = met;
        println!("{words}: {states} states, {transitions} transitions, {asked} questions");
        all.add(&met);
        searched.push((words, met));
    }
    every_way_is_there(&all);
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let picture = docs.join("pictures/product-states.svg");
    golden::compare(&picture, &drawing::picture(&all));
    golden::compare(
        &docs.join("product-states.md"),
        &drawing::page(&all, &searched),
    );
}

/// A search that finds nothing holds every claim: each lawful way and each state must be met.
fn every_way_is_there(all: &Met) {
    let ways = all.ways();
    let to_vein = ways.iter().filter(|((from, to), _)| !from.1 && to.1);
    let to_vein: BTreeSet<Place> = to_vein.map(|((from, _), _)| *from).collect();
    let lawful = [
        ProductState::ConditionallyReleased,
        ProductState::Released,
        ProductState::SuppliedExceptionally,
    ];
    assert_eq!(to_vein, lawful.map(|state| (state, false)).into());
    let from = ways.keys().map(|(from, _)| *from);
    let met: BTreeSet<Place> = from.chain(ways.keys().map(|(_, to)| *to)).collect();
    assert_eq!(met, drawing::places().into_iter().collect());
}

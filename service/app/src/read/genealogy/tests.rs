//! What came of what in the sample centre, held against a slow reading of every entry.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use cikada_domain::genealogy::{Edge, facility_edges, treatment_edges};
use cikada_domain::{ChainOfIdentity, Event, FacilityEvent};

use super::*;
use crate::projection::tail;
use crate::record::recorded;
use crate::sample::{Sample, build};

/// Every line.
const ALL: usize = usize::MAX;

struct Example {
    sample: Sample,
    ties: Vec<Edge>,
    _directory: tempfile::TempDir,
}

/// One sample centre for all: nothing here changes it.
fn example() -> &'static Example {
    static EXAMPLE: OnceLock<Example> = OnceLock::new();
    EXAMPLE.get_or_init(built)
}

fn built() -> Example {
    let directory = tempfile::tempdir().unwrap();
    let sample = build(directory.path(), &mut |_| {}).unwrap();
    let mut ties = Vec::new();
    for entry in sample.world.store.read_from(1, u64::MAX).unwrap() {
        if let Ok(of_facility) = recorded::<FacilityEvent>(&entry) {
            ties.extend(facility_edges(&of_facility));
        } else if let Ok(of_treatment) = recorded::<Event>(&entry) {
            let treatment = ChainOfIdentity::new(tail(&entry.envelope.stream)).unwrap();
            ties.extend(treatment_edges(&treatment, &of_treatment));
        }
    }
    Example {
        sample,
        ties,
        _directory: directory,
    }
}

/// Everything a thing reaches by scanning every tie until nothing is new.
fn scanned(ties: &[Edge], start: &Node, direction: Direction) -> BTreeSet<Node> {
    let mut by_cause: BTreeMap<&Node, Vec<&Node>> = BTreeMap::new();
    for tie in ties {
        let cause = tie.end(direction.back());
        by_cause.entry(cause).or_default().push(tie.end(direction));
    }
    let mut known = BTreeSet::from([start.clone()]);
    let mut waiting = vec![start.clone()];
    while let Some(node) = waiting.pop() {
        for other in by_cause.get(&node).into_iter().flatten() {
            if known.insert((*other).clone()) {
                waiting.push((*other).clone());
            }
        }
    }
    known.remove(start);
    known
}

fn nodes(groups: &[Group]) -> BTreeSet<Node> {
    let lines = groups.iter().flat_map(|group| &group.lines);
    lines.map(|line| line.thing.node.clone()).collect()
}

fn one_of(ties: &[Edge], kind: Kind) -> Node {
    let mut ends = ties.iter().flat_map(|tie| [&tie.from, &tie.to]);
    ends.find(|node| node.kind == kind).unwrap().clone()
}

#[test]
fn the_rows_lead_to_everything_a_slow_reading_of_the_ledger_leads_to() {
    let Example { sample, ties, .. } = example();
    let ends = ties
        .iter()
        .flat_map(|tie| [tie.from.clone(), tie.to.clone()]);
    let all: BTreeSet<Node> = ends.collect();
    assert!(all.len() > 100, "{} things", all.len());
    for node in all.iter().step_by(3) {
        for direction in [Direction::Downstream, Direction::Upstream] {
            let known = known::known(&sample.world).unwrap();
            let asked = (direction, Window::default());
            let trace = known.trace(&sample.world.store, node, asked).unwrap();
            let reached: BTreeSet<_> = trace.reached().map(|(node, _)| node.clone()).collect();
            assert_eq!(
                reached,
                scanned(ties, node, direction),
                "{node} {direction:?}"
            );
        }
    }
}

#[test]
fn one_question_leads_from_donor_to_recipient_and_back_and_from_a_lot_to_its_patients() {
    let Example { sample, ties, .. } = example();
    let world = &sample.world;
    let days = Days::default();
    let lot = one_of(ties, Kind::Lot);
    let of_lot = traced(world, &lot, days, ALL).unwrap();
    assert!(of_lot.counts.batches > 0 && of_lot.counts.patients > 0);
    for affected in &of_lot.patients {
        let person = &affected.patient.person;
        let back = traced(world, &Node::new(Kind::Patient, person), days, ALL).unwrap();
        assert!(nodes(&back.upstream).contains(&lot), "{person}");
        assert!(!affected.treatments.is_empty());
        let contacts = affected
            .treatments
            .iter()
            .flat_map(|(_, contacts)| contacts);
        assert!(contacts.count() > 0, "{person}");
    }
    let donor = one_of(ties, Kind::Donor);
    let of_donor = traced(world, &donor, days, ALL).unwrap();
    let recipients: Vec<_> = of_donor
        .patients
        .iter()
        .map(|one| &one.patient.person)
        .collect();
    assert_eq!(recipients.len(), 1);
    assert_eq!(recipients[0].as_str(), donor.id);
    let batch = one_of(ties, Kind::Batch);
    let of_batch = traced(world, &batch, days, ALL).unwrap();
    assert!(
        nodes(&of_batch.upstream)
            .iter()
            .any(|node| node.kind == Kind::Donor)
    );
    assert_eq!(of_batch.counts.patients, 1);
}

#[test]
fn everything_collected_made_and_sampled_in_a_course_lies_under_its_chain_of_identity() {
    let Example { sample, .. } = example();
    let world = &sample.world;
    let treatment = &world.folded(&sample.told).unwrap().treatment;
    let node = Node::new(Kind::Treatment, &sample.told);
    let under = nodes(&traced(world, &node, Days::default(), ALL).unwrap().upstream);
    assert!(!treatment.labels.is_empty() && !treatment.batches.is_empty());
    for container in treatment.labels.keys() {
        assert!(
            under.contains(&Node::new(Kind::Container, container)),
            "{container}"
        );
    }
    for (id, batch) in &treatment.batches {
        assert!(under.contains(&Node::new(Kind::Batch, id)), "{id}");
        let donation = Node::new(Kind::Donation, &batch.donation);
        assert!(under.contains(&donation), "{donation}");
    }
    let batches = treatment.batches.values();
    for sample in batches.flat_map(|batch| batch.samples.keys()) {
        assert!(under.contains(&Node::new(Kind::Sample, sample)), "{sample}");
    }
}

#[test]
fn a_products_code_leads_to_its_donor_and_holds_no_name_and_no_number_of_the_patient() {
    let Example { sample, ties, .. } = example();
    let world = &sample.world;
    let products = ties
        .iter()
        .filter(|tie| tie.link == cikada_domain::genealogy::Link::Filled);
    let products: BTreeSet<_> = products.map(|tie| tie.to.clone()).collect();
    assert!(products.len() > 5);
    for product in products {
        let answer = traced(world, &product, Days::default(), ALL).unwrap();
        let [affected] = answer.patients.as_slice() else {
            panic!("{product}: {:?}", answer.patients);
        };
        let patient = &affected.patient;
        let names = patient.name.iter().flat_map(|name| name.split(", "));
        for part in names.chain(patient.hospital_number.as_deref()) {
            let code = product.id.to_lowercase();
            assert!(
                !code.contains(&part.to_lowercase()),
                "{product} tells {part}"
            );
        }
        let table = csv(&answer);
        for told in patient.name.iter().chain(&patient.hospital_number) {
            assert!(!table.contains(told), "the table of {product} tells {told}");
        }
    }
}

#[test]
fn a_window_leaves_out_what_was_used_on_other_days() {
    let Example { sample, ties, .. } = example();
    let world = &sample.world;
    let staff = ties
        .iter()
        .find(|tie| tie.from.kind == Kind::Staff)
        .unwrap();
    let day = world.moment(staff.at).date();
    let all = traced(world, &staff.from, Days::default(), ALL).unwrap();
    let window = Days {
        from: Some(day),
        until: Some(day),
    };
    let some = traced(world, &staff.from, window, ALL).unwrap();
    assert!(nodes(&some.downstream).contains(&staff.to));
    assert!(nodes(&some.downstream).is_subset(&nodes(&all.downstream)));
    assert!(nodes(&some.downstream).len() < nodes(&all.downstream).len());
}

#[test]
fn what_is_typed_or_scanned_names_what_it_is() {
    let Example { sample, ties, .. } = example();
    let world = &sample.world;
    for kind in [
        Kind::Lot,
        Kind::Batch,
        Kind::Container,
        Kind::Donation,
        Kind::Staff,
    ] {
        let node = one_of(ties, kind);
        let found = named(world, &format!(" {} ", node.id)).unwrap();
        assert!(found.contains(&node), "{node}: {found:?}");
    }
    let donation = one_of(ties, Kind::Donation);
    assert_eq!(
        named(world, &format!("={}00", donation.id)).unwrap(),
        [donation]
    );
    let patient = one_of(ties, Kind::Patient);
    let answer = traced(world, &patient, Days::default(), ALL).unwrap();
    let affected = answer.patients.into_iter().next().unwrap();
    let number = affected.patient.hospital_number.unwrap();
    assert_eq!(named(world, &number).unwrap(), [patient]);
    assert_eq!(named(world, "nothing-of-the-kind").unwrap(), []);
}

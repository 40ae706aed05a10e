//! Views are derived: thrown away and made again, they are what was kept up step by step.

use std::sync::Arc;

use cikada_app::sample::build;
use cikada_app::staff::{Role, Staff};
use cikada_app::use_cases::maintain::{rebuild, stale_rows};
use cikada_app::use_cases::{
    Actor, Doing, NewTreatment, carry_out, install_protocols, open_treatment,
};
use cikada_app::{SystemClock, World, shipped};
use cikada_domain::event::LabelPurpose;
use cikada_domain::{BatchId, ContainerId, DeviceId, DoseNumber, StaffId};
use cikada_engine::Command;
use proptest::prelude::*;

use crate::example::new_centre;

/// An act of a short random course; the engine may refuse it, and that is an entry too.
#[derive(Debug, Clone)]
enum Step {
    Open(u8),
    Label {
        treatment: u8,
        serial: u8,
        product: bool,
    },
    Hold {
        treatment: u8,
    },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..4u8).prop_map(Step::Open),
        (0..4u8, 0..6u8, any::<bool>()).prop_map(|(treatment, serial, product)| Step::Label {
            treatment,
            serial,
            product
        }),
        (0..4u8).prop_map(|treatment| Step::Hold { treatment }),
    ]
}

fn everyone() -> Actor {
    let roles = vec![
        Role::Coordinator,
        Role::Physician,
        Role::CollectionNurse,
        Role::Technologist,
    ];
    let staff = Staff {
        id: StaffId::new("S-0001").unwrap(),
        name: "Sample".to_owned(),
        roles,
    };
    Actor {
        staff,
        device: DeviceId::new("d").unwrap(),
    }
}

fn act(world: &World, actor: &Actor, number: usize, step: &Step) {
    let protocols = world.protocols();
    let autologous = protocols
        .iter()
        .find(|protocol| protocol.id.as_str() == "cik-classic")
        .expect("the shipped protocol");
    let opened = |patient: u8| NewTreatment {
        request: format!("open-{patient}"),
        protocol: autologous.hash.clone(),
        family_name: "Sample".to_owned(),
        given_name: format!("Number {patient}"),
        birth_date: "1960-01-01".to_owned(),
        hospital_number: format!("4711-{patient}"),
    };
    let (patient, command) = match step {
        Step::Open(patient) => {
            open_treatment(world, actor, &opened(*patient)).unwrap();
            return;
        }
        Step::Label {
            treatment,
            serial,
            product,
        } => {
            let container = ContainerId::new(format!("A99992600000{serial}-S1234000")).unwrap();
            let purpose = if *product {
                LabelPurpose::Product(BatchId::new("B-1").unwrap())
            } else {
                LabelPurpose::Collection(DoseNumber::new(1).unwrap())
            };
            (*treatment, Command::IssueLabel { container, purpose })
        }
        Step::Hold { treatment } => (*treatment, Command::PlaceHold),
    };
    let id = open_treatment(world, actor, &opened(patient)).unwrap();
    carry_out(
        world,
        actor,
        &id,
        &command,
        &Doing::now(format!("act-{number}")),
    )
    .unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn rebuilt_views_equal_the_ones_kept_up(steps in prop::collection::vec(step(), 1..12)) {
        let directory = tempfile::tempdir().unwrap();
        let world = World::found(directory.path(), Arc::new(SystemClock), &new_centre()).unwrap();
        install_protocols(&world, shipped()).unwrap();
        let actor = everyone();
        for (number, step) in steps.iter().enumerate() {
            act(&world, &actor, number, step);
        }
        prop_assert_eq!(stale_rows(&world).unwrap(), 0);
        drop(world);
        prop_assert_eq!(rebuild(directory.path()).unwrap(), 0);
        let world = World::open(directory.path(), Arc::new(SystemClock)).unwrap();
        prop_assert_eq!(stale_rows(&world).unwrap(), 0);
    }
}

#[test]
fn the_views_of_a_whole_centre_are_what_its_ledger_says() {
    let directory = tempfile::tempdir().unwrap();
    drop(build(directory.path(), &mut |_| {}).unwrap());
    assert_eq!(rebuild(directory.path()).unwrap(), 0);
}

#[test]
fn a_centre_opened_again_is_the_same_centre() {
    let directory = tempfile::tempdir().unwrap();
    let sample = build(directory.path(), &mut |_| {}).unwrap();
    let told = sample.told.clone();
    let staff = sample.world.all_staff();
    drop(sample);
    let world = World::open(directory.path(), Arc::new(SystemClock)).unwrap();
    assert_eq!(world.all_staff(), staff);
    let treatments = cikada_app::use_cases::maintain::treatments(&world).unwrap();
    assert!(treatments.iter().any(|(id, _)| *id == told));
}

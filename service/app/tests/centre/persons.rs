//! Persons and accounts: nobody is ever taken for somebody else.

use cikada_app::use_cases::{
    NewTreatment, SubmitError, change_password, close_account, maintain, open_treatment, sign_in,
};
use cikada_domain::{ChainOfIdentity, DeviceId, StaffId};

use crate::example::{ExampleCentre, example_centre};

fn patient(request: &str, given_name: &str, number: &str, centre: &ExampleCentre) -> NewTreatment {
    NewTreatment {
        request: request.to_owned(),
        protocol: centre.sample.protocol.hash.clone(),
        family_name: "Example".to_owned(),
        given_name: given_name.to_owned(),
        birth_date: "1960-02-03".to_owned(),
        hospital_number: number.to_owned(),
    }
}

fn person_of(centre: &ExampleCentre, id: &ChainOfIdentity) -> String {
    let treatments = maintain::treatments(&centre.sample.world).unwrap();
    let found = treatments
        .into_iter()
        .find(|(treatment, _)| treatment == id);
    found.unwrap().1.to_string()
}

#[test]
fn a_second_treatment_of_a_known_person_never_gives_their_number_to_the_next() {
    let centre = example_centre();
    let (world, actor) = (&centre.sample.world, centre.actor("coordinator"));
    // The told patient's treatment is closed, so that the same person may have another.
    let again = NewTreatment {
        family_name: "Sample".to_owned(),
        birth_date: "1961-04-12".to_owned(),
        ..patient("again", "Alma", "4711-001", &centre)
    };
    let second = open_treatment(world, &actor, &again).unwrap();
    assert_eq!(
        person_of(&centre, &second),
        person_of(&centre, &centre.sample.told)
    );
    let next = open_treatment(
        world,
        &actor,
        &patient("next", "Nadia", "4711-900", &centre),
    )
    .unwrap();
    let treatments = maintain::treatments(world).unwrap();
    let person = person_of(&centre, &next);
    let same = treatments
        .iter()
        .filter(|(_, other)| other.as_str() == person);
    assert_eq!(same.count(), 1);
}

#[test]
fn patients_enrolled_at_the_same_moment_are_different_persons() {
    let centre = example_centre();
    let (world, actor) = (&centre.sample.world, centre.actor("coordinator"));
    let ids: Vec<_> = std::thread::scope(|scope| {
        let (actor, centre) = (&actor, &centre);
        let open = |number: usize| {
            let new = patient(
                &format!("at-once-{number}"),
                "Nadia",
                &format!("4711-8{number}"),
                centre,
            );
            open_treatment(world, actor, &new).unwrap()
        };
        let threads: Vec<_> = (0..8)
            .map(|number| scope.spawn(move || open(number)))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    let mut persons: Vec<_> = ids.iter().map(|id| person_of(&centre, id)).collect();
    persons.sort();
    persons.dedup();
    assert_eq!(persons.len(), 8);
}

#[test]
fn a_number_of_somebody_else_or_of_an_open_treatment_is_refused_at_its_field() {
    let centre = example_centre();
    let (world, actor) = (&centre.sample.world, centre.actor("coordinator"));
    let message = |new: &NewTreatment| match open_treatment(world, &actor, new) {
        Err(SubmitError::Fields(errors)) => errors[0].message.clone(),
        other => panic!("{other:?}"),
    };
    let mistyped = patient("mistyped", "Nadia", "4711-001", &centre);
    assert!(message(&mistyped).contains("another name"));
    let open = NewTreatment {
        family_name: "Sample".to_owned(),
        birth_date: "1970-11-03".to_owned(),
        ..patient("open", "Carla", "4711-003", &centre)
    };
    assert!(message(&open).contains("open treatment"));
    let spaced = patient("spaced", "Nadia", "47 11", &centre);
    assert!(message(&spaced).contains("wristband"));
}

#[test]
fn a_closed_account_does_nothing_and_a_changed_password_opens_what_was_locked() {
    let centre = example_centre();
    let world = &centre.sample.world;
    let device = DeviceId::new("tablet-2").unwrap();
    let nurse = centre.actor("nurse").staff.id;
    for _ in 0..10 {
        assert!(sign_in(world, "nurse", "a wrong one, many times", &device).is_err());
    }
    change_password(world, &nurse, "another password, long enough").unwrap();
    assert!(sign_in(world, "nurse", "another password, long enough", &device).is_ok());
    close_account(world, &nurse, "test").unwrap();
    assert!(sign_in(world, "nurse", "another password, long enough", &device).is_err());
    assert!(world.staff(&nurse).unwrap().roles.is_empty());
    let unknown = StaffId::new("S-9999").unwrap();
    assert!(
        close_account(world, &unknown, "test")
            .unwrap_err()
            .is_not_found()
    );
}

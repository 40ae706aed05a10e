//! A filled ledger is a ledger: what a load is measured on must be what a centre has.

use cikada_app::read::treatment::treatment;
use cikada_app::sample::fill;
use cikada_app::use_cases::maintain::{stale_rows, treatments, verify};
use cikada_app::use_cases::{NewTreatment, open_treatment};

use crate::example::example_centre;

#[test]
fn copies_of_a_treatment_are_other_patients_proven_and_the_numbers_go_on() {
    let centre = example_centre();
    let (world, told) = (&centre.sample.world, &centre.sample.told);
    let (size, before) = (world.size().unwrap(), treatments(world).unwrap());
    let copies = fill(world, told, size + 1500).unwrap();
    assert_eq!(copies, 2);
    assert!(world.size().unwrap() >= size + 1500);
    assert!(verify(world, &[]).unwrap().is_proven());
    assert_eq!(stale_rows(world).unwrap(), 0);

    let after = treatments(world).unwrap();
    assert_eq!(after.len(), before.len() + usize::try_from(copies).unwrap());
    let mut persons: Vec<_> = after.iter().map(|(_, person)| person).collect();
    persons.sort();
    persons.dedup();
    assert_eq!(persons.len(), after.len());

    let page = |id| treatment(world, &centre.sample.reader, id).unwrap();
    let new = after.iter().find(|one| !before.contains(one)).unwrap();
    let (first, copy) = (page(told), page(&new.0));
    assert_eq!(first.labels.len(), copy.labels.len());
    let codes = |page: &cikada_app::read::treatment::TreatmentPage| -> Vec<_> {
        let codes = page.labels.iter().map(|label| label.code.clone());
        codes.collect()
    };
    let of_copy = codes(&copy);
    assert!(codes(&first).iter().all(|code| !of_copy.contains(code)));

    let new = NewTreatment {
        request: "after the copies".to_owned(),
        protocol: centre.sample.protocol.hash.clone(),
        family_name: "Example".to_owned(),
        given_name: "Nadia".to_owned(),
        birth_date: "1960-02-03".to_owned(),
        hospital_number: "4711-950".to_owned(),
    };
    let next = open_treatment(world, &centre.actor("coordinator"), &new).unwrap();
    assert!(after.iter().all(|(known, _)| *known != next));
}

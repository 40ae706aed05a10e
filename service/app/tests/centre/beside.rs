//! What is read beside the program that serves the centre: the same, and nothing is written.

use std::sync::Arc;

use cikada_app::papers::{Document, make};
use cikada_app::read::treatment::treatment;
use cikada_app::use_cases::{erase_person, maintain};
use cikada_app::{OpenError, SystemClock, World};

use crate::example::{example_centre, first_dose};

#[test]
fn papers_proofs_and_the_checkpoint_are_had_while_the_centre_is_served() {
    let centre = example_centre();
    let (world, id) = (&centre.sample.world, &centre.sample.told);
    let beside = World::look(centre.directory.path(), Arc::new(SystemClock)).unwrap();
    let paper = make(&beside, id, &Document::InfusionRecord(first_dose())).unwrap();
    assert!(paper.bytes.starts_with(b"%PDF-1.7"));
    let proof = |world| maintain::export(world, id).unwrap();
    assert_eq!(proof(&beside), proof(world));
    let note = |world| maintain::checkpoint(world).unwrap();
    assert_eq!(note(&beside), note(world));
    let page = |world| treatment(world, &centre.sample.reader, id).unwrap();
    assert_eq!(page(&beside).heading.patient, page(world).heading.patient);
}

#[test]
fn nobody_is_read_whose_erasure_is_written_and_not_carried_through() {
    let centre = example_centre();
    let directory = centre.directory.path();
    let page = treatment(
        &centre.sample.world,
        &centre.sample.reader,
        &centre.sample.told,
    );
    let person = page.unwrap().heading.patient.person;
    let (vault, kept) = (directory.join("vault.sqlite"), directory.join("kept"));
    std::fs::copy(&vault, &kept).unwrap();
    erase_person(&centre.sample.world, &person, "request-of-the-person").unwrap();
    drop(centre.sample.world);
    // As if the power had failed between the entry and the end of the key.
    std::fs::copy(&kept, &vault).unwrap();
    let look = || World::look(directory, Arc::new(SystemClock));
    assert!(matches!(look(), Err(OpenError::ErasureUnderWay)));
    drop(World::open(directory, Arc::new(SystemClock)).unwrap());
    look().unwrap();
}

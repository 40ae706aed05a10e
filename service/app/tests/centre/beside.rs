//! What is read beside the program that serves the centre: the same, and nothing is written.

use std::sync::Arc;

use cikada_app::papers::{Document, make};
use cikada_app::read::treatment::treatment;
use cikada_app::use_cases::maintain;
use cikada_app::{SystemClock, World};

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

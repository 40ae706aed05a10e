//! Privacy from the first entry: what is sealed, what a destroyed key leaves, what proofs say.

use cikada_app::form::Target;
use cikada_app::read::ledger::{Sealed, ledger};
use cikada_app::read::treatment::treatment;
use cikada_app::use_cases::maintain::{export, verify};
use cikada_app::use_cases::{Posted, erase_person, submit};
use cikada_ledger::verify_export;

use crate::example::example_centre;

#[test]
fn an_erased_patient_is_a_pseudonym_and_every_proof_stands() {
    let centre = example_centre();
    let (world, id, reader) = (
        &centre.sample.world,
        &centre.sample.told,
        &centre.sample.reader,
    );
    let patient = treatment(world, reader, id).unwrap().heading.patient;
    assert_eq!(patient.name.as_deref(), Some("Sample, Alma"));
    let size = verify(world, &[]).unwrap().entries;

    erase_person(world, &patient.person, "request-of-the-person").unwrap();

    let page = treatment(world, reader, id).unwrap();
    assert!(page.heading.patient.erased);
    assert_eq!(page.heading.patient.name, None);
    let entries = ledger(world, reader, id).unwrap().entries;
    assert!(
        entries
            .iter()
            .all(|entry| !matches!(entry.sealed, Sealed::Open(_)))
    );
    let report = verify(world, &[]).unwrap();
    assert!(report.is_proven(), "{report}");
    assert_eq!(report.entries, size + 1);
    assert!(!report.erased.is_empty());
    let file = verify_export(&export(world, id).unwrap(), None);
    assert!(file.is_proven(), "{file}");
    let fields = [
        ("term", "fever"),
        ("scheme", "CTCAE 5.0"),
        ("grade", "1"),
        ("serious", "no"),
        ("note", "what the patient said"),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let posted = Posted {
        request: "note".to_owned(),
        fields: fields.into(),
        ..Posted::default()
    };
    let written = submit(
        world,
        &centre.actor("physician"),
        id,
        &Target::AdverseEvent,
        &posted,
    );
    let error = written.unwrap_err().to_string();
    assert!(
        error.contains("was erased"),
        "a note is refused, never dropped: {error}"
    );
    let again = erase_person(world, &patient.person, "request-of-the-person").unwrap_err();
    assert!(again.to_string().contains("erased before"), "{again}");
}

#[test]
fn no_file_of_a_centre_holds_a_name_or_number_in_the_clear() {
    let centre = example_centre();
    let mut files = vec![centre.directory.path().to_owned()];
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(
                std::fs::read_dir(path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        // Long ones only: four letters of a name turn up in ciphertext by chance.
        for canary in [
            "family name",
            "given name",
            "date of birth",
            "hospital number",
            "1961-04-12",
            "4711-001",
            "Nora Sample",
        ] {
            let found = bytes
                .windows(canary.len())
                .any(|window| window == canary.as_bytes());
            assert!(!found, "{canary} in {}", path.display());
        }
    }
}

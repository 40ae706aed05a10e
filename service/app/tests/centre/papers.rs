//! Documents of the sample centre: each is a PDF with its hash, and none before its time.

use cikada_app::papers::{Document, file};
use cikada_app::read::treatment::treatment;

use crate::example::{example_centre, first_dose};

/// The words of a document, page by page.
pub(crate) fn text_of(bytes: &[u8]) -> String {
    let document = lopdf::Document::load_mem(bytes).unwrap();
    let pages: Vec<_> = document.get_pages().into_keys().collect();
    document.extract_text(&pages).unwrap()
}

#[test]
fn every_document_of_a_dose_is_made_in_one_action_and_again_with_the_same_bytes() {
    let centre = example_centre();
    let (world, reader) = (&centre.sample.world, &centre.sample.reader);
    let id = &centre.sample.told;
    let page = treatment(world, reader, id).unwrap();
    let line = page.doses.iter().find(|line| line.given).unwrap();
    let batch = line.batch.clone().unwrap();
    let container = line.container.clone().unwrap();
    let documents = [
        Document::BatchRecord(batch),
        Document::Certificate(container.clone()),
        Document::CustodyReport(container),
        Document::InfusionRecord(line.dose),
    ];
    for document in documents {
        let filed = file(world, reader, id, &document).unwrap();
        assert!(filed.bytes.starts_with(b"%PDF-1.7"), "{document:?}");
        assert!(filed.name.ends_with(".pdf"));
        let kind = document.kind();
        assert!(Document::KINDS.contains(&kind));
    }
}

#[test]
fn every_paper_that_names_an_expiry_names_its_zone_and_its_last_minute() {
    let centre = example_centre();
    let (world, reader) = (&centre.sample.world, &centre.sample.reader);
    let id = &centre.sample.told;
    let page = treatment(world, reader, id).unwrap();
    let line = page.doses.iter().find(|line| line.given).unwrap();
    let (batch, container) = (line.batch.clone().unwrap(), line.container.clone().unwrap());
    let clock = cikada_app::read::batch::batch(world, reader, id, &batch)
        .unwrap()
        .clock;
    let clock = clock.unwrap();
    let expires = world.zone().to_datetime(clock.until);
    let zone = clock.until.to_zoned(world.zone().clone());
    let expected = format!(
        "{} {}",
        expires.strftime("%Y-%m-%d %H:%M"),
        zone.strftime("%Z")
    );
    for document in [
        Document::BatchRecord(batch),
        Document::Certificate(container),
    ] {
        let filed = file(world, reader, id, &document).unwrap();
        let text = text_of(&filed.bytes).replace('\n', " ");
        assert!(text.contains(&expected), "{expected} in {text}");
    }
    assert!(clock.label.ends_with("UTC+03"), "{}", clock.label);
}

#[test]
fn there_is_no_certificate_before_a_release_and_no_record_of_what_nobody_recorded() {
    let centre = example_centre();
    let (world, reader) = (&centre.sample.world, &centre.sample.reader);
    let id = &centre.sample.at_bedside;
    let missing = Document::InfusionRecord(first_dose());
    assert!(file(world, reader, id, &missing).is_err());
    let other = Document::parse("certificate", "A999926000001-S0000000").unwrap();
    assert!(file(world, reader, id, &other).unwrap_err().is_not_found());
    assert_eq!(Document::parse("certificate", "a b"), None);
    assert_eq!(Document::parse("infusion", "0"), None);
}

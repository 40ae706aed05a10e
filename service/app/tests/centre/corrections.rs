//! What was written down wrong in a step, corrected on the page, in the books and on paper.

use cikada_app::form::Target;
use cikada_app::form::facility::FacilityTarget;
use cikada_app::papers::{Document, file};
use cikada_app::read::batch::batch;
use cikada_app::read::facility::{lot, materials};
use cikada_app::read::genealogy::{Days, LINES_ON_A_PAGE, genealogy};
use cikada_app::read::lots_used::RecordedMaterial;
use cikada_app::read::treatment::treatment;
use cikada_app::sample::PASSWORD;
use cikada_app::use_cases::{Answer, Posted, SubmitError, submit};
use cikada_domain::genealogy::{Kind, Node};
use cikada_domain::{BatchId, LotId};

use crate::example::{ExampleCentre, example_centre};
use crate::papers::text_of;

fn correct(
    centre: &ExampleCentre,
    target: &Target,
    fields: &[(&str, &str)],
    request: &str,
) -> Result<Answer, SubmitError> {
    let fields = fields.iter();
    let fields = fields.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let posted = Posted {
        request: request.to_owned(),
        fields: fields.collect(),
        password: Some(PASSWORD.to_owned()),
        witness: Some(("technologist2".to_owned(), PASSWORD.to_owned())),
        occurred_at: None,
        reason: Some("typing-error".to_owned()),
    };
    let (world, id) = (&centre.sample.world, &centre.sample.told);
    submit(world, &centre.actor("technologist"), id, target, &posted)
}

fn batch_of(centre: &ExampleCentre) -> BatchId {
    let (world, reader) = (&centre.sample.world, &centre.sample.reader);
    let page = treatment(world, reader, &centre.sample.told).unwrap();
    page.doses
        .iter()
        .find_map(|line| line.batch.clone())
        .unwrap()
}

/// The first material that was taken from stock in the batch.
fn first_material(centre: &ExampleCentre) -> RecordedMaterial {
    let (world, reader) = (&centre.sample.world, &centre.sample.reader);
    let page = batch(world, reader, &centre.sample.told, &batch_of(centre)).unwrap();
    let records = page.steps.into_iter().flat_map(|step| step.records);
    let mut materials = records.flat_map(|record| record.materials);
    materials
        .find(|material| material.words.starts_with("lot L-"))
        .unwrap()
}

fn number(material: &RecordedMaterial) -> LotId {
    let words = material.words.strip_prefix("lot ").unwrap();
    LotId::new(words.split(',').next().unwrap()).unwrap()
}

#[test]
fn a_lot_and_an_amount_are_corrected_on_the_page_in_the_books_and_on_paper() {
    let centre = example_centre();
    let (world, reader) = (&centre.sample.world, &centre.sample.reader);
    let before = first_material(&centre);
    let old = number(&before);
    let page = materials(world, reader).unwrap();
    let known = page.lots.iter().find(|line| line.lot == old).unwrap();
    let material = known.material.replace(' ', "-");
    let fields = [
        ("material", material.as_str()),
        ("name", "Of a test"),
        ("supplier", "Invented Reagents"),
        ("supplier_lot", "IR-10"),
        ("expires_on", "2027-01-31"),
        ("quantity", "50 mL"),
        ("certificate", &"c".repeat(64)),
    ];
    centre.done("analyst", &FacilityTarget::Receipt, &fields);
    let new = materials(world, reader).unwrap().lots[0].lot.clone();
    let target = &before.correction;
    let nothing = correct(&centre, target, &[], "correct-0");
    assert!(
        matches!(nothing, Err(SubmitError::Fields(_))),
        "{nothing:?}"
    );
    let fields = [("lot", new.as_str()), ("amount", "0.5 mL")];
    let answer = correct(&centre, target, &fields, "correct-1").unwrap();
    assert!(matches!(answer, Answer::Accepted { .. }), "{answer:?}");
    let after = first_material(&centre);
    assert_eq!(after.before, [before.words]);
    assert_eq!(number(&after), new);
    // Both lots' books, and what the draws were before.
    let uses = |id: &LotId| {
        let page = lot(world, reader, id).unwrap();
        page.draws
            .into_iter()
            .map(|(_, _, words)| words)
            .collect::<Vec<_>>()
    };
    assert!(uses(&new)[0].starts_with("batch "));
    let taken_back = |words: &String| words.contains("corrected from");
    assert!(uses(&old).iter().any(taken_back), "{:?}", uses(&old));
    // Nobody had released it: quality decides.
    let page = batch(world, reader, &centre.sample.told, &batch_of(&centre)).unwrap();
    let words: Vec<_> = page
        .deviations
        .iter()
        .map(|line| line.words.as_str())
        .collect();
    assert!(
        words
            .iter()
            .any(|words| words.contains("was never released")),
        "{words:?}"
    );
    on_paper_and_in_the_genealogy(&centre, (&old, &new));
}

fn on_paper_and_in_the_genealogy(centre: &ExampleCentre, (old, new): (&LotId, &LotId)) {
    let (world, reader) = (&centre.sample.world, &centre.sample.reader);
    let record = Document::BatchRecord(batch_of(centre));
    let filed = file(world, reader, &centre.sample.told, &record).unwrap();
    let text = text_of(&filed.bytes);
    assert!(text.contains(old.as_str()) && text.contains(new.as_str()));
    // Whoever recalls either finds the batch, and reads that its record was corrected.
    for id in [old, new] {
        let start = Node::new(Kind::Lot, id);
        let answer = genealogy(world, reader, &start, Days::default(), LINES_ON_A_PAGE).unwrap();
        let batches = answer
            .downstream
            .iter()
            .find(|group| group.kind == Kind::Batch)
            .unwrap();
        let own = Node::new(Kind::Batch, batch_of(centre));
        let line = batches
            .lines
            .iter()
            .find(|line| line.thing.node == own)
            .unwrap();
        let state = line.thing.state.as_deref().unwrap();
        assert!(
            state.contains(&format!("not lot {old} but {new}")),
            "{state}"
        );
    }
}

//! Photographs and files on steps: kept as they came, named with their hash, refused in words, and
//! never given out once they were changed.

use std::path::PathBuf;

use cikada_app::papers::{Document, file};
use cikada_app::read::batch::{StepState, batch};
use cikada_app::read::files::{FilesPage, files, open_file};
use cikada_app::read::treatment::treatment;
use cikada_app::use_cases::{Answer, SentFile, SubmitError, attach_file, erase_person};
use cikada_domain::{BatchId, FileHash, StepId};

use crate::example::{ExampleCentre, codes_of, example_centre};

const PHOTO: &[u8] = b"\xff\xd8\xff\xe0 an invented photograph";

impl ExampleCentre {
    /// A batch with a step that was done, and one that was not.
    fn steps(&self) -> (BatchId, StepId, Option<StepId>) {
        let (world, reader) = (&self.sample.world, &self.sample.reader);
        let id = &self.sample.at_bedside;
        let doses = treatment(world, reader, id).unwrap().doses.into_iter();
        let of = doses.filter_map(|dose| dose.batch).next().unwrap();
        let page = batch(world, reader, id, &of).unwrap();
        let with = |state: StepState| {
            let mut steps = page.steps.iter();
            let step = steps.find(|step| step.state == state);
            step.map(|step| step.step.clone())
        };
        let not_done = with(StepState::Missed).or_else(|| with(StepState::Waiting));
        (of, with(StepState::Done).unwrap(), not_done)
    }

    fn attach(
        &self,
        (batch, step): (&BatchId, &StepId),
        request: &str,
        name: &str,
        bytes: &[u8],
    ) -> Result<Answer, SubmitError> {
        let sent = SentFile {
            request: request.to_owned(),
            name: name.to_owned(),
            bytes: bytes.to_vec(),
        };
        let (world, id) = (&self.sample.world, &self.sample.at_bedside);
        attach_file(world, &self.actor("technologist2"), id, batch, step, &sent)
    }

    /// Where an attached file lies on disk.
    fn attached_at(&self, file: &FileHash) -> PathBuf {
        let folder = self.directory.path().join("files");
        let mut files = std::fs::read_dir(folder).unwrap();
        let of = |path: &PathBuf| path.to_string_lossy().contains(file.as_str());
        files
            .find_map(|found| Some(found.unwrap().path()).filter(of))
            .unwrap()
    }

    fn files_of(&self, batch: &BatchId, step: &StepId) -> FilesPage {
        let (world, reader) = (&self.sample.world, &self.sample.reader);
        files(world, reader, &self.sample.at_bedside, batch, step).unwrap()
    }
}

#[test]
fn a_photo_is_kept_attached_and_named_with_its_hash_in_the_batch_record() {
    let centre = example_centre();
    let (of, step, _) = centre.steps();
    let size = centre.sample.world.size().unwrap();
    let name = "C:\\photos\\clusters of Invented.jpg";
    let answer = centre.attach((&of, &step), "file-1", name, PHOTO).unwrap();
    assert!(matches!(answer, Answer::Accepted { .. }), "{answer:?}");
    // Sent twice, as a tablet without an answer does.
    let again = centre.attach((&of, &step), "file-1", name, PHOTO).unwrap();
    assert_eq!(answer, again);
    assert_eq!(centre.sample.world.size().unwrap(), size + 1);
    let twice = centre.attach((&of, &step), "file-2", name, PHOTO).unwrap();
    assert_eq!(codes_of(&twice), ["file-already-attached"]);
    let other = centre.attach((&of, &step), "file-1", name, b"other text");
    assert!(matches!(other, Err(SubmitError::Fields(_))));

    let page = centre.files_of(&of, &step);
    let line = &page.files[0];
    assert_eq!(line.name.as_deref(), Some("clusters of Invented.jpg"));
    assert_eq!((line.kind, line.is_picture), ("JPEG picture", true));
    let kept = std::fs::read(centre.attached_at(&line.file)).unwrap();
    assert!(!kept.windows(PHOTO.len()).any(|part| part == PHOTO));
    let (world, reader) = (&centre.sample.world, &centre.sample.reader);
    let id = &centre.sample.at_bedside;
    let page = batch(world, reader, id, &of).unwrap();
    let mut steps = page.steps.iter();
    assert!(steps.any(|shown| shown.files.iter().any(|file| file.file == line.file)));
    let record = file(world, reader, id, &Document::BatchRecord(of)).unwrap();
    let text = crate::papers::text_of(&record.bytes);
    assert!(text.contains("clusters of Invented.jpg"), "{text}");
    let hash: String = text.split_whitespace().collect();
    assert!(hash.contains(line.file.as_str()), "{text}");
}

#[test]
fn nothing_opens_a_file_of_a_patient_who_was_erased() {
    let centre = example_centre();
    let (of, step, _) = centre.steps();
    centre
        .attach((&of, &step), "file-1", "a.jpg", PHOTO)
        .unwrap();
    let hash = centre.files_of(&of, &step).files[0].file.clone();
    let (world, reader) = (&centre.sample.world, &centre.sample.reader);
    let id = &centre.sample.at_bedside;
    let page = treatment(world, reader, id).unwrap();
    let person = page.heading.patient.person;
    erase_person(world, &person, "request-of-the-person").unwrap();
    let closed = open_file(world, reader, id, &of, &hash).unwrap_err();
    assert!(closed.to_string().contains("was erased"), "{closed}");
    let later = centre.attach((&of, &step), "file-2", "b.jpg", b"\xff\xd8\xff 2");
    assert!(matches!(later, Err(SubmitError::Fields(_))), "{later:?}");
}

#[test]
fn the_name_of_a_file_lies_sealed_and_not_in_the_clear() {
    let centre = example_centre();
    let (of, step, _) = centre.steps();
    let name = "Photo of Mustermann.jpg";
    centre.attach((&of, &step), "file-1", name, PHOTO).unwrap();
    let ledger = std::fs::read(centre.directory.path().join("ledger.sqlite")).unwrap();
    let log = std::fs::read(centre.directory.path().join("ledger.sqlite-wal"));
    for bytes in [ledger, log.unwrap_or_default()] {
        let mut places = bytes.windows(b"Mustermann".len());
        assert!(!places.any(|place| place == b"Mustermann"));
    }
}

#[test]
fn a_file_that_was_changed_or_lost_on_disk_is_not_given_out() {
    let centre = example_centre();
    let (of, step, _) = centre.steps();
    centre
        .attach((&of, &step), "file-1", "a.jpg", PHOTO)
        .unwrap();
    let hash = centre.files_of(&of, &step).files[0].file.clone();
    let (world, reader) = (&centre.sample.world, &centre.sample.reader);
    let id = &centre.sample.at_bedside;
    let opened = open_file(world, reader, id, &of, &hash).unwrap();
    assert_eq!((&*opened.bytes, &*opened.media_type), (PHOTO, "image/jpeg"));
    let kept = centre.attached_at(&hash);
    std::fs::write(&kept, b"\xff\xd8\xff\xe0 another photograph").unwrap();
    let changed = open_file(world, reader, id, &of, &hash).unwrap_err();
    assert!(
        changed
            .to_string()
            .contains("was changed since it was kept")
    );
    std::fs::remove_file(&kept).unwrap();
    let lost = open_file(world, reader, id, &of, &hash).unwrap_err();
    assert!(
        lost.to_string().contains("not kept here any more"),
        "{lost}"
    );
    let unknown = FileHash::new("0".repeat(64)).unwrap();
    let unknown = open_file(world, reader, id, &of, &unknown).unwrap_err();
    assert!(unknown.is_not_found());
}

#[test]
fn what_is_too_large_of_an_unknown_kind_or_of_no_step_is_refused_and_not_kept() {
    let centre = example_centre();
    let (of, step, not_done) = centre.steps();
    let here = (&of, &step);
    let program = centre
        .attach(here, "file-1", "a.jpg", b"MZ\x90\x00")
        .unwrap();
    assert_eq!(codes_of(&program), ["file-kind-unknown"]);
    let mut large = PHOTO.to_vec();
    large.resize(16 * 1024 * 1024 + 1, 0);
    let large = centre.attach(here, "file-2", "a.jpg", &large).unwrap();
    assert_eq!(codes_of(&large), ["file-too-large"]);
    assert!(!centre.directory.path().join("files").exists());
    let empty = centre.attach(here, "file-3", "a.jpg", b"");
    assert!(matches!(empty, Err(SubmitError::Fields(_))));
    if let Some(not_done) = not_done {
        let early = centre
            .attach((&of, &not_done), "file-4", "a.jpg", PHOTO)
            .unwrap();
        assert_eq!(codes_of(&early), ["step-not-done"]);
    }
    let unknown = StepId::new("no-such-step").unwrap();
    let unknown = centre
        .attach((&of, &unknown), "file-5", "a.jpg", PHOTO)
        .unwrap();
    assert!(codes_of(&unknown).contains(&"unknown-step"));
    let sent = SentFile {
        request: "file-6".to_owned(),
        name: "a.jpg".to_owned(),
        bytes: PHOTO.to_vec(),
    };
    for other in ["nurse", "inspector", "admin"] {
        let (world, id) = (&centre.sample.world, &centre.sample.at_bedside);
        let refused = attach_file(world, &centre.actor(other), id, &of, &step, &sent);
        assert!(
            matches!(refused, Err(SubmitError::App(error)) if error.is_not_authorised()),
            "{other}"
        );
    }
}

//! A file on a step through the pages: from the tablet to the batch page and back out again.

use axum::http::StatusCode;
use cikada_app::read::batch::{StepState, batch};
use cikada_app::read::treatment::treatment;
use cikada_app::sample;

use crate::custody::signed_in;
use crate::support::Page;

/// The centre, the address of a batch's page and that of the files of a step that was done.
fn a_step(directory: &std::path::Path) -> (sample::Sample, String, String) {
    let centre = sample::build(directory, &mut |_| {}).unwrap();
    let (world, id) = (&centre.world, &centre.at_bedside);
    let page = treatment(world, &centre.reader, id).unwrap();
    let of = page.doses.into_iter().find_map(|dose| dose.batch).unwrap();
    let page = batch(world, &centre.reader, id, &of).unwrap();
    let mut steps = page.steps.iter();
    let step = steps.find(|step| step.state == StepState::Done).unwrap();
    let batch_page = format!("/treatments/{id}/batches/{of}");
    let path = format!("{batch_page}/steps/{}/files", step.step);
    (centre, batch_page, path)
}

fn fields(page: &Page) -> [(&'static str, String); 2] {
    let request = page.hidden("_request");
    [("_token", page.hidden("_token")), ("_request", request)]
}

#[tokio::test]
async fn a_file_is_sent_from_the_step_stands_on_the_batch_and_is_given_out_until_it_is_changed() {
    let directory = tempfile::tempdir().unwrap();
    let (centre, batch_page, path) = a_step(directory.path());
    let router = cikada_web::router(centre.world.clone());
    let mut maker = signed_in(&router, "technologist2").await;
    assert!(maker.get(&batch_page).await.has(&path));
    let shown = maker.get(&path).await;
    assert!(shown.has("capture=\"environment\""), "{}", shown.html);
    let sent = maker.upload(&path, &fields(&shown), "a;b\n1;2\n").await;
    assert_eq!(
        (sent.status, &*sent.location),
        (StatusCode::SEE_OTHER, &*path)
    );
    let shown = maker.get(&path).await;
    assert!(shown.has("run.csv"), "{}", shown.html);
    let mut kept = std::fs::read_dir(directory.path().join("files")).unwrap();
    let kept = kept.next().unwrap().unwrap().path();
    let name = kept.file_name().unwrap().to_str().unwrap();
    let (hash, person) = name.split_once('.').unwrap();
    assert!(person.starts_with("P-"), "{name}");
    assert!(maker.get(&batch_page).await.has(hash));
    let address = format!("{batch_page}/files/{hash}");
    assert!(shown.has(&address));
    assert_eq!(maker.get(&address).await.html, "a;b\n1;2\n");
    std::fs::write(&kept, "a;b\n1;9\n").unwrap();
    let changed = maker.get(&address).await;
    assert_eq!(changed.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(changed.has("This file is not what was kept"));
    assert!(changed.has("was changed since it was kept"));
}

#[tokio::test]
async fn what_may_not_be_attached_is_refused_in_words() {
    let directory = tempfile::tempdir().unwrap();
    let (centre, _, path) = a_step(directory.path());
    let router = cikada_web::router(centre.world.clone());
    let mut maker = signed_in(&router, "technologist2").await;
    let shown = maker.get(&path).await;
    let unsigned = [("_request", "no-token".to_owned())];
    let foreign = maker.upload(&path, &unsigned, "a;b\n1;2\n").await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let strange = maker.upload(&path, &fields(&shown), "\u{0}\u{1}").await;
    assert_eq!(strange.status, StatusCode::CONFLICT);
    assert!(strange.has("Files of this kind are not kept"));
    let large = "1".repeat((16 << 20) + 1);
    let large = maker.upload(&path, &fields(&strange), &large).await;
    assert!(large.has("larger than a record can keep"));
    let huge = "1".repeat(18 << 20);
    let huge = maker.upload(&path, &fields(&shown), &huge).await;
    assert_eq!(huge.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(huge.has("choose a smaller file"));
    let mut nurse = signed_in(&router, "nurse").await;
    let shown = nurse.get(&path).await;
    let refused = nurse.upload(&path, &fields(&shown), "a;b\n").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

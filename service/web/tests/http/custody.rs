//! A temperature logger through the pages, from the treatment's page to the container's way.

use axum::http::StatusCode;
use cikada_app::read::treatment::treatment;
use cikada_app::sample::{self, PASSWORD};
use jiff::SignedDuration;

use crate::support::Browser;

const HEAD: &str = "Invented temperature logger E;firmware 0.0\nJourney exported by the logger\n\
                    Serial;Time (UTC);Temperature (C);Mark\n";

pub(crate) async fn signed_in(router: &axum::Router, name: &str) -> Browser {
    let mut browser = Browser::on(router.clone());
    let fields = [("name", name.to_owned()), ("password", PASSWORD.to_owned())];
    let page = browser.post("/sign-in", &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    browser
}

/// The centre, its pages, and the address of the container that waits at the bedside.
fn at_bedside(directory: &std::path::Path) -> (sample::Sample, axum::Router, String, String) {
    let centre = sample::build(directory, &mut |_| {}).unwrap();
    let id = &centre.at_bedside;
    let page = treatment(&centre.world, &centre.reader, id).unwrap();
    let mut bags = page.custody.iter();
    let bag = bags.find(|bag| bag.holds.starts_with("product")).unwrap();
    let of_treatment = format!("/treatments/{id}");
    let of_bag = format!("{of_treatment}/containers/{}", bag.container);
    let router = cikada_web::router(centre.world.clone());
    (centre, router, of_treatment, of_bag)
}

/// A log of the last hour and a half, ten minutes of it too warm.
fn log(centre: &sample::Sample) -> String {
    let rows = (0..12).map(|index| {
        let at = centre.world.now() - SignedDuration::from_mins(90 - 5 * index);
        let warmth = if (4..6).contains(&index) {
            "26.5"
        } else {
            "20.5"
        };
        format!("LOG-0001;{};{warmth};\n", at.strftime("%Y-%m-%d %H:%M:%S"))
    });
    format!("{HEAD}{}", rows.collect::<String>())
}

async fn upload_fields(browser: &mut Browser, mapping: &str) -> [(&'static str, String); 2] {
    let token = browser.token("/today").await;
    [("_token", token), ("mapping", mapping.to_owned())]
}

const MAPPING: &str = "temperature-logger-e";

#[tokio::test]
async fn a_logger_is_read_out_seen_as_a_curve_signed_and_stands_on_the_containers_way() {
    let directory = tempfile::tempdir().unwrap();
    let (centre, router, of_treatment, of_bag) = at_bedside(directory.path());
    let (way, path) = (
        format!("{of_bag}/chain-of-custody"),
        format!("{of_bag}/temperature"),
    );
    let mut nurse = signed_in(&router, "nurse").await;
    assert!(nurse.get(&of_treatment).await.has(&way));
    assert!(nurse.get(&format!("{of_bag}/release")).await.has(&way));
    let shown = nurse.get(&way).await;
    assert!(shown.has("No temperature was logged on the way"));
    assert!(shown.has(&path));
    assert!(nurse.get(&path).await.has("Invented temperature logger E"));

    let fields = upload_fields(&mut nurse, MAPPING).await;
    let sent = nurse.upload(&path, &fields, &log(&centre)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    let sheet = nurse.get(&sent.location).await;
    assert!(sheet.has("<strong>15 min</strong> of 30 min allowed"));
    let size = centre.world.size().unwrap();
    let sign = |password: &str| {
        vec![
            ("_token", sheet.hidden("_token")),
            ("_request", sheet.hidden("_request")),
            ("_password", password.to_owned()),
        ]
    };
    let wrong = nurse.post(&sent.location, &sign("wrong")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(centre.world.size().unwrap(), size);
    let done = nurse.post(&sent.location, &sign(PASSWORD)).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.html);
    assert!(done.has("Recorded and signed"));
    assert_eq!(centre.world.size().unwrap(), size + 1);

    let shown = nurse.get(&way).await;
    assert!(shown.has("Outside for 15 min, all loggers added up"));
    assert!(shown.has("<svg class=\"growth\""));
}

#[tokio::test]
async fn a_wrong_file_names_its_lines_and_cannot_be_signed() {
    let directory = tempfile::tempdir().unwrap();
    let (centre, router, _, of_bag) = at_bedside(directory.path());
    let path = format!("{of_bag}/temperature");
    let mut nurse = signed_in(&router, "nurse").await;
    let unknown = upload_fields(&mut nurse, "temperature-logger-z").await;
    let refused = nurse.upload(&path, &unknown, &log(&centre)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = upload_fields(&mut nurse, MAPPING).await;
    let empty = nurse.upload(&path, &fields, "").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = log(&centre).replace("26.5", "26,5");
    let broken = nurse.upload(&path, &fields, &text).await;
    let broken = nurse.get(&broken.location).await;
    assert!(broken.has("The file is no log"), "{}", broken.html);
    assert!(broken.has("Line 8, column &#39;Temperature (C)&#39;"));
    assert!(!broken.has("name=\"_password\""));
}

#[tokio::test]
async fn whoever_only_looks_sees_the_way_and_sends_no_log() {
    let directory = tempfile::tempdir().unwrap();
    let (centre, router, _, of_bag) = at_bedside(directory.path());
    let (way, path) = (
        format!("{of_bag}/chain-of-custody"),
        format!("{of_bag}/temperature"),
    );
    let mut inspector = signed_in(&router, "inspector").await;
    assert_eq!(inspector.get(&way).await.status, StatusCode::OK);
    let fields = upload_fields(&mut inspector, MAPPING).await;
    let refused = inspector.upload(&path, &fields, &log(&centre)).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let mut nobody = Browser::on(router);
    assert!(nobody.get(&way).await.location.starts_with("/sign-in"));
}

#[tokio::test]
async fn a_container_that_never_was_has_no_way() {
    let directory = tempfile::tempdir().unwrap();
    let (_centre, router, of_treatment, _) = at_bedside(directory.path());
    let mut nurse = signed_in(&router, "nurse").await;
    for page in ["chain-of-custody", "temperature/temperature-logger-e/00"] {
        let path = format!("{of_treatment}/containers/NONE-1/{page}");
        assert_eq!(nurse.get(&path).await.status, StatusCode::NOT_FOUND);
    }
}

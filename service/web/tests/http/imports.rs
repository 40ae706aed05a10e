//! An instrument's file through the pages: sent, shown line by line, signed, and never taken from
//! anybody else.

use axum::http::StatusCode;
use cikada_app::read::laboratory::laboratory;
use cikada_app::sample::{self, PASSWORD};

use crate::support::{Browser, Page};

const HEAD: &str = "Invented cell counter A;serial 0001\nExported by the instrument\n\
                    Sample ID;Date/Time;Viable (10^6/mL);Viability (%)\n";

async fn signed_in(router: &axum::Router, name: &str) -> Browser {
    let mut browser = Browser::on(router.clone());
    let fields = [("name", name.to_owned()), ("password", PASSWORD.to_owned())];
    let page = browser.post("/sign-in", &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    browser
}

/// Takes a sample for every test, of the first batch that still allows it; its address.
async fn sampled(technologist: &mut Browser, batches: &[String]) -> String {
    for batch in batches {
        let path = format!("{batch}/sample");
        let form = technologist.get(&path).await;
        let mut fields = vec![
            ("_token", form.hidden("_token")),
            ("_request", form.hidden("_request")),
            ("sample", "S-2026-0001".to_owned()),
            ("volume", "5".to_owned()),
            ("_occurred", "2026-03-16T08:00".to_owned()),
            ("_reason", "transcribed".to_owned()),
        ];
        let names: Vec<_> = (form.html.split("name=\"test.").skip(1))
            .map(|part| format!("test.{}", part.split('"').next().unwrap()))
            .collect();
        let tests = names.iter().map(|name| (name.as_str(), "yes".to_owned()));
        fields.extend(tests);
        if technologist.post(&path, &fields).await.status == StatusCode::OK {
            return batch.clone();
        }
    }
    panic!("no batch may be sampled");
}

fn upload_fields(page: &Page, mapping: &str) -> Vec<(&'static str, String)> {
    vec![
        ("_token", page.hidden("_token")),
        ("mapping", mapping.to_owned()),
    ]
}

async fn nobody_else_sends(router: axum::Router, path: &str, text: &str) {
    let mut other = signed_in(&router, "qp").await;
    let page = other.get(path).await;
    let fields = upload_fields(&page, "cell-counter-a");
    let refused = other.upload(path, &fields, text).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let mut nobody = Browser::on(router);
    let away = nobody.upload(path, &fields, text).await;
    assert!(away.location.starts_with("/sign-in"), "{}", away.location);
}

#[tokio::test]
async fn quality_control_sends_an_instruments_file_sees_its_lines_and_signs_them() {
    let directory = tempfile::tempdir().unwrap();
    let centre = sample::build(directory.path(), &mut |_| {}).unwrap();
    let sheets = laboratory(&centre.world, &centre.reader).unwrap().batches;
    let batches: Vec<_> = sheets
        .iter()
        .map(|sheet| format!("/treatments/{}/batches/{}", sheet.treatment, sheet.batch))
        .collect();
    let router = cikada_web::router(centre.world.clone());
    let batch = sampled(&mut signed_in(&router, "technologist2").await, &batches).await;
    let path = format!("{batch}/import");
    let mut analyst = signed_in(&router, "analyst").await;
    assert!(analyst.get(&batch).await.has(&path));

    let page = analyst.get(&path).await;
    let text = format!(
        "{HEAD}S-2026-0001;16.03.2026 09:00;1,52;94,5\nS-2026-0099;16.03.2026 09:04;1,31;91.0\n"
    );
    let fields = upload_fields(&page, "cell-counter-a");
    let unknown = analyst
        .upload(&path, &upload_fields(&page, "cell-counter-z"), &text)
        .await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let foreign = analyst.upload(&path, &fields[1..], &text).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);

    let sent = analyst.upload(&path, &fields, &text).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    let shown = analyst.get(&sent.location).await;
    assert!(shown.has("2 to be recorded"), "{}", shown.html);
    assert!(
        shown.has("Line 5, column &#39;Viability (%)&#39;"),
        "{}",
        shown.html
    );

    let size = centre.world.size().unwrap();
    let sign = |password: &str| {
        vec![
            ("_token", shown.hidden("_token")),
            ("_request", shown.hidden("_request")),
            ("line.4.viability", "yes".to_owned()),
            ("line.4.viability-floor", "yes".to_owned()),
            ("_password", password.to_owned()),
        ]
    };
    let wrong = analyst.post(&sent.location, &sign("wrong")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(centre.world.size().unwrap(), size);
    let done = analyst.post(&sent.location, &sign(PASSWORD)).await;
    assert_eq!(done.status, StatusCode::OK);
    assert!(done.has("Recorded and signed: 2"), "{}", done.html);
    assert_eq!(centre.world.size().unwrap(), size + 2);
    assert!(analyst.get(&batch).await.has("imported from file"));
    assert!(
        analyst
            .get(&sent.location)
            .await
            .has("result-already-imported")
    );
    nobody_else_sends(router, &path, &text).await;
}

#[tokio::test]
async fn a_file_larger_than_any_instruments_is_not_taken() {
    let centre = crate::support::ExampleCentre::open();
    let mut cora = centre.signed_in("cora").await;
    let treatment = centre.treatment(&mut cora).await;
    let path = format!("{treatment}/batches/B-1/import");
    let fields = [
        ("_token", cora.token("/today").await),
        ("mapping", "cell-counter-a".to_owned()),
    ];
    let page = cora.upload(&path, &fields, &"1".repeat(5 << 20)).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
}

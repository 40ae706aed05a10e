//! Forms: sent twice, filled wrongly, asked for where there is nothing.

use axum::http::StatusCode;

use crate::support::{ExampleCentre, PASSWORD, new_treatment};

#[tokio::test]
async fn a_form_sent_twice_gets_its_first_answer() {
    let centre = ExampleCentre::open();
    let mut cora = centre.signed_in("cora").await;
    let mut fields = new_treatment(&mut cora).await;
    fields.push(("_token", cora.token("/today").await));
    let first = cora.post("/treatments/new", &fields).await;
    let second = cora.post("/treatments/new", &fields).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    assert_eq!(first.location, second.location);
}

#[tokio::test]
async fn a_form_that_does_not_read_comes_back_with_everything_typed() {
    let centre = ExampleCentre::open();
    let mut cora = centre.signed_in("cora").await;
    let mut fields = new_treatment(&mut cora).await;
    fields.retain(|(name, _)| *name != "birth_date");
    fields.push(("birth_date", "the seventeenth".to_owned()));
    fields.push(("_token", cora.token("/today").await));
    let page = cora.post("/treatments/new", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("id=\"birth_date-error\"") && page.has("value=\"Okonkwo\""));
    assert!(page.has("value=\"the seventeenth\""));
}

#[tokio::test]
async fn what_does_not_exist_is_said_in_words() {
    let centre = ExampleCentre::open();
    let mut cora = centre.signed_in("cora").await;
    let known = centre.treatment(&mut cora).await;
    let unknown = [
        "/nowhere".to_owned(),
        "/treatments/CHA999926999999".to_owned(),
        "/treatments/not-an-identifier".to_owned(),
        format!("{known}/batches/B-none"),
        format!("{known}/batches/B-none/steps/none"),
        format!("{known}/doses/0/bedside"),
        format!("{known}/doses/77/bedside"),
        format!("{known}/containers/none/release"),
        format!("{known}/no-such-act"),
    ];
    for path in unknown {
        let page = cora.get(&path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(
            page.has("There is nothing here") && page.has("Go to Today"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_consent_is_recorded_and_told_with_its_entry() {
    let centre = ExampleCentre::open();
    let mut cora = centre.signed_in("cora").await;
    let treatment = centre.treatment(&mut cora).await;
    let path = format!("{treatment}/consent");
    let form = cora.get(&path).await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.html);
    let mut fields = vec![
        ("_token", form.hidden("_token")),
        ("_request", form.hidden("_request")),
    ];
    let empty = cora.post(&path, &fields).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.has("Not recorded yet"));
    fields[1].1 = "x".repeat(80);
    let page = cora.post(&path, &fields).await;
    assert!(
        page.has("href=\"#form\""),
        "a form without a request id says so above the form"
    );
}

#[tokio::test]
async fn a_refused_form_comes_back_filled_in_under_a_new_request() {
    let centre = ExampleCentre::open();
    let mut cora = centre.signed_in("cora").await;
    let treatment = centre.treatment(&mut cora).await;
    let path = format!("{treatment}/hold-lift");
    let mut pia = centre.signed_in("pia").await;
    let form = pia.get(&path).await;
    let request = form.hidden("_request");
    let fields = [
        ("_token", form.hidden("_token")),
        ("_request", request.clone()),
        ("_password", PASSWORD.to_owned()),
        ("note", "nothing was held".to_owned()),
    ];
    let page = pia.post(&path, &fields).await;
    assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.html);
    assert!(page.has("Refused") && page.has("Correct and send again"));
    assert!(page.has("nothing was held") && !page.has(PASSWORD));
    assert_ne!(page.hidden("_request"), request);
}

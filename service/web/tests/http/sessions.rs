//! Signing in and out, and what becomes of a form when the session ended first.

use axum::http::StatusCode;
use futures_util::StreamExt;

use crate::support::{ExampleCentre, PASSWORD, new_treatment};

#[tokio::test]
async fn a_person_signs_in_sees_today_and_signs_out() {
    let centre = ExampleCentre::open();
    let mut cora = centre.signed_in("cora").await;
    let before = cora.cookies.clone();
    let page = cora.get("/today").await;
    assert!(page.has("Today") && page.has("cora Example"));
    let token = page.hidden("_token");
    cora.post("/sign-out", &[("_token", token)]).await;
    cora.cookies = before;
    let page = cora.get("/today").await;
    assert_eq!(
        page.location, "/sign-in",
        "the cookie is worth nothing after the sign-out"
    );
}

#[tokio::test]
async fn a_wrong_password_is_told_without_saying_which_half_was_wrong() {
    let centre = ExampleCentre::open();
    let mut browser = centre.browser();
    for (name, password) in [("cora", "wrong"), ("nobody", PASSWORD)] {
        let fields = [("name", name.to_owned()), ("password", password.to_owned())];
        let page = browser.post("/sign-in", &fields).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED);
        assert!(page.has("Name or password is wrong") && !page.has(PASSWORD));
    }
}

#[tokio::test]
async fn a_form_sent_after_the_session_ended_comes_back_filled_after_the_sign_in() {
    let centre = ExampleCentre::open();
    let mut cora = centre.signed_in("cora").await;
    let mut fields = new_treatment(&mut cora).await;
    fields.push(("_token", cora.token("/treatments/new").await));
    fields.push(("_password", "never sent back".to_owned()));
    centre.wait_minutes(20);
    let page = cora.post("/treatments/new", &fields).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(page.has("Your session had ended") && !page.has("never sent back"));
    let mut kept = vec![
        ("name", "cora".to_owned()),
        ("password", PASSWORD.to_owned()),
        ("next", page.hidden("next")),
    ];
    for name in [
        "kept._request",
        "kept.family_name",
        "kept.given_name",
        "kept.birth_date",
    ] {
        kept.push((name, page.hidden(name)));
    }
    let page = cora.post("/sign-in", &kept).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.has("value=\"Okonkwo\"") && page.has("No treatment was opened yet"));
    fields.retain(|(name, _)| *name != "_token");
    fields.push(("_token", page.hidden("_token")));
    let page = cora.post("/treatments/new", &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
}

#[tokio::test]
async fn a_new_sign_in_ends_the_session_the_browser_had() {
    let centre = ExampleCentre::open();
    let mut browser = centre.signed_in("cora").await;
    let before = browser.cookies.clone();
    browser.sign_in("pia").await;
    assert!(browser.get("/today").await.has("pia Example"));
    browser.cookies = before;
    assert_eq!(browser.get("/today").await.location, "/sign-in");
}

#[tokio::test]
async fn a_session_ends_by_itself_when_nobody_uses_it() {
    let centre = ExampleCentre::open();
    let mut cora = centre.signed_in("cora").await;
    centre.wait_minutes(14);
    assert_eq!(cora.get("/today").await.status, StatusCode::OK);
    centre.wait_minutes(16);
    assert_eq!(cora.get("/today").await.location, "/sign-in");
}

#[tokio::test]
async fn a_stream_of_changes_ends_with_its_session() {
    let centre = ExampleCentre::open();
    let mut cora = centre.signed_in("cora").await;
    let mut pia = centre.signed_in("pia").await;
    let mut changes = cora.listen("/live").await;
    assert!(
        changes.next().await.is_some(),
        "the number of entries at once"
    );
    centre.treatment(&mut pia).await;
    assert!(changes.next().await.is_some(), "a change is told");
    let token = cora.token("/today").await;
    cora.post("/sign-out", &[("_token", token)]).await;
    let another = [("hospital_number", "H204882".to_owned())];
    centre.treatment_with(&mut pia, &another).await;
    assert!(
        changes.next().await.is_none(),
        "nothing is told after the sign-out"
    );
}

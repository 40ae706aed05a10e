//! Label templates: proposed by one, looked at and approved by another, in words and drawings.

use axum::http::StatusCode;

use crate::support::{Browser, ExampleCentre, PASSWORD, Page};

const EXAMPLE: &str = include_str!("../../../../core/document/templates/examples/product.toml");
const PROPOSAL: &str = "/facility/label-templates";
const VERSION: &str = "/labels/templates/product/example-centre/1";
const APPROVAL: &str = "/facility/label-templates/product/example-centre/1/approval";

async fn send(browser: &mut Browser, path: &str, fields: &[(&'static str, &str)]) -> Page {
    let page = browser.get(path).await;
    let mut all = vec![
        ("_token", page.hidden("_token")),
        ("_request", page.hidden("_request")),
    ];
    all.extend(
        fields
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned())),
    );
    browser.post(path, &all).await
}

#[tokio::test]
async fn one_proposes_a_template_and_another_approves_what_the_page_showed() {
    let centre = ExampleCentre::open();
    let mut tess = centre.signed_in("tess").await;
    let page = tess.get("/labels/templates").await;
    assert!(page.has("Label templates") && page.has("aria-current=\"page\""));
    assert!(page.has("built-in") && page.has("In force") && !page.has("example-centre"));

    let flawed = EXAMPLE.replace("\"patient\", ", "");
    let why = ("why_changed", "a line for the ward");
    let page = send(&mut tess, PROPOSAL, &[("text", &flawed), why]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.has("Line 6, column 8") && page.has("leave out the patient"),
        "{}",
        page.html
    );
    let page = send(&mut tess, PROPOSAL, &[("text", EXAMPLE), why]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.html);

    let page = tess.get(VERSION).await;
    assert!(page.has("Proposed") && page.has("another person approves it"));
    assert!(page.has("SPECIMEN") && page.has("change-added") && page.has("change-removed"));
    assert!(!page.has(APPROVAL));

    let mut quinn = centre.signed_in("quinn").await;
    assert!(quinn.get(VERSION).await.has(APPROVAL));
    let form = quinn.get(APPROVAL).await;
    assert_eq!(
        form.html.matches("SPECIMEN \u{2013} NOT FOR USE").count(),
        2
    );
    let shown = form.between("name=\"looked_at\" value=\"", "\"", 0);
    let unsigned = send(&mut quinn, APPROVAL, &[("looked_at", &shown)]).await;
    assert_eq!(unsigned.status, StatusCode::CONFLICT);
    let (other, signed) = ("0".repeat(64), ("_password", PASSWORD));
    let page = send(&mut quinn, APPROVAL, &[("looked_at", &other), signed]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.has("label-template-preview-differs"), "{}", page.html);
    let own = send(&mut quinn, APPROVAL, &[("looked_at", &shown), signed]).await;
    assert_eq!(own.status, StatusCode::OK, "{}", own.html);
    let page = quinn.get("/labels/templates").await;
    assert!(page.has("In force") && page.has("On hand") && page.has("quinn Example"));
}

#[tokio::test]
async fn label_templates_are_for_readers_and_what_is_unknown_is_no_page() {
    let centre = ExampleCentre::open();
    let mut ines = centre.signed_in("ines").await;
    assert!(
        ines.get("/labels/templates/product/built-in/1")
            .await
            .has("It comes with the software")
    );
    for path in [
        "/labels/templates/bag/built-in/1",
        "/labels/templates/product/built-in/2",
        "/labels/templates/product/none/1",
        "/facility/label-templates/product/none/1/approval",
    ] {
        assert_eq!(ines.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let mut adam = centre.signed_in("adam").await;
    assert_eq!(
        adam.get("/labels/templates").await.status,
        StatusCode::FORBIDDEN
    );
    let mut cora = centre.signed_in("cora").await;
    assert!(!cora.get("/today").await.has("href=\"/labels/templates\""));
}

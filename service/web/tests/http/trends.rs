//! Trends and specifications: read by whoever may read treatments, and never an act.

use axum::http::StatusCode;

use crate::support::ExampleCentre;

#[tokio::test]
async fn another_limit_is_predicted_and_its_entry_written_without_changing_anything() {
    let centre = ExampleCentre::open();
    let mut ines = centre.signed_in("ines").await;
    let path = "/specification/cik-classic";
    let page = ines.get(path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.has("This page changes nothing") && !page.has("id=\"entries\""));
    let page = ines.get(&format!("{path}?viability.min=90")).await;
    assert!(
        page.has("id=\"entries\"") && page.has("min = &#34;90 %&#34;"),
        "{}",
        page.html
    );
    let page = ines.get(&format!("{path}?viability.min=9,5")).await;
    assert!(page.has("1 limit cannot be read") && !page.has("id=\"entries\""));
    let page = ines.get(path).await;
    assert!(page.has("At least") && page.has("value=\"80\"") && !page.has("id=\"entries\""));
}

#[tokio::test]
async fn trends_are_for_readers_and_what_is_unknown_is_no_page() {
    let centre = ExampleCentre::open();
    let mut ines = centre.signed_in("ines").await;
    let page = ines.get("/trends").await;
    assert!(page.has("No batch was started yet.") && page.has("aria-current=\"page\""));
    let page = ines.get("/trends/cik-classic/viability").await;
    assert!(page.has("No value is recorded yet."));
    for path in [
        "/trends/none/viability",
        "/trends/cik-classic/none",
        "/specification/none",
    ] {
        assert_eq!(ines.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let mut adam = centre.signed_in("adam").await;
    for path in ["/trends", "/specification/cik-classic"] {
        assert_eq!(adam.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let mut cora = centre.signed_in("cora").await;
    assert!(!cora.get("/today").await.has("href=\"/trends\""));
}

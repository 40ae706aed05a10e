//! From a scan to everything it led to: by whoever may read treatments, and never by a number in an address.

use axum::http::StatusCode;

use crate::support::ExampleCentre;

#[tokio::test]
async fn a_wristband_that_is_typed_leads_to_a_page_under_the_pseudonym() {
    let centre = ExampleCentre::open();
    let mut cora = centre.signed_in("cora").await;
    let treatment = centre.treatment(&mut cora).await;
    let fields = [
        ("scanned", "H204881".to_owned()),
        ("_token", cora.token("/genealogy").await),
    ];
    let found = cora.post("/genealogy", &fields).await;
    assert_eq!(found.status, StatusCode::SEE_OTHER, "{}", found.html);
    assert_eq!(found.location, "/genealogy/patient/P-000001");
    let page = cora.get(&found.location).await;
    assert!(page.has("Okonkwo, Adaeze") && page.has(&treatment));
    let table = cora.get("/genealogy/patient/P-000001/table.csv").await;
    assert!(table.has("\"treatment\"") && !table.has("Okonkwo") && !table.has("H204881"));
}

#[tokio::test]
async fn nobody_finds_what_is_not_known_or_what_they_may_not_see() {
    let centre = ExampleCentre::open();
    let mut cora = centre.signed_in("cora").await;
    let fields = [
        ("scanned", "LOT-none".to_owned()),
        ("_token", cora.token("/genealogy").await),
    ];
    let nothing = cora.post("/genealogy", &fields).await;
    assert!(nothing.has("Nothing here has this code or number"));
    for path in [
        "/genealogy/lot/LOT-none",
        "/genealogy/spaceship/1",
        "/genealogy/staff/cora?from=yesterday",
    ] {
        assert_eq!(cora.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    centre.treatment(&mut cora).await;
    let mut adam = centre.signed_in("adam").await;
    for path in ["/genealogy", "/genealogy/patient/P-000001"] {
        assert_eq!(adam.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let mut ines = centre.signed_in("ines").await;
    let page = ines.get("/genealogy/patient/P-000001").await;
    assert_eq!(page.status, StatusCode::OK);
}

#[tokio::test]
async fn a_chain_of_identity_that_is_typed_must_be_typed_twice_alike() {
    let centre = ExampleCentre::open();
    let mut cora = centre.signed_in("cora").await;
    let treatment = centre.treatment(&mut cora).await;
    let chain = treatment.rsplit('/').next().unwrap().to_owned();
    let token = cora.token("/genealogy").await;
    let fields = |again: &str| {
        [
            ("scanned", chain.clone()),
            ("again", again.to_owned()),
            ("_token", token.clone()),
        ]
    };
    for again in ["", "CHA999926000099"] {
        let asked = cora.post("/genealogy", &fields(again)).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(asked.has("Type the chain of identity once more"));
    }
    let found = cora.post("/genealogy", &fields(&chain)).await;
    assert_eq!(found.location, format!("/genealogy/treatment/{chain}"));
}

//! Who is let in, and what stands on every answer.

use axum::http::StatusCode;

use crate::support::{ExampleCentre, PASSWORD};

/// The list of routes with a treatment of the centre in its addresses: method, address, rule.
fn routes(treatment: &str) -> Vec<(&'static str, String, &'static str)> {
    let id = treatment.rsplit('/').next().unwrap();
    let read = |line: &'static str| {
        let [method, path, rule] = line.split_whitespace().collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let path = path
            .replace("{treatment}", id)
            .replace("{*act}", "consent")
            .replace("{batch}", "B1")
            .replace("{container}", "C1")
            .replace("{deviation}", "D1")
            .replace("{dose}", "1")
            .replace("{occurrence}", "0")
            .replace("{step}", "a-step")
            .replace("{test}", "a-test")
            .replace("{visit}", "a-visit")
            .replace("{input}", "an-input");
        (method, path, rule)
    };
    include_str!("../../routes.txt").lines().map(read).collect()
}

/// Every address that takes a post.
fn post_paths(treatment: &str) -> Vec<String> {
    let posts = |method: &str| method == "POST" || method == "form";
    let routes = routes(treatment).into_iter();
    routes
        .filter_map(|(method, path, _)| posts(method).then_some(path))
        .collect()
}

#[tokio::test]
async fn no_post_is_taken_without_the_token_or_with_anothers_or_from_another_site() {
    let centre = ExampleCentre::open();
    let mut cora = centre.signed_in("cora").await;
    let mut pia = centre.signed_in("pia").await;
    let treatment = centre.treatment(&mut cora).await;
    let own = cora.token("/today").await;
    let others = pia.token("/today").await;
    assert_ne!(own, others);
    let paths = post_paths(&treatment);
    assert!(paths.len() > 30);
    for path in &paths {
        cora.foreign = true;
        let page = cora.post(path, &[("_token", own.clone())]).await;
        assert_eq!(
            page.status,
            StatusCode::FORBIDDEN,
            "{path} from another site"
        );
        cora.foreign = false;
        if path == "/sign-in" {
            continue;
        }
        let page = cora.post(path, &[]).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path} without a token");
        let page = cora.post(path, &[("_token", others.clone())]).await;
        assert_eq!(
            page.status,
            StatusCode::FORBIDDEN,
            "{path} with another's token"
        );
    }
}

#[tokio::test]
async fn no_page_of_the_centre_opens_without_a_session() {
    let centre = ExampleCentre::open();
    let mut cora = centre.signed_in("cora").await;
    let treatment = centre.treatment(&mut cora).await;
    let mut stranger = centre.browser();
    for (method, path, rule) in routes(&treatment) {
        if method == "POST" || rule == "Anyone" || path == "/" {
            continue;
        }
        let page = stranger.get(&path).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}");
        assert!(
            page.location.starts_with("/sign-in"),
            "{path} led to {}",
            page.location
        );
        assert!(!page.has("Okonkwo"), "{path}");
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers_and_none_a_script_of_its_own() {
    let centre = ExampleCentre::open();
    let mut cora = centre.signed_in("cora").await;
    let treatment = centre.treatment(&mut cora).await;
    let paths = [
        "/today",
        "/board",
        "/release",
        "/treatments/new",
        "/nowhere",
        "/assets/cikada.css",
        "/healthz",
    ];
    let ledger = format!("{treatment}/ledger");
    for path in paths
        .into_iter()
        .chain([treatment.as_str(), ledger.as_str()])
    {
        let page = cora.get(path).await;
        let header = |name: &str| page.headers.get(name).map(|value| value.to_str().unwrap());
        let policy = header("content-security-policy").unwrap_or_default();
        assert!(
            policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
            "{path}"
        );
        assert_eq!(header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(header("referrer-policy"), Some("no-referrer"), "{path}");
        assert!(header("cache-control").is_some(), "{path}");
        assert_eq!(
            header("cross-origin-opener-policy"),
            Some("same-origin"),
            "{path}"
        );
        assert!(
            !page.has("<style") && !page.has(" style=") && !page.has(" onclick="),
            "{path}"
        );
    }
}

#[tokio::test]
async fn an_administrator_sees_no_treatment() {
    let centre = ExampleCentre::open();
    let mut cora = centre.signed_in("cora").await;
    let treatment = centre.treatment(&mut cora).await;
    let mut adam = centre.signed_in("adam").await;
    let of_treatments = |rule: &str| rule == "Reads" || rule == "Acts";
    let mut asked = 0;
    for (method, path, rule) in routes(&treatment) {
        if method == "POST" || !of_treatments(rule) {
            continue;
        }
        let page = adam.get(&path).await;
        let closed = [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND];
        assert!(closed.contains(&page.status), "{path}: {}", page.status);
        assert!(!page.has("Okonkwo"), "{path}");
        asked += 1;
    }
    assert!(asked > 30);
}

#[tokio::test]
async fn a_new_treatment_is_offered_to_nobody_who_may_not_open_one() {
    let centre = ExampleCentre::open();
    for (name, status) in [
        ("cora", StatusCode::OK),
        ("pia", StatusCode::OK),
        ("ines", StatusCode::FORBIDDEN),
        ("adam", StatusCode::FORBIDDEN),
    ] {
        let mut browser = centre.signed_in(name).await;
        let page = browser.get("/treatments/new").await;
        assert_eq!(page.status, status, "{name}");
        assert_eq!(page.has("name=\"family_name\""), status == StatusCode::OK);
    }
}

#[tokio::test]
async fn a_form_larger_than_any_of_ours_is_refused_in_words() {
    let centre = ExampleCentre::open();
    let mut browser = centre.browser();
    let long = "x".repeat(70 * 1024);
    let page = browser
        .post(
            "/sign-in",
            &[("name", long), ("password", PASSWORD.to_owned())],
        )
        .await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.has("This is too large"));
}

//! Who is let in, and what stands on every answer.

use axum::http::StatusCode;

use crate::support::{ExampleCentre, PASSWORD};

/// Every address that takes a post, from the list of routes.
fn post_paths(treatment: &str) -> Vec<String> {
    let id = treatment.rsplit('/').next().unwrap();
    include_str!("../../routes.txt")
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let (method, path) = (words.next()?, words.next()?);
            (method == "POST" || method == "form").then(|| {
                path.replace("{treatment}", id)
                    .replace("{*act}", "consent")
                    .replace("{batch}", "B1")
                    .replace("{container}", "C1")
                    .replace("{deviation}", "D1")
                    .replace("{dose}", "1")
                    .replace("{occurrence}", "0")
                    .replace("{step}", "a-step")
                    .replace("{test}", "a-test")
                    .replace("{visit}", "a-visit")
                    .replace("{input}", "an-input")
            })
        })
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
    let id = treatment.rsplit('/').next().unwrap();
    let mut stranger = centre.browser();
    for line in include_str!("../../routes.txt").lines() {
        let [method, path, rule] = line.split_whitespace().collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        if method != "GET" || rule == "Anyone" || path == "/" {
            continue;
        }
        let path = path.replace("{treatment}", id).replace("{*act}", "consent");
        let path = path
            .replace("{batch}", "B1")
            .replace("{container}", "C1")
            .replace("{dose}", "1");
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
    for path in [
        "/today",
        "/board",
        "/release",
        &treatment,
        &format!("{treatment}/ledger"),
    ] {
        let page = adam.get(path).await;
        assert!(
            page.status.is_client_error(),
            "{path} answered {}",
            page.status
        );
        assert!(!page.has("Okonkwo"), "{path}");
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
    assert!(page.has("This form is too long"));
}

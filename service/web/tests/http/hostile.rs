//! What is typed to be taken for markup: shown as text on every page it comes back on.

use axum::http::StatusCode;

use crate::support::{Browser, ExampleCentre, PASSWORD, Page, new_treatment};

/// Each holds a character that must be escaped, and breaks out of another place of a page.
const HOSTILE: [&str; 20] = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "\"><script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>",
    "\" autofocus onfocus=alert(1) x=\"",
    "' onmouseover='alert(1)",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</option></select><img src=x onerror=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<form action=//evil.example><button>x",
    "<link rel=stylesheet href=//evil.example>",
    "--><script>alert(1)</script><!--",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<details open ontoggle=alert(1)>",
];

fn assert_text(page: &Page, place: &str) {
    for hostile in HOSTILE {
        assert!(!page.has(hostile), "{place}: {hostile}");
    }
}

/// Whether a page shows any of them, as text.
fn tells(page: &Page) -> bool {
    page.has("alert(1)") || page.has("evil.example")
}

async fn send_with(
    browser: &mut Browser,
    path: &str,
    form: &Page,
    fields: &[(&str, &str)],
) -> Page {
    let mut typed = vec![
        ("_token", form.hidden("_token")),
        ("_request", form.hidden("_request")),
    ];
    typed.extend(fields.iter().map(|&(name, value)| (name, value.to_owned())));
    browser.post(path, &typed).await
}

#[tokio::test]
async fn nothing_typed_for_a_new_treatment_is_markup_on_any_page() {
    let centre = ExampleCentre::open();
    let mut cora = centre.signed_in("cora").await;
    let token = cora.token("/today").await;
    let mut opened = 0;
    for (index, hostile) in HOSTILE.into_iter().enumerate() {
        let mut fields = new_treatment(&mut cora).await;
        fields.push(("_token", token.clone()));
        let put = |fields: &mut Vec<(&str, String)>, name: &'static str, typed: String| {
            fields.retain(|(known, _)| *known != name);
            fields.push((name, typed));
        };
        put(&mut fields, "family_name", hostile.to_owned());
        put(&mut fields, "given_name", hostile.to_owned());
        put(&mut fields, "birth_date", hostile.to_owned());
        put(&mut fields, "hospital_number", hostile.to_owned());
        let page = cora.post("/treatments/new", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_text(&page, "the form that comes back");
        assert!(tells(&page), "what was typed comes back as text");

        put(&mut fields, "birth_date", "1961-04-17".to_owned());
        put(&mut fields, "hospital_number", format!("H30{index:04}"));
        let page = cora.post("/treatments/new", &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
        let treatment = page.location;
        opened += 1;
        for path in [
            treatment.clone(),
            format!("{treatment}/ledger"),
            format!("{treatment}/hold"),
        ] {
            let page = cora.get(&path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert_text(&page, &path);
            assert!(tells(&page), "{path}");
        }
    }
    assert_eq!(opened, HOSTILE.len());
    for path in ["/today", "/board", "/release"] {
        assert_text(&cora.get(path).await, path);
    }
}

#[tokio::test]
async fn nothing_typed_into_the_form_of_an_act_is_markup_on_any_page() {
    let centre = ExampleCentre::open();
    let mut cora = centre.signed_in("cora").await;
    let treatment = centre.treatment(&mut cora).await;
    let path = format!("{treatment}/evaluation");
    let form = cora.get(&path).await;
    let number = form
        .html
        .split("<input id=\"")
        .find(|part| part.contains("inputmode=\"decimal\""))
        .and_then(|part| part.split('"').next())
        .unwrap()
        .to_owned();
    for hostile in HOSTILE {
        let form = cora.get(&path).await;
        let fields = [
            (number.as_str(), hostile),
            ("note", hostile),
            ("_occurred", hostile),
            ("_witness", hostile),
        ];
        let page = send_with(&mut cora, &path, &form, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_text(&page, "the form that comes back");
        assert!(tells(&page));
        let page = send_with(
            &mut cora,
            &path,
            &form,
            &[(&number, "1"), ("note", hostile)],
        )
        .await;
        assert!(page.has("Recorded") || page.has("Refused"), "{}", page.html);
        assert_text(&page, "the answer");
    }
    let page = cora.get(&format!("{treatment}/ledger")).await;
    assert!(tells(&page), "the notes stand in the ledger");
    assert_text(&page, "the ledger");
}

#[tokio::test]
async fn nothing_kept_across_a_sign_in_is_markup() {
    let centre = ExampleCentre::open();
    let mut cora = centre.signed_in("cora").await;
    centre.wait_minutes(20);
    for hostile in HOSTILE {
        let fields = [("note", hostile.to_owned()), (hostile, "x".to_owned())];
        let page = cora.post("/treatments/new", &fields).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED);
        assert_text(&page, "the sign-in that keeps a form");
        let fields = [
            ("name", hostile.to_owned()),
            ("password", PASSWORD.to_owned()),
            ("next", hostile.to_owned()),
        ];
        let page = cora.post("/sign-in", &fields).await;
        assert_text(&page, "the sign-in that failed");
    }
}

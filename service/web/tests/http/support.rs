//! A small centre with a clock set by hand, and a browser that keeps its cookies.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, BodyDataStream, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::Response;
use cikada_app::staff::Role;
use cikada_app::use_cases::{NewAccount, install_protocols, open_account};
use cikada_app::{Centre, Clock, World, shipped};
use cikada_domain::StaffId;
use jiff::{SignedDuration, Timestamp};
use tower::ServiceExt;

pub(crate) const PASSWORD: &str = "correct horse battery";

#[derive(Debug)]
struct SimClock(Mutex<Timestamp>);

impl Clock for SimClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// A centre with a coordinator, a physician, an inspector, a technologist, a qualified person and an
/// administrator.
pub(crate) struct ExampleCentre {
    _directory: tempfile::TempDir,
    clock: Arc<SimClock>,
    router: Router,
}

impl ExampleCentre {
    pub(crate) fn open() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let clock = Arc::new(SimClock(Mutex::new(
            "2026-03-14T11:05:00Z".parse().unwrap(),
        )));
        let centre = Centre {
            address: "1 Example Street, Exampletown".to_owned(),
            retention: None,
            name: "Example Centre".to_owned(),
            origin: "example.test/centre".to_owned(),
            zone: "Europe/Berlin".to_owned(),
            facility: "A9999".to_owned(),
            country: "IT".to_owned(),
        };
        let as_clock = Arc::clone(&clock) as Arc<dyn Clock>;
        let world = World::found(directory.path(), as_clock, &centre).unwrap();
        install_protocols(&world, shipped()).unwrap();
        for (name, role) in [
            ("cora", Role::Coordinator),
            ("pia", Role::Physician),
            ("ines", Role::Inspector),
            ("tess", Role::Technologist),
            ("quinn", Role::QualifiedPerson),
            ("adam", Role::Administrator),
        ] {
            let account = NewAccount {
                staff: StaffId::new(name).unwrap(),
                sign_in_name: name.to_owned(),
                name: format!("{name} Example"),
                roles: vec![role],
                password: PASSWORD.to_owned(),
            };
            open_account(&world, &account, "test").unwrap();
        }
        let router = cikada_web::router(Arc::new(world));
        Self {
            _directory: directory,
            clock,
            router,
        }
    }

    /// Lets time pass.
    pub(crate) fn wait_minutes(&self, minutes: i64) {
        let mut now = self.clock.0.lock().unwrap();
        *now = now.checked_add(SignedDuration::from_mins(minutes)).unwrap();
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser::on(self.router.clone())
    }

    pub(crate) async fn signed_in(&self, name: &str) -> Browser {
        let mut browser = self.browser();
        let page = browser.sign_in(name).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
        browser
    }

    /// Opens a treatment and gives its address.
    pub(crate) async fn treatment(&self, browser: &mut Browser) -> String {
        self.treatment_with(browser, &[]).await
    }

    /// The same with other words typed into some boxes.
    pub(crate) async fn treatment_with(
        &self,
        browser: &mut Browser,
        others: &[(&'static str, String)],
    ) -> String {
        let mut fields = new_treatment(browser).await;
        fields.retain(|(name, _)| others.iter().all(|(other, _)| other != name));
        fields.extend_from_slice(others);
        fields.push(("_token", browser.token("/treatments/new").await));
        let page = browser.post("/treatments/new", &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
        page.location
    }
}

/// What is typed for a new treatment, without the token.
pub(crate) async fn new_treatment(browser: &mut Browser) -> Vec<(&'static str, String)> {
    let page = browser.get("/treatments/new").await;
    let protocol = page.between("<option value=\"", "\"", 1);
    vec![
        ("_request", page.hidden("_request")),
        ("protocol", protocol),
        ("family_name", "Okonkwo".to_owned()),
        ("given_name", "Adaeze".to_owned()),
        ("birth_date", "1961-04-17".to_owned()),
        ("hospital_number", "H204881".to_owned()),
    ]
}

/// A browser: cookies, and the headers a browser sends by itself.
pub(crate) struct Browser {
    router: Router,
    pub(crate) cookies: Vec<(String, String)>,
    /// Whether posts look as if another site sent them.
    pub(crate) foreign: bool,
}

impl Browser {
    /// A browser on any centre.
    pub(crate) fn on(router: Router) -> Self {
        Self {
            router,
            cookies: Vec::new(),
            foreign: false,
        }
    }

    /// Sends one file with the fields of its form.
    pub(crate) async fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, String)],
        file: &str,
    ) -> Page {
        let part = |name: &str, value: &str| {
            format!("--cut\r\nContent-Disposition: form-data; {name}\r\n\r\n{value}\r\n")
        };
        let mut body: String = fields
            .iter()
            .map(|(name, value)| part(&format!("name=\"{name}\""), value))
            .collect();
        body.push_str(&part("name=\"file\"; filename=\"run.csv\"", file));
        body.push_str("--cut--\r\n");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body))
            .unwrap();
        self.send(request).await
    }

    pub(crate) async fn get(&mut self, path: &str) -> Page {
        self.send(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, String)]) -> Page {
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, typed)| format!("{}={}", encoded(name), encoded(typed)))
            .collect();
        let site = if self.foreign {
            "cross-site"
        } else {
            "same-origin"
        };
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", site)
            .body(Body::from(pairs.join("&")))
            .unwrap();
        self.send(request).await
    }

    pub(crate) async fn sign_in(&mut self, name: &str) -> Page {
        let fields = [("name", name.to_owned()), ("password", PASSWORD.to_owned())];
        self.post("/sign-in", &fields).await
    }

    /// The token of the session, from a page's sign-out form.
    pub(crate) async fn token(&mut self, path: &str) -> String {
        self.get(path).await.hidden("_token")
    }

    /// Opens an answer that goes on, such as the stream of changes.
    pub(crate) async fn listen(&mut self, path: &str) -> BodyDataStream {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = self.ask(request).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.into_body().into_data_stream()
    }

    async fn ask(&self, mut request: Request<Body>) -> Response {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, kept)| format!("{name}={kept}"))
            .collect();
        let headers = request.headers_mut();
        headers.insert(header::HOST, "cells.example".parse().unwrap());
        headers.insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        self.router.clone().oneshot(request).await.unwrap()
    }

    async fn send(&mut self, request: Request<Body>) -> Page {
        let response = self.ask(request).await;
        let headers = response.headers().clone();
        for set in headers.get_all(header::SET_COOKIE) {
            self.keep(set.to_str().unwrap());
        }
        let location = headers
            .get(header::LOCATION)
            .map(|location| location.to_str().unwrap());
        Page {
            status: response.status(),
            location: location.unwrap_or_default().to_owned(),
            headers,
            html: String::from_utf8(
                to_bytes(response.into_body(), 1 << 20)
                    .await
                    .unwrap()
                    .to_vec(),
            )
            .unwrap(),
        }
    }

    fn keep(&mut self, set: &str) {
        let (pair, rules) = set.split_once(';').unwrap();
        for rule in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
            assert!(rules.contains(rule), "{set}");
        }
        let (name, kept) = pair.split_once('=').unwrap();
        assert!(name.starts_with("__Host-"), "{set}");
        self.cookies.retain(|(known, _)| known != name);
        if !rules.contains("Max-Age=0") {
            self.cookies.push((name.to_owned(), kept.to_owned()));
        }
    }
}

/// An answer.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    pub(crate) headers: HeaderMap,
    pub(crate) html: String,
}

impl Page {
    /// The value of a hidden field.
    pub(crate) fn hidden(&self, name: &str) -> String {
        self.between(&format!("name=\"{name}\" value=\""), "\"", 0)
    }

    /// The text between two others, the so many-th.
    pub(crate) fn between(&self, from: &str, to: &str, index: usize) -> String {
        let part = self.html.split(from).nth(index + 1);
        let part = part.unwrap_or_else(|| panic!("no {from} in {}", self.html));
        part.split(to).next().unwrap().to_owned()
    }

    pub(crate) fn has(&self, words: &str) -> bool {
        self.html.contains(words)
    }
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    text.bytes()
        .map(|byte| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

//! Who is asking: the session by its cookie, and the device the browser runs on.

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use cikada_app::use_cases::{self, Session};
use cikada_domain::DeviceId;

use crate::failure::Failure;
use crate::site::Site;

const SESSION: &str = "__Host-cikada";
const DEVICE: &str = "__Host-cikada-device";

/// The session of a person who is signed in. A page that asks for it sends all others to sign in.
#[derive(Debug)]
pub(crate) struct Reader(pub(crate) Session);

impl FromRequestParts<Site> for Reader {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Failure> {
        let next = parts.uri.path().to_owned();
        current(site, &parts.headers)
            .await?
            .map(Self)
            .ok_or(Failure::SignIn { next })
    }
}

/// The session of the request's cookie, if it still runs.
pub(crate) async fn current(site: &Site, headers: &HeaderMap) -> Result<Option<Session>, Failure> {
    let jar = CookieJar::from_headers(headers);
    let Some(token) = jar.get(SESSION).map(|cookie| cookie.value().to_owned()) else {
        return Ok(None);
    };
    Ok(site
        .ask(move |world| use_cases::session(world, &token))
        .await??)
}

/// The device this browser is known as; a new name the first time.
pub(crate) fn device(jar: &CookieJar) -> Result<DeviceId, Failure> {
    let known = jar
        .get(DEVICE)
        .and_then(|cookie| DeviceId::new(cookie.value()).ok());
    match known {
        Some(device) => Ok(device),
        None => DeviceId::new(format!("web-{}", random_name(4)?))
            .map_err(|error| Failure::Broken(error.to_string())),
    }
}

/// Random bytes in hexadecimal, for names that must not be guessed or met twice.
pub(crate) fn random_name(bytes: usize) -> Result<String, Failure> {
    let mut buffer = vec![0; bytes];
    getrandom::fill(&mut buffer).map_err(|error| Failure::Broken(error.to_string()))?;
    Ok(buffer.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The cookies after a sign-in.
pub(crate) fn signed_in(jar: CookieJar, token: String, device: &DeviceId) -> CookieJar {
    let mut device = cookie(DEVICE, device.as_str().to_owned());
    device.make_permanent();
    jar.add(cookie(SESSION, token)).add(device)
}

/// The cookies after a sign-out: the device keeps its name.
pub(crate) fn signed_out(jar: CookieJar) -> CookieJar {
    jar.remove(cookie(SESSION, String::new()))
}

fn cookie(name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Strict)
        .build()
}

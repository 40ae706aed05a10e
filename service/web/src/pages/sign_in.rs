//! Sign-in and sign-out. A form that came too late is carried through the sign-in and shown again.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use cikada_app::use_cases::{self, SignInError};
use serde::Deserialize;

use crate::address;
use crate::failure::Failure;
use crate::pages::{form, opening, render};
use crate::post::{Fields, OwnPost, Post, forget_secrets};
use crate::session::{current, device, signed_in, signed_out};
use crate::site::Site;

/// What a kept field is called while it is carried through the sign-in.
const KEPT: &str = "kept.";

#[derive(Debug, Template)]
#[template(path = "sign_in.html")]
pub(crate) struct SignInPage {
    name: String,
    next: String,
    kept: Vec<(String, String)>,
    error: Option<String>,
    ended: bool,
}

impl SignInPage {
    /// For a form that was sent after the session had ended.
    pub(crate) fn ended(next: &str, kept: &Fields) -> Self {
        let kept = kept
            .iter()
            .map(|(name, typed)| (format!("{KEPT}{name}"), typed.clone()));
        Self {
            name: String::new(),
            next: next.to_owned(),
            kept: kept.collect(),
            error: None,
            ended: true,
        }
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    next: String,
}

pub(crate) async fn show(
    State(site): State<Site>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    if current(&site, &headers).await?.is_some() {
        return Ok(Redirect::to(safe_path(&asked.next)).into_response());
    }
    let next = safe_path(&asked.next).to_owned();
    let page = SignInPage {
        name: String::new(),
        next,
        kept: Vec::new(),
        error: None,
        ended: false,
    };
    Ok(render(StatusCode::OK, &page))
}

pub(crate) async fn send(
    State(site): State<Site>,
    headers: HeaderMap,
    jar: CookieJar,
    OwnPost(mut fields): OwnPost,
) -> Result<Response, Failure> {
    let mut take = |name: &str| fields.remove(name).unwrap_or_default();
    let (name, password, next) = (take("name"), take("password"), take("next"));
    let device = device(&jar)?;
    let (asked, on) = (name.clone(), device.clone());
    let signing = site
        .ask(move |world| use_cases::sign_in(world, &asked, &password, &on))
        .await?;
    let next = safe_path(&next).to_owned();
    let signed = match signing {
        Ok(signed) => signed,
        Err(SignInError::App(error)) => return Err(error.into()),
        Err(error @ (SignInError::Wrong | SignInError::Locked { .. })) => {
            let error = Some(crate::wording::capital(&error.to_string()));
            let kept: Vec<_> = fields.into_iter().collect();
            let ended = !kept.is_empty();
            let page = SignInPage {
                name,
                next,
                kept,
                error,
                ended,
            };
            return Ok(render(StatusCode::UNAUTHORIZED, &page));
        }
    };
    // Whatever this browser was signed in as before ends here, so that an old cookie is worth nothing.
    if let Some(before) = current(&site, &headers).await? {
        site.ask(move |world| use_cases::sign_out(world, &before))
            .await??;
    }
    let jar = signed_in(jar, signed.token, &device);
    let session = signed.session;
    let mut kept: Fields = fields
        .into_iter()
        .filter_map(|(name, typed)| Some((name.strip_prefix(KEPT)?.to_owned(), typed)))
        .collect();
    forget_secrets(&mut kept);
    if kept.is_empty() {
        return Ok((jar, Redirect::to(&next)).into_response());
    }
    let shown = site
        .ask(move |world| {
            if next == opening::PATH {
                opening::resume(world, &session, &kept)
            } else if address::parse(&next).is_some() {
                form::resume(world, &session, &next, &kept)
            } else {
                Ok(Redirect::to("/today").into_response())
            }
        })
        .await?;
    Ok((jar, shown).into_response())
}

pub(crate) async fn leave(
    State(site): State<Site>,
    jar: CookieJar,
    post: Post,
) -> Result<Response, Failure> {
    site.ask(move |world| use_cases::sign_out(world, &post.session))
        .await??;
    Ok((signed_out(jar), Redirect::to("/sign-in")).into_response())
}

/// A path of our own to go to after the sign-in; anything else leads to Today.
fn safe_path(asked: &str) -> &str {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-._".contains(c);
    let own = asked.starts_with('/') && !asked.starts_with("//") && asked.chars().all(plain);
    if own && !asked.starts_with("/sign-") {
        asked
    } else {
        "/today"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_leads_to_our_own_pages_only() {
        assert_eq!(
            safe_path("/treatments/CHA999926000042/doses/2/bedside"),
            "/treatments/CHA999926000042/doses/2/bedside"
        );
        for foreign in [
            "",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/a?b",
            "/sign-out",
        ] {
            assert_eq!(safe_path(foreign), "/today", "{foreign}");
        }
    }
}

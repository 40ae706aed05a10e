//! What a form sent: read, known to come from our own page, and from a person who is signed in.
//!
//! A post that comes after the session ended is kept whole, passwords excepted, so that nothing a
//! person typed in the clean room is lost.

use std::collections::BTreeMap;

use axum::Form;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use cikada_app::form::TIMER_STARTED;
use cikada_app::use_cases::{Posted, Session};

use crate::failure::Failure;
use crate::session::current;
use crate::shield;
use crate::site::Site;

/// The largest post read, in bytes.
pub(crate) const BODY_BYTES_MAX: usize = 64 * 1024;

/// Our own fields start with `_`, which no field of a protocol can.
pub(crate) const TOKEN: &str = "_token";
pub(crate) const REQUEST: &str = "_request";
pub(crate) const PASSWORD: &str = "_password";
pub(crate) const WITNESS: &str = "_witness";
pub(crate) const WITNESS_PASSWORD: &str = "_witness_password";
pub(crate) const OCCURRED: &str = "_occurred";
pub(crate) const REASON: &str = "_reason";
/// Asks for the form again with what was typed, and for nothing to be recorded.
pub(crate) const AGAIN: &str = "_again";

/// Fields as they were typed, by name.
pub(crate) type Fields = BTreeMap<String, String>;

/// A post from one of our own pages, whoever sent it.
#[derive(Debug)]
pub(crate) struct OwnPost(pub(crate) Fields);

impl FromRequest<Site> for OwnPost {
    type Rejection = Failure;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Failure> {
        if !shield::is_own(request.headers()) {
            return Err(Failure::Foreign);
        }
        match Form::<Vec<(String, String)>>::from_request(request, site).await {
            Ok(Form(pairs)) => Ok(Self(pairs.into_iter().collect())),
            Err(rejection) => match rejection.into_response().status() {
                StatusCode::PAYLOAD_TOO_LARGE => Err(Failure::TooLarge),
                _ => Err(Failure::Unreadable),
            },
        }
    }
}

/// A post of a person who is signed in, with the token of their session.
#[derive(Debug)]
pub(crate) struct Post {
    pub(crate) session: Session,
    pub(crate) fields: Fields,
}

impl FromRequest<Site> for Post {
    type Rejection = Failure;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Failure> {
        let next = request.uri().path().to_owned();
        let headers = request.headers().clone();
        let OwnPost(mut fields) = OwnPost::from_request(request, site).await?;
        let token = fields.remove(TOKEN);
        let Some(session) = current(site, &headers).await? else {
            forget_secrets(&mut fields);
            return Err(Failure::SessionEnded { next, kept: fields });
        };
        if token.as_ref() != Some(&session.csrf) {
            return Err(Failure::Foreign);
        }
        Ok(Self { session, fields })
    }
}

/// Drops what must never be sent back to a browser.
pub(crate) fn forget_secrets(fields: &mut Fields) {
    for secret in [TOKEN, PASSWORD, WITNESS_PASSWORD] {
        fields.remove(secret);
    }
}

/// The post as the app takes it: our own fields by their meaning, the others by their name.
pub(crate) fn posted(mut fields: Fields) -> Posted {
    let mut own = |name: &str| fields.remove(name).filter(|typed| !typed.is_empty());
    own(TIMER_STARTED);
    let witness = (own(WITNESS), own(WITNESS_PASSWORD));
    let witness = match witness {
        (None, None) => None,
        (name, password) => Some((name.unwrap_or_default(), password.unwrap_or_default())),
    };
    Posted {
        request: own(REQUEST).unwrap_or_default(),
        password: own(PASSWORD),
        witness,
        occurred_at: own(OCCURRED),
        reason: own(REASON),
        fields,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        pairs
            .iter()
            .map(|&(name, typed)| (name.to_owned(), typed.to_owned()))
            .collect()
    }

    #[test]
    fn what_is_kept_across_a_sign_in_holds_no_password() {
        let mut kept = fields(&[
            ("cells", "3.1"),
            (PASSWORD, "a"),
            (WITNESS_PASSWORD, "b"),
            (TOKEN, "c"),
        ]);
        forget_secrets(&mut kept);
        assert_eq!(kept, fields(&[("cells", "3.1")]));
    }

    #[test]
    fn our_own_fields_do_not_reach_the_protocol() {
        let posted = posted(fields(&[
            ("cells", "3.1"),
            (REQUEST, "r"),
            (WITNESS, "w"),
            (REASON, ""),
        ]));
        assert_eq!(posted.fields, fields(&[("cells", "3.1")]));
        assert_eq!(posted.witness, Some(("w".to_owned(), String::new())));
        assert_eq!(posted.reason, None);
    }
}

//! A file sent by a form, with the form's own fields: from our own page, by a person who is signed in.

use std::collections::BTreeMap;

use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use cikada_app::use_cases::{ATTACHED_BYTES_MAX, INSTRUMENT_FILE_BYTES_MAX, Session};

use crate::failure::Failure;
use crate::post::{BODY_BYTES_MAX, Fields, TOKEN};
use crate::session::current;
use crate::shield;
use crate::site::Site;

/// The largest post with a file: the file, and room for the fields beside it.
pub(crate) const UPLOAD_BYTES_MAX: usize = INSTRUMENT_FILE_BYTES_MAX + BODY_BYTES_MAX;

/// The largest post that attaches a file. A file somewhat too large is refused in words.
pub(crate) const ATTACH_BYTES_MAX: usize = ATTACHED_BYTES_MAX + 1024 * 1024;

/// The field that holds the file.
pub(crate) const FILE: &str = "file";

/// A posted file. It is known by its bytes; its name is what its sender calls it.
#[derive(Debug)]
pub(crate) struct Upload {
    pub(crate) session: Session,
    pub(crate) fields: Fields,
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

impl FromRequest<Site> for Upload {
    type Rejection = Failure;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Failure> {
        if !shield::is_own(request.headers()) {
            return Err(Failure::Foreign);
        }
        let next = request.uri().path().to_owned();
        // A file cannot be put back into a form, so that nothing of it is kept across a sign-in.
        let Some(session) = current(site, request.headers()).await? else {
            return Err(Failure::SignIn { next });
        };
        // What is no form with a file carries no token either.
        let parts = Multipart::from_request(request, site).await;
        let mut parts = parts.map_err(|_| Failure::Foreign)?;
        let (mut fields, mut bytes) = (BTreeMap::new(), Vec::new());
        let mut file_name = String::new();
        let unreadable = |error: axum::extract::multipart::MultipartError| match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge,
            _ => Failure::Unreadable,
        };
        while let Some(part) = parts.next_field().await.map_err(unreadable)? {
            let name = part.name().unwrap_or_default().to_owned();
            if name == FILE {
                file_name = part.file_name().unwrap_or_default().to_owned();
                bytes = part.bytes().await.map_err(unreadable)?.to_vec();
            } else {
                fields.insert(name, part.text().await.map_err(unreadable)?);
            }
        }
        if fields.remove(TOKEN).as_ref() != Some(&session.csrf) {
            return Err(Failure::Foreign);
        }
        Ok(Self {
            session,
            fields,
            name: file_name,
            bytes,
        })
    }
}

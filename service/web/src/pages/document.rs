//! Documents that are filed, as PDF.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use cikada_app::papers::{self, Document, Filed, LabelForm};
use cikada_domain::ContainerId;

use crate::failure::Failure;
use crate::pages::treatment_of;
use crate::session::Reader;
use crate::site::Site;

pub(crate) async fn show(
    State(site): State<Site>,
    Reader(session): Reader,
    Path((treatment, kind, of)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let treatment = treatment_of(treatment)?;
    let document = Document::parse(&kind, &of).ok_or(Failure::NotFound)?;
    let filed = site
        .ask(move |world| papers::file(world, &session.actor, &treatment, &document))
        .await??;
    Ok(answer(filed, "application/pdf"))
}

/// A label that was printed, for its printer.
pub(crate) async fn label(
    State(site): State<Site>,
    Reader(session): Reader,
    Path((treatment, container, form)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let treatment = treatment_of(treatment)?;
    let container = ContainerId::new(container).map_err(|_| Failure::NotFound)?;
    let form = LabelForm::parse(&form).ok_or(Failure::NotFound)?;
    let actor = session.actor;
    let filed = site
        .ask(move |world| papers::file_label(world, &actor, &treatment, &container, form))
        .await??;
    Ok(answer(filed, form.media_type()))
}

/// The wristband, for its printer.
pub(crate) async fn wristband(
    State(site): State<Site>,
    Reader(session): Reader,
    Path((treatment, form)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let treatment = treatment_of(treatment)?;
    let form = LabelForm::parse(&form).ok_or(Failure::NotFound)?;
    let filed = site
        .ask(move |world| papers::file_wristband(world, &session.actor, &treatment, form))
        .await??;
    Ok(answer(filed, form.media_type()))
}

fn answer(filed: Filed, media_type: &str) -> Response {
    // Names of files are made of identifiers, which hold no quotation mark.
    let disposition = format!("inline; filename=\"{}\"", filed.name);
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, filed.bytes).into_response()
}

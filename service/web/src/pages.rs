//! The pages: each a plain struct beside its template, with the handlers that make it.

pub(crate) mod answer;
pub(crate) mod batch;
pub(crate) mod bedside;
pub(crate) mod board;
pub(crate) mod certification;
pub(crate) mod custody;
pub(crate) mod document;
pub(crate) mod facility;
pub(crate) mod facility_form;
pub(crate) mod fields;
pub(crate) mod files;
pub(crate) mod form;
pub(crate) mod frame;
pub(crate) mod genealogy;
pub(crate) mod import;
pub(crate) mod label_templates;
pub(crate) mod laboratory;
pub(crate) mod ledger;
pub(crate) mod opening;
pub(crate) mod release;
pub(crate) mod sign_in;
pub(crate) mod specification;
pub(crate) mod temperature;
pub(crate) mod today;
pub(crate) mod treatment;
pub(crate) mod trends;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use cikada_domain::{BatchId, ChainOfIdentity, ContainerId, DoseNumber};

use crate::address;
use crate::failure::Failure;

/// Writes a page. A template fails only when formatting does, which plain text survives.
pub(crate) fn render(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            format!("the page was not written: {error}"),
        )
            .into_response(),
    }
}

/// The treatment of an address. What is not an identifier is a page that does not exist.
pub(crate) fn treatment_of(text: String) -> Result<ChainOfIdentity, Failure> {
    ChainOfIdentity::new(text).map_err(|_| Failure::NotFound)
}

pub(crate) fn batch_of(text: String) -> Result<BatchId, Failure> {
    BatchId::new(text).map_err(|_| Failure::NotFound)
}

pub(crate) fn container_of(text: String) -> Result<ContainerId, Failure> {
    ContainerId::new(text).map_err(|_| Failure::NotFound)
}

pub(crate) fn dose_of(text: &str) -> Result<DoseNumber, Failure> {
    address::dose_number(text).ok_or(Failure::NotFound)
}

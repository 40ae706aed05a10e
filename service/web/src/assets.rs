//! The stylesheet, the script and the mark, compiled in.

use axum::http::header;
use axum::response::IntoResponse;

const CSS: &str = include_str!("assets/cikada.css");
const SCRIPT: &str = include_str!("assets/cikada.js");
const CONNECTION: &str = include_str!("assets/connection.js");
const MARK: &str = include_str!("assets/cikada.svg");

fn asset(kind: &'static str, body: &'static str) -> impl IntoResponse {
    // A tablet keeps them for a shift's page views, and a new version is there within minutes.
    (
        [
            (header::CONTENT_TYPE, kind),
            (header::CACHE_CONTROL, "private, max-age=300"),
        ],
        body,
    )
}

pub(crate) async fn stylesheet() -> impl IntoResponse {
    asset("text/css; charset=utf-8", CSS)
}

pub(crate) async fn script() -> impl IntoResponse {
    asset("text/javascript; charset=utf-8", SCRIPT)
}

pub(crate) async fn connection() -> impl IntoResponse {
    asset("text/javascript; charset=utf-8", CONNECTION)
}

pub(crate) async fn mark() -> impl IntoResponse {
    asset("image/svg+xml", MARK)
}

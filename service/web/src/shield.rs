//! What protects every answer and every post, whatever page it is.
//!
//! The headers follow OWASP ASVS 5 chapter 3: no inline script or style, no frames, no caching of
//! records. A post must come from our own pages, which the browser itself says (Fetch Metadata).

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
    img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; \
    base-uri 'none'";

const HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::CACHE_CONTROL, "no-store"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), usb=(), payment=()",
    ),
];

/// Puts the headers on every answer; one that an answer already carries stays.
pub(crate) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Whether a post comes from our own pages.
///
/// Browsers say so in `Sec-Fetch-Site`, which no page can forge. Where it is missing, `Origin` must
/// name our host. A post with neither did not come from a page and is refused: absence is no pass.
pub(crate) fn is_own(headers: &HeaderMap) -> bool {
    let read = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let origin = read("origin");
    let is_host = |origin: &str| {
        let authority = origin.split_once("://").map(|(_, authority)| authority);
        authority.is_some() && authority == read("host")
    };
    match (read("sec-fetch-site"), origin) {
        // Our referrer policy makes browsers write `null` as the origin of our own forms.
        (Some("same-origin"), None | Some("null")) => true,
        (Some("same-origin") | None, Some(origin)) => is_host(origin),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert("host", HeaderValue::from_static("cells.example:8080"));
        for (name, value) in pairs {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        is_own(&headers)
    }

    #[test]
    fn a_post_of_our_own_pages_is_let_in() {
        assert!(post(&[
            ("sec-fetch-site", "same-origin"),
            ("origin", "null")
        ]));
        assert!(post(&[
            ("sec-fetch-site", "same-origin"),
            ("origin", "https://cells.example:8080")
        ]));
        assert!(post(&[("origin", "https://cells.example:8080")]));
    }

    #[test]
    fn a_post_of_another_site_or_of_no_page_is_refused() {
        assert!(!post(&[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://cells.example:8080")
        ]));
        assert!(!post(&[("sec-fetch-site", "same-site")]));
        assert!(!post(&[
            ("sec-fetch-site", "same-origin"),
            ("origin", "https://evil.example")
        ]));
        assert!(!post(&[(
            "origin",
            "https://cells.example:8080.evil.example"
        )]));
        assert!(!post(&[("origin", "null")]));
        assert!(!post(&[]));
    }
}

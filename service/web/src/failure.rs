//! What can go wrong before a page is made, each as a page in words with a way on.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use cikada_app::AppError;

use crate::pages::render;
use crate::pages::sign_in::SignInPage;
use crate::post::Fields;

/// Why a request got no page of its own.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Nobody is signed in.
    SignIn { next: String },
    /// The session ended before a form was sent; what was typed is kept.
    SessionEnded { next: String, kept: Fields },
    /// A post without our token, or from another site.
    Foreign,
    /// There is no such page, or it is not the reader's to see.
    NotFound,
    /// The roles held do not allow it.
    NotAuthorised(String),
    /// The post is larger than any form of ours.
    TooLarge,
    /// The post is no form.
    Unreadable,
    /// The page is not one that takes posts, or only that.
    WrongMethod,
    /// A kept file is missing, or is not the one that was kept.
    FileLost(String),
    /// The disk is full.
    StorageFull,
    /// The store has stopped itself.
    Halted,
    /// Anything else; the text is for whoever runs the server.
    Broken(String),
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        if error.is_not_found() {
            Self::NotFound
        } else if error.is_not_authorised() {
            Self::NotAuthorised(error.to_string())
        } else if error.is_storage_full() {
            Self::StorageFull
        } else if error.is_of_kept_file() {
            Self::FileLost(error.to_string())
        } else if error.is_halted() {
            Self::Halted
        } else {
            Self::Broken(error.to_string())
        }
    }
}

/// What stands above a form that failed without being recorded and may be sent again as it is.
///
/// # Errors
/// When there is no sense in sending it again.
pub(crate) fn may_be_sent_again(error: AppError) -> Result<(StatusCode, String), Failure> {
    if error.is_not_authorised() {
        Ok((StatusCode::FORBIDDEN, error.to_string()))
    } else if error.is_storage_full() {
        let words = "the disk is full: nothing was recorded; tell whoever runs the server, and send again when there is room";
        Ok((StatusCode::INSUFFICIENT_STORAGE, words.to_owned()))
    } else if matches!(error, AppError::Contended) {
        let words = format!("nothing was recorded: {error}");
        Ok((StatusCode::CONFLICT, words))
    } else {
        Err(error.into())
    }
}

#[derive(Debug, Template)]
#[template(path = "failure.html")]
struct FailurePage<'a> {
    status: u16,
    title: &'a str,
    sentences: Vec<&'a str>,
    detail: Option<&'a str>,
    href: &'a str,
    way_on: &'a str,
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match &self {
            Self::SignIn { next } if next == "/" || next == "/today" => {
                Redirect::to("/sign-in").into_response()
            }
            Self::SignIn { next } => Redirect::to(&format!("/sign-in?next={next}")).into_response(),
            Self::SessionEnded { next, kept } => {
                render(StatusCode::UNAUTHORIZED, &SignInPage::ended(next, kept))
            }
            _ => self.page(),
        }
    }
}

impl Failure {
    fn status(&self) -> StatusCode {
        match self {
            Self::SignIn { .. } | Self::SessionEnded { .. } => StatusCode::UNAUTHORIZED,
            Self::Foreign | Self::NotAuthorised(_) => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::StorageFull => StatusCode::INSUFFICIENT_STORAGE,
            Self::Halted => StatusCode::SERVICE_UNAVAILABLE,
            Self::FileLost(_) | Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn page(&self) -> Response {
        let status = self.status();
        let (title, sentences) = self.words();
        let detail = match self {
            Self::NotAuthorised(detail) | Self::FileLost(detail) | Self::Broken(detail) => {
                Some(detail.as_str())
            }
            _ => None,
        };
        let page = FailurePage {
            status: status.as_u16(),
            title,
            sentences,
            detail,
            href: "/today",
            way_on: "Go to Today",
        };
        render(status, &page)
    }

    fn words(&self) -> (&'static str, Vec<&'static str>) {
        match self {
            Self::SignIn { .. } | Self::SessionEnded { .. } => ("Sign in", vec!["Sign in first."]),
            Self::Foreign => (
                "This form was not taken",
                vec![
                    "It did not carry the mark of your own session, so that it may come from another page. Nothing was recorded.",
                    "Open the form again from Cikada and send it from there.",
                ],
            ),
            Self::NotAuthorised(_) => (
                "This is not yours to do",
                vec![
                    "Your roles do not allow it. Nothing was recorded.",
                    "Ask a person who holds the role.",
                ],
            ),
            Self::NotFound => (
                "There is nothing here",
                vec![
                    "No page has this address, or what it showed is not open to you.",
                    "If you scanned a label, check that you scanned the right one.",
                ],
            ),
            Self::TooLarge => (
                "This is too large",
                vec![
                    "More was sent than this form takes. Nothing was recorded.",
                    "Go back, shorten the text or choose a smaller file, and send it again.",
                ],
            ),
            Self::Unreadable => (
                "This form could not be read",
                vec![
                    "What was sent is not a form of ours. Nothing was recorded.",
                    "Open the form again and send it from there.",
                ],
            ),
            Self::WrongMethod => (
                "This address is not used like that",
                vec!["Open the page from Cikada and use its buttons."],
            ),
            Self::FileLost(_) => (
                "This file is not what was kept",
                vec!["It is not shown: tell whoever runs the server what stands below."],
            ),
            Self::StorageFull => (
                "The disk is full",
                vec![
                    "Nothing was recorded: what you sent was not kept. Reading still works.",
                    "Tell whoever runs the server. Keep what you wrote on paper until then.",
                ],
            ),
            Self::Halted => (
                "Cikada has stopped itself",
                vec![
                    "The disk failed while writing, and nothing more is written until the ledger has been checked.",
                    "Whatever you were told was recorded is recorded. Work on paper and tell whoever runs the server.",
                ],
            ),
            Self::Broken(_) => (
                "Something failed",
                vec![
                    "The request could not be finished. If you were recording something, open the form again: it shows what was recorded.",
                    "If it fails again, tell whoever runs the server what stands below.",
                ],
            ),
        }
    }
}

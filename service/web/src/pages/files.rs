//! Photographs and files of a step: shown, sent, and given out as they were kept.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use cikada_app::World;
use cikada_app::read::files::{self, FilesPage};
use cikada_app::use_cases::{Answer, Reason, SentFile, Session, SubmitError, attach_file};
use cikada_domain::{BatchId, ChainOfIdentity, FileHash, StepId};

use crate::failure::{Failure, may_be_sent_again};
use crate::pages::frame::{Frame, Section};
use crate::pages::{batch_of, render, treatment_of};
use crate::post::REQUEST;
use crate::session::{Reader, random_name};
use crate::site::Site;
use crate::upload::Upload;
use crate::{address, shape, wording};

/// What stands above the files.
#[derive(Debug)]
enum Outcome {
    Shown,
    Wrong(String),
    Refused(Vec<Reason>),
}

#[derive(Debug, Template)]
#[template(path = "files.html")]
struct Page {
    frame: Frame,
    page: FilesPage,
    request: String,
    outcome: Outcome,
}

type Place = (String, String, String);

fn read((treatment, batch, step): Place) -> Result<(ChainOfIdentity, BatchId, StepId), Failure> {
    let step = StepId::new(step).map_err(|_| Failure::NotFound)?;
    Ok((treatment_of(treatment)?, batch_of(batch)?, step))
}

pub(crate) async fn show(
    State(site): State<Site>,
    Reader(session): Reader,
    Path(place): Path<Place>,
) -> Result<Response, Failure> {
    let place = read(place)?;
    site.ask(move |world| laid_out(world, &session, &place, StatusCode::OK, Outcome::Shown))
        .await?
}

/// Attaches a file, and leads back to the step's files, where a reload sends nothing again.
pub(crate) async fn take(
    State(site): State<Site>,
    Path(place): Path<Place>,
    upload: Upload,
) -> Result<Response, Failure> {
    let place = read(place)?;
    site.ask(move |world| {
        let (session, (treatment, batch, step)) = (&upload.session, &place);
        let sent = SentFile {
            request: upload.fields.get(REQUEST).cloned().unwrap_or_default(),
            name: upload.name,
            bytes: upload.bytes,
        };
        let done = attach_file(world, &session.actor, treatment, batch, step, &sent);
        let (status, outcome) = match done {
            Ok(Answer::Accepted { .. }) => {
                let next = address::files(treatment, batch, step);
                return Ok(Redirect::to(&next).into_response());
            }
            Ok(Answer::Refused { reasons }) | Err(SubmitError::Refused(reasons)) => {
                (StatusCode::CONFLICT, Outcome::Refused(reasons))
            }
            Err(SubmitError::Fields(errors)) => {
                let words: Vec<_> = errors.into_iter().map(|error| error.message).collect();
                let words = wording::capital(&words.join("; "));
                (StatusCode::UNPROCESSABLE_ENTITY, Outcome::Wrong(words))
            }
            Err(SubmitError::App(error)) => {
                let (status, words) = may_be_sent_again(error)?;
                (status, Outcome::Wrong(wording::capital(&words)))
            }
            Err(error) => {
                let words = wording::capital(&error.to_string());
                (StatusCode::UNPROCESSABLE_ENTITY, Outcome::Wrong(words))
            }
        };
        laid_out(world, session, &place, status, outcome)
    })
    .await?
}

fn laid_out(
    world: &World,
    session: &Session,
    (treatment, batch, step): &(ChainOfIdentity, BatchId, StepId),
    status: StatusCode,
    outcome: Outcome,
) -> Result<Response, Failure> {
    let page = Page {
        frame: Frame::new(world, session, Section::Treatment),
        page: files::files(world, &session.actor, treatment, batch, step)?,
        request: random_name(16)?,
        outcome,
    };
    Ok(render(status, &page))
}

/// One file, as it was kept; a page that says so where it is not that one any more.
pub(crate) async fn open(
    State(site): State<Site>,
    Reader(session): Reader,
    Path((treatment, batch, file)): Path<Place>,
) -> Result<Response, Failure> {
    let (treatment, batch) = (treatment_of(treatment)?, batch_of(batch)?);
    let file = FileHash::new(file).map_err(|_| Failure::NotFound)?;
    let kept = site
        .ask(move |world| files::open_file(world, &session.actor, &treatment, &batch, &file))
        .await??;
    // Text is said to be in UTF-8, as it was when it came.
    let media_type = match kept.media_type.starts_with("text/") {
        true => format!("{}; charset=utf-8", kept.media_type),
        false => kept.media_type,
    };
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (
            header::CONTENT_DISPOSITION,
            format!("inline; filename=\"{}\"", kept.name),
        ),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, kept.bytes).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example;

    fn html(page: FilesPage, outcome: Outcome) -> String {
        let page = Page {
            frame: Frame::example(Section::Treatment),
            page,
            request: "request-1".to_owned(),
            outcome,
        };
        page.render().unwrap()
    }

    #[test]
    fn the_files_of_a_step_stand_there_with_name_size_and_hash() {
        insta::assert_snapshot!(html(example::files_page(), Outcome::Shown));
    }

    #[test]
    fn a_step_that_was_not_done_takes_no_file_and_says_why() {
        let mut page = example::files_page();
        page.done = false;
        let html = html(page, Outcome::Shown);
        assert!(html.contains("Record it first"), "{html}");
        assert!(!html.contains("type=\"file\""), "{html}");
    }
}

//! A temperature logger's file on a container: chosen, shown as a curve, signed for.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use cikada_app::World;
use cikada_app::read::{Heading, heading};
use cikada_app::use_cases::{
    LogSheet, LogSigned, LogStanding, Session, SubmitError, import_log, keep_log, log_sheet,
    loggers,
};
use cikada_domain::{ChainOfIdentity, ContainerId, FileHash};

use crate::drawing::temperature::{self, TemperatureCurve};
use crate::failure::{Failure, may_be_sent_again};
use crate::pages::custody::ROWS_MAX;
use crate::pages::frame::{Frame, Section};
use crate::pages::{container_of, render, treatment_of};
use crate::post::{PASSWORD, Post, REQUEST};
use crate::session::{Reader, random_name};
use crate::site::Site;
use crate::upload::Upload;
use crate::{address, shape, wording};

const MAPPING: &str = "mapping";
/// How many faults of a file are listed: from there on it is another kind of file.
const FAULTS_MAX: usize = 20;

#[derive(Debug, Template)]
#[template(path = "temperature.html")]
struct ChoosePage {
    frame: Frame,
    heading: Heading,
    container: ContainerId,
    loggers: Vec<(String, String)>,
    error: Option<&'static str>,
}

#[derive(Debug, Template)]
#[template(path = "temperature_sheet.html")]
struct SheetPage {
    frame: Frame,
    sheet: LogSheet,
    drawing: Option<TemperatureCurve>,
    request: String,
    error: Option<String>,
}

pub(crate) async fn show(
    State(site): State<Site>,
    Reader(session): Reader,
    Path((treatment, container)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (treatment, container) = (treatment_of(treatment)?, container_of(container)?);
    site.ask(move |world| choose(world, &session, &treatment, container, None))
        .await?
}

fn choose(
    world: &World,
    session: &Session,
    treatment: &ChainOfIdentity,
    container: ContainerId,
    error: Option<&'static str>,
) -> Result<Response, Failure> {
    let page = ChoosePage {
        frame: Frame::new(world, session, Section::Treatment),
        heading: heading(world, &session.actor, treatment)?,
        container,
        loggers: loggers(world)?,
        error,
    };
    let status = match error {
        None => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok(render(status, &page))
}

/// Keeps the file and leads to its curve, where a reload sends nothing again.
pub(crate) async fn take(
    State(site): State<Site>,
    Path((treatment, container)): Path<(String, String)>,
    upload: Upload,
) -> Result<Response, Failure> {
    let (treatment, container) = (treatment_of(treatment)?, container_of(container)?);
    site.ask(move |world| {
        let (session, bytes) = (&upload.session, &upload.bytes);
        let mapping = upload.fields.get(MAPPING).cloned().unwrap_or_default();
        if !loggers(world)?.iter().any(|(id, _)| *id == mapping) {
            let error = Some("Choose the logger that wrote the file.");
            return choose(world, session, &treatment, container, error);
        }
        if bytes.is_empty() {
            let error = Some("The file is empty, or none was chosen.");
            return choose(world, session, &treatment, container, error);
        }
        let file = keep_log(world, &session.actor, bytes)?;
        let next = address::temperature_sheet(&treatment, &container, &mapping, &file);
        Ok(Redirect::to(&next).into_response())
    })
    .await?
}

type Place = (String, String, String, String);

pub(crate) async fn sheet(
    State(site): State<Site>,
    Reader(session): Reader,
    Path(place): Path<Place>,
) -> Result<Response, Failure> {
    let (treatment, container, mapping, file) = read(place)?;
    site.ask(move |world| {
        let of = (mapping.as_str(), &file);
        let sheet = log_sheet(world, &session.actor, &treatment, &container, of)?;
        laid_out(world, &session, StatusCode::OK, sheet, None)
    })
    .await?
}

pub(crate) async fn sign(
    State(site): State<Site>,
    Path(place): Path<Place>,
    post: Post,
) -> Result<Response, Failure> {
    let (treatment, container, mapping, file) = read(place)?;
    site.ask(move |world| {
        let (session, of) = (&post.session, (mapping.as_str(), &file));
        let typed = |name: &str| post.fields.get(name).cloned().unwrap_or_default();
        let signed = LogSigned {
            request: typed(REQUEST),
            password: typed(PASSWORD),
        };
        let actor = &session.actor;
        let done = import_log(world, actor, &treatment, &container, of, &signed);
        let (status, words) = match done {
            Ok(sheet) => {
                let status = match sheet.standing {
                    LogStanding::Recorded(_) => StatusCode::OK,
                    _ => StatusCode::UNPROCESSABLE_ENTITY,
                };
                return laid_out(world, session, status, sheet, None);
            }
            Err(SubmitError::App(error)) => may_be_sent_again(error)?,
            Err(SubmitError::Fields(errors)) => {
                let words: Vec<_> = errors.into_iter().map(|error| error.message).collect();
                (StatusCode::UNPROCESSABLE_ENTITY, words.join("; "))
            }
            Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, error.to_string()),
        };
        let sheet = log_sheet(world, actor, &treatment, &container, of)?;
        let words = Some((wording::capital(&words), signed.request));
        laid_out(world, session, status, sheet, words)
    })
    .await?
}

fn read(
    (treatment, container, mapping, file): Place,
) -> Result<(ChainOfIdentity, ContainerId, String, FileHash), Failure> {
    let file = FileHash::new(file).map_err(|_| Failure::NotFound)?;
    Ok((
        treatment_of(treatment)?,
        container_of(container)?,
        mapping,
        file,
    ))
}

/// The curve; after a failure with its words, and with the request's id kept, so that nothing is
/// recorded twice.
fn laid_out(
    world: &World,
    session: &Session,
    status: StatusCode,
    sheet: LogSheet,
    failed: Option<(String, String)>,
) -> Result<Response, Failure> {
    let (error, kept) = failed.unzip();
    let request = match kept.filter(|kept| !kept.is_empty()) {
        Some(kept) => kept,
        None => random_name(16)?,
    };
    let frame = Frame::new(world, session, Section::Treatment);
    Ok(render(status, &page(frame, sheet, request, error)))
}

fn page(frame: Frame, sheet: LogSheet, request: String, error: Option<String>) -> SheetPage {
    let of = sheet.course.as_ref().zip(sheet.limits.as_ref());
    let drawing = of.and_then(|(course, limits)| TemperatureCurve::draw(course, limits));
    SheetPage {
        frame,
        sheet,
        drawing,
        request,
        error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example_custody;

    fn html(sheet: LogSheet) -> String {
        let frame = Frame::example(Section::Treatment);
        page(frame, sheet, "request-1".to_owned(), None)
            .render()
            .unwrap()
    }

    #[test]
    fn a_log_shows_its_time_outside_before_it_is_signed() {
        let standing = LogStanding::Recordable { deviation: false };
        let html = html(example_custody::sheet(standing));
        let sum = html.find("of 30 min allowed").unwrap();
        assert!(sum < html.find("Sign and record").unwrap());
        insta::assert_snapshot!(html);
    }

    #[test]
    fn a_file_that_is_no_log_names_each_place_and_cannot_be_signed() {
        let mut sheet = example_custody::sheet(LogStanding::Unreadable);
        sheet.course = None;
        sheet.faults = vec!["line 8, column 'Time': found 'x', expected a time".to_owned(); 25];
        let html = html(sheet);
        assert!(html.contains("Line 8, column"), "{html}");
        assert!(html.contains("And 5 more."), "{html}");
        assert!(!html.contains("_password"), "{html}");
    }
}

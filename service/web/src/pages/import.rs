//! An instrument's file on a batch: chosen, shown line by line, signed for.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use cikada_app::World;
use cikada_app::read::{Heading, heading};
use cikada_app::use_cases::{
    self, Import, ImportSheet, LineStanding, Session, SubmitError, import_sheet, instruments,
    keep_upload,
};
use cikada_domain::{BatchId, ChainOfIdentity, FileHash};

use crate::failure::{Failure, may_be_sent_again};
use crate::pages::frame::{Frame, Section};
use crate::pages::{batch_of, render, treatment_of};
use crate::post::{PASSWORD, Post, REQUEST};
use crate::session::{Reader, random_name};
use crate::site::Site;
use crate::upload::Upload;
use crate::{address, shape, wording};

const MAPPING: &str = "mapping";
/// What stands before the key of a line that was shown as to be recorded.
const LINE: &str = "line.";

#[derive(Debug, Template)]
#[template(path = "import.html")]
struct ChoosePage {
    frame: Frame,
    heading: Heading,
    batch: BatchId,
    instruments: Vec<(String, String)>,
    error: Option<&'static str>,
}

#[derive(Debug, Template)]
#[template(path = "import_sheet.html")]
struct SheetPage {
    frame: Frame,
    sheet: ImportSheet,
    request: String,
    error: Option<String>,
}

impl SheetPage {
    fn recordable(&self) -> usize {
        self.count(|standing| matches!(standing, LineStanding::Recordable { .. }))
    }

    fn recorded(&self) -> usize {
        self.count(|standing| *standing == LineStanding::Recorded)
    }

    fn refused(&self) -> usize {
        let refused = self.count(|standing| matches!(standing, LineStanding::Refused(_)));
        refused.saturating_add(self.sheet.faults.len())
    }

    fn count(&self, of: impl Fn(&LineStanding) -> bool) -> usize {
        let lines = self.sheet.lines.iter();
        lines.filter(|line| of(&line.standing)).count()
    }
}

pub(crate) async fn show(
    State(site): State<Site>,
    Reader(session): Reader,
    Path((treatment, batch)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (treatment, batch) = (treatment_of(treatment)?, batch_of(batch)?);
    site.ask(move |world| choose(world, &session, &treatment, batch, None))
        .await?
}

fn choose(
    world: &World,
    session: &Session,
    treatment: &ChainOfIdentity,
    batch: BatchId,
    error: Option<&'static str>,
) -> Result<Response, Failure> {
    let page = ChoosePage {
        frame: Frame::new(world, session, Section::Treatment),
        heading: heading(world, &session.actor, treatment)?,
        batch,
        instruments: instruments(world)?,
        error,
    };
    let status = match error {
        None => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok(render(status, &page))
}

/// Keeps the file and leads to its lines, where a reload sends nothing again.
pub(crate) async fn take(
    State(site): State<Site>,
    Path((treatment, batch)): Path<(String, String)>,
    upload: Upload,
) -> Result<Response, Failure> {
    let (treatment, batch) = (treatment_of(treatment)?, batch_of(batch)?);
    site.ask(move |world| {
        let (session, bytes) = (&upload.session, &upload.bytes);
        let mapping = upload.fields.get(MAPPING).cloned().unwrap_or_default();
        if !instruments(world)?.iter().any(|(id, _)| *id == mapping) {
            let error = Some("Choose the instrument that wrote the file.");
            return choose(world, session, &treatment, batch, error);
        }
        if bytes.is_empty() {
            let error = Some("The file is empty, or none was chosen.");
            return choose(world, session, &treatment, batch, error);
        }
        let file = keep_upload(world, &session.actor, bytes)?;
        let next = address::import_sheet(&treatment, &batch, &mapping, &file);
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
    let (treatment, batch, mapping, file) = read(place)?;
    site.ask(move |world| {
        let of = (mapping.as_str(), &file);
        let sheet = import_sheet(world, &session.actor, &treatment, &batch, of)?;
        laid_out(world, &session, StatusCode::OK, sheet, None)
    })
    .await?
}

pub(crate) async fn sign(
    State(site): State<Site>,
    Path(place): Path<Place>,
    post: Post,
) -> Result<Response, Failure> {
    let (treatment, batch, mapping, file) = read(place)?;
    site.ask(move |world| {
        let (session, of) = (&post.session, (mapping.as_str(), &file));
        let typed = |name: &str| post.fields.get(name).cloned().unwrap_or_default();
        let shown = post.fields.keys();
        let import = Import {
            request: typed(REQUEST),
            lines: shown
                .filter_map(|name| Some(name.strip_prefix(LINE)?.to_owned()))
                .collect(),
            password: typed(PASSWORD),
        };
        let actor = &session.actor;
        let done = use_cases::import_results(world, actor, &treatment, &batch, of, &import);
        let (status, words) = match done {
            Ok(sheet) => return laid_out(world, session, StatusCode::OK, sheet, None),
            Err(SubmitError::App(error)) => may_be_sent_again(error)?,
            Err(SubmitError::Fields(errors)) => {
                let words: Vec<_> = errors.into_iter().map(|error| error.message).collect();
                (StatusCode::UNPROCESSABLE_ENTITY, words.join("; "))
            }
            Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, error.to_string()),
        };
        let sheet = import_sheet(world, actor, &treatment, &batch, of)?;
        let words = Some((wording::capital(&words), import.request));
        laid_out(world, session, status, sheet, words)
    })
    .await?
}

fn read(
    (treatment, batch, mapping, file): Place,
) -> Result<(ChainOfIdentity, BatchId, String, FileHash), Failure> {
    let file = FileHash::new(file).map_err(|_| Failure::NotFound)?;
    Ok((treatment_of(treatment)?, batch_of(batch)?, mapping, file))
}

/// The lines; after a failure with its words, and with the request's id kept, so that nothing is
/// recorded twice.
fn laid_out(
    world: &World,
    session: &Session,
    status: StatusCode,
    sheet: ImportSheet,
    failed: Option<(String, String)>,
) -> Result<Response, Failure> {
    let (error, kept) = failed.unzip();
    let request = match kept.filter(|kept| !kept.is_empty()) {
        Some(kept) => kept,
        None => random_name(16)?,
    };
    let frame = Frame::new(world, session, Section::Treatment);
    let page = SheetPage {
        frame,
        sheet,
        request,
        error,
    };
    Ok(render(status, &page))
}

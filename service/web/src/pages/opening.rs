//! A new treatment: who is treated, under which protocol.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use cikada_app::World;
use cikada_app::form::FieldError;
use cikada_app::read::standing::{self, Therapy};
use cikada_app::use_cases::{self, NewTreatment, Reason, Session, SubmitError};
use cikada_domain::ProtocolHash;

use crate::failure::{Failure, may_be_sent_again};
use crate::pages::frame::{Frame, Section};
use crate::pages::render;
use crate::post::{Fields, Post, REQUEST};
use crate::session::{Reader, random_name};
use crate::site::Site;
use crate::{address, shape, wording};

/// The page's address.
pub(crate) const PATH: &str = "/treatments/new";

const PROTOCOL: &str = "protocol";
const BOXES: [(&str, &str, &str); 4] = [
    ("family_name", "Family name", "text"),
    ("given_name", "Given name", "text"),
    ("birth_date", "Date of birth", "date"),
    ("hospital_number", "Hospital number", "text"),
];

#[derive(Debug, Template)]
#[template(path = "opening.html")]
struct Page {
    frame: Frame,
    request: String,
    /// By standing: those that can be opened as they are, and those that need an exception first.
    protocols: Vec<(String, Vec<(String, String)>)>,
    protocol: String,
    boxes: Vec<TextBox>,
    /// Messages that belong to no box.
    errors: Vec<String>,
    /// Why it was refused.
    reasons: Vec<Reason>,
    notice: Option<&'static str>,
}

#[derive(Debug)]
struct TextBox {
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    value: String,
    error: Option<String>,
}

impl Page {
    /// Puts each message at its box; what fits none stands above the form.
    fn mark(&mut self, errors: Vec<FieldError>) {
        for error in errors {
            let mut boxes = self.boxes.iter_mut();
            let text_box = boxes.find(|text_box| text_box.name == error.field);
            let message = wording::capital(&error.message);
            match text_box {
                Some(text_box) => text_box.error = Some(message),
                None => self.errors.push(message),
            }
        }
    }
}

pub(crate) async fn show(
    State(site): State<Site>,
    Reader(session): Reader,
) -> Result<Response, Failure> {
    site.ask(move |world| {
        Ok(render(
            StatusCode::OK,
            &lay_out(world, &session, &Fields::new())?,
        ))
    })
    .await?
}

pub(crate) async fn send(State(site): State<Site>, post: Post) -> Result<Response, Failure> {
    site.ask(move |world| open(world, &post.session, &post.fields))
        .await?
}

fn open(world: &World, session: &Session, typed: &Fields) -> Result<Response, Failure> {
    let mut page = lay_out(world, session, typed)?;
    let get = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let Ok(protocol) = ProtocolHash::new(get(PROTOCOL)) else {
        page.errors.push("Choose the protocol.".to_owned());
        return Ok(render(StatusCode::UNPROCESSABLE_ENTITY, &page));
    };
    let new = NewTreatment {
        request: get(REQUEST),
        protocol,
        family_name: get("family_name"),
        given_name: get("given_name"),
        birth_date: get("birth_date"),
        hospital_number: get("hospital_number"),
    };
    match use_cases::open_treatment(world, &session.actor, &new) {
        Ok(treatment) => Ok(Redirect::to(&address::treatment(&treatment)).into_response()),
        Err(SubmitError::Fields(errors)) => {
            page.mark(errors);
            Ok(render(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(SubmitError::Refused(reasons)) => {
            page.reasons = reasons;
            page.request = random_name(16)?;
            Ok(render(StatusCode::CONFLICT, &page))
        }
        Err(SubmitError::App(error)) => {
            let (status, words) = may_be_sent_again(error)?;
            page.errors.push(wording::capital(&words));
            Ok(render(status, &page))
        }
        Err(error @ (SubmitError::WrongPassword | SubmitError::WitnessUnknown)) => {
            page.errors.push(wording::capital(&error.to_string()));
            Ok(render(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
    }
}

/// The page again after a sign-in, with everything that was typed before it.
pub(crate) fn resume(world: &World, session: &Session, kept: &Fields) -> Result<Response, Failure> {
    let mut page = lay_out(world, session, kept)?;
    page.notice = Some(
        "Your session had ended before this was sent. No treatment was opened yet, and what you typed is still here: check it and send it again.",
    );
    Ok(render(StatusCode::OK, &page))
}

/// The protocols in two groups, each line with how it stands here.
fn by_standing(therapies: Vec<Therapy>) -> Vec<(String, Vec<(String, String)>)> {
    let line = |therapy: Therapy| {
        let words = format!("{}: {}", therapy.title, therapy.standing.words);
        (therapy.hash.to_string(), words)
    };
    let is_free = |therapy: &Therapy| therapy.standing.exception.is_none();
    let (free, asking): (Vec<_>, Vec<_>) = therapies.into_iter().partition(is_free);
    let groups = [
        ("May be planned here", free),
        (
            "Needs an exception, signed by a physician before another",
            asking,
        ),
    ];
    let group = |(label, of_group): (&str, Vec<Therapy>)| {
        (label.to_owned(), of_group.into_iter().map(line).collect())
    };
    let groups = groups.map(group).into_iter();
    groups
        .filter(|(_, lines): &(_, Vec<_>)| !lines.is_empty())
        .collect()
}

/// The page, for whoever may open treatments: nobody else fills it in for nothing.
fn lay_out(world: &World, session: &Session, typed: &Fields) -> Result<Page, Failure> {
    let frame = Frame::new(world, session, Section::Opening);
    if !frame.opens_treatments {
        let words = "a coordinator or a physician opens treatments";
        return Err(Failure::NotAuthorised(words.to_owned()));
    }
    let protocols = by_standing(standing::therapies(world, &session.actor)?);
    let get = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let request = get(REQUEST);
    Ok(Page {
        frame,
        request: if request.is_empty() {
            random_name(16)?
        } else {
            request
        },
        protocols,
        protocol: get(PROTOCOL),
        boxes: BOXES
            .into_iter()
            .map(|(name, label, kind)| TextBox {
                name,
                label,
                kind,
                value: get(name),
                error: None,
            })
            .collect(),
        errors: Vec::new(),
        reasons: Vec::new(),
        notice: None,
    })
}

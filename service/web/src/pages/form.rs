//! Any form: shown as the app describes it, sent, answered, or shown again with what was typed.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use cikada_app::World;
use cikada_app::form::{self, FieldKind, TIMER_STARTED, Target};
use cikada_app::use_cases::{self, Answer, REASONS, Session, SubmitError};
use cikada_domain::ChainOfIdentity;

use crate::failure::{Failure, may_be_sent_again};
use crate::pages::answer;
use crate::pages::fields::{Asked as _, Sheet};
use crate::pages::frame::{Frame, Section};
use crate::pages::{render, treatment_of};
use crate::post::{AGAIN, Fields, PASSWORD, Post, REQUEST, WITNESS, posted};
use crate::session::Reader;
use crate::site::Site;
use crate::{address, shape, wording};

#[derive(Debug, Template)]
#[template(path = "form.html")]
struct FormPage {
    frame: Frame,
    sheet: Sheet,
}

/// One step of the batch record: a screen of its own, read at arm's length.
#[derive(Debug, Template)]
#[template(path = "step.html")]
struct StepPage {
    frame: Frame,
    sheet: Sheet,
}

impl StepPage {
    /// Whether the step was done, so that something can belong to it.
    fn is_done(&self) -> bool {
        let step = self.sheet.form.step.as_ref();
        let place = step.and_then(|step| step.places.get(step.number.saturating_sub(1)));
        place.is_some_and(|place| place.times_done > 0)
    }
}

pub(crate) async fn show(
    State(site): State<Site>,
    Reader(session): Reader,
    Path((treatment, act)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (treatment, target) = form_of(treatment, &act)?;
    site.ask(move |world| {
        let sheet = sheet(world, &session, &treatment, &target, &Fields::new())?;
        Ok(page(world, &session, StatusCode::OK, sheet))
    })
    .await?
}

pub(crate) async fn send(
    State(site): State<Site>,
    Path((treatment, act)): Path<(String, String)>,
    post: Post,
) -> Result<Response, Failure> {
    let (treatment, target) = form_of(treatment, &act)?;
    site.ask(
        move |world| match post.fields.get(AGAIN).map(String::as_str) {
            Some(again) => once_again(world, &post, &treatment, &target, again == "timer"),
            None => submit(world, &post.session, &treatment, &target, post.fields),
        },
    )
    .await?
}

/// The form with what was typed, worked out anew; nothing is recorded.
fn once_again(
    world: &World,
    post: &Post,
    treatment: &ChainOfIdentity,
    target: &Target,
    starts_timer: bool,
) -> Result<Response, Failure> {
    let mut typed = post.fields.clone();
    if starts_timer {
        typed.insert(TIMER_STARTED.to_owned(), world.now().to_string());
    }
    let sheet = sheet(world, &post.session, treatment, target, &typed)?;
    Ok(page(world, &post.session, StatusCode::OK, sheet))
}

fn form_of(treatment: String, act: &str) -> Result<(ChainOfIdentity, Target), Failure> {
    let target = address::parse_tail(act).ok_or(Failure::NotFound)?;
    Ok((treatment_of(treatment)?, target))
}

/// Hands what was typed to the app and shows what comes back.
pub(crate) fn submit(
    world: &World,
    session: &Session,
    treatment: &ChainOfIdentity,
    target: &Target,
    typed: Fields,
) -> Result<Response, Failure> {
    let actor = &session.actor;
    let submitted = use_cases::submit(world, actor, treatment, target, &posted(typed.clone()));
    let again = |status: StatusCode, mark: &dyn Fn(&mut Sheet)| {
        let mut sheet = sheet(world, session, treatment, target, &typed)?;
        mark(&mut sheet);
        Ok(page(world, session, status, sheet))
    };
    let unreadable = StatusCode::UNPROCESSABLE_ENTITY;
    match submitted {
        Ok(Answer::Accepted { words, sequence }) => {
            answer::accepted(world, session, treatment, target, (words, sequence))
        }
        Ok(Answer::Refused { reasons }) | Err(SubmitError::Refused(reasons)) => {
            let sheet = once_more(world, session, treatment, target, &typed)?;
            answer::refused(world, session, treatment, target, reasons, sheet)
        }
        Err(SubmitError::Fields(errors)) => again(unreadable, &|sheet| sheet.mark(errors.clone())),
        Err(error @ SubmitError::WrongPassword) => again(unreadable, &|sheet| {
            sheet.mark_own(PASSWORD, &error.to_string());
        }),
        Err(error @ SubmitError::WitnessUnknown) => again(unreadable, &|sheet| {
            sheet.mark_own(WITNESS, &error.to_string());
        }),
        Err(SubmitError::App(error)) => {
            let (status, words) = may_be_sent_again(error)?;
            again(status, &|sheet| sheet.mark_own("", &words))
        }
    }
}

/// The form below its refusal: as it was filled in, under a new request id, because the old one
/// would only be told its first answer again.
fn once_more(
    world: &World,
    session: &Session,
    treatment: &ChainOfIdentity,
    target: &Target,
    typed: &Fields,
) -> Result<Option<Sheet>, Failure> {
    let mut typed = typed.clone();
    typed.remove(REQUEST);
    match sheet(world, session, treatment, target, &typed) {
        Ok(mut sheet) => {
            sheet.empty_scans_beside_patient();
            Ok(Some(sheet))
        }
        Err(Failure::NotFound) => Ok(None),
        Err(failure) => Err(failure),
    }
}

fn sheet(
    world: &World,
    session: &Session,
    treatment: &ChainOfIdentity,
    target: &Target,
    typed: &Fields,
) -> Result<Sheet, Failure> {
    Sheet::lay_out(
        session,
        form::describe_with(world, &session.actor, treatment, target, typed)?,
        typed,
    )
}

/// The form again after a sign-in, with everything that was typed before it.
pub(crate) fn resume(
    world: &World,
    session: &Session,
    path: &str,
    kept: &Fields,
) -> Result<Response, Failure> {
    let (treatment, target) = address::parse(path).ok_or(Failure::NotFound)?;
    let mut sheet = sheet(world, session, &treatment, &target, kept)?;
    sheet.notice = Some(
        "Your session had ended before this was sent. Nothing was recorded yet, and what you typed is still here: check it and send it again."
            .to_owned(),
    );
    Ok(page(world, session, StatusCode::OK, sheet))
}

fn page(world: &World, session: &Session, status: StatusCode, sheet: Sheet) -> Response {
    let frame = Frame::new(world, session, Section::Treatment);
    if sheet.form.step.is_some() {
        return render(status, &StepPage { frame, sheet });
    }
    render(status, &FormPage { frame, sheet })
}

#[cfg(test)]
mod tests {
    use cikada_app::form::FieldError;

    use super::*;
    use crate::example_acts;

    #[test]
    fn a_form_shows_units_limits_witness_and_signature() {
        let sheet = Sheet::example(example_acts::step_form());
        let page = FormPage {
            frame: Frame::example(Section::Treatment),
            sheet,
        };
        insta::assert_snapshot!(page.render().unwrap());
    }

    #[test]
    fn a_form_with_errors_says_so_above_and_at_each_field() {
        let mut sheet = Sheet::example(example_acts::step_form());
        let error = |field: &str, message: &str| FieldError {
            field: field.to_owned(),
            message: message.to_owned(),
        };
        sheet.mark(vec![
            error("viability", "expected a number such as 96.2"),
            error("clear", "expected yes or no"),
            error("reason", "choose why it is entered late"),
            error("request", "open the form again"),
        ]);
        sheet.mark_own(PASSWORD, "your password is wrong");
        let page = FormPage {
            frame: Frame::example(Section::Treatment),
            sheet,
        };
        let html = page.render().unwrap();
        for id in [
            "viability-error",
            "clear-error",
            "_reason-error",
            "_password-error",
        ] {
            assert!(html.contains(&format!("id=\"{id}\"")), "{id}");
        }
        for href in [
            "#viability",
            "#clear-group",
            "#_reason",
            "#_password",
            "#form",
        ] {
            assert!(html.contains(&format!("href=\"{href}\"")), "{href}");
        }
    }
}

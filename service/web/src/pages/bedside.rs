//! One dose at the bedside: what is due, and the scan boxes of wristband and bag.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use cikada_app::form::{self, FieldKind, Target};
use cikada_app::read::bedside::{self, BedsidePage};
use cikada_app::read::today::DueState;
use cikada_app::use_cases::REASONS;

use crate::failure::Failure;
use crate::pages::fields::Sheet;
use crate::pages::form::submit;
use crate::pages::frame::{Frame, Section};
use crate::pages::{dose_of, render, treatment_of};
use crate::post::{Fields, Post};
use crate::session::Reader;
use crate::site::Site;
use crate::{address, shape, wording};

#[derive(Debug, Template)]
#[template(path = "bedside.html")]
struct Page {
    frame: Frame,
    page: BedsidePage,
    /// The scan boxes, while the verification is what comes next.
    sheet: Option<Sheet>,
    /// Where the act that comes next stands in the list.
    next: Option<usize>,
}

impl Page {
    fn is_next(&self, index: &usize) -> bool {
        self.next.as_ref() == Some(index)
    }
}

pub(crate) async fn show(
    State(site): State<Site>,
    Reader(session): Reader,
    Path((treatment, dose)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (treatment, dose) = (treatment_of(treatment)?, dose_of(&dose)?);
    let page = site
        .ask(move |world| {
            let page = bedside::bedside(world, &session.actor, &treatment, dose)?;
            let next = page.acts.iter().position(|act| act.done.is_none());
            let target = Target::Bedside(dose);
            let is_verification = |index: &usize| {
                page.acts
                    .get(*index)
                    .is_some_and(|act| act.target == target)
            };
            let sheet = match next.filter(is_verification) {
                Some(_) => {
                    let form = form::describe(world, &session.actor, &treatment, &target)?;
                    Some(Sheet::lay_out(&session, form, &Fields::new())?)
                }
                None => None,
            };
            let frame = Frame::new(world, &session, Section::Treatment);
            Ok::<_, Failure>(Page {
                frame,
                page,
                sheet,
                next,
            })
        })
        .await??;
    Ok(render(StatusCode::OK, &page))
}

pub(crate) async fn send(
    State(site): State<Site>,
    Path((treatment, dose)): Path<(String, String)>,
    post: Post,
) -> Result<Response, Failure> {
    let (treatment, target) = (treatment_of(treatment)?, Target::Bedside(dose_of(&dose)?));
    site.ask(move |world| submit(world, &post.session, &treatment, &target, post.fields))
        .await?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example_acts;

    #[test]
    fn the_scan_boxes_stand_open_while_the_verification_comes_next() {
        let sheet = Sheet::example(example_acts::scan_form());
        let frame = Frame::example(Section::Treatment);
        let page = Page {
            frame,
            page: example_acts::bedside(),
            sheet: Some(sheet),
            next: Some(1),
        };
        insta::assert_snapshot!(page.render().unwrap());
    }
}

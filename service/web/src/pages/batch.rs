//! One batch: the growth of its cells, its record step by step, results and deviations.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use cikada_app::papers::Document;
use cikada_app::read::batch::{self, BatchPage, StepState};

use crate::drawing::growth::Growth;
use crate::failure::Failure;
use crate::pages::frame::{Frame, Section};
use crate::pages::{batch_of, render, treatment_of};
use crate::session::Reader;
use crate::site::Site;
use crate::{address, shape, wording};

#[derive(Debug, Template)]
#[template(path = "batch.html")]
struct Page {
    frame: Frame,
    page: BatchPage,
    growth: Option<Growth>,
}

pub(crate) async fn show(
    State(site): State<Site>,
    Reader(session): Reader,
    Path((treatment, batch)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (treatment, batch) = (treatment_of(treatment)?, batch_of(batch)?);
    let page = site
        .ask(move |world| {
            let page = batch::batch(world, &session.actor, &treatment, &batch)?;
            let growth = Growth::draw(&page);
            let frame = Frame::new(world, &session, Section::Treatment);
            Ok::<_, Failure>(Page {
                frame,
                page,
                growth,
            })
        })
        .await??;
    Ok(render(StatusCode::OK, &page))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example;

    #[test]
    fn a_batch_shows_its_growth_and_every_value_with_its_limit() {
        let page = example::batch();
        let growth = Growth::draw(&page);
        let page = Page {
            frame: Frame::example(Section::Treatment),
            page,
            growth,
        };
        insta::assert_snapshot!(page.render().unwrap());
    }
}

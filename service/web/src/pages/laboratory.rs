//! The laboratory's worksheet of the day: what is to be tested, and what waits for a second person.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use cikada_app::read::laboratory::{Laboratory, laboratory};

use crate::failure::Failure;
use crate::pages::frame::{Frame, Section};
use crate::pages::render;
use crate::session::Reader;
use crate::site::Site;
use crate::{address, shape, wording};

#[derive(Debug, Template)]
#[template(path = "laboratory.html")]
struct LaboratoryPage {
    frame: Frame,
    page: Laboratory,
}

pub(crate) async fn show(
    State(site): State<Site>,
    Reader(session): Reader,
) -> Result<Response, Failure> {
    let page = site
        .ask(move |world| {
            let page = laboratory(world, &session.actor)?;
            Ok::<_, Failure>(LaboratoryPage {
                frame: Frame::new(world, &session, Section::Laboratory),
                page,
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
    fn the_worksheet_says_what_to_test_and_what_to_approve() {
        let frame = Frame::example(Section::Laboratory);
        let page = example::laboratory();
        insta::assert_snapshot!(LaboratoryPage { frame, page }.render().unwrap());
    }

    #[test]
    fn an_empty_worksheet_says_so() {
        let frame = Frame::example(Section::Laboratory);
        let page = Laboratory {
            batches: Vec::new(),
            ..example::laboratory()
        };
        let html = LaboratoryPage { frame, page }.render().unwrap();
        assert!(html.contains("Nothing is to be tested or approved."));
    }
}

//! All treatments by stage.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use cikada_app::read::board::{self, Board};

use crate::failure::Failure;
use crate::pages::frame::{Frame, Section};
use crate::pages::render;
use crate::session::Reader;
use crate::site::Site;
use crate::{address, shape, wording};

#[derive(Debug, Template)]
#[template(path = "board.html")]
struct BoardPage {
    frame: Frame,
    page: Board,
}

pub(crate) async fn show(
    State(site): State<Site>,
    Reader(session): Reader,
) -> Result<Response, Failure> {
    let page = site
        .ask(move |world| {
            let page = board::board(world, &session.actor)?;
            Ok::<_, Failure>(BoardPage {
                frame: Frame::new(world, &session, Section::Board),
                page,
            })
        })
        .await??;
    Ok(render(StatusCode::OK, &page))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example_course;

    #[test]
    fn treatments_stand_under_their_stage() {
        let frame = Frame::example(Section::Board);
        let page = BoardPage {
            frame,
            page: example_course::board(),
        };
        insta::assert_snapshot!(page.render().unwrap());
    }
}

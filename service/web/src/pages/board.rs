//! All treatments by stage.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
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
    Query(asked): Query<BTreeMap<String, String>>,
) -> Result<Response, Failure> {
    let all = asked.get("closed").is_some_and(|closed| closed == "all");
    let page = site
        .ask(move |world| {
            let page = board::board(world, &session.actor, all)?;
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

    #[test]
    fn a_late_failure_stands_over_the_whole_board_with_its_time_and_who_has_seen_it() {
        let mut page = BoardPage {
            frame: Frame::example(Section::Board),
            page: example_course::board(),
        };
        page.page.alerts = vec![crate::example_release::alarm()];
        let html = page.render().unwrap();
        let place = |words: &str| html.find(words).unwrap();
        assert!(place("3 h 20 min ago") < place("class=\"board\""));
        assert!(html.contains("alerts/sterility/qualified-person"));
        assert!(html.contains("Seen by the physician after 12 min"));
    }

    #[test]
    fn treatments_closed_long_ago_are_counted_and_led_to() {
        let mut page = BoardPage {
            frame: Frame::example(Section::Board),
            page: example_course::board(),
        };
        assert!(!page.render().unwrap().contains("closed=all"));
        page.page.left_out = 1199;
        let html = page.render().unwrap();
        assert!(html.contains(r#"<a href="/board?closed=all">Show 1199 more</a>"#));
    }
}

//! Products that wait for a quality decision.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use cikada_app::read::release::{self, ReleaseList};

use crate::failure::Failure;
use crate::pages::frame::{Frame, Section};
use crate::pages::render;
use crate::session::Reader;
use crate::site::Site;
use crate::{address, shape, wording};

#[derive(Debug, Template)]
#[template(path = "release_list.html")]
struct List {
    frame: Frame,
    page: ReleaseList,
}

/// The same words said once, with how often they apply.
fn counted(unmet: &[String]) -> Vec<(&str, usize)> {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for words in unmet {
        match counted.iter_mut().find(|(known, _)| known == words) {
            Some((_, times)) => *times += 1,
            None => counted.push((words, 1)),
        }
    }
    counted
}

pub(crate) async fn list(
    State(site): State<Site>,
    Reader(session): Reader,
) -> Result<Response, Failure> {
    let page = site
        .ask(move |world| {
            let page = release::list(world, &session.actor)?;
            Ok::<_, Failure>(List {
                frame: Frame::new(world, &session, Section::Release),
                page,
            })
        })
        .await??;
    Ok(render(StatusCode::OK, &page))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example_acts;

    #[test]
    fn products_that_wait_stand_first_with_what_is_missing() {
        let page = List {
            frame: Frame::example(Section::Release),
            page: example_acts::release_list(),
        };
        insta::assert_snapshot!(page.render().unwrap());
    }

    #[test]
    fn a_reason_that_applies_often_is_said_once_with_its_number() {
        let unmet = ["missing", "open", "missing"].map(str::to_owned);
        assert_eq!(counted(&unmet), [("missing", 2), ("open", 1)]);
    }
}

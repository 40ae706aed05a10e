//! Products that wait for a quality decision, and the review of one by exception.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use cikada_app::papers::Document;
use cikada_app::read::release::{self, ReleaseList, ReleasePage};

use crate::failure::Failure;
use crate::pages::frame::{Frame, Section};
use crate::pages::{container_of, render, treatment_of};
use crate::session::Reader;
use crate::site::Site;
use crate::{address, shape, wording};

#[derive(Debug, Template)]
#[template(path = "release_list.html")]
struct List {
    frame: Frame,
    page: ReleaseList,
}

#[derive(Debug, Template)]
#[template(path = "release.html")]
struct Review {
    frame: Frame,
    page: ReleasePage,
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

pub(crate) async fn product(
    State(site): State<Site>,
    Reader(session): Reader,
    Path((treatment, container)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (treatment, container) = (treatment_of(treatment)?, container_of(container)?);
    let page = site
        .ask(move |world| {
            let page = release::product(world, &session.actor, &treatment, &container)?;
            Ok::<_, Failure>(Review {
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

    #[test]
    fn a_review_begins_with_what_is_unmet() {
        let page = Review {
            frame: Frame::example(Section::Release),
            page: example_acts::release_page(),
        };
        let html = page.render().unwrap();
        assert!(html.find("result-missing").unwrap() < html.find("96.2 %").unwrap());
        insta::assert_snapshot!(html);
    }
}

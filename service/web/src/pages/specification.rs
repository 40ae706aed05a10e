//! A therapy's specification, and what other limits would have let pass. It changes nothing.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use cikada_app::read::specification::{SpecificationPage, Typed, specification};

use crate::failure::Failure;
use crate::pages::frame::{Frame, Section};
use crate::pages::render;
use crate::session::Reader;
use crate::site::Site;
use crate::{address, shape, wording};

#[derive(Debug, Template)]
#[template(path = "specification.html")]
struct Page {
    frame: Frame,
    page: SpecificationPage,
}

pub(crate) async fn show(
    State(site): State<Site>,
    Reader(session): Reader,
    Path(protocol): Path<String>,
    Query(typed): Query<Typed>,
) -> Result<Response, Failure> {
    let page = site
        .ask(move |world| {
            let page = specification(world, &session.actor, &protocol, &typed)?;
            let frame = Frame::new(world, &session, Section::Trends);
            Ok::<_, Failure>(Page { frame, page })
        })
        .await??;
    Ok(render(StatusCode::OK, &page))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example_trends;

    #[test]
    fn another_limit_stands_beside_the_one_in_force_with_both_rates() {
        let page = Page {
            frame: Frame::example(Section::Trends),
            page: example_trends::specification(),
        };
        insta::assert_snapshot!(page.render().unwrap());
    }

    #[test]
    fn limits_that_stay_have_no_entries_to_copy() {
        let mut page = example_trends::specification();
        (page.proposed, page.entries) = (None, String::new());
        let frame = Frame::example(Section::Trends);
        let html = Page { frame, page }.render().unwrap();
        assert!(!html.contains("id=\"entries\""));
    }
}

//! The way of one container: every hand, every gap, and the curve of every logger.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use cikada_app::papers::Document;
use cikada_app::read::custody::{self, CustodyPage, LogLine, WayPoint};

use crate::drawing::temperature::{self, TemperatureCurve};
use crate::failure::Failure;
use crate::pages::frame::{Frame, Section};
use crate::pages::{container_of, render, treatment_of};
use crate::session::Reader;
use crate::site::Site;
use crate::{address, shape, wording};

/// How many readings stand in a table.
pub(crate) const ROWS_MAX: usize = 300;

#[derive(Debug, Template)]
#[template(path = "custody.html")]
struct Page {
    frame: Frame,
    page: CustodyPage,
}

impl Page {
    fn drawing(&self, log: &LogLine) -> Option<TemperatureCurve> {
        let (limits, _) = self.page.limits.as_ref()?;
        TemperatureCurve::draw(log.course.as_ref().ok()?, limits)
    }
}

pub(crate) async fn show(
    State(site): State<Site>,
    Reader(session): Reader,
    Path((treatment, container)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (treatment, container) = (treatment_of(treatment)?, container_of(container)?);
    let page = site
        .ask(move |world| {
            let page = custody::custody(world, &session.actor, &treatment, &container)?;
            let frame = Frame::new(world, &session, Section::Treatment);
            Ok::<_, Failure>(Page { frame, page })
        })
        .await??;
    Ok(render(StatusCode::OK, &page))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example_custody;

    fn html(page: CustodyPage) -> String {
        let frame = Frame::example(Section::Treatment);
        Page { frame, page }.render().unwrap()
    }

    #[test]
    fn a_way_with_a_gap_names_it_between_the_hands_it_lies_between() {
        let html = html(example_custody::page());
        let gap = html.find("7 h 10 min with courier without a record");
        let place = |words: &str| html.rfind(words).unwrap();
        assert!(gap.unwrap() < place("From clean room to courier"));
        assert!(place("7 h 10 min with courier") < place("From courier to ward"));
        assert!(html.contains("url(#outside-1)") && !html.contains("url(#outside-2)"));
        insta::assert_snapshot!(html);
    }

    #[test]
    fn a_log_of_what_it_was_filled_out_of_says_whose_it_is() {
        let mut page = example_custody::page();
        page.logs[0].source = Some(page.container.clone());
        let whose = format!(
            "of <span class=\"identifier\">{}</span>, before the filling",
            page.container
        );
        let html = html(page);
        assert_eq!(html.matches(&whose).count(), 1, "{html}");
    }

    #[test]
    fn an_unbroken_way_without_a_log_says_so() {
        let mut page = example_custody::page();
        page.way.retain(|point| matches!(point, WayPoint::Link(_)));
        (page.gaps, page.exceeds) = (0, false);
        page.logs.clear();
        page.outside = None;
        let html = html(page);
        assert!(html.contains("The chain is unbroken"), "{html}");
        assert!(html.contains("No logger was read out"), "{html}");
    }
}

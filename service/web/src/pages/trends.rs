//! Trends by process: the list of therapies with their tests, and one series as a control chart.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use cikada_app::read::trends::{self, PointStanding, TrendList, TrendPage};

use crate::drawing::trend::Trend;
use crate::failure::Failure;
use crate::pages::frame::{Frame, Section};
use crate::pages::render;
use crate::session::Reader;
use crate::site::Site;
use crate::{address, shape, wording};

#[derive(Debug, Template)]
#[template(path = "trends.html")]
struct List {
    frame: Frame,
    page: TrendList,
}

#[derive(Debug, Template)]
#[template(path = "trend.html")]
struct Page {
    frame: Frame,
    page: TrendPage,
    drawing: Option<Trend>,
}

pub(crate) async fn list(
    State(site): State<Site>,
    Reader(session): Reader,
) -> Result<Response, Failure> {
    let page = site
        .ask(move |world| {
            let page = trends::list(world, &session.actor)?;
            let frame = Frame::new(world, &session, Section::Trends);
            Ok::<_, Failure>(List { frame, page })
        })
        .await??;
    Ok(render(StatusCode::OK, &page))
}

pub(crate) async fn show(
    State(site): State<Site>,
    Reader(session): Reader,
    Path((protocol, test)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let page = site
        .ask(move |world| {
            let page = trends::trend(world, &session.actor, &protocol, &test)?;
            let drawing = Trend::draw(&page);
            let frame = Frame::new(world, &session, Section::Trends);
            Ok::<_, Failure>(Page {
                frame,
                page,
                drawing,
            })
        })
        .await??;
    Ok(render(StatusCode::OK, &page))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example_trends;

    fn page(page: TrendPage) -> String {
        let drawing = Trend::draw(&page);
        let frame = Frame::example(Section::Trends);
        let page = Page {
            frame,
            page,
            drawing,
        };
        page.render().unwrap()
    }

    #[test]
    fn a_trend_shows_both_kinds_of_limits_and_every_value_in_words() {
        insta::assert_snapshot!(page(example_trends::trend()));
    }

    #[test]
    fn too_few_values_have_no_control_limits_and_the_page_says_why() {
        let mut trend = example_trends::trend();
        trend.chart.as_mut().unwrap().limits = None;
        assert!(page(trend).contains("No control limits: 9 values count, and 8 are needed."));
        let mut trend = example_trends::trend();
        (trend.points, trend.chart) = (Vec::new(), None);
        assert!(page(trend).contains("No value is recorded yet."));
    }

    #[test]
    fn the_list_counts_what_lies_outside() {
        let frame = Frame::example(Section::Trends);
        let page = example_trends::trend_list();
        insta::assert_snapshot!(List { frame, page }.render().unwrap());
    }

    #[test]
    fn a_centre_without_a_batch_says_so() {
        let frame = Frame::example(Section::Trends);
        let page = TrendList {
            therapies: Vec::new(),
            without: Vec::new(),
        };
        let html = List { frame, page }.render().unwrap();
        assert!(html.contains("No batch was started yet."));
    }
}

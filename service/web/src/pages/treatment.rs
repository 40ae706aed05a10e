//! One treatment: its course as a drawing and as a list, doses, custody, consents and findings.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use cikada_app::form::Target;
use cikada_app::read::treatment::{self, TreatmentPage};

use crate::drawing::course::Course;
use crate::failure::Failure;
use crate::pages::frame::{Frame, Section};
use crate::pages::{render, treatment_of};
use crate::session::Reader;
use crate::site::Site;
use crate::{address, shape, wording};

#[derive(Debug, Template)]
#[template(path = "treatment.html")]
struct Page {
    frame: Frame,
    page: TreatmentPage,
    course: Option<Course>,
}

impl Page {
    fn findings_met(&self) -> usize {
        self.page
            .findings
            .iter()
            .filter(|finding| finding.met)
            .count()
    }
}

pub(crate) async fn show(
    State(site): State<Site>,
    Reader(session): Reader,
    Path(treatment): Path<String>,
) -> Result<Response, Failure> {
    let treatment = treatment_of(treatment)?;
    let page = site
        .ask(move |world| {
            let page = treatment::treatment(world, &session.actor, &treatment)?;
            let course = Course::draw(&page.timeline, world.now());
            let frame = Frame::new(world, &session, Section::Treatment);
            Ok::<_, Failure>(Page {
                frame,
                page,
                course,
            })
        })
        .await??;
    Ok(render(StatusCode::OK, &page))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{example, example_course};

    #[test]
    fn a_treatment_is_told_as_a_drawing_and_in_words() {
        let page = example_course::treatment();
        let now = example::moment("2026-03-14T12:05").timestamp();
        let course = Course::draw(&page.timeline, now);
        let page = Page {
            frame: Frame::example(Section::Treatment),
            page,
            course,
        };
        insta::assert_snapshot!(page.render().unwrap());
    }

    #[test]
    fn an_erased_person_has_no_name_but_keeps_the_course() {
        let mut page = example_course::treatment();
        page.heading.patient.name = None;
        page.heading.patient.birth_date = None;
        page.heading.patient.hospital_number = None;
        page.heading.patient.erased = true;
        let page = Page {
            frame: Frame::example(Section::Treatment),
            page,
            course: None,
        };
        let html = page.render().unwrap();
        assert!(html.contains("Erased person") && html.contains("key was destroyed"));
    }
}

//! One product as the qualified person certifies it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use cikada_app::papers::Document;
use cikada_app::read::certification::{self, CertificationPage, MendedAt};

use crate::failure::Failure;
use crate::pages::frame::{Frame, Section};
use crate::pages::{container_of, render, treatment_of};
use crate::session::Reader;
use crate::site::Site;
use crate::{address, shape, wording};

#[derive(Debug, Template)]
#[template(path = "certification.html")]
struct Certification {
    frame: Frame,
    page: CertificationPage,
}

impl Certification {
    /// Where something unmet is put right.
    fn mended_at(&self, place: &MendedAt) -> String {
        let treatment = &self.page.heading.treatment;
        match place {
            MendedAt::Form(target) => address::target(treatment, target),
            MendedAt::Batch => address::batch(treatment, &self.page.batch),
            MendedAt::Supply => "#supply".to_owned(),
            MendedAt::Specification(protocol) => address::specification(protocol),
        }
    }

    /// How many things are to be read.
    fn to_read(&self) -> usize {
        self.page.unusual.iter().map(|(_, lines)| lines.len()).sum()
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
            let page = certification::certification(world, &session.actor, &treatment, &container)?;
            Ok::<_, Failure>(Certification {
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
    use crate::example_release;

    fn page(page: CertificationPage) -> String {
        let page = Certification {
            frame: Frame::example(Section::Release),
            page,
        };
        page.render().unwrap()
    }

    #[test]
    fn a_certification_begins_with_what_is_unmet_and_offers_no_release() {
        let html = page(example_release::blocked());
        let place = |words: &str| html.find(words).unwrap();
        assert!(place("result-missing") < place("To be read"));
        assert!(place("To be read") < place("Found by the machine"));
        assert!(!html.contains("conditional-release"));
        insta::assert_snapshot!(html);
    }

    #[test]
    fn a_late_result_is_shown_with_who_follows_it_by_when_and_what_is_done_if_it_fails() {
        let html = page(example_release::awaiting());
        for words in [
            "Overdue",
            "Followed by Mina Sato (qc-1); expected by Fri 13 Mar 2026",
            "The physician is told the same day.",
            "Call ward 5 at any hour.",
            "Seen by the physician after 12 min",
            "Not seen by the qualified person yet",
        ] {
            assert!(html.contains(words), "{words}");
        }
    }

    #[test]
    fn a_supply_by_exception_says_why_nothing_is_certified_and_what_is_missing_by_whom() {
        let html = page(example_release::out_of_specification());
        for words in [
            "no certification is possible",
            "supply/request",
            "May be given by: physician",
            "Also stands against the supply",
            "3 h 20 min ago",
            "Seen by the physician after 12 min",
            "14 doses are held.",
        ] {
            assert!(html.contains(words), "{words}");
        }
        assert!(!html.contains("conditional-release") && !html.contains("Notice to the authority"));
        let html = page(example_release::supplied());
        assert!(html.contains("To the competent authority of IT"));
        assert!(html.contains("product expires"));
    }

    #[test]
    fn the_release_is_offered_when_nothing_is_unmet() {
        let html = page(example_release::ready());
        assert!(html.contains("conditional-release"));
        assert!(html.contains("20 h 5 min left at the planned end of the infusion"));
        insta::assert_snapshot!(html);
    }
}

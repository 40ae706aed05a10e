//! One dose at the bedside: what is due, and the scan boxes of wristband and bag.
//!
//! The scan boxes are there until the infusion has started: a verification that grew too old, or was
//! of another bag, is done again and leads nobody into a dead end.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use cikada_app::form::{self, FieldKind, Target};
use cikada_app::papers::Document;
use cikada_app::read::bedside::{self, BedsideAct, BedsidePage};
use cikada_app::read::today::DueState;
use cikada_app::use_cases::REASONS;

use crate::failure::Failure;
use crate::pages::fields::{Asked as _, Sheet};
use crate::pages::form::submit;
use crate::pages::frame::{Frame, Section};
use crate::pages::{dose_of, render, treatment_of};
use crate::post::{Fields, Post};
use crate::session::Reader;
use crate::site::Site;
use crate::{address, shape, wording};

#[derive(Debug, Template)]
#[template(path = "bedside.html")]
struct Page {
    frame: Frame,
    page: BedsidePage,
    /// The scan boxes, until the infusion has started.
    sheet: Option<Sheet>,
    /// Where the act that comes next stands in the list.
    next: Option<usize>,
}

impl Page {
    fn is_next(&self, index: &usize) -> bool {
        self.next.as_ref() == Some(index)
    }

    /// Whether scanning is what comes next, so that the boxes stand above everything.
    fn scans_next(&self) -> bool {
        let next = self.next.and_then(|index| self.page.acts.get(index));
        next.is_some_and(|act| matches!(act.target, Target::Bedside(_)))
    }

    /// Whether anything was recorded that the infusion record could tell.
    fn has_begun(&self) -> bool {
        self.page.acts.iter().any(|act| act.done.is_some())
    }

    fn is_done(&self, target: Target) -> bool {
        is_done(&self.page, &target)
    }

    /// How an act that was done is done again, while that still means something.
    fn again(&self, act: &BedsideAct) -> Option<(&'static str, String)> {
        let dose = self.page.dose;
        let has_started = self.is_done(Target::InfusionStart(dose));
        let form = || address::target(&self.page.heading.treatment, &act.target);
        match act.target {
            Target::Fitness(_) if !has_started => Some(("Check again", form())),
            Target::Bedside(_) if !has_started => Some(("Verify again", "#form".to_owned())),
            Target::VitalSigns(_) if !self.is_done(Target::ObservationEnd(dose)) => {
                Some(("Record again", form()))
            }
            _ => None,
        }
    }
}

fn is_done(page: &BedsidePage, target: &Target) -> bool {
    let mut acts = page.acts.iter();
    acts.any(|act| act.target == *target && act.done.is_some())
}

pub(crate) async fn show(
    State(site): State<Site>,
    Reader(session): Reader,
    Path((treatment, dose)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (treatment, dose) = (treatment_of(treatment)?, dose_of(&dose)?);
    let page = site
        .ask(move |world| {
            let page = bedside::bedside(world, &session.actor, &treatment, dose)?;
            let next = page.acts.iter().position(|act| act.done.is_none());
            let target = Target::Bedside(dose);
            let sheet = if is_done(&page, &Target::InfusionStart(dose)) {
                None
            } else {
                let form = form::describe(world, &session.actor, &treatment, &target)?;
                Some(Sheet::lay_out(&session, form, &Fields::new())?)
            };
            let frame = Frame::new(world, &session, Section::Treatment);
            Ok::<_, Failure>(Page {
                frame,
                page,
                sheet,
                next,
            })
        })
        .await??;
    Ok(render(StatusCode::OK, &page))
}

pub(crate) async fn send(
    State(site): State<Site>,
    Path((treatment, dose)): Path<(String, String)>,
    post: Post,
) -> Result<Response, Failure> {
    let (treatment, target) = (treatment_of(treatment)?, Target::Bedside(dose_of(&dose)?));
    site.ask(move |world| submit(world, &post.session, &treatment, &target, post.fields))
        .await?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example_acts;

    fn page(next: usize) -> Page {
        Page {
            frame: Frame::example(Section::Treatment),
            page: example_acts::bedside(),
            sheet: Some(Sheet::example(example_acts::scan_form())),
            next: Some(next),
        }
    }

    #[test]
    fn the_scan_boxes_stand_open_while_the_verification_comes_next() {
        insta::assert_snapshot!(page(1).render().unwrap());
    }

    #[test]
    fn the_times_of_vital_signs_stand_in_words_and_shape() {
        let html = page(1).render().unwrap();
        assert!(html.contains("Due 15 min, 30 min after the start; each up to 5 min"));
        for word in ["To come", "Due", "Overdue", "Taken", "Late", "Missed"] {
            assert!(html.contains(&format!("</svg> {word}</span>")), "{word}");
        }
        assert!(html.contains(": nobody was free"));
        let mut without = page(1);
        without.page.vital_signs_times = None;
        without.page.vital_signs_due = Vec::new();
        let html = without.render().unwrap();
        assert!(html.contains("The protocol names no times."));
    }

    #[test]
    fn a_page_of_a_sample_whose_clock_was_set_ahead_says_so() {
        let mut page = page(1);
        assert!(!page.render().unwrap().contains("Sample data"));
        page.frame.days_ahead = Some(3);
        let html = page.render().unwrap();
        assert!(
            html.contains(
                "Sample data: nobody is treated here, and the clock was set 3 days ahead."
            )
        );
    }

    #[test]
    fn a_verification_that_was_done_can_be_done_again_until_the_infusion_has_started() {
        let mut page = page(2);
        page.page.acts[1].done = page.page.acts[0].done.clone();
        let html = page.render().unwrap();
        assert!(html.contains("Verify again") && html.contains("id=\"wristband\""));
        let next = html.find("Start the infusion</a>").unwrap();
        assert!(next < html.find("id=\"wristband\"").unwrap());
        page.page.acts[2].done = page.page.acts[0].done.clone();
        let html = page.render().unwrap();
        assert!(!html.contains("Verify again") && !html.contains("Check again"));
    }
}

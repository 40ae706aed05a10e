//! One treatment: its course as a drawing and as a list, doses, custody, consents and findings.

use std::cmp::Reverse;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use cikada_app::form::Target;
use cikada_app::papers::LabelForm;
use cikada_app::read::labels::Label;
use cikada_app::read::treatment::{
    self, ContainerHistory, DoseLine, Mark, MarkKind, TreatmentPage,
};
use cikada_domain::ContainerId;

use crate::drawing::course::Course;
use crate::failure::Failure;
use crate::pages::frame::{Frame, Section};
use crate::pages::{render, treatment_of};
use crate::session::Reader;
use crate::site::Site;
use crate::{address, shape, wording};

/// How many marks stand open.
const MARKS_OPEN: usize = 12;
/// How many doses stand open, and how many of them were given already.
const DOSES_OPEN: usize = 12;
const DOSES_GIVEN_OPEN: usize = 3;
/// How many bags stand open.
const BAGS_OPEN: usize = 4;
/// How many labels stand open, the wristband's among them.
const LABELS_OPEN: usize = 7;

#[derive(Debug, Template)]
#[template(path = "treatment.html")]
struct Page {
    frame: Frame,
    page: TreatmentPage,
    course: Option<Course>,
}

/// What stands open of a list, and what is folded below it: a course of five years is long.
type Folded<'a, Line> = (Vec<&'a Line>, Vec<&'a Line>);

impl Page {
    /// What was done, newest first.
    fn done(&self) -> Folded<'_, Mark> {
        let is_done = |mark: &&Mark| mark.kind != MarkKind::Planned;
        fold(self.page.timeline.iter().rev().filter(is_done), MARKS_OPEN)
    }

    fn planned(&self) -> Vec<&Mark> {
        let is_planned = |mark: &&Mark| mark.kind == MarkKind::Planned;
        self.page.timeline.iter().filter(is_planned).collect()
    }

    /// The doses around today: the last that were given and the next ones.
    fn doses_now(&self) -> Vec<&DoseLine> {
        let (now, _) = fold(self.doses_from(self.first_dose_open()), DOSES_OPEN);
        now
    }

    fn doses_before(&self) -> Vec<&DoseLine> {
        self.page
            .doses
            .iter()
            .take(self.first_dose_open())
            .collect()
    }

    fn doses_later(&self) -> Vec<&DoseLine> {
        let (_, later) = fold(self.doses_from(self.first_dose_open()), DOSES_OPEN);
        later
    }

    fn doses_from(&self, first: usize) -> impl Iterator<Item = &DoseLine> {
        self.page.doses.iter().skip(first)
    }

    /// Where the open part of the doses begins: everything, while it is short.
    fn first_dose_open(&self) -> usize {
        let doses = &self.page.doses;
        let given = doses
            .iter()
            .rposition(|line| line.given)
            .map_or(0, |last| last + 1);
        let last = doses.len().saturating_sub(DOSES_OPEN);
        given.saturating_sub(DOSES_GIVEN_OPEN).min(last)
    }

    /// The bags, the one that moved last first.
    fn custody(&self) -> Folded<'_, ContainerHistory> {
        let mut histories: Vec<_> = self.page.custody.iter().collect();
        let moved =
            |history: &ContainerHistory| history.steps.last().map(|step| step.at.timestamp());
        histories.sort_by_key(|history| Reverse(moved(history)));
        fold(histories.into_iter(), BAGS_OPEN)
    }

    fn labels(&self) -> Folded<'_, Label> {
        fold(self.page.labels.iter(), LABELS_OPEN)
    }

    /// Whether a bag may still change hands.
    fn moves(&self, container: &ContainerId) -> bool {
        let target = Target::Custody(container.clone());
        self.page.acts.iter().any(|(_, act)| *act == target)
    }

    /// What may be done whatever is due. A bag is handed over where its custody is told.
    fn acts(&self) -> Vec<&(String, Target)> {
        let is_other = |(_, target): &&(String, Target)| !matches!(target, Target::Custody(_));
        self.page.acts.iter().filter(is_other).collect()
    }

    fn findings_met(&self) -> usize {
        self.page
            .findings
            .iter()
            .filter(|finding| finding.met)
            .count()
    }
}

fn fold<'a, Line>(lines: impl Iterator<Item = &'a Line>, open: usize) -> Folded<'a, Line> {
    let mut lines: Vec<_> = lines.collect();
    let folded = lines.split_off(open.min(lines.len()));
    (lines, folded)
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
    fn a_course_of_years_is_folded_around_today() {
        let mut page = example_course::treatment();
        let line = |number: u16| DoseLine {
            dose: example::dose(number),
            given: number <= 30,
            ..page.doses[0].clone()
        };
        page.doses = (1..=60).map(line).collect();
        page.timeline = page.timeline.iter().cycle().take(600).cloned().collect();
        let page = Page {
            frame: Frame::example(Section::Treatment),
            page,
            course: None,
        };
        let numbers = |lines: Vec<&DoseLine>| -> Vec<u16> {
            lines.iter().map(|line| line.dose.get()).collect()
        };
        assert_eq!(numbers(page.doses_before()), (1..=27).collect::<Vec<_>>());
        assert_eq!(numbers(page.doses_now()), (28..=39).collect::<Vec<_>>());
        assert_eq!(numbers(page.doses_later()), (40..=60).collect::<Vec<_>>());
        let (latest, earlier) = page.done();
        assert_eq!(
            (latest.len(), earlier.len(), page.planned().len()),
            (12, 468, 120)
        );
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

//! Where the search begins: a harvested product, its patient fit and its label scanned back, of a
//! protocol with one fast and one slow test, and nothing else that an answer would be slow for.

use std::collections::BTreeSet;

use cikada_domain::Treatment;
use cikada_domain::event::Recorded;
use cikada_domain::treatment::{Batch, Product};
use cikada_engine::{Act, Command, Decision, decide, refused};
use cikada_protocol::model::StepKind;
use jiff::{SignedDuration, Timestamp};

use super::course::{self, Course, Point, batch, container, dose};
use super::protocols;

/// How late it is: at first; after a verification has lapsed; too late for a whole infusion; and past
/// the expiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Hour {
    First,
    Later,
    TooLate,
    Expired,
}

/// A state on the way, with the time it was reached at: each act comes a second after the one before.
#[derive(Debug, Clone)]
pub(crate) struct Moment {
    pub(crate) treatment: Treatment,
    pub(crate) now: Timestamp,
    pub(crate) hour: Hour,
    /// When the hour began.
    pub(crate) since: Timestamp,
}

/// Everything that stays the same.
pub(crate) struct Scene {
    pub(crate) course: Course,
    pub(crate) first: Moment,
}

impl Scene {
    pub(crate) fn new() -> Self {
        let files = protocols::files().into_iter();
        let mut files = files.filter(|file| file.ends_with("cik-classic/1.0.0/protocol.toml"));
        let mut protocol = protocols::protocol(&files.next().expect("a shipped protocol"));
        let mut stages = BTreeSet::new();
        protocol
            .specification
            .retain(|test| stages.insert(test.stage));
        protocol.eligibility.truncate(1);
        protocol.consents.truncate(1);
        // What may be a day old, so that it is never the answer's only reason.
        let lasting = "1 d".parse().ok();
        protocol.fitness.retain(|one| one.age_max == lasting);
        protocol.visits.clear();
        // The product is harvested at five in the morning, and the whole search lies on one day.
        protocol.product.shelf_life = "13 h".parse().unwrap();
        let mut course = Course::new(protocol);
        course.go_to(Point::Harvested, 1);
        course.now += SignedDuration::from_hours(3);
        course.ask(
            &course::act("physician-1", None, course.now, &course.zone),
            &Command::RecordFitness {
                dose: dose(1),
                findings: course::answers(&course.protocol, &course.protocol.fitness),
            },
        );
        // At the ward, where the bedside is: where else it may be is asked with the handovers.
        let brought = course.handover("CELLS-1", "clean room", "ward");
        let act = course::act("tech-1", Some("nurse-1"), course.now, &course.zone);
        course.ask(&act, &brought);
        let mut treatment = course.treatment.clone();
        let steps = &mut course.protocol.steps;
        steps.retain(|step| step.kind == StepKind::Harvest);
        let harvest = steps[0].id.clone();
        let of = treatment.batches.get_mut(&batch(1)).unwrap();
        of.performed.retain(|step| step.step == harvest);
        let plan = treatment.plan.as_mut().unwrap();
        plan.items.retain(|item| item.dose == Some(dose(1)));
        let asked: BTreeSet<_> = course
            .protocol
            .eligibility
            .iter()
            .map(|one| &one.id)
            .collect();
        treatment.findings.retain(|id, _| asked.contains(id));
        let (now, hour) = (course.now, Hour::First);
        let first = Moment {
            treatment,
            now,
            hour,
            since: now,
        };
        Self { course, first }
    }

    /// What the engine says.
    pub(crate) fn asked(&self, before: &Moment, act: &Act, command: &Command) -> Decision {
        let Course {
            protocol, facility, ..
        } = &self.course;
        let treatment = &before.treatment;
        decide(protocol, treatment, facility, act, command, act.occurred_at)
    }

    pub(crate) fn act(&self, before: &Moment, (who, with): (&str, Option<&str>)) -> Act {
        let now = before.now + SignedDuration::from_secs(1);
        Act {
            country: self.course.country.clone(),
            ..course::act(who, with, now, &self.course.zone)
        }
    }

    /// The state after an answer, the trace of a refusal included; nothing if it left none.
    pub(crate) fn after(
        &self,
        before: &Moment,
        act: &Act,
        command: &Command,
        decision: &Decision,
    ) -> Option<Moment> {
        let events = match decision {
            Decision::Accepted(events) => events.clone(),
            Decision::Refused(reasons) => {
                // The first event is the refusal itself, and changes nothing.
                let mut events = refused(&before.treatment, command, reasons);
                events.remove(0);
                events
            }
        };
        if events.is_empty() {
            return None;
        }
        let mut after = before.clone();
        after.now = act.occurred_at;
        for event in events {
            after.treatment.apply(&Recorded {
                event,
                performer: act.performer.clone(),
                witness: act.witness.clone(),
                device: act.device.clone(),
                occurred_at: act.occurred_at,
                recorded_at: act.occurred_at,
            });
        }
        Some(after)
    }

    /// The same later on.
    pub(crate) fn later(&self, before: &Moment) -> Option<Moment> {
        let expires_at = product(&before.treatment).expires_at;
        let minutes = SignedDuration::from_mins(10);
        let (hour, now) = match before.hour {
            Hour::First => (Hour::Later, before.now + minutes * 4),
            Hour::Later => (Hour::TooLate, expires_at - minutes),
            Hour::TooLate => (Hour::Expired, expires_at + minutes),
            Hour::Expired => return None,
        };
        let treatment = before.treatment.clone();
        Some(Moment {
            treatment,
            now,
            hour,
            since: now,
        })
    }
}

/// The product of every state.
pub(crate) fn product(treatment: &Treatment) -> &Product {
    &treatment.products[&container("CELLS-1")]
}

/// Its batch.
pub(crate) fn made(treatment: &Treatment) -> &Batch {
    &treatment.batches[&batch(1)]
}

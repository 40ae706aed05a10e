//! The acts of a course in order of time, derived from the protocol and its calendar.

use std::collections::BTreeMap;

use cikada_domain::event::{ExceptionTo, InfusionOutcome, LabelPurpose, ReleaseKind};
use cikada_domain::{ChainOfIdentity, PlannedItem, PlannedKind, StepId};
use cikada_engine::{Command, Scanned, needs_order};
use cikada_protocol::Protocol;
use cikada_protocol::model::{AvailabilityStatus, LevelUse, ReleaseStage, Step, StepKind};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::course::{
    Course, Point, account_labels, answers, batch, container, donation, dose, here, person,
    print_label, scan_label,
};
use super::script_medicine::{self, minutes};

/// Who acts, and with whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct By {
    pub(crate) performer: &'static str,
    pub(crate) witness: Option<&'static str>,
}

/// One act of the course.
#[derive(Debug, Clone)]
pub(crate) struct Scripted {
    pub(crate) point: Point,
    pub(crate) dose: u16,
    pub(crate) at: Timestamp,
    pub(crate) by: By,
    pub(crate) command: Command,
}

pub(super) const NURSES: By = by("nurse-1", Some("nurse-2"));
pub(super) const TECHNOLOGISTS: By = by("tech-1", Some("tech-2"));
pub(super) const TECHNOLOGIST: By = by("tech-1", None);
pub(super) const PHYSICIAN: By = by("physician-1", None);
const COORDINATOR: By = by("coordinator-1", None);
const TO_CLEAN_ROOM: By = by("nurse-3", Some("tech-1"));
pub(super) const TO_NURSE: By = by("tech-1", Some("nurse-1"));
const TO_COURIER: By = by("tech-1", Some("courier-1"));
const TO_WARD: By = by("courier-1", Some("nurse-1"));
const COLLECTION_NURSE: By = by("nurse-3", None);
pub(super) const QUALITY_CONTROL: By = by("qc-1", None);
pub(super) const SECOND_ANALYST: By = by("qc-2", None);
pub(super) const QUALIFIED_PERSON: By = by("qp-1", None);

const fn by(performer: &'static str, witness: Option<&'static str>) -> By {
    By { performer, witness }
}

/// The acts gathered so far; 0 stands for the enrolment, which is of no dose.
pub(super) struct Script<'a> {
    pub(super) course: &'a Course,
    pub(super) dose: u16,
    acts: Vec<Scripted>,
}

impl Script<'_> {
    fn add(&mut self, point: Point, (day, hour, minute): (Date, i8, i8), by: By, command: Command) {
        self.add_at(point, self.course.at(day, hour, minute), by, command);
    }

    pub(super) fn add_at(&mut self, point: Point, at: Timestamp, by: By, command: Command) {
        let dose = self.dose;
        self.acts.push(Scripted {
            point,
            dose,
            at,
            by,
            command,
        });
    }
}

impl Course {
    /// Everything up to the end of a dose, those before it included, in order of time.
    pub(crate) fn script(&self, number: u16) -> Vec<Scripted> {
        let (course, calendar) = (self, self.planned());
        let mut script = Script {
            course,
            dose: 0,
            acts: Vec::new(),
        };
        enrolment(&mut script, "2026-01-05".parse().unwrap());
        let medicine = self.protocol.medicine().is_some();
        for number in 1..=number {
            script.dose = number;
            if medicine {
                script_medicine::dose(&mut script, &calendar);
                continue;
            }
            let items = &calendar.items;
            let on = |kind| {
                let item =
                    |item: &&PlannedItem| item.kind == kind && item.dose == Some(dose(number));
                items.iter().find(item).unwrap().on
            };
            let (collection, infusion) = (on(PlannedKind::Collection), on(PlannedKind::Infusion));
            ordering(&mut script, collection);
            collecting(&mut script, collection);
            let harvest = course.harvest_day(collection, infusion);
            growing(&mut script, collection, harvest);
            harvesting(&mut script, harvest);
            releasing(&mut script, infusion);
            giving(&mut script, infusion);
            watching(&mut script, infusion);
            finishing(&mut script, infusion + 14.days());
        }
        let mut acts = script.acts;
        acts.sort_by_key(|scripted| scripted.at);
        acts
    }

    /// Every step but the harvest, on the first day its own days and its forerunners allow.
    pub(super) fn steps_with_days(&self) -> Vec<(&Step, u16)> {
        let mut days: BTreeMap<&StepId, u16> = BTreeMap::new();
        let steps = self.protocol.steps.iter();
        let mut steps: Vec<_> = steps.filter(|s| s.kind != StepKind::Harvest).collect();
        let mut placed = Vec::new();
        while !steps.is_empty() {
            let ready = steps.iter().position(|s| {
                self.protocol
                    .waits_for(s)
                    .into_iter()
                    .all(|a| days.contains_key(a))
            });
            let step = steps.remove(ready.expect("steps without a circle"));
            let before = self.protocol.waits_for(step).into_iter();
            let after = before.map(|id| days[id]).max().unwrap_or(0);
            let day = step.days.0.max(after);
            days.insert(&step.id, day);
            placed.push((step, day));
        }
        placed
    }
}

fn enrolment(script: &mut Script<'_>, day: Date) {
    let course = script.course;
    let opening = Command::OpenTreatment {
        chain_of_identity: ChainOfIdentity::new("CHA999926000001").unwrap(),
        protocol: course.reference(),
        donor: course.donor(),
        recipient: person("P-1"),
    };
    script.add(Point::Opened, (day, 9, 0), COORDINATOR, opening);
    exception(script, day);
    let findings = answers(&course.protocol, &course.protocol.eligibility);
    let evaluation = Command::RecordEvaluation { findings };
    script.add(Point::Evaluated, (day, 9, 10), PHYSICIAN, evaluation);
    script.add(
        Point::Eligible,
        (day, 9, 20),
        PHYSICIAN,
        Command::ConfirmEligibility,
    );
    for rule in &course.protocol.consents {
        let consent = Command::RecordConsent {
            consent: rule.id.clone(),
            document_version: "1".to_owned(),
        };
        script.add(Point::Consented, (day, 9, 30), PHYSICIAN, consent);
    }
    let (anchor, convention) = (course.anchor(), None);
    let plan = Command::ConfirmPlan { anchor, convention };
    script.add(Point::Planned, (day, 9, 40), PHYSICIAN, plan);
    let mut lines = course.protocol.doses.iter();
    if lines.any(|line| line.level_use == LevelUse::Assigned) {
        let level = Command::AssignDoseLevel { level: 1 };
        script.add(Point::Ordered, (day, 9, 50), PHYSICIAN, level);
    }
}

/// A therapy that is not available where courses are is given under an exception.
fn exception(script: &mut Script<'_>, day: Date) {
    let country = here();
    let line = script
        .course
        .protocol
        .availability_in(country.as_str(), day);
    let status = match line.map(|line| line.status) {
        Some(AvailabilityStatus::Approved | AvailabilityStatus::Investigational) => return,
        Some(AvailabilityStatus::OffLabel) => ExceptionTo::OffLabel,
        Some(AvailabilityStatus::Withdrawn) => ExceptionTo::Withdrawn,
        Some(AvailabilityStatus::Unverified) => ExceptionTo::Unverified,
        None => ExceptionTo::Unknown,
    };
    let exception = Command::RecordException { country, status };
    let witnessed = by("physician-1", Some("physician-2"));
    script.add(Point::Opened, (day, 9, 5), witnessed, exception);
}

/// Cells that go by weight or level are ordered on the day of their collection.
fn ordering(script: &mut Script<'_>, day: Date) {
    let (course, number) = (script.course, script.dose);
    let line = course.protocol.dose_line(dose(number)).unwrap();
    if !needs_order(line) {
        return;
    }
    let findings = answers(&course.protocol, &course.protocol.eligibility);
    let evaluation = Command::RecordEvaluation { findings };
    script.add(Point::Ordered, (day, 7, 0), PHYSICIAN, evaluation);
    script.add(
        Point::Ordered,
        (day, 7, 10),
        PHYSICIAN,
        course.order(number),
    );
}

fn collecting(script: &mut Script<'_>, day: Date) {
    let number = script.dose;
    let label = Command::IssueLabel {
        container: container(&format!("BLOOD-{number}")),
        purpose: LabelPurpose::Collection(dose(number)),
    };
    script.add(Point::Labelled, (day, 8, 0), COLLECTION_NURSE, label);
    let bag = format!("BLOOD-{number}");
    let [print, scan] = [
        print_label(&bag, 'a', 1, false),
        scan_label(&bag, &bag, 'a'),
    ];
    script.add(Point::Labelled, (day, 8, 5), COLLECTION_NURSE, print);
    script.add(Point::Labelled, (day, 8, 6), COLLECTION_NURSE, scan);
    let wristband = Scanned::Known(script.course.donor());
    let collected = script.course.collection(number, wristband);
    script.add(Point::Collected, (day, 8, 30), COLLECTION_NURSE, collected);
    let account = account_labels(&bag, [1, 0, 0]);
    script.add(Point::Collected, (day, 8, 32), COLLECTION_NURSE, account);
    let handed = script
        .course
        .handover(&format!("BLOOD-{number}"), "ward", "clean room");
    script.add(Point::Collected, (day, 9, 0), TO_CLEAN_ROOM, handed);
}

fn growing(script: &mut Script<'_>, collection: Date, harvest: Date) {
    let (course, number) = (script.course, script.dose);
    let start = Command::StartBatch {
        batch: batch(number),
        dose: dose(number),
        donation: donation(number),
    };
    script.add(Point::Cultured, (collection, 10, 0), TECHNOLOGISTS, start);
    for (index, (step, day)) in course.steps_with_days().into_iter().enumerate() {
        let on = collection + i64::from(day).days();
        let minute = i8::try_from(index).unwrap() * 3;
        // On the day of the harvest the rest is done before it.
        let hour = if on == harvest { 2 } else { 11 };
        let by = if step.needs_second_person() {
            TECHNOLOGISTS
        } else {
            TECHNOLOGIST
        };
        let done = course.step(number, step);
        script.add(Point::Grown, (on, hour, minute), by, done);
    }
}

fn harvesting(script: &mut Script<'_>, day: Date) {
    let (course, number) = (script.course, script.dose);
    let label = Command::IssueLabel {
        container: container(&format!("CELLS-{number}")),
        purpose: LabelPurpose::Product(batch(number)),
    };
    script.add(Point::ProductLabelled, (day, 4, 50), TECHNOLOGISTS, label);
    let [empty, full] = product_labels(number);
    for (minute, command) in [52, 53].into_iter().zip(empty) {
        script.add(
            Point::ProductLabelled,
            (day, 4, minute),
            TECHNOLOGISTS,
            command,
        );
    }
    let mut steps = course.protocol.steps.iter();
    let harvest = steps.find(|step| step.kind == StepKind::Harvest).unwrap();
    let harvest = course.step(number, harvest);
    script.add(Point::Harvested, (day, 5, 0), TECHNOLOGISTS, harvest);
    let account = account_labels(&format!("CELLS-{number}"), [1, 0, 1]);
    for (minute, command) in [5, 6, 10]
        .into_iter()
        .zip(full.into_iter().chain([account]))
    {
        script.add(Point::Harvested, (day, 5, minute), TECHNOLOGISTS, command);
    }
}

/// Printing and scanning back: before the product is in, and again when everything is known.
pub(super) fn product_labels(number: u16) -> [[Command; 2]; 2] {
    let bag = format!("CELLS-{number}");
    ['b', 'd'].map(|content| {
        [
            print_label(&bag, content, 1, false),
            scan_label(&bag, &bag, content),
        ]
    })
}

fn releasing(script: &mut Script<'_>, day: Date) {
    let number = script.dose;
    let (stage, kind) = script.course.first_release();
    for result in script.course.results(number, stage) {
        script.add(Point::Tested, (day, 8, 0), QUALITY_CONTROL, result);
    }
    for approval in script.course.approvals(number, stage) {
        script.add(Point::Tested, (day, 8, 10), SECOND_ANALYST, approval);
    }
    let review = script.course.review(number);
    script.add(Point::Tested, (day, 8, 30), QUALIFIED_PERSON, review);
    let cells = format!("CELLS-{number}");
    let release = script.course.release(number, kind, day);
    script.add(Point::Released, (day, 9, 0), QUALIFIED_PERSON, release);
    let given = script.course.handover(&cells, "clean room", "courier");
    script.add(Point::Released, (day, 9, 30), TO_COURIER, given);
    let taken = script.course.handover(&cells, "courier", "ward");
    script.add(Point::Released, (day, 10, 0), TO_WARD, taken);
}

fn giving(script: &mut Script<'_>, day: Date) {
    let (course, number) = (script.course, script.dose);
    let (dose, cells) = (dose(number), format!("CELLS-{number}"));
    let findings = answers(&course.protocol, &course.protocol.fitness);
    let fitness = Command::RecordFitness { dose, findings };
    script.add(Point::Fit, (day, 13, 0), PHYSICIAN, fitness);
    let verify = course.verification(number, "P-1", &cells);
    script.add(Point::Verified, (day, 13, 50), NURSES, verify);
    let container = container(&cells);
    let start = Command::StartInfusion { dose, container };
    script.add(Point::Infusing, (day, 14, 0), NURSES, start);
    for (place, minute) in signs_due(&course.protocol).into_iter().enumerate() {
        let point = if place == 0 {
            Point::Infusing
        } else {
            Point::Infused
        };
        // The last minute of the hour is that of the end.
        let minute = i8::try_from(minute.min(59)).unwrap();
        let signs = course.vital_signs(number);
        script.add(point, (day, 14, minute), NURSES, signs);
    }
    let volume = course.volume(number);
    let outcome = InfusionOutcome::Completed;
    let end = Command::EndInfusion {
        dose,
        volume,
        outcome,
        interruption: None,
    };
    script.add(Point::Infused, (day, 15, 0), NURSES, end);
}

/// The minutes of the hour of the infusion at which vital signs are taken.
fn signs_due(protocol: &Protocol) -> Vec<i64> {
    let Some(times) = &protocol.infusion.vital_signs_due else {
        return vec![15];
    };
    let mut due: Vec<_> = times.after_start.iter().map(minutes).collect();
    if let Some(every) = times.every.as_ref().map(minutes) {
        let last = due.last().copied().unwrap_or(0);
        due.extend(
            (1..)
                .map(|count| last + count * every)
                .take_while(|at| *at <= 60),
        );
    }
    due
}

fn watching(script: &mut Script<'_>, day: Date) {
    let times = script.course.protocol.infusion.vital_signs_due.iter();
    let after_end: Vec<_> = times
        .flat_map(|times| times.after_end.iter().map(minutes))
        .collect();
    for minute in after_end.into_iter().filter(|minute| *minute < 4 * 60) {
        let signs = script.course.vital_signs(script.dose);
        let (hours, minute) = (
            i8::try_from(minute / 60).unwrap(),
            i8::try_from(minute % 60).unwrap(),
        );
        script.add(Point::Observed, (day, 15 + hours, minute), NURSES, signs);
    }
    let signs = script.course.vital_signs(script.dose);
    script.add(Point::Observed, (day, 19, 0), NURSES, signs);
    let observed = Command::EndObservation {
        dose: dose(script.dose),
        not_on_time: BTreeMap::new(),
    };
    script.add(Point::Observed, (day, 19, 5), NURSES, observed);
}

fn finishing(script: &mut Script<'_>, day: Date) {
    let number = script.dose;
    if script.course.first_release().0 == ReleaseStage::Final {
        return;
    }
    for result in script.course.results(number, ReleaseStage::Final) {
        script.add(Point::Finished, (day, 9, 0), QUALITY_CONTROL, result);
    }
    for approval in script.course.approvals(number, ReleaseStage::Final) {
        script.add(Point::Finished, (day, 9, 10), SECOND_ANALYST, approval);
    }
    let review = script.course.review(number);
    script.add(Point::Finished, (day, 9, 30), QUALIFIED_PERSON, review);
    let release = script.course.release(number, ReleaseKind::Final, day);
    script.add(Point::Finished, (day, 10, 0), QUALIFIED_PERSON, release);
}

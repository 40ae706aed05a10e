//! The acts of one dose of a medicine: ordered, prepared, released and given within hours.

use std::collections::BTreeMap;

use cikada_domain::event::{InfusionOutcome, LabelPurpose, ReleaseKind};
use cikada_domain::{PlannedKind, Quantity, Unit};
use cikada_engine::Command;
use cikada_protocol::Calendar;
use cikada_protocol::model::{Criterion, DoseAmount, ReleaseStage, StepKind};
use jiff::{SignedDuration, Timestamp};

use super::course::{Point, account_labels, answers, batch, container, donation};
use super::example::example_failing;
use super::script::{
    By, NURSES, PHYSICIAN, QUALIFIED_PERSON, QUALITY_CONTROL, SECOND_ANALYST, Script, TECHNOLOGIST,
    TECHNOLOGISTS, TO_NURSE, product_labels,
};

/// The acts of one dose, each some minutes after the one before.
struct Acts<'a, 's> {
    script: &'a mut Script<'s>,
    number: u16,
    at: Timestamp,
}

impl Acts<'_, '_> {
    fn add(&mut self, minutes: i64, point: Point, by: By, command: Command) {
        self.at = later(self.at, minutes);
        self.script.add_at(point, self.at, by, command);
    }
}

fn later(at: Timestamp, minutes: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_mins(minutes)).unwrap()
}

pub(super) fn dose(script: &mut Script<'_>, calendar: &Calendar) {
    let (number, at) = (script.dose, begin(script, calendar));
    let mut acts = Acts { script, number, at };
    ordering(&mut acts);
    preparing(&mut acts);
    releasing(&mut acts);
    giving(&mut acts);
}

/// In the morning of the dose's day, or at its hour where the schedule counts hours: then each dose
/// some minutes later than the one before, since its bag is verified before it is started and no
/// sooner than those hours after the start of the last.
fn begin(script: &Script<'_>, calendar: &Calendar) -> Timestamp {
    let dose = Some(super::course::dose(script.dose));
    let mut items = calendar.items.iter();
    let item = items.find(|item| item.kind == PlannedKind::Infusion && item.dose == dose);
    let on = item.unwrap().on;
    let mut times = calendar.times.iter();
    match times.find(|time| Some(time.dose) == dose) {
        Some(time) => {
            let minutes = i64::from(time.hours % 24) * 60 + i64::from(script.dose - 1) * 7;
            later(script.course.at(on, 0, 10), minutes)
        }
        None => script.course.at(on, 8, 0),
    }
}

/// What the dose goes by is found again, since it may have grown too old.
fn ordering(acts: &mut Acts<'_, '_>) {
    let course = acts.script.course;
    let protocol = &course.protocol;
    let findings = answers(protocol, &protocol.eligibility);
    acts.add(
        0,
        Point::Ordered,
        PHYSICIAN,
        Command::RecordEvaluation { findings },
    );
    let lines = protocol.doses.iter().flat_map(|line| &line.adjustments);
    let body = protocol.body.iter();
    let body = body.flat_map(|rule| std::iter::once(&rule.weight).chain(&rule.height));
    let mut asked = body.chain(lines.map(|other| &other.condition.criterion));
    let of_fitness = |id| protocol.fitness.iter().any(|c: &Criterion| &c.id == id);
    if asked.any(of_fitness) {
        let fitness = fitness(acts);
        acts.add(1, Point::Ordered, PHYSICIAN, fitness);
    }
    for visit in gate_visits(acts).into_iter().chain(rise_visits(acts)) {
        acts.add(1, Point::Ordered, PHYSICIAN, visit);
    }
    acts.add(1, Point::Ordered, PHYSICIAN, course.order(acts.number));
}

/// The visits that answer the gates the dose stands behind.
fn gate_visits(acts: &Acts<'_, '_>) -> Vec<Command> {
    let course = acts.script.course;
    let protocol = &course.protocol;
    let dose = super::course::dose(acts.number);
    let calendar = course.planned();
    let condition = calendar.conditions.iter().find(|c| c.dose == dose);
    let gates = condition.into_iter().flat_map(|condition| &condition.gates);
    let asked: Vec<_> = gates
        .filter_map(|gate| protocol.gates.iter().find(|rule| rule.id == gate.criterion))
        .map(|rule| &rule.condition.criterion)
        .collect();
    let mut visits = protocol.visits.iter();
    let answers_one = |criteria: &[Criterion]| criteria.iter().any(|c| asked.contains(&&c.id));
    visits
        .by_ref()
        .filter(|visit| answers_one(&visit.findings))
        .map(|visit| Command::RecordVisit {
            visit: visit.id.clone(),
            dose: Some(dose),
            findings: answers(protocol, &visit.findings),
        })
        .collect()
}

/// The visit that finds what a rising dose goes by, and finds that it is not reached.
fn rise_visits(acts: &Acts<'_, '_>) -> Option<Command> {
    let protocol = &acts.script.course.protocol;
    let dose = super::course::dose(acts.number);
    let DoseAmount::Titrated(titration) = &protocol.dose_line(dose)?.amount else {
        return None;
    };
    let goal = |criterion: &&Criterion| titration.until.contains(&criterion.id);
    let mut visits = protocol.visits.iter();
    let visit = visits.find(|visit| visit.findings.iter().any(|c| goal(&c)))?;
    let mut findings = answers(protocol, &visit.findings);
    for criterion in visit.findings.iter().filter(goal) {
        let missed = example_failing(&criterion.requirement).remove(0);
        findings.insert(criterion.id.clone(), missed);
    }
    Some(Command::RecordVisit {
        visit: visit.id.clone(),
        dose: Some(dose),
        findings,
    })
}

fn preparing(acts: &mut Acts<'_, '_>) {
    let (course, number) = (acts.script.course, acts.number);
    let start = Command::StartBatch {
        batch: batch(number),
        dose: super::course::dose(number),
        donation: donation(number),
    };
    acts.add(2, Point::Cultured, TECHNOLOGISTS, start);
    for (step, _) in course.steps_with_days() {
        let by = if step.witness {
            TECHNOLOGISTS
        } else {
            TECHNOLOGIST
        };
        acts.add(2, Point::Grown, by, course.step(number, step));
    }
    let label = Command::IssueLabel {
        container: container(&format!("CELLS-{number}")),
        purpose: LabelPurpose::Product(batch(number)),
    };
    acts.add(1, Point::ProductLabelled, TECHNOLOGISTS, label);
    let [empty, full] = product_labels(number);
    for command in empty {
        acts.add(0, Point::ProductLabelled, TECHNOLOGISTS, command);
    }
    let mut steps = course.protocol.steps.iter();
    let fill = steps.find(|step| step.kind == StepKind::Harvest).unwrap();
    acts.add(
        2,
        Point::Harvested,
        TECHNOLOGISTS,
        course.step(number, fill),
    );
    let account = account_labels(&format!("CELLS-{number}"), [1, 0, 1]);
    for command in full.into_iter().chain([account]) {
        acts.add(0, Point::Harvested, TECHNOLOGISTS, command);
    }
}

fn releasing(acts: &mut Acts<'_, '_>) {
    let (course, number) = (acts.script.course, acts.number);
    let (stage, kind) = course.first_release();
    for result in course.results(number, stage) {
        acts.add(1, Point::Tested, QUALITY_CONTROL, result);
    }
    for approval in course.approvals(number, stage) {
        acts.add(1, Point::Tested, SECOND_ANALYST, approval);
    }
    acts.add(1, Point::Tested, QUALIFIED_PERSON, course.review(number));
    let release = course.release(number, kind, course.today());
    acts.add(1, Point::Released, QUALIFIED_PERSON, release);
    let given = course.handover(&format!("CELLS-{number}"), "clean room", "ward");
    acts.add(0, Point::Released, TO_NURSE, given);
}

fn fitness(acts: &Acts<'_, '_>) -> Command {
    Command::RecordFitness {
        dose: super::course::dose(acts.number),
        findings: answers(
            &acts.script.course.protocol,
            &acts.script.course.protocol.fitness,
        ),
    }
}

fn giving(acts: &mut Acts<'_, '_>) {
    let (course, number) = (acts.script.course, acts.number);
    let (dose, bag) = (super::course::dose(number), format!("CELLS-{number}"));
    let fitness = fitness(acts);
    acts.add(10, Point::Fit, PHYSICIAN, fitness);
    let verify = course.verification(number, "P-1", &bag);
    acts.add(5, Point::Verified, NURSES, verify);
    let container = container(&bag);
    let start = Command::StartInfusion {
        dose,
        container: container.clone(),
    };
    acts.add(5, Point::Infusing, NURSES, start);
    acts.add(1, Point::Infusing, NURSES, course.vital_signs(number));
    let rule = &course.protocol.infusion;
    let (volume, outcome) = (course.volume(number), InfusionOutcome::Completed);
    let end = Command::EndInfusion {
        dose,
        volume,
        outcome,
        interruption: None,
    };
    acts.add(minutes(&rule.duration), Point::Infused, NURSES, end);
    let signs = course.vital_signs(number);
    acts.add(
        minutes(&rule.observation_min),
        Point::Observed,
        NURSES,
        signs,
    );
    let observed = Command::EndObservation {
        dose,
        not_on_time: BTreeMap::new(),
    };
    acts.add(1, Point::Observed, NURSES, observed);
    finishing(acts);
}

/// The late results, where a first release came before them.
fn finishing(acts: &mut Acts<'_, '_>) {
    let (course, number) = (acts.script.course, acts.number);
    if course.first_release().0 == ReleaseStage::Final {
        return;
    }
    for result in course.results(number, ReleaseStage::Final) {
        acts.add(1, Point::Finished, QUALITY_CONTROL, result);
    }
    for approval in course.approvals(number, ReleaseStage::Final) {
        acts.add(1, Point::Finished, SECOND_ANALYST, approval);
    }
    acts.add(1, Point::Finished, QUALIFIED_PERSON, course.review(number));
    let release = course.release(number, ReleaseKind::Final, course.today());
    acts.add(0, Point::Finished, QUALIFIED_PERSON, release);
}

pub(super) fn minutes(duration: &Quantity) -> i64 {
    let minutes = duration.convert(Unit::Minute).unwrap().amount().ceil();
    minutes.to_string().parse().unwrap()
}

//! A treatment that goes as it should, derived from any protocol: every act in its time, each made
//! by the real engine. Stories, unit tests and properties begin from a point of it.

use std::collections::{BTreeMap, BTreeSet};

use cikada_domain::event::{
    InfusionOutcome, LabelPurpose, MaterialUsed, ProtocolReference, Recorded, ReleaseKind,
};
use cikada_domain::{
    BatchId, ChainOfIdentity, ContainerId, DeviceId, DonationIdentificationNumber, DoseNumber,
    PersonId, PlannedItem, PlannedKind, StaffId, StepId, Treatment, Value,
};
use cikada_engine::{Act, Command, Decision, Refusal, Scanned, decide};
use cikada_protocol::model::{Criterion, ReleaseStage, Step, StepKind};
use cikada_protocol::{CalendarOptions, Protocol, calendar};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::example::{example_input, example_meeting};

/// How far a dose has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Point {
    Nothing,
    Opened,
    Evaluated,
    Eligible,
    Consented,
    Planned,
    Labelled,
    Collected,
    Cultured,
    Grown,
    ProductLabelled,
    Harvested,
    Tested,
    Released,
    Fit,
    Verified,
    Infusing,
    Infused,
    Observed,
    Finished,
}

/// Who acts, with whom, and whether they sign.
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

/// A treatment under way, with everything that has happened.
#[derive(Debug, Clone)]
pub(crate) struct Course {
    pub(crate) protocol: Protocol,
    pub(crate) treatment: Treatment,
    pub(crate) events: Vec<Recorded>,
    pub(crate) now: Timestamp,
    pub(crate) zone: TimeZone,
    done: BTreeSet<(u16, usize)>,
}

pub(crate) fn dose(number: u16) -> DoseNumber {
    DoseNumber::new(number).unwrap()
}

pub(crate) fn donation(number: u16) -> DonationIdentificationNumber {
    DonationIdentificationNumber::new(format!("A999926{number:06}")).unwrap()
}

pub(crate) fn container(id: &str) -> ContainerId {
    ContainerId::new(id).unwrap()
}

pub(crate) fn batch(number: u16) -> BatchId {
    BatchId::new(format!("B-{number}")).unwrap()
}

pub(crate) fn person(id: &str) -> PersonId {
    PersonId::new(id).unwrap()
}

/// The act of somebody at a time, signed, on the device everything is done on.
pub(crate) fn act(performer: &str, witness: Option<&str>, at: Timestamp, zone: &TimeZone) -> Act {
    Act {
        performer: StaffId::new(performer).unwrap(),
        witness: witness.map(|witness| StaffId::new(witness).unwrap()),
        device: DeviceId::new("tablet-1").unwrap(),
        occurred_at: at,
        signed: true,
        zone: zone.clone(),
    }
}

/// A good answer to each of the criteria.
pub(crate) fn answers(criteria: &[Criterion]) -> BTreeMap<cikada_domain::CriterionId, Value> {
    let answer = |c: &Criterion| (c.id.clone(), example_meeting(&c.requirement));
    criteria.iter().map(answer).collect()
}

const NURSES: By = by("nurse-1", Some("nurse-2"));
const TECHNOLOGISTS: By = by("tech-1", Some("tech-2"));
const PHYSICIAN: By = by("physician-1", None);
const COLLECTION_NURSE: By = by("nurse-3", None);
const QUALITY_CONTROL: By = by("qc-1", None);
const QUALIFIED_PERSON: By = by("qp-1", None);

const fn by(performer: &'static str, witness: Option<&'static str>) -> By {
    By { performer, witness }
}

impl Course {
    pub(crate) fn new(protocol: Protocol) -> Self {
        let zone = TimeZone::get("Europe/Rome").unwrap();
        let start: DateTime = "2026-01-05T09:00".parse().unwrap();
        let now = start.to_zoned(zone.clone()).unwrap().timestamp();
        Self {
            protocol,
            treatment: Treatment::default(),
            events: Vec::new(),
            now,
            zone,
            done: BTreeSet::new(),
        }
    }

    pub(crate) fn reference(&self) -> ProtocolReference {
        ProtocolReference {
            id: self.protocol.id.clone(),
            version: self.protocol.version.clone(),
            hash: self.protocol.hash.clone(),
        }
    }

    /// The engine's answer now; what is accepted has then happened.
    pub(crate) fn ask(&mut self, act: &Act, command: &Command) -> Decision {
        let decision = decide(&self.protocol, &self.treatment, act, command, self.now);
        if let Decision::Accepted(events) = &decision {
            for event in events {
                let recorded = Recorded {
                    event: event.clone(),
                    performer: act.performer.clone(),
                    witness: act.witness.clone(),
                    device: act.device.clone(),
                    occurred_at: act.occurred_at,
                    recorded_at: self.now,
                };
                self.treatment.apply(&recorded);
                self.events.push(recorded);
            }
        }
        decision
    }

    /// Goes on to a point of a dose; what was done before is not done again.
    pub(crate) fn go_to(&mut self, point: Point, number: u16) {
        self.go_until(number, |scripted| scripted.point <= point);
    }

    /// Goes on until just before a step of a dose's culture.
    pub(crate) fn go_before_step(&mut self, step: &StepId, number: u16) {
        let mut reached = false;
        self.go_until(number, |scripted| {
            reached |=
                matches!(&scripted.command, Command::PerformStep { step: s, .. } if s == step);
            !reached
        });
    }

    fn go_until(&mut self, number: u16, mut wanted: impl FnMut(&Scripted) -> bool) {
        let script = numbered(self.script(number));
        let of_dose = script
            .iter()
            .filter(|(_, s)| s.dose == 0 || s.dose == number);
        let kept: Vec<_> = of_dose
            .take_while(|(_, s)| wanted(s))
            .map(|(_, s)| s.at)
            .collect();
        let Some(last) = kept.into_iter().max() else {
            return;
        };
        let mut stopped = false;
        for (index, scripted) in script {
            let of_dose = scripted.dose == 0 || scripted.dose == number;
            stopped |= of_dose && scripted.at > last;
            if scripted.at > last || stopped || !self.done.insert((scripted.dose, index)) {
                continue;
            }
            self.now = self.now.max(scripted.at);
            let By { performer, witness } = scripted.by;
            let act = act(performer, witness, self.now, &self.zone);
            if let Decision::Refused(reasons) = self.ask(&act, &scripted.command) {
                assert!(
                    reasons.iter().all(done_by_hand),
                    "{} of dose {}: {reasons:#?}",
                    scripted.command.name(),
                    scripted.dose
                );
            }
        }
    }

    /// Everything up to the end of a dose, those before it included, in order of time.
    pub(crate) fn script(&self, number: u16) -> Vec<Scripted> {
        let start: DateTime = "2026-01-05T09:00".parse().unwrap();
        let mut script = self.enrolment(start);
        let items = self.planned();
        for number in 1..=number {
            let of_dose: Vec<_> = items
                .iter()
                .filter(|i| i.dose == Some(dose(number)))
                .collect();
            script.extend(self.making(number, &of_dose));
            script.extend(self.giving(number, &of_dose));
        }
        script.sort_by_key(|scripted| scripted.at);
        script
    }

    /// The day of the first infusion: the first collection falls a week after the evaluation.
    pub(crate) fn anchor(&self) -> Date {
        let lead = self.protocol.collection.before_infusion_min.clone();
        let days = lead.convert(cikada_domain::Unit::Day).unwrap().amount();
        let days: i64 = days.ceil().to_string().parse().unwrap();
        "2026-01-12".parse::<Date>().unwrap() + days.days()
    }

    fn planned(&self) -> Vec<PlannedItem> {
        let options = CalendarOptions::default();
        calendar(&self.protocol, self.anchor(), &options)
            .unwrap()
            .items
    }

    fn at(&self, day: Date, hour: i8, minute: i8) -> Timestamp {
        let at = day.at(hour, minute, 0, 0).to_zoned(self.zone.clone());
        at.unwrap().timestamp()
    }

    fn enrolment(&self, start: DateTime) -> Vec<Scripted> {
        let (protocol, day) = (&self.protocol, start.date());
        let mut script = Vec::new();
        let mut add = |point, minute, by: &By, command| {
            let (at, by) = (self.at(day, 9, minute), by.clone());
            script.push(Scripted {
                point,
                dose: 0,
                at,
                by,
                command,
            });
        };
        let opening = Command::OpenTreatment {
            chain_of_identity: ChainOfIdentity::new("CHA999926000001").unwrap(),
            protocol: self.reference(),
            donor: person("P-1"),
            recipient: person("P-1"),
        };
        add(Point::Opened, 0, &by("coordinator-1", None), opening);
        let findings = answers(&protocol.eligibility);
        add(
            Point::Evaluated,
            10,
            &PHYSICIAN,
            Command::RecordEvaluation { findings },
        );
        add(Point::Eligible, 20, &PHYSICIAN, Command::ConfirmEligibility);
        for rule in &protocol.consents {
            let consent = Command::RecordConsent {
                consent: rule.id.clone(),
                document_version: "1".to_owned(),
            };
            add(Point::Consented, 30, &PHYSICIAN, consent);
        }
        let (anchor, convention) = (self.anchor(), None);
        let plan = Command::ConfirmPlan { anchor, convention };
        add(Point::Planned, 40, &PHYSICIAN, plan);
        script
    }

    fn making(&self, number: u16, planned: &[&PlannedItem]) -> Vec<Scripted> {
        let day = |kind| planned.iter().find(|item| item.kind == kind).unwrap().on;
        let (collection, infusion) = (day(PlannedKind::Collection), day(PlannedKind::Infusion));
        let mut script = Vec::new();
        let mut add = |point, at, by: &By, command| {
            let (by, dose) = (by.clone(), number);
            script.push(Scripted {
                point,
                dose,
                at,
                by,
                command,
            });
        };
        let blood = container(&format!("BLOOD-{number}"));
        let label = Command::IssueLabel {
            container: blood.clone(),
            purpose: LabelPurpose::Collection(dose(number)),
        };
        add(
            Point::Labelled,
            self.at(collection, 8, 0),
            &COLLECTION_NURSE,
            label,
        );
        let collected = self.collection(number, Scanned::Known(person("P-1")));
        add(
            Point::Collected,
            self.at(collection, 8, 30),
            &COLLECTION_NURSE,
            collected,
        );
        let start = Command::StartBatch {
            batch: batch(number),
            dose: dose(number),
            donation: donation(number),
        };
        add(
            Point::Cultured,
            self.at(collection, 10, 0),
            &TECHNOLOGISTS,
            start,
        );
        for (index, (step, day)) in self.steps_with_days().into_iter().enumerate() {
            let on = collection + i64::from(day).days();
            let minute = i8::try_from(index).unwrap() * 3;
            // On the day of the harvest the rest is done before it.
            let hour = if on == infusion { 2 } else { 11 };
            let by = if step.witness {
                &TECHNOLOGISTS
            } else {
                &by("tech-1", None)
            };
            let done = self.step(number, step);
            add(Point::Grown, self.at(on, hour, minute), by, done);
        }
        let label = Command::IssueLabel {
            container: container(&format!("CELLS-{number}")),
            purpose: LabelPurpose::Product(batch(number)),
        };
        add(
            Point::ProductLabelled,
            self.at(infusion, 4, 50),
            &TECHNOLOGISTS,
            label,
        );
        let harvest = self
            .protocol
            .steps
            .iter()
            .find(|s| s.kind == StepKind::Harvest)
            .unwrap();
        let harvest = self.step(number, harvest);
        add(
            Point::Harvested,
            self.at(infusion, 5, 0),
            &TECHNOLOGISTS,
            harvest,
        );
        script
    }

    /// Every step but the harvest, on the first day its own days and its forerunners allow.
    fn steps_with_days(&self) -> Vec<(&Step, u16)> {
        let mut days: BTreeMap<&StepId, u16> = BTreeMap::new();
        let steps = self.protocol.steps.iter();
        let mut steps: Vec<_> = steps.filter(|s| s.kind != StepKind::Harvest).collect();
        let mut placed = Vec::new();
        while !steps.is_empty() {
            let ready = steps
                .iter()
                .position(|s| s.after.iter().all(|a| days.contains_key(a)));
            let step = steps.remove(ready.expect("steps without a circle"));
            let after = step.after.iter().map(|id| days[id]).max().unwrap_or(0);
            let day = step.days.0.max(after);
            days.insert(&step.id, day);
            placed.push((step, day));
        }
        placed
    }

    fn giving(&self, number: u16, planned: &[&PlannedItem]) -> Vec<Scripted> {
        let infusion = planned
            .iter()
            .find(|item| item.kind == PlannedKind::Infusion);
        let day = infusion.unwrap().on;
        let cells = container(&format!("CELLS-{number}"));
        let dose_number = dose(number);
        let mut script = Vec::new();
        let mut add = |point, at, by: &By, command| {
            let (by, dose) = (by.clone(), number);
            script.push(Scripted {
                point,
                dose,
                at,
                by,
                command,
            });
        };
        let released = |kind| Command::ReleaseProduct {
            container: cells.clone(),
            kind,
        };
        for command in self.results(number, ReleaseStage::Conditional) {
            add(Point::Tested, self.at(day, 8, 0), &QUALITY_CONTROL, command);
        }
        let at = self.at(day, 9, 0);
        add(
            Point::Released,
            at,
            &QUALIFIED_PERSON,
            released(ReleaseKind::Conditional),
        );
        let findings = answers(&self.protocol.fitness);
        let fitness = Command::RecordFitness {
            dose: dose_number,
            findings,
        };
        add(Point::Fit, self.at(day, 13, 0), &PHYSICIAN, fitness);
        let verify = self.verification(number, "P-1", &format!("CELLS-{number}"));
        add(Point::Verified, self.at(day, 13, 50), &NURSES, verify);
        let start = Command::StartInfusion {
            dose: dose_number,
            container: cells.clone(),
        };
        add(Point::Infusing, self.at(day, 14, 0), &NURSES, start);
        add(
            Point::Infusing,
            self.at(day, 14, 15),
            &NURSES,
            self.vital_signs(number),
        );
        let end = Command::EndInfusion {
            dose: dose_number,
            volume: self.protocol.dose.volume.clone(),
            outcome: InfusionOutcome::Completed,
        };
        add(Point::Infused, self.at(day, 15, 0), &NURSES, end);
        add(
            Point::Observed,
            self.at(day, 19, 0),
            &NURSES,
            self.vital_signs(number),
        );
        let observed = Command::EndObservation { dose: dose_number };
        add(Point::Observed, self.at(day, 19, 5), &NURSES, observed);
        let late = day + 14.days();
        for command in self.results(number, ReleaseStage::Final) {
            add(
                Point::Finished,
                self.at(late, 9, 0),
                &QUALITY_CONTROL,
                command,
            );
        }
        let at = self.at(late, 10, 0);
        add(
            Point::Finished,
            at,
            &QUALIFIED_PERSON,
            released(ReleaseKind::Final),
        );
        script
    }

    pub(crate) fn collection(&self, number: u16, wristband: Scanned<PersonId>) -> Command {
        let good = example_meeting(&self.protocol.collection.volume);
        let Value::Quantity(volume) = good else {
            panic!("a volume, not {good:?}")
        };
        Command::RecordCollection {
            dose: dose(number),
            donation: donation(number),
            container: container(&format!("BLOOD-{number}")),
            wristband,
            volume,
        }
    }

    pub(crate) fn step(&self, number: u16, step: &Step) -> Command {
        let inputs = step.inputs.iter();
        let values = inputs.map(|i| (i.id.clone(), example_input(&self.protocol, step, i)));
        let materials = step.materials.iter().map(|material| MaterialUsed {
            material: material.id.clone(),
            lot: format!("LOT-{}", material.id),
            expires_on: "2027-12-31".parse().unwrap(),
        });
        let harvest = step.kind == StepKind::Harvest;
        Command::PerformStep {
            batch: batch(number),
            step: step.id.clone(),
            values: values.collect(),
            materials: materials.collect(),
            container: harvest.then(|| container(&format!("CELLS-{number}"))),
        }
    }

    pub(crate) fn results(&self, number: u16, stage: ReleaseStage) -> Vec<Command> {
        let tests = self.protocol.specification.iter();
        let of_stage = tests.filter(|test| test.stage == stage);
        let result = of_stage.map(|test| Command::RecordResult {
            batch: batch(number),
            test: test.id.clone(),
            value: example_meeting(&test.requirement),
        });
        result.collect()
    }

    pub(crate) fn verification(&self, number: u16, wristband: &str, bag: &str) -> Command {
        Command::VerifyAtBedside {
            dose: dose(number),
            wristband: Scanned::Known(person(wristband)),
            container: Scanned::Known(container(bag)),
        }
    }

    pub(crate) fn vital_signs(&self, number: u16) -> Command {
        let rules = self.protocol.infusion.vital_signs.iter();
        let values = rules.map(|rule| (rule.id.clone(), example_meeting(&rule.limit)));
        Command::RecordVitalSigns {
            dose: dose(number),
            values: values.collect(),
        }
    }
}

/// Each act with its place among those of its dose, which stays the same however far a script goes.
fn numbered(script: Vec<Scripted>) -> Vec<(usize, Scripted)> {
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    let place = |scripted: Scripted| {
        let count = counts.entry(scripted.dose).or_default();
        *count += 1;
        (*count, scripted)
    };
    script.into_iter().map(place).collect()
}

/// Whether a refusal says that a story has done the act by hand already.
fn done_by_hand(refusal: &Refusal) -> bool {
    let code = refusal.code.code();
    code.contains("already") || code == "infusion-not-running"
}

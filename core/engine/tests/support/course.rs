//! A treatment that goes as it should, derived from any protocol: every act in its time, each made
//! by the real engine. Stories, unit tests and properties begin from a point of it.

use std::collections::{BTreeMap, BTreeSet};

use cikada_domain::event::{
    LabelType, LabelVersion, LatePlan, MaterialUsed, ProtocolReference, Recorded, ReleaseKind,
};
use cikada_domain::{
    BatchId, ChainOfIdentity, ContainerId, Country, DeviceId, DonationIdentificationNumber,
    DoseNumber, EquipmentId, Event, Facility, FacilityEvent, FileHash, InputId, LabelTemplateId,
    LotId, PersonId, Quantity, StaffId, StepId, TestId, Treatment, Value,
};
use cikada_engine::{
    Act, Command, Decision, Entered, HandlingCommand, QualityCommand, Refusal, Scanned, decide,
    refused, subjects, worked,
};
use cikada_protocol::model::{
    Criterion, Input, MaterialFrom, Relation, ReleaseStage, SpecificationTest, Step, StepKind,
};
use cikada_protocol::{Calendar, CalendarOptions, Protocol, calendar};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::centre;
use super::example::{
    example_amount, example_good, example_input, example_meeting, example_volume,
};
use super::script::{By, Scripted};

/// How far a dose has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Point {
    Nothing,
    Opened,
    Evaluated,
    Eligible,
    Consented,
    Planned,
    Ordered,
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

/// A treatment under way, with everything that has happened.
#[derive(Debug, Clone)]
pub(crate) struct Course {
    pub(crate) protocol: Protocol,
    pub(crate) treatment: Treatment,
    /// Materials, equipment, rooms and training of the course's centre.
    pub(crate) facility: Facility,
    pub(crate) events: Vec<Recorded>,
    /// What happened around the treatment, each with how much had happened in it before.
    pub(crate) facility_events: Vec<(usize, Recorded<FacilityEvent>)>,
    pub(crate) now: Timestamp,
    pub(crate) zone: TimeZone,
    pub(crate) country: Country,
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

/// The chain of identity of every course.
pub(crate) fn chain() -> ChainOfIdentity {
    ChainOfIdentity::new("CHA999926000001").unwrap()
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
        country: here(),
    }
}

/// A second person's approval of one result.
pub(crate) fn approval(batch: BatchId, test: TestId, number: u16) -> Command {
    Command::Quality(QualityCommand::ApproveResult {
        batch,
        test,
        number,
    })
}

/// Where every course is.
pub(crate) fn here() -> Country {
    Country::new("IT").unwrap()
}

/// The hash of what a label says, told apart by one letter.
pub(crate) fn label_says(content: char) -> FileHash {
    FileHash::new(content.to_string().repeat(64)).unwrap()
}

/// The layout that comes with the software: every course prints from it.
fn built_in() -> LabelVersion {
    LabelVersion {
        label: LabelType::Product,
        id: LabelTemplateId::new(LabelVersion::BUILT_IN).unwrap(),
        version: 1,
        hash: label_says('0'),
    }
}

pub(crate) fn print_label(bag: &str, content: char, copies: u16, has_reason: bool) -> Command {
    Command::Handling(HandlingCommand::PrintLabel {
        container: container(bag),
        copies,
        content: label_says(content),
        template: built_in(),
        has_reason,
    })
}

pub(crate) fn scan_label(bag: &str, scanned: &str, content: char) -> Command {
    Command::Handling(HandlingCommand::VerifyLabel {
        container: container(bag),
        scanned: container(scanned),
        content: label_says(content),
    })
}

/// Applied, spoiled, destroyed.
pub(crate) fn account_labels(bag: &str, counts: [u16; 3]) -> Command {
    let [applied, spoiled, destroyed] = counts;
    Command::Handling(HandlingCommand::AccountLabels {
        container: container(bag),
        applied,
        spoiled,
        destroyed,
    })
}

/// A good answer to each of the criteria.
pub(crate) fn answers(
    protocol: &Protocol,
    criteria: &[Criterion],
) -> BTreeMap<cikada_domain::CriterionId, Value> {
    let answer = |c: &Criterion| (c.id.clone(), example_good(protocol, c));
    criteria.iter().map(answer).collect()
}

impl Course {
    pub(crate) fn new(protocol: Protocol) -> Self {
        let zone = TimeZone::get("Europe/Rome").unwrap();
        let start: DateTime = "2026-01-05T09:00".parse().unwrap();
        let now = start.to_zoned(zone.clone()).unwrap().timestamp();
        let mut course = Self {
            protocol,
            treatment: Treatment::default(),
            facility: Facility::default(),
            events: Vec::new(),
            facility_events: Vec::new(),
            now,
            zone,
            country: here(),
            done: BTreeSet::new(),
        };
        course.found();
        course
    }

    pub(crate) fn reference(&self) -> ProtocolReference {
        ProtocolReference {
            id: self.protocol.id.clone(),
            version: self.protocol.version.clone(),
            hash: self.protocol.hash.clone(),
        }
    }

    /// The engine's answer now; what is accepted has then happened, and a refusal is recorded too.
    pub(crate) fn ask(&mut self, act: &Act, command: &Command) -> Decision {
        let subjects = subjects(&self.treatment, act, command);
        let decision = decide(
            &self.protocol,
            &self.treatment,
            &centre::seen(&self.facility, &subjects),
            act,
            command,
            self.now,
        );
        match &decision {
            Decision::Accepted(events) => {
                for event in events {
                    self.happen(act, event.clone());
                }
                self.follow(act, events);
            }
            Decision::Refused(reasons) => {
                // A refused act is witnessed by nobody.
                let alone = Act {
                    witness: None,
                    ..act.clone()
                };
                for event in refused(&self.treatment, command, reasons) {
                    self.happen(&alone, event);
                }
            }
        }
        decision
    }

    fn happen(&mut self, act: &Act, event: Event) {
        let recorded = Recorded {
            event,
            performer: act.performer.clone(),
            witness: act.witness.clone(),
            device: act.device.clone(),
            occurred_at: act.occurred_at,
            recorded_at: self.now,
        };
        self.treatment.apply(&recorded);
        self.events.push(recorded);
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
            self.make_ready(&scripted.command);
            let By { performer, witness } = scripted.by;
            let act = act(performer, witness, self.now, &self.zone);
            let command = self.as_worked_out(scripted.command.clone());
            if let Decision::Refused(reasons) = self.ask(&act, &command) {
                assert!(
                    by_hand(&reasons),
                    "{} of dose {}: {reasons:#?}",
                    scripted.command.name(),
                    scripted.dose
                );
            }
        }
    }

    /// How many doses are planned.
    pub(crate) fn dose_count(&self) -> u16 {
        let calendar = self.planned();
        let doses = calendar.items.iter().filter_map(|item| item.dose);
        doses.max().map_or(0, DoseNumber::get)
    }

    /// Whose cells are collected: the patient's, or another person's.
    pub(crate) fn donor(&self) -> PersonId {
        person(match self.protocol.relation() {
            Some(Relation::Allogeneic) => "P-9",
            Some(Relation::Autologous) | None => "P-1",
        })
    }

    /// The day of the harvest: the infusion's, or the culture's last one where the product waits.
    pub(super) fn harvest_day(&self, collection: Date, infusion: Date) -> Date {
        let culture = self.protocol.culture();
        let longest = culture.and_then(|rule| rule.duration.limits().1);
        let days = longest.map(|longest| longest.convert(cikada_domain::Unit::Day).unwrap());
        let days = days.map(|days| days.amount().floor().normalize().to_string());
        let last = days.map(|days| collection + days.parse::<i64>().unwrap().days());
        last.map_or(infusion, |last| last.min(infusion))
    }

    /// The volume of a dose.
    pub(crate) fn volume(&self, number: u16) -> Quantity {
        example_volume(&self.protocol, dose(number))
    }

    /// What a dose is for a patient with every good answer, at the level that was assigned first.
    pub(crate) fn amount(&self, number: u16) -> Quantity {
        example_amount(&self.protocol, dose(number))
    }

    /// The release that comes first: a medicine may have no fast tests.
    pub(crate) fn first_release(&self) -> (ReleaseStage, ReleaseKind) {
        let mut rules = self.protocol.releases.iter();
        if rules.any(|rule| rule.stage == ReleaseStage::Conditional) {
            (ReleaseStage::Conditional, ReleaseKind::Conditional)
        } else {
            (ReleaseStage::Final, ReleaseKind::Final)
        }
    }

    /// The day it is.
    pub(crate) fn today(&self) -> Date {
        self.now.to_zoned(self.zone.clone()).date()
    }

    /// The release of a dose's product on a day, with a plan for each result that comes later.
    pub(crate) fn release(&self, number: u16, kind: ReleaseKind, on: Date) -> Command {
        Command::ReleaseProduct {
            container: container(&format!("CELLS-{number}")),
            kind,
            late: self.late_plans(kind, on),
        }
    }

    fn late_plans(&self, kind: ReleaseKind, on: Date) -> Vec<LatePlan> {
        let tests = self.protocol.specification.iter();
        let late = tests
            .filter(|test| kind == ReleaseKind::Conditional && test.stage == ReleaseStage::Final);
        let plan = late.map(|test| LatePlan {
            test: test.id.clone(),
            follower: StaffId::new("qc-1").unwrap(),
            expected_on: on + 16.days(),
            written: test.if_failed.is_none(),
        });
        plan.collect()
    }

    pub(crate) fn order(&self, number: u16) -> Command {
        Command::OrderDose {
            dose: dose(number),
            amount: self.amount(number),
        }
    }

    /// The day of the first infusion: the first collection falls a week after the evaluation.
    pub(crate) fn anchor(&self) -> Date {
        let Some(rule) = self.protocol.collection() else {
            return "2026-01-12".parse().unwrap();
        };
        let lead = rule.before_infusion_min.clone();
        let days = lead.convert(cikada_domain::Unit::Day).unwrap().amount();
        let days: i64 = days.ceil().to_string().parse().unwrap();
        "2026-01-12".parse::<Date>().unwrap() + days.days()
    }

    pub(super) fn planned(&self) -> Calendar {
        let options = CalendarOptions::default();
        calendar(&self.protocol, self.anchor(), &options).unwrap()
    }

    pub(super) fn at(&self, day: Date, hour: i8, minute: i8) -> Timestamp {
        let at = day.at(hour, minute, 0, 0).to_zoned(self.zone.clone());
        at.unwrap().timestamp()
    }

    pub(crate) fn collection(&self, number: u16, wristband: Scanned<PersonId>) -> Command {
        let good = example_meeting(&self.protocol.collection().unwrap().volume);
        let Value::Quantity(volume) = good else {
            panic!("a volume, not {good:?}")
        };
        Command::RecordCollection {
            dose: dose(number),
            donation: donation(number),
            container: container(&format!("BLOOD-{number}")),
            wristband,
            volume,
            place: "ward".to_owned(),
        }
    }

    /// A change of hands at a temperature the protocol travels at, scanned as it should be.
    pub(crate) fn handover(&self, id: &str, from: &str, to: &str) -> Command {
        let id = container(id);
        let product = self
            .protocol
            .transport
            .as_ref()
            .map(|rule| &rule.temperature);
        let collection = self.protocol.collection();
        let collection = collection.and_then(|rule| rule.transport.as_ref());
        let of_product =
            id.as_str().starts_with("CELLS") || self.treatment.products.contains_key(&id);
        let range = match of_product {
            true => product,
            false => collection.map(|rule| &rule.temperature),
        };
        let temperature = match range.map(example_meeting) {
            Some(Value::Quantity(temperature)) => temperature,
            _ => "5 Cel".parse().unwrap(),
        };
        Command::TransferCustody {
            container: id.clone(),
            scanned: Scanned::Known(id),
            identity: Scanned::Known(chain()),
            from: from.to_owned(),
            to: to.to_owned(),
            temperature,
            intact: true,
            place: "hand-over point".to_owned(),
        }
    }

    /// The record of a dose's product is read.
    pub(crate) fn review(&self, number: u16) -> Command {
        Command::Quality(QualityCommand::ReviewAuditTrail {
            container: container(&format!("CELLS-{number}")),
            exceptions: 0,
        })
    }

    pub(crate) fn step(&self, number: u16, step: &Step) -> Command {
        let inputs = step.inputs.iter();
        let good = |i| example_input(&self.protocol, dose(number), step, i);
        let values = inputs.map(|i: &Input| (i.id.clone(), good(i)));
        let materials = step.materials.iter().map(|material| match material.from {
            MaterialFrom::Stock => self.out_of_lot(&material.id, &centre::lot("LOT", &material.id)),
            MaterialFrom::Patient => MaterialUsed {
                material: material.id.clone(),
                lot: donation(number).to_string(),
                expires_on: "2035-12-31".parse().unwrap(),
                amount: None,
            },
        });
        let harvest = step.kind == StepKind::Harvest;
        self.as_worked_out(Command::PerformStep {
            batch: batch(number),
            step: step.id.clone(),
            values: values.collect(),
            materials: materials.collect(),
            container: harvest.then(|| container(&format!("CELLS-{number}"))),
            equipment: step.equipment.iter().map(centre::piece).collect(),
            room: (!step.equipment.is_empty()).then(centre::room),
        })
    }

    /// One piece of each kind that the harvest asks for.
    pub(crate) fn pieces_at_harvest(&self) -> Vec<EquipmentId> {
        let mut steps = self.protocol.steps.iter();
        let harvest = steps.find(|step| step.kind == StepKind::Harvest).unwrap();
        harvest.equipment.iter().map(centre::piece).collect()
    }

    /// What is taken from a lot, with the expiry that the centre knows of it.
    pub(crate) fn out_of_lot(&self, material: &InputId, lot: &LotId) -> MaterialUsed {
        let known = self.facility.lots.get(lot);
        let expires_on = known.map(|lot| lot.expires_on);
        MaterialUsed {
            material: material.clone(),
            lot: lot.to_string(),
            expires_on: expires_on.unwrap_or_else(|| "2035-12-31".parse().unwrap()),
            amount: Some(centre::taken()),
        }
    }

    /// The same step with everything added as it is worked out now.
    pub(crate) fn as_worked_out(&self, mut command: Command) -> Command {
        let Command::PerformStep {
            batch,
            step,
            values,
            materials,
            ..
        } = &mut command
        else {
            return command;
        };
        // What goes into a volume that is itself worked out comes in the second round.
        for _ in 0..2 {
            let entered = Entered { values, materials };
            let facility = Some(&self.facility);
            let lines = worked(
                &self.protocol,
                &self.treatment,
                facility,
                (batch, step),
                entered,
            );
            for line in lines {
                let Ok(worked) = line.worked else { continue };
                if let Some(input) = line.entered_as {
                    values.insert(input, Value::Quantity(worked.value));
                } else if let Some(used) = materials.iter_mut().find(|m| m.material == line.id) {
                    used.amount = Some(worked.value);
                }
            }
        }
        command
    }

    pub(crate) fn results(&self, number: u16, stage: ReleaseStage) -> Vec<Command> {
        let tests = self.protocol.specification.iter();
        let of_stage = tests.filter(|test| test.stage == stage);
        let result = of_stage.map(|test| Command::RecordResult {
            batch: batch(number),
            test: test.id.clone(),
            value: example_meeting(&test.requirement),
            sample: None,
            file: None,
        });
        result.collect()
    }

    /// A second person's approval of each of the results of [`Self::results`].
    pub(crate) fn approvals(&self, number: u16, stage: ReleaseStage) -> Vec<Command> {
        let tests = self.protocol.specification.iter();
        let of_stage = tests.filter(|test| test.stage == stage);
        let approval = |test: &SpecificationTest| approval(batch(number), test.id.clone(), 0);
        of_stage.map(approval).collect()
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

/// Whether a story has done the act by hand already. A label printed again asks for a witness, too,
/// and an infusion ended again gives more than a divided bag held.
fn by_hand(reasons: &[Refusal]) -> bool {
    let mut codes = reasons.iter().map(|reason| reason.code.code());
    let again = |code| code == "label-already-printed" || code == "infusion-already-ended";
    codes.any(again) || reasons.iter().all(done_by_hand)
}

/// Whether a refusal says that a story has done the act by hand already.
fn done_by_hand(refusal: &Refusal) -> bool {
    let code = refusal.code.code();
    code.contains("already") || code == "infusion-not-running"
}

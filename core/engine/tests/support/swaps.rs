//! Two courses side by side in one centre, and every scan of one exchanged for each of the other's,
//! for each of another dose's and for a code nobody knows: each asked of the real engine.

use std::collections::{BTreeMap, BTreeSet};

use cikada_domain::event::MaterialUsed;
use cikada_domain::facility::LotState;
use cikada_domain::{DonationIdentificationNumber, Event, Facility, LotId};
use cikada_engine::{Command, Decision, decide};

use super::course::{self, Course};
use super::scans::{Thing, UNKNOWN, scans};
use super::script::{By, Scripted};

/// Where what was scanned instead belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Other {
    /// To the same treatment: another dose of it, or another material.
    Same,
    /// To the other treatment.
    Another,
    /// To nothing known here.
    Nothing,
}

impl Other {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Same => "of the same treatment or centre",
            Self::Another => "of another treatment",
            Self::Nothing => "known to nobody",
        }
    }
}

/// What came of an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Refused at once, with these codes.
    Refused(Vec<&'static str>),
    /// Let through, and stopped at a later act, before anything was given.
    Stopped(&'static str, Vec<&'static str>),
    /// Let through: it does not matter, for this reason.
    Harmless(&'static str),
    /// Let through, though nobody says why that would do no harm.
    Passed,
}

/// One exchange and its answer.
#[derive(Debug, Clone)]
pub(crate) struct Swap {
    pub(crate) command: &'static str,
    pub(crate) thing: Thing,
    pub(crate) other: Other,
    /// What was exchanged for what, at which dose.
    pub(crate) words: String,
    pub(crate) outcome: Outcome,
}

/// What the other treatment calls what this one calls so: identifiers of a treatment's own are
/// another's there; lots, equipment and rooms are the centre's.
fn twin(thing: Thing, value: &str) -> Option<String> {
    match thing {
        Thing::Patient => Some(value.replace("P-", "P-20")),
        Thing::Container | Thing::Batch | Thing::Sample | Thing::Collection => {
            Some(numbered_on(value))
        }
        Thing::Lot | Thing::Equipment | Thing::Room | Thing::Person => None,
    }
}

/// The same name with a number 500 higher.
fn numbered_on(value: &str) -> String {
    let digits = value.len() - value.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (name, number) = value.split_at(value.len() - digits);
    match number.parse::<u64>() {
        Ok(number) => format!("{name}{:0digits$}", number + 500),
        Err(_) => format!("{value}-501"),
    }
}

/// Every value of each kind that is scanned in a script, and everything its centre has.
fn values(script: &[Scripted], facility: &Facility) -> BTreeMap<Thing, BTreeSet<String>> {
    let mut values: BTreeMap<Thing, BTreeSet<String>> = BTreeMap::new();
    let lots = facility
        .lots
        .keys()
        .map(|lot| (Thing::Lot, lot.to_string()));
    let equipment = facility.equipment.keys();
    let equipment = equipment.map(|id| (Thing::Equipment, id.to_string()));
    let rooms = facility
        .rooms
        .keys()
        .map(|room| (Thing::Room, room.to_string()));
    for (thing, value) in lots.chain(equipment).chain(rooms) {
        values.entry(thing).or_default().insert(value);
    }
    for scripted in script {
        let mut command = scripted.command.clone();
        for scan in scans(&mut command) {
            values.entry(scan.thing()).or_default().insert(scan.value());
        }
    }
    values
}

/// Lives through a course and asks every exchange just before each act.
pub(crate) fn swaps(fresh: &Course, doses: u16) -> Vec<Swap> {
    let script = fresh.script(doses);
    let values = values(&script, &fresh.facility);
    let mut centre = Centre {
        course: fresh.clone(),
        once: BTreeSet::new(),
    };
    let mut swaps = Vec::new();
    for (place, scripted) in script.iter().enumerate() {
        let rest = &script[place..];
        centre.course.now = centre.course.now.max(scripted.at);
        let asked = centre.course.as_worked_out(scripted.command.clone());
        centre.course.make_ready(&asked);
        for (index, (thing, own)) in scanned(&scripted.command) {
            for (other, value) in others(thing, &own, &values) {
                let mut command = asked.clone();
                let scan = scans(&mut command).into_iter().nth(index);
                scan.expect("the same scan").swap(&value);
                swaps.push(Swap {
                    command: scripted.command.name(),
                    thing,
                    other,
                    words: format!("{}: {own} for {value}", at(scripted)),
                    outcome: centre.outcome(rest, &scripted.by, &command, (thing, other)),
                });
            }
        }
        for (by, words) in persons(&scripted.by, &script) {
            swaps.push(Swap {
                command: scripted.command.name(),
                thing: Thing::Person,
                other: Other::Same,
                words: format!("{}: {words}", at(scripted)),
                outcome: centre.outcome(rest, &by, &scripted.command, (Thing::Person, Other::Same)),
            });
        }
        let codes = centre.act(scripted, &scripted.by, &scripted.command);
        assert!(
            codes.is_empty(),
            "{} of dose {}: {codes:?}",
            scripted.command.name(),
            scripted.dose
        );
    }
    swaps
}

/// A course in its centre, with what can happen only once there, whatever the treatment.
#[derive(Clone)]
struct Centre {
    course: Course,
    once: BTreeSet<String>,
}

impl Centre {
    /// Acts, and gives the codes of a refusal; none if it was accepted.
    fn act(&mut self, scripted: &Scripted, by: &By, command: &Command) -> Vec<&'static str> {
        let course = &mut self.course;
        // What the course asks is added as it is worked out now; what was exchanged stays.
        let command = &if command == &scripted.command {
            course.as_worked_out(command.clone())
        } else {
            command.clone()
        };
        course.now = course.now.max(scripted.at);
        let act = course::act(by.performer, by.witness, course.now, &course.zone);
        let (treatment, facility) = (&course.treatment, &course.facility);
        let decision = decide(
            &course.protocol,
            treatment,
            facility,
            &act,
            command,
            course.now,
        );
        let keys: Vec<_> = match &decision {
            Decision::Accepted(events) => events.iter().filter_map(once_key).collect(),
            Decision::Refused(reasons) => {
                return reasons.iter().map(|reason| reason.code.code()).collect();
            }
        };
        if let Some(code) = keys.iter().find_map(|key| already(&self.once, key)) {
            return vec![code];
        }
        course.ask(&act, command);
        // The other course stands where this one stands.
        self.once.extend(keys.iter().map(|key| numbered_on(key)));
        self.once.extend(keys);
        Vec::new()
    }

    /// What comes of an act that is not as scripted: its refusal, or how far the course then goes.
    fn outcome(
        &self,
        rest: &[Scripted],
        by: &By,
        command: &Command,
        (thing, other): (Thing, Other),
    ) -> Outcome {
        let mut centre = self.clone();
        let codes = centre.act(&rest[0], by, command);
        if !codes.is_empty() {
            return Outcome::Refused(codes);
        }
        if let Some(reason) = self.harmless(command, thing, other) {
            return Outcome::Harmless(reason);
        }
        // What was meant was not done: it went to the other thing.
        for later in rest.iter().skip(1) {
            let infused = |course: &Course| course.treatment.containers_infused().len();
            if infused(&centre.course) > infused(&self.course) {
                return Outcome::Passed;
            }
            let codes = centre.act(later, &later.by, &later.command);
            if !codes.is_empty() {
                return Outcome::Stopped(later.command.name(), codes);
            }
        }
        Outcome::Passed
    }
}

impl Centre {
    /// Why an exchange that is let through does no harm; none where it would.
    fn harmless(&self, command: &Command, thing: Thing, other: Other) -> Option<&'static str> {
        let medicine = self.course.protocol.medicine().is_some();
        Some(match (command, thing) {
            (Command::IssueLabel { .. }, Thing::Container)
            | (Command::StartBatch { .. }, Thing::Batch) => {
                "the number is issued here and is on nothing yet; one that was issued anywhere is refused"
            }
            (Command::StartBatch { .. }, Thing::Collection) if medicine => {
                "nothing is collected for a medicine: its preparation is numbered here"
            }
            (Command::ReleaseProduct { .. }, Thing::Container) if other == Other::Same => {
                "the other product is judged by its own record, which has everything that is asked for"
            }
            (Command::PerformStep { materials, .. }, Thing::Lot) => {
                self.same_material(materials)?
            }
            (_, Thing::Person) => {
                "another person of the same work, who signs with a name and secret of their own"
            }
            _ => return None,
        })
    }

    /// Whether every lot is released and of the material it is taken as.
    fn same_material(&self, materials: &[MaterialUsed]) -> Option<&'static str> {
        let lots = &self.course.facility.lots;
        let day = self.course.now.to_zoned(self.course.zone.clone()).date();
        let fit = |used: &MaterialUsed| {
            let lot = LotId::new(used.lot.as_str())
                .ok()
                .and_then(|id| lots.get(&id));
            lot.is_some_and(|lot| {
                lot.material == used.material
                    && lot.state == LotState::Released
                    && lot.expires_on >= day
            })
        };
        materials
            .iter()
            .filter(|used| DonationIdentificationNumber::new(used.lot.as_str()).is_err())
            .all(fit)
            .then_some("another released lot of the same material, in date")
    }
}

/// Others who may hold out their badge: the witness's place taken by the performer, and each of the
/// same work; for a decision on a product also whoever made it.
fn persons(by: &By, script: &[Scripted]) -> Vec<(By, String)> {
    let work = |name: &'static str| name.split('-').next();
    let mut all: BTreeSet<&'static str> = script.iter().map(|s| s.by.performer).collect();
    all.extend(script.iter().filter_map(|s| s.by.witness));
    let same = |name: &'static str| {
        move |other: &&'static str| work(other) == work(name) && *other != name
    };
    let mut persons = Vec::new();
    for other in all.iter().copied().filter(same(by.performer)) {
        let performer = By {
            performer: other,
            witness: by.witness,
        };
        persons.push((performer, format!("{other} for {}", by.performer)));
    }
    if let Some(witness) = by.witness {
        for other in all.iter().copied().filter(same(witness)) {
            let swapped = By {
                performer: by.performer,
                witness: Some(other),
            };
            persons.push((swapped, format!("{other} for the witness {witness}")));
        }
    }
    if by.performer.starts_with("qp-") {
        let maker = By {
            performer: "tech-1",
            witness: by.witness,
        };
        persons.push((maker, format!("tech-1, who made it, for {}", by.performer)));
    }
    persons
}

fn at(scripted: &Scripted) -> String {
    match &scripted.command {
        Command::PerformStep { step, .. } => format!("dose {}, step {step}", scripted.dose),
        _ => format!("dose {}", scripted.dose),
    }
}

fn scanned(command: &Command) -> Vec<(usize, (Thing, String))> {
    let mut command = command.clone();
    let scans = scans(&mut command).into_iter();
    scans
        .map(|scan| (scan.thing(), scan.value()))
        .enumerate()
        .collect()
}

/// Everything of the kind that is not what was meant.
fn others(
    thing: Thing,
    own: &str,
    values: &BTreeMap<Thing, BTreeSet<String>>,
) -> Vec<(Other, String)> {
    let of_kind = values.get(&thing).into_iter().flatten();
    let mut others: Vec<_> = of_kind
        .flat_map(|value| {
            let other = twin(thing, value).map(|value| (Other::Another, value));
            [(Other::Same, value.clone())].into_iter().chain(other)
        })
        .filter(|(_, value)| value != own)
        .collect();
    others.push((Other::Nothing, UNKNOWN.to_owned()));
    others
}

/// What the store lets happen once for ever, in whatever treatment, as the service names it.
fn once_key(event: &Event) -> Option<String> {
    match event {
        Event::LabelIssued { container, .. } => Some(format!("label/{container}")),
        Event::CollectionRecorded { donation, .. } => Some(format!("donation/{donation}")),
        Event::BatchStarted { batch, .. } => Some(format!("batch/{batch}")),
        Event::InfusionStarted { container, .. } => Some(format!("infusion/{container}")),
        _ => None,
    }
}

fn already(once: &BTreeSet<String>, key: &str) -> Option<&'static str> {
    let kind = key.split('/').next().filter(|_| once.contains(key))?;
    Some(match kind {
        "label" => "label-already-issued",
        "donation" => "donation-already-used",
        "batch" => "batch-already-started",
        _ => "container-already-infused",
    })
}

//! What the pages show, in plain structs made from the engine's answers: no page decides anything.

pub mod alert;
pub mod batch;
pub mod bedside;
pub mod board;
pub mod certification;
pub mod custody;
pub(crate) mod dose_sheet;
pub mod facility;
pub mod files;
pub mod filling;
pub mod genealogy;
pub mod label_templates;
pub mod labels;
pub mod laboratory;
pub mod late;
pub mod ledger;
pub mod line_changes;
pub mod lots_used;
pub mod release;
pub mod specification;
pub mod standing;
pub mod supply;
pub mod temperature;
mod timeline;
pub mod today;
pub mod training;
pub mod treatment;
pub mod trends;

use cikada_domain::treatment::Dose;
use cikada_domain::{ChainOfIdentity, DoseNumber, PersonId, Treatment, Value};
use cikada_engine::{LocalRetention, Outlook, Retention, bedside_standing, retention};
use cikada_ledger::PersonKey;
use cikada_protocol::model::{Basis, Criterion};
use cikada_protocol::{Judgement, Protocol};
use jiff::{SignedDuration, Timestamp, Zoned};

use crate::error::AppError;
use crate::projection::ERASED;
use crate::record::{SealedFields, open_sealed};
use crate::staff::Role;
use crate::treatments::Folded;
use crate::use_cases::Actor;
use crate::use_cases::open_treatment::{BIRTH_DATE, FAMILY_NAME, GIVEN_NAME, HOSPITAL_NUMBER};
use crate::world::World;

/// A point in time with the centre's zone.
pub type Moment = Zoned;

/// A clock that runs: what for, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// What ends, such as `product expires`.
    pub label: String,
    /// When it ends.
    pub until: Timestamp,
    /// What is left at the time of the page, such as `5 h 12 min`, or `passed 20 min ago`.
    pub remaining: String,
    /// Whether it has ended.
    pub passed: bool,
}

/// How a patient is shown: a pseudonym always, a name where the key still exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patient {
    /// The pseudonym.
    pub person: PersonId,
    /// Family and given name; `None` once erased.
    pub name: Option<String>,
    /// The day of birth; `None` once erased.
    pub birth_date: Option<String>,
    /// The hospital's number; `None` once erased.
    pub hospital_number: Option<String>,
    /// Whether the person's key was destroyed.
    pub erased: bool,
}

/// The heading of every page about one treatment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The treatment.
    pub treatment: ChainOfIdentity,
    /// The recipient.
    pub patient: Patient,
    /// The protocol's title.
    pub protocol: String,
    /// The protocol's name and version.
    pub protocol_version: String,
    /// Whether a medicine is given, so that nothing is collected and nothing grows.
    pub is_medicine: bool,
    /// Where the treatment stands, in words.
    pub stage: String,
    /// What should happen next, in words.
    pub next_act: String,
    /// What everyone must see: a hold, a fired stop rule, a late positive, an expiry near.
    pub alerts: Vec<String>,
}

/// A rule with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleSource {
    /// The work and its locator.
    pub title: String,
    /// How far it can be trusted, such as `from memory, unverified`.
    pub basis: String,
    /// Whether it was read in the source.
    pub verified: bool,
}

/// Where a rule comes from, in words.
#[must_use]
pub fn rule_source(protocol: &Protocol, key: &str) -> RuleSource {
    match protocol.source(key) {
        Some(source) => RuleSource {
            title: format!("{}. {}", source.title, source.locator),
            basis: source.basis.words().to_owned(),
            verified: source.basis == Basis::Read,
        },
        None => RuleSource {
            title: key.to_owned(),
            basis: "source missing".to_owned(),
            verified: false,
        },
    }
}

/// Whether a finding meets every wall of its criterion: the label's and the centre's.
pub(crate) fn meets(criterion: &Criterion, value: &Value) -> bool {
    let inner = criterion.centre.iter().map(|centre| &centre.requirement);
    let mut walls = std::iter::once(&criterion.requirement).chain(inner);
    walls.all(|wall| wall.judge(value) == Judgement::Meets)
}

/// Refuses whoever may not see treatments.
pub(crate) fn authorise_reading(actor: &Actor) -> Result<(), AppError> {
    if actor
        .staff
        .roles
        .iter()
        .copied()
        .any(Role::reads_treatments)
    {
        return Ok(());
    }
    let message = "your role keeps accounts and sees no patient's record";
    Err(AppError::NotAuthorised(message.to_owned()))
}

/// The heading of a treatment's pages.
///
/// # Errors
/// When there is no such treatment, the reader may not see it, or reading fails.
pub fn heading(world: &World, actor: &Actor, id: &ChainOfIdentity) -> Result<Heading, AppError> {
    authorise_reading(actor)?;
    let (folded, protocol) = world.opened(id)?;
    let outlook = world.outlook(&protocol, &folded.treatment)?;
    let mut heading = heading_of(world, id, &folded, &protocol, &outlook)?;
    heading
        .alerts
        .extend(unfit(world, actor, &folded.treatment, &protocol));
    Ok(heading)
}

/// Doses whose patient was found unfit today, with every finding that says so.
fn unfit(world: &World, actor: &Actor, treatment: &Treatment, protocol: &Protocol) -> Vec<String> {
    let waiting = treatment
        .doses
        .iter()
        .filter(|(_, dose)| dose.infusion.is_none());
    let unfit = waiting.filter(|(dose, _)| {
        let device = &actor.device;
        let standing = bedside_standing(
            protocol,
            treatment,
            **dose,
            device,
            world.now(),
            world.zone(),
        );
        standing.fit == Some(false)
    });
    let words = |(number, dose): (&DoseNumber, &Dose)| {
        let fails = |criterion: &Criterion| {
            let value = dose.fitness.as_ref()?.findings.get(&criterion.id)?;
            (!meets(criterion, value)).then(|| format!("{}: {}", criterion.text, value.words()))
        };
        let failing: Vec<_> = protocol.fitness.iter().filter_map(fails).collect();
        format!("Not fit for dose {number} today. {}", failing.join("; "))
    };
    unfit.map(words).collect()
}

pub(crate) fn heading_of(
    world: &World,
    id: &ChainOfIdentity,
    folded: &Folded,
    protocol: &Protocol,
    outlook: &Outlook,
) -> Result<Heading, AppError> {
    Ok(Heading {
        treatment: id.clone(),
        patient: patient(world, folded)?,
        protocol: protocol.title.clone(),
        protocol_version: format!("{} {}", protocol.id, protocol.version),
        is_medicine: protocol.medicine().is_some(),
        stage: outlook.stage.words().to_owned(),
        next_act: outlook.next_act.clone(),
        alerts: outlook
            .alerts
            .iter()
            .map(|alert| alert.words.clone())
            .collect(),
    })
}

/// Who the patient is, as far as the person's key still opens it.
pub(crate) fn patient(world: &World, folded: &Folded) -> Result<Patient, AppError> {
    let person = folded.treatment.recipient().cloned();
    let person = person.ok_or_else(|| AppError::NotFound("treatment".to_owned()))?;
    let mut fields = identity(world, folded)?;
    let name = fields.remove(FAMILY_NAME).map(|family| {
        let given = fields.remove(GIVEN_NAME).unwrap_or_default();
        format!("{family}, {given}")
    });
    Ok(Patient {
        erased: world.is_erased(&person)?,
        person,
        name,
        birth_date: fields.remove(BIRTH_DATE),
        hospital_number: fields.remove(HOSPITAL_NUMBER),
    })
}

/// What identifies the patient of a treatment; nothing once they were erased.
pub(crate) fn identity(world: &World, folded: &Folded) -> Result<SealedFields, AppError> {
    let Some((entry, person)) = folded.first.as_ref().zip(folded.treatment.recipient()) else {
        return Ok(SealedFields::new());
    };
    match world.key_of(person)? {
        Some(key) => open_sealed(entry, &key),
        None => Ok(SealedFields::new()),
    }
}

impl World {
    /// A person's key; `None` for whoever was erased. A key that is missing for any other reason is
    /// told and never taken for an erasure.
    pub(crate) fn key_of(&self, person: &PersonId) -> Result<Option<PersonKey>, AppError> {
        let key = self.vault.key(person.as_str())?;
        self.erased_or(person, key)
    }

    /// The keys of several persons, in their order.
    pub(crate) fn keys_of(&self, persons: &[PersonId]) -> Result<Vec<Option<PersonKey>>, AppError> {
        let names: Vec<_> = persons.iter().map(PersonId::as_str).collect();
        let keys = persons.iter().zip(self.vault.keys(&names)?);
        keys.map(|(person, key)| self.erased_or(person, key))
            .collect()
    }

    /// A key is missing only where the ledger says that the person was erased.
    fn erased_or(
        &self,
        person: &PersonId,
        key: Option<PersonKey>,
    ) -> Result<Option<PersonKey>, AppError> {
        if key.is_none() && !self.is_erased(person)? {
            return Err(AppError::KeyMissing(person.to_string()));
        }
        Ok(key)
    }

    /// Whether the ledger says that a person was erased.
    pub(crate) fn is_erased(&self, person: &PersonId) -> Result<bool, AppError> {
        Ok(self.store.view(ERASED, person.as_str())?.is_some())
    }
}

impl World {
    /// A time in the centre's zone.
    pub(crate) fn moment(&self, at: Timestamp) -> Moment {
        at.to_zoned(self.zone().clone())
    }

    /// A clock that runs until a time.
    pub(crate) fn clock(&self, label: &str, until: Timestamp) -> Clock {
        let left = until.duration_since(self.now());
        Clock {
            label: format!("{label} {}", wall(&self.moment(until))),
            until,
            remaining: remaining(left),
            passed: left.is_negative(),
        }
    }

    /// Until when the data of a product that expires then are kept.
    pub(crate) fn kept_until(&self, expires_at: Timestamp) -> Option<Retention> {
        let local = self.centre().retention.as_ref();
        let local = local.map(|longer| LocalRetention {
            years: longer.years,
            source: longer.source.clone(),
        });
        retention(self.moment(expires_at).date(), local.as_ref())
    }

    /// The printed name of a member of staff with the identifier beside it.
    pub(crate) fn who(&self, id: &cikada_domain::StaffId) -> String {
        self.staff(id)
            .map_or_else(|| id.to_string(), |staff| format!("{} ({id})", staff.name))
    }
}

/// A time to its minute, which it is never rounded up to, with its zone.
pub(crate) fn wall(at: &Moment) -> String {
    let zone = at.strftime("%Z").to_string();
    let of_utc = match zone.starts_with(['+', '-']) {
        true => "UTC",
        false => "",
    };
    format!("{} {of_utc}{zone}", at.strftime("%a %-d %b %H:%M"))
}

/// What is left, never rounded up: `2 d 3 h`, `5 h 12 min`, `passed 20 min ago`.
fn remaining(left: SignedDuration) -> String {
    let minutes = left.abs().as_mins();
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let words = match (days, hours) {
        (0, 0) => format!("{minutes} min"),
        (0, hours) => format!("{hours} h {minutes} min"),
        (days, hours) => format!("{days} d {hours} h"),
    };
    if left.is_negative() {
        format!("passed {words} ago")
    } else {
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_names_its_zone_and_its_last_minute() {
        let at = |zone: &str| {
            let at: Timestamp = "2026-03-16T17:20:59.999Z".parse().unwrap();
            wall(&at.in_tz(zone).unwrap())
        };
        assert_eq!(at("Europe/Rome"), "Mon 16 Mar 18:20 CET");
        assert_eq!(at("Europe/Istanbul"), "Mon 16 Mar 20:20 UTC+03");
    }

    #[test]
    fn what_is_left_is_never_rounded_up() {
        let left = |seconds| remaining(SignedDuration::from_secs(seconds));
        assert_eq!(left(59), "0 min");
        assert_eq!(left(5 * 3600 + 12 * 60 + 59), "5 h 12 min");
        assert_eq!(left(86_400 + 3600 * 2 - 1), "1 d 1 h");
        assert_eq!(left(-20 * 60), "passed 20 min ago");
    }
}

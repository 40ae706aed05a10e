//! Opening a treatment: a pseudonym, a key, the chain-of-identity identifier, then the first entry.

use std::sync::PoisonError;

use cikada_document::HospitalNumber;
use cikada_domain::event::ProtocolReference;
use cikada_domain::{ChainOfIdentity, PersonId, ProtocolHash};
use cikada_engine::Command;
use cikada_ledger::Entry;
use jiff::civil::Date;

use crate::error::AppError;
use crate::form::FieldError;
use crate::plain::is_plain;
use crate::projection::{PERSONS, TREATMENT_STREAM};
use crate::read::identity;
use crate::read::labels::WRISTBAND_PLACE;
use crate::record::SealedFields;
use crate::use_cases::answer::Answer;
use crate::use_cases::carry_out::{Actor, Doing, authorise, carry_out};
use crate::use_cases::numbers::pseudonym;
use crate::use_cases::submit::SubmitError;
use crate::world::World;

/// The sealed fields that identify a patient.
pub(crate) const FAMILY_NAME: &str = "family name";
pub(crate) const GIVEN_NAME: &str = "given name";
pub(crate) const BIRTH_DATE: &str = "date of birth";
pub(crate) const HOSPITAL_NUMBER: &str = "hospital number";

const LENGTH_MAX: usize = 100;
/// Nobody alive was born before.
const BORN_AFTER: i16 = 1900;

/// What a new treatment needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTreatment {
    /// The id of the request; the same id gets the same treatment.
    pub request: String,
    /// The protocol to pin.
    pub protocol: ProtocolHash,
    /// The patient's family name.
    pub family_name: String,
    /// The patient's given name.
    pub given_name: String,
    /// The day of birth, `YYYY-MM-DD`.
    pub birth_date: String,
    /// The number on the patient's wristband.
    pub hospital_number: String,
}

/// Opens a treatment for a patient of their own cells.
///
/// # Errors
/// When a field is empty or unreadable, the number belongs to someone with another name or birth
/// date or with an open treatment, or writing fails.
pub fn open_treatment(
    world: &World,
    actor: &Actor,
    new: &NewTreatment,
) -> Result<ChainOfIdentity, SubmitError> {
    check(new, world.moment(world.now()).date()).map_err(SubmitError::Fields)?;
    let missing = || AppError::ProtocolMissing(new.protocol.to_string());
    let protocol = world.protocol(&new.protocol).ok_or_else(missing)?;
    // One at a time: what is looked up below must still hold when the first entry is written.
    let _one_at_a_time = world.opening.lock().unwrap_or_else(PoisonError::into_inner);
    let number = new.hospital_number.trim();
    if let Some(id) = opened_before(world, new)? {
        return Ok(id);
    }
    let id = world.next_chain_of_identity()?;
    let person = match world.person_by_wristband(number)? {
        Some(person) => same_person(world, &person, new)?,
        None => pseudonym(&id)?,
    };
    let command = Command::OpenTreatment {
        chain_of_identity: id.clone(),
        protocol: ProtocolReference {
            id: protocol.id.clone(),
            version: protocol.version.clone(),
            hash: protocol.hash.clone(),
        },
        donor: person.clone(),
        recipient: person.clone(),
    };
    authorise(&actor.staff, &command)?;
    world
        .vault
        .make_key(person.as_str())
        .map_err(AppError::from)?;
    let said = [actor.staff.id.as_str(), number, new.protocol.as_str()];
    let doing = Doing {
        fingerprint: world.vault.fingerprint(&said),
        sealed: sealed(new),
        ..Doing::now(new.request.clone())
    };
    match carry_out(world, actor, &id, &command, &doing)? {
        Answer::Accepted { .. } => {
            world
                .vault
                .index_wristband(number, &person)
                .map_err(AppError::from)?;
            Ok(id)
        }
        Answer::Refused { reasons } => Err(SubmitError::Refused(reasons)),
    }
}

fn sealed(new: &NewTreatment) -> SealedFields {
    let fields = [
        (FAMILY_NAME, &new.family_name),
        (GIVEN_NAME, &new.given_name),
        (BIRTH_DATE, &new.birth_date),
        (HOSPITAL_NUMBER, &new.hospital_number),
    ];
    fields
        .map(|(name, text)| (name.to_owned(), text.trim().to_owned()))
        .into()
}

/// The person a number belongs to, if the names and the birth date agree and no treatment is open.
fn same_person(
    world: &World,
    person: &PersonId,
    new: &NewTreatment,
) -> Result<PersonId, SubmitError> {
    let wrong = |message: String| {
        let field = "hospital_number".to_owned();
        SubmitError::Fields(vec![FieldError { field, message }])
    };
    // An earlier treatment was closed, and compared like this one, before the latest could be opened.
    if let Some(id) = world.latest_treatment_of(person)? {
        let folded = world.folded(&id)?;
        let known = identity(world, &folded)?;
        let same = [FAMILY_NAME, GIVEN_NAME, BIRTH_DATE]
            .iter()
            .all(|field| known.get(*field) == sealed(new).get(*field));
        if !same {
            let message = "this number belongs to a person with another name or date of birth: compare the wristband with the documents";
            return Err(wrong(message.to_owned()));
        }
        if folded.treatment.closed.is_none() {
            return Err(wrong(format!("this person has an open treatment, {id}")));
        }
    }
    Ok(person.clone())
}

/// The treatment a request opened before, if it was for the same patient.
fn opened_before(
    world: &World,
    new: &NewTreatment,
) -> Result<Option<ChainOfIdentity>, SubmitError> {
    let sequence = world.store.sequence_of(&new.request);
    let Some(sequence) = sequence.map_err(AppError::from)? else {
        return Ok(None);
    };
    let entries = world.store.read_from(sequence, 1).map_err(AppError::from)?;
    let stream = entries.first().map(|entry| entry.envelope.stream.as_str());
    let id = stream.and_then(|stream| stream.strip_prefix(TREATMENT_STREAM));
    if let Some(id) = id.and_then(|id| ChainOfIdentity::new(id).ok()) {
        let folded = world.folded(&id)?;
        let of_request = |entry: &&Entry| entry.envelope.command == new.request;
        let is_opening = folded.first.as_ref().filter(of_request).is_some();
        if is_opening && identity(world, &folded)? == sealed(new) {
            return Ok(Some(id));
        }
    }
    let message = "this form was used for another patient before: open a new one".to_owned();
    let field = "hospital_number".to_owned();
    Err(SubmitError::Fields(vec![FieldError { field, message }]))
}

impl World {
    /// The person whose wristband carries a number. A number that is not in the index is looked for
    /// in the sealed parts of those whom no number leads to, since a crash may have come between an
    /// opening and its index entry.
    pub(crate) fn person_by_wristband(&self, number: &str) -> Result<Option<PersonId>, AppError> {
        if let Some(person) = self.vault.person_by_wristband(number)? {
            return Ok(Some(person));
        }
        let indexed = self.vault.persons_with_wristband()?;
        for (person, _) in self.store.view_all(PERSONS)? {
            if indexed.contains(&person) {
                continue;
            }
            let person =
                PersonId::new(person).map_err(|error| AppError::Stored(error.to_string()))?;
            if self.is_erased(&person)? {
                continue;
            }
            let Some(id) = self.latest_treatment_of(&person)? else {
                continue;
            };
            let known = identity(self, &*self.folded(&id)?)?;
            if known.get(HOSPITAL_NUMBER).map(String::as_str) == Some(number) {
                self.vault.index_wristband(number, &person)?;
                return Ok(Some(person));
            }
        }
        Ok(None)
    }

    /// The treatment of a person that was opened last.
    fn latest_treatment_of(&self, person: &PersonId) -> Result<Option<ChainOfIdentity>, AppError> {
        let id = self.store.view(PERSONS, person.as_str())?;
        let id = id.and_then(|id| String::from_utf8(id).ok());
        Ok(id.and_then(|id| ChainOfIdentity::new(id).ok()))
    }
}

fn check(new: &NewTreatment, today: Date) -> Result<(), Vec<FieldError>> {
    let mut errors = Vec::new();
    let texts = [
        ("family_name", &new.family_name),
        ("given_name", &new.given_name),
        ("hospital_number", &new.hospital_number),
    ];
    for (field, text) in texts {
        if !is_plain(text, LENGTH_MAX) {
            let message = format!("expected 1 to {LENGTH_MAX} visible characters on one line");
            errors.push(FieldError {
                field: field.to_owned(),
                message,
            });
        }
    }
    if HospitalNumber::new(WRISTBAND_PLACE, new.hospital_number.trim()).is_err() {
        let message =
            "expected the number on the wristband: 1 to 99 letters, digits or signs without blanks"
                .to_owned();
        errors.push(FieldError {
            field: "hospital_number".to_owned(),
            message,
        });
    }
    let born = new.birth_date.trim().parse::<Date>().ok();
    if born.is_none_or(|born| born > today || born.year() < BORN_AFTER) {
        let message = "expected the day of birth as YYYY-MM-DD, not in the future".to_owned();
        errors.push(FieldError {
            field: "birth_date".to_owned(),
            message,
        });
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors)
    }
}

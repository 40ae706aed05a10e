//! Opening a treatment: a pseudonym, a key, the chain-of-identity identifier, then the first entry.

use std::collections::BTreeMap;

use cikada_domain::event::ProtocolReference;
use cikada_domain::{ChainOfIdentity, ProtocolHash};
use cikada_engine::Command;

use crate::error::AppError;
use crate::form::FieldError;
use crate::use_cases::answer::Answer;
use crate::use_cases::carry_out::{Actor, Doing, carry_out};
use crate::use_cases::submit::{SubmitError, fingerprint};
use crate::world::World;

/// The sealed fields that identify a patient.
pub(crate) const FAMILY_NAME: &str = "family name";
pub(crate) const GIVEN_NAME: &str = "given name";
pub(crate) const BIRTH_DATE: &str = "date of birth";
pub(crate) const HOSPITAL_NUMBER: &str = "hospital number";

const LENGTH_MAX: usize = 100;

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
/// When a field is empty or unreadable, the number belongs to another open treatment, or writing fails.
pub fn open_treatment(
    world: &World,
    actor: &Actor,
    new: &NewTreatment,
) -> Result<ChainOfIdentity, SubmitError> {
    check(new).map_err(SubmitError::Fields)?;
    let protocol = world
        .protocol(&new.protocol)
        .ok_or_else(|| AppError::ProtocolMissing(new.protocol.to_string()))?;
    let number = new.hospital_number.trim();
    let person = match world
        .vault
        .person_by_wristband(number)
        .map_err(AppError::from)?
    {
        Some(person) => person,
        None => world.next_person()?,
    };
    let sealed = BTreeMap::from([
        (FAMILY_NAME.to_owned(), new.family_name.trim().to_owned()),
        (GIVEN_NAME.to_owned(), new.given_name.trim().to_owned()),
        (BIRTH_DATE.to_owned(), new.birth_date.trim().to_owned()),
        (HOSPITAL_NUMBER.to_owned(), number.to_owned()),
    ]);
    if let Some(id) = opened_before(world, &new.request)? {
        return Ok(id);
    }
    world
        .vault
        .make_key(person.as_str())
        .map_err(AppError::from)?;
    let id = world.next_chain_of_identity()?;
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
    let fingerprint = fingerprint(&[actor.staff.id.as_str(), number, new.protocol.as_str()]);
    let doing = Doing {
        fingerprint,
        sealed,
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

fn opened_before(world: &World, request: &str) -> Result<Option<ChainOfIdentity>, AppError> {
    if world.store.find_answer(request)?.is_none() {
        return Ok(None);
    }
    for id in world.treatment_ids()?.into_iter().rev() {
        let entries = world.entries(&id)?;
        if entries
            .first()
            .is_some_and(|entry| entry.envelope.command == request)
        {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

fn check(new: &NewTreatment) -> Result<(), Vec<FieldError>> {
    let mut errors = Vec::new();
    let texts = [
        ("family_name", &new.family_name),
        ("given_name", &new.given_name),
        ("hospital_number", &new.hospital_number),
    ];
    for (field, text) in texts {
        let length = text.trim().chars().count();
        if length == 0 || length > LENGTH_MAX || text.chars().any(char::is_control) {
            let message = format!("expected 1 to {LENGTH_MAX} characters on one line");
            errors.push(FieldError {
                field: field.to_owned(),
                message,
            });
        }
    }
    if new.birth_date.trim().parse::<jiff::civil::Date>().is_err() {
        let message = "expected a day as YYYY-MM-DD".to_owned();
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

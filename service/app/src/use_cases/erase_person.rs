//! Erasing a person: the decision enters the ledger, then the key is destroyed.
//!
//! In this order, so that a crash between the two leaves a decision that is carried through when
//! the centre is opened next, and never a destroyed key without a decision.

use cikada_domain::PersonId;
use cikada_ledger::{KeyDestroyed, PERSON_KEY_DESTROYED};
use cikada_store::{Append, Appended};

use crate::error::AppError;
use crate::projection::{self, ERASED, PERSONS};
use crate::record::{Author, Entries};
use crate::world::World;

/// Destroys a person's key; gives the sequence of the decision. The reason is a code.
///
/// # Errors
/// When there is no such person, they were erased before, or writing fails.
pub fn erase_person(world: &World, person: &PersonId, reason: &str) -> Result<u64, AppError> {
    let is_code = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if reason.is_empty() || reason.len() > 64 || !reason.chars().all(is_code) {
        let message = "the reason is a code of lower-case letters, digits and '-': it stays in the clear for ever";
        return Err(AppError::NotAuthorised(message.to_owned()));
    }
    if world.store.view(PERSONS, person.as_str())?.is_none() {
        return Err(AppError::NotFound(format!("person {person}")));
    }
    if world.store.view(ERASED, person.as_str())?.is_some() {
        return Err(AppError::NotAuthorised(format!(
            "{person} was erased before"
        )));
    }
    let stream = format!("person/{person}");
    let clear = KeyDestroyed {
        person: person.to_string(),
    }
    .to_bytes();
    let author = Author {
        reason: Some(reason.to_owned()),
        ..Author::system(world.now())
    };
    let command = format!("erase/{person}");
    let entries = Entries::of_ledger(&stream, PERSON_KEY_DESTROYED, clear);
    let drafts = entries.into_drafts(&world.centre().origin, &command, &author, 0, None, &[])?;
    let views = projection::of_drafts(0, &drafts);
    let appended = world.store.append(Append {
        command,
        fingerprint: [0; 32],
        expected: vec![(stream.clone(), 0)],
        drafts,
        once: vec![stream],
        views,
        answer: Vec::new(),
    })?;
    world.vault.destroy_key(person.as_str())?;
    Ok(match appended {
        Appended::Now { last_sequence } => last_sequence,
        Appended::Before { .. } => 0,
    })
}

//! Who an affected patient is and whom to call: nothing of it is in a derived row.

use cikada_domain::genealogy::{Direction, Kind, Node, Window};
use cikada_domain::{ChainOfIdentity, PersonId};

use crate::error::AppError;
use crate::projection::genealogy as rows;
use crate::read::{Moment, Patient};
use crate::record::{SealedFields, open_sealed};
use crate::treatments::stream_of;
use crate::use_cases::open_treatment::{BIRTH_DATE, FAMILY_NAME, GIVEN_NAME, HOSPITAL_NUMBER};
use crate::world::World;

/// A patient with each of their treatments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AffectedPatient {
    /// Who it is, as far as the person's key still opens it.
    pub patient: Patient,
    /// The treatments, each with whom to call.
    pub treatments: Vec<(ChainOfIdentity, Vec<Contact>)>,
}

/// A member of staff who answers for the patient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// As what, such as `confirmed the plan, confirmed eligibility`.
    pub roles: String,
    /// The person, with the identifier.
    pub who: String,
    /// When last.
    pub at: Moment,
}

/// What a treatment's facts say of whom to call, the nearest to the patient first.
const ROLES: [(&str, &str); 4] = [
    ("ordered", "ordered the last dose"),
    ("prescribed", "confirmed the plan"),
    ("eligible", "confirmed eligibility"),
    ("opened", "opened the treatment"),
];

pub(super) fn affected(world: &World, patient: &Node) -> Result<AffectedPatient, AppError> {
    let missing = || AppError::NotFound(patient.to_string());
    let person = PersonId::new(patient.id.as_str()).map_err(|_| missing())?;
    let ties = rows::ties(
        &world.store,
        patient,
        Direction::Upstream,
        Window::default(),
    )?;
    let treatments = ties.iter().filter(|edge| edge.from.kind == Kind::Treatment);
    let treatments = treatments.filter_map(|edge| ChainOfIdentity::new(edge.from.id.as_str()).ok());
    let mut with_contacts = Vec::new();
    let mut fields = SealedFields::new();
    for treatment in treatments {
        fields.extend(identity(world, &person, &treatment)?);
        let contacts = contacts(world, &treatment)?;
        with_contacts.push((treatment, contacts));
    }
    let name = fields.remove(FAMILY_NAME).map(|family| {
        let given = fields.remove(GIVEN_NAME).unwrap_or_default();
        format!("{family}, {given}")
    });
    Ok(AffectedPatient {
        patient: Patient {
            erased: world.is_erased(&person)?,
            person,
            name,
            birth_date: fields.remove(BIRTH_DATE),
            hospital_number: fields.remove(HOSPITAL_NUMBER),
        },
        treatments: with_contacts,
    })
}

/// What the first entry of a treatment seals: one entry is read, not the whole stream.
fn identity(
    world: &World,
    person: &PersonId,
    treatment: &ChainOfIdentity,
) -> Result<SealedFields, AppError> {
    let first = world.store.first_entry(&stream_of(treatment))?;
    match first.zip(world.key_of(person)?) {
        Some((entry, key)) => open_sealed(&entry, &key),
        None => Ok(SealedFields::new()),
    }
}

fn contacts(world: &World, treatment: &ChainOfIdentity) -> Result<Vec<Contact>, AppError> {
    let facts = rows::facts(&world.store, &Node::new(Kind::Treatment, treatment))?;
    let mut contacts: Vec<Contact> = Vec::new();
    for (aspect, role) in ROLES {
        let fact = facts.iter().find(|fact| fact.aspect == aspect);
        let Some((fact, by)) = fact.and_then(|fact| Some((fact, fact.by.as_ref()?))) else {
            continue;
        };
        let (who, at) = (world.who(by), world.moment(fact.at));
        match contacts.iter_mut().find(|contact| contact.who == who) {
            Some(contact) => contact.roles = format!("{}, {role}", contact.roles),
            None => contacts.push(Contact {
                roles: role.to_owned(),
                who,
                at,
            }),
        }
    }
    Ok(contacts)
}

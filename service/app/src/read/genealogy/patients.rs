//! Who an affected patient is and whom to call: nothing of it is in a derived row.

use cikada_domain::genealogy::{Kind, Node};
use cikada_domain::{ChainOfIdentity, PersonId};

use crate::error::AppError;
use crate::projection::genealogy::{self as rows, KnownFact};
use crate::read::genealogy::known::Known;
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

/// Who the patients are, with their treatments and whom to call; all of them at once, since a recall
/// of what was used for everyone names everyone.
pub(super) fn affected(
    world: &World,
    known: &Known,
    patients: &[Node],
) -> Result<Vec<AffectedPatient>, AppError> {
    let missing = |patient: &Node| AppError::NotFound(patient.to_string());
    let persons = patients
        .iter()
        .map(|patient| PersonId::new(patient.id.as_str()).map_err(|_| missing(patient)));
    let persons = persons.collect::<Result<Vec<_>, _>>()?;
    let treatments: Vec<Vec<ChainOfIdentity>> = patients
        .iter()
        .map(|patient| known.treatments_of(patient))
        .collect();
    let streams: Vec<_> = treatments.iter().flatten().map(stream_of).collect();
    let mut entries = world.store.first_entries(&streams)?.into_iter();
    let nodes = treatments.iter().flatten();
    let nodes: Vec<_> = nodes.map(|id| Node::new(Kind::Treatment, id)).collect();
    let mut facts = rows::facts_of(&world.store, &nodes)?.into_iter();
    let keys = world.keys_of(&persons)?;
    let mut affected = Vec::new();
    for ((person, key), treatments) in persons.into_iter().zip(keys).zip(treatments) {
        let mut fields = SealedFields::new();
        let mut with_contacts = Vec::new();
        for treatment in treatments {
            let entry = entries.next().flatten();
            if let Some((entry, key)) = entry.zip(key.as_ref()) {
                fields.extend(open_sealed(&entry, key)?);
            }
            let contacts = contacts(world, &facts.next().unwrap_or_default());
            with_contacts.push((treatment, contacts));
        }
        affected.push(AffectedPatient {
            patient: patient(person, key.is_none(), fields),
            treatments: with_contacts,
        });
    }
    Ok(affected)
}

/// Who it is, as far as the sealed part of the first entry says.
fn patient(person: PersonId, erased: bool, mut fields: SealedFields) -> Patient {
    let name = fields.remove(FAMILY_NAME).map(|family| {
        let given = fields.remove(GIVEN_NAME).unwrap_or_default();
        format!("{family}, {given}")
    });
    Patient {
        person,
        name,
        birth_date: fields.remove(BIRTH_DATE),
        hospital_number: fields.remove(HOSPITAL_NUMBER),
        erased,
    }
}

fn contacts(world: &World, facts: &[KnownFact]) -> Vec<Contact> {
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
    contacts
}

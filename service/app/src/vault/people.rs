//! Each person's own key, and the index from a wristband's number to a person.

use std::collections::BTreeSet;

use cikada_domain::PersonId;
use cikada_ledger::{PersonKey, SealContext};
use rusqlite::OptionalExtension;

use super::wrapped::{unwrap, wrap};
use super::{Vault, VaultError, random};

impl Vault {
    /// Makes a new key for a person, unless there is one.
    pub(crate) fn make_key(&self, person: &str) -> Result<(), VaultError> {
        let site = PersonKey::new(*self.site_key);
        let bytes = wrap(wrapping(person), &site, &random::<32>()?)?;
        self.connection()
            .execute(
                "INSERT INTO person_keys (person, wrapped) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                (person, bytes),
            )
            .map_err(|error| self.storage(error))?;
        Ok(())
    }

    /// A person's key; `None` once it was destroyed.
    pub(crate) fn key(&self, person: &str) -> Result<Option<PersonKey>, VaultError> {
        Ok(self.keys(&[person])?.into_iter().next().flatten())
    }

    /// The keys of several persons, in their order, each `None` once it was destroyed.
    pub(crate) fn keys(&self, persons: &[&str]) -> Result<Vec<Option<PersonKey>>, VaultError> {
        let wrapped: rusqlite::Result<Vec<Option<Vec<u8>>>> = (|| {
            let mut connection = self.connection();
            let moment = connection.transaction()?;
            let mut statement =
                moment.prepare_cached("SELECT wrapped FROM person_keys WHERE person = ?1")?;
            let keys = persons
                .iter()
                .map(|person| statement.query_row([person], |row| row.get(0)).optional());
            keys.collect()
        })();
        let wrapped = wrapped.map_err(|error| self.storage(error))?;
        let keys = persons.iter().zip(wrapped);
        keys.map(|(person, bytes)| {
            let key = bytes.map(|bytes| self.unwrap_key(person, &bytes));
            key.transpose()
        })
        .collect()
    }

    fn unwrap_key(&self, person: &str, bytes: &[u8]) -> Result<PersonKey, VaultError> {
        let wrong = || VaultError::WrongSiteKey;
        let site = PersonKey::new(*self.site_key);
        let key = unwrap(wrapping(person), &site, bytes).map_err(|_| wrong())?;
        Ok(PersonKey::new(
            key.as_slice().try_into().map_err(|_| wrong())?,
        ))
    }

    /// Destroys a person's key and every index entry that leads to them. Doing it twice is harmless.
    pub(crate) fn destroy_key(&self, person: &str) -> Result<(), VaultError> {
        let connection = self.connection();
        let destroyed = connection
            .execute("DELETE FROM person_keys WHERE person = ?1", [person])
            .and_then(|_| connection.execute("DELETE FROM wristbands WHERE person = ?1", [person]));
        drop(connection);
        destroyed.map(|_| ()).map_err(|error| self.storage(error))
    }

    /// Remembers that a hospital's number belongs to a person. The first entry stays.
    pub(crate) fn index_wristband(
        &self,
        number: &str,
        person: &PersonId,
    ) -> Result<(), VaultError> {
        let index = self.keyed("wristband", &[number]);
        self.connection()
            .execute(
                "INSERT INTO wristbands (number_index, person) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                (index, person.as_str()),
            )
            .map_err(|error| self.storage(error))?;
        Ok(())
    }

    /// Everyone to whom some wristband's number leads.
    pub(crate) fn persons_with_wristband(&self) -> Result<BTreeSet<String>, VaultError> {
        let connection = self.connection();
        let mut statement = connection
            .prepare_cached("SELECT person FROM wristbands")
            .map_err(|error| self.storage(error))?;
        let persons = statement.query_map([], |row| row.get(0));
        persons
            .and_then(Iterator::collect)
            .map_err(|error| self.storage(error))
    }

    /// The person whose wristband carries a number.
    pub(crate) fn person_by_wristband(&self, number: &str) -> Result<Option<PersonId>, VaultError> {
        let index = self.keyed("wristband", &[number]);
        let sql = "SELECT person FROM wristbands WHERE number_index = ?1";
        let person: Option<String> = self.find(sql, [index], |row| row.get(0))?;
        Ok(person.and_then(|person| PersonId::new(person).ok()))
    }
}

fn wrapping(person: &str) -> SealContext<'_> {
    SealContext {
        origin: "vault",
        stream: "person-keys",
        person,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::sample;
    use crate::use_cases::maintain::treatments;
    use crate::{SystemClock, World};

    #[test]
    fn a_number_whose_index_entry_a_crash_prevented_still_leads_to_its_person() {
        let directory = tempfile::tempdir().unwrap();
        drop(sample::with_bags(directory.path(), 2).unwrap());
        let world = World::open(directory.path(), Arc::new(SystemClock)).unwrap();
        let [(_, first), (_, second)] = treatments(&world).unwrap().try_into().unwrap();
        let sql = "DELETE FROM wristbands WHERE person = ?1";
        let connection = world.vault.connection();
        connection.execute(sql, [second.as_str()]).unwrap();
        drop(connection);

        assert_eq!(world.vault.person_by_wristband("4712-2").unwrap(), None);
        assert_eq!(world.person_by_wristband("4712-3").unwrap(), None);
        assert_eq!(world.person_by_wristband("4712-1").unwrap(), Some(first));
        let found = world.person_by_wristband("4712-2").unwrap();
        assert_eq!(found.as_ref(), Some(&second));
        assert_eq!(world.vault.person_by_wristband("4712-2").unwrap(), found);
    }
}

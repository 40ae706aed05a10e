//! What is secret or must be erasable, kept apart from the ledger with backups of its own.
//!
//! Person keys wrapped under the site key, credentials, sessions, and the keyed index of wristbands.
//! Deleted rows are overwritten, and no write-ahead log keeps a copy, so that a destroyed key is gone.

mod credentials;
mod people;
mod sessions;
pub(crate) mod wrapped;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use sha2::Sha256;
use zeroize::Zeroizing;

pub(crate) use credentials::Purpose;
pub use credentials::{CredentialError, PASSWORD_LENGTH_MIN};

/// The name of the file in the data directory.
pub(crate) const VAULT_FILE: &str = "vault.sqlite";

/// How long one waits for another who holds the file.
const PATIENCE: Duration = Duration::from_secs(5);

const SCHEMA: &str = include_str!("../migrations/vault.sql");

/// Why the vault could not do something.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// What SQLite says.
    #[error(
        "the vault could not be used: {source}; check its file, its permissions and the space left"
    )]
    Storage {
        /// The file.
        path: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
    /// The operating system gave no random bytes.
    #[error("the operating system gives no random bytes: {0}")]
    Random(getrandom::Error),
    /// A wrapped key does not open under this site key.
    #[error(
        "a person's key does not open under this site key: restore the vault and the keys together"
    )]
    WrongSiteKey,
    /// The password cannot be used.
    #[error("the password cannot be used: {0}")]
    Password(String),
    /// Somebody signs in under this name already.
    #[error("the sign-in name {0} is taken: choose another")]
    NameTaken(String),
}

/// The open vault.
pub(crate) struct Vault {
    connection: Mutex<Connection>,
    /// Held while a sign-in is checked.
    sign_ins: Mutex<()>,
    path: PathBuf,
    site_key: Zeroizing<[u8; 32]>,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl Vault {
    /// Opens or makes the vault in a directory.
    pub(crate) fn open(
        directory: &Path,
        site_key: Zeroizing<[u8; 32]>,
    ) -> Result<Self, VaultError> {
        let path = directory.join(VAULT_FILE);
        let storage = |source| VaultError::Storage {
            path: path.clone(),
            source,
        };
        let connection = Connection::open(&path).map_err(storage)?;
        // Whoever reads beside this process holds the file for the length of a statement.
        connection.busy_timeout(PATIENCE).map_err(storage)?;
        connection
            .execute_batch(
                "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;",
            )
            .map_err(storage)?;
        connection.execute_batch(SCHEMA).map_err(storage)?;
        Ok(Self::over(connection, &path, site_key))
    }

    /// Opens the vault in a directory for reading only, beside the process that writes to it.
    pub(crate) fn open_beside(
        directory: &Path,
        site_key: Zeroizing<[u8; 32]>,
    ) -> Result<Self, VaultError> {
        let path = directory.join(VAULT_FILE);
        let opened = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)
            .and_then(|connection| connection.busy_timeout(PATIENCE).map(|()| connection));
        match opened {
            Ok(connection) => Ok(Self::over(connection, &path, site_key)),
            Err(source) => Err(VaultError::Storage { path, source }),
        }
    }

    fn over(connection: Connection, path: &Path, site_key: Zeroizing<[u8; 32]>) -> Self {
        Self {
            connection: Mutex::new(connection),
            sign_ins: Mutex::new(()),
            path: path.to_owned(),
            site_key,
        }
    }

    /// A panic while the lock is held leaves SQLite consistent: an open statement is rolled back.
    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn storage(&self, source: rusqlite::Error) -> VaultError {
        VaultError::Storage {
            path: self.path.clone(),
            source,
        }
    }

    /// One row of a query that is asked with every page.
    fn find<T>(
        &self,
        sql: &str,
        parameters: impl rusqlite::Params,
        read: impl FnOnce(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, VaultError> {
        let connection = self.connection();
        let found = connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_row(parameters, read).optional());
        found.map_err(|error| self.storage(error))
    }

    /// A keyed hash of what a request says, so that an id used for something else is noticed and the
    /// ledger's file holds nothing from which a number or a note could be guessed.
    pub(crate) fn fingerprint(&self, parts: &[&str]) -> [u8; 32] {
        self.keyed("request", parts)
    }

    /// A keyed hash that tells nothing without the site key.
    fn keyed(&self, purpose: &str, parts: &[&str]) -> [u8; 32] {
        let mut key = hmac::digest::Key::<Hmac<Sha256>>::default();
        for (byte, secret) in key.iter_mut().zip(self.site_key.iter()) {
            *byte = *secret;
        }
        let mut mac = Hmac::<Sha256>::new(&key);
        for part in std::iter::once(&purpose).chain(parts) {
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac.finalize().into_bytes().into()
    }
}

/// Random bytes from the operating system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], VaultError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(VaultError::Random)?;
    Ok(bytes)
}

#[cfg(test)]
pub(crate) mod tests_support {
    use super::*;

    /// A vault in a folder of its own, which lives as long as the first value.
    pub(crate) fn vault() -> (tempfile::TempDir, Vault) {
        let directory = tempfile::tempdir().unwrap();
        let vault = Vault::open(directory.path(), Zeroizing::new([7; 32])).unwrap();
        (directory, vault)
    }
}

#[cfg(test)]
mod tests {
    use cikada_domain::PersonId;

    use super::tests_support::vault;

    #[test]
    fn a_destroyed_key_is_gone_from_the_file_itself() {
        let (directory, vault) = vault();
        let person = PersonId::new("P-000001").unwrap();
        vault.make_key(person.as_str()).unwrap();
        vault.index_wristband("4711-0815", &person).unwrap();
        let wrapped: Vec<u8> = vault
            .connection()
            .query_row("SELECT wrapped FROM person_keys", [], |row| row.get(0))
            .unwrap();
        let holds = |needle: &[u8]| {
            let file = std::fs::read(directory.path().join(super::VAULT_FILE)).unwrap();
            file.windows(needle.len()).any(|window| window == needle)
        };
        assert!(holds(&wrapped));
        vault.destroy_key(person.as_str()).unwrap();
        assert!(!holds(&wrapped));
        assert!(vault.key(person.as_str()).unwrap().is_none());
        assert_eq!(vault.person_by_wristband("4711-0815").unwrap(), None);
    }

    #[test]
    fn the_vault_never_holds_a_hospital_number() {
        let (directory, vault) = vault();
        let person = PersonId::new("P-000001").unwrap();
        vault.index_wristband("4711-0815", &person).unwrap();
        assert_eq!(
            vault.person_by_wristband("4711-0815").unwrap(),
            Some(person)
        );
        let file = std::fs::read(directory.path().join(super::VAULT_FILE)).unwrap();
        assert!(!file.windows(9).any(|window| window == b"4711-0815"));
    }
}

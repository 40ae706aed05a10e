//! Passwords as argon2id hashes, with a lock after repeated failures.
//!
//! Only length is demanded (NIST SP 800-63B-4 section 3.1.1.2): composition rules make passwords worse.

use std::sync::PoisonError;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use cikada_domain::StaffId;
use jiff::{SignedDuration, Timestamp};

use super::{Vault, VaultError};

/// The shortest password, in characters.
pub const PASSWORD_LENGTH_MIN: usize = 15;

/// Longer ones would not fit beside a form.
const PASSWORD_LENGTH_MAX: usize = 1024;
const FAILURES_MAX: i64 = 10;
const LOCKED_FOR: SignedDuration = SignedDuration::from_mins(15);
/// A hash nobody's password has, so that an unknown name takes as long as a wrong password.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What a password is given for. Wrong ones are counted apart: whoever guesses at the sign-in page
/// must not be able to stop those at work from signing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To start a session.
    SignIn,
    /// To sign or witness, from a session that runs.
    Signing,
}

impl Purpose {
    fn failures(self) -> &'static str {
        match self {
            Self::SignIn => "failures",
            Self::Signing => "signing_failures",
        }
    }

    fn locked_until(self) -> &'static str {
        match self {
            Self::SignIn => "locked_until",
            Self::Signing => "signing_locked_until",
        }
    }
}

/// Why a name and password were not accepted.
#[derive(Debug, thiserror::Error)]
pub enum CredentialError {
    /// Name or password is wrong; which of them is not said.
    #[error("name or password is wrong")]
    Wrong,
    /// Too many failures.
    #[error("too many wrong passwords: locked until {until}")]
    Locked {
        /// When it opens again.
        until: Timestamp,
    },
    /// The vault failed.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl Vault {
    /// Refuses a sign-in name that is taken.
    pub(crate) fn check_name(&self, name: &str) -> Result<(), VaultError> {
        let sql = "SELECT staff FROM credentials WHERE name = ?1";
        match self.find(sql, [name], |row| row.get::<_, String>(0))? {
            Some(_) => Err(VaultError::NameTaken(name.to_owned())),
            None => Ok(()),
        }
    }

    /// Keeps the first password of a member of staff, under a sign-in name that is free.
    pub(crate) fn set_password(
        &self,
        name: &str,
        staff: &StaffId,
        password: &str,
    ) -> Result<(), VaultError> {
        self.check_name(name)?;
        let hash = hashed(password)?;
        self.connection()
            .execute(
                "INSERT INTO credentials (name, staff, password_hash) VALUES (?1, ?2, ?3)",
                (name, staff.as_str(), hash),
            )
            .map_err(|error| self.storage(error))?;
        Ok(())
    }

    /// Checks a name and password. Failures are counted; a success sets the count back.
    ///
    /// Sign-ins are checked one after the other, so that guesses cannot run beside each other past
    /// the count, nor take the machine from those who work.
    pub(crate) fn check_password(
        &self,
        name: &str,
        password: &str,
        purpose: Purpose,
        now: Timestamp,
    ) -> Result<StaffId, CredentialError> {
        let _one_at_a_time = match purpose {
            Purpose::SignIn => Some(self.sign_ins.lock().unwrap_or_else(PoisonError::into_inner)),
            Purpose::Signing => None,
        };
        let locked_until = purpose.locked_until();
        let sql =
            format!("SELECT staff, password_hash, {locked_until} FROM credentials WHERE name = ?1");
        let row: Option<(String, String, i64)> = self.find(&sql, [name], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
        let (staff, hash, locked_until) =
            row.unwrap_or_else(|| (String::new(), NOBODY.to_owned(), 0));
        if let Ok(until) = Timestamp::from_second(locked_until)
            && until > now
        {
            return Err(CredentialError::Locked { until });
        }
        let hash =
            PasswordHash::new(&hash).map_err(|error| VaultError::Password(error.to_string()))?;
        let right = Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok();
        match (right, StaffId::new(staff)) {
            (true, Ok(staff)) => {
                self.count_failures(name, purpose, "0", 0)?;
                Ok(staff)
            }
            _ => {
                let until = now.saturating_add(LOCKED_FOR).unwrap_or(now).as_second();
                let more = format!("{} + 1", purpose.failures());
                self.count_failures(name, purpose, &more, until)?;
                Err(CredentialError::Wrong)
            }
        }
    }

    /// Replaces a password, and opens what was locked.
    pub(crate) fn change_password(
        &self,
        staff: &StaffId,
        password: &str,
    ) -> Result<(), VaultError> {
        let hash = hashed(password)?;
        self.connection()
            .execute(
                "UPDATE credentials SET password_hash = ?2, failures = 0, locked_until = 0,
                 signing_failures = 0, signing_locked_until = 0 WHERE staff = ?1",
                (staff.as_str(), hash),
            )
            .map_err(|error| self.storage(error))?;
        Ok(())
    }

    /// Ends every way in of a member of staff: the password and all sessions.
    pub(crate) fn end_credentials(&self, staff: &StaffId) -> Result<(), VaultError> {
        let connection = self.connection();
        let ended = connection
            .execute("DELETE FROM sessions WHERE staff = ?1", [staff.as_str()])
            .and_then(|_| {
                connection.execute("DELETE FROM credentials WHERE staff = ?1", [staff.as_str()])
            });
        drop(connection);
        ended.map(|_| ()).map_err(|error| self.storage(error))
    }

    /// The sign-in name of a member of staff.
    pub(crate) fn sign_in_name(&self, staff: &StaffId) -> Result<Option<String>, VaultError> {
        let sql = "SELECT name FROM credentials WHERE staff = ?1";
        self.find(sql, [staff.as_str()], |row| row.get(0))
    }

    fn count_failures(
        &self,
        name: &str,
        purpose: Purpose,
        count: &str,
        lock_until: i64,
    ) -> Result<(), VaultError> {
        let (failures, locked_until) = (purpose.failures(), purpose.locked_until());
        let statement = format!(
            "UPDATE credentials SET {failures} = {count},
             {locked_until} = CASE WHEN {count} >= {FAILURES_MAX} THEN ?2 ELSE 0 END
             WHERE name = ?1 AND ({failures} > 0 OR {count} > 0)"
        );
        self.connection()
            .execute(&statement, (name, lock_until))
            .map_err(|error| self.storage(error))?;
        Ok(())
    }
}

fn hashed(password: &str) -> Result<String, VaultError> {
    let length = password.chars().count();
    if length < PASSWORD_LENGTH_MIN {
        return Err(VaultError::Password(format!(
            "it has {length} characters, {PASSWORD_LENGTH_MIN} or more are needed"
        )));
    }
    if length > PASSWORD_LENGTH_MAX || password.trim().is_empty() {
        let message =
            format!("expected at most {PASSWORD_LENGTH_MAX} characters, not all of them blank");
        return Err(VaultError::Password(message));
    }
    let hash: PasswordHash = Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(|error| VaultError::Password(error.to_string()))?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::tests_support::vault;
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn ten_wrong_passwords_lock_the_name_even_for_the_right_one() {
        let (_directory, vault) = vault();
        let staff = StaffId::new("S-0001").unwrap();
        vault
            .set_password("nurse", &staff, "a long enough password")
            .unwrap();
        for _ in 0..10 {
            assert!(matches!(
                vault.check_password("nurse", "wrong", Purpose::SignIn, at(0)),
                Err(CredentialError::Wrong)
            ));
        }
        let right = |second| {
            vault.check_password(
                "nurse",
                "a long enough password",
                Purpose::SignIn,
                at(second),
            )
        };
        assert!(matches!(right(10), Err(CredentialError::Locked { .. })));
        let password = "a long enough password";
        let signing = vault.check_password("nurse", password, Purpose::Signing, at(10));
        assert_eq!(signing.unwrap(), staff, "whoever is at work still signs");
        assert_eq!(right(1000).unwrap(), staff);
    }

    #[test]
    fn a_short_password_is_refused_with_the_length_needed() {
        let (_directory, vault) = vault();
        let staff = StaffId::new("S-0001").unwrap();
        let error = vault
            .set_password("nurse", &staff, "too short")
            .unwrap_err();
        assert!(error.to_string().contains("15 or more"), "{error}");
    }

    #[test]
    fn an_unknown_name_is_as_wrong_as_a_wrong_password() {
        let (_directory, vault) = vault();
        let error = vault
            .check_password("nobody", "a long enough password", Purpose::SignIn, at(0))
            .unwrap_err();
        assert!(matches!(error, CredentialError::Wrong));
    }
}

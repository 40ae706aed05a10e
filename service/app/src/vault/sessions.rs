//! Sessions: an opaque token whose hash is kept, an idle limit and an absolute one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cikada_domain::{DeviceId, StaffId};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::{Vault, VaultError, random};

const IDLE_MAX: SignedDuration = SignedDuration::from_mins(15);
const LENGTH_MAX: SignedDuration = SignedDuration::from_hours(12);
/// A session in use is written again only so often, to spare the disk a flush a page.
const SEEN_STEP: SignedDuration = SignedDuration::from_secs(60);

/// A session as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SessionRow {
    /// Who signed in.
    pub(crate) staff: StaffId,
    /// On which device.
    pub(crate) device: DeviceId,
    /// The token every form of the session carries.
    pub(crate) csrf: String,
}

impl Vault {
    /// Starts a session and gives its token, which is kept nowhere.
    pub(crate) fn start_session(
        &self,
        staff: &StaffId,
        device: &DeviceId,
        now: Timestamp,
    ) -> Result<String, VaultError> {
        let token = URL_SAFE_NO_PAD.encode(random::<32>()?);
        let csrf = URL_SAFE_NO_PAD.encode(random::<32>()?);
        let now = now.as_second();
        let row = (
            hash(&token),
            staff.as_str(),
            device.as_str(),
            csrf,
            now,
            now,
        );
        self.connection()
            .execute(
                "INSERT INTO sessions (token_hash, staff, device, csrf, started_at, seen_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                row,
            )
            .map_err(|error| self.storage(error))?;
        Ok(token)
    }

    /// The session of a token, unless it ended or ran out.
    pub(crate) fn session(
        &self,
        token: &str,
        now: Timestamp,
    ) -> Result<Option<SessionRow>, VaultError> {
        let token = hash(token);
        let second = now.as_second();
        let sql =
            "SELECT staff, device, csrf, started_at, seen_at FROM sessions WHERE token_hash = ?1";
        let row: Option<(String, String, String, i64, i64)> = self.find(sql, [token], |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
            ))
        })?;
        let Some((staff, device, csrf, started, seen)) = row else {
            return Ok(None);
        };
        if second - started > LENGTH_MAX.as_secs() || second - seen > IDLE_MAX.as_secs() {
            self.connection()
                .execute("DELETE FROM sessions WHERE token_hash = ?1", [token])
                .map_err(|error| self.storage(error))?;
            return Ok(None);
        }
        if second - seen > SEEN_STEP.as_secs() {
            self.connection()
                .execute(
                    "UPDATE sessions SET seen_at = ?2 WHERE token_hash = ?1",
                    (token, second),
                )
                .map_err(|error| self.storage(error))?;
        }
        let (Ok(staff), Ok(device)) = (StaffId::new(staff), DeviceId::new(device)) else {
            return Ok(None);
        };
        Ok(Some(SessionRow {
            staff,
            device,
            csrf,
        }))
    }

    /// Ends a session.
    pub(crate) fn end_session(&self, token: &str) -> Result<(), VaultError> {
        self.connection()
            .execute("DELETE FROM sessions WHERE token_hash = ?1", [hash(token)])
            .map_err(|error| self.storage(error))?;
        Ok(())
    }
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::super::tests_support::vault;
    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(minute * 60).unwrap()
    }

    #[test]
    fn a_session_ends_when_idle_and_after_its_longest_time() {
        let (_directory, vault) = vault();
        let (staff, device) = (StaffId::new("S-0001").unwrap(), DeviceId::new("d").unwrap());
        let idle = vault.start_session(&staff, &device, at(0)).unwrap();
        assert!(vault.session(&idle, at(14)).unwrap().is_some());
        assert!(vault.session(&idle, at(30)).unwrap().is_none());
        let busy = vault.start_session(&staff, &device, at(0)).unwrap();
        for minute in (10..=720).step_by(10) {
            assert!(
                vault.session(&busy, at(minute)).unwrap().is_some(),
                "minute {minute}"
            );
        }
        assert!(vault.session(&busy, at(721)).unwrap().is_none());
    }

    #[test]
    fn a_token_is_good_for_nothing_after_sign_out() {
        let (_directory, vault) = vault();
        let (staff, device) = (StaffId::new("S-0001").unwrap(), DeviceId::new("d").unwrap());
        let token = vault.start_session(&staff, &device, at(0)).unwrap();
        vault.end_session(&token).unwrap();
        assert_eq!(vault.session(&token, at(1)).unwrap(), None);
    }
}

//! The keys of a centre as files only their owner may read, never in the database or its backup.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cikada_ledger::LogKey;
use zeroize::Zeroizing;

use crate::vault::random;

const LOG_KEY_FILE: &str = "ledger.key";
const SITE_KEY_FILE: &str = "site.key";
const OWNER_ONLY: u32 = 0o600;
const OWNER_ONLY_FOLDER: u32 = 0o700;

/// Why the keys could not be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A key file is missing or cannot be read or written.
    #[error("the key file {path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Others than the owner may read it.
    #[error(
        "the key file {0} can be read by others: run `chmod 600` on it and consider it known to them"
    )]
    Permissions(PathBuf),
    /// It does not hold a key.
    #[error("the key file {0} does not hold a key: restore it from its escrow copy")]
    Malformed(PathBuf),
    /// The centre's origin cannot name a key.
    #[error(transparent)]
    Origin(#[from] cikada_ledger::NoteError),
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] crate::vault::VaultError),
}

/// The keys of a centre.
pub(crate) struct Keys {
    /// Signs checkpoints.
    pub(crate) log: LogKey,
    /// Wraps person keys.
    pub(crate) site: Zeroizing<[u8; 32]>,
}

impl Keys {
    /// Makes new keys; existing files are never overwritten.
    pub(crate) fn make(directory: &Path, origin: &str) -> Result<Self, KeyError> {
        let folder = directory.join("keys");
        let failed = |source| KeyError::File {
            path: folder.clone(),
            source,
        };
        let mut private = std::fs::DirBuilder::new();
        private.recursive(true).mode(OWNER_ONLY_FOLDER);
        private.create(&folder).map_err(failed)?;
        let owner_only = std::fs::Permissions::from_mode(OWNER_ONLY_FOLDER);
        std::fs::set_permissions(directory, owner_only).map_err(failed)?;
        let log = Zeroizing::new(random::<32>()?);
        let site = Zeroizing::new(random::<32>()?);
        let key = LogKey::new(origin, &log)?;
        write_new(
            &folder.join(LOG_KEY_FILE),
            &format!("{origin}\n{}\n", STANDARD.encode(*log)),
        )?;
        write_new(
            &folder.join(SITE_KEY_FILE),
            &format!("{}\n", STANDARD.encode(*site)),
        )?;
        Ok(Self { log: key, site })
    }

    /// Reads the keys of an existing centre.
    pub(crate) fn read(directory: &Path) -> Result<Self, KeyError> {
        let folder = directory.join("keys");
        let path = folder.join(LOG_KEY_FILE);
        let text = read_private(&path)?;
        let malformed = || KeyError::Malformed(path.clone());
        let (origin, encoded) = text.split_once('\n').ok_or_else(malformed)?;
        let log = LogKey::new(origin, &*secret(encoded, &path)?)?;
        let path = folder.join(SITE_KEY_FILE);
        let site = secret(&read_private(&path)?, &path)?;
        Ok(Self { log, site })
    }
}

fn secret(encoded: &str, path: &Path) -> Result<Zeroizing<[u8; 32]>, KeyError> {
    let malformed = || KeyError::Malformed(path.to_owned());
    let bytes = Zeroizing::new(
        STANDARD
            .decode(encoded.trim_end())
            .map_err(|_| malformed())?,
    );
    let bytes: [u8; 32] = bytes.as_slice().try_into().map_err(|_| malformed())?;
    Ok(Zeroizing::new(bytes))
}

fn write_new(path: &Path, text: &str) -> Result<(), KeyError> {
    let failed = |source| KeyError::File {
        path: path.to_owned(),
        source,
    };
    let mut options = OpenOptions::new();
    let options = options.write(true).create_new(true).mode(OWNER_ONLY);
    let mut file = options.open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    file.sync_all().map_err(failed)
}

fn read_private(path: &Path) -> Result<Zeroizing<String>, KeyError> {
    let failed = |source| KeyError::File {
        path: path.to_owned(),
        source,
    };
    let mode = std::fs::metadata(path)
        .map_err(failed)?
        .permissions()
        .mode();
    if mode & 0o077 != 0 {
        return Err(KeyError::Permissions(path.to_owned()));
    }
    Ok(Zeroizing::new(
        std::fs::read_to_string(path).map_err(failed)?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_back_and_never_overwritten() {
        let directory = tempfile::tempdir().unwrap();
        let made = Keys::make(directory.path(), "centre.example/ledger").unwrap();
        let read = Keys::read(directory.path()).unwrap();
        assert_eq!(made.log.verifier(), read.log.verifier());
        assert_eq!(made.site, read.site);
        assert!(matches!(
            Keys::make(directory.path(), "centre.example/ledger"),
            Err(KeyError::File { .. })
        ));
    }

    #[test]
    fn a_key_that_others_can_read_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        Keys::make(directory.path(), "centre.example/ledger").unwrap();
        let path = directory.path().join("keys").join(SITE_KEY_FILE);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(
            Keys::read(directory.path()),
            Err(KeyError::Permissions(_))
        ));
    }
}

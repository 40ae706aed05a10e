//! Files as they came, kept under the hash of their bytes beside the ledger.
//!
//! An entry names a file by its hash, so that what is shown later is what was read then: a file
//! that was changed no longer has its name, and is not given out.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use cikada_domain::FileHash;
use sha2::{Digest, Sha256};

use crate::error::AppError;
use crate::vault::VaultError;
use crate::vault::random;
use crate::world::World;

const OWNER_ONLY: u32 = 0o600;
const OWNER_ONLY_FOLDER: u32 = 0o700;

/// Why a file could not be kept or given out.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The disk.
    #[error("the file {path}: {source}")]
    Disk {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The bytes are not those that were kept.
    #[error("the file {0} was changed since it was kept: restore it from the backup")]
    Changed(PathBuf),
    /// There are no bytes of that name.
    #[error("the file {0} is attached, and not kept here any more: restore it from the backup")]
    Missing(FileHash),
    /// No random bytes for its name until it is whole.
    #[error(transparent)]
    Random(#[from] VaultError),
}

/// The folder of kept files.
#[derive(Debug)]
pub(crate) struct Files {
    folder: PathBuf,
}

impl Files {
    pub(crate) fn beside(directory: &Path) -> Self {
        let folder = directory.join("files");
        Self { folder }
    }

    /// Keeps bytes, on disk when this returns; the same bytes are kept once.
    pub(crate) fn keep(&self, bytes: &[u8]) -> Result<FileHash, FileError> {
        let hash = hash_of(bytes);
        let path = self.folder.join(hash.as_str());
        // A file that was changed on disk has lost its name, and is written again.
        if let Ok(Some(_)) = self.read(&hash) {
            return Ok(hash);
        }
        let failed = |source| FileError::Disk {
            path: path.clone(),
            source,
        };
        let mut folder = DirBuilder::new();
        let folder = folder.recursive(true).mode(OWNER_ONLY_FOLDER);
        folder.create(&self.folder).map_err(failed)?;
        // Written whole under another name first: no half file ever has a hash for its name.
        let part: String = random::<8>()?.iter().map(|b| format!("{b:02x}")).collect();
        let part = self.folder.join(format!("part-{part}"));
        let write = || {
            let mut options = OpenOptions::new();
            let options = options.write(true).create_new(true).mode(OWNER_ONLY);
            let mut file = options.open(&part)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            std::fs::rename(&part, &path)?;
            File::open(&self.folder)?.sync_all()
        };
        write().map_err(|source| {
            // What is left of a failed write has no name that anything asks for.
            let _ = std::fs::remove_file(&part);
            failed(source)
        })?;
        Ok(hash)
    }

    /// The bytes of a kept file; none if there is no such file.
    pub(crate) fn read(&self, hash: &FileHash) -> Result<Option<Vec<u8>>, FileError> {
        let path = self.folder.join(hash.as_str());
        let failed = |source| FileError::Disk {
            path: path.clone(),
            source,
        };
        let mut file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(failed)?;
        if hash_of(&bytes) != *hash {
            return Err(FileError::Changed(path));
        }
        Ok(Some(bytes))
    }
}

impl World {
    /// The bytes of a file that is known by its hash.
    pub(crate) fn kept(&self, file: &FileHash) -> Result<Vec<u8>, AppError> {
        let bytes = self.files.read(file)?;
        bytes.ok_or_else(|| AppError::NotFound(format!("file {file}")))
    }
}

/// The name a file is kept under.
pub(crate) fn hash_of(bytes: &[u8]) -> FileHash {
    FileHash::of_digest(Sha256::digest(bytes).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_file_is_given_out_as_it_was_and_not_after_it_was_changed_till_it_is_kept_again() {
        let directory = tempfile::tempdir().unwrap();
        let files = Files::beside(directory.path());
        let hash = files.keep(b"Sample ID;1\n").unwrap();
        assert_eq!(files.keep(b"Sample ID;1\n").unwrap(), hash);
        assert_eq!(files.read(&hash).unwrap().unwrap(), b"Sample ID;1\n");
        let unknown = FileHash::new("0".repeat(64)).unwrap();
        assert!(files.read(&unknown).unwrap().is_none());
        std::fs::write(directory.path().join("files").join(hash.as_str()), b"2").unwrap();
        assert!(matches!(files.read(&hash), Err(FileError::Changed(_))));
        assert_eq!(files.keep(b"Sample ID;1\n").unwrap(), hash);
        assert_eq!(files.read(&hash).unwrap().unwrap(), b"Sample ID;1\n");
    }
}

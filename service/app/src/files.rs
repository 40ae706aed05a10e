//! Files as they came, kept under the hash of their bytes beside the ledger.
//!
//! An entry names a file by its hash, so that what is shown later is what was read then: a file
//! that was changed no longer has its name, and is not given out.
//!
//! What shows a person, such as a photograph of their bag, lies under that person's own key and
//! cannot be opened once they are erased. An instrument's file tells of many samples and of nobody
//! by name; it lies as it came.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use cikada_domain::{FileHash, PersonId};
use cikada_ledger::{PersonKey, SealContext};
use sha2::{Digest, Sha256};

use crate::error::AppError;
use crate::vault::VaultError;
use crate::vault::random;
use crate::vault::wrapped::{unwrap, wrap};
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
    /// The patient was erased, and with them what opens the file.
    #[error("the file {0} was of a patient who was erased: nothing opens it any more")]
    Erased(FileHash),
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
        // A file that was changed on disk has lost its name, and is written again.
        if !matches!(self.read(&hash), Ok(Some(_))) {
            self.write(hash.as_str(), bytes)?;
        }
        Ok(hash)
    }

    /// Keeps what shows a person under that person's key; the same bytes are kept once for each.
    pub(crate) fn keep_of(&self, of: &Owner<'_>, bytes: &[u8]) -> Result<FileHash, FileError> {
        let hash = hash_of(bytes);
        if !matches!(self.read_of(of, &hash), Ok(Some(_))) {
            let wrapped = wrap(of.context(&hash), of.key, bytes)?;
            self.write(&of.name(&hash), &wrapped)?;
        }
        Ok(hash)
    }

    /// Written whole under another name first: no half file ever has a name that anything asks for.
    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), FileError> {
        let path = self.folder.join(name);
        let failed = |source| FileError::Disk {
            path: path.clone(),
            source,
        };
        let mut folder = DirBuilder::new();
        let folder = folder.recursive(true).mode(OWNER_ONLY_FOLDER);
        folder.create(&self.folder).map_err(failed)?;
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
        })
    }

    /// The bytes of a kept file; none if there is no such file.
    pub(crate) fn read(&self, hash: &FileHash) -> Result<Option<Vec<u8>>, FileError> {
        let bytes = self.bytes_of(hash.as_str())?;
        match bytes {
            Some(bytes) if hash_of(&bytes) != *hash => {
                Err(FileError::Changed(self.folder.join(hash.as_str())))
            }
            bytes => Ok(bytes),
        }
    }

    /// The bytes of a file that was kept under a person's key.
    pub(crate) fn read_of(
        &self,
        of: &Owner<'_>,
        hash: &FileHash,
    ) -> Result<Option<Vec<u8>>, FileError> {
        let name = of.name(hash);
        let Some(wrapped) = self.bytes_of(&name)? else {
            return Ok(None);
        };
        let bytes = unwrap(of.context(hash), of.key, &wrapped);
        let bytes = bytes.ok().filter(|bytes| hash_of(bytes) == *hash);
        let changed = || FileError::Changed(self.folder.join(&name));
        Ok(Some(bytes.ok_or_else(changed)?.to_vec()))
    }

    fn bytes_of(&self, name: &str) -> Result<Option<Vec<u8>>, FileError> {
        let path = self.folder.join(name);
        match std::fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(FileError::Disk { path, source }),
        }
    }
}

/// Whose file it is, and the key that opens it.
pub(crate) struct Owner<'a> {
    pub(crate) person: &'a PersonId,
    pub(crate) key: &'a PersonKey,
}

impl Owner<'_> {
    fn name(&self, hash: &FileHash) -> String {
        format!("{hash}.{}", self.person)
    }

    fn context<'a>(&'a self, hash: &'a FileHash) -> SealContext<'a> {
        SealContext {
            origin: "files",
            stream: hash.as_str(),
            person: self.person.as_str(),
        }
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

    #[test]
    fn what_shows_a_person_opens_with_that_persons_key_alone_and_lies_nowhere_in_the_clear() {
        let directory = tempfile::tempdir().unwrap();
        let files = Files::beside(directory.path());
        let (one, other) = (PersonKey::new([1; 32]), PersonKey::new([2; 32]));
        let (ada, bea) = (
            PersonId::new("P-000001").unwrap(),
            PersonId::new("P-000002").unwrap(),
        );
        let of = |person, key| Owner { person, key };
        let photograph = b"an invented photograph of a bag";
        let hash = files.keep_of(&of(&ada, &one), photograph).unwrap();
        assert_eq!(hash, hash_of(photograph));
        let opened = files.read_of(&of(&ada, &one), &hash).unwrap();
        assert_eq!(opened.unwrap(), photograph);
        assert!(files.read_of(&of(&bea, &other), &hash).unwrap().is_none());
        let wrong = files.read_of(&of(&ada, &other), &hash);
        assert!(matches!(wrong, Err(FileError::Changed(_))));
        for file in std::fs::read_dir(directory.path().join("files")).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            assert!(!bytes.windows(10).any(|part| part == b"photograph"));
        }
    }
}

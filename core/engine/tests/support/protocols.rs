//! The shipped protocols, read as the service reads them.

use std::path::{Path, PathBuf};

use cikada_protocol::{Protocol, read};

/// The folder of the shipped protocols.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../protocols")
}

/// Reads a protocol file that must be without findings.
#[expect(clippy::disallowed_methods, reason = "a test reads the shipped files")]
pub(crate) fn protocol(path: &Path) -> Protocol {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let reading = read(&bytes, &path.display().to_string());
    let findings = reading.findings;
    reading.protocol.unwrap_or_else(|| panic!("{findings:#?}"))
}

/// The folder of the protocols that treat nobody: small ones, with what no shipped one may have.
pub(crate) fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/protocols")
}

/// Every shipped protocol file, and then every example, in order of names.
pub(crate) fn files() -> Vec<PathBuf> {
    let mut files = files_in(&folder());
    files.extend(files_in(&examples()));
    files
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for therapy in entries(folder) {
        for version in entries(&therapy) {
            let file = version.join("protocol.toml");
            if file.exists() {
                files.push(file);
            }
        }
    }
    files
}

/// The entries of a folder in order of names; none if it is not there.
pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    let listed = std::fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<_> = listed.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

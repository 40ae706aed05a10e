//! Checks what a draft says as a whole: references, order, windows, release.
//!
//! Each check runs on as much of the draft as could be read, and says nothing about the rest:
//! that has its finding already.

use toml::de::DeTable;

use crate::finding::Findings;
use crate::read::draft::Draft;

mod name;

/// Runs every check.
pub(crate) fn check(draft: &Draft<'_>, document: &DeTable<'_>, out: &mut Findings) {
    name::check(document, out);
    let _ = draft;
}

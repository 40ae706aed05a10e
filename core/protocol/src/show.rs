//! The protocol as a plain-text document for a clinician.

use crate::model::Protocol;

/// Writes the document.
#[must_use]
pub fn show(protocol: &Protocol) -> String {
    protocol.title.clone()
}

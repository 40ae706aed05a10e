//! Why a text is not a code.

use thiserror::Error;

/// Why a text is not a code of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("'{found}' is not a {kind}: expected {expected}")]
pub struct CodeError {
    /// The kind of code, in words.
    pub kind: &'static str,
    /// What was given.
    pub found: String,
    /// What would have been accepted.
    pub expected: &'static str,
}

pub(crate) fn shortened(text: &str) -> String {
    let printable = text.chars().filter(char::is_ascii_graphic);
    printable.take(40).collect()
}

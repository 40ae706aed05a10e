//! Words on a label: present, short enough to print, and free of marks that reorder text.

use std::fmt;

use crate::isbt::{CodeError, shortened};

/// The longest text that a line of a label holds, in characters.
const LENGTH_MAX: usize = 80;

/// Words on a label, never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelText(String);

impl LabelText {
    /// Makes the text, or says why it cannot be printed.
    pub fn new(text: impl Into<String>) -> Result<Self, CodeError> {
        let text = text.into();
        let length = text.chars().count();
        let blank = text.trim().is_empty();
        if !blank && length <= LENGTH_MAX && !text.chars().any(is_unprintable) {
            return Ok(Self(text));
        }
        Err(CodeError {
            kind: "text of a label",
            found: shortened(&text),
            expected: "1 to 80 characters without line ends, control characters or marks of direction",
        })
    }
}

/// Control characters, and the marks that make text read in another order than it is stored.
fn is_unprintable(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
}

impl fmt::Display for LabelText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_taken_as_it_is_written() {
        assert_eq!(
            LabelText::new("Çağlar, İnci").unwrap().to_string(),
            "Çağlar, İnci"
        );
    }

    #[test]
    fn a_missing_or_deceiving_text_is_refused() {
        for wrong in ["", "  ", "a\nb", "a\u{202e}b", "\u{200b}a"] {
            assert!(LabelText::new(wrong).is_err(), "{wrong:?}");
        }
        assert!(LabelText::new("x".repeat(81)).is_err());
    }
}

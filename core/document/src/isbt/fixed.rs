//! Contents of a fixed length: short codes, lots and the five characters of a facility.

use std::fmt;

use super::{CodeError, shortened};

/// Exactly so many printable characters, whose meaning is the sender's: a lot, a catalogue number,
/// a code of a licensed table that the reader's own centre looks up.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fixed<const LENGTH: usize>(String);

impl<const LENGTH: usize> Fixed<LENGTH> {
    /// Takes the characters; one too many or too few is refused.
    pub fn new(text: impl Into<String>) -> Result<Self, CodeError> {
        let text = text.into();
        if text.len() == LENGTH && text.bytes().all(|b| b.is_ascii_graphic() || b == b' ') {
            return Ok(Self(text));
        }
        Err(CodeError {
            kind: "code of a fixed length",
            found: shortened(&text),
            expected: "exactly as many printable characters as its structure holds",
        })
    }

    /// The characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const LENGTH: usize> fmt::Display for Fixed<LENGTH> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The five characters of a facility (facility identification number, assigned by ICCBBA).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Facility(String);

impl Facility {
    /// Takes five capital letters or digits, the first neither O nor 0.
    pub fn new(text: impl Into<String>) -> Result<Self, CodeError> {
        let text = text.into();
        let is_code = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
        if text.len() == 5 && text.bytes().all(is_code) && !text.starts_with(['O', '0']) {
            return Ok(Self(text));
        }
        Err(CodeError {
            kind: "facility",
            found: shortened(&text),
            expected: "five capital letters or digits, the first neither O nor 0",
        })
    }

    /// The five characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Facility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The division of a product that has more of them than its product code can say (structure 032).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DivisionCode(String);

impl DivisionCode {
    /// Takes six capital letters or digits.
    pub fn new(text: impl Into<String>) -> Result<Self, CodeError> {
        let text = text.into();
        let is_code = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
        if text.len() == 6 && text.bytes().all(is_code) {
            return Ok(Self(text));
        }
        Err(CodeError {
            kind: "division",
            found: shortened(&text),
            expected: "six capital letters or digits",
        })
    }

    /// The six characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_length_and_prints() {
        assert!(Fixed::<5>::new("N0008").is_ok());
        for wrong in ["N008", "N00088", "N00\u{7}8", "N008é"] {
            assert!(Fixed::<5>::new(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_facility_never_begins_with_o_or_zero() {
        assert!(Facility::new("A9999").is_ok());
        for wrong in ["O9999", "09999", "a9999", "A999"] {
            assert!(Facility::new(wrong).is_err(), "{wrong}");
        }
    }
}

//! Structure 039: the number of a donor in a registry, with its two check digits.

use std::fmt;

use super::{CodeError, shortened};
use crate::check_character::registration_digits;

/// A donor's number in a registry for the whole world (GRID): 17 characters, without check digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DonorRegistration(String);

impl DonorRegistration {
    /// Takes the 17 characters: four of the organisation, thirteen of the donor.
    pub fn new(text: impl Into<String>) -> Result<Self, CodeError> {
        let text = text.into();
        let is_code = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
        if text.len() == 17 && text.bytes().all(is_code) {
            return Ok(Self(text));
        }
        Err(error(&text))
    }

    /// Takes 19 characters, typed or scanned, whose last two must be the right check digits.
    pub fn checked(text: &str) -> Result<Self, CodeError> {
        let (number, digits) = text.split_at_checked(17).ok_or_else(|| error(text))?;
        let registration = Self::new(number)?;
        if registration.check_digits() == digits {
            return Ok(registration);
        }
        Err(CodeError {
            kind: "donor registration",
            found: shortened(text),
            expected: "check digits that agree with the number: compare it with its source",
        })
    }

    /// The 17 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The two digits that belong behind the number (ISO/IEC 7064 MOD 37-2).
    #[must_use]
    pub fn check_digits(&self) -> String {
        registration_digits(self)
    }
}

impl fmt::Display for DonorRegistration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

fn error(found: &str) -> CodeError {
    CodeError {
        kind: "donor registration",
        found: shortened(found),
        expected: "17 capital letters or digits and two check digits",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registration_has_two_check_digits() {
        let registration = DonorRegistration::new("9991CIKREG0000001").unwrap();
        assert_eq!(registration.check_digits(), "29");
        assert_eq!(
            DonorRegistration::checked("9991CIKREG000000129"),
            Ok(registration)
        );
        let error = DonorRegistration::checked("9991CIKREG000000128").unwrap_err();
        assert!(error.to_string().contains("check digits that agree"));
    }
}

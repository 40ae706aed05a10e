//! ISBT 128 codes as we print them: each function is the inverse of what [`crate::scan`] reads.
//!
//! The shapes follow ST-001 (donation, product, expiry, patient, compound message) and ST-028
//! (chain of identity).

pub(crate) mod structure;
mod time;

use std::fmt;

use cikada_domain::{ChainOfIdentity, ContainerId, DonationIdentificationNumber, IdentifierError};
use thiserror::Error;

pub use self::time::LabelTime;
use crate::check_character::check_flag;

/// What stands in the two flag characters behind a donation identification number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flags {
    /// `00`: no flag is used, and a misread number goes unnoticed.
    None,
    /// Type 3: the check value plus 60, so that a scanner can check the number.
    CheckValue,
}

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

/// An ISBT 128 product code: description, type of collection, division; eight characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProductCode(String);

impl ProductCode {
    /// Makes the code from its eight characters, such as `S1234000`.
    pub fn new(text: impl Into<String>) -> Result<Self, CodeError> {
        let text = text.into();
        if is_product_code(text.as_bytes()) {
            return Ok(Self(text));
        }
        Err(CodeError {
            kind: "product code",
            found: shortened(&text),
            expected: "a letter, four letters or digits, the type of collection and a division \
                       from 00, A0 to Z0 or Aa to Zz",
        })
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProductCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A division of 99 would need the structure of product divisions, which no label here carries.
fn is_product_code(code: &[u8]) -> bool {
    let &[family, a, b, c, d, collection, division, part] = code else {
        return false;
    };
    let is_code = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    family.is_ascii_uppercase()
        && [a, b, c, d].into_iter().all(is_code)
        && collection.is_ascii_alphanumeric()
        && match division {
            b'0' => part == b'0',
            b'A'..=b'Z' => part == b'0' || part.is_ascii_lowercase(),
            _ => false,
        }
}

/// A patient's number in the hospital's system, as a wristband shows it. It identifies a person:
/// it is looked up at once and never stored in the clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HospitalNumber {
    location: String,
    value: String,
}

impl HospitalNumber {
    /// Makes the number from the two characters that say where the code is fixed, and its value.
    pub fn new(location: impl Into<String>, value: impl Into<String>) -> Result<Self, CodeError> {
        let (location, value) = (location.into(), value.into());
        let is_location =
            location.len() == 2 && location.bytes().all(|b| b.is_ascii_alphanumeric());
        let is_value =
            (1..=99).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_graphic());
        if is_location && is_value {
            return Ok(Self { location, value });
        }
        Err(CodeError {
            kind: "patient's number",
            found: shortened(&value),
            expected: "two letters or digits of the place, then 1 to 99 characters without blanks",
        })
    }

    /// Where the code is fixed: two characters from the hospital's own list.
    #[must_use]
    pub fn location(&self) -> &str {
        &self.location
    }

    /// The number.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }
}

/// The container that holds one division of a product: unique for ever.
pub fn container_id(
    donation: &DonationIdentificationNumber,
    product: &ProductCode,
) -> Result<ContainerId, IdentifierError> {
    ContainerId::new(format!("{donation}-{product}"))
}

/// Structure 001: `=`, the number and its two flags.
#[must_use]
pub fn encode_donation(donation: &DonationIdentificationNumber, flags: Flags) -> String {
    let flags = match flags {
        Flags::None => "00".to_owned(),
        Flags::CheckValue => check_flag(donation),
    };
    format!("={donation}{flags}")
}

/// Structure 003: `=<` and the product code.
#[must_use]
pub fn encode_product(product: &ProductCode) -> String {
    format!("=<{product}")
}

/// Structure 005: `&>` and the time in the centre's zone, which stands beside it in words.
#[must_use]
pub fn encode_expiry(expires: &LabelTime) -> String {
    format!("&>{}", expires.encode())
}

/// Structure 040: `&/` and the identifier.
#[must_use]
pub fn encode_chain_of_identity(chain_of_identity: &ChainOfIdentity) -> String {
    format!("&/{chain_of_identity}")
}

/// Structure 025: `&#`, the place, the length and the number.
#[must_use]
pub fn encode_patient(patient: &HospitalNumber) -> String {
    let HospitalNumber { location, value } = patient;
    format!("&#{location}{:02}{value}", value.len())
}

/// Structure 023 as it stands in the Data Matrix of a container: donation, product, expiry if it is
/// known yet, and chain of identity in one message, so that no scan can mix two containers.
#[must_use]
pub fn encode_container(
    donation: &DonationIdentificationNumber,
    product: &ProductCode,
    expires: Option<&LabelTime>,
    chain_of_identity: &ChainOfIdentity,
) -> String {
    let mut structures = vec![
        encode_donation(donation, Flags::CheckValue),
        encode_product(product),
    ];
    structures.extend(expires.map(encode_expiry));
    structures.push(encode_chain_of_identity(chain_of_identity));
    format!("=+{:02}000{}", structures.len(), structures.concat())
}

pub(crate) fn shortened(text: &str) -> String {
    let printable = text.chars().filter(char::is_ascii_graphic);
    printable.take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_container_s_message_is_the_example_of_the_standard() {
        let message = encode_container(
            &DonationIdentificationNumber::new("A999926000001").unwrap(),
            &ProductCode::new("S1234000").unwrap(),
            Some(&"2026-03-01T14:30".parse().unwrap()),
            &ChainOfIdentity::new("CHA999926000042").unwrap(),
        );
        assert_eq!(
            message,
            "=+04000=A99992600000168=<S1234000&>0260601430&/CHA999926000042"
        );
        assert_eq!(message.len(), 62);
    }

    #[test]
    fn a_product_code_ends_in_its_division() {
        for right in ["S1234000", "S1234VA0", "Y0001VZz"] {
            assert!(ProductCode::new(right).is_ok(), "{right}");
        }
        for wrong in [
            "S1234099",
            "S123400",
            "s1234000",
            "S1234V0a",
            "S12340000",
            "S1234V!0",
        ] {
            assert!(ProductCode::new(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_patient_s_number_has_a_length_that_two_digits_can_say() {
        assert!(HospitalNumber::new("11", "H".repeat(99)).is_ok());
        assert!(HospitalNumber::new("11", "H".repeat(100)).is_err());
        assert!(HospitalNumber::new("1", "H1").is_err());
        assert!(HospitalNumber::new("11", "H 1").is_err());
        assert!(HospitalNumber::new("11", "").is_err());
    }
}

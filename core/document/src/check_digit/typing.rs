//! What may be typed once and what must be typed twice.
//!
//! A number with a check character shows a slip of the finger by itself. One without has nothing to
//! show it with, so it is scanned, or typed twice and compared.

use cikada_domain::ChainOfIdentity;

use crate::scan::ScanError;

/// How often a number must be typed where it cannot be scanned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typing {
    /// Once: its check character shows a slip.
    Once,
    /// Twice, and both must agree: nothing in it shows a slip.
    Twice,
}

/// A number that a person may have to type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypedNumber {
    /// Donation identification number with the character in its box.
    Donation,
    /// A donor's registration with its two digits.
    DonorRegistration,
    /// Any GS1 key.
    Gs1,
    /// A field of a travel document.
    TravelDocument,
    /// Turkish identity number.
    TurkishIdentity,
    /// IBAN.
    Iban,
    /// Chain-of-identity identifier.
    ChainOfIdentity,
    /// Single European Code, or its donation sequence.
    SingleEuropeanCode,
    /// Product code.
    Product,
    /// The number on a wristband.
    HospitalNumber,
    /// A staff badge.
    Staff,
    /// A lot of a supply or a container.
    Lot,
}

/// How often a number must be typed.
#[must_use]
pub fn typing(number: TypedNumber) -> Typing {
    match number {
        TypedNumber::Donation
        | TypedNumber::DonorRegistration
        | TypedNumber::Gs1
        | TypedNumber::TravelDocument
        | TypedNumber::TurkishIdentity
        | TypedNumber::Iban => Typing::Once,
        TypedNumber::ChainOfIdentity
        | TypedNumber::SingleEuropeanCode
        | TypedNumber::Product
        | TypedNumber::HospitalNumber
        | TypedNumber::Staff
        | TypedNumber::Lot => Typing::Twice,
    }
}

/// Reads a chain of identity that was typed, and typed again. Blanks and small letters are taken as
/// they are meant.
pub fn typed_chain_of_identity(first: &str, second: &str) -> Result<ChainOfIdentity, ScanError> {
    let plain = |text: &str| -> String {
        let characters = text.chars().filter(|c| *c != ' ');
        characters.map(|c| c.to_ascii_uppercase()).collect()
    };
    let (first, second) = (plain(first), plain(second));
    if second.is_empty() {
        return Err(ScanError::TypedOnce);
    }
    if first != second {
        return Err(ScanError::TypedDifferently);
    }
    ChainOfIdentity::new(first).map_err(|error| ScanError::Content {
        name: "a chain of identity",
        reason: error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_without_a_check_character_is_typed_twice() {
        for number in [
            TypedNumber::ChainOfIdentity,
            TypedNumber::SingleEuropeanCode,
            TypedNumber::HospitalNumber,
        ] {
            assert_eq!(typing(number), Typing::Twice, "{number:?}");
        }
        assert_eq!(typing(TypedNumber::Donation), Typing::Once);
        assert_eq!(typing(TypedNumber::DonorRegistration), Typing::Once);
    }

    #[test]
    fn a_chain_of_identity_typed_once_or_differently_is_refused() {
        let typed = "CHA9999 26 000042";
        let chain = ChainOfIdentity::new("CHA999926000042").unwrap();
        assert_eq!(typed_chain_of_identity(typed, "cha999926000042"), Ok(chain));
        let once = typed_chain_of_identity(typed, " ");
        assert_eq!(once, Err(ScanError::TypedOnce));
        let slip = typed_chain_of_identity(typed, "CHA999926000024");
        assert_eq!(slip, Err(ScanError::TypedDifferently));
        assert!(typed_chain_of_identity("CH1", "CH1").is_err());
    }
}

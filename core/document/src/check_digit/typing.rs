//! What may be typed once and what must be typed twice.
//!
//! A number with a check character shows a slip of the finger by itself. One without has nothing to
//! show it with, so it is scanned, or typed twice and compared.

use cikada_domain::ChainOfIdentity;

use crate::isbt::SingleEuropeanCode;
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
    ChainOfIdentity::new(agreeing(first, second)?).map_err(|error| ScanError::Content {
        name: "a chain of identity",
        reason: error.to_string(),
    })
}

/// Reads a Single European Code that was typed, and typed again, with or without its `SEC:`.
pub fn typed_single_european_code(
    first: &str,
    second: &str,
) -> Result<SingleEuropeanCode, ScanError> {
    let bare = |text: &str| {
        let plain = text.trim().to_ascii_uppercase();
        plain.strip_prefix("SEC:").unwrap_or(&plain).to_owned()
    };
    let code = agreeing(&bare(first), &bare(second))?;
    SingleEuropeanCode::decode(&code).map_err(|error| ScanError::Content {
        name: "a Single European Code",
        reason: error.to_string(),
    })
}

/// What was typed twice alike.
fn agreeing(first: &str, second: &str) -> Result<String, ScanError> {
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
    Ok(first)
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

    #[test]
    fn a_european_code_typed_once_or_differently_is_refused() {
        let typed = "DE000123A999926000001A00S12340A020270131";
        let code = SingleEuropeanCode::decode(typed).unwrap();
        let spaced = format!("SEC:{}", typed.replace("A00S", " a00S"));
        assert_eq!(typed_single_european_code(typed, &spaced), Ok(code));
        let once = typed_single_european_code(typed, "");
        assert_eq!(once, Err(ScanError::TypedOnce));
        let slip = typed.replace("000123", "000132");
        let slip = typed_single_european_code(typed, &slip);
        assert_eq!(slip, Err(ScanError::TypedDifferently));
    }
}

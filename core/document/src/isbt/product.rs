//! Structure 003: what a container holds, and which part of it.

use std::fmt;

use super::{CodeError, shortened};

/// An ISBT 128 product code: description, type of collection, division; eight characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProductCode(String);

/// Which part of a product a container holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Division {
    /// `00`: the product was not divided.
    Whole,
    /// `A0` to `Z0`, or `Aa` to `Zz` for a part that was divided again.
    Part(char, Option<char>),
    /// `99`: another structure says it (032, product divisions).
    SaidElsewhere,
}

impl ProductCode {
    /// Makes the code from its eight characters, such as `S1234000`.
    pub fn new(text: impl Into<String>) -> Result<Self, CodeError> {
        let text = text.into();
        if division(text.as_bytes()).is_some() {
            return Ok(Self(text));
        }
        Err(CodeError {
            kind: "product code",
            found: shortened(&text),
            expected: "a letter, four letters or digits, the type of collection and a division \
                       from 00, A0 to Z0 or Aa to Zz, or 99",
        })
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The five characters that a table of products explains.
    #[must_use]
    pub fn description(&self) -> &str {
        self.0.get(..5).unwrap_or_default()
    }

    /// The type of collection: one character of a licensed table.
    #[must_use]
    pub fn collection_type(&self) -> char {
        self.0.chars().nth(5).unwrap_or('0')
    }

    /// Which part of the product the container holds.
    #[must_use]
    pub fn division(&self) -> Division {
        division(self.0.as_bytes()).unwrap_or(Division::Whole)
    }
}

impl fmt::Display for ProductCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Display for Division {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => f.write_str("00"),
            Self::Part(first, None) => write!(f, "{first}0"),
            Self::Part(first, Some(second)) => write!(f, "{first}{second}"),
            Self::SaidElsewhere => f.write_str("99"),
        }
    }
}

/// The division of a well-formed code; nothing where the code is not one.
fn division(code: &[u8]) -> Option<Division> {
    let &[family, a, b, c, d, collection, first, second] = code else {
        return None;
    };
    let is_code = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    let well_formed = family.is_ascii_uppercase()
        && [a, b, c, d].into_iter().all(is_code)
        && collection.is_ascii_alphanumeric();
    let division = match (first, second) {
        (b'0', b'0') => Division::Whole,
        (b'9', b'9') => Division::SaidElsewhere,
        (b'A'..=b'Z', b'0') => Division::Part(char::from(first), None),
        (b'A'..=b'Z', b'a'..=b'z') => Division::Part(char::from(first), Some(char::from(second))),
        _ => return None,
    };
    well_formed.then_some(division)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_code_ends_in_its_division() {
        for (right, division) in [
            ("S1234000", Division::Whole),
            ("S1234VA0", Division::Part('A', None)),
            ("Y0001VZz", Division::Part('Z', Some('z'))),
            ("S1234099", Division::SaidElsewhere),
        ] {
            let code = ProductCode::new(right).unwrap();
            assert_eq!(code.division(), division, "{right}");
            assert!(right.ends_with(&division.to_string()));
        }
        for wrong in [
            "S123400",
            "s1234000",
            "S1234V0a",
            "S1234V98",
            "S12340000",
            "S1234V!0",
        ] {
            assert!(ProductCode::new(wrong).is_err(), "{wrong}");
        }
    }
}

//! Check digits of the numbers that people bring: trade items, travel documents, identity numbers,
//! accounts. A right one proves that the number was copied well, and nothing about whose it is.
//!
//! Errors never repeat the number: most of these identify a person.

mod typing;

use thiserror::Error;

pub use self::typing::{
    TypedNumber, Typing, typed_chain_of_identity, typed_single_european_code, typing,
};
use crate::check_character::mod_37_2;

/// A kind of number with check digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckedNumber {
    /// ISBT 128 donation identification number and the character in its box (ISO/IEC 7064 MOD 37-2).
    Donation,
    /// A donor's registration (GRID): 17 characters and two digits, the same value in decimal.
    DonorRegistration,
    /// GTIN of 8, 12, 13 or 14 digits (GS1 General Specifications, modulo 10).
    Gtin,
    /// GSRN, the number of a person or place that is served: 18 digits.
    Gsrn,
    /// SSCC, the number of a shipping unit: 18 digits.
    Sscc,
    /// GLN, the number of a place: 13 digits.
    Gln,
    /// One field of a travel document with its digit behind it (ICAO 9303, part 3).
    TravelDocument,
    /// Turkish identity number: 11 digits, the last two of them check digits.
    TurkishIdentity,
    /// IBAN (ISO 13616): the two digits stand behind the country. The length that each country
    /// prescribes is not held against a table.
    Iban,
}

/// Why a number does not pass.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CheckError {
    /// It is not such a number at all.
    #[error("this is not {kind}: expected {expected}")]
    Form {
        /// The kind of number.
        kind: &'static str,
        /// What would have been accepted.
        expected: &'static str,
    },
    /// The check digits do not agree with the rest.
    #[error(
        "the number and its check digits do not agree: compare it with its source and type it again"
    )]
    Wrong,
}

impl CheckedNumber {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::Donation,
        Self::DonorRegistration,
        Self::Gtin,
        Self::Gsrn,
        Self::Sscc,
        Self::Gln,
        Self::TravelDocument,
        Self::TurkishIdentity,
        Self::Iban,
    ];

    /// Its name as it is typed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Donation => "donation",
            Self::DonorRegistration => "grid",
            Self::Gtin => "gtin",
            Self::Gsrn => "gsrn",
            Self::Sscc => "sscc",
            Self::Gln => "gln",
            Self::TravelDocument => "passport",
            Self::TurkishIdentity => "turkish-id",
            Self::Iban => "iban",
        }
    }

    /// The check characters that belong to a number given without them: behind it, for an IBAN
    /// behind the country. Blanks are taken out and small letters are taken as capitals.
    pub fn build(self, number: &str) -> Result<String, CheckError> {
        let number = plain(number);
        let checked = self.has_form(&number).then_some(());
        checked.ok_or_else(|| self.form())?;
        Ok(match self {
            Self::Donation => match mod_37_2(&number) {
                36 => "*".to_owned(),
                value => character(value).to_string(),
            },
            Self::DonorRegistration => format!("{:02}", mod_37_2(&number)),
            Self::Gtin | Self::Gsrn | Self::Sscc | Self::Gln => gs1(&number).to_string(),
            Self::TravelDocument => icao(&number).to_string(),
            Self::TurkishIdentity => turkish(&number),
            Self::Iban => {
                let (country, account) = number.split_at_checked(2).unwrap_or_default();
                format!("{:02}", 98 - mod_97(&format!("{account}{country}00")))
            }
        })
    }

    /// Holds a whole number, check characters included, against its rule.
    pub fn verify(self, number: &str) -> Result<(), CheckError> {
        let number = plain(number);
        let (without, given) = self.split(&number).ok_or_else(|| self.form())?;
        let right = self.build(&without)?;
        if right == given {
            Ok(())
        } else {
            Err(CheckError::Wrong)
        }
    }

    /// The number without its check characters, and these.
    fn split(self, number: &str) -> Option<(String, String)> {
        if !number.is_ascii() {
            return None;
        }
        if self == Self::Iban {
            let (country, rest) = number.split_at_checked(2)?;
            let (digits, account) = rest.split_at_checked(2)?;
            return Some((format!("{country}{account}"), digits.to_owned()));
        }
        let behind = match self {
            Self::DonorRegistration | Self::TurkishIdentity => 2,
            _ => 1,
        };
        let (number, check) = number.split_at_checked(number.len().checked_sub(behind)?)?;
        Some((number.to_owned(), check.to_owned()))
    }

    /// Whether a text could be such a number without its check characters.
    fn has_form(self, number: &str) -> bool {
        let digits = number.bytes().all(|b| b.is_ascii_digit());
        let codes = number
            .bytes()
            .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
        let length = number.len();
        match self {
            Self::Donation => cikada_domain::DonationIdentificationNumber::new(number).is_ok(),
            Self::DonorRegistration => codes && length == 17,
            Self::Gtin => digits && matches!(length, 7 | 11 | 12 | 13),
            Self::Gsrn | Self::Sscc => digits && length == 17,
            Self::Gln => digits && length == 12,
            Self::TravelDocument => {
                let filler = number.replace('<', "");
                let codes = filler
                    .bytes()
                    .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
                codes && !filler.is_empty() && length <= 39
            }
            Self::TurkishIdentity => digits && length == 9 && !number.starts_with('0'),
            Self::Iban => {
                let letters = number.bytes().take(2).all(|b| b.is_ascii_uppercase());
                codes && letters && (13..=32).contains(&length)
            }
        }
    }

    fn form(self) -> CheckError {
        let (kind, expected) = match self {
            Self::Donation => (
                "a donation number",
                "13 characters and the character in the box behind them",
            ),
            Self::DonorRegistration => (
                "a donor registration",
                "17 letters or digits and two check digits",
            ),
            Self::Gtin => (
                "a GTIN",
                "8, 12, 13 or 14 digits, the last one the check digit",
            ),
            Self::Gsrn => ("a GSRN", "18 digits, the last one the check digit"),
            Self::Sscc => ("an SSCC", "18 digits, the last one the check digit"),
            Self::Gln => ("a GLN", "13 digits, the last one the check digit"),
            Self::TravelDocument => (
                "a field of a travel document",
                "letters, digits and '<' as printed, and the check digit behind them",
            ),
            Self::TurkishIdentity => (
                "a Turkish identity number",
                "11 digits, the first one not 0",
            ),
            Self::Iban => (
                "an IBAN",
                "two letters of the country, two check digits and the account, 15 to 34 characters",
            ),
        };
        CheckError::Form { kind, expected }
    }
}

fn plain(number: &str) -> String {
    let characters = number.chars().filter(|c| *c != ' ');
    characters.map(|c| c.to_ascii_uppercase()).collect()
}

/// 0 to 9, then A to Z.
fn character(value: u32) -> char {
    char::from_digit(value, 36).map_or('*', |character| character.to_ascii_uppercase())
}

fn value(character: char) -> u32 {
    character.to_digit(36).unwrap_or(0)
}

/// From the right the weights are 3, 1, 3 and so on; the digit fills up to the next ten.
fn gs1(digits: &str) -> u32 {
    let weights = [3, 1].into_iter().cycle();
    let sum: u32 = digits
        .chars()
        .rev()
        .zip(weights)
        .map(|(digit, weight)| value(digit) * weight)
        .sum();
    (10 - sum % 10) % 10
}

/// The weights are 7, 3, 1 from the left; letters count from 10, the filler nothing.
fn icao(field: &str) -> u32 {
    let weights = [7, 3, 1].into_iter().cycle();
    let sum: u32 = field
        .chars()
        .zip(weights)
        .map(|(character, weight)| value(character) * weight)
        .sum();
    sum % 10
}

/// The tenth digit is seven times the odd places less the even ones, the eleventh the sum of ten.
fn turkish(nine: &str) -> String {
    let sum = |places: &dyn Fn(usize) -> bool| -> u32 {
        let places = nine.chars().enumerate().filter(|(place, _)| places(*place));
        places.map(|(_, digit)| value(digit)).sum()
    };
    let odd = sum(&|place| place % 2 == 0);
    let even = sum(&|place| place % 2 == 1);
    // The even places hold four digits, 36 at most: forty more keeps the difference above zero.
    let tenth = (7 * odd + 40 - even) % 10;
    let eleventh = (odd + even + tenth) % 10;
    format!("{tenth}{eleventh}")
}

/// Letters count as two digits, A as 10.
fn mod_97(text: &str) -> u32 {
    text.chars().fold(0, |rest, character| {
        let value = value(character);
        let shift = if value < 10 { 10 } else { 100 };
        (rest * shift + value) % 97
    })
}

//! The Single European Code and the donation sequence that is its first half.
//!
//! Shapes of Directive 2006/86/EC, Annex VII, as amended. The code belongs to tissues and cells; a
//! product under the rules of advanced therapies carries none (ST-012, scope). What is collected in
//! the Union and sent on for manufacture carries the donation sequence in its papers (article 10a).
//! From 7 August 2027 Regulation (EU) 2024/1938 takes over: read its implementing acts again.

use std::fmt;

use cikada_domain::{Country, DonationIdentificationNumber};
use jiff::civil::Date;

use super::{CodeError, shortened};

/// The first half: where and under which number the donation was made; 21 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DonationSequence {
    country: Country,
    establishment: String,
    donation: String,
}

/// Whose product codes the second half uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodingSystem {
    /// `E`: the Union's own list.
    Eutc,
    /// `A`: ISBT 128.
    Isbt128,
    /// `B`: Eurocode.
    Eurocode,
}

/// The whole code: 40 characters. It has no check digit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SingleEuropeanCode {
    donation: DonationSequence,
    system: CodingSystem,
    product: String,
    split: String,
    expires: Option<Date>,
}

impl DonationSequence {
    /// Puts the sequence together from the country, the six characters of the tissue establishment
    /// in the Union's list, and the donation number.
    pub fn new(
        country: Country,
        establishment: &str,
        donation: &DonationIdentificationNumber,
    ) -> Result<Self, CodeError> {
        Self::decode(&format!("{country}{establishment}{donation}"))
    }

    /// Reads 21 characters.
    pub(crate) fn decode(text: &str) -> Result<Self, CodeError> {
        let wrong = || CodeError {
            kind: "donation sequence",
            found: shortened(text),
            expected: "two letters of the country, six characters of the tissue establishment and \
                       thirteen of the donation number",
        };
        let is_code = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
        if text.len() != 21 || !text.bytes().all(is_code) {
            return Err(wrong());
        }
        let (country, rest) = text.split_at_checked(2).ok_or_else(wrong)?;
        let (establishment, donation) = rest.split_at_checked(6).ok_or_else(wrong)?;
        Ok(Self {
            country: Country::new(country).map_err(|_| wrong())?,
            establishment: establishment.to_owned(),
            donation: donation.to_owned(),
        })
    }

    /// The thirteen characters of the donation; with ISBT 128, its donation identification number.
    #[must_use]
    pub fn donation(&self) -> &str {
        &self.donation
    }

    /// The country of the establishment.
    #[must_use]
    pub fn country(&self) -> &Country {
        &self.country
    }

    /// The six characters of the tissue establishment.
    #[must_use]
    pub fn establishment(&self) -> &str {
        &self.establishment
    }
}

impl fmt::Display for DonationSequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            country,
            establishment,
            donation,
        } = self;
        write!(f, "{country}{establishment}{donation}")
    }
}

impl SingleEuropeanCode {
    /// Puts the code together: seven characters of the product, three of the split, and the expiry
    /// if there is one.
    pub fn new(
        donation: DonationSequence,
        system: CodingSystem,
        product: &str,
        split: &str,
        expires: Option<Date>,
    ) -> Result<Self, CodeError> {
        let expires =
            expires.map_or_else(|| "0".repeat(8), |date| date.strftime("%Y%m%d").to_string());
        let system = system.letter();
        Self::decode(&format!("{donation}{system}{product}{split}{expires}"))
    }

    /// Reads 40 characters.
    pub(crate) fn decode(text: &str) -> Result<Self, CodeError> {
        let wrong = || CodeError {
            kind: "Single European Code",
            found: shortened(text),
            expected: "21 characters of the donation sequence, then E, A or B, seven characters of \
                       the product, three of the split and the expiry as eight digits or zeros",
        };
        let (donation, product) = text.split_at_checked(21).ok_or_else(wrong)?;
        let donation = DonationSequence::decode(donation)?;
        let is_code = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
        if product.len() != 19 || !product.bytes().all(is_code) {
            return Err(wrong());
        }
        let system = match product.chars().next() {
            Some('E') => CodingSystem::Eutc,
            Some('A') => CodingSystem::Isbt128,
            Some('B') => CodingSystem::Eurocode,
            _ => return Err(wrong()),
        };
        let part = |from, to| product.get(from..to).unwrap_or_default().to_owned();
        let expires = match part(11, 19).as_str() {
            "00000000" => None,
            digits => Some(Date::strptime("%Y%m%d", digits).map_err(|_| wrong())?),
        };
        Ok(Self {
            donation,
            system,
            product: part(1, 8),
            split: part(8, 11),
            expires,
        })
    }

    /// Its first half.
    #[must_use]
    pub fn donation(&self) -> &DonationSequence {
        &self.donation
    }

    /// Whose product codes it uses.
    #[must_use]
    pub fn system(&self) -> CodingSystem {
        self.system
    }

    /// The expiry, where there is one.
    #[must_use]
    pub fn expires(&self) -> Option<Date> {
        self.expires
    }

    /// The second half: 19 characters.
    fn product_sequence(&self) -> String {
        let Self { product, split, .. } = self;
        let expires = self
            .expires
            .map_or_else(|| "0".repeat(8), |date| date.strftime("%Y%m%d").to_string());
        format!("{}{product}{split}{expires}", self.system.letter())
    }

    /// The 40 characters, as structure 038 carries them.
    pub(super) fn encode(&self) -> String {
        format!("{}{}", self.donation, self.product_sequence())
    }
}

/// The form that a person reads: `SEC:`, both halves with a blank between them.
impl fmt::Display for SingleEuropeanCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SEC:{} {}", self.donation, self.product_sequence())
    }
}

impl CodingSystem {
    fn letter(self) -> char {
        match self {
            Self::Eutc => 'E',
            Self::Isbt128 => 'A',
            Self::Eurocode => 'B',
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "DE000123A999926000001A00S12340A020270131";

    #[test]
    fn a_code_is_the_example_of_its_shape() {
        let donation = DonationSequence::new(
            Country::new("DE").unwrap(),
            "000123",
            &DonationIdentificationNumber::new("A999926000001").unwrap(),
        )
        .unwrap();
        assert_eq!(donation.to_string(), "DE000123A999926000001");
        assert_eq!(donation.to_string().len(), 21);
        let expires = Some(jiff::civil::date(2027, 1, 31));
        let code =
            SingleEuropeanCode::new(donation, CodingSystem::Isbt128, "00S1234", "0A0", expires)
                .unwrap();
        assert_eq!(code.encode(), CODE);
        assert_eq!(
            code.to_string(),
            "SEC:DE000123A999926000001 A00S12340A020270131"
        );
        assert_eq!(SingleEuropeanCode::decode(CODE), Ok(code));
    }

    #[test]
    fn zeros_are_no_expiry_and_a_day_that_does_not_exist_is_refused() {
        let with = |expires: &str| {
            let code = CODE.replace("20270131", expires);
            SingleEuropeanCode::decode(&code).map(|code| code.expires())
        };
        assert_eq!(with("00000000"), Ok(None));
        assert!(with("20270231").is_err());
        assert!(with("2027013").is_err());
    }

    #[test]
    fn a_country_that_does_not_exist_is_refused() {
        assert!(SingleEuropeanCode::decode(&CODE.replace("DE", "XX")).is_err());
    }
}

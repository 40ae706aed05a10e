//! One structure of a scan: its characters are split off and its content is checked.

use cikada_domain::{ChainOfIdentity, DonationIdentificationNumber, StaffId};

use super::error::ScanError;
use crate::check_character::check_flag;
use crate::isbt::structure::{DONATION, Structure, content_length, structure_of};
use crate::isbt::{HospitalNumber, LabelTime, ProductCode, shortened};

/// The checked content of one structure.
pub(super) enum Part {
    Donation(DonationIdentificationNumber),
    Product(ProductCode),
    Expiry(LabelTime),
    ChainOfIdentity(ChainOfIdentity),
    Patient(HospitalNumber),
    Staff(StaffId),
    /// A structure that nothing here asks for; read by its length.
    Unused(&'static str),
}

impl Part {
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Donation(_) => DONATION.name,
            Self::Product(_) => "a product code",
            Self::Expiry(_) => "an expiry time",
            Self::ChainOfIdentity(_) => "a chain of identity",
            Self::Patient(_) => "a wristband",
            Self::Staff(_) => "a staff badge",
            Self::Unused(name) => name,
        }
    }
}

/// Splits the first structure off a text.
pub(super) fn take_part(text: &str) -> Result<(Part, &str), ScanError> {
    let Some(structure) = structure_of(text) else {
        return Err(ScanError::Unrecognised {
            found: shortened(text).chars().take(3).collect(),
        });
    };
    let behind = text.get(structure.identifier.len()..).unwrap_or_default();
    let truncated = |expected| ScanError::Truncated {
        name: structure.name,
        expected,
        found: behind.len(),
    };
    let Some(length) = content_length(structure.length, behind) else {
        return Err(match behind.len() {
            short @ ..4 => truncated(short.max(4)),
            _ => content(structure, "its length is not written in digits".to_owned()),
        });
    };
    let (text, rest) = behind
        .split_at_checked(length)
        .ok_or_else(|| truncated(length))?;
    Ok((part(structure, text)?, rest))
}

fn part(structure: Structure, text: &str) -> Result<Part, ScanError> {
    let checked = |reason: &dyn std::fmt::Display| content(structure, reason.to_string());
    match structure.identifier {
        "=" => donation(text),
        "=<" => {
            let product = ProductCode::new(text).map_err(|error| checked(&error))?;
            Ok(Part::Product(product))
        }
        "&>" => {
            let expires = LabelTime::decode(text).map_err(|error| checked(&error))?;
            Ok(Part::Expiry(expires))
        }
        "&/" => {
            let chain = ChainOfIdentity::new(text).map_err(|error| checked(&error))?;
            Ok(Part::ChainOfIdentity(chain))
        }
        "&#" => {
            let (location, value) = (text.get(..2), text.get(4..));
            let (location, value) = (location.unwrap_or_default(), value.unwrap_or_default());
            let patient = HospitalNumber::new(location, value).map_err(|error| checked(&error))?;
            Ok(Part::Patient(patient))
        }
        "='" => {
            let staff = StaffId::new(text).map_err(|error| checked(&error))?;
            Ok(Part::Staff(staff))
        }
        _ => Ok(Part::Unused(structure.name)),
    }
}

/// Thirteen characters of the number, then 00 or the type 3 flag. Any other flag means a misread
/// or a label we did not print (ST-001 appendix A).
fn donation(text: &str) -> Result<Part, ScanError> {
    let (number, flag) = text.split_at_checked(13).unwrap_or((text, ""));
    let donation = DonationIdentificationNumber::new(number)
        .map_err(|error| content(DONATION, error.to_string()))?;
    let expected = check_flag(&donation);
    if flag == "00" || flag == expected {
        return Ok(Part::Donation(donation));
    }
    Err(ScanError::Flag {
        flag: flag.to_owned(),
        expected,
    })
}

fn content(structure: Structure, reason: String) -> ScanError {
    ScanError::Content {
        name: structure.name,
        reason,
    }
}

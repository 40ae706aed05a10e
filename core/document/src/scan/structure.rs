//! One structure of a scan: its characters are split off and its content is checked.

use cikada_domain::{ChainOfIdentity, DonationIdentificationNumber, StaffId};

use super::error::ScanError;
use crate::check_character::check_flag;
use crate::isbt::shape::{DONATION, Shape, content_length, shape_of};
use crate::isbt::{
    CodeError, DivisionCode, DonorRegistration, Facility, Fixed, Flags, FlexibleTime,
    HospitalNumber, LabelDate, LabelTime, ProductCode, SingleEuropeanCode, Structure, shortened,
};

/// Splits the first structure off a text.
pub(super) fn take_structure(text: &str) -> Result<(Structure, &str), ScanError> {
    let Some(shape) = shape_of(text) else {
        return Err(ScanError::Unrecognised {
            found: shortened(text).chars().take(3).collect(),
        });
    };
    let behind = text.get(shape.identifier.len()..).unwrap_or_default();
    let truncated = |expected| ScanError::Truncated {
        name: shape.name,
        expected,
        found: behind.len(),
    };
    let Some(length) = content_length(shape.length, behind) else {
        return Err(match behind.len() {
            short @ ..4 => truncated(short.max(4)),
            _ => content(shape, "its length is not written in digits".to_owned()),
        });
    };
    let (text, rest) = behind
        .split_at_checked(length)
        .ok_or_else(|| truncated(length))?;
    if shape == DONATION {
        return Ok((donation(text)?, rest));
    }
    let structure = structure(shape, text).map_err(|reason| content(shape, reason))?;
    Ok((structure, rest))
}

/// Reads the content by the number of its structure; the reason tells what was expected.
fn structure(shape: Shape, text: &str) -> Result<Structure, String> {
    let typed = match shape.number {
        2 => Fixed::new(text).map(Structure::BloodGroup),
        3 => ProductCode::new(text).map(Structure::Product),
        4 => LabelDate::decode(text).map(Structure::ExpiryDate),
        5 => LabelTime::decode(text).map(Structure::Expiry),
        6 => LabelDate::decode(text).map(Structure::CollectionDate),
        7 => LabelTime::decode(text).map(Structure::CollectionTime),
        8 => LabelDate::decode(text).map(Structure::ProductionDate),
        9 => LabelTime::decode(text).map(Structure::ProductionTime),
        10 => Fixed::new(text).map(Structure::SpecialTesting),
        17 => Fixed::new(text).map(Structure::ContainerCatalogue),
        18 => Fixed::new(text).map(Structure::ContainerLot),
        19 => donor(text),
        20 => {
            let staff = StaffId::new(text).map_err(|error| error.to_string())?;
            return Ok(Structure::Staff(staff));
        }
        21 => Fixed::new(text).map(Structure::SupplyCatalogue),
        22 => Fixed::new(text).map(Structure::SupplyLot),
        25 => {
            HospitalNumber::new(part(text, 0, 2), part(text, 4, text.len())).map(Structure::Patient)
        }
        31 => FlexibleTime::decode(text).map(Structure::FlexibleTime),
        32 => DivisionCode::new(text).map(Structure::Divisions),
        33 => processing_facility(text),
        34 => processor_product(text),
        35 => Fixed::new(text).map(Structure::Lot),
        36 => Fixed::new(text).map(Structure::Supplemental),
        38 => SingleEuropeanCode::decode(text).map(Structure::SingleEuropeanCode),
        39 => DonorRegistration::checked(text).map(Structure::DonorRegistration),
        40 => {
            let chain = ChainOfIdentity::new(text).map_err(|error| error.to_string())?;
            return Ok(Structure::ChainOfIdentity(chain));
        }
        number => Ok(Structure::Uninterpreted {
            number,
            content: text.to_owned(),
        }),
    };
    typed.map_err(|error| error.to_string())
}

fn donor(text: &str) -> Result<Structure, CodeError> {
    Ok(Structure::Donor {
        facility: Facility::new(part(text, 0, 5))?,
        number: Fixed::new(part(text, 5, 21))?,
    })
}

fn processing_facility(text: &str) -> Result<Structure, CodeError> {
    Ok(Structure::ProcessingFacility {
        facility: Facility::new(part(text, 0, 5))?,
        product: Fixed::new(part(text, 5, 11))?,
    })
}

fn processor_product(text: &str) -> Result<Structure, CodeError> {
    Ok(Structure::ProcessorProduct {
        facility: Facility::new(part(text, 0, 5))?,
        product: Fixed::new(part(text, 5, 11))?,
        description: Fixed::new(part(text, 11, 16))?,
    })
}

fn part(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_default()
}

/// Thirteen characters of the number, then 00 or the type 3 flag. Any other flag means a misread
/// or a label we did not print (ST-001 appendix A).
fn donation(text: &str) -> Result<Structure, ScanError> {
    let (number, flag) = text.split_at_checked(13).unwrap_or((text, ""));
    let number = DonationIdentificationNumber::new(number)
        .map_err(|error| content(DONATION, error.to_string()))?;
    let expected = check_flag(&number);
    let flags = if flag == "00" {
        Flags::None
    } else if flag == expected {
        Flags::CheckValue
    } else {
        return Err(ScanError::Flag {
            flag: flag.to_owned(),
            expected,
        });
    };
    Ok(Structure::Donation { number, flags })
}

fn content(shape: Shape, reason: String) -> ScanError {
    ScanError::Content {
        name: shape.name,
        reason,
    }
}

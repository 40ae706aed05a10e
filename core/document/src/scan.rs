//! Reading a scan: raw characters become typed identifiers, checked and parsed once.
//!
//! Nothing behind this file ever compares a scan as text. A scan is taken whole or refused: no
//! prefix matches, no unknown part is skipped, and every refusal says what to do next.

mod error;
mod raw;
mod structure;

use cikada_domain::{ChainOfIdentity, ContainerId, DonationIdentificationNumber, StaffId};

pub use self::error::ScanError;
pub use self::raw::{LENGTH_MAX, read};
use self::raw::{cleaned, read_message, refuse_other_systems};
use crate::check_character::check_character;
use crate::isbt::{
    CompoundMessage, DivisionCode, HospitalNumber, LabelTime, Message, ProductCode, Structure,
    container_id, divided_container_id, shortened,
};

/// What a scan said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scan {
    /// A donation identification number alone.
    Donation(DonationIdentificationNumber),
    /// A product code alone: it names a product but no container.
    Product(ProductCode),
    /// An expiry time alone, in the zone that the label names.
    Expiry(LabelTime),
    /// A chain-of-identity identifier alone.
    ChainOfIdentity(ChainOfIdentity),
    /// A patient's wristband.
    Wristband(HospitalNumber),
    /// A staff badge: five characters of the facility and six of the person.
    Badge(StaffId),
    /// A compound message, as in the Data Matrix of a container.
    Label(ScannedLabel),
}

/// What a compound message said. A structure that nothing here asks for is read and left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScannedLabel {
    /// The donation.
    pub donation: Option<DonationIdentificationNumber>,
    /// The product with its division.
    pub product: Option<ProductCode>,
    /// Which division, where the product code ends in 99.
    pub divisions: Option<DivisionCode>,
    /// When it expires, in the zone that the label names.
    pub expires: Option<LabelTime>,
    /// Whose it is.
    pub chain_of_identity: Option<ChainOfIdentity>,
    /// The patient's number, where a wristband carries a compound message.
    pub patient: Option<HospitalNumber>,
}

impl Scan {
    /// What was scanned, in words.
    #[must_use]
    pub fn words(&self) -> &'static str {
        match self {
            Self::Donation(_) => "a donation number",
            Self::Product(_) => "a product code",
            Self::Expiry(_) => "an expiry time",
            Self::ChainOfIdentity(_) => "a chain of identity",
            Self::Wristband(_) => "a wristband",
            Self::Badge(_) => "a staff badge",
            Self::Label(_) => "a Data Matrix",
        }
    }

    /// The container on whose label this was scanned.
    pub fn container(self) -> Result<ContainerId, ScanError> {
        if let Self::Label(ScannedLabel {
            donation: Some(donation),
            product: Some(product),
            divisions,
            ..
        }) = &self
        {
            let container = match divisions {
                Some(division) => divided_container_id(donation, product, division),
                None => container_id(donation, product),
            };
            if let Ok(container) = container {
                return Ok(container);
            }
        }
        Err(self.instead_of("the bag's Data Matrix"))
    }

    /// The donation, from its own code or from a container's label.
    pub fn donation(self) -> Result<DonationIdentificationNumber, ScanError> {
        match self {
            Self::Donation(donation)
            | Self::Label(ScannedLabel {
                donation: Some(donation),
                ..
            }) => Ok(donation),
            other => Err(other.instead_of("the donation number or the bag's Data Matrix")),
        }
    }

    /// The patient's number.
    pub fn wristband(self) -> Result<HospitalNumber, ScanError> {
        match self {
            Self::Wristband(patient)
            | Self::Label(ScannedLabel {
                patient: Some(patient),
                ..
            }) => Ok(patient),
            other => Err(other.instead_of("the patient's wristband")),
        }
    }

    /// The member of staff.
    pub fn badge(self) -> Result<StaffId, ScanError> {
        match self {
            Self::Badge(staff) => Ok(staff),
            other => Err(other.instead_of("the staff badge")),
        }
    }

    fn instead_of(&self, expected: &'static str) -> ScanError {
        ScanError::AnotherKind {
            found: self.words(),
            expected,
        }
    }
}

/// Reads what a scanner sent, line end and symbology identifier included, as one of the codes that a
/// page asks for. [`read`] takes any code of ISBT 128 apart instead.
pub fn decode(raw: &str) -> Result<Scan, ScanError> {
    let text = cleaned(raw)?;
    refuse_other_systems(text)?;
    let structure = match read_message(text)? {
        Message::Compound(message) => return Ok(Scan::Label(ScannedLabel::of(&message))),
        Message::Single(structure) => structure,
    };
    match structure {
        Structure::Donation { number, .. } => Ok(Scan::Donation(number)),
        Structure::Product(product) => Ok(Scan::Product(product)),
        Structure::Expiry(expires) => Ok(Scan::Expiry(expires)),
        Structure::ChainOfIdentity(chain) => Ok(Scan::ChainOfIdentity(chain)),
        Structure::Patient(patient) => Ok(Scan::Wristband(patient)),
        Structure::Staff(staff) => Ok(Scan::Badge(staff)),
        unused => Err(ScanError::Unused {
            name: unused.name(),
        }),
    }
}

/// Reads a donation number that was typed: its 13 characters and the check character printed in
/// the box behind them. Blanks between groups and small letters are taken as they are meant.
pub fn typed_donation(text: &str) -> Result<DonationIdentificationNumber, ScanError> {
    let wrong_form = || ScanError::TypedForm {
        found: shortened(text),
    };
    if text.len() > LENGTH_MAX {
        return Err(wrong_form());
    }
    let typed = text.chars().filter(|c| *c != ' ');
    let typed: String = typed.map(|c| c.to_ascii_uppercase()).collect();
    let (number, check) = typed.split_at_checked(13).ok_or_else(wrong_form)?;
    let donation = DonationIdentificationNumber::new(number).map_err(|_| wrong_form())?;
    if check.chars().count() != 1 {
        return Err(wrong_form());
    }
    if check.starts_with(check_character(&donation)) {
        Ok(donation)
    } else {
        Err(ScanError::CheckCharacter)
    }
}

impl ScannedLabel {
    /// What identifies stands once in a message, which its own type holds to.
    fn of(message: &CompoundMessage) -> Self {
        let mut label = Self::default();
        for structure in message.structures() {
            match structure.clone() {
                Structure::Donation { number, .. } => label.donation = Some(number),
                Structure::Product(product) => label.product = Some(product),
                Structure::Divisions(division) => label.divisions = Some(division),
                Structure::Expiry(expires) => label.expires = Some(expires),
                Structure::ChainOfIdentity(chain) => label.chain_of_identity = Some(chain),
                Structure::Patient(patient) => label.patient = Some(patient),
                _ => {}
            }
        }
        label
    }
}

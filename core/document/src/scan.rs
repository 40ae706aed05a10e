//! Reading a scan: raw characters become typed identifiers, checked and parsed once.
//!
//! Nothing behind this file ever compares a scan as text. A scan is taken whole or refused: no
//! prefix matches, no unknown part is skipped, and every refusal says what to do next.

mod error;
mod part;

use cikada_domain::{ChainOfIdentity, ContainerId, DonationIdentificationNumber, StaffId};

pub use self::error::ScanError;
use self::part::{Part, take_part};
use crate::check_character::check_character;
use crate::isbt::{HospitalNumber, LabelTime, ProductCode, container_id, shortened};

/// No code we print or read is longer.
pub const LENGTH_MAX: usize = 1000;

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
            ..
        }) = &self
            && let Ok(container) = container_id(donation, product)
        {
            return Ok(container);
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

/// Reads what a scanner sent, line end and symbology identifier included.
pub fn decode(raw: &str) -> Result<Scan, ScanError> {
    let text = cleaned(raw)?;
    refuse_other_systems(text)?;
    if let Some(message) = text.strip_prefix("=+") {
        return decode_compound(message).map(Scan::Label);
    }
    let (part, rest) = take_part(text)?;
    if rest.starts_with(['=', '&']) {
        return Err(ScanError::TwoCodes);
    }
    if !rest.is_empty() {
        return Err(ScanError::Surplus {
            name: part.name(),
            surplus: rest.len(),
        });
    }
    match part {
        Part::Donation(donation) => Ok(Scan::Donation(donation)),
        Part::Product(product) => Ok(Scan::Product(product)),
        Part::Expiry(expires) => Ok(Scan::Expiry(expires)),
        Part::ChainOfIdentity(chain_of_identity) => Ok(Scan::ChainOfIdentity(chain_of_identity)),
        Part::Patient(patient) => Ok(Scan::Wristband(patient)),
        Part::Staff(staff) => Ok(Scan::Badge(staff)),
        Part::Unused(name) => Err(ScanError::Unused { name }),
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

/// Takes off what a scanner adds around a code, and refuses what no code holds.
fn cleaned(raw: &str) -> Result<&str, ScanError> {
    if raw.len() > LENGTH_MAX {
        return Err(ScanError::TooLong { length: raw.len() });
    }
    let text = raw.trim_end_matches(['\r', '\n', '\t']);
    if text.is_empty() {
        return Err(ScanError::Empty);
    }
    // FNC1 arrives as a group separator and marks GS1 codes only.
    if text.contains('\u{1d}') {
        return Err(ScanError::AnotherSystem { system: "GS1" });
    }
    let strange = text
        .chars()
        .position(|c| !(c.is_ascii_graphic() || c == ' '));
    if let Some(position) = strange {
        return Err(ScanError::Unprintable {
            position: position + 1,
        });
    }
    match text.as_bytes() {
        [b']', symbology, modifier, ..] => {
            let gs1 = matches!(
                [symbology, modifier],
                [b'C', b'1'] | [b'd', b'2'] | [b'Q', b'3'] | [b'J', b'1'] | [b'e', _]
            );
            if gs1 {
                return Err(ScanError::AnotherSystem { system: "GS1" });
            }
            text.get(3..)
                .filter(|code| !code.is_empty())
                .ok_or(ScanError::Empty)
        }
        _ => Ok(text),
    }
}

/// Knows the codes of other systems, so that the answer is not merely "unreadable". What begins
/// as one of ours is left alone: a patient's number may hold anything.
fn refuse_other_systems(text: &str) -> Result<(), ScanError> {
    let mut characters = text.chars();
    let (first, second) = (characters.next(), characters.next());
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let system = match first {
        Some('=') => return Ok(()),
        Some('&') => match second {
            Some('a'..='z' | ';' | '!') => "national",
            _ => return Ok(()),
        },
        Some('(') => "GS1",
        Some('+') => "HIBC",
        _ if digits >= 8 && digits == text.len() => "GS1",
        _ if digits >= 16 && text.starts_with("01") => "GS1",
        _ if text.starts_with("SEC:") => "Single European Code",
        _ if text.contains("://") => "web address",
        _ => return Ok(()),
    };
    Err(ScanError::AnotherSystem { system })
}

/// The message behind `=+`: two digits say how many structures follow, three which sequence was
/// agreed (ST-001, structure 023). The count must agree and each structure may stand once.
fn decode_compound(message: &str) -> Result<ScannedLabel, ScanError> {
    let truncated = ScanError::Truncated {
        name: "a Data Matrix",
        expected: 5,
        found: message.len(),
    };
    let (header, mut rest) = message.split_at_checked(5).ok_or(truncated)?;
    let announced = header
        .get(..2)
        .and_then(|count| count.parse::<usize>().ok());
    let announced = announced
        .filter(|count| *count > 0 && header.bytes().all(|b| b.is_ascii_digit()))
        .ok_or_else(|| ScanError::Content {
            name: "a Data Matrix",
            reason: format!(
                "'{header}' was found, expected two digits of the count and three of the sequence"
            ),
        })?;
    let mut label = ScannedLabel::default();
    let mut found = 0;
    while !rest.is_empty() {
        if rest.starts_with("=+") {
            return Err(ScanError::TwoCodes);
        }
        let (part, behind) = take_part(rest)?;
        found += 1;
        label.add(part)?;
        rest = behind;
    }
    if found == announced {
        Ok(label)
    } else {
        Err(ScanError::Count { announced, found })
    }
}

impl ScannedLabel {
    fn add(&mut self, part: Part) -> Result<(), ScanError> {
        let name = part.name();
        let repeated = match part {
            Part::Donation(donation) => self.donation.replace(donation).is_some(),
            Part::Product(product) => self.product.replace(product).is_some(),
            Part::Expiry(expires) => self.expires.replace(expires).is_some(),
            Part::ChainOfIdentity(chain) => self.chain_of_identity.replace(chain).is_some(),
            Part::Patient(patient) => self.patient.replace(patient).is_some(),
            Part::Staff(_) | Part::Unused(_) => false,
        };
        if repeated {
            Err(ScanError::Repeated { name })
        } else {
            Ok(())
        }
    }
}

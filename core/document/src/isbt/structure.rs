//! Every data structure that a code can hold, typed.

use cikada_domain::{ChainOfIdentity, DonationIdentificationNumber, StaffId};

use super::shape::{Shape, shape_numbered};
use super::{
    DivisionCode, DonorRegistration, Facility, Fixed, Flags, FlexibleTime, HospitalNumber,
    LabelDate, LabelTime, ProductCode, SingleEuropeanCode,
};
use crate::check_character::check_flag;

/// One data structure of ISBT 128 with its checked content. The numbers are those of ST-001.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Structure {
    /// 001: the donation.
    Donation {
        /// The number, without flags.
        number: DonationIdentificationNumber,
        /// What stands in its two flag characters.
        flags: Flags,
    },
    /// 002: blood group and RhD, as a code of a licensed table.
    BloodGroup(Fixed<4>),
    /// 003: the product.
    Product(ProductCode),
    /// 004: the last day of use.
    ExpiryDate(LabelDate),
    /// 005: until when the product may be used, in the zone that the label names.
    Expiry(LabelTime),
    /// 006: the day of collection.
    CollectionDate(LabelDate),
    /// 007: when the collection ended.
    CollectionTime(LabelTime),
    /// 008: the day of production.
    ProductionDate(LabelDate),
    /// 009: when the product was made.
    ProductionTime(LabelTime),
    /// 010: special testing, infectious markers among them, as a code of a licensed table.
    SpecialTesting(Fixed<5>),
    /// 017: the container's maker and catalogue number.
    ContainerCatalogue(Fixed<10>),
    /// 018: the container's lot.
    ContainerLot(Fixed<10>),
    /// 019: the donor.
    Donor {
        /// Who gave the number.
        facility: Facility,
        /// The number itself.
        number: Fixed<16>,
    },
    /// 020: a member of staff: five characters of the facility, six of the person.
    Staff(StaffId),
    /// 021: another supply's maker and catalogue number.
    SupplyCatalogue(Fixed<10>),
    /// 022: another supply's lot.
    SupplyLot(Fixed<10>),
    /// 025: the patient's number. It identifies a person and stands on wristbands only.
    Patient(HospitalNumber),
    /// 031: a time of a named kind with its zone.
    FlexibleTime(FlexibleTime),
    /// 032: which division, where the product code ends in 99.
    Divisions(DivisionCode),
    /// 033: who processed it, and that facility's own code of the product.
    ProcessingFacility {
        /// Who processed it.
        facility: Facility,
        /// The facility's own code.
        product: Fixed<6>,
    },
    /// 034: the processor's own identification of the product.
    ProcessorProduct {
        /// Who processed it.
        facility: Facility,
        /// The processor's own code.
        product: Fixed<6>,
        /// The product description code.
        description: Fixed<5>,
    },
    /// 035: the lot of a product of human origin.
    Lot(Fixed<18>),
    /// 036: a supplemental number, such as a sponsor's.
    Supplemental(Fixed<18>),
    /// 038: the Single European Code.
    SingleEuropeanCode(SingleEuropeanCode),
    /// 039: the donor's number in a registry.
    DonorRegistration(DonorRegistration),
    /// 040: whose it is.
    ChainOfIdentity(ChainOfIdentity),
    /// A structure that is retired, or that nothing here interprets: read to its end and kept.
    Uninterpreted {
        /// Its number in the standard.
        number: u8,
        /// Its content, unread.
        content: String,
    },
    /// A structure that a country or a centre defined for itself: lower case behind `&`. Its length
    /// is unknown, so it never stands in a compound message.
    National(String),
}

impl Structure {
    /// Its number in the standard; a national one has none.
    #[must_use]
    pub fn number(&self) -> Option<u8> {
        Some(match self {
            Self::Donation { .. } => 1,
            Self::BloodGroup(_) => 2,
            Self::Product(_) => 3,
            Self::ExpiryDate(_) => 4,
            Self::Expiry(_) => 5,
            Self::CollectionDate(_) => 6,
            Self::CollectionTime(_) => 7,
            Self::ProductionDate(_) => 8,
            Self::ProductionTime(_) => 9,
            Self::SpecialTesting(_) => 10,
            Self::ContainerCatalogue(_) => 17,
            Self::ContainerLot(_) => 18,
            Self::Donor { .. } => 19,
            Self::Staff(_) => 20,
            Self::SupplyCatalogue(_) => 21,
            Self::SupplyLot(_) => 22,
            Self::Patient(_) => 25,
            Self::FlexibleTime(_) => 31,
            Self::Divisions(_) => 32,
            Self::ProcessingFacility { .. } => 33,
            Self::ProcessorProduct { .. } => 34,
            Self::Lot(_) => 35,
            Self::Supplemental(_) => 36,
            Self::SingleEuropeanCode(_) => 38,
            Self::DonorRegistration(_) => 39,
            Self::ChainOfIdentity(_) => 40,
            Self::Uninterpreted { number, .. } => *number,
            Self::National(_) => return None,
        })
    }

    /// What it is, in words that fit behind "a code with".
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.shape().map_or("a national code", |shape| shape.name)
    }

    /// Whether the standard has retired it. Nobody prints it any more; readers take it past.
    #[must_use]
    pub fn is_retired(&self) -> bool {
        self.shape().is_some_and(Shape::is_retired)
    }

    /// The characters of a scan: data identifier and content.
    #[must_use]
    pub fn encode(&self) -> String {
        let identifier = self.shape().map_or("&", |shape| shape.identifier);
        format!("{identifier}{}", self.content())
    }

    fn shape(&self) -> Option<Shape> {
        self.number().map(shape_numbered)
    }

    fn content(&self) -> String {
        match self {
            Self::Donation { number, flags } => match flags {
                Flags::None => format!("{number}00"),
                Flags::CheckValue => format!("{number}{}", check_flag(number)),
            },
            Self::BloodGroup(code) => code.to_string(),
            Self::Product(product) => product.to_string(),
            Self::ExpiryDate(date) | Self::CollectionDate(date) | Self::ProductionDate(date) => {
                date.encode()
            }
            Self::Expiry(time) | Self::CollectionTime(time) | Self::ProductionTime(time) => {
                time.encode()
            }
            Self::SpecialTesting(code) => code.to_string(),
            Self::ContainerCatalogue(code)
            | Self::ContainerLot(code)
            | Self::SupplyCatalogue(code)
            | Self::SupplyLot(code) => code.to_string(),
            Self::Donor { facility, number } => format!("{facility}{number}"),
            Self::Staff(staff) => staff.to_string(),
            Self::Patient(patient) => {
                let value = patient.value();
                format!("{}{:02}{value}", patient.location(), value.len())
            }
            Self::FlexibleTime(time) => time.encode(),
            Self::Divisions(division) => division.to_string(),
            Self::ProcessingFacility { facility, product } => format!("{facility}{product}"),
            Self::ProcessorProduct {
                facility,
                product,
                description,
            } => format!("{facility}{product}{description}"),
            Self::Lot(code) | Self::Supplemental(code) => code.to_string(),
            Self::SingleEuropeanCode(code) => code.encode(),
            Self::DonorRegistration(registration) => {
                format!("{registration}{}", registration.check_digits())
            }
            Self::ChainOfIdentity(chain) => chain.to_string(),
            Self::Uninterpreted { content, .. } | Self::National(content) => content.clone(),
        }
    }
}

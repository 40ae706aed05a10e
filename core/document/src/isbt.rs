//! ISBT 128 codes as we print them: each function is the inverse of what [`crate::scan`] reads.
//!
//! The shapes follow ST-001 (structures, compound message) and ST-028 (chain of identity). What the
//! codes of products, testing, zones and facilities mean stands in licensed tables that a centre
//! brings; none of them is here.

mod date;
mod error;
mod european_code;
mod explain;
mod fixed;
mod flexible_time;
mod message;
mod patient;
mod product;
mod registration;
pub(crate) mod shape;
mod structure;
mod time;

use cikada_domain::{ChainOfIdentity, ContainerId, DonationIdentificationNumber, IdentifierError};

pub use self::date::LabelDate;
pub use self::error::CodeError;
pub(crate) use self::error::shortened;
pub use self::european_code::{CodingSystem, DonationSequence, SingleEuropeanCode};
pub use self::fixed::{DivisionCode, Facility, Fixed};
pub use self::flexible_time::FlexibleTime;
pub use self::message::{CompoundMessage, Message, MessageError};
pub use self::patient::HospitalNumber;
pub use self::product::{Division, ProductCode};
pub use self::registration::DonorRegistration;
pub use self::structure::Structure;
pub use self::time::LabelTime;

/// What stands in the two flag characters behind a donation identification number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flags {
    /// `00`: no flag is used, and a misread number goes unnoticed.
    None,
    /// Type 3: the check value plus 60, so that a scanner can check the number.
    CheckValue,
}

/// The container that holds one division of a product: unique for ever. A product code ending in 99
/// names no container by itself; see [`divided_container_id`].
pub fn container_id(
    donation: &DonationIdentificationNumber,
    product: &ProductCode,
) -> Result<ContainerId, IdentifierError> {
    if product.division() == Division::SaidElsewhere {
        return Err(IdentifierError {
            kind: "container identifier",
            text: format!("{donation}-{product}"),
            expected: "the product divisions beside a product code that ends in 99",
        });
    }
    ContainerId::new(format!("{donation}-{product}"))
}

/// The container of a product that has more divisions than its product code can say.
pub fn divided_container_id(
    donation: &DonationIdentificationNumber,
    product: &ProductCode,
    division: &DivisionCode,
) -> Result<ContainerId, IdentifierError> {
    if product.division() != Division::SaidElsewhere {
        return Err(IdentifierError {
            kind: "container identifier",
            text: format!("{donation}-{product}-{division}"),
            expected: "a product code that ends in 99 beside product divisions",
        });
    }
    ContainerId::new(format!("{donation}-{product}-{division}"))
}

/// Structure 001: `=`, the number and its two flags.
#[must_use]
pub fn encode_donation(donation: &DonationIdentificationNumber, flags: Flags) -> String {
    let number = donation.clone();
    Structure::Donation { number, flags }.encode()
}

/// Structure 003: `=<` and the product code.
#[must_use]
pub fn encode_product(product: &ProductCode) -> String {
    Structure::Product(product.clone()).encode()
}

/// Structure 005: `&>` and the time in the centre's zone, which stands beside it in words.
#[must_use]
pub fn encode_expiry(expires: &LabelTime) -> String {
    Structure::Expiry(*expires).encode()
}

/// Structure 040: `&/` and the identifier.
#[must_use]
pub fn encode_chain_of_identity(chain_of_identity: &ChainOfIdentity) -> String {
    Structure::ChainOfIdentity(chain_of_identity.clone()).encode()
}

/// Structure 025: `&#`, the place, the length and the number.
#[must_use]
pub fn encode_patient(patient: &HospitalNumber) -> String {
    Structure::Patient(patient.clone()).encode()
}

/// Structure 023 as it stands in the Data Matrix of a container: donation, product, expiry if it is
/// known yet, and chain of identity in one message, so that no scan can mix two containers. A
/// product code that ends in 99 needs its divisions beside it: make a [`CompoundMessage`] instead.
#[must_use]
pub fn encode_container(
    donation: &DonationIdentificationNumber,
    product: &ProductCode,
    expires: Option<&LabelTime>,
    chain_of_identity: &ChainOfIdentity,
) -> String {
    let mut structures = vec![
        encode_donation(donation, Flags::CheckValue),
        encode_product(product),
    ];
    structures.extend(expires.map(encode_expiry));
    structures.push(encode_chain_of_identity(chain_of_identity));
    format!("=+{:02}000{}", structures.len(), structures.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_container_s_message_is_the_example_of_the_standard() {
        let message = encode_container(
            &DonationIdentificationNumber::new("A999926000001").unwrap(),
            &ProductCode::new("S1234000").unwrap(),
            Some(&"2026-03-01T14:30".parse().unwrap()),
            &ChainOfIdentity::new("CHA999926000042").unwrap(),
        );
        assert_eq!(
            message,
            "=+04000=A99992600000168=<S1234000&>0260601430&/CHA999926000042"
        );
        assert_eq!(message.len(), 62);
    }

    #[test]
    fn a_division_said_elsewhere_is_part_of_the_container() {
        let donation = DonationIdentificationNumber::new("A999926000001").unwrap();
        let product = |text: &str| ProductCode::new(text).unwrap();
        let division = DivisionCode::new("000123").unwrap();
        let container = divided_container_id(&donation, &product("S1234099"), &division);
        assert_eq!(container.unwrap().as_str(), "A999926000001-S1234099-000123");
        assert!(container_id(&donation, &product("S1234099")).is_err());
        assert!(divided_container_id(&donation, &product("S1234000"), &division).is_err());
    }
}

//! The centre itself and its own events: its founding, accounts, installed protocols and mappings.
//!
//! These are no part of any treatment, and their stored form is frozen here, by numbered fields.

use cikada_domain::{ChainOfIdentity, Country};
use cikada_engine::TRACEABILITY_YEARS;
use jiff::tz::TimeZone;
use minicbor::{Decode, Encode};

use crate::plain::is_plain;

/// A centre, as it was founded.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Centre {
    /// What people call it.
    #[n(0)]
    pub name: String,
    /// The origin of its ledger, such as `hospital.example/cikada`.
    #[n(1)]
    pub origin: String,
    /// Its time zone in the tz database, such as `Europe/Istanbul`.
    #[n(2)]
    pub zone: String,
    /// The five characters of its facility in ISBT 128 numbers.
    #[n(3)]
    pub facility: String,
    /// The country it is in (ISO 3166-1, two letters): a therapy stands differently from one to
    /// another. A centre founded before this was asked has none, and is founded anew.
    #[n(4)]
    #[cbor(default)]
    pub country: String,
    /// Its address with a telephone number, as labels print it. A centre founded before this was
    /// asked has none, and its labels need it from the protocol.
    #[n(5)]
    #[cbor(default)]
    pub address: String,
    /// A longer retention that its own law asks for.
    #[n(6)]
    pub retention: Option<LongerRetention>,
}

/// A longer time than the thirty years of the Union for which data of traceability are kept.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct LongerRetention {
    /// How many years after the product's expiry.
    #[n(0)]
    pub years: u16,
    /// The law.
    #[n(1)]
    pub source: String,
}

/// An account was opened. The printed name is in the entry's sealed part.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct AccountOpened {
    /// The member of staff.
    #[n(0)]
    pub staff: String,
    /// The codes of the roles held.
    #[n(1)]
    pub roles: Vec<String>,
}

/// An account was closed: nobody acts with it any more.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct AccountClosed {
    /// The member of staff.
    #[n(0)]
    pub staff: String,
}

/// A protocol was installed, whole, so that the ledger alone says what ran.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ProtocolInstalled {
    /// SHA-256 of the text, in hexadecimal.
    #[n(0)]
    pub hash: String,
    /// The file's text.
    #[n(1)]
    pub text: String,
}

/// The mapping of an instrument's or a logger's file was installed, whole, so that the ledger alone
/// says how a file was read.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct MappingInstalled {
    /// The mapping's own name.
    #[n(0)]
    pub id: String,
    /// The file's text.
    #[n(1)]
    pub text: String,
}

/// An event of the centre.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CentreEvent {
    CentreFounded(Centre),
    AccountOpened(AccountOpened),
    AccountClosed(AccountClosed),
    ProtocolInstalled(ProtocolInstalled),
    MappingInstalled(MappingInstalled),
}

/// The version of the stored form of every event here.
pub(crate) const SCHEMA: u16 = 1;
pub(crate) const CENTRE_FOUNDED: &str = "centre-founded";
pub(crate) const ACCOUNT_OPENED: &str = "account-opened";
pub(crate) const ACCOUNT_CLOSED: &str = "account-closed";
pub(crate) const PROTOCOL_INSTALLED: &str = "protocol-installed";
pub(crate) const MAPPING_INSTALLED: &str = "mapping-installed";

impl CentreEvent {
    /// The event's kind and stored bytes.
    pub(crate) fn encode(&self) -> (&'static str, Vec<u8>) {
        match self {
            Self::CentreFounded(centre) => (CENTRE_FOUNDED, to_bytes(centre)),
            Self::AccountOpened(opened) => (ACCOUNT_OPENED, to_bytes(opened)),
            Self::AccountClosed(closed) => (ACCOUNT_CLOSED, to_bytes(closed)),
            Self::ProtocolInstalled(installed) => (PROTOCOL_INSTALLED, to_bytes(installed)),
            Self::MappingInstalled(installed) => (MAPPING_INSTALLED, to_bytes(installed)),
        }
    }
}

/// Why a centre cannot be founded so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the centre's {what} cannot be used: expected {expected}")]
pub struct CentreError {
    what: &'static str,
    expected: &'static str,
}

impl Centre {
    /// Refuses what would make the centre unusable, before anything is written.
    ///
    /// # Errors
    /// Names what cannot be used and what was expected.
    pub fn check(&self) -> Result<(), CentreError> {
        let refuse = |what, expected| Err(CentreError { what, expected });
        if !is_plain(&self.name, 100) {
            return refuse("name", "1 to 100 visible characters on one line");
        }
        if ChainOfIdentity::new(format!("CH{}26000001", self.facility)).is_err() {
            let expected = "five capital letters or digits, not starting with O or 0";
            return refuse("facility", expected);
        }
        if Country::new(&self.country).is_err() {
            let expected =
                "two capital letters of ISO 3166-1, such as IT; GB for the United Kingdom";
            return refuse("country", expected);
        }
        if TimeZone::get(&self.zone).is_err() {
            return refuse(
                "zone",
                "a name of the time zone database, such as Europe/Istanbul",
            );
        }
        if !self.address.is_empty() && !is_plain(&self.address, 100) {
            return refuse(
                "address",
                "up to 100 visible characters on one line, or none",
            );
        }
        if let Some(longer) = &self.retention {
            let years = TRACEABILITY_YEARS < longer.years && longer.years <= 1000;
            if !years || !is_plain(&longer.source, 200) {
                let expected = "31 to 1000 years, and the law that asks for them on one line";
                return refuse("retention", expected);
            }
        }
        let allowed = |c: char| c.is_ascii_alphanumeric() || ".-_/".contains(c);
        if self.origin.is_empty() || self.origin.len() > 100 || !self.origin.chars().all(allowed) {
            return refuse(
                "origin",
                "letters, digits, '.', '-', '_' or '/', such as hospital.example/cikada",
            );
        }
        Ok(())
    }

    /// Reads the stored form.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        minicbor::decode(bytes).ok()
    }
}

/// Writing to memory cannot fail.
pub(crate) fn to_bytes<T: Encode<()>>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    let written: Result<(), minicbor::encode::Error<std::convert::Infallible>> =
        minicbor::encode(value, &mut bytes);
    debug_assert!(written.is_ok(), "encoding to memory");
    bytes
}

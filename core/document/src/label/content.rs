//! What can stand on a label, typed. Which of it must stand there is the table of requirements'.

use std::num::NonZeroU16;

use cikada_domain::{BatchId, ChainOfIdentity, DonationIdentificationNumber, Quantity};
use jiff::Zoned;

use super::infectious::InfectiousStatus;
use crate::isbt::{DivisionCode, Fixed, ProductCode};

/// Everything that a label may say. Nothing is taken for granted: what is `None` is missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LabelContent {
    /// The donation.
    pub donation: Option<DonationIdentificationNumber>,
    /// Whose it is.
    pub chain_of_identity: Option<ChainOfIdentity>,
    /// Product code with its division.
    pub product: Option<ProductCode>,
    /// The division, where the product code ends in 99.
    pub divisions: Option<DivisionCode>,
    /// What it is, in the words of the protocol or of the supplier.
    pub name: Option<String>,
    /// Into whom it goes. Printed for people, never in a code for scanners.
    pub patient: Option<LabelPatient>,
    /// For whom it may be used.
    pub intended: Option<IntendedUse>,
    /// What is known of infections, from results.
    pub infectious: Option<InfectiousStatus>,
    /// When the collection or the drawing of the sample ended.
    pub collected: Option<Zoned>,
    /// Until when it may be used; of a product, until when its infusion must have ended.
    pub expires: Option<Zoned>,
    /// The volume.
    pub volume: Option<Quantity>,
    /// Anticoagulant and additives with their amounts; `none` where there are none.
    pub additives: Option<String>,
    /// Between which temperatures it is kept.
    pub storage: Option<Storage>,
    /// The cells in this container, with their population.
    pub cells: Option<Quantity>,
    /// Living among all cells.
    pub viability: Option<Quantity>,
    /// The batch.
    pub batch: Option<BatchId>,
    /// How it is given.
    pub route: Option<String>,
    /// How the product stands where it is used.
    pub standing: Option<Standing>,
    /// Name and address of the manufacturer.
    pub manufacturer: Option<String>,
    /// Who collected.
    pub collection_facility: Option<String>,
    /// Who processed.
    pub processing_facility: Option<String>,
    /// Our own number of a material's lot: ten characters, so that a code holds it whole.
    pub lot: Option<Fixed<10>>,
    /// Whether a material may be used.
    pub material_status: Option<MaterialStatus>,
    /// Which copy of the label this is; a second one says so.
    pub copy: Option<NonZeroU16>,
}

/// The patient as people read it: a name and a second identifier, or a subject number and a second
/// identifier where the trial is blinded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelPatient {
    /// Name, or subject number.
    pub name: String,
    /// Date of birth or hospital number.
    pub second_identifier: String,
}

/// For whom cells may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntendedUse {
    /// For the donor alone.
    Autologous,
    /// For one other person.
    IntendedRecipient,
}

/// The range of temperatures in which something is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Storage {
    /// The lowest.
    pub lowest: Quantity,
    /// The highest.
    pub highest: Quantity,
}

/// How a product stands where it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// For a trial: its code, and whom to call.
    Investigational {
        /// The code of the trial, with that of the sponsor's product if there is one.
        trial: String,
        /// Name, address and telephone of the sponsor or investigator.
        sponsor: String,
    },
    /// Authorised, or made under a hospital's authorisation: its number.
    Authorised(String),
}

/// Whether a material may be used (EU GMP Part IV, chapter 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MaterialStatus {
    /// Not yet.
    Quarantine,
    /// Yes.
    Released,
    /// Never.
    Rejected,
}

impl IntendedUse {
    /// The words of the label.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Autologous => "FOR AUTOLOGOUS USE ONLY",
            Self::IntendedRecipient => "FOR USE BY INTENDED RECIPIENT ONLY",
        }
    }
}

impl Storage {
    pub(super) fn words(&self, store: &str, to: &str) -> String {
        let lowest = self.lowest.amount().normalize();
        format!("{store} {lowest} {to} {}", self.highest.words())
    }
}

impl MaterialStatus {
    /// The word of the label.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Quarantine => "QUARANTINE",
            Self::Released => "RELEASED",
            Self::Rejected => "REJECTED",
        }
    }
}

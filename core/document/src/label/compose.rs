//! A label is complete, or there is none.

use std::fmt;

use cikada_domain::event::LabelType;
use cikada_domain::{Country, DonationIdentificationNumber};
use thiserror::Error;

use super::content::LabelContent;
use super::error::DrawError;
use super::requirement::{CountryGroup, Element, requirements};
use crate::isbt::{
    CodeError, CompoundMessage, DonationSequence, Flags, LabelTime, Message, Structure,
};

/// A label with everything that its type and country ask for. Made by [`compose`] alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    label_type: LabelType,
    group: CountryGroup,
    content: LabelContent,
}

/// Something that must stand on a label and does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub struct MissingElement {
    /// What is missing.
    pub element: Element,
    /// The rule that asks for it.
    pub clause: &'static str,
}

impl fmt::Display for MissingElement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the label needs {} ({})",
            self.element.words(),
            self.clause
        )
    }
}

/// Puts a label together, or names everything that is missing.
pub fn compose(
    content: LabelContent,
    label_type: LabelType,
    group: CountryGroup,
) -> Result<Label, Vec<MissingElement>> {
    let rows = requirements(label_type, group);
    let missing: Vec<MissingElement> = rows
        .filter(|row| !row.element.stands_in(&content))
        .map(|row| MissingElement {
            element: row.element,
            clause: row.clause,
        })
        .collect();
    if missing.is_empty() {
        Ok(Label {
            label_type,
            group,
            content,
        })
    } else {
        Err(missing)
    }
}

impl Label {
    /// What it is stuck on.
    #[must_use]
    pub fn label_type(&self) -> LabelType {
        self.label_type
    }

    /// Whose rules it was held against.
    #[must_use]
    pub fn group(&self) -> CountryGroup {
        self.group
    }

    /// What it says.
    #[must_use]
    pub fn content(&self) -> &LabelContent {
        &self.content
    }

    /// What its Data Matrix holds: of cells donation, product, expiry and chain of identity; of a
    /// material its lot. Never a patient's name or number, and never a Single European Code: a
    /// product under the rules of advanced therapies carries none (ST-012, scope).
    pub fn message(&self) -> Result<Message, DrawError> {
        let content = &self.content;
        let mut structures = Vec::new();
        if let Some(number) = content.donation.clone() {
            let flags = Flags::CheckValue;
            structures.push(Structure::Donation { number, flags });
        }
        structures.extend(content.product.clone().map(Structure::Product));
        structures.extend(content.divisions.clone().map(Structure::Divisions));
        if let Some(expires) = &content.expires {
            let time = LabelTime::new(expires.datetime());
            let time = time.map_err(|_| DrawError::Unprintable {
                what: "the expiry".to_owned(),
            })?;
            structures.push(Structure::Expiry(time));
        }
        let chain = content.chain_of_identity.clone();
        structures.extend(chain.map(Structure::ChainOfIdentity));
        structures.extend(content.lot.clone().map(Structure::SupplyLot));
        let message = CompoundMessage::new(0, structures);
        message
            .map(Message::Compound)
            .map_err(|error| DrawError::Message {
                reason: error.to_string(),
            })
    }
}

/// Why a label goes with no donation sequence in its papers.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoSequence {
    /// Cells under the rules of advanced therapies carry no European code.
    #[error("a product of advanced therapies carries no European code: give the collection's")]
    AdvancedTherapy,
    /// The rule is the European Union's.
    #[error("{country} is not in the European Union: no donation sequence goes with the papers")]
    Elsewhere {
        /// Where.
        country: String,
    },
    /// The establishment's code does not read.
    #[error(transparent)]
    Code(#[from] CodeError),
}

/// The 21 characters that go with the papers of material collected in the European Union and sent on
/// for manufacture (Directive 2006/86/EC, article 10a, as amended by (EU) 2015/565).
pub fn donation_sequence(
    label_type: LabelType,
    country: &Country,
    establishment: &str,
    donation: &DonationIdentificationNumber,
) -> Result<DonationSequence, NoSequence> {
    if label_type != LabelType::Collection {
        return Err(NoSequence::AdvancedTherapy);
    }
    if CountryGroup::of(country) != CountryGroup::EuropeanUnion {
        let country = country.to_string();
        return Err(NoSequence::Elsewhere { country });
    }
    let sequence = DonationSequence::new(country.clone(), establishment, donation)?;
    Ok(sequence)
}

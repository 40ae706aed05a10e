//! How a therapy stands where the centre is, today: whether it can be had, and what it asks for.

use std::sync::Arc;

use cikada_domain::ProtocolHash;
use cikada_domain::event::ExceptionTo;
use cikada_protocol::Protocol;
use cikada_protocol::model::{Availability, AvailabilityStatus};

use crate::error::AppError;
use crate::read::{RuleSource, authorise_reading, rule_source};
use crate::use_cases::Actor;
use crate::world::World;

/// The standing of one therapy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// In a few words, such as `withdrawn in IT`.
    pub words: String,
    /// What a reader should know of it.
    pub text: String,
    /// Where that comes from; `None` where the protocol says nothing of this country.
    pub source: Option<RuleSource>,
    /// What an exception must be made to before anything is planned; `None` where none is needed.
    pub exception: Option<ExceptionTo>,
}

/// A protocol that a treatment can be opened under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Therapy {
    /// The protocol.
    pub hash: ProtocolHash,
    /// Its title with name and version.
    pub title: String,
    /// How it stands here today.
    pub standing: Standing,
}

/// The protocols a treatment can be opened under, by their titles.
///
/// # Errors
/// When the reader may see no treatments.
pub fn therapies(world: &World, actor: &Actor) -> Result<Vec<Therapy>, AppError> {
    authorise_reading(actor)?;
    let therapy = |protocol: Arc<Protocol>| Therapy {
        hash: protocol.hash.clone(),
        title: format!("{} ({} {})", protocol.title, protocol.id, protocol.version),
        standing: standing(world, &protocol),
    };
    let mut therapies: Vec<_> = world.protocols().into_iter().map(therapy).collect();
    therapies.sort_by(|left, right| left.title.cmp(&right.title));
    Ok(therapies)
}

/// Reads the protocol's line for the centre's country and the centre's day.
pub(crate) fn standing(world: &World, protocol: &Protocol) -> Standing {
    let today = world.moment(world.now()).date();
    let country = world.country();
    match protocol.availability_in(country.as_str(), today) {
        Some(line) => Standing {
            words: format!("{} in {country}", status_words(line.status)),
            text: line.text.clone(),
            source: Some(rule_source(protocol, &line.source)),
            exception: exception_to(line),
        },
        None => Standing {
            words: format!("of unknown standing in {country}"),
            text: "The protocol does not say how it stands in this country.".to_owned(),
            source: None,
            exception: Some(ExceptionTo::Unknown),
        },
    }
}

fn status_words(status: AvailabilityStatus) -> &'static str {
    match status {
        AvailabilityStatus::Approved => "approved",
        AvailabilityStatus::Investigational => "investigational",
        AvailabilityStatus::OffLabel => "off label",
        AvailabilityStatus::Withdrawn => "withdrawn",
        AvailabilityStatus::Unverified => "unverified",
    }
}

fn exception_to(line: &Availability) -> Option<ExceptionTo> {
    match line.status {
        AvailabilityStatus::Approved | AvailabilityStatus::Investigational => None,
        AvailabilityStatus::OffLabel => Some(ExceptionTo::OffLabel),
        AvailabilityStatus::Withdrawn => Some(ExceptionTo::Withdrawn),
        AvailabilityStatus::Unverified => Some(ExceptionTo::Unverified),
    }
}

//! What the engine answers: accepted with events, or refused with every reason at once.

use cikada_domain::Event;
use cikada_domain::event::RefusedBecause;

/// The answer to a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision<E = Event> {
    /// It may happen, and this is what happened.
    Accepted(Vec<E>),
    /// It may not, for all of these reasons, the gravest first.
    Refused(Vec<Refusal>),
}

/// One reason of a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Its code.
    pub code: crate::refusal::RefusalCode,
    /// The data of both sides: what was found and what was expected.
    pub detail: String,
    /// The key of the source in the protocol, if a protocol's rule refused.
    pub source: Option<String>,
}

impl From<&Refusal> for RefusedBecause {
    fn from(refusal: &Refusal) -> Self {
        Self {
            code: refusal.code.code().to_owned(),
            detail: refusal.detail.clone(),
            source: refusal.source.clone(),
        }
    }
}

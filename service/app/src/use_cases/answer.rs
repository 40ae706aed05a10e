//! What a person is told, and its stored form, so that a retried act gets its first answer.

use cikada_domain::event::RefusedBecause;
use cikada_domain::{Event, FacilityEvent};
use cikada_engine::RefusalCode;
use cikada_protocol::Protocol;
use minicbor::{Decode, Encode};

use crate::centre::to_bytes;
use crate::error::AppError;
use crate::read::{RuleSource, rule_source};

/// The answer to an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It happened and is on disk.
    Accepted {
        /// What happened, a line for each event.
        words: Vec<String>,
        /// The sequence of the last entry.
        sequence: u64,
    },
    /// It may not happen; that it was asked is on disk.
    Refused {
        /// Every reason.
        reasons: Vec<Reason>,
    },
}

/// One reason of a refusal, as a person is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The refusal's code.
    pub code: String,
    /// What it means, in a plain sentence.
    pub sentence: String,
    /// The one safe next act.
    pub next_act: String,
    /// What was found and what was expected.
    pub detail: String,
    /// Where the rule comes from, if a protocol's rule refused.
    pub source: Option<RuleSource>,
}

impl Reason {
    /// A reason as recorded, told in the words of the engine and the protocol.
    #[must_use]
    pub fn told(because: &RefusedBecause, protocol: Option<&Protocol>) -> Self {
        let code = RefusalCode::ALL
            .iter()
            .find(|code| code.code() == because.code);
        let source = because.source.as_ref().zip(protocol);
        Self {
            code: because.code.clone(),
            sentence: code.map_or(String::new(), |code| code.sentence().to_owned()),
            next_act: code.map_or(String::new(), |code| code.next_act().to_owned()),
            detail: because.detail.clone(),
            source: source.map(|(key, protocol)| rule_source(protocol, key)),
        }
    }
}

/// An answer as kept beside the command's id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct StoredAnswer {
    #[n(0)]
    words: Vec<String>,
    #[n(1)]
    refused: Vec<StoredReason>,
}

#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
struct StoredReason {
    #[n(0)]
    code: String,
    #[n(1)]
    detail: String,
    #[n(2)]
    source: Option<String>,
}

impl StoredAnswer {
    /// The answer that follows from the events that are about to be appended.
    pub(crate) fn of(events: &[Event]) -> Self {
        let mut answer = Self::default();
        for event in events {
            match event {
                Event::CommandRefused { reasons, .. } => answer.refuse(reasons),
                other => answer.words.push(other.words()),
            }
        }
        answer
    }

    /// The same, of events of a material, a piece of equipment, a room or training.
    pub(crate) fn of_facility(events: &[FacilityEvent]) -> Self {
        let mut answer = Self::default();
        for event in events {
            match event {
                FacilityEvent::FacilityRefused { reasons, .. } => answer.refuse(reasons),
                other => answer.words.push(other.words()),
            }
        }
        answer
    }

    fn refuse(&mut self, reasons: &[RefusedBecause]) {
        let kept = reasons.iter().map(|reason| StoredReason {
            code: reason.code.clone(),
            detail: reason.detail.clone(),
            source: reason.source.clone(),
        });
        self.refused.extend(kept);
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        to_bytes(self)
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, AppError> {
        minicbor::decode(bytes).map_err(|error| AppError::Stored(error.to_string()))
    }

    /// The answer as told; `sequence` is that of the command's last entry.
    pub(crate) fn tell(self, protocol: Option<&Protocol>, sequence: u64) -> Answer {
        if self.refused.is_empty() {
            return Answer::Accepted {
                words: self.words,
                sequence,
            };
        }
        let told = |reason: StoredReason| {
            let StoredReason {
                code,
                detail,
                source,
            } = reason;
            Reason::told(
                &RefusedBecause {
                    code,
                    detail,
                    source,
                },
                protocol,
            )
        };
        Answer::Refused {
            reasons: self.refused.into_iter().map(told).collect(),
        }
    }
}

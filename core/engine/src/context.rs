//! What a rule is asked with, and the reasons it gathers.

use std::fmt::Display;

use cikada_domain::{Country, Facility, Treatment};
use cikada_protocol::Protocol;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::command::Act;
use crate::decision::{Decision, Refusal};
use crate::refusal::RefusalCode;

/// Everything a rule may look at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) protocol: &'a Protocol,
    pub(crate) treatment: &'a Treatment,
    /// Materials, equipment, rooms and training, as far as the command asks about them; nothing
    /// where somebody only looks.
    pub(crate) facility: Option<&'a Facility>,
    /// When it happened, as its performer says.
    pub(crate) at: Timestamp,
    pub(crate) now: Timestamp,
    /// The patient's zone: days are theirs.
    pub(crate) zone: &'a TimeZone,
    /// Where it is done; nothing where nobody asks how a therapy stands.
    pub(crate) country: Option<&'a Country>,
    /// Who does it; nobody when the outlook asks what could be done.
    pub(crate) act: Option<&'a Act>,
}

impl<'a> Context<'a> {
    /// The latest time anyone has claimed: a clock set back makes nothing younger.
    pub(crate) fn clock(&self) -> Timestamp {
        let latest = self.treatment.latest.unwrap_or(self.now);
        self.now.max(latest).max(self.at)
    }

    /// An instant as the patient's clock on the wall shows it.
    pub(crate) fn wall(&self, at: Timestamp) -> impl Display {
        crate::time::wall(at, self.zone)
    }

    /// The calendar day of the act, as its performer says.
    pub(crate) fn day(&self) -> Date {
        crate::time::day(self.at, self.zone)
    }
}

/// The reasons gathered so far: a rule asks every gate before it answers.
#[derive(Debug, Default)]
pub(crate) struct Reasons(Vec<Refusal>);

impl Reasons {
    /// Adds a reason that no rule of the protocol stands behind.
    pub(crate) fn refuse(&mut self, code: RefusalCode, detail: impl Into<String>) {
        self.push(code, detail.into(), None);
    }

    /// Adds a reason with the source its rule names.
    pub(crate) fn refuse_by(&mut self, code: RefusalCode, detail: impl Into<String>, source: &str) {
        self.push(code, detail.into(), Some(source.to_owned()));
    }

    fn push(&mut self, code: RefusalCode, detail: String, source: Option<String>) {
        let refusal = Refusal {
            code,
            detail,
            source,
        };
        // Two gates may find the same thing; a reader should read it once.
        if !self.0.contains(&refusal) {
            self.0.push(refusal);
        }
    }

    /// The reasons of some codes, and all others.
    pub(crate) fn divided(self, codes: &[RefusalCode]) -> (Self, Self) {
        let all = self.0.into_iter();
        let (of_codes, others) = all.partition(|refusal| codes.contains(&refusal.code));
        (Self(of_codes), Self(others))
    }

    /// Adds the reasons of another list.
    pub(crate) fn extend(&mut self, other: Self) {
        for refusal in other.0 {
            self.push(refusal.code, refusal.detail, refusal.source);
        }
    }

    /// Whether nothing stands against it so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Accepts with the events if nothing stands against it.
    pub(crate) fn or_accept<E>(self, events: impl FnOnce() -> Vec<E>) -> Decision<E> {
        if self.0.is_empty() {
            Decision::Accepted(events())
        } else {
            self.refused()
        }
    }

    /// Refuses because what is asked for does not exist, which no later gate could be asked about.
    pub(crate) fn refused<E>(self) -> Decision<E> {
        Decision::Refused(self.into_refusals())
    }

    /// The reasons alone, the gravest first; of one gravity in the order they were found.
    pub(crate) fn into_refusals(mut self) -> Vec<Refusal> {
        self.0.sort_by_key(|refusal| refusal.code.gravity());
        self.0
    }
}

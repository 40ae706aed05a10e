//! What changes for a patient between two versions of a protocol, in clinical words.
//!
//! Things are the same when they have the same name. What is said is what a patient, a nurse or a
//! technologist would notice: a dose on another day, a limit that falls, a step that is new. A text
//! that only reads differently is said to read differently.

use crate::model::{DoseLine, Protocol};

mod course;
mod limit;
mod making;
mod treatment;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// Whom it can touch.
    pub concerns: Concerns,
    /// What changes, in clinical words.
    pub text: String,
}

/// Whom a change can touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Concerns {
    /// Whoever still has a dose before them.
    Treatment,
    /// Whoever still has a product to be made.
    Making,
    /// Whoever is not enrolled yet.
    Enrolment,
    /// Nobody's treatment: words, sources and evidence.
    Record,
}

impl Concerns {
    /// Every kind, the gravest first.
    pub const ALL: [Self; 4] = [Self::Treatment, Self::Making, Self::Enrolment, Self::Record];

    /// The heading over such changes.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Treatment => "For whoever still has a dose before them",
            Self::Making => "For products still to be made",
            Self::Enrolment => "For whoever is not enrolled yet",
            Self::Record => "In words, sources and evidence",
        }
    }

    /// Whether a treatment that is under way would be touched.
    #[must_use]
    pub fn touches_running(self) -> bool {
        match self {
            Self::Treatment | Self::Making => true,
            Self::Enrolment | Self::Record => false,
        }
    }
}

/// Every change from an old version to a new one, the gravest first.
#[must_use]
pub fn diff(old: &Protocol, new: &Protocol) -> Vec<Change> {
    let mut changes = Changes::default();
    course::schedule(old, new, &mut changes);
    course::doses(old, new, &mut changes);
    treatment::all(old, new, &mut changes);
    making::all(old, new, &mut changes);
    changes.0.sort_by_key(|change| change.concerns);
    changes.0
}

/// The changes found so far.
#[derive(Debug, Default)]
struct Changes(Vec<Change>);

impl Changes {
    fn add(&mut self, concerns: Concerns, text: impl Into<String>) {
        self.0.push(Change {
            concerns,
            text: text.into(),
        });
    }

    /// A single thing that either stayed or changed.
    fn replaced(&mut self, concerns: Concerns, what: &str, old: &str, new: &str) {
        if old != new {
            self.add(concerns, format!("{what}: was {old}, is {new}"));
        }
    }

    /// Pairs two lists by name: what is new, what is gone, and what stayed and is compared.
    fn paired<'p, T>(
        &mut self,
        lists: (&'p [T], &'p [T]),
        name: impl Fn(&T) -> String,
        alone: impl Fn(&T) -> (Concerns, String),
        mut both: impl FnMut(&'p T, &'p T, &mut Self),
    ) {
        let (old, new) = lists;
        for before in old {
            match new.iter().find(|after| name(after) == name(before)) {
                Some(after) if std::ptr::eq(before, after) => {}
                Some(after) => both(before, after, self),
                None => {
                    let (concerns, words) = alone(before);
                    self.add(concerns, format!("no longer: {words}"));
                }
            }
        }
        for after in new {
            if !old.iter().any(|before| name(before) == name(after)) {
                let (concerns, words) = alone(after);
                self.add(concerns, format!("new: {words}"));
            }
        }
    }
}

/// How much a line of dosing gives, in words.
fn amount_words(line: &DoseLine) -> String {
    use crate::model::DoseAmount;
    match &line.amount {
        DoseAmount::Cells(cells) => cells.words(),
        DoseAmount::Exact(amount) => amount.words(),
        DoseAmount::Titrated(titration) => titration.text.clone(),
    }
}

#[cfg(test)]
mod tests;

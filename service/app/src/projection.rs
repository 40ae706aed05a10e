//! The derived rows, each a function of one entry alone, so that a rebuild gives the same.

pub(crate) mod genealogy;

use cikada_domain::event::LabelPurpose;
use cikada_domain::{ChainOfIdentity, Event, FacilityEvent};
use cikada_ledger::{Draft, Entry, PERSON_KEY_DESTROYED};
use cikada_store::ViewChange;

use crate::centre::{
    ACCOUNT_OPENED, CENTRE_FOUNDED, MAPPING_INSTALLED, MappingInstalled, PROTOCOL_INSTALLED,
    ProtocolInstalled,
};
use crate::record::{Told, recorded_of};

/// The centre, one row.
pub(crate) const CENTRE: &str = "centre";
/// Members of staff: identifier to the stored form of the opened account.
pub(crate) const STAFF: &str = "staff";
/// Installed protocols: hash to text.
pub(crate) const PROTOCOLS: &str = "protocols";
/// Installed mappings of instruments' and loggers' files: name to text.
pub(crate) const MAPPINGS: &str = "mappings";
/// Treatments: identifier to the recipient.
pub(crate) const TREATMENTS: &str = "treatments";
/// Persons: pseudonym to a treatment's identifier.
pub(crate) const PERSONS: &str = "persons";
/// Containers: identifier to the treatment.
pub(crate) const CONTAINERS: &str = "containers";
/// Materials, equipment, rooms and persons trained, by the name of their stream.
pub(crate) const SUBJECTS: &str = "subjects";
/// Treatments in which nothing was entered since they were closed.
pub(crate) const CLOSED: &str = "closed";
/// Erased persons, by pseudonym.
pub(crate) const ERASED: &str = "erased";

const DONATION_LENGTH: usize = 13;
const SERIAL_LENGTH: usize = 6;

/// The last number issued of each kind.
pub(crate) const LAST_NUMBERS: &str = "last-numbers";

/// What is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Numbered {
    Treatment,
    Donation,
    Batch,
    Lot,
}

impl Numbered {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Treatment => "treatment",
            Self::Donation => "donation",
            Self::Batch => "batch",
            Self::Lot => "lot",
        }
    }
}

/// The prefix of the stream of a treatment.
pub(crate) const TREATMENT_STREAM: &str = "treatment/";

/// The rows an entry changes.
#[must_use]
pub fn of_entry(entry: &Entry) -> Vec<ViewChange> {
    of_told(&Told::of_entry(entry))
}

/// The rows that drafts will change once they stand at the places after `head`.
pub(crate) fn of_drafts(head: u64, drafts: &[Draft]) -> Vec<ViewChange> {
    let told = (head.saturating_add(1)..).zip(drafts);
    told.flat_map(|(version, draft)| of_told(&Told::of_draft(draft, version)))
        .collect()
}

fn of_told(told: &Told<'_>) -> Vec<ViewChange> {
    let (stream, clear) = (told.stream, told.clear);
    match told.kind {
        CENTRE_FOUNDED => vec![put(CENTRE, "centre", clear.to_vec())],
        ACCOUNT_OPENED => vec![put(STAFF, tail(stream), clear.to_vec())],
        PROTOCOL_INSTALLED => minicbor::decode::<ProtocolInstalled>(clear)
            .map(|installed| vec![put(PROTOCOLS, &installed.hash, installed.text.into_bytes())])
            .unwrap_or_default(),
        MAPPING_INSTALLED => minicbor::decode::<MappingInstalled>(clear)
            .map(|installed| vec![put(MAPPINGS, &installed.id, installed.text.into_bytes())])
            .unwrap_or_default(),
        PERSON_KEY_DESTROYED => vec![put(ERASED, tail(stream), Vec::new())],
        _ => {
            let place = (stream, told.version);
            let treatment = ChainOfIdentity::new(tail(stream));
            if let (Ok(treatment), Ok(recorded)) = (treatment, recorded_of::<Event>(told)) {
                let mut rows = of_treatment(tail(stream), &recorded.event);
                rows.extend(genealogy::of_treatment(place, &treatment, &recorded));
                return rows;
            }
            let Ok(recorded) = recorded_of::<FacilityEvent>(told) else {
                return Vec::new();
            };
            let mut rows = of_facility(&recorded.event);
            rows.extend(genealogy::of_facility(place, &recorded));
            rows
        }
    }
}

/// The rows an event of a material, a piece of equipment, a room or training changes.
fn of_facility(event: &FacilityEvent) -> Vec<ViewChange> {
    let subject = event.subject();
    let listed = subject.map(|subject| put(SUBJECTS, &subject.stream(), Vec::new()));
    let numbered = match event {
        FacilityEvent::LotReceived { lot, .. } => Some(last_number(Numbered::Lot, lot.as_str())),
        _ => None,
    };
    listed.into_iter().chain(numbered).collect()
}

/// The rows an event of a treatment changes.
fn of_treatment(treatment: &str, event: &Event) -> Vec<ViewChange> {
    let here = || treatment.as_bytes().to_vec();
    let mut changes = match event {
        Event::TreatmentOpened { recipient, .. } => vec![
            put(
                TREATMENTS,
                treatment,
                recipient.as_str().as_bytes().to_vec(),
            ),
            put(PERSONS, recipient.as_str(), here()),
            last_number(Numbered::Treatment, treatment),
        ],
        Event::LabelIssued { container, purpose } => {
            let donation = container.as_str().get(..DONATION_LENGTH);
            let number = donation.filter(|_| matches!(purpose, LabelPurpose::Collection(_)));
            let labelled = put(CONTAINERS, container.as_str(), here());
            number
                .map(|number| last_number(Numbered::Donation, number))
                .into_iter()
                .chain([labelled])
                .collect()
        }
        Event::BatchStarted { batch, .. } => vec![last_number(Numbered::Batch, batch.as_str())],
        Event::TreatmentClosed { .. } => vec![put(CLOSED, treatment, Vec::new())],
        _ => Vec::new(),
    };
    if may_follow_closing(event) {
        changes.push(ViewChange::Delete {
            view: CLOSED.to_owned(),
            key: treatment.to_owned(),
        });
    }
    changes
}

/// What can still come to light after a treatment was closed, and must then be seen on every list again.
fn may_follow_closing(event: &Event) -> bool {
    matches!(
        event,
        Event::ResultRecorded { .. }
            | Event::DeviationOpened { .. }
            | Event::DeviationClosed { .. }
            | Event::AdverseEventRecorded { .. }
            | Event::GradeMeasured { .. }
            | Event::StopRuleFired { .. }
            | Event::Handling(_)
            | Event::Quality(_)
    )
}

/// The serial an identifier ends with.
fn last_number(of: Numbered, identifier: &str) -> ViewChange {
    let start = identifier.len().saturating_sub(SERIAL_LENGTH);
    let serial = identifier.get(start..).unwrap_or_default();
    put(LAST_NUMBERS, of.name(), serial.as_bytes().to_vec())
}

/// The part of a stream's name after its kind.
pub(crate) fn tail(stream: &str) -> &str {
    stream.split_once('/').map_or(stream, |(_, tail)| tail)
}

fn put(view: &str, key: &str, body: Vec<u8>) -> ViewChange {
    ViewChange::Put {
        view: view.to_owned(),
        key: key.to_owned(),
        body,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_to_light_after_the_closing_brings_a_treatment_back_onto_the_lists() {
        let reason = cikada_domain::event::ClosingReason::Completed;
        let closed = of_treatment("CH1", &Event::TreatmentClosed { reason });
        assert_eq!(closed, [put(CLOSED, "CH1", Vec::new())]);
        let fired = Event::AdverseEventRecorded {
            term: "fever".to_owned(),
            scheme: "CTCAE 5.0".to_owned(),
            grade: 2,
            serious: false,
        };
        let [ViewChange::Delete { view, key }] = &of_treatment("CH1", &fired)[..] else {
            panic!("one row is removed");
        };
        assert_eq!((view.as_str(), key.as_str()), (CLOSED, "CH1"));
        assert_eq!(of_treatment("CH1", &Event::HoldPlaced), []);
    }
}

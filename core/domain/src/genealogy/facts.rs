//! Where each thing of a genealogy stands, as facts that each event leaves: the latest of an aspect
//! counts. They are enough to tell a product on the shelf from one that was given, without folding
//! the treatments of everyone affected.

use jiff::Timestamp;

use crate::event::{
    Event, FacilityEvent, Fate, HandlingEvent, InfusionOutcome, LabelPurpose, QualityEvent,
    Recorded, ReleaseKind,
};
use crate::genealogy::edges::dose_of;
use crate::genealogy::{Kind, Node};
use crate::identifier::{ChainOfIdentity, StaffId};

/// One thing that is so since an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Of what.
    pub node: Node,
    /// In which respect; a later fact of the same respect replaces it.
    pub aspect: &'static str,
    /// What, in words.
    pub value: String,
    /// Since when.
    pub at: Timestamp,
    /// Who said or did it.
    pub by: StaffId,
}

/// Where a product stands, for whoever must reach it before it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProductStanding {
    /// It was given, wholly or in part.
    Given,
    /// It can still be given unless somebody holds it.
    OnTheShelf,
    /// It was rejected, returned or destroyed.
    OutOfUse,
}

/// Where a product stands by its facts; none for what is no product.
#[must_use]
pub fn product_standing<'a>(
    facts: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Option<ProductStanding> {
    let (mut product, mut standing) = (false, ProductStanding::OnTheShelf);
    for (aspect, value) in facts {
        product |= aspect == "harvested" || aspect == "given";
        let found = match (aspect, value) {
            ("given", _) => ProductStanding::Given,
            ("disposed", _) | ("decided", "rejected") => ProductStanding::OutOfUse,
            _ => continue,
        };
        if standing != ProductStanding::Given {
            standing = found;
        }
    }
    product.then_some(standing)
}

/// The words that tell most about a thing: what became of it, else what was decided, else how it
/// came about.
#[must_use]
pub fn standing_words<'a>(facts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Option<&'a str> {
    let order = [
        "given",
        "disposed",
        "failed",
        "closed",
        "decided",
        "finished",
        "harvested",
        "made",
        "opened",
        "labelled",
        "named",
    ];
    let place = |aspect: &str| order.iter().position(|known| *known == aspect);
    let facts = facts
        .into_iter()
        .filter_map(|(aspect, value)| Some((place(aspect)?, value)));
    facts
        .min_by_key(|(place, _)| *place)
        .map(|(_, value)| value)
}

/// The facts that an event of a treatment leaves.
#[must_use]
pub fn treatment_facts(treatment: &ChainOfIdentity, recorded: &Recorded<Event>) -> Vec<Fact> {
    let here = || Node::new(Kind::Treatment, treatment);
    let container = |id| Node::new(Kind::Container, id);
    let said: Vec<(Node, &'static str, String)> = match &recorded.event {
        Event::TreatmentOpened { protocol, .. } => {
            vec![(
                here(),
                "opened",
                format!("{} {}", protocol.id, protocol.version),
            )]
        }
        Event::EligibilityConfirmed => vec![(here(), "eligible", "eligible".to_owned())],
        Event::PlanConfirmed { .. } => vec![(here(), "prescribed", "plan confirmed".to_owned())],
        Event::DoseOrdered { dose, .. } => {
            vec![(here(), "ordered", format!("dose {dose} ordered"))]
        }
        Event::TreatmentClosed { .. } => vec![(here(), "closed", "closed".to_owned())],
        Event::LabelIssued {
            container: id,
            purpose,
        } => {
            let of = match purpose {
                LabelPurpose::Collection(dose) => format!("collection bag for dose {dose}"),
                LabelPurpose::Product(batch) => format!("product of {batch}"),
            };
            vec![(container(id), "labelled", of)]
        }
        Event::ProductReleased {
            container: bag,
            kind,
            ..
        } => {
            let words = match kind {
                ReleaseKind::Conditional => "released conditionally",
                ReleaseKind::Final => "released",
            };
            vec![(container(bag), "decided", words.to_owned())]
        }
        Event::ProductRejected { container: bag } => {
            vec![(container(bag), "decided", "rejected".to_owned())]
        }
        Event::Handling(HandlingEvent::ProductDisposed {
            container: bag,
            fate,
        }) => {
            let words = match fate {
                Fate::Returned => "returned",
                Fate::Destroyed => "destroyed",
                Fate::NeverInfused => "never to be given",
            };
            vec![(container(bag), "disposed", words.to_owned())]
        }
        Event::Handling(HandlingEvent::DoseFilled {
            container: bag,
            dose,
            ..
        }) => vec![
            (container(bag), "made", format!("filled as dose {dose}")),
            (container(bag), "harvested", "in quarantine".to_owned()),
        ],
        Event::Quality(event) => quality(event),
        event => made_or_given(treatment, event),
    };
    facts(said, recorded)
}

fn made_or_given(treatment: &ChainOfIdentity, event: &Event) -> Vec<(Node, &'static str, String)> {
    let container = |id| Node::new(Kind::Container, id);
    match event {
        Event::Handling(HandlingEvent::MaterialCorrected {
            batch,
            step,
            old,
            new,
            ..
        }) if old.lot != new.lot => {
            let step = step.as_str().replace('-', " ");
            let words = format!("corrected in {step}: not lot {} but {}", old.lot, new.lot);
            vec![(Node::new(Kind::Batch, batch), "corrected", words)]
        }
        Event::CollectionRecorded {
            dose,
            donation,
            container: bag,
            ..
        } => vec![
            (
                Node::new(Kind::Donation, donation),
                "made",
                format!("collected for dose {dose}"),
            ),
            (container(bag), "made", "filled".to_owned()),
        ],
        Event::BatchStarted { batch, dose, .. } => {
            vec![(
                Node::new(Kind::Batch, batch),
                "made",
                format!("started for dose {dose}"),
            )]
        }
        Event::ProductHarvested {
            batch,
            container: bag,
            ..
        } => vec![
            (
                Node::new(Kind::Batch, batch),
                "finished",
                "harvested".to_owned(),
            ),
            (container(bag), "harvested", "in quarantine".to_owned()),
        ],
        Event::InfusionStarted {
            dose,
            container: bag,
            ..
        } => vec![
            (container(bag), "given", format!("given as dose {dose}")),
            (dose_of(treatment, *dose), "given", "begun".to_owned()),
        ],
        Event::InfusionEnded { dose, outcome, .. } => {
            let words = match outcome {
                InfusionOutcome::Completed => "given whole",
                InfusionOutcome::Stopped => "stopped before its end",
            };
            vec![(dose_of(treatment, *dose), "given", words.to_owned())]
        }
        _ => Vec::new(),
    }
}

fn quality(event: &QualityEvent) -> Vec<(Node, &'static str, String)> {
    let container = |id| Node::new(Kind::Container, id);
    match event {
        QualityEvent::SampleTaken { sample, .. } => {
            vec![(Node::new(Kind::Sample, sample), "made", "taken".to_owned())]
        }
        QualityEvent::SampleInvalidated { sample } => {
            vec![(
                Node::new(Kind::Sample, sample),
                "decided",
                "unfit".to_owned(),
            )]
        }
        QualityEvent::LateResultFailed {
            container: bag,
            test,
            ..
        } => {
            vec![(container(bag), "failed", format!("{test} failed late"))]
        }
        QualityEvent::ProductSupplied { container: bag, .. } => {
            vec![(
                container(bag),
                "decided",
                "supplied out of specification".to_owned(),
            )]
        }
        _ => Vec::new(),
    }
}

/// The facts that an event of the facility leaves.
#[must_use]
pub fn facility_facts(recorded: &Recorded<FacilityEvent>) -> Vec<Fact> {
    let lot = |id| Node::new(Kind::Lot, id);
    let equipment = |id| Node::new(Kind::Equipment, id);
    let said = match &recorded.event {
        FacilityEvent::LotReceived {
            lot: id,
            name,
            expires_on,
            ..
        } => vec![
            (lot(id), "named", format!("{name}, expires {expires_on}")),
            (lot(id), "decided", "in quarantine".to_owned()),
        ],
        FacilityEvent::LotReleased { lot: id } => vec![(lot(id), "decided", "released".to_owned())],
        FacilityEvent::LotRejected { lot: id } => vec![(lot(id), "decided", "rejected".to_owned())],
        FacilityEvent::LotRecalled { lot: id } => vec![(lot(id), "decided", "recalled".to_owned())],
        FacilityEvent::EquipmentRegistered {
            equipment: id,
            name,
            ..
        } => {
            vec![(equipment(id), "named", name.clone())]
        }
        FacilityEvent::EquipmentWithdrawn { equipment: id } => {
            vec![(equipment(id), "decided", "out of use".to_owned())]
        }
        FacilityEvent::EquipmentReturned { equipment: id } => {
            vec![(equipment(id), "decided", "in use".to_owned())]
        }
        _ => Vec::new(),
    };
    facts(said, recorded)
}

fn facts<E>(said: Vec<(Node, &'static str, String)>, recorded: &Recorded<E>) -> Vec<Fact> {
    let fact = |(node, aspect, value)| Fact {
        node,
        aspect,
        value,
        at: recorded.occurred_at,
        by: recorded.performer.clone(),
    };
    said.into_iter().map(fact).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_given_stays_given_and_what_nobody_stopped_is_on_the_shelf() {
        let standing = |facts: &[(&'static str, &'static str)]| product_standing(facts.to_vec());
        let made = ("harvested", "in quarantine");
        assert_eq!(standing(&[made]), Some(ProductStanding::OnTheShelf));
        let released = ("decided", "released");
        assert_eq!(
            standing(&[made, released]),
            Some(ProductStanding::OnTheShelf)
        );
        let rejected = ("decided", "rejected");
        assert_eq!(standing(&[rejected, made]), Some(ProductStanding::OutOfUse));
        let given = ("given", "given as dose 1");
        assert_eq!(
            standing(&[given, rejected, made]),
            Some(ProductStanding::Given)
        );
        assert_eq!(standing(&[("made", "filled")]), None);
        assert_eq!(standing_words([made, given]), Some("given as dose 1"));
    }
}

//! The ties that each event makes: a function of that event alone.
//!
//! Whatever belongs to a course is tied to its treatment, so that everything collected, made,
//! sampled and given in it lies upstream of one chain of identity. Who worked on something and on
//! which device is tied to the batch, container or dose it was about, else to the treatment.
//!
//! What a person decided about a lot or a room is not tied: whoever releases lots would stand
//! before every batch of the centre.

use crate::event::{
    Event, FacilityEvent, HandlingEvent, LabelPurpose, MaterialUsed, QualityEvent, Recorded,
};
use crate::genealogy::{Edge, Kind, Link, Node};
use crate::identifier::{
    BatchId, ChainOfIdentity, DonationIdentificationNumber, DoseNumber, StepId,
};

use Kind::{
    Batch, Container, Device, Donation, Donor, Dose, Equipment, File, Lot, Patient, Room, Sample,
    Staff, SupplierLot, Treatment,
};

type Tie = (Node, Link, Option<String>, Node);

/// A dose of a treatment.
pub(super) fn dose_of(treatment: &ChainOfIdentity, dose: DoseNumber) -> Node {
    Node::new(Dose, format!("{treatment}-{dose}"))
}

/// The ties that an event of a treatment makes.
#[must_use]
pub fn treatment_edges(treatment: &ChainOfIdentity, recorded: &Recorded<Event>) -> Vec<Edge> {
    let event = &recorded.event;
    if matches!(event, Event::CommandRefused { .. }) {
        return Vec::new();
    }
    let mut ties = match event {
        Event::Handling(event) => handling(treatment, event),
        Event::Quality(event) => quality(event),
        _ => course(treatment, event),
    };
    let about = about(treatment, event);
    let performer = Node::new(Staff, &recorded.performer);
    ties.push((performer, Link::Performed, None, about.clone()));
    if let Some(witness) = &recorded.witness {
        let witness = Node::new(Staff, witness);
        ties.push((witness, Link::Witnessed, None, about.clone()));
    }
    let device = Node::new(Device, &recorded.device);
    ties.push((device, Link::Recorded, None, about));
    let at = recorded.occurred_at;
    let edge = |(from, link, detail, to)| Edge {
        from,
        to,
        link,
        detail,
        at,
    };
    ties.into_iter().map(edge).collect()
}

/// The ties that an event of the facility makes: those of a lot's origin. What was drawn and used
/// is told by the step it was used in.
#[must_use]
pub fn facility_edges(recorded: &Recorded<FacilityEvent>) -> Vec<Edge> {
    let FacilityEvent::LotReceived {
        lot,
        supplier_lot,
        certificate,
        ..
    } = &recorded.event
    else {
        return Vec::new();
    };
    let to = Node::new(Lot, lot);
    let supplied = (Node::new(SupplierLot, supplier_lot), Link::Supplied);
    let certified = certificate.iter();
    let certified = certified.map(|file| (Node::new(File, file), Link::Certified));
    let edge = |(from, link)| Edge {
        from,
        to: to.clone(),
        link,
        detail: None,
        at: recorded.occurred_at,
    };
    std::iter::once(supplied)
        .chain(certified)
        .map(edge)
        .collect()
}

fn tie(from: Node, link: Link, to: Node) -> Tie {
    (from, link, None, to)
}

fn course(treatment: &ChainOfIdentity, event: &Event) -> Vec<Tie> {
    let here = || Node::new(Treatment, treatment);
    match event {
        Event::TreatmentOpened { recipient, .. } => {
            vec![tie(here(), Link::Treats, Node::new(Patient, recipient))]
        }
        Event::LabelIssued { container, .. } => {
            vec![tie(Node::new(Container, container), Link::For, here())]
        }
        Event::CollectionRecorded {
            donation,
            container,
            donor,
            ..
        } => {
            let donation = || Node::new(Donation, donation);
            let bag = || Node::new(Container, container);
            let donor = || Node::new(Donor, donor);
            vec![
                tie(donor(), Link::Given, donation()),
                tie(donor(), Link::Given, bag()),
                tie(bag(), Link::Held, donation()),
                tie(donation(), Link::For, here()),
            ]
        }
        Event::BatchStarted {
            batch, donation, ..
        } => {
            let batch = || Node::new(Batch, batch);
            let donation = Node::new(Donation, donation);
            vec![
                tie(donation, Link::Cultured, batch()),
                tie(batch(), Link::For, here()),
            ]
        }
        Event::InfusionStarted {
            dose, container, ..
        } => {
            let dose = || dose_of(treatment, *dose);
            vec![
                tie(Node::new(Container, container), Link::Infused, dose()),
                tie(dose(), Link::For, here()),
            ]
        }
        _ => making(treatment, event),
    }
}

/// What went into a batch, and what speaks for it.
fn making(treatment: &ChainOfIdentity, event: &Event) -> Vec<Tie> {
    let here = || Node::new(Treatment, treatment);
    match event {
        Event::StepPerformed {
            batch,
            step,
            materials,
            ..
        } => {
            let added = |used| added(batch, step, used);
            materials.iter().map(added).collect()
        }
        Event::ProductHarvested {
            batch, container, ..
        } => {
            let product = || Node::new(Container, container);
            vec![
                tie(Node::new(Batch, batch), Link::Filled, product()),
                tie(product(), Link::For, here()),
            ]
        }
        Event::ResultRecorded {
            batch,
            test,
            sample,
            file,
            ..
        } => {
            let of_test =
                |from, link| (from, link, Some(test.to_string()), Node::new(Batch, batch));
            let sample = sample
                .iter()
                .map(|id| (Node::new(Sample, id), Link::SpeaksFor));
            let file = file.iter().map(|id| (Node::new(File, id), Link::ReadFrom));
            let ties = sample.chain(file);
            ties.map(|(from, link)| of_test(from, link)).collect()
        }
        _ => Vec::new(),
    }
}

/// What went into a batch. A lot written down by mistake keeps the tie of its step; the batch has a fact
/// that says so.
fn added(batch: &BatchId, step: &StepId, used: &MaterialUsed) -> Tie {
    let (step, batch) = (Some(step.to_string()), Node::new(Batch, batch));
    (of_lot(&used.lot), Link::Added, step, batch)
}

/// The lot a material came from; what comes from the patient is named by its collection.
fn of_lot(lot: &str) -> Node {
    match DonationIdentificationNumber::new(lot) {
        Ok(donation) => Node::new(Donation, donation),
        Err(_) => Node::new(Lot, lot),
    }
}

fn handling(treatment: &ChainOfIdentity, event: &HandlingEvent) -> Vec<Tie> {
    match event {
        HandlingEvent::TemperatureLogged {
            container,
            file,
            logger,
            ..
        } => {
            let container = || Node::new(Container, container);
            vec![
                tie(Node::new(Equipment, logger), Link::Logged, container()),
                tie(Node::new(File, file), Link::Logged, container()),
            ]
        }
        HandlingEvent::EquipmentUsed {
            batch,
            step,
            equipment,
            room,
        } => {
            let equipment = equipment.iter().map(|id| Node::new(Equipment, id));
            let room = room.iter().map(|id| Node::new(Room, id));
            let used = |from| {
                let step = Some(step.to_string());
                (from, Link::Used, step, Node::new(Batch, batch))
            };
            equipment.chain(room).map(used).collect()
        }
        HandlingEvent::MaterialCorrected {
            batch, step, new, ..
        } => vec![added(batch, step, new)],
        HandlingEvent::FileAttached {
            batch, step, file, ..
        } => {
            let (step, batch) = (Some(step.to_string()), Node::new(Batch, batch));
            vec![(Node::new(File, file), Link::ReadFrom, step, batch)]
        }
        HandlingEvent::DoseFilled {
            batch,
            from,
            container,
            equipment,
            room,
            ..
        } => {
            let filled = || Node::new(Container, container);
            let equipment = equipment.iter().flatten();
            let equipment = equipment.map(|id| Node::new(Equipment, id));
            let room = room.iter().map(|id| Node::new(Room, id));
            // The harvest was open beside it: what was used reaches the whole batch.
            let used = |from| tie(from, Link::Used, Node::new(Batch, batch));
            let made = [
                tie(Node::new(Batch, batch), Link::Filled, filled()),
                tie(Node::new(Container, from), Link::Divided, filled()),
                tie(filled(), Link::For, Node::new(Treatment, treatment)),
            ];
            made.into_iter()
                .chain(equipment.chain(room).map(used))
                .collect()
        }
        HandlingEvent::LabelPrinted { .. }
        | HandlingEvent::LabelVerified { .. }
        | HandlingEvent::LabelsAccounted { .. }
        | HandlingEvent::ContentsCorrected { .. }
        | HandlingEvent::ProductDisposed { .. } => Vec::new(),
    }
}

fn quality(event: &QualityEvent) -> Vec<Tie> {
    match event {
        QualityEvent::SampleTaken { sample, batch, .. } => {
            let sample = || Node::new(Sample, sample);
            let batch = || Node::new(Batch, batch);
            vec![
                tie(batch(), Link::Sampled, sample()),
                tie(sample(), Link::SpeaksFor, batch()),
            ]
        }
        QualityEvent::RiskEvaluated {
            container,
            file: Some(file),
        } => {
            let container = Node::new(Container, container);
            vec![tie(Node::new(File, file), Link::ReadFrom, container)]
        }
        _ => Vec::new(),
    }
}

/// What an event was about, as near as it says: a batch, a container, a dose, else the treatment.
fn about(treatment: &ChainOfIdentity, event: &Event) -> Node {
    match event {
        Event::BatchStarted { batch, .. }
        | Event::StepPerformed { batch, .. }
        | Event::ValueCorrected { batch, .. }
        | Event::DeviationOpened { batch, .. }
        | Event::ResultRecorded { batch, .. }
        | Event::ProductHarvested { batch, .. }
        | Event::LabelIssued {
            purpose: LabelPurpose::Product(batch),
            ..
        } => Node::new(Batch, batch),
        Event::LabelIssued { container, .. }
        | Event::CustodyTransferred { container, .. }
        | Event::CollectionRecorded { container, .. }
        | Event::ProductReleased { container, .. }
        | Event::ProductRejected { container }
        | Event::BedsideVerified { container, .. }
        | Event::InfusionStarted { container, .. } => Node::new(Container, container),
        Event::VitalSignsRecorded { dose, .. }
        | Event::InfusionEnded { dose, .. }
        | Event::ObservationEnded { dose, .. } => dose_of(treatment, *dose),
        Event::Handling(event) => about_handling(event),
        Event::Quality(event) => {
            about_quality(event).unwrap_or_else(|| Node::new(Treatment, treatment))
        }
        _ => Node::new(Treatment, treatment),
    }
}

fn about_handling(event: &HandlingEvent) -> Node {
    match event {
        HandlingEvent::LabelPrinted { container, .. }
        | HandlingEvent::LabelVerified { container, .. }
        | HandlingEvent::LabelsAccounted { container, .. }
        | HandlingEvent::TemperatureLogged { container, .. }
        | HandlingEvent::ProductDisposed { container, .. }
        | HandlingEvent::ContentsCorrected { container, .. }
        | HandlingEvent::DoseFilled { container, .. } => Node::new(Container, container),
        HandlingEvent::EquipmentUsed { batch, .. }
        | HandlingEvent::MaterialCorrected { batch, .. }
        | HandlingEvent::FileAttached { batch, .. } => Node::new(Batch, batch),
    }
}

fn about_quality(event: &QualityEvent) -> Option<Node> {
    Some(match event {
        QualityEvent::DeviationReported { batch, .. }
        | QualityEvent::SampleTaken { batch, .. }
        | QualityEvent::ResultApproved { batch, .. }
        | QualityEvent::ResultInvalidated { batch, .. }
        | QualityEvent::RetestOrdered { batch, .. } => Node::new(Batch, batch),
        QualityEvent::SampleInvalidated { sample } => Node::new(Sample, sample),
        QualityEvent::LateResultFailed { container, .. }
        | QualityEvent::AlertAcknowledged { container, .. }
        | QualityEvent::AuditTrailReviewed { container, .. }
        | QualityEvent::RiskEvaluated { container, .. }
        | QualityEvent::SupplyRequested { container }
        | QualityEvent::PatientInformed { container }
        | QualityEvent::SupplyPermitted { container, .. }
        | QualityEvent::ProductSupplied { container, .. }
        | QualityEvent::AuthorityNotified { container, .. } => Node::new(Container, container),
        QualityEvent::DeviationClassified { .. } => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identifier::{
        BatchId, ContainerId, DeviceId, Division, EquipmentId, RoomId, StaffId,
    };

    #[test]
    fn what_a_dose_was_filled_with_is_tied_to_every_dose_of_its_batch() {
        let batch = BatchId::new("B-1").unwrap();
        let at = "2026-03-16T06:00:00Z".parse().unwrap();
        let filled = HandlingEvent::DoseFilled {
            batch: batch.clone(),
            from: ContainerId::new("CELLS-1").unwrap(),
            container: ContainerId::new("CELLS-1B").unwrap(),
            dose: DoseNumber::new(2).unwrap(),
            division: Division::new("B0").unwrap(),
            cells: "1e9 {viable}".parse().unwrap(),
            held: "2e9 {viable}".parse().unwrap(),
            volume: "50 mL".parse().unwrap(),
            place: "FREEZER-2".to_owned(),
            expires_at: at,
            equipment: Some(vec![EquipmentId::new("SAFETY-CABINET-1").unwrap()]),
            room: Some(RoomId::new("CLEAN-ROOM-1").unwrap()),
        };
        let recorded = Recorded {
            event: Event::Handling(filled),
            performer: StaffId::new("S-0001").unwrap(),
            witness: None,
            device: DeviceId::new("tablet-1").unwrap(),
            occurred_at: at,
            recorded_at: at,
        };
        let treatment = ChainOfIdentity::new("CHA999926000001").unwrap();
        let edges = treatment_edges(&treatment, &recorded).into_iter();
        let used = edges.filter(|edge| edge.link == Link::Used);
        let used: Vec<_> = used.map(|edge| (edge.from, edge.to)).collect();
        let batch = || Node::new(Batch, &batch);
        let expected = [
            (Node::new(Equipment, "SAFETY-CABINET-1"), batch()),
            (Node::new(Room, "CLEAN-ROOM-1"), batch()),
        ];
        assert_eq!(used, expected);
    }
}

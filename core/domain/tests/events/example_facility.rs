//! One example of each kind of event of materials, equipment, rooms, training and label templates.

use cikada_domain::event::{CleaningRule, LabelType, LabelVersion, RefusedBecause};
use cikada_domain::{
    ChainOfIdentity, EquipmentId, FacilityEvent, LabelTemplateId, LotId, ProcedureId, RoomId,
    StaffId,
};
use jiff::civil::date;

use crate::example::{at, batch, hash, input, step};

/// One example of each kind of event of materials, equipment, rooms and training.
pub(crate) fn example_facility() -> Vec<FacilityEvent> {
    let mut events = example_lot();
    events.extend(example_places());
    events.extend(example_templates());
    events
}

fn example_lot() -> Vec<FacilityEvent> {
    let lot = || LotId::new("L-26-0007").unwrap();
    vec![
        FacilityEvent::LotReceived {
            lot: lot(),
            material: input("interleukin-2"),
            name: "Interleukin-2, sample maker".to_owned(),
            supplier: "Sample supplier".to_owned(),
            supplier_lot: "SL-4471".to_owned(),
            expires_on: date(2027, 6, 30),
            quantity: "10 mL".parse().unwrap(),
            strength: Some("1000000 [iU]/mL".parse().unwrap()),
            specific_activity: Some("16400000 [iU]/mg".parse().unwrap()),
            certificate: Some(hash('e')),
        },
        FacilityEvent::LotReleased { lot: lot() },
        FacilityEvent::LotRejected { lot: lot() },
        FacilityEvent::LotRecalled { lot: lot() },
        FacilityEvent::LotDrawn {
            lot: lot(),
            amount: "0.5 mL".parse().unwrap(),
            treatment: ChainOfIdentity::new("CHA999926000042").unwrap(),
            batch: batch(),
            step: step(),
        },
        FacilityEvent::LotDrawCorrected {
            lot: lot(),
            treatment: ChainOfIdentity::new("CHA999926000042").unwrap(),
            batch: batch(),
            step: step(),
            drawn_at: at("2026-03-16T08:00:00Z"),
            old: Some("0.5 mL".parse().unwrap()),
            new: None,
        },
        FacilityEvent::LotCounted {
            lot: lot(),
            counted: "9.4 mL".parse().unwrap(),
        },
    ]
}

fn example_templates() -> Vec<FacilityEvent> {
    let template = || LabelVersion {
        label: LabelType::Product,
        id: LabelTemplateId::new("example-centre").unwrap(),
        version: 2,
        hash: hash('f'),
    };
    vec![
        FacilityEvent::LabelTemplateProposed {
            template: template(),
            text: "id = \"example-centre\"\n".to_owned(),
            reason: "a line for the ward".to_owned(),
        },
        FacilityEvent::LabelTemplateApproved {
            template: template(),
            preview: hash('d'),
        },
        FacilityEvent::LabelTemplateRetired {
            template: template(),
            reason: "too small to read".to_owned(),
        },
    ]
}

fn example_places() -> Vec<FacilityEvent> {
    let equipment = || EquipmentId::new("INCUBATOR-2").unwrap();
    let room = || RoomId::new("CABINET-1").unwrap();
    vec![
        FacilityEvent::EquipmentRegistered {
            equipment: equipment(),
            kind: input("incubator"),
            name: "Incubator 2".to_owned(),
            room: Some(room()),
            cleaning: CleaningRule::Scheduled,
        },
        FacilityEvent::EquipmentCalibrated {
            equipment: equipment(),
            due_on: date(2027, 1, 31),
            certificate: None,
        },
        FacilityEvent::EquipmentCleaned {
            equipment: equipment(),
            due_on: Some(date(2026, 4, 30)),
        },
        FacilityEvent::EquipmentWithdrawn {
            equipment: equipment(),
        },
        FacilityEvent::EquipmentReturned {
            equipment: equipment(),
        },
        FacilityEvent::EquipmentOccupied {
            equipment: equipment(),
            batch: batch(),
        },
        FacilityEvent::LineCleared { room: room() },
        FacilityEvent::RoomOccupied {
            room: room(),
            batch: batch(),
            from: at("2026-03-02T08:15:00Z"),
        },
        FacilityEvent::TrainingRecorded {
            staff: StaffId::new("tech-1").unwrap(),
            procedure: ProcedureId::new("culture").unwrap(),
            version: "3".to_owned(),
            until: date(2027, 2, 28),
        },
        FacilityEvent::FacilityRefused {
            command: "release-lot".to_owned(),
            reasons: vec![RefusedBecause {
                code: "material-expired".to_owned(),
                detail: "expired on 2026-01-31".to_owned(),
                source: None,
            }],
        },
    ]
}

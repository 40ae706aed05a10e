//! The centre of every course: lots of every material, equipment of every kind, a cleared line and
//! trained people, each through the real engine, and the ones nobody should use beside them.

use std::collections::BTreeSet;

use cikada_domain::event::{CleaningRule, Recorded, RefusedBecause, Subject};
use cikada_domain::{
    EquipmentId, Facility, FacilityEvent, FileHash, InputId, LotId, ProcedureId, Quantity, RoomId,
    StaffId,
};
use cikada_engine::{Act, Command, Decision, FacilityCommand, consequences, decide_facility};
use cikada_protocol::Protocol;
use cikada_protocol::model::MaterialFrom;
use jiff::civil::Date;

use super::course::{Course, act};

/// How the centre's own lots are numbered: of each material there is one of each.
const KINDS: [&str; 6] = [
    "LOT",
    "QUARANTINED",
    "REJECTED",
    "RECALLED",
    "EXPIRED",
    "SMALL",
];

/// Who is trained on the protocol, by whoever tells the course.
const TRAINED: [&str; 3] = ["tech-1", "tech-2", "witness-1"];

/// The last day of everything that lasts.
fn lasting() -> Date {
    "2035-12-31".parse().unwrap()
}

pub(crate) fn lot(kind: &str, material: &InputId) -> LotId {
    LotId::new(format!("{kind}-{material}")).unwrap()
}

/// The piece of a kind that every course uses.
pub(crate) fn piece(kind: &InputId) -> EquipmentId {
    EquipmentId::new(format!("{}-1", kind.as_str().to_uppercase())).unwrap()
}

/// The room in which every course works.
pub(crate) fn room() -> RoomId {
    RoomId::new("CLEAN-ROOM-1").unwrap()
}

/// How much of a lot the course takes for a step.
pub(crate) fn taken() -> Quantity {
    "1 mL".parse().unwrap()
}

/// A lot of a material as it comes in, kept in millilitres unless it is told otherwise.
pub(crate) fn receipt(lot: LotId, material: &InputId) -> FacilityCommand {
    let expires_on = match lot.as_str().starts_with("EXPIRED") {
        // It came in on its last day.
        true => "2026-01-02".parse().unwrap(),
        false => lasting(),
    };
    let quantity = match lot.as_str().starts_with("SMALL") {
        true => "1.5 mL",
        false => "100 L",
    };
    FacilityCommand::ReceiveLot {
        material: material.clone(),
        name: material.as_str().replace('-', " "),
        supplier: "Invented Supplies".to_owned(),
        supplier_lot: format!("S-{lot}"),
        lot,
        expires_on,
        quantity: quantity.parse().unwrap(),
        strength: None,
        specific_activity: None,
        certificate: Some(FileHash::new("c".repeat(64)).unwrap()),
    }
}

/// What the protocol takes from stock, each material once.
pub(crate) fn materials(protocol: &Protocol) -> BTreeSet<InputId> {
    let all = protocol.steps.iter().flat_map(|step| &step.materials);
    let stock = all.filter(|material| material.from == MaterialFrom::Stock);
    stock.map(|material| material.id.clone()).collect()
}

/// The centre as a service sees it that reads only what a decision says it looks at.
pub(crate) fn seen(facility: &Facility, subjects: &BTreeSet<Subject>) -> Facility {
    let mut seen = facility.clone();
    seen.lots
        .retain(|lot, _| subjects.contains(&Subject::Lot(lot.clone())));
    seen.equipment
        .retain(|id, _| subjects.contains(&Subject::Equipment(id.clone())));
    seen.rooms
        .retain(|room, _| subjects.contains(&Subject::Room(room.clone())));
    seen.training
        .retain(|(staff, ..), _| subjects.contains(&Subject::Training(staff.clone())));
    seen.label_templates
        .retain(|label, _| subjects.contains(&Subject::LabelTemplates(*label)));
    seen
}

impl Course {
    /// Everything a centre has before its first patient comes.
    pub(super) fn found(&mut self) {
        let opened = self.now;
        self.now = "2026-01-02T09:00:00Z".parse().unwrap();
        for material in materials(&self.protocol) {
            for kind in KINDS {
                self.stock(kind, &material);
            }
        }
        let steps = self.protocol.steps.iter();
        let kinds: BTreeSet<_> = steps.flat_map(|step| step.equipment.clone()).collect();
        for kind in &kinds {
            self.equip(kind);
        }
        let procedure = self.procedure();
        for staff in TRAINED {
            let training = FacilityCommand::RecordTraining {
                staff: StaffId::new(staff).unwrap(),
                procedure: procedure.clone(),
                version: self.protocol.version.clone(),
                until: lasting(),
            };
            self.accept("qp-1", &training);
        }
        if !kinds.is_empty() {
            self.accept("tech-1", &FacilityCommand::ClearLine { room: room() });
        }
        self.now = opened;
    }

    /// What people are trained on.
    pub(crate) fn procedure(&self) -> ProcedureId {
        ProcedureId::new(self.protocol.id.as_str()).unwrap()
    }

    fn stock(&mut self, kind: &str, material: &InputId) {
        let lot = lot(kind, material);
        self.accept("stores-1", &receipt(lot.clone(), material));
        let reject = FacilityCommand::RejectLot { lot: lot.clone() };
        let release = FacilityCommand::ReleaseLot { lot: lot.clone() };
        match kind {
            "QUARANTINED" => {}
            "REJECTED" => self.accept("qc-1", &reject),
            "RECALLED" => {
                self.accept("qc-1", &release);
                self.accept("qc-1", &FacilityCommand::RecallLot { lot });
            }
            _ => self.accept("qc-1", &release),
        }
    }

    fn equip(&mut self, kind: &InputId) {
        let equipment = piece(kind);
        let register = FacilityCommand::RegisterEquipment {
            equipment: equipment.clone(),
            kind: kind.clone(),
            name: kind.as_str().replace('-', " "),
            room: Some(room()),
            cleaning: CleaningRule::EachBatch,
        };
        self.accept("qc-1", &register);
        let calibration = FacilityCommand::RecordCalibration {
            equipment: equipment.clone(),
            due_on: lasting(),
            certificate: None,
        };
        self.accept("qc-1", &calibration);
        let due_on = None;
        self.accept(
            "tech-1",
            &FacilityCommand::RecordCleaning { equipment, due_on },
        );
    }

    fn accept(&mut self, who: &str, command: &FacilityCommand) {
        let act = act(who, Some("tech-2"), self.now, &self.zone);
        if let Decision::Refused(reasons) = self.ask_facility(&act, command) {
            panic!("{} of the centre: {reasons:#?}", command.name());
        }
    }

    /// The engine's answer about the facility now; what is accepted has then happened.
    pub(crate) fn ask_facility(
        &mut self,
        act: &Act,
        command: &FacilityCommand,
    ) -> Decision<FacilityEvent> {
        let decision = decide_facility(&self.facility, act, command, self.now);
        let events = match &decision {
            Decision::Accepted(events) => events.clone(),
            Decision::Refused(reasons) => vec![FacilityEvent::FacilityRefused {
                command: command.name().to_owned(),
                reasons: reasons.iter().map(RefusedBecause::from).collect(),
            }],
        };
        for event in events {
            self.around(act, event);
        }
        decision
    }

    /// What events of the treatment do to the facility.
    pub(super) fn follow(&mut self, act: &Act, events: &[cikada_domain::Event]) {
        let Some(opening) = &self.treatment.opening else {
            return;
        };
        let id = &opening.chain_of_identity;
        for event in consequences(id, &self.facility, events, act.occurred_at) {
            self.around(act, event);
        }
    }

    fn around(&mut self, act: &Act, event: FacilityEvent) {
        let recorded = Recorded {
            event,
            performer: act.performer.clone(),
            witness: act.witness.clone(),
            device: act.device.clone(),
            occurred_at: act.occurred_at,
            recorded_at: self.now,
        };
        self.facility.apply(&recorded);
        self.facility_events.push((self.events.len(), recorded));
    }

    /// Clears the line and cleans, as people do before they take up another batch.
    pub(crate) fn make_ready(&mut self, command: &Command) {
        let Command::PerformStep {
            batch,
            equipment,
            room,
            ..
        } = command
        else {
            return;
        };
        let mut commands = Vec::new();
        let known = room.as_ref().and_then(|room| self.facility.rooms.get(room));
        let other = known.and_then(|known| known.occupied_by());
        if other.is_some_and(|other| other != batch) {
            commands.extend(room.clone().map(|room| FacilityCommand::ClearLine { room }));
        }
        for id in equipment {
            let known = self.facility.equipment.get(id);
            if known.is_some_and(|known| known.used_for.iter().any(|used| used != batch)) {
                let (equipment, due_on) = (id.clone(), None);
                commands.push(FacilityCommand::RecordCleaning { equipment, due_on });
            }
        }
        for command in commands {
            let act = act("tech-1", Some("tech-2"), self.now, &self.zone);
            let _ = self.ask_facility(&act, &command);
        }
    }
}

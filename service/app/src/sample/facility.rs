//! What the sample centre works with: lots, equipment, a room with its line cleared, trained people;
//! all invented, and all through the same acts as a real centre's.

use std::collections::{BTreeMap, BTreeSet};

use cikada_domain::event::{CleaningRule, Subject};
use cikada_domain::{
    BatchId, Dimension, EquipmentId, FileHash, InputId, LotId, ProcedureId, Quantity, RoomId,
};
use cikada_engine::{Command, FacilityCommand};
use cikada_protocol::Protocol;
use cikada_protocol::model::{Material, MaterialFrom};
use jiff::civil::Date;

use crate::sample::SampleError;
use crate::sample::centre::unsuitable;
use crate::sample::course::Courses;
use crate::use_cases::carry_out_facility::{carry_out_facility, facility_meaning};
use crate::use_cases::{Answer, Doing};

/// Of each material the lot that is in use, with its last day.
pub(crate) type Stock = BTreeMap<InputId, (LotId, Date)>;

/// Who works in the clean room, and so must be trained.
const TRAINED: [&str; 2] = ["technologist", "technologist2"];
/// Equipment that is cleaned by the calendar, because several patients' closed flasks stand in it.
const SCHEDULED: &str = "incubator";

/// The room in which everything is done.
pub(super) fn room() -> Result<RoomId, SampleError> {
    RoomId::new("CLEAN-ROOM-1").map_err(unsuitable)
}

/// The piece of a kind that everybody uses.
pub(super) fn piece(kind: &InputId) -> Result<EquipmentId, SampleError> {
    EquipmentId::new(format!("{}-1", kind.as_str().to_uppercase())).map_err(unsuitable)
}

/// How much of a lot a step takes: of vials one, and else a little.
pub(super) fn taken(material: &Material) -> Result<Quantity, SampleError> {
    let taken = if in_vials(material) {
        "1 {piece}"
    } else {
        "0.2 mL"
    };
    taken.parse().map_err(unsuitable)
}

/// Whether its lots are counted in vials: what is asked for is so much of an agent.
fn in_vials(material: &Material) -> bool {
    use cikada_domain::Dimension;
    matches!(
        material.amount.dimension(),
        Dimension::InternationalUnits | Dimension::Mass
    )
}

impl Courses<'_> {
    /// Brings in what some protocols ask for, to last until a day.
    pub(crate) fn furnish(
        &mut self,
        protocols: &[&Protocol],
        until: Date,
    ) -> Result<(), SampleError> {
        let steps = || protocols.iter().flat_map(|protocol| &protocol.steps);
        let from_stock = |material: &&Material| material.from == MaterialFrom::Stock;
        let of_steps = steps().flat_map(|step| &step.materials).filter(from_stock);
        let materials: BTreeMap<_, _> = of_steps.map(|m| (m.id.clone(), m)).collect();
        for material in materials.values() {
            let lot = self.deliver(material, until)?;
            self.stock.insert(material.id.clone(), (lot, until));
        }
        let kinds: BTreeSet<_> = steps().flat_map(|step| step.equipment.clone()).collect();
        for kind in &kinds {
            self.equip(kind, until)?;
        }
        for protocol in protocols {
            let procedure = ProcedureId::new(protocol.id.as_str()).map_err(unsuitable)?;
            for name in TRAINED {
                let training = FacilityCommand::RecordTraining {
                    staff: self.member(name)?.0.staff.id.clone(),
                    procedure: procedure.clone(),
                    version: protocol.version.clone(),
                    until,
                };
                self.accept("qp", &training)?;
            }
        }
        self.accept(
            "technologist",
            &FacilityCommand::ClearLine { room: room()? },
        )
    }

    fn deliver(&self, material: &Material, until: Date) -> Result<LotId, SampleError> {
        let lot = self.world.next_lot()?;
        let strength = strength(material)?;
        let quantity = match material.amount.dimension() {
            _ if in_vials(material) => "200 {piece}",
            // A share of a volume: medium and what is mixed into it, taken by the bottle.
            Dimension::Fraction => "50 L",
            _ => "2 L",
        };
        let receive = FacilityCommand::ReceiveLot {
            lot: lot.clone(),
            material: material.id.clone(),
            name: material.name.clone(),
            supplier: "Invented Reagents".to_owned(),
            supplier_lot: format!("IR-{}", lot.as_str().trim_start_matches("L-")),
            expires_on: until,
            quantity: quantity.parse().map_err(unsuitable)?,
            specific_activity: match &strength {
                Some((_, true)) => Some("18 10*6[iU]/mg".parse().map_err(unsuitable)?),
                _ => None,
            },
            strength: strength.map(|(strength, _)| strength),
            certificate: Some(FileHash::new("c".repeat(64)).map_err(unsuitable)?),
        };
        self.accept("analyst", &receive)?;
        self.accept("qp", &FacilityCommand::ReleaseLot { lot: lot.clone() })?;
        Ok(lot)
    }

    fn equip(&self, kind: &InputId, until: Date) -> Result<(), SampleError> {
        let equipment = piece(kind)?;
        let subject = Subject::Equipment(equipment.clone());
        let known = self.world.facility(&BTreeSet::from([subject]))?;
        let scheduled = kind.as_str() == SCHEDULED;
        if !known.facility.equipment.contains_key(&equipment) {
            let register = FacilityCommand::RegisterEquipment {
                equipment: equipment.clone(),
                kind: kind.clone(),
                name: format!("{} 1", kind.as_str().replace('-', " ")),
                room: Some(room()?),
                cleaning: match scheduled {
                    true => CleaningRule::Scheduled,
                    false => CleaningRule::EachBatch,
                },
            };
            self.accept("analyst", &register)?;
        }
        let calibration = FacilityCommand::RecordCalibration {
            equipment: equipment.clone(),
            due_on: until,
            certificate: None,
        };
        self.accept("analyst", &calibration)?;
        let due_on = scheduled.then_some(until);
        let clean = FacilityCommand::RecordCleaning { equipment, due_on };
        self.accept("technologist", &clean)
    }

    /// Clears the line and cleans, as people do before they take up another batch.
    pub(super) fn make_ready(&self, command: &Command) -> Result<(), SampleError> {
        let Command::PerformStep {
            batch,
            equipment,
            room: Some(room),
            ..
        } = command
        else {
            return Ok(());
        };
        let pieces = equipment.iter().cloned().map(Subject::Equipment);
        let subjects = pieces.chain([Subject::Room(room.clone())]).collect();
        let around = self.world.facility(&subjects)?;
        let known = around.facility.rooms.get(room);
        let other = known.and_then(|known| known.occupied_by());
        if other.is_some_and(|other| other != batch) {
            let room = room.clone();
            self.accept("technologist", &FacilityCommand::ClearLine { room })?;
        }
        for (equipment, known) in around.facility.equipment {
            let others = known.used_for.iter().any(|used| used != batch);
            if others && known.cleaning == CleaningRule::EachBatch {
                let due_on = None;
                let clean = FacilityCommand::RecordCleaning { equipment, due_on };
                self.accept("technologist", &clean)?;
            }
        }
        Ok(())
    }

    /// A line of its own for a batch, so that several are worked on at once: its room and pieces.
    pub(super) fn own_line(
        &self,
        batch: &BatchId,
        kinds: &[InputId],
        until: Date,
    ) -> Result<(RoomId, Vec<EquipmentId>), SampleError> {
        let room = RoomId::new(format!("LINE-{batch}")).map_err(unsuitable)?;
        let mut pieces = Vec::new();
        for kind in kinds {
            let number = format!("{}-{batch}", kind.as_str().to_uppercase());
            let equipment = EquipmentId::new(number).map_err(unsuitable)?;
            let register = FacilityCommand::RegisterEquipment {
                equipment: equipment.clone(),
                kind: kind.clone(),
                name: format!("{} of {batch}", kind.as_str().replace('-', " ")),
                room: Some(room.clone()),
                cleaning: CleaningRule::None,
            };
            self.accept("analyst", &register)?;
            let calibration = FacilityCommand::RecordCalibration {
                equipment: equipment.clone(),
                due_on: until,
                certificate: None,
            };
            self.accept("analyst", &calibration)?;
            pieces.push(equipment);
        }
        let clear = FacilityCommand::ClearLine { room: room.clone() };
        self.accept("technologist", &clear)?;
        Ok((room, pieces))
    }

    fn accept(&self, who: &str, command: &FacilityCommand) -> Result<(), SampleError> {
        let (actor, proven) = self.member(who)?;
        let watched = matches!(command, FacilityCommand::ClearLine { .. });
        let witness = watched.then(|| self.member("technologist2")).transpose()?;
        // The ledger grows with every act, so that each is a request of its own.
        let size = self.world.size()?;
        let doing = Doing {
            signed: facility_meaning(command).map(|_| proven.clone()),
            witness: witness.map(|(_, proven)| proven.clone()),
            ..Doing::now(format!("sample/facility/{size}"))
        };
        match carry_out_facility(self.world, actor, command, &doing)? {
            Answer::Accepted { .. } => Ok(()),
            Answer::Refused { reasons } => Err(unsuitable(format!("{command:?}: {reasons:?}"))),
        }
    }
}

/// A strength a lot might have, for what is reached in units or mass of a volume; with it, whether
/// it is in units.
fn strength(material: &Material) -> Result<Option<(Quantity, bool)>, SampleError> {
    let units = match material.amount.dimension() {
        Dimension::InternationalUnitConcentration => true,
        Dimension::MassConcentration => false,
        _ => return Ok(None),
    };
    let addition = material.addition.as_ref();
    if let Some(stock) = addition.and_then(|addition| addition.stock.clone()) {
        return Ok(Some((stock, units)));
    }
    let text = if units { "1 10*6[iU]/mL" } else { "1 g/L" };
    let strength = text.parse().map_err(unsuitable)?;
    Ok(Some((strength, units)))
}

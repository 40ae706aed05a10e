//! Materials, equipment, rooms, training and label templates as folds of their events: what is true now.
//!
//! A facility may hold everything of a centre or only what one decision asks about: each subject is
//! folded from its own stream, and what is not there is not known, which is never a pass.

mod lot;
mod template;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use crate::event::{CleaningRule, FacilityEvent, LabelType, Recorded, RefusedBecause};
use crate::identifier::{BatchId, EquipmentId, InputId, LotId, ProcedureId, RoomId, StaffId};
use crate::treatment::Confirmed;

pub use lot::{Draw, Lot, LotState};
pub use template::{LabelTemplates, TemplateVersion};

/// What a centre works with, or the part of it that a decision asks about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facility {
    /// Lots by the centre's own number.
    pub lots: BTreeMap<LotId, Lot>,
    /// Equipment by its number.
    pub equipment: BTreeMap<EquipmentId, Equipment>,
    /// Rooms and cabinets by their number; one that nobody cleared or used is not here.
    pub rooms: BTreeMap<RoomId, Room>,
    /// The training that counts, by person, procedure and its version: the one recorded last. A
    /// batch goes on under its own version when people are trained on the next.
    pub training: BTreeMap<(StaffId, ProcedureId, String), Training>,
    /// The templates of each type of label; a type without one is drawn from the built-in layout.
    pub label_templates: BTreeMap<LabelType, LabelTemplates>,
    /// Refusals, in order.
    pub refusals: Vec<(String, Vec<RefusedBecause>, Timestamp, StaffId)>,
    /// When an event was recorded last.
    pub latest: Option<Timestamp>,
}

/// One piece of equipment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Equipment {
    /// Its kind, as protocols name it.
    pub kind: InputId,
    /// What people call it.
    pub name: String,
    /// The room it stands in.
    pub room: Option<RoomId>,
    /// When it must be cleaned.
    pub cleaning: CleaningRule,
    /// Whether it is in use at all.
    pub in_use: bool,
    /// When it came back into use last.
    pub returned_at: Option<Timestamp>,
    /// When it was calibrated last, and the last day that holds.
    pub calibrated: Option<(Timestamp, Date)>,
    /// When it was cleaned last, and the last day that holds where cleaning is scheduled.
    pub cleaned: Option<(Timestamp, Option<Date>)>,
    /// Batches worked on since it was cleaned.
    pub used_for: BTreeSet<BatchId>,
    /// When it was used last.
    pub used_at: Option<Timestamp>,
    /// Every batch ever worked on with it.
    pub batches: BTreeSet<BatchId>,
}

/// A room or cabinet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Room {
    /// The clearances of its line, in order, each with what was worked on after it.
    pub clearances: Vec<LineClearance>,
    /// When work was done in it last.
    pub worked_at: Option<Timestamp>,
}

/// A clearance of a room's line, and the batches until the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineClearance {
    /// When and by whom.
    pub cleared: Confirmed,
    /// Who witnessed it.
    pub witness: Option<StaffId>,
    /// The batches worked on from then to the next clearance, in the order they were recorded.
    pub batches: Vec<BatchId>,
}

impl Room {
    /// The last clearance.
    #[must_use]
    pub fn cleared(&self) -> Option<&LineClearance> {
        self.clearances.last()
    }

    /// The clearance that held at a time: the last one not after it.
    #[must_use]
    pub fn cleared_for(&self, at: Timestamp) -> Option<&LineClearance> {
        let mut before = self.clearances.iter().rev();
        before.find(|clearance| clearance.cleared.at <= at)
    }

    /// The batch in work since the last clearance.
    #[must_use]
    pub fn occupied_by(&self) -> Option<&BatchId> {
        self.cleared()?.batches.last()
    }
}

/// What a person was trained on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Training {
    /// The last day it holds.
    pub until: Date,
    /// When and by whom it was recorded.
    pub recorded: Confirmed,
}

impl Facility {
    /// Folds events in their order.
    #[must_use]
    pub fn fold<'a>(events: impl IntoIterator<Item = &'a Recorded<FacilityEvent>>) -> Self {
        let mut facility = Self::default();
        for recorded in events {
            facility.apply(recorded);
        }
        facility
    }

    /// Takes one more event in.
    pub fn apply(&mut self, recorded: &Recorded<FacilityEvent>) {
        let at = recorded.recorded_at;
        self.latest = Some(self.latest.map_or(at, |latest| latest.max(at)));
        match &recorded.event {
            FacilityEvent::LotReceived { .. }
            | FacilityEvent::LotReleased { .. }
            | FacilityEvent::LotRejected { .. }
            | FacilityEvent::LotRecalled { .. }
            | FacilityEvent::LotDrawn { .. }
            | FacilityEvent::LotDrawCorrected { .. }
            | FacilityEvent::LotCounted { .. } => self.apply_lot(recorded),
            FacilityEvent::EquipmentRegistered { .. }
            | FacilityEvent::EquipmentCalibrated { .. }
            | FacilityEvent::EquipmentCleaned { .. }
            | FacilityEvent::EquipmentWithdrawn { .. }
            | FacilityEvent::EquipmentReturned { .. }
            | FacilityEvent::EquipmentOccupied { .. } => self.apply_equipment(recorded),
            FacilityEvent::LabelTemplateProposed { template, .. }
            | FacilityEvent::LabelTemplateApproved { template, .. }
            | FacilityEvent::LabelTemplateRetired { template, .. } => {
                let templates = self.label_templates.entry(template.label).or_default();
                templates.apply(recorded);
            }
            FacilityEvent::LineCleared { .. }
            | FacilityEvent::RoomOccupied { .. }
            | FacilityEvent::TrainingRecorded { .. }
            | FacilityEvent::FacilityRefused { .. } => self.apply_place(recorded),
        }
    }

    /// Takes in what another facility holds: the subjects of two are put side by side.
    pub fn join(&mut self, other: &Self) {
        self.lots.extend(other.lots.clone());
        self.equipment.extend(other.equipment.clone());
        self.rooms.extend(other.rooms.clone());
        self.training.extend(other.training.clone());
        self.label_templates.extend(other.label_templates.clone());
        self.refusals.extend(other.refusals.iter().cloned());
        self.latest = self.latest.max(other.latest);
    }

    fn apply_equipment(&mut self, recorded: &Recorded<FacilityEvent>) {
        let at = recorded.occurred_at;
        if let FacilityEvent::EquipmentRegistered {
            equipment,
            kind,
            name,
            room,
            cleaning,
        } = &recorded.event
        {
            let registered = Equipment {
                kind: kind.clone(),
                name: name.clone(),
                room: room.clone(),
                cleaning: *cleaning,
                in_use: true,
                returned_at: None,
                calibrated: None,
                cleaned: None,
                used_for: BTreeSet::new(),
                used_at: None,
                batches: BTreeSet::new(),
            };
            self.equipment.insert(equipment.clone(), registered);
            return;
        }
        let known = match &recorded.event {
            FacilityEvent::EquipmentCalibrated { equipment, .. }
            | FacilityEvent::EquipmentCleaned { equipment, .. }
            | FacilityEvent::EquipmentWithdrawn { equipment }
            | FacilityEvent::EquipmentReturned { equipment }
            | FacilityEvent::EquipmentOccupied { equipment, .. } => {
                self.equipment.get_mut(equipment)
            }
            _ => None,
        };
        let Some(known) = known else {
            return;
        };
        match &recorded.event {
            FacilityEvent::EquipmentCalibrated { due_on, .. } => {
                known.calibrated = Some((at, *due_on));
            }
            FacilityEvent::EquipmentCleaned { due_on, .. } => {
                known.cleaned = Some((at, *due_on));
                known.used_for.clear();
            }
            FacilityEvent::EquipmentWithdrawn { .. } => known.in_use = false,
            FacilityEvent::EquipmentReturned { .. } => {
                known.in_use = true;
                known.returned_at = Some(at);
            }
            FacilityEvent::EquipmentOccupied { batch, .. } => {
                // A late entry of use before the cleaning makes nothing dirty that was cleaned since.
                if known.cleaned.is_none_or(|(cleaned, _)| at >= cleaned) {
                    known.used_for.insert(batch.clone());
                }
                known.used_at = known.used_at.max(Some(at));
                known.batches.insert(batch.clone());
            }
            _ => {}
        }
    }

    fn apply_place(&mut self, recorded: &Recorded<FacilityEvent>) {
        match &recorded.event {
            FacilityEvent::LineCleared { room } => {
                let room = self.rooms.entry(room.clone()).or_default();
                let clearance = LineClearance {
                    cleared: confirmed(recorded),
                    witness: recorded.witness.clone(),
                    batches: Vec::new(),
                };
                room.clearances.push(clearance);
                room.clearances.sort_by_key(|known| known.cleared.at);
            }
            FacilityEvent::RoomOccupied { room, batch, from } => {
                let room = self.rooms.entry(room.clone()).or_default();
                room.worked_at = room.worked_at.max(Some(*from));
                // A late entry of work belongs to the clearance that held when it was done.
                let mut before = room.clearances.iter_mut().rev();
                let held = before.find(|clearance| clearance.cleared.at <= *from);
                if let Some(held) = held.filter(|held| held.batches.last() != Some(batch)) {
                    held.batches.push(batch.clone());
                }
            }
            FacilityEvent::TrainingRecorded {
                staff,
                procedure,
                version,
                until,
            } => {
                let training = Training {
                    until: *until,
                    recorded: confirmed(recorded),
                };
                let key = (staff.clone(), procedure.clone(), version.clone());
                self.training.insert(key, training);
            }
            FacilityEvent::FacilityRefused { command, reasons } => self.refusals.push((
                command.clone(),
                reasons.clone(),
                recorded.occurred_at,
                recorded.performer.clone(),
            )),
            _ => {}
        }
    }
}

fn confirmed(recorded: &Recorded<FacilityEvent>) -> Confirmed {
    Confirmed {
        at: recorded.occurred_at,
        by: recorded.performer.clone(),
    }
}

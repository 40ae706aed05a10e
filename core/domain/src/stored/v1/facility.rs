//! The first stored form of the events of materials, equipment, rooms, training and label templates.

use minicbor::{Decode, Encode};

use super::parts::{DrawnFrom, Part, Reason};
use super::{read, written};
use crate::event::FacilityEvent;
use crate::stored::StoredError;

events! {
    FacilityEvent []
    "lot-received" LotReceived { 0 lot: String, 1 material: String, 2 name: String, 3 supplier: String, 4 supplier_lot: String, 5 expires_on: String, 6 quantity: String, 7 strength: Option<String>, 8 specific_activity: Option<String>, 9 certificate: Option<String> }
    "lot-released" LotReleased { 0 lot: String }
    "lot-rejected" LotRejected { 0 lot: String }
    "lot-recalled" LotRecalled { 0 lot: String }
    "lot-drawn" LotDrawn { 0 lot: String, 1 amount: String, 2 treatment: String, 3 batch: String, 4 step: String }
    "lot-draw-corrected" LotDrawCorrected { 0 lot: String, 1 treatment: String, 2 batch: String, 3 step: String, 4 drawn_at: i64, 5 old: Option<String>, 6 new: Option<String> }
    "lot-counted" LotCounted { 0 lot: String, 1 counted: String }
    "equipment-registered" EquipmentRegistered { 0 equipment: String, 1 kind: String, 2 name: String, 3 room: Option<String>, 4 cleaning: String }
    "equipment-calibrated" EquipmentCalibrated { 0 equipment: String, 1 due_on: String, 2 certificate: Option<String> }
    "equipment-cleaned" EquipmentCleaned { 0 equipment: String, 1 due_on: Option<String> }
    "equipment-withdrawn" EquipmentWithdrawn { 0 equipment: String }
    "equipment-returned" EquipmentReturned { 0 equipment: String }
    "equipment-occupied" EquipmentOccupied { 0 equipment: String, 1 batch: String }
    "line-cleared" LineCleared { 0 room: String }
    "room-occupied" RoomOccupied { 0 room: String, 1 batch: String, 2 from: i64 }
    "training-recorded" TrainingRecorded { 0 staff: String, 1 procedure: String, 2 version: String, 3 until: String }
    "label-template-proposed" LabelTemplateProposed { 0 template: DrawnFrom, 1 text: String, 2 reason: String }
    "label-template-approved" LabelTemplateApproved { 0 template: DrawnFrom, 1 preview: String }
    "label-template-retired" LabelTemplateRetired { 0 template: DrawnFrom, 1 reason: String }
    "facility-refused" FacilityRefused { 0 command: String, 1 reasons: Vec<Reason> }
}

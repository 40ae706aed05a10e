//! The first stored form of the events of labels, containers and what stands beside a step.

use minicbor::{Decode, Encode};

use super::parts::{DrawnFrom, Material, Part};
use super::{read, written};
use crate::event::HandlingEvent;
use crate::stored::StoredError;

events! {
    HandlingEvent []
    "label-printed" LabelPrinted { 0 container: String, 1 copies: u16, 2 content: String, 3 template: Option<DrawnFrom> }
    "label-verified" LabelVerified { 0 container: String, 1 content: String }
    "labels-accounted" LabelsAccounted { 0 container: String, 1 applied: u16, 2 spoiled: u16, 3 destroyed: u16 }
    "temperature-logged" TemperatureLogged { 0 container: String, 1 file: String, 2 logger: String, 3 from: i64, 4 until: i64, 5 readings: u32, 6 lowest: String, 7 highest: String, 8 outside: String }
    "product-disposed" ProductDisposed { 0 container: String, 1 fate: String }
    "equipment-used" EquipmentUsed { 0 batch: String, 1 step: String, 2 equipment: Vec<String>, 3 room: Option<String> }
    "dose-filled" DoseFilled { 0 batch: String, 1 from: String, 2 container: String, 3 dose: u16, 4 division: String, 5 cells: String, 6 volume: String, 7 place: String, 8 expires_at: i64, 9 held: String, 10 equipment: Option<Vec<String>>, 11 room: Option<String> }
    "contents-corrected" ContentsCorrected { 0 container: String, 1 cells: String, 2 volume: String }
    "material-corrected" MaterialCorrected { 0 batch: String, 1 step: String, 2 occurrence: u16, 3 line: u16, 4 old: Material, 5 new: Material, 6 done_at: i64 }
    "file-attached" FileAttached { 0 batch: String, 1 step: String, 2 file: String, 3 media_type: String, 4 bytes: u32 }
}

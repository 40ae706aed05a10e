//! What can happen to materials, equipment, rooms, training and label templates: no part of any one treatment.
//!
//! Each lot, piece of equipment, room and person trained is a stream of its own, so that two
//! batches that take from different lots never wait for each other, and two that take from the same
//! lot are put in order.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::event::{LabelType, LabelVersion, RefusedBecause};
use crate::identifier::{
    BatchId, ChainOfIdentity, EquipmentId, FileHash, InputId, LotId, ProcedureId, RoomId, StaffId,
    StepId,
};
use crate::quantity::Quantity;

/// What the events of one stream are about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A lot of a material.
    Lot(LotId),
    /// A piece of equipment.
    Equipment(EquipmentId),
    /// A room or cabinet.
    Room(RoomId),
    /// The training of a member of staff.
    Training(StaffId),
    /// The templates of one type of label.
    LabelTemplates(LabelType),
}

/// When equipment must be cleaned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CleaningRule {
    /// Nothing is asked, as for a balance outside the clean room.
    None,
    /// Again whenever another batch was worked on with it.
    EachBatch,
    /// By the day that is given at each cleaning.
    Scheduled,
}

/// What can happen to materials, equipment, rooms and training.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FacilityEvent {
    /// A lot came in, into quarantine.
    LotReceived {
        /// The centre's own number.
        lot: LotId,
        /// The material's code, as protocols name it.
        material: InputId,
        /// What the package calls it.
        name: String,
        /// Who supplied it.
        supplier: String,
        /// The supplier's lot.
        supplier_lot: String,
        /// The last day it may be used.
        expires_on: Date,
        /// How much came in.
        quantity: Quantity,
        /// How much of the agent a volume holds, in its units or mass, as the certificate says.
        strength: Option<Quantity>,
        /// Units in a mass, as this lot's certificate says; without it units and mass never meet.
        specific_activity: Option<Quantity>,
        /// The certificate's file.
        certificate: Option<FileHash>,
    },
    /// A lot was released for use.
    LotReleased {
        /// The lot.
        lot: LotId,
    },
    /// A lot was rejected before use.
    LotRejected {
        /// The lot.
        lot: LotId,
    },
    /// A lot was recalled by its supplier or by the centre.
    LotRecalled {
        /// The lot.
        lot: LotId,
    },
    /// Something was taken from a lot for a step.
    LotDrawn {
        /// The lot.
        lot: LotId,
        /// How much.
        amount: Quantity,
        /// The treatment.
        treatment: ChainOfIdentity,
        /// The batch.
        batch: BatchId,
        /// The step.
        step: StepId,
    },
    /// What a step took from a lot was corrected in its record, and the books follow.
    LotDrawCorrected {
        /// The lot.
        lot: LotId,
        /// The treatment.
        treatment: ChainOfIdentity,
        /// The batch.
        batch: BatchId,
        /// The step.
        step: StepId,
        /// When the step was done.
        drawn_at: Timestamp,
        /// What the books took for it before; none of a lot that was not written down.
        old: Option<Quantity>,
        /// What was taken in truth; none of a lot that was written down by mistake.
        new: Option<Quantity>,
    },
    /// What is there was counted and differs from the books.
    LotCounted {
        /// The lot.
        lot: LotId,
        /// What is there.
        counted: Quantity,
    },
    /// A piece of equipment came into use.
    EquipmentRegistered {
        /// Its number.
        equipment: EquipmentId,
        /// Its kind, as protocols name it, such as `incubator`.
        kind: InputId,
        /// What people call it.
        name: String,
        /// The room it stands in.
        room: Option<RoomId>,
        /// When it must be cleaned.
        cleaning: CleaningRule,
    },
    /// A piece of equipment was calibrated.
    EquipmentCalibrated {
        /// Its number.
        equipment: EquipmentId,
        /// The last day the calibration holds.
        due_on: Date,
        /// The certificate's file.
        certificate: Option<FileHash>,
    },
    /// A piece of equipment was cleaned.
    EquipmentCleaned {
        /// Its number.
        equipment: EquipmentId,
        /// The last day the cleaning holds, where it is scheduled.
        due_on: Option<Date>,
    },
    /// A piece of equipment was taken out of use.
    EquipmentWithdrawn {
        /// Its number.
        equipment: EquipmentId,
    },
    /// A piece of equipment came back into use.
    EquipmentReturned {
        /// Its number.
        equipment: EquipmentId,
    },
    /// A piece of equipment was used for a batch.
    EquipmentOccupied {
        /// Its number.
        equipment: EquipmentId,
        /// The batch.
        batch: BatchId,
    },
    /// Two persons found a room or cabinet empty and clean of the last patient's material.
    LineCleared {
        /// The room or cabinet.
        room: RoomId,
    },
    /// Work on a batch began in a room or cabinet.
    RoomOccupied {
        /// The room or cabinet.
        room: RoomId,
        /// The batch.
        batch: BatchId,
        /// When the work began.
        from: Timestamp,
    },
    /// A member of staff was trained on a version of a procedure.
    TrainingRecorded {
        /// Who.
        staff: StaffId,
        /// On which procedure.
        procedure: ProcedureId,
        /// Which version.
        version: String,
        /// The last day it holds.
        until: Date,
    },
    /// A version of a label template was proposed; no label is drawn from it yet.
    LabelTemplateProposed {
        /// Which.
        template: LabelVersion,
        /// Its text, whole.
        text: String,
        /// Why the labels should change.
        reason: String,
    },
    /// A second person saw what is drawn from a version, and put it in force.
    LabelTemplateApproved {
        /// Which.
        template: LabelVersion,
        /// SHA-256 of the drawings that were shown.
        preview: FileHash,
    },
    /// A version will not be drawn from any more, or never was.
    LabelTemplateRetired {
        /// Which.
        template: LabelVersion,
        /// Why.
        reason: String,
    },
    /// A command was refused; nothing else happened.
    FacilityRefused {
        /// The command's name.
        command: String,
        /// Every reason.
        reasons: Vec<RefusedBecause>,
    },
}

impl Subject {
    /// The name of the stream that holds the subject's events.
    #[must_use]
    pub fn stream(&self) -> String {
        match self {
            Self::Lot(lot) => format!("lot/{lot}"),
            Self::Equipment(equipment) => format!("equipment/{equipment}"),
            Self::Room(room) => format!("room/{room}"),
            Self::Training(staff) => format!("training/{staff}"),
            Self::LabelTemplates(label) => format!("label-template/{}", label.code()),
        }
    }
}

impl FacilityEvent {
    /// What the event is about; nothing for a refusal, which stands in the stream it was asked in.
    #[must_use]
    pub fn subject(&self) -> Option<Subject> {
        match self {
            Self::LotReceived { lot, .. }
            | Self::LotReleased { lot }
            | Self::LotRejected { lot }
            | Self::LotRecalled { lot }
            | Self::LotDrawn { lot, .. }
            | Self::LotDrawCorrected { lot, .. }
            | Self::LotCounted { lot, .. } => Some(Subject::Lot(lot.clone())),
            Self::EquipmentRegistered { equipment, .. }
            | Self::EquipmentCalibrated { equipment, .. }
            | Self::EquipmentCleaned { equipment, .. }
            | Self::EquipmentWithdrawn { equipment }
            | Self::EquipmentReturned { equipment }
            | Self::EquipmentOccupied { equipment, .. } => {
                Some(Subject::Equipment(equipment.clone()))
            }
            Self::LineCleared { room } | Self::RoomOccupied { room, .. } => {
                Some(Subject::Room(room.clone()))
            }
            Self::TrainingRecorded { staff, .. } => Some(Subject::Training(staff.clone())),
            Self::LabelTemplateProposed { template, .. }
            | Self::LabelTemplateApproved { template, .. }
            | Self::LabelTemplateRetired { template, .. } => {
                Some(Subject::LabelTemplates(template.label))
            }
            Self::FacilityRefused { .. } => None,
        }
    }
}

//! What a person may ask for with materials, equipment, rooms, training and label templates.

use cikada_domain::event::{CleaningRule, LabelVersion, Subject};
use cikada_domain::{
    EquipmentId, FileHash, InputId, LotId, ProcedureId, Quantity, RoomId, StaffId,
};
use jiff::civil::Date;

/// One variant, one function under `rules/facility`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FacilityCommand {
    /// Receive a lot into quarantine.
    ReceiveLot {
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
        /// How much of the agent a volume holds.
        strength: Option<Quantity>,
        /// Units in a mass, as this lot's certificate says.
        specific_activity: Option<Quantity>,
        /// The certificate's file.
        certificate: Option<FileHash>,
    },
    /// Release a lot for use.
    ReleaseLot {
        /// Which.
        lot: LotId,
    },
    /// Reject a lot before use.
    RejectLot {
        /// Which.
        lot: LotId,
    },
    /// Recall a lot.
    RecallLot {
        /// Which.
        lot: LotId,
    },
    /// Put down what is there of a lot.
    CountLot {
        /// Which.
        lot: LotId,
        /// What is there.
        counted: Quantity,
    },
    /// Take a piece of equipment into use.
    RegisterEquipment {
        /// Its number.
        equipment: EquipmentId,
        /// Its kind, as protocols name it.
        kind: InputId,
        /// What people call it.
        name: String,
        /// The room it stands in.
        room: Option<RoomId>,
        /// When it must be cleaned.
        cleaning: CleaningRule,
    },
    /// Record a calibration.
    RecordCalibration {
        /// Which.
        equipment: EquipmentId,
        /// The last day it holds.
        due_on: Date,
        /// The certificate's file.
        certificate: Option<FileHash>,
    },
    /// Record a cleaning.
    RecordCleaning {
        /// Which.
        equipment: EquipmentId,
        /// The last day it holds, where cleaning is scheduled.
        due_on: Option<Date>,
    },
    /// Take a piece of equipment out of use.
    WithdrawEquipment {
        /// Which.
        equipment: EquipmentId,
    },
    /// Take it into use again.
    ReturnEquipment {
        /// Which.
        equipment: EquipmentId,
    },
    /// Clear the line of a room or cabinet, with a second person.
    ClearLine {
        /// Which.
        room: RoomId,
    },
    /// Record that somebody was trained.
    RecordTraining {
        /// Who.
        staff: StaffId,
        /// On which procedure.
        procedure: ProcedureId,
        /// Which version.
        version: String,
        /// The last day it holds.
        until: Date,
    },
    /// Put a version of a label template forward.
    ProposeLabelTemplate {
        /// Which.
        template: LabelVersion,
        /// Its text, whole, which reads without a flaw.
        text: String,
        /// Why the labels should change.
        reason: String,
    },
    /// Put a version in force.
    ApproveLabelTemplate {
        /// Which.
        template: LabelVersion,
        /// SHA-256 of the drawings that the approver was shown.
        shown: FileHash,
        /// SHA-256 of what is drawn from it now; nothing where it cannot be drawn.
        drawn: Option<FileHash>,
    },
    /// Take a version out of use for good.
    RetireLabelTemplate {
        /// Which.
        template: LabelVersion,
        /// Why.
        reason: String,
    },
}

impl FacilityCommand {
    /// The command's name in records of refusals.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::ReceiveLot { .. } => "receive-lot",
            Self::ReleaseLot { .. } => "release-lot",
            Self::RejectLot { .. } => "reject-lot",
            Self::RecallLot { .. } => "recall-lot",
            Self::CountLot { .. } => "count-lot",
            Self::RegisterEquipment { .. } => "register-equipment",
            Self::RecordCalibration { .. } => "record-calibration",
            Self::RecordCleaning { .. } => "record-cleaning",
            Self::WithdrawEquipment { .. } => "withdraw-equipment",
            Self::ReturnEquipment { .. } => "return-equipment",
            Self::ClearLine { .. } => "clear-line",
            Self::RecordTraining { .. } => "record-training",
            Self::ProposeLabelTemplate { .. } => "propose-label-template",
            Self::ApproveLabelTemplate { .. } => "approve-label-template",
            Self::RetireLabelTemplate { .. } => "retire-label-template",
        }
    }

    /// What it is about.
    #[must_use]
    pub fn subject(&self) -> Subject {
        match self {
            Self::ReceiveLot { lot, .. }
            | Self::ReleaseLot { lot }
            | Self::RejectLot { lot }
            | Self::RecallLot { lot }
            | Self::CountLot { lot, .. } => Subject::Lot(lot.clone()),
            Self::RegisterEquipment { equipment, .. }
            | Self::RecordCalibration { equipment, .. }
            | Self::RecordCleaning { equipment, .. }
            | Self::WithdrawEquipment { equipment }
            | Self::ReturnEquipment { equipment } => Subject::Equipment(equipment.clone()),
            Self::ClearLine { room } => Subject::Room(room.clone()),
            Self::RecordTraining { staff, .. } => Subject::Training(staff.clone()),
            Self::ProposeLabelTemplate { template, .. }
            | Self::ApproveLabelTemplate { template, .. }
            | Self::RetireLabelTemplate { template, .. } => Subject::LabelTemplates(template.label),
        }
    }

    /// Whether the performer must sign.
    #[must_use]
    pub fn needs_signature(&self) -> bool {
        match self {
            Self::ReleaseLot { .. }
            | Self::RejectLot { .. }
            | Self::RecallLot { .. }
            | Self::CountLot { .. }
            | Self::WithdrawEquipment { .. }
            | Self::ReturnEquipment { .. }
            | Self::RecordCalibration { .. }
            | Self::RecordCleaning { .. }
            | Self::ClearLine { .. }
            | Self::RecordTraining { .. }
            | Self::ApproveLabelTemplate { .. }
            | Self::RetireLabelTemplate { .. } => true,
            Self::ReceiveLot { .. }
            | Self::RegisterEquipment { .. }
            | Self::ProposeLabelTemplate { .. } => false,
        }
    }
}

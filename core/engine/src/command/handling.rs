//! What a person may ask for with labels, containers and beside a step.

use cikada_domain::event::{Fate, LabelVersion, MaterialUsed};
use cikada_domain::{
    BatchId, ContainerId, Division, DoseNumber, EquipmentId, FileHash, Quantity, RoomId, StepId,
};
use jiff::Timestamp;

/// One variant, one file under `rules`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandlingCommand {
    /// Print labels for a container whose number was issued; every symbol was read back.
    PrintLabel {
        /// The container.
        container: ContainerId,
        /// How many.
        copies: u16,
        /// The hash of everything the label says.
        content: FileHash,
        /// The version of the template they are drawn from.
        template: LabelVersion,
        /// Whether a reason was given, as a reprint needs one; its words are sealed.
        has_reason: bool,
    },
    /// Scan a printed label back at the printer.
    VerifyLabel {
        /// The container of the label that should have been scanned.
        container: ContainerId,
        /// The container of the label that was scanned.
        scanned: ContainerId,
        /// The hash of everything the scanned label says, as far as its symbols say it.
        content: FileHash,
    },
    /// Account for printed labels.
    AccountLabels {
        /// The container.
        container: ContainerId,
        /// How many stand on containers and records.
        applied: u16,
        /// How many were spoiled.
        spoiled: u16,
        /// How many were destroyed unused.
        destroyed: u16,
    },
    /// Import what a temperature logger recorded on the way.
    LogTemperature {
        /// The container.
        container: ContainerId,
        /// The logger's file.
        file: FileHash,
        /// The logger.
        logger: EquipmentId,
        /// Its readings in order of time: when, how warm.
        readings: Vec<(Timestamp, Quantity)>,
    },
    /// Say where a product went that is not given.
    DisposeProduct {
        /// The container.
        container: ContainerId,
        /// Where.
        fate: Fate,
    },
    /// Fill a further dose out of a harvested product.
    FillDose {
        /// The batch.
        batch: BatchId,
        /// The container of the harvest.
        from: ContainerId,
        /// The container that was filled.
        container: ContainerId,
        /// Which dose it is.
        dose: DoseNumber,
        /// Which part of the batch it holds.
        division: Division,
        /// How many cells.
        cells: Quantity,
        /// In which volume.
        volume: Quantity,
        /// Where it is stored: a place, never a person.
        place: String,
        /// Until when the infusion must have ended.
        expires_at: Timestamp,
        /// The equipment it was filled with.
        equipment: Vec<EquipmentId>,
        /// The room or cabinet it was filled in.
        room: Option<RoomId>,
    },
    /// Correct a lot or an amount of a step.
    CorrectMaterial {
        /// The batch.
        batch: BatchId,
        /// The step.
        step: StepId,
        /// Which of the step's records, from 0.
        occurrence: u16,
        /// Which line of the record's materials, from 0.
        line: u16,
        /// What is right.
        used: MaterialUsed,
    },
    /// Attach a photograph or file to a step that was done.
    AttachFile {
        /// The batch.
        batch: BatchId,
        /// The step.
        step: StepId,
        /// The file.
        file: FileHash,
        /// Its media type.
        media_type: String,
        /// Its size in bytes.
        bytes: u32,
    },
}

impl HandlingCommand {
    /// The command's name in records of refusals.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::PrintLabel { .. } => "print-label",
            Self::VerifyLabel { .. } => "verify-label",
            Self::AccountLabels { .. } => "account-labels",
            Self::LogTemperature { .. } => "log-temperature",
            Self::DisposeProduct { .. } => "dispose-product",
            Self::FillDose { .. } => "fill-dose",
            Self::CorrectMaterial { .. } => "correct-material",
            Self::AttachFile { .. } => "attach-file",
        }
    }

    /// Whether the performer must sign.
    #[must_use]
    pub fn needs_signature(&self) -> bool {
        match self {
            Self::DisposeProduct { .. }
            | Self::CorrectMaterial { .. }
            | Self::AccountLabels { .. }
            | Self::LogTemperature { .. } => true,
            Self::PrintLabel { .. }
            | Self::VerifyLabel { .. }
            | Self::FillDose { .. }
            | Self::AttachFile { .. } => false,
        }
    }
}

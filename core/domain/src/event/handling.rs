//! What is done with labels, containers and beside the steps of a batch record.

use jiff::Timestamp;

use crate::event::{LabelVersion, MaterialUsed};
use crate::identifier::{
    BatchId, ContainerId, Division, DoseNumber, EquipmentId, FileHash, RoomId, StepId,
};
use crate::quantity::Quantity;

/// What can happen to a label, a container or a step's surroundings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandlingEvent {
    /// Labels of a container were printed, each symbol read back by the machine. A second printing
    /// is a reprint, with its reason and a second person.
    LabelPrinted {
        /// The container.
        container: ContainerId,
        /// How many.
        copies: u16,
        /// The hash of everything the label says.
        content: FileHash,
        /// Which version of its template they were drawn from. A label printed before templates
        /// were recorded has none: it was drawn from the built-in layout.
        template: Option<LabelVersion>,
    },
    /// A printed label was scanned at the printer and says what it should.
    LabelVerified {
        /// The container.
        container: ContainerId,
        /// The hash of everything the label says.
        content: FileHash,
    },
    /// What became of the printed labels of a container (21 CFR 211.125(c)).
    LabelsAccounted {
        /// The container.
        container: ContainerId,
        /// How many stand on containers and records.
        applied: u16,
        /// How many were spoiled in printing or applying.
        spoiled: u16,
        /// How many were destroyed unused.
        destroyed: u16,
    },
    /// The readings of a temperature logger that travelled with a container.
    TemperatureLogged {
        /// The container.
        container: ContainerId,
        /// The logger's file.
        file: FileHash,
        /// The logger.
        logger: EquipmentId,
        /// The first reading.
        from: Timestamp,
        /// The last reading.
        until: Timestamp,
        /// How many readings.
        readings: u32,
        /// The lowest.
        lowest: Quantity,
        /// The highest.
        highest: Quantity,
        /// How long it was outside the range, added up.
        outside: Quantity,
    },
    /// A product went another way than into the patient.
    ProductDisposed {
        /// The container.
        container: ContainerId,
        /// Which way.
        fate: Fate,
    },
    /// A step was done with equipment, in a room or cabinet.
    EquipmentUsed {
        /// The batch.
        batch: BatchId,
        /// The step.
        step: StepId,
        /// The equipment.
        equipment: Vec<EquipmentId>,
        /// The room or cabinet.
        room: Option<RoomId>,
    },
    /// A further dose was filled out of the harvested product, into a container of its own.
    DoseFilled {
        /// The batch.
        batch: BatchId,
        /// The container of the harvest, which now holds so much less.
        from: ContainerId,
        /// The container that was filled.
        container: ContainerId,
        /// Which dose it is.
        dose: DoseNumber,
        /// Which part of the batch it holds.
        division: Division,
        /// How many cells.
        cells: Quantity,
        /// How many the harvest's container held before, as the record stood: if the count is
        /// corrected later, each container holds the same part of the right number.
        held: Quantity,
        /// In which volume.
        volume: Quantity,
        /// Where it is stored.
        place: String,
        /// Until when the infusion must have ended.
        expires_at: Timestamp,
        /// The equipment it was filled with, where some was asked for.
        equipment: Option<Vec<EquipmentId>>,
        /// The room or cabinet it was filled in, where one was asked for.
        room: Option<RoomId>,
    },
    /// A value of the harvest was corrected, and with it what a container of the batch holds.
    ContentsCorrected {
        /// The container.
        container: ContainerId,
        /// How many cells or how much it holds by the corrected record.
        cells: Quantity,
        /// In which volume.
        volume: Quantity,
    },
    /// A lot or an amount of a step was written down wrong; the old line stays visible.
    MaterialCorrected {
        /// The batch.
        batch: BatchId,
        /// The step.
        step: StepId,
        /// Which of the step's records, from 0.
        occurrence: u16,
        /// Which line of the record's materials, from 0.
        line: u16,
        /// What was recorded before.
        old: MaterialUsed,
        /// What is right.
        new: MaterialUsed,
        /// When the step was done.
        done_at: Timestamp,
    },
    /// A photograph or file was attached to a step; its name is sealed.
    FileAttached {
        /// The batch.
        batch: BatchId,
        /// The step.
        step: StepId,
        /// The file.
        file: FileHash,
        /// Its media type, such as `image/jpeg`.
        media_type: String,
        /// Its size in bytes.
        bytes: u32,
    },
}

/// Where a product went that was not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// Back to where it was made.
    Returned,
    /// Destroyed.
    Destroyed,
    /// Kept or expired; it will never be given.
    NeverInfused,
}

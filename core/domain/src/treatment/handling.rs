//! Labels printed, temperatures on the way, equipment and files of a step, and fates.

use jiff::Timestamp;

use crate::event::{Fate, HandlingEvent, LabelVersion, Recorded};
use crate::identifier::{EquipmentId, FileHash, RoomId, StaffId, StepId};
use crate::quantity::Quantity;
use crate::treatment::{Batch, Confirmed, ProductState, Treatment};

/// What was printed for a container, and what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LabelPrints {
    /// How many labels were printed, all printings together.
    pub printed: u32,
    /// Every printing, in order.
    pub printings: Vec<Printing>,
    /// The content that was scanned back last, with when and by whom.
    pub verified: Option<(FileHash, Confirmed)>,
    /// How many are accounted for as applied.
    pub applied: u32,
    /// How many are accounted for as spoiled.
    pub spoiled: u32,
    /// How many are accounted for as destroyed.
    pub destroyed: u32,
}

/// Labels of a container that were printed at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printing {
    /// How many.
    pub copies: u16,
    /// The hash of everything they say.
    pub content: FileHash,
    /// The version of the template they were drawn from, where it was recorded.
    pub template: Option<LabelVersion>,
    /// When and by whom.
    pub printed: Confirmed,
    /// When it was recorded: what the container holds is held against this, whatever time is claimed.
    pub recorded_at: Timestamp,
}

impl LabelPrints {
    /// How many printed labels nobody has accounted for; negative if more were accounted for than
    /// printed.
    #[must_use]
    pub fn open(&self) -> i64 {
        let accounted =
            i64::from(self.applied) + i64::from(self.spoiled) + i64::from(self.destroyed);
        i64::from(self.printed) - accounted
    }
}

/// What a temperature logger that travelled with a container recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemperatureLog {
    /// Its file.
    pub file: FileHash,
    /// The logger.
    pub logger: EquipmentId,
    /// The first reading.
    pub from: Timestamp,
    /// The last reading.
    pub until: Timestamp,
    /// How many readings.
    pub readings: u32,
    /// The lowest.
    pub lowest: Quantity,
    /// The highest.
    pub highest: Quantity,
    /// How long it was outside the range, added up.
    pub outside: Quantity,
    /// When and by whom it was imported.
    pub imported: Confirmed,
}

/// Equipment and a room used for a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EquipmentUse {
    /// The step.
    pub step: StepId,
    /// The equipment.
    pub equipment: Vec<EquipmentId>,
    /// The room or cabinet.
    pub room: Option<RoomId>,
    /// When.
    pub at: Timestamp,
}

/// A photograph or file attached to a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachedFile {
    /// The step.
    pub step: StepId,
    /// The file.
    pub file: FileHash,
    /// Its media type.
    pub media_type: String,
    /// Its size in bytes.
    pub bytes: u32,
    /// When and by whom.
    pub attached: Confirmed,
}

/// One change of hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    /// Who or what place gave.
    pub from: String,
    /// Who or what place took.
    pub to: String,
    /// The temperature at the handover.
    pub temperature: Quantity,
    /// Whether the container was intact.
    pub intact: bool,
    /// When.
    pub at: Timestamp,
    /// Who recorded it and gave it away.
    pub by: StaffId,
    /// Who took it and signed for it.
    pub taken_by: Option<StaffId>,
    /// Where it changed hands.
    pub place: Option<String>,
}

impl Treatment {
    pub(super) fn apply_handling(&mut self, recorded: &Recorded, event: &HandlingEvent) {
        match event {
            HandlingEvent::LabelPrinted { container, .. }
            | HandlingEvent::LabelVerified { container, .. }
            | HandlingEvent::LabelsAccounted { container, .. } => {
                let prints = self.prints.entry(container.clone()).or_default();
                prints.apply(event, confirmed(recorded), recorded.recorded_at);
            }
            HandlingEvent::TemperatureLogged { container, .. } => {
                let logs = self.temperatures.entry(container.clone()).or_default();
                logs.extend(temperature_log(event, confirmed(recorded)));
            }
            HandlingEvent::ProductDisposed { container, fate } => {
                if let Some(product) = self.products.get_mut(container) {
                    product.state = match fate {
                        Fate::Returned => ProductState::Returned,
                        Fate::Destroyed => ProductState::Destroyed,
                        Fate::NeverInfused => ProductState::NeverInfused,
                    };
                }
            }
            HandlingEvent::DoseFilled { .. } => self.apply_filling(recorded, event),
            HandlingEvent::MaterialCorrected { .. } => self.apply_record(recorded),
            HandlingEvent::ContentsCorrected {
                container,
                cells,
                volume,
            } => {
                if let Some(product) = self.products.get_mut(container) {
                    (product.cells, product.volume) = (cells.clone(), volume.clone());
                    // What was printed before says another number.
                    product.holds_since = recorded.recorded_at;
                }
            }
            HandlingEvent::EquipmentUsed { batch, .. }
            | HandlingEvent::FileAttached { batch, .. } => {
                if let Some(batch) = self.batches.get_mut(batch) {
                    batch.apply(event, confirmed(recorded));
                }
            }
        }
    }
}

fn confirmed(recorded: &Recorded) -> Confirmed {
    Confirmed {
        at: recorded.occurred_at,
        by: recorded.performer.clone(),
    }
}

impl LabelPrints {
    fn apply(&mut self, event: &HandlingEvent, confirmed: Confirmed, recorded_at: Timestamp) {
        match event {
            HandlingEvent::LabelPrinted {
                copies,
                content,
                template,
                ..
            } => {
                self.printed = self.printed.saturating_add(u32::from(*copies));
                self.printings.push(Printing {
                    copies: *copies,
                    content: content.clone(),
                    template: template.clone(),
                    printed: confirmed,
                    recorded_at,
                });
            }
            HandlingEvent::LabelVerified { content, .. } => {
                self.verified = Some((content.clone(), confirmed));
            }
            HandlingEvent::LabelsAccounted {
                applied,
                spoiled,
                destroyed,
                ..
            } => {
                self.applied = self.applied.saturating_add(u32::from(*applied));
                self.spoiled = self.spoiled.saturating_add(u32::from(*spoiled));
                self.destroyed = self.destroyed.saturating_add(u32::from(*destroyed));
            }
            _ => {}
        }
    }
}

fn temperature_log(event: &HandlingEvent, imported: Confirmed) -> Option<TemperatureLog> {
    let HandlingEvent::TemperatureLogged {
        file,
        logger,
        from,
        until,
        readings,
        lowest,
        highest,
        outside,
        ..
    } = event
    else {
        return None;
    };
    Some(TemperatureLog {
        file: file.clone(),
        logger: logger.clone(),
        from: *from,
        until: *until,
        readings: *readings,
        lowest: lowest.clone(),
        highest: highest.clone(),
        outside: outside.clone(),
        imported,
    })
}

impl Batch {
    fn apply(&mut self, event: &HandlingEvent, confirmed: Confirmed) {
        match event {
            HandlingEvent::EquipmentUsed {
                step,
                equipment,
                room,
                ..
            } => self.equipment.push(EquipmentUse {
                step: step.clone(),
                equipment: equipment.clone(),
                room: room.clone(),
                at: confirmed.at,
            }),
            HandlingEvent::FileAttached {
                step,
                file,
                media_type,
                bytes,
                ..
            } => self.files.push(AttachedFile {
                step: step.clone(),
                file: file.clone(),
                media_type: media_type.clone(),
                bytes: *bytes,
                attached: confirmed,
            }),
            _ => {}
        }
    }
}

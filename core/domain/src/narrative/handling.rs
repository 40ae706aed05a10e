//! The lines of labels, containers and what stands beside a step.

use super::{capitalised, counted, plain};
use crate::event::{Fate, HandlingEvent};
use crate::identifier::{EquipmentId, RoomId};

impl HandlingEvent {
    /// The event as one line a person reads.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::LabelPrinted { .. }
            | Self::LabelVerified { .. }
            | Self::LabelsAccounted { .. } => self.of_labels(),
            Self::TemperatureLogged {
                container,
                logger,
                lowest,
                highest,
                outside,
                ..
            } => format!(
                "Logger {logger} of bag {container} read: {} to {}, outside for {}",
                lowest.words(),
                highest.words(),
                outside.words()
            ),
            Self::ProductDisposed { container, fate } => match fate {
                Fate::Returned => format!("Product in bag {container} returned"),
                Fate::Destroyed => format!("Product in bag {container} destroyed"),
                Fate::NeverInfused => format!("Product in bag {container} will never be given"),
            },
            Self::EquipmentUsed {
                batch,
                step,
                equipment,
                room,
            } => {
                let used = used(equipment, room.as_ref());
                format!("Step {} of batch {batch} done{used}", plain(step))
            }
            Self::DoseFilled { .. } => self.dose_filled(),
            Self::ContentsCorrected {
                container,
                cells,
                volume,
            } => format!(
                "Bag {container} holds {} in {} by the corrected record",
                cells.words(),
                volume.words()
            ),
            Self::MaterialCorrected { .. } => self.material_corrected(),
            Self::FileAttached {
                batch, step, bytes, ..
            } => format!(
                "File of {bytes} bytes attached to step {} of batch {batch}",
                plain(step)
            ),
        }
    }

    fn of_labels(&self) -> String {
        match self {
            Self::LabelPrinted {
                container,
                copies,
                template,
                ..
            } => {
                // The built-in layout goes without saying: every label had it before there were others.
                let own = template.as_ref().filter(|drawn| !drawn.is_built_in());
                let own = own.map(|drawn| format!(", drawn from {}", drawn.words()));
                format!(
                    "{} printed for bag {container}{}",
                    counted(usize::from(*copies), "label"),
                    own.unwrap_or_default()
                )
            }
            Self::LabelVerified { container, .. } => {
                format!("Printed label of bag {container} scanned back: it says what it should")
            }
            Self::LabelsAccounted {
                container,
                applied,
                spoiled,
                destroyed,
            } => format!(
                "Labels of bag {container} accounted for: {applied} applied, {spoiled} spoiled, \
                 {destroyed} destroyed"
            ),
            _ => String::new(),
        }
    }

    fn material_corrected(&self) -> String {
        let Self::MaterialCorrected {
            batch,
            step,
            old,
            new,
            ..
        } = self
        else {
            return String::new();
        };
        format!(
            "{} in step {} of batch {batch} corrected from {} to {}",
            capitalised(&plain(&old.material)),
            plain(step),
            old.words(),
            new.words()
        )
    }

    fn dose_filled(&self) -> String {
        let Self::DoseFilled {
            from,
            container,
            dose,
            division,
            cells,
            volume,
            place,
            equipment,
            room,
            ..
        } = self
        else {
            return String::new();
        };
        let used = used(equipment.as_deref().unwrap_or_default(), room.as_ref());
        format!(
            "Dose {dose} filled from bag {from} into bag {container}{used}, division {division}: {} in \
             {}, stored in {place}",
            cells.words(),
            volume.words()
        )
    }
}

/// With what and where something was done, as the end of a line.
fn used(equipment: &[EquipmentId], room: Option<&RoomId>) -> String {
    let pieces: Vec<_> = equipment.iter().map(ToString::to_string).collect();
    let pieces = match pieces.is_empty() {
        true => String::new(),
        false => format!(" with {}", pieces.join(", ")),
    };
    let room = room.map_or(String::new(), |room| format!(" in {room}"));
    format!("{pieces}{room}")
}

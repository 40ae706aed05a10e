//! The lines of materials, equipment, rooms and training.

use super::{because, plain};
use crate::event::FacilityEvent;
use crate::quantity::Quantity;

impl FacilityEvent {
    /// The event as one line a person reads.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::LotReceived { .. }
            | Self::LotReleased { .. }
            | Self::LotRejected { .. }
            | Self::LotRecalled { .. }
            | Self::LotDrawn { .. }
            | Self::LotDrawCorrected { .. }
            | Self::LotCounted { .. } => self.of_lot(),
            Self::LabelTemplateProposed { template, .. } => format!(
                "Template {} of {} labels proposed",
                template.words(),
                template.label.code()
            ),
            Self::LabelTemplateApproved { template, .. } => format!(
                "Template {} approved: {} labels are drawn from it from now on",
                template.words(),
                template.label.code()
            ),
            Self::LabelTemplateRetired { template, .. } => format!(
                "Template {} of {} labels retired",
                template.words(),
                template.label.code()
            ),
            Self::TrainingRecorded {
                staff,
                procedure,
                version,
                until,
            } => format!("{staff} trained on {procedure} {version} until {until}"),
            Self::LineCleared { room } => format!("Line of {room} cleared"),
            Self::RoomOccupied { room, batch, .. } => {
                format!("Work on batch {batch} began in {room}")
            }
            Self::FacilityRefused { command, reasons } => {
                format!("Refused to {}: {}", plain(command), because(reasons))
            }
            Self::EquipmentRegistered { .. }
            | Self::EquipmentCalibrated { .. }
            | Self::EquipmentCleaned { .. }
            | Self::EquipmentWithdrawn { .. }
            | Self::EquipmentReturned { .. }
            | Self::EquipmentOccupied { .. } => self.equipment(),
        }
    }

    fn of_lot(&self) -> String {
        match self {
            Self::LotReceived {
                lot,
                material,
                supplier,
                supplier_lot,
                expires_on,
                quantity,
                ..
            } => format!(
                "Lot {lot} of {} received: {} of {supplier} lot {supplier_lot}, to be used by \
                 {expires_on}",
                plain(material),
                quantity.amount_words()
            ),
            Self::LotReleased { lot } => format!("Lot {lot} released for use"),
            Self::LotRejected { lot } => format!("Lot {lot} rejected"),
            Self::LotRecalled { lot } => format!("Lot {lot} recalled"),
            Self::LotDrawn {
                lot,
                amount,
                batch,
                step,
                ..
            } => format!(
                "{} taken from lot {lot} for step {} of batch {batch}",
                amount.amount_words(),
                plain(step)
            ),
            Self::LotDrawCorrected {
                lot,
                batch,
                step,
                old,
                new,
                ..
            } => {
                let amount = |of: &Option<Quantity>| of.as_ref().map(Quantity::amount_words);
                let amount = |of| amount(of).unwrap_or("nothing".to_owned());
                format!(
                    "What was taken from lot {lot} for step {} of batch {batch} corrected from {} \
                     to {}",
                    plain(step),
                    amount(old),
                    amount(new)
                )
            }
            Self::LotCounted { lot, counted } => {
                format!("Lot {lot} counted: {} are there", counted.amount_words())
            }
            _ => String::new(),
        }
    }

    fn equipment(&self) -> String {
        match self {
            Self::EquipmentRegistered {
                equipment,
                kind,
                name,
                ..
            } => format!("{name} came into use as {equipment}, {}", plain(kind)),
            Self::EquipmentCalibrated {
                equipment, due_on, ..
            } => format!("{equipment} calibrated until {due_on}"),
            Self::EquipmentCleaned { equipment, due_on } => match due_on {
                Some(due_on) => format!("{equipment} cleaned until {due_on}"),
                None => format!("{equipment} cleaned"),
            },
            Self::EquipmentWithdrawn { equipment } => format!("{equipment} taken out of use"),
            Self::EquipmentReturned { equipment } => format!("{equipment} back in use"),
            Self::EquipmentOccupied { equipment, batch } => {
                format!("{equipment} used for batch {batch}")
            }
            _ => String::new(),
        }
    }
}

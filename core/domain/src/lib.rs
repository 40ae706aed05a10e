#![doc = include_str!("../README.md")]

pub mod event;
pub mod facility;
pub mod genealogy;
pub mod identifier;
mod narrative;
pub mod plain;
pub mod plan;
pub mod quantity;
pub mod stored;
pub mod treatment;
pub mod value;

pub use event::{Event, FacilityEvent, HandlingEvent, QualityEvent, Recorded};
pub use facility::Facility;
pub use identifier::{
    BatchId, ChainOfIdentity, ConsentId, ContainerId, Country, CriterionId, DeviationId, DeviceId,
    Division, DonationIdentificationNumber, DoseNumber, EquipmentId, FileHash, IdentifierError,
    InputId, LabelTemplateId, LotId, PersonId, ProcedureId, ProtocolHash, RoomId, SampleId,
    StaffId, StepId, StopRuleId, TestId, VisitId,
};
pub use plan::{GapConvention, PlannedItem, PlannedKind};
pub use quantity::{Dimension, Population, Quantity, QuantityError, QuantityMismatch, Unit};
pub use treatment::Treatment;
pub use value::Value;

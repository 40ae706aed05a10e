#![doc = include_str!("../README.md")]

pub mod event;
pub mod identifier;
mod narrative;
pub mod plain;
pub mod plan;
pub mod quantity;
pub mod stored;
pub mod treatment;
pub mod value;

pub use event::{Event, Recorded};
pub use identifier::{
    BatchId, ChainOfIdentity, ConsentId, ContainerId, Country, CriterionId, DeviationId, DeviceId,
    DonationIdentificationNumber, DoseNumber, IdentifierError, InputId, PersonId, ProtocolHash,
    StaffId, StepId, StopRuleId, TestId, VisitId,
};
pub use plan::{GapConvention, PlannedItem, PlannedKind};
pub use quantity::{Dimension, Population, Quantity, QuantityError, QuantityMismatch, Unit};
pub use treatment::Treatment;
pub use value::Value;

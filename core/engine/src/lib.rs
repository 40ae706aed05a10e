//! What may happen now: one command, one decision, every reason.

#![deny(clippy::wildcard_enum_match_arm)]

pub mod command;
pub mod decision;
pub mod refusal;

pub use command::{Act, Command};
pub use decision::{Decision, Refusal};
pub use refusal::RefusalCode;

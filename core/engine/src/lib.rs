//! What may happen now: one command, one decision, every reason.
//!
//! [`decide`] answers a command with events or with refusals. The rule of a command is the file of
//! its name under `rules`; what several rules ask stands once under `gates`.

#![deny(clippy::wildcard_enum_match_arm)]

pub mod command;
pub mod decision;
pub mod refusal;

mod context;
mod decide;
mod deviation;
mod figures;
mod gates;
mod plan;
mod rules;
mod time;

pub use command::{Act, Command, Scanned};
pub use decide::decide;
pub use decision::{Decision, Refusal};
pub use refusal::RefusalCode;

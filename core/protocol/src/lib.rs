//! What should happen: therapies read from files, checked with all findings at once, and their
//! calendars.

pub mod model;
pub mod requirement;

pub use model::Protocol;
pub use requirement::{Judgement, Requirement};

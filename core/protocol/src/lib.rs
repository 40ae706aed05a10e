//! What should happen: therapies read from files, checked with all findings at once, and their
//! calendars.
//!
//! A file's bytes go through [`read()`], which gives either a [`Protocol`] pinned by the hash of
//! those bytes, or every [`Finding`] with its place. From a protocol, [`calendar()`] plans the days
//! of a treatment and [`show()`] makes the document a clinician reads; [`schema()`] is the format for
//! editors. What trials found is read by
//! [`evidence::read`] from files of its own. Nothing here opens a file.
//!
//! ```
//! use cikada_protocol::{CalendarOptions, calendar, read, show};
//!
//! let bytes = include_bytes!("../tests/example.toml");
//! let reading = read(bytes, "example.toml");
//! assert!(reading.findings.is_empty());
//! let protocol = reading.protocol.ok_or("a file without findings is a protocol")?;
//! let start = jiff::civil::date(2027, 1, 4);
//! let days = calendar(&protocol, start, &CalendarOptions::default())?;
//! assert!(days.to_text().contains("2027-01-18  Mon  2     infusion 2"));
//! assert!(show(&protocol, &[]).to_text().starts_with("An example"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod dosing;
pub mod evidence;
pub mod model;
pub mod prediction;
pub mod requirement;
pub mod schedule;
pub mod show;

mod calendar;
mod check;
mod diff;
mod finding;
mod materials;
mod read;
mod render;
mod schema;

pub use calendar::{
    Calendar, CalendarOptions, CalendarProblem, DoseCondition, DoseTime, Milestone, Moved, Note,
    NoteKind, OpenDose, PlannedAmount, calendar,
};
pub use diff::{Change, Concerns, diff};
pub use finding::{Finding, FindingCode};
pub use materials::{OtherMaterial, other_material};
pub use model::Protocol;
pub use read::{Reading, notices_on, read};
pub use render::{render_terminal, to_json};
pub use requirement::{Judgement, Requirement};
pub use schedule::{MissedOutcome, MissedRule, Schedule, Titration, missed, parse_titration};
pub use schema::schema;
pub use show::show;

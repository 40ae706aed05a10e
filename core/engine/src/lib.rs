#![doc = include_str!("../README.md")]
#![deny(clippy::wildcard_enum_match_arm)]

pub mod command;
pub mod decision;
pub mod outlook;
pub mod refusal;

mod anew;
mod batch;
mod bedside;
mod context;
mod custody;
mod decide;
mod deviation;
mod dosing;
mod figures;
mod filling;
mod gates;
mod late;
mod notice;
mod plan;
mod refused;
mod retention;
mod review;
mod rules;
mod shelf_life;
mod supply;
mod temperature;
mod time;
mod transport;
mod trend;
mod vital_signs;
mod worked;

pub use batch::{GrowthPoint, StepOpen, growth, steps_open};
pub use bedside::{BedsideStanding, bedside_standing};
pub use command::{
    Act, Command, FacilityCommand, HandlingCommand, Measured, QualityCommand, Scanned,
};
pub use custody::{CustodyGap, CustodyLink, CustodyReport, chain_of_custody, custody_report};
pub use decide::{consequences, decide, decide_facility, lots_behind, subjects};
pub use decision::{Decision, Refusal};
pub use deviation::RECALLED_LOT;
pub use dosing::{DoseNow, dose_now, needs_order};
pub use filling::{doses_to_fill, filling_refused};
pub use notice::supply_notice;
pub use outlook::{AlertKind, Outlook, OutlookItem, outlook};
pub use refusal::RefusalCode;
pub use refused::refused;
pub use retention::{LocalRetention, Retention, TRACEABILITY_YEARS, retention};
pub use review::{ExceptionKind, Mend, Review, ReviewCount, ReviewException, Unmet, review};
pub use rules::attach_file::{FILE_BYTES_MAX, MEDIA_TYPES};
pub use rules::supply_permission::asks_permission;
pub use shelf_life::{ShelfLife, shelf_life};
pub use supply::{SupplyReview, supply_review, told_after};
pub use temperature::{Excursion, TemperatureCourse, temperature_course, time_outside};
pub use transport::{Conditions, conditions};
pub use trend::{Trend, TrendFlag, trend};
pub use vital_signs::{VitalSignsDue, VitalSignsState, vital_signs_due};
pub use worked::{Entered, WorkedLine, worked};

// Unit tests begin from the same course as the stories, which speaks of this crate by its name.
#[cfg(test)]
extern crate self as cikada_engine;

#[cfg(test)]
#[path = "../tests/support/asked.rs"]
mod asked;
#[cfg(test)]
#[path = "../tests/support/centre.rs"]
mod centre;
#[cfg(test)]
#[expect(dead_code, reason = "stories use more of the course")]
#[path = "../tests/support/course.rs"]
mod course;
#[cfg(test)]
#[expect(dead_code, reason = "stories use more of the examples")]
#[path = "../tests/support/example.rs"]
mod example;
#[cfg(test)]
#[path = "../tests/support/protocols.rs"]
mod protocols;
#[cfg(test)]
#[path = "../tests/support/script.rs"]
mod script;
#[cfg(test)]
#[path = "../tests/support/script_medicine.rs"]
mod script_medicine;

//! What an instrument said: its file read with a mapping that is data.
//!
//! A cell counter, a flow cytometer, an endotoxin reader and a blood-culture system each write their
//! own columns, units, flags and decimal sign. A [`Mapping`] says which column is the sample, which
//! rows and columns are which test, in which unit; [`read_mapping`] checks it with every finding at
//! once. [`read_file`] then reads a file by it: readings with the line each stands on, and a
//! `Fault` for every place that cannot be read as the mapping says. Nothing is guessed: a decimal
//! comma under a mapping with points, a gate the mapping does not name or a sample that stands there
//! twice is a fault, and a line with a fault gives no reading.
//!
//! A temperature logger's file has a [`LogMapping`] and is read by [`read_log`].
//!
//! Whether a reading may be recorded (the sample is of this batch, the test is the protocol's) is not
//! decided here.

mod file;
mod keys;
mod layout;
mod log;
mod mapping;

pub use file::{Reading, Readings, read_file};
pub use layout::{Flaw, Layout};
pub use log::{LogFile, LogMapping, LogZone, is_of_logger, read_log, read_log_mapping};
pub use mapping::{Mapping, Meaning, Measure, When, read_mapping};

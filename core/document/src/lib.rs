#![doc = include_str!("../README.md")]

pub mod check_character;
pub mod isbt;
pub mod label;
pub mod scan;

pub use isbt::{Flags, HospitalNumber, LabelTime, ProductCode};
pub use scan::{Scan, ScanError, ScannedLabel, decode, typed_donation};

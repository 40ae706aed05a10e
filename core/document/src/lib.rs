#![doc = include_str!("../README.md")]

pub mod check_character;
pub mod check_digit;
pub mod isbt;
pub mod label;
pub mod scan;

pub use isbt::{Flags, HospitalNumber, LabelTime, Message, ProductCode, Structure};
pub use scan::{Scan, ScanError, ScannedLabel, decode, read, typed_donation};

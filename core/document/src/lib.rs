//! What stands on paper: ISBT 128 codes, the text of labels, and reading scans back.
//!
//! ISBT 128 is licensed: the shapes of its codes are written here, its tables of products and
//! facilities are not. A centre registers with ICCBBA and brings its own codes.

pub mod check_character;
pub mod isbt;
pub mod label;
pub mod scan;

pub use isbt::{Flags, HospitalNumber, LabelTime, ProductCode};
pub use scan::{Scan, ScanError, ScannedLabel, decode, typed_donation};

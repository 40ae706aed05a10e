//! What came of it: grades of adverse events, response to treatment, rates with exact intervals,
//! survival, and killing assays. Every answer shows what it was worked out from.

pub mod grade;
pub mod potency;
pub mod rates;
pub mod response;
pub mod survival;
mod table;

pub use table::Fault;

#![doc = include_str!("../README.md")]

pub mod control;
pub mod grade;
pub mod instrument;
pub mod potency;
pub mod rates;
pub mod response;
pub mod survival;
mod table;

pub use table::Fault;

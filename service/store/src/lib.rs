#![doc = include_str!("../README.md")]

mod append;
mod checked;
mod database;
mod error;
mod prove;
mod read;
mod store;
mod views;
mod writer;

pub use append::{Append, Appended, ViewChange};
pub use database::DATABASE_FILE;
pub use error::{AppendError, ReadError, RebuildError, StoreError};
pub use prove::verify_database;
pub use store::{Row, Store};
pub use views::ViewDifference;

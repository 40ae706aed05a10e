#![doc = include_str!("../README.md")]

pub mod centre;
pub mod error;
mod facility;
mod files;
pub mod form;
mod instruments;
mod keys;
mod label_templates;
mod library;
pub mod papers;
mod plain;
pub mod projection;
pub mod read;
mod record;
pub mod sample;
pub mod staff;
mod treatments;
pub mod use_cases;
mod vault;
mod world;

pub use centre::{Centre, CentreError, LongerRetention};
pub use error::{AppError, OpenError};
pub use files::FileError;
pub use keys::KeyError;
pub use library::shipped;
pub use vault::{CredentialError, PASSWORD_LENGTH_MIN, VaultError};
pub use world::{Clock, SystemClock, World};

//! One file a command.

pub(crate) mod account;
pub(crate) mod calendar;
pub(crate) mod centre;
pub(crate) mod check;
pub(crate) mod checkpoint;
pub(crate) mod demo;
pub(crate) mod diff;
pub(crate) mod dose;
pub(crate) mod endotoxin;
pub(crate) mod erase;
pub(crate) mod evidence;
pub(crate) mod export;
pub(crate) mod files;
pub(crate) mod found;
pub(crate) mod grade;
pub(crate) mod install;
pub(crate) mod potency;
pub(crate) mod rates;
pub(crate) mod rebuild;
pub(crate) mod response;
pub(crate) mod schema;
pub(crate) mod serve;
pub(crate) mod show;
pub(crate) mod survival;
pub(crate) mod tables;
pub(crate) mod verify;

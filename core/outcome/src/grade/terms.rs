//! The tables: one file an organ system, one row a term, both versions of CTCAE side by side.

mod blood;
mod chest;
mod general;
mod heart;
mod immune;
mod kidney;
mod liver;
mod mind;
mod nerves;
mod skin;
mod stomach;

use super::term::Term;

/// Every term, by organ system.
pub(super) const ALL: &[&[Term]] = &[
    general::TERMS,
    immune::TERMS,
    blood::TERMS,
    liver::TERMS,
    kidney::TERMS,
    heart::TERMS,
    chest::TERMS,
    stomach::TERMS,
    nerves::TERMS,
    mind::TERMS,
    skin::TERMS,
];

//! Labels: what must stand on one, how it is drawn, and that they all balance.
//!
//! [`compose()`] refuses a label that lacks anything its type and country ask for. [`draw()`] gives out
//! a [`Drawing`] only after reading back every code on it.

mod balance;
mod biohazard;
mod code128;
mod code128_reader;
pub mod codes;
mod compose;
mod content;
mod draw;
mod drawing;
mod error;
mod flow;
mod infectious;
mod read_back;
mod requirement;
mod specimen;
mod svg;
mod symbol;
mod template;
mod width;
mod wristband;
mod zpl;

pub use self::balance::{Imbalance, balance};
pub use self::compose::{Label, MissingElement, NoSequence, compose, donation_sequence};
pub use self::content::{
    IntendedUse, LabelContent, LabelPatient, MaterialStatus, Standing, Storage,
};
pub use self::draw::{draw, draw_from};
pub use self::drawing::{Anchor, Drawing, Frame, Item, Rect, Sign, Symbol, SymbolKind, Text};
pub use self::error::DrawError;
pub use self::infectious::{InfectiousStatus, InfectiousWords};
pub use self::requirement::{CountryGroup, Element, REQUIREMENTS, Requirement, requirements};
pub use self::specimen::specimens;
pub use self::svg::svg_of;
pub use self::template::{LabelTemplate, TemplateFlaw, built_in_text, read_template};
pub use self::wristband::Wristband;
pub use cikada_domain::event::LabelType;

pub use self::zpl::DotsPerMillimetre;

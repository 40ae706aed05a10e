//! Labels: what must stand on one, how it is drawn, and that they all balance.

mod drawing;
mod svg;
mod width;
mod zpl;

pub use self::drawing::{Anchor, Drawing, Frame, Item, Rect, Sign, Symbol, SymbolKind, Text};
pub use self::zpl::DotsPerMillimetre;

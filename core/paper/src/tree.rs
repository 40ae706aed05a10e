//! The structure of a document, for whoever has it read aloud or extracts it by machine.
//!
//! Structure is made before pages, so its leaves are slots; a slot gets its content when the page
//! it fell on is painted.

use krilla::tagging::TagKind;

/// A place in the structure that a mark fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Slot(usize);

/// Gives out slots.
#[derive(Debug, Default)]
pub(crate) struct Slots(usize);

impl Slots {
    pub(crate) fn next(&mut self) -> Slot {
        self.0 += 1;
        Slot(self.0)
    }
}

/// One node of the structure.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    Leaf(Slot),
    Group(TagKind, Vec<Node>),
    /// A picture with its words; the box is relative to its strip.
    Figure {
        slot: Slot,
        words: String,
        x: f32,
        y: f32,
        width: f32,
        height: f32,
    },
}

//! What is put on a page, before any page exists.
//!
//! Distances are in points (1/72 inch), from the left edge of the text and the upper edge of the
//! strip, downwards.

use krilla::tagging::ArtifactType;

use crate::face::Face;
use crate::tree::Slot;

/// One stroke of ink.
#[derive(Debug, Clone)]
pub(crate) enum Ink {
    /// Letters that the face has, in one line.
    Text {
        x: f32,
        baseline: f32,
        size: f32,
        face: Face,
        text: String,
        /// 0 is black, 255 white.
        grey: u8,
    },
    /// A filled rectangle.
    Fill {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        grey: u8,
    },
}

impl Ink {
    /// The same ink, further to the right.
    pub(crate) fn moved(mut self, by: f32) -> Self {
        match &mut self {
            Self::Text { x, .. } | Self::Fill { x, .. } => *x += by,
        }
        self
    }
}

/// What a mark is to whoever has the document read aloud.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Tagged {
    /// A place in the structure.
    Slot(Slot),
    /// Nothing: a rule, or what every page repeats.
    Artifact(ArtifactType),
}

/// Ink that belongs together.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    pub(crate) tagged: Tagged,
    pub(crate) inks: Vec<Ink>,
}

impl Mark {
    /// A horizontal rule.
    pub(crate) fn rule(x: f32, y: f32, width: f32, height: f32, grey: u8) -> Self {
        Self {
            tagged: Tagged::Artifact(ArtifactType::Layout),
            inks: vec![Ink::Fill {
                x,
                y,
                width,
                height,
                grey,
            }],
        }
    }
}

/// A part of the document that is never divided between two pages.
#[derive(Debug, Clone, Default)]
pub(crate) struct Strip {
    /// Left out at the top of a page.
    pub(crate) space_before: f32,
    pub(crate) height: f32,
    /// Whether the next strip must begin on the same page.
    pub(crate) keep: bool,
    pub(crate) marks: Vec<Mark>,
    /// The heading that begins here, by its place in the list of headings.
    pub(crate) anchor: Option<usize>,
}

/// What the flow of a document is made of.
#[derive(Debug, Clone)]
pub(crate) enum Part {
    Strip(Strip),
    PageBreak,
    /// From here on, each new page begins with this.
    Repeat(Option<Strip>),
}

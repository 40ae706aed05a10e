//! One label's geometry, from which SVG, ZPL and paper are made.
//!
//! Everything is in micrometres from the upper left corner of the label, black on white, painted in
//! the order of the list. There is no rotation, colour or curve, so that every printer draws the
//! same label. A renderer adds nothing and leaves nothing out.

/// What stands on one label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// Width of the label in micrometres.
    pub width: u32,
    /// Height of the label in micrometres.
    pub height: u32,
    /// What is painted, in order.
    pub items: Vec<Item>,
}

/// One thing on a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// One line of text.
    Text(Text),
    /// A filled rectangle: a rule between two parts of the label.
    Rect(Rect),
    /// The outline of a rectangle.
    Frame(Frame),
    /// A code for scanners.
    Symbol(Symbol),
    /// A picture with a meaning of its own, such as the biohazard sign.
    Sign(Sign),
}

/// One line of text, in a sans-serif face of the proportions of Helvetica.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Where the line begins, has its middle or ends, as `anchor` says.
    pub x: u32,
    /// The baseline.
    pub y: u32,
    /// The size of the type (height of the em).
    pub size: u32,
    /// Whether it is bold.
    pub bold: bool,
    /// Which point of the line lies at `x`.
    pub anchor: Anchor,
    /// The room the line may take. The text was measured with widths that usual faces keep within,
    /// so a renderer that finds it wider has the wrong face and must refuse.
    pub room: u32,
    /// The words, without control characters.
    pub text: String,
}

/// Which point of a line of text lies at its `x`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The line begins there.
    Start,
    /// Its middle lies there.
    Middle,
    /// It ends there.
    End,
}

/// A filled rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rect {
    /// Left edge.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// The outline of a rectangle; the line lies inside the given edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// Left edge.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
    /// Thickness of the line.
    pub line: u32,
}

/// How a code for scanners is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolKind {
    /// Data Matrix ECC 200 (ISO/IEC 16022).
    DataMatrix,
    /// Code 128 (ISO/IEC 15417).
    Code128,
}

/// A code for scanners. The rectangles are the code that was read back before the drawing was
/// given out: print them and never let a printer encode the content again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// Data Matrix or Code 128.
    pub kind: SymbolKind,
    /// What a scanner sends, for tests and for readers of the screen.
    pub content: String,
    /// Left edge, without the quiet zone.
    pub x: u32,
    /// Upper edge, without the quiet zone.
    pub y: u32,
    /// Width, without the quiet zone.
    pub width: u32,
    /// Height, without the quiet zone.
    pub height: u32,
    /// Width of the smallest element: the module of a Data Matrix, the X dimension of a Code 128.
    pub module: u32,
    /// The dark parts, with their places on the label.
    pub rects: Vec<Rect>,
}

/// A picture with a meaning of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sign {
    /// What it says, for whoever cannot see it.
    pub words: &'static str,
    /// Left edge.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
    /// The dark parts, with their places on the label.
    pub rects: Vec<Rect>,
}

impl Drawing {
    /// The codes for scanners on this label.
    pub fn symbols(&self) -> impl Iterator<Item = &Symbol> {
        self.items.iter().filter_map(|item| match item {
            Item::Symbol(symbol) => Some(symbol),
            _ => None,
        })
    }

    /// The lines of text on this label.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        self.items.iter().filter_map(|item| match item {
            Item::Text(text) => Some(text),
            _ => None,
        })
    }
}

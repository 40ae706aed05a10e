//! Why a document could not be made.

/// Why a document could not be made. Nothing is left out silently: a document is whole or it is not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// A table without columns, or with columns of no weight.
    #[error("a table has no column of any width: give each column a weight of at least 1")]
    NoColumns,
    /// A row that has more or fewer cells than its table has columns.
    #[error("row {row} of the table '{head}' has {found} cells and the table {expected} columns")]
    RowWidth {
        /// The heads of the table's columns.
        head: String,
        /// Which row, from 1.
        row: usize,
        /// How many columns the table has.
        expected: usize,
        /// How many cells the row has.
        found: usize,
    },
    /// What every page repeats leaves no room for the document.
    #[error("title, identity and seal take {taken} of {page} points of a page: shorten them")]
    NoRoom {
        /// Points that head and foot take.
        taken: u32,
        /// Points that a page has.
        page: u32,
    },
    /// A drawing that does not fit on a page.
    #[error("a drawing of {width} x {height} um does not fit on a page of {room} um")]
    DrawingTooLarge {
        /// Width of the drawing in micrometres.
        width: u32,
        /// Height of the drawing in micrometres.
        height: u32,
        /// Width and height of the room in micrometres.
        room: String,
    },
    /// A sheet without a label, or a grid without a place.
    #[error("a sheet needs at least one label and one place for it")]
    NoLabel,
    /// A text of a label that is wider in our face than the room it was measured for.
    #[error("'{text}' is wider than its place on the label: use a larger label")]
    LabelText {
        /// The text.
        text: String,
    },
    /// The result would not conform to PDF/A-2a and PDF/UA-1. This is a fault of ours.
    #[error("the document would not conform to PDF/A-2a and PDF/UA-1: {0}")]
    NotConformant(String),
}

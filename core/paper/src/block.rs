//! What a document is made of.

use cikada_document::label::Drawing;
use jiff::Zoned;

use crate::text::Text;

/// One part of a document, in reading order.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading; it stands among the bookmarks and never alone at the foot of a page.
    Heading(Level, String),
    /// Running text.
    Paragraph(Text),
    /// Labels with their values, in as many columns as given (1 to 4). A value that is blank is
    /// marked as missing.
    Fields(u8, Vec<(String, Text)>),
    /// Rows under heads.
    Table(Table),
    /// Who signed, with what meaning, when (21 CFR 11.50). Without any, the document says so.
    Signatures(Vec<Signed>),
    /// Something the reader must not miss.
    Notice(Notice),
    /// A label or symbol in its own size, with words for whoever cannot see it.
    Drawing(Drawing, String),
    /// What follows begins on a new page.
    PageBreak,
}

/// How deep a heading lies. A level that skips one is taken as the next below the heading before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A part of the document.
    One,
    /// A part of that.
    Two,
    /// A part of that again.
    Three,
}

/// Rows under heads. The heads stand again on every page that the table reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The columns, from left to right.
    pub columns: Vec<Column>,
    /// The rows; each has one cell for each column. Without any, the document says so.
    pub rows: Vec<Vec<Cell>>,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What the column holds, units included.
    pub head: String,
    /// Its share of the width, against the other columns.
    pub weight: u16,
    /// Whether it holds numbers, which are set to the right.
    pub numeric: bool,
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn new(head: impl Into<String>, weight: u16) -> Self {
        Self {
            head: head.into(),
            weight,
            numeric: false,
        }
    }

    /// A column of numbers.
    #[must_use]
    pub fn numeric(head: impl Into<String>, weight: u16) -> Self {
        Self {
            numeric: true,
            ..Self::new(head, weight)
        }
    }
}

/// One value of a table, with what is to be known of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    pub(crate) was: Vec<Text>,
    pub(crate) value: Option<Text>,
    pub(crate) outside: bool,
}

impl Cell {
    /// A value; a blank one is an empty cell and not a missing value.
    #[must_use]
    pub fn new(value: impl Into<Text>) -> Self {
        Self {
            value: Some(value.into()),
            ..Self::default()
        }
    }

    /// A value that should be there and is not: marked as missing.
    #[must_use]
    pub fn missing() -> Self {
        Self::default()
    }

    /// This value was changed since entry (Annex 11 § 8.2): the one before is struck through and
    /// stays readable; a blank one is said to have been missing. Called again for each older one, the
    /// latest first.
    #[must_use]
    pub fn changed_from(mut self, was: impl Into<Text>) -> Self {
        self.was.insert(0, was.into());
        self
    }

    /// This value lies outside its limit.
    #[must_use]
    pub fn outside(mut self) -> Self {
        self.outside = true;
        self
    }
}

impl<T: Into<Text>> From<T> for Cell {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

/// One signature as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Who signed, in letters.
    pub name: String,
    /// What was meant by it.
    pub meaning: String,
    /// When, in the zone of the place.
    pub at: Zoned,
}

/// Something the reader must not miss, in a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What kind of thing it is; its word stands first.
    pub kind: NoticeKind,
    /// What it is about, in a line.
    pub title: String,
    /// What is to be known, a paragraph each.
    pub lines: Vec<Text>,
}

/// What kind of thing a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// The system said no.
    Refusal,
    /// Something is or may be wrong.
    Warning,
    /// To be known.
    Note,
}

//! Labels printed on sheets of adhesive labels, or each on a page of its own size.
//!
//! A sheet has no head, foot or margin text: what stands outside a label would be printed over the
//! next one.

use cikada_document::label::Drawing;
use jiff::Zoned;

use crate::block::Level;
use crate::error::PaperError;
use crate::face::Faces;
use crate::flow::{A4, Format, Page};
use crate::ink::{Mark, Tagged};
use crate::lay::{inks, points};
use crate::pdf::{About, write};
use crate::tree::{Node, Slots};
use crate::words::Language;

/// Width and height of A4 in micrometres.
const A4_SIZE: (u32, u32) = (210_000, 297_000);

/// Labels to be printed, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelSheet {
    /// The title of the file; it is not printed.
    pub title: String,
    /// The language of the labels.
    pub language: Language,
    /// When the file was made.
    pub issued_at: Zoned,
    /// Where the labels go.
    pub placement: Placement,
    /// Each label with words for whoever cannot see it.
    pub labels: Vec<(Drawing, String)>,
}

/// Where labels go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// Each on a page of its own size, for label printers.
    OwnPage,
    /// Side by side on A4 sheets.
    Sheet(Grid),
}

/// The places of labels on an A4 sheet, filled row by row. Distances are in micrometres.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grid {
    /// From the left edge of the sheet to the first column.
    pub left: u32,
    /// From the upper edge of the sheet to the first row.
    pub top: u32,
    /// From one column to the next.
    pub pitch_x: u32,
    /// From one row to the next.
    pub pitch_y: u32,
    /// Labels side by side.
    pub columns: u32,
    /// Labels one under the other.
    pub rows: u32,
    /// Places of the first sheet that are used up.
    pub skip: u32,
}

impl Grid {
    /// As many labels of a size as fit on A4 with 10 mm of margin and 3 mm between them, to be cut.
    #[must_use]
    pub fn to_cut(width: u32, height: u32) -> Self {
        const MARGIN: u32 = 10_000;
        const GAP: u32 = 3_000;
        let count = |sheet: u32, label: u32| (sheet - 2 * MARGIN + GAP) / label.saturating_add(GAP);
        Self {
            left: MARGIN,
            top: MARGIN,
            pitch_x: width.saturating_add(GAP),
            pitch_y: height.saturating_add(GAP),
            columns: count(A4_SIZE.0, width),
            rows: count(A4_SIZE.1, height),
            skip: 0,
        }
    }

    /// The sheet and the upper left corner of a label, by its number from 0.
    fn place(&self, label: usize) -> Option<(usize, u32, u32)> {
        let [columns, rows, skip] =
            [self.columns, self.rows, self.skip].map(|count| usize::try_from(count).ok());
        let (columns, rows) = (columns?, rows?);
        let places = columns.checked_mul(rows)?;
        let place = label.checked_add(skip?.checked_rem(places)?)?;
        let sheet = place.checked_div(places)?;
        let on_sheet = place % places;
        let corner = |start: u32, pitch: u32, steps: usize| {
            pitch
                .checked_mul(u32::try_from(steps).ok()?)?
                .checked_add(start)
        };
        let x = corner(self.left, self.pitch_x, on_sheet % columns)?;
        let y = corner(self.top, self.pitch_y, on_sheet / columns)?;
        Some((sheet, x, y))
    }
}

impl LabelSheet {
    /// Writes the labels as a PDF/A-2a and PDF/UA-1, each in its own size. Print without scaling.
    ///
    /// # Errors
    ///
    /// [`PaperError`], when there is no label, or one is larger than its place.
    pub fn render(&self) -> Result<Vec<u8>, PaperError> {
        let faces = Faces::read()?;
        let mut pages: Vec<Page> = Vec::new();
        let mut nodes = Vec::new();
        let mut headings = Vec::new();
        let mut slots = Slots::default();
        for (index, (drawing, words)) in self.labels.iter().enumerate() {
            let (sheet, x, y, format) = self.place(index, drawing)?;
            while pages.len() <= sheet {
                pages.push(Page::blank(format));
            }
            let slot = slots.next();
            let page = pages.get_mut(sheet).ok_or(PaperError::NoLabel)?;
            let [x, y] = [x, y].map(points);
            let inks = inks(drawing, &faces)?.into_iter().map(|ink| ink.moved(x));
            let mark = Mark {
                tagged: Tagged::Slot(slot),
                inks: inks.collect(),
            };
            page.marks.push((y, mark));
            page.anchors.push((index, y));
            headings.push((Level::One, words.clone()));
            nodes.push(Node::Figure {
                slot,
                words: words.clone(),
                x,
                y: 0.0,
                width: points(drawing.width),
                height: points(drawing.height),
            });
        }
        if pages.is_empty() {
            return Err(PaperError::NoLabel);
        }
        let about = About {
            title: self.title.clone(),
            language: self.language.tag(),
            issued_at: &self.issued_at,
        };
        write(&about, &pages, &nodes, &headings, &faces)
    }

    /// The page of a label, its upper left corner there, and the size of the page.
    fn place(
        &self,
        index: usize,
        drawing: &Drawing,
    ) -> Result<(usize, u32, u32, Format), PaperError> {
        let Drawing { width, height, .. } = *drawing;
        match self.placement {
            Placement::OwnPage => {
                let format = Format {
                    width: points(width),
                    height: points(height),
                    left: 0.0,
                };
                Ok((index, 0, 0, format))
            }
            Placement::Sheet(grid) => {
                let (sheet, x, y) = grid.place(index).ok_or(PaperError::NoLabel)?;
                let fits = |start: u32, length: u32, pitch: u32, sheet: u32| {
                    length <= pitch && start.checked_add(length).is_some_and(|end| end <= sheet)
                };
                if !fits(x, width, grid.pitch_x, A4_SIZE.0)
                    || !fits(y, height, grid.pitch_y, A4_SIZE.1)
                {
                    let room = format!("{} x {}", grid.pitch_x, grid.pitch_y);
                    return Err(PaperError::DrawingTooLarge {
                        width,
                        height,
                        room,
                    });
                }
                Ok((sheet, x, y, Format { left: 0.0, ..A4 }))
            }
        }
    }
}

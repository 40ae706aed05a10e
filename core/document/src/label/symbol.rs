//! Codes for scanners: drawn from a message, and refused where the message names a person.

use datamatrix::{DataMatrix, SymbolList};

use super::code128;
use super::drawing::{Rect, Symbol, SymbolKind};
use super::error::DrawError;
use crate::isbt::{Message, Structure};

/// A quarter of a millimetre: the X dimension that ISBT 128 labels are commonly printed with.
pub(super) const CODE_128_MODULE: u32 = 250;

/// What an image must keep clear around a symbol, in modules, left and right, then above and below.
/// Code 128 asks for ten at its ends; Data Matrix for one, and gets two.
pub(super) fn quiet_zone(kind: SymbolKind) -> (u32, u32) {
    match kind {
        SymbolKind::DataMatrix => (2, 2),
        SymbolKind::Code128 => (10, 0),
    }
}

/// The message as a square Data Matrix with its upper left corner at (0, 0).
pub(super) fn data_matrix(message: &Message, module: u32) -> Result<Symbol, DrawError> {
    matrix_of(nameless(message)?, module)
}

/// The same for a wristband, which alone may name its patient: it never leaves them.
pub(super) fn wristband_matrix(message: &Message, module: u32) -> Result<Symbol, DrawError> {
    matrix_of(message.encode(), module)
}

fn matrix_of(content: String, module: u32) -> Result<Symbol, DrawError> {
    let symbol = DataMatrix::encode(content.as_bytes(), SymbolList::default().enforce_square())
        .map_err(|_| too_long(&content))?;
    let bitmap = symbol.bitmap();
    let width = u32::try_from(bitmap.width()).map_err(|_| too_long(&content))?;
    let height = u32::try_from(bitmap.height()).map_err(|_| too_long(&content))?;
    let mut rects: Vec<Rect> = Vec::new();
    for (column, row) in bitmap.pixels() {
        let column = u32::try_from(column).map_err(|_| too_long(&content))?;
        let row = u32::try_from(row).map_err(|_| too_long(&content))?;
        let (x, y) = (column * module, row * module);
        match rects.last_mut() {
            Some(last) if last.y == y && last.x + last.width == x => {
                last.width += module;
            }
            _ => rects.push(Rect {
                x,
                y,
                width: module,
                height: module,
            }),
        }
    }
    Ok(Symbol {
        kind: SymbolKind::DataMatrix,
        content,
        x: 0,
        y: 0,
        width: width * module,
        height: height * module,
        module,
        rects,
    })
}

/// The message as a Code 128 of the given height with its upper left corner at (0, 0).
pub(super) fn code_128(message: &Message, height: u32) -> Result<Symbol, DrawError> {
    let content = nameless(message)?;
    let modules = code128::modules(&content).ok_or_else(|| too_long(&content))?;
    let mut rects: Vec<Rect> = Vec::new();
    let mut x = 0;
    for dark in modules {
        if dark {
            match rects.last_mut() {
                Some(last) if last.x + last.width == x => last.width += CODE_128_MODULE,
                _ => rects.push(Rect {
                    x,
                    y: 0,
                    width: CODE_128_MODULE,
                    height,
                }),
            }
        }
        x += CODE_128_MODULE;
    }
    Ok(Symbol {
        kind: SymbolKind::Code128,
        content,
        x: 0,
        y: 0,
        width: x,
        height,
        module: CODE_128_MODULE,
        rects,
    })
}

impl Symbol {
    /// The symbol with its upper left corner somewhere else.
    pub(super) fn moved_to(mut self, x: u32, y: u32) -> Self {
        for rect in &mut self.rects {
            rect.x += x;
            rect.y += y;
        }
        (self.x, self.y) = (x, y);
        self
    }
}

/// The characters of a message that names nobody. A container's code relates to its donor through
/// the records alone (21 CFR 1271.290(c)), so a patient's number, a date of birth and what nobody
/// here can read stay out.
fn nameless(message: &Message) -> Result<String, DrawError> {
    let names = |structure: &&Structure| match structure {
        Structure::Patient(_) | Structure::Donor { .. } | Structure::National(_) => true,
        other => other.number() == Some(24),
    };
    if let Some(structure) = message.structures().iter().find(names) {
        return Err(DrawError::NamesPerson {
            what: structure.name(),
        });
    }
    Ok(message.encode())
}

fn too_long(content: &str) -> DrawError {
    DrawError::Symbol {
        characters: content.len(),
    }
}

//! Reads every symbol of a drawing back from what was drawn, before the drawing is given out.
//!
//! Samples are taken in the middle of each module from everything that is painted there, other
//! items included, so that a line drawn across a symbol is noticed as surely as a wrong module.

use datamatrix::DataMatrix;

use super::code128_reader;
use super::drawing::{Anchor, Drawing, Frame, Item, Rect, Symbol, SymbolKind};
use super::error::DrawError;
use super::symbol::quiet_zone;
use super::width::text_width;
use crate::isbt::Message;
use crate::scan;

impl Drawing {
    /// Reads every symbol back and compares all structures with those that belong on the label.
    /// A symbol that does not read, says something else, or has something in its quiet zone is an
    /// error, and so are more or fewer symbols than messages.
    pub fn read_back(&self, messages: &[Message]) -> Result<(), DrawError> {
        let symbols: Vec<&Symbol> = self.symbols().collect();
        if symbols.len() != messages.len() {
            return Err(DrawError::SymbolCount {
                expected: messages.len(),
                found: symbols.len(),
            });
        }
        for (symbol, message) in symbols.into_iter().zip(messages) {
            self.quiet_zone_of(symbol)?;
            let text = self
                .text_of(symbol)
                .ok_or(DrawError::Unreadable { kind: symbol.kind })?;
            let found =
                scan::read(&text).map_err(|_| DrawError::Unreadable { kind: symbol.kind })?;
            if found != *message || text != symbol.content {
                return Err(DrawError::ReadsOtherwise {
                    expected: message.encode(),
                    found: text,
                });
            }
        }
        Ok(())
    }

    fn text_of(&self, symbol: &Symbol) -> Option<String> {
        let painted = self.painted_near(symbol);
        match symbol.kind {
            SymbolKind::DataMatrix => {
                let modules = sampled(&painted, symbol, symbol.height / symbol.module);
                let width = usize::try_from(symbol.width / symbol.module).ok()?;
                let bytes = DataMatrix::decode(&modules.concat(), width).ok()?;
                String::from_utf8(bytes).ok()
            }
            // Three lines across the bars must agree: a gap in one bar shows in one of them.
            SymbolKind::Code128 => {
                let rows = sampled(&painted, symbol, 3);
                let texts: Option<Vec<String>> =
                    rows.iter().map(|row| code128_reader::text(row)).collect();
                let texts = texts?;
                let first = texts.first()?;
                texts
                    .iter()
                    .all(|text| text == first)
                    .then(|| first.clone())
            }
        }
    }

    /// Everything dark that touches the symbol.
    fn painted_near(&self, symbol: &Symbol) -> Vec<Rect> {
        let area = Rect {
            x: symbol.x,
            y: symbol.y,
            width: symbol.width,
            height: symbol.height,
        };
        let painted = self.items.iter().flat_map(painted);
        painted.filter(|rect| touch(*rect, area)).collect()
    }

    /// Nothing else may stand in a symbol or so close to it that scanners fail.
    fn quiet_zone_of(&self, symbol: &Symbol) -> Result<(), DrawError> {
        let (beside, above) = quiet_zone(symbol.kind);
        let (beside, above) = (beside * symbol.module, above * symbol.module);
        let kind = symbol.kind;
        let crowded = || DrawError::QuietZone { kind };
        let x = symbol.x.checked_sub(beside).ok_or_else(crowded)?;
        let y = symbol.y.checked_sub(above).ok_or_else(crowded)?;
        let zone = Rect {
            x,
            y,
            width: symbol.width + 2 * beside,
            height: symbol.height + 2 * above,
        };
        if zone.x + zone.width > self.width || zone.y + zone.height > self.height {
            return Err(crowded());
        }
        let others = self.items.iter().filter(|item| match item {
            Item::Symbol(other) => other != symbol,
            _ => true,
        });
        let mut areas = others.flat_map(areas);
        if areas.any(|area| touch(area, zone)) {
            return Err(crowded());
        }
        Ok(())
    }
}

/// One row of samples for each of so many lines, spread evenly over the height of the symbol.
fn sampled(painted: &[Rect], symbol: &Symbol, lines: u32) -> Vec<Vec<bool>> {
    let columns = symbol.width / symbol.module;
    let line = |row: u32| -> Vec<bool> {
        let y = symbol.y + (2 * row + 1) * symbol.height / (2 * lines);
        let column = |column: u32| {
            let x = symbol.x + column * symbol.module + symbol.module / 2;
            painted.iter().any(|rect| covers(*rect, x, y))
        };
        (0..columns).map(column).collect()
    };
    (0..lines).map(line).collect()
}

/// What of an item is dark, letters aside.
fn painted(item: &Item) -> Vec<Rect> {
    match item {
        Item::Text(_) => Vec::new(),
        Item::Rect(rect) => vec![*rect],
        Item::Frame(frame) => sides(*frame),
        Item::Symbol(symbol) => symbol.rects.clone(),
        Item::Sign(sign) => sign.rects.clone(),
    }
}

/// The areas that an item takes up: of a frame its four sides, of a text the box around it.
fn areas(item: &Item) -> Vec<Rect> {
    let Item::Text(text) = item else {
        return painted(item);
    };
    let width = text_width(&text.text, text.size, text.bold);
    let x = match text.anchor {
        Anchor::Start => text.x,
        Anchor::Middle => text.x.saturating_sub(width / 2),
        Anchor::End => text.x.saturating_sub(width),
    };
    vec![Rect {
        x,
        y: text.y.saturating_sub(text.size * 3 / 4),
        width,
        height: text.size,
    }]
}

fn sides(frame: Frame) -> Vec<Rect> {
    let Frame {
        x,
        y,
        width,
        height,
        line,
    } = frame;
    let side = |x, y, width, height| Rect {
        x,
        y,
        width,
        height,
    };
    vec![
        side(x, y, width, line),
        side(x, (y + height).saturating_sub(line), width, line),
        side(x, y, line, height),
        side((x + width).saturating_sub(line), y, line, height),
    ]
}

fn covers(rect: Rect, x: u32, y: u32) -> bool {
    (rect.x..rect.x + rect.width).contains(&x) && (rect.y..rect.y + rect.height).contains(&y)
}

fn touch(one: Rect, other: Rect) -> bool {
    one.x < other.x + other.width
        && other.x < one.x + one.width
        && one.y < other.y + other.height
        && other.y < one.y + one.height
}

//! Every label is painted as a printer would and read by another reader, which shares no table or
//! decoder with what made and checked the symbols.

use cikada_document::label::{Drawing, Item, LabelType, Rect, SymbolKind, compose, draw};
use rxing::helpers::detect_in_luma_with_hints;
use rxing::{BarcodeFormat, DecodeHints};

use super::example::{GROUPS, TYPES, crowded, drawing};

/// Dots per millimetre of the coarsest printer.
const DOTS: u32 = 8;

/// The label in dots, white with black where anything but letters is drawn; letters as solid bars,
/// which is worse for a reader than any face.
fn painted(drawing: &Drawing) -> (Vec<u8>, u32, u32) {
    let dots = |micrometres: u32| (micrometres * DOTS + 500) / 1000;
    let (width, height) = (dots(drawing.width), dots(drawing.height));
    let mut image = vec![255u8; (width * height) as usize];
    let mut fill = |rect: &Rect| {
        for y in dots(rect.y)..dots(rect.y + rect.height).min(height) {
            for x in dots(rect.x)..dots(rect.x + rect.width).min(width) {
                image[(y * width + x) as usize] = 0;
            }
        }
    };
    for item in &drawing.items {
        match item {
            Item::Rect(rect) => fill(rect),
            Item::Symbol(symbol) => symbol.rects.iter().for_each(&mut fill),
            Item::Sign(sign) => sign.rects.iter().for_each(&mut fill),
            Item::Text(_) | Item::Frame(_) => {}
        }
    }
    (image, width, height)
}

/// The part of the label around one symbol with its quiet zone, as a scanner aimed at it sees it.
fn aimed_at(drawing: &Drawing, kind: SymbolKind) -> Option<(Vec<u8>, u32, u32)> {
    let symbol = drawing.symbols().find(|symbol| symbol.kind == kind)?;
    let (image, width, height) = painted(drawing);
    let dots = |micrometres: u32| (micrometres * DOTS + 500) / 1000;
    let edge = match kind {
        SymbolKind::DataMatrix => 8,
        SymbolKind::Code128 => 20,
    };
    let (left, top) = (dots(symbol.x) - edge, dots(symbol.y).saturating_sub(edge));
    let right = (dots(symbol.x + symbol.width) + edge).min(width);
    let bottom = (dots(symbol.y + symbol.height) + edge).min(height);
    let mut part = Vec::new();
    for y in top..bottom {
        for x in left..right {
            part.push(image[(y * width + x) as usize]);
        }
    }
    Some((part, right - left, bottom - top))
}

fn read_by_another(drawing: &Drawing, kind: SymbolKind) -> Option<String> {
    let (image, width, height) = aimed_at(drawing, kind)?;
    let format = match kind {
        SymbolKind::DataMatrix => BarcodeFormat::DATA_MATRIX,
        SymbolKind::Code128 => BarcodeFormat::CODE_128,
    };
    let mut hints = DecodeHints {
        TryHarder: Some(true),
        ..DecodeHints::default()
    };
    let read = detect_in_luma_with_hints(image, width, height, Some(format), &mut hints);
    read.ok().map(|read| read.getText().to_owned())
}

fn assert_read(drawing: &Drawing, what: &str) -> usize {
    let mut read = 0;
    for symbol in drawing.symbols() {
        let found = read_by_another(drawing, symbol.kind);
        assert_eq!(found.as_deref(), Some(symbol.content.as_str()), "{what}");
        read += 1;
    }
    read
}

#[test]
fn every_symbol_of_every_label_is_read_by_a_second_reader() {
    let mut read = 0;
    for label_type in TYPES {
        for group in GROUPS {
            let drawing = drawing(label_type, group);
            read += assert_read(&drawing, &format!("{label_type:?} {group:?}"));
        }
    }
    let label = compose(crowded(), LabelType::Product, GROUPS[3]).unwrap();
    read += assert_read(&draw(&label).unwrap(), "crowded");
    assert_eq!(read, 5 * 7 + 2);
}

#[test]
fn the_second_reader_reads_a_hundred_donations() {
    for serial in (1..=100).map(|n| n * 7919) {
        let mut content = super::example::of_type(LabelType::Product);
        content.donation =
            cikada_domain::DonationIdentificationNumber::new(format!("A999926{serial:06}")).ok();
        let label = compose(content, LabelType::Product, GROUPS[0]).unwrap();
        assert_eq!(assert_read(&draw(&label).unwrap(), "a donation"), 2);
    }
}

//! Every label is painted as a printer would and read by another reader, which shares no table or
//! decoder with what made and checked the symbols.

use cikada_document::label::{
    DotsPerMillimetre, Drawing, Item, LabelType, Rect, Symbol, SymbolKind, compose, draw,
};
use rxing::helpers::detect_in_luma_with_hints;
use rxing::{BarcodeFormat, DecodeHints};

use super::example::{GROUPS, TYPES, crowded, drawing};

/// An image in shades of grey, with its width and height.
type Image = (Vec<u8>, u32, u32);

/// Dots per millimetre of the coarsest printer.
const DOTS: u32 = 8;

/// The label in dots, white with black where anything but letters and frames is drawn.
fn painted(drawing: &Drawing) -> Image {
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
fn aimed_at(image: &Image, symbol: &Symbol, resolution: u32) -> Image {
    let (image, width, height) = image;
    let (width, height) = (*width, *height);
    let dots = |micrometres: u32| (micrometres * resolution + 500) / 1000;
    let edge = match symbol.kind {
        SymbolKind::DataMatrix => resolution,
        SymbolKind::Code128 => resolution * 5 / 2,
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
    (part, right - left, bottom - top)
}

fn read_by_another((image, width, height): Image, kind: SymbolKind) -> Option<String> {
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
    let image = painted(drawing);
    assert_read_from(&image, drawing, DOTS, what)
}

fn assert_read_from(image: &Image, drawing: &Drawing, resolution: u32, what: &str) -> usize {
    let mut read = 0;
    for symbol in drawing.symbols() {
        let found = read_by_another(aimed_at(image, symbol, resolution), symbol.kind);
        assert_eq!(found.as_deref(), Some(symbol.content.as_str()), "{what}");
        read += 1;
    }
    read
}

/// Numbers between commas.
fn numbers(text: &str) -> Vec<u32> {
    text.split(',')
        .map(|number| number.parse().unwrap())
        .collect()
}

/// What a thermal printer makes of the boxes among its commands.
fn printed(zpl: &str) -> Image {
    let size = |command: &str| -> u32 {
        let line = zpl.lines().find_map(|line| line.strip_prefix(command));
        line.unwrap().parse().unwrap()
    };
    let (width, height) = (size("^PW"), size("^LL"));
    let mut image = vec![255u8; (width * height) as usize];
    for line in zpl.lines() {
        let Some((place, rest)) = line.strip_prefix("^FO").and_then(|l| l.split_once("^GB")) else {
            continue;
        };
        let (place, drawn) = (numbers(place), numbers(rest.strip_suffix("^FS").unwrap()));
        for y in place[1]..place[1] + drawn[1] {
            for x in place[0]..place[0] + drawn[0] {
                let inside = |at: u32, from: u32, length: u32| {
                    at >= from + drawn[2] && at + drawn[2] < from + length
                };
                if !(inside(x, place[0], drawn[0]) && inside(y, place[1], drawn[1])) {
                    image[(y * width + x) as usize] = 0;
                }
            }
        }
    }
    (image, width, height)
}

#[test]
fn what_a_thermal_printer_makes_of_its_commands_is_read_at_every_resolution() {
    for (resolution, dots) in [
        (DotsPerMillimetre::Eight, 8),
        (DotsPerMillimetre::Twelve, 12),
        (DotsPerMillimetre::TwentyFour, 24),
    ] {
        for label_type in TYPES {
            let drawing = drawing(label_type, GROUPS[0]);
            let image = printed(&drawing.to_zpl(resolution));
            let what = format!("{label_type:?} at {dots} dots");
            assert!(assert_read_from(&image, &drawing, dots, &what) > 0);
        }
    }
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

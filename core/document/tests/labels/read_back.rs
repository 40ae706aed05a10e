//! What is wrong in a drawing is noticed before it is given out.

use cikada_document::isbt::CompoundMessage;
use cikada_document::label::{
    DrawError, Drawing, Frame, Item, LabelType, Rect, Symbol, SymbolKind, compose, draw,
};
use cikada_document::{Message, Structure};

use super::example::{GROUPS, of_type};

/// A product label and what its codes hold.
fn example() -> (Drawing, Vec<Message>) {
    let label = compose(of_type(LabelType::Product), LabelType::Product, GROUPS[0]).unwrap();
    let drawing = draw(&label).unwrap();
    let messages = drawing
        .symbols()
        .map(|symbol| cikada_document::read(&symbol.content).unwrap())
        .collect();
    (drawing, messages)
}

fn symbol_mut(drawing: &mut Drawing, kind: SymbolKind) -> &mut Symbol {
    let symbols = drawing.items.iter_mut().filter_map(|item| match item {
        Item::Symbol(symbol) if symbol.kind == kind => Some(symbol),
        _ => None,
    });
    symbols.into_iter().next().unwrap()
}

/// Turns a module of a Data Matrix light, as a burnt-out dot of a print head would.
fn lighten(symbol: &mut Symbol, column: u32, row: u32) {
    let module = symbol.module;
    let (x, y) = (symbol.x + column * module, symbol.y + row * module);
    let rects = std::mem::take(&mut symbol.rects);
    for rect in rects {
        let within = rect.y == y && rect.x <= x && x < rect.x + rect.width;
        if !within {
            symbol.rects.push(rect);
            continue;
        }
        let left = Rect {
            width: x - rect.x,
            ..rect
        };
        let right = Rect {
            x: x + module,
            width: rect.x + rect.width - x - module,
            ..rect
        };
        let kept = [left, right].into_iter().filter(|rect| rect.width > 0);
        symbol.rects.extend(kept);
    }
}

#[test]
fn a_drawing_as_it_was_made_reads_back() {
    let (drawing, messages) = example();
    assert_eq!(drawing.read_back(&messages), Ok(()));
}

#[test]
fn a_data_matrix_damaged_beyond_repair_is_noticed() {
    let (mut drawing, messages) = example();
    let symbol = symbol_mut(&mut drawing, SymbolKind::DataMatrix);
    for row in 3..14 {
        for column in 3..20 {
            lighten(symbol, column, row);
        }
    }
    assert_eq!(
        drawing.read_back(&messages),
        Err(DrawError::Unreadable {
            kind: SymbolKind::DataMatrix
        })
    );
}

#[test]
fn a_data_matrix_without_its_border_is_noticed() {
    let (mut drawing, messages) = example();
    let symbol = symbol_mut(&mut drawing, SymbolKind::DataMatrix);
    lighten(symbol, 0, 5);
    assert!(drawing.read_back(&messages).is_err());
}

#[test]
fn one_module_that_error_correction_repairs_is_no_reason_to_refuse() {
    let (mut drawing, messages) = example();
    let symbol = symbol_mut(&mut drawing, SymbolKind::DataMatrix);
    lighten(symbol, 5, 5);
    assert_eq!(drawing.read_back(&messages), Ok(()));
}

#[test]
fn any_bar_that_is_missing_or_broken_is_noticed() {
    let (drawing, messages) = example();
    let mut bars = drawing.clone();
    let count = symbol_mut(&mut bars, SymbolKind::Code128).rects.len();
    for bar in 0..count {
        let mut missing = drawing.clone();
        symbol_mut(&mut missing, SymbolKind::Code128)
            .rects
            .remove(bar);
        assert!(missing.read_back(&messages).is_err(), "bar {bar}");
        let mut broken = drawing.clone();
        symbol_mut(&mut broken, SymbolKind::Code128).rects[bar].height /= 2;
        assert!(broken.read_back(&messages).is_err(), "half of bar {bar}");
    }
}

#[test]
fn a_line_across_a_symbol_or_close_to_it_is_noticed() {
    let (drawing, messages) = example();
    for kind in [SymbolKind::DataMatrix, SymbolKind::Code128] {
        let mut crossed = drawing.clone();
        let symbol = symbol_mut(&mut crossed, kind).clone();
        let line = Rect {
            x: symbol.x,
            y: symbol.y + symbol.height / 2,
            width: symbol.width,
            height: 300,
        };
        crossed.items.push(Item::Rect(line));
        let error = crossed.read_back(&messages).unwrap_err();
        assert_eq!(error, DrawError::QuietZone { kind });
        let mut close = drawing.clone();
        close.items.push(Item::Frame(Frame {
            x: symbol.x - symbol.module,
            y: symbol.y,
            width: 300,
            height: symbol.height,
            line: 100,
        }));
        assert!(close.read_back(&messages).is_err());
    }
}

#[test]
fn a_symbol_of_another_container_is_noticed() {
    let (drawing, messages) = example();
    let mut other = of_type(LabelType::Product);
    other.product = cikada_document::ProductCode::new("S12340B0").ok();
    let label = compose(other, LabelType::Product, GROUPS[0]).unwrap();
    let mut swapped = drawing;
    let foreign = symbol_mut(&mut draw(&label).unwrap(), SymbolKind::DataMatrix).clone();
    *symbol_mut(&mut swapped, SymbolKind::DataMatrix) = foreign;
    let error = swapped.read_back(&messages).unwrap_err();
    assert!(matches!(error, DrawError::ReadsOtherwise { .. }));
}

#[test]
fn a_structure_that_is_left_out_or_a_symbol_too_few_is_noticed() {
    let (mut drawing, mut messages) = example();
    let Some(Message::Compound(compound)) = messages.first() else {
        panic!("no compound message");
    };
    let fewer: Vec<Structure> = compound.structures().iter().skip(1).cloned().collect();
    let whole = std::mem::replace(
        &mut messages[0],
        Message::Compound(CompoundMessage::new(0, fewer).unwrap()),
    );
    assert!(drawing.read_back(&messages).is_err());
    messages[0] = whole;
    drawing
        .items
        .retain(|item| !matches!(item, Item::Symbol(symbol) if symbol.kind == SymbolKind::Code128));
    assert_eq!(
        drawing.read_back(&messages),
        Err(DrawError::SymbolCount {
            expected: 2,
            found: 1
        })
    );
}

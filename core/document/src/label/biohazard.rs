//! The biohazard sign, drawn from the measures of 29 CFR 1910.145(f)(8)(ii) and cut into rectangles.
//!
//! The unit of those measures is one; the whole sign is thirty of them high. Each cell of a fine
//! grid is dark or not, and the dark cells of a row make one rectangle, so that a printer needs no
//! curves and what is seen on the screen is what is printed.

use super::drawing::{Rect, Sign};

/// An eighth of a millimetre: one dot of the coarsest printer.
const CELL: u32 = 125;

/// Hundredths of the unit.
const UNIT: i64 = 100;

/// Directions of the three horns, as hundredths of the cosine and sine; the first points up.
const HORNS: [(i64, i64); 3] = [(0, -100), (87, 50), (-87, 50)];

/// The sign with its upper left corner at a place.
pub(super) fn biohazard(x: u32, y: u32, size: u32) -> Sign {
    let cells = size / CELL;
    let mut rects: Vec<Rect> = Vec::new();
    for row in 0..cells {
        for column in 0..cells {
            if !is_dark(column, row, cells) {
                continue;
            }
            let (left, top) = (x + column * CELL, y + row * CELL);
            match rects.last_mut() {
                Some(last) if last.y == top && last.x + last.width == left => last.width += CELL,
                _ => rects.push(Rect {
                    x: left,
                    y: top,
                    width: CELL,
                    height: CELL,
                }),
            }
        }
    }
    Sign {
        words: "Biohazard",
        x,
        y,
        width: cells * CELL,
        height: cells * CELL,
        rects,
    }
}

/// Whether the middle of a cell is dark. The sign spans 52 units across the grid, its centre lies a
/// little below the middle.
fn is_dark(column: u32, row: u32, cells: u32) -> bool {
    // The left half is mirrored: rounding must not make the sign lopsided.
    let column = column.min(cells - 1 - column);
    let cells = i64::from(cells);
    let place = |index: u32| (2 * i64::from(index) + 1) * 26 * UNIT / cells;
    let at = (place(column) - 26 * UNIT, place(row) - 29 * UNIT);
    let lobe = |radius: i64, distance: i64| {
        HORNS
            .into_iter()
            .any(|horn| within(at, at_distance(horn, distance), radius))
    };
    let ring = !within(at, (0, 0), 10 * UNIT)
        && within(at, (0, 0), 27 * UNIT / 2)
        && lobe(19 * UNIT / 2, 15 * UNIT);
    let hollow = lobe(21 * UNIT / 2, 15 * UNIT);
    let opened = HORNS.into_iter().any(|horn| in_slot(at, horn));
    ring || lobe(15 * UNIT, 11 * UNIT) && !hollow && !opened && !within(at, (0, 0), 3 * UNIT)
}

/// The gaps of a horn: four units wide at its tip, one unit wide near the centre.
fn in_slot(at: (i64, i64), horn: (i64, i64)) -> bool {
    let along = (at.0 * horn.0 + at.1 * horn.1) / 100;
    let across = (at.0 * horn.1 - at.1 * horn.0) / 100;
    let tip = along > 15 * UNIT && across.abs() < 2 * UNIT;
    let root = along > 0 && along < 6 * UNIT && across.abs() < UNIT / 2;
    tip || root
}

fn at_distance(horn: (i64, i64), distance: i64) -> (i64, i64) {
    (horn.0 * distance / 100, horn.1 * distance / 100)
}

fn within(at: (i64, i64), centre: (i64, i64), radius: i64) -> bool {
    let (across, down) = (at.0 - centre.0, at.1 - centre.1);
    across * across + down * down < radius * radius
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_is_open_at_its_centre_and_keeps_to_its_place() {
        assert!(!is_dark(55, 62, 112));
        assert!(is_dark(58, 54, 112));
        let sign = biohazard(1_000, 2_000, 14_000);
        assert_eq!((sign.width, sign.height), (14_000, 14_000));
        for rect in &sign.rects {
            assert!(rect.x >= 1_000 && rect.x + rect.width <= 15_000);
            assert!(rect.y >= 2_000 && rect.y + rect.height <= 16_000);
        }
    }
}

//! The doses of a batch as its record tells them, where it was filled as several.

use cikada_domain::BatchId;
use cikada_paper::{Block, Cell, Column, Level, Table, Text};

use super::told::Told;
use crate::read::filling::whereabouts;

/// The heading and the table; nothing of a batch that is one dose.
pub(super) fn of_batch(told: &Told<'_>, batch: &BatchId) -> Vec<Block> {
    let products = told.treatment().products_of(batch);
    if products.len() < 2 {
        return Vec::new();
    }
    let infused = told.treatment().containers_infused();
    let rows = products.into_iter().map(|(container, product)| {
        let division = product.division.as_ref();
        let from = product.filled_from.as_ref();
        let from = from.map_or_else(String::new, |from| format!("\nfilled from {from}"));
        let room = product.room.iter().map(|room| format!("\nin {room}"));
        let pieces = product
            .equipment
            .iter()
            .map(|piece| format!("\nwith {piece}"));
        let place_and_pieces: String = room.chain(pieces).collect();
        let place = whereabouts(told.treatment(), container);
        let state = match infused.contains(container) {
            true => "given",
            false => product.state.words(),
        };
        vec![
            Cell::from(product.dose.to_string()),
            Cell::from(division.map_or_else(|| "whole".to_owned(), ToString::to_string)),
            Cell::from(Text::code(format!("{container}{from}{place_and_pieces}"))),
            Cell::from(format!(
                "{} in {}",
                product.cells.words(),
                product.volume.words()
            )),
            Cell::from(place.unwrap_or_default()),
            Cell::from(told.wall(product.expires_at)),
            Cell::from(state),
        ]
    });
    let table = Table {
        columns: vec![
            Column::new("Dose", 1),
            Column::new("Division", 2),
            Column::new("Container", 5),
            Column::new("Holds", 4),
            Column::new("Where it is", 3),
            Column::new("Expires", 4),
            Column::new("State", 3),
        ],
        rows: rows.collect(),
    };
    vec![
        Block::Heading(Level::One, "Doses".to_owned()),
        Block::Table(table),
    ]
}

//! Late failures as a batch record tells them: when each was raised, and how long it took until
//! physician and qualified person had seen it.

use cikada_domain::event::Capacity;
use cikada_domain::treatment::Product;
use cikada_paper::{Block, Cell, Column, Table};

use super::told::Told;
use crate::read::certification::to_the_minute;

/// The table, if there is anything to tell.
pub(super) fn late_failures(told: &Told<'_>, product: &Product) -> Option<Block> {
    let rows = product.late_failures.iter().map(|failure| {
        let test = told.protocol.test(&failure.test);
        let text = test.map_or(failure.test.as_str(), |test| test.text.as_str());
        let seen = |capacity| match failure.seen_by(capacity) {
            None => Cell::from("not yet").outside(),
            Some((who, at)) => {
                let after = to_the_minute(at.duration_since(failure.at));
                Cell::from(format!(
                    "after {after}\n{}\n{}",
                    told.who(who),
                    told.wall(at)
                ))
            }
        };
        vec![
            Cell::from(text),
            Cell::from(told.wall(failure.at)),
            seen(Capacity::Physician),
            seen(Capacity::QualifiedPerson),
        ]
    });
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty()).then_some(Block::Table(Table {
        columns: vec![
            Column::new("Failed after the product had left", 5),
            Column::new("Raised", 4),
            Column::new("Seen by the physician", 4),
            Column::new("Seen by the qualified person", 4),
        ],
        rows,
    }))
}

//! The lots of a step as the batch record tells them, with what was written down before a correction
//! struck through.

use cikada_domain::treatment::Performed;
use cikada_paper::{Block, Cell, Column, Table, Text};
use cikada_protocol::model::Step;

/// The table of what was added.
pub(super) fn of_record(step: &Step, record: &Performed) -> Block {
    let rows = record.materials.iter().zip(0u16..).map(|(used, line)| {
        let known = step.materials.iter();
        let known = known.filter(|material| material.id == used.material);
        let name = known.map(|material| material.name.as_str()).next();
        let amount = used.amount.as_ref();
        let mut lot = Cell::from(Text::code(used.lot.as_str()));
        let mut day = Cell::from(used.expires_on.to_string());
        let mut taken = Cell::from(amount.map_or(String::new(), |amount| amount.amount_words()));
        // What stands first on paper was written down last.
        let mut after = used;
        for (_, old) in record
            .materials_before
            .iter()
            .rev()
            .filter(|(of, _)| *of == line)
        {
            if old.lot != after.lot {
                lot = lot.changed_from(old.lot.clone());
            }
            if old.expires_on != after.expires_on {
                day = day.changed_from(old.expires_on.to_string());
            }
            if old.amount != after.amount {
                let old = old.amount.as_ref();
                taken = taken.changed_from(old.map_or("none".to_owned(), |old| old.amount_words()));
            }
            after = old;
        }
        let name = Cell::from(name.unwrap_or(used.material.as_str()));
        vec![name, lot, day, taken]
    });
    Block::Table(Table {
        columns: vec![
            Column::new("Material", 5),
            Column::new("Lot", 4),
            Column::new("To be used by", 3),
            Column::new("Taken", 3),
        ],
        rows: rows.collect(),
    })
}

//! Which entries are the ones that were written, judged from their hashes alone.
//!
//! Three voices speak about the hash of entry *s*: its bytes, the hash kept beside them, and what entry *s + 1* says
//! came before it. Where they differ the successor is believed if it is itself untouched, else the kept hash. The tree
//! over what is believed is then held against a signed root: if it fits, every belief is a fact, and exactly the rows
//! that differ from it are altered. If it does not fit, the longest prefix that fits a smaller signed root is sought.

use std::collections::{BTreeMap, BTreeSet};

use crate::hash::Hash;
use crate::tree::Tree;

use super::row::Row;

/// A tampered file may hold any number of rows for one position; so many are tried.
const TRIED_MAX: usize = 8;

/// What is believed about one position.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    /// The row that stands for it, if any does.
    pub(super) row: Option<usize>,
    /// The hash of the entry that was written there.
    pub(super) expected: Hash,
}

/// What is believed about every position of which anything is known.
#[derive(Debug, Default)]
pub(super) struct Located {
    pub(super) slots: BTreeMap<u64, Slot>,
    /// Rows that stand for no position.
    pub(super) extra: Vec<usize>,
}

impl Located {
    /// Whether the row that stands at a position is the entry that was written there.
    pub(super) fn is_genuine(&self, rows: &[Row], sequence: u64) -> bool {
        let row = self
            .slots
            .get(&sequence)
            .and_then(|slot| Some((slot.expected, rows.get(slot.row?)?)));
        row.is_some_and(|(expected, row)| row.actual == expected)
    }

    /// The tree over the positions from the first on, as far as their hashes are known.
    pub(super) fn tree(&self) -> Tree {
        let known =
            (1_u64..).map_while(|sequence| self.slots.get(&sequence).map(|slot| &slot.expected));
        known.collect()
    }
}

/// Finds for every position up to `size` the row that stands for it and the hash it should have.
pub(super) fn locate(rows: &[Row], size: u64) -> Located {
    let mut standing: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    let mut located = Located::default();
    for (index, row) in rows.iter().enumerate() {
        if (1..=size).contains(&row.at()) {
            standing.entry(row.at()).or_default().push(index);
        } else {
            located.extra.push(index);
        }
    }
    let positions: BTreeSet<u64> = standing
        .keys()
        .flat_map(|at| [*at, at - 1])
        .filter(|at| *at > 0)
        .collect();
    for sequence in positions.into_iter().rev() {
        let successor = located
            .slots
            .get(&(sequence + 1))
            .and_then(|slot| rows.get(slot.row?));
        let link = successor.and_then(Row::previous);
        let believed = located.is_genuine(rows, sequence + 1);
        let candidates = standing.get(&sequence).map_or(&[][..], Vec::as_slice);
        let row = choose(rows, candidates, sequence, link);
        located
            .extra
            .extend(candidates.iter().filter(|index| Some(**index) != row));
        let expected = match (link, row.and_then(|index| rows.get(index))) {
            (Some(link), Some(row)) if believed || link == row.actual || link == row.stored => link,
            (_, Some(row)) => row.stored,
            (Some(link), None) => link,
            (None, None) => continue,
        };
        located.slots.insert(sequence, Slot { row, expected });
    }
    located
}

/// Of several rows for one position: the one its successor names, else one that was kept under its own hash; of equal
/// ones the one that stands nearest to its place.
fn choose(rows: &[Row], candidates: &[usize], sequence: u64, link: Option<Hash>) -> Option<usize> {
    let rank = |index: &usize| {
        let row = rows.get(*index)?;
        let fits = [
            Some(row.actual) == link,
            Some(row.stored) == link,
            row.actual == row.stored,
        ];
        Some((fits, std::cmp::Reverse(row.place.abs_diff(sequence))))
    };
    candidates.iter().copied().max_by_key(rank)
}

/// Whether the rows up to `size` lead to a signed root, and what is believed then.
pub(super) fn prove(rows: &[Row], size: u64, root: &Hash) -> (Located, bool) {
    let mut located = locate(rows, size);
    let fits = |located: &Located| located.tree().root_at(size).as_ref() == Some(root);
    if fits(&located) {
        return (located, true);
    }
    let Some(believed) = located.slots.get(&size).copied() else {
        return (located, false);
    };
    // Nothing follows the last row to say which is right, its bytes or the hash kept beside them, or which of several
    // rows is meant: try the bytes of each.
    for (index, row) in rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.at() == size)
        .take(TRIED_MAX)
    {
        located.slots.insert(
            size,
            Slot {
                row: Some(index),
                expected: row.actual,
            },
        );
        if fits(&located) {
            located.extra.retain(|extra| *extra != index);
            located
                .extra
                .extend(believed.row.filter(|believed| *believed != index));
            return (located, true);
        }
    }
    located.slots.insert(size, believed);
    (located, false)
}

//! The ties of the whole centre, kept in memory and brought up to the ledger's last entry before each
//! question: what was used for every patient is not followed row by row.

use std::collections::{BTreeSet, HashMap};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use cikada_domain::ChainOfIdentity;
use cikada_domain::genealogy::{
    Direction, Graph, Kind, Node, ProductStanding, Trace, Window, product_standing,
};
use cikada_store::Store;

use crate::error::AppError;
use crate::projection::{self, genealogy as rows};
use crate::world::World;

/// So many entries are read at a time.
const ENTRIES_AT_ONCE: u64 = 1_000;

/// What is tied to what, up to an entry.
#[derive(Debug, Default)]
pub(crate) struct Known {
    graph: Graph,
    /// Where each product stands, by its container.
    products: HashMap<String, ProductStanding>,
    /// The sequence of the last entry taken in; 0 before anything was.
    upto: u64,
    /// Containers of which something was told since their standing was read.
    told: BTreeSet<Node>,
}

/// What is known, for every reader of a centre.
#[derive(Debug, Default)]
pub(crate) struct Ties(RwLock<Known>);

/// Takes in everything there is, so that nobody's question waits for it.
///
/// # Errors
/// When reading fails.
pub fn prepare(world: &World) -> Result<(), AppError> {
    known(world).map(|_| ())
}

/// What is known at this moment.
pub(super) fn known(world: &World) -> Result<RwLockReadGuard<'_, Known>, AppError> {
    let ties = &world.ties.0;
    let size = world.store.size()?;
    let known = ties.read().unwrap_or_else(PoisonError::into_inner);
    if known.upto >= size {
        return Ok(known);
    }
    drop(known);
    let mut known = ties.write().unwrap_or_else(PoisonError::into_inner);
    if known.upto < size {
        known.catch_up(&world.store, size)?;
    }
    drop(known);
    Ok(ties.read().unwrap_or_else(PoisonError::into_inner))
}

impl Known {
    /// Everything a thing reaches in a direction; of the ties of the start only those in the window.
    pub(super) fn trace(
        &self,
        store: &Store,
        start: &Node,
        (direction, window): (Direction, Window),
    ) -> Result<Trace<'_>, AppError> {
        let first = if window == Window::default() {
            None
        } else {
            Some(rows::ties(store, start, direction, window)?)
        };
        Ok(self.graph.trace(start, direction, first))
    }

    /// Whether anything is known of a thing.
    pub(super) fn holds(&self, store: &Store, node: &Node) -> Result<bool, AppError> {
        Ok(self.graph.holds(node) || !rows::facts(store, node)?.is_empty())
    }

    /// The treatments of a patient.
    pub(super) fn treatments_of(&self, patient: &Node) -> Vec<ChainOfIdentity> {
        let causes = self.graph.causes(patient);
        let treatments = causes.filter(|node| node.kind == Kind::Treatment);
        let ids = treatments.filter_map(|node| ChainOfIdentity::new(node.id.as_str()).ok());
        ids.collect()
    }

    /// Where a product stands; nothing for what is none.
    pub(super) fn product(&self, node: &Node) -> Option<ProductStanding> {
        let container = (node.kind == Kind::Container).then_some(&node.id)?;
        self.products.get(container).copied()
    }

    fn catch_up(&mut self, store: &Store, size: u64) -> Result<(), AppError> {
        if self.upto == 0 {
            // An entry that is written meanwhile is taken in twice, which changes nothing.
            rows::each_tie(store, |edge| self.graph.tie(&edge))?;
            rows::each_told(store, |node| keep(&mut self.told, node))?;
            self.upto = size;
        }
        while self.upto < size {
            let entries = store.read_from(self.upto.saturating_add(1), ENTRIES_AT_ONCE)?;
            let Some(last) = entries.last() else {
                break;
            };
            self.upto = last.envelope.sequence;
            for entry in &entries {
                let (ties, things) = rows::added(&projection::of_entry(entry));
                for edge in &ties {
                    self.graph.tie(edge);
                }
                for node in things {
                    keep(&mut self.told, node);
                }
            }
        }
        // What could not be read is read with the next question.
        let facts = rows::facts_of(store, &self.told)?;
        for (node, facts) in std::mem::take(&mut self.told).into_iter().zip(facts) {
            let facts = facts
                .iter()
                .map(|fact| (fact.aspect.as_str(), fact.value.as_str()));
            if let Some(standing) = product_standing(facts) {
                self.products.insert(node.id, standing);
            }
        }
        Ok(())
    }
}

/// Only a container can be a product.
fn keep(told: &mut BTreeSet<Node>, node: Node) {
    if node.kind == Kind::Container {
        told.insert(node);
    }
}

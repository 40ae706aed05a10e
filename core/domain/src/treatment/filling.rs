//! A batch filled as several doses: each in a container of its own, with its division, its storage
//! place and its expiry (ISBT 128 structures 003 and 032).
//!
//! What is known of the batch, its results, its deviations, its lots, is so of every product of it.

use crate::event::{HandlingEvent, Recorded};
use crate::identifier::{BatchId, ContainerId, DoseNumber};
use crate::quantity::Quantity;
use crate::treatment::batch::makers;
use crate::treatment::{Batch, Product, Treatment};

/// A dose that was filled out of the harvest's container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledOut {
    /// Into which container.
    pub container: ContainerId,
    /// How many cells.
    pub cells: Quantity,
    /// How many the harvest's container held before, as the record stood.
    pub held: Quantity,
    /// In which volume.
    pub volume: Quantity,
}

impl Treatment {
    pub(super) fn apply_filling(&mut self, recorded: &Recorded, event: &HandlingEvent) {
        let HandlingEvent::DoseFilled {
            batch,
            from,
            container,
            dose,
            division,
            cells,
            held,
            volume,
            place,
            expires_at,
            equipment,
            room,
        } = event
        else {
            return;
        };
        if let Some(source) = self.products.get_mut(from) {
            // The engine lets nothing be filled that the harvest does not hold.
            if let Ok(left) = held.minus(cells) {
                source.cells = left;
            }
            if let Ok(left) = source.volume.minus(volume) {
                source.volume = left;
            }
            source.filled_out.push(FilledOut {
                container: container.clone(),
                cells: cells.clone(),
                held: held.clone(),
                volume: volume.clone(),
            });
            source.holds_since = recorded.recorded_at;
        }
        let product = Product {
            filled_from: Some(from.clone()),
            division: Some(division.clone()),
            place: Some(place.clone()),
            equipment: equipment.clone().unwrap_or_default(),
            room: room.clone(),
            ..Product::filled(recorded, (batch, *dose), (cells, volume), *expires_at)
        };
        self.products.insert(container.clone(), product);
        if let Some(batch) = self.batches.get_mut(batch) {
            batch.makers.extend(makers(recorded));
        }
    }

    /// Every product of a batch: the harvest, then the doses filled out of it in their order.
    #[must_use]
    pub fn products_of(&self, batch: &BatchId) -> Vec<(&ContainerId, &Product)> {
        let products = self.products.iter();
        let mut products: Vec<_> = products
            .filter(|(_, product)| &product.batch == batch)
            .collect();
        products.sort_by_key(|(_, product)| (product.filled_from.is_some(), product.dose));
        products
    }

    /// The product of a dose in the batch that the dose comes from, the latest if one was replaced;
    /// none while that batch is in work.
    #[must_use]
    pub fn product_for(&self, dose: DoseNumber) -> Option<(&ContainerId, &Product)> {
        let (batch, _) = self.batch_for(dose)?;
        let of_batch = self.products_of(batch).into_iter();
        of_batch
            .filter(|(_, product)| product.dose == dose)
            .max_by_key(|(_, product)| product.harvested_at)
    }

    /// The batch that a dose comes from, the latest if one was replaced: started for it, or one that
    /// it was filled from.
    #[must_use]
    pub fn batch_for(&self, dose: DoseNumber) -> Option<(&BatchId, &Batch)> {
        let since = |id: &BatchId, batch: &Batch| {
            if batch.dose == dose {
                return Some(batch.started_at);
            }
            let products = self.products.values();
            let filled = products.filter(|product| &product.batch == id && product.dose == dose);
            filled.map(|product| product.harvested_at).max()
        };
        let batches = self.batches.iter();
        batches
            .filter_map(|(id, batch)| Some((since(id, batch)?, (id, batch))))
            .max_by_key(|(since, _)| *since)
            .map(|(_, batch)| batch)
    }
}

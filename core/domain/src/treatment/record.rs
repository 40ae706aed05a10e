//! The steps of a batch record, and what was corrected in them.

use std::collections::BTreeSet;

use crate::event::{Event, HandlingEvent, Recorded};
use crate::identifier::{BatchId, StepId};
use crate::treatment::batch::makers;
use crate::treatment::quality::Unevaluated;
use crate::treatment::{Performed, Treatment};

impl Treatment {
    pub(super) fn apply_record(&mut self, recorded: &Recorded) {
        match &recorded.event {
            Event::StepPerformed {
                batch,
                step,
                values,
                materials,
            } => {
                let performed = Performed {
                    step: step.clone(),
                    values: values.clone(),
                    corrected: BTreeSet::new(),
                    materials: materials.clone(),
                    materials_before: Vec::new(),
                    at: recorded.occurred_at,
                    recorded_at: recorded.recorded_at,
                    performer: recorded.performer.clone(),
                    witness: recorded.witness.clone(),
                };
                if let Some(batch) = self.batches.get_mut(batch) {
                    batch.performed.push(performed);
                    batch.makers.extend(makers(recorded));
                }
            }
            Event::ValueCorrected {
                batch,
                step,
                occurrence,
                input,
                new,
                ..
            } => {
                let corrected = Unevaluated::Corrected(step.clone(), input.clone());
                self.unevaluated(batch, &corrected);
                if let Some(record) = self.record_to_correct(recorded, (batch, step, *occurrence)) {
                    record.values.insert(input.clone(), new.clone());
                    record.corrected.insert(input.clone());
                }
            }
            Event::Handling(HandlingEvent::MaterialCorrected {
                batch,
                step,
                occurrence,
                line,
                old,
                new,
                ..
            }) => {
                let corrected = Unevaluated::Corrected(step.clone(), old.material.clone());
                self.unevaluated(batch, &corrected);
                if let Some(record) = self.record_to_correct(recorded, (batch, step, *occurrence))
                    && let Some(used) = record.materials.get_mut(usize::from(*line))
                {
                    *used = new.clone();
                    record.materials_before.push((*line, old.clone()));
                }
            }
            _ => {}
        }
    }

    /// The record that a correction is about; whoever corrects it has made it, too.
    fn record_to_correct(
        &mut self,
        recorded: &Recorded,
        (batch, step, occurrence): (&BatchId, &StepId, u16),
    ) -> Option<&mut Performed> {
        let batch = self.batches.get_mut(batch)?;
        batch.makers.extend(makers(recorded));
        let records = batch.performed.iter_mut();
        let mut records = records.filter(|record| &record.step == step);
        records.nth(usize::from(occurrence))
    }
}

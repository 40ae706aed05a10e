//! When a review of a product's record no longer counts: whatever is added to the record of its batch
//! after the review was not read.

use jiff::Timestamp;

use crate::event::{Event, HandlingEvent, QualityEvent, Recorded};
use crate::identifier::{BatchId, ContainerId, DeviationId, SampleId};
use crate::treatment::Treatment;

/// What an event adds to, as far as a review has read it.
enum Part<'a> {
    Batch(&'a BatchId),
    /// With when it happened, where that concerns what was filled out of it.
    Container(&'a ContainerId, Option<Timestamp>),
    Deviation(&'a DeviationId),
    Sample(&'a SampleId),
}

impl Treatment {
    /// Forgets the review of every product to whose record the event has added.
    pub(super) fn outdate_review(&mut self, recorded: &Recorded) {
        let Some(part) = part(recorded) else { return };
        let batch = match part {
            Part::Batch(batch) => Some(batch.clone()),
            // What happens to one of several doses is no part of another's record, unless the other was
            // filled out of it afterwards.
            Part::Container(container, at) => {
                let filled = at.map_or_else(Vec::new, |at| self.filled_since(container, at));
                let filled: Vec<_> = filled.into_iter().cloned().collect();
                for container in filled.iter().chain(std::iter::once(container)) {
                    if let Some(product) = self.products.get_mut(container) {
                        product.reviewed = None;
                    }
                }
                return;
            }
            Part::Deviation(deviation) => {
                let deviation = self.deviations.get(deviation);
                deviation.map(|deviation| deviation.batch.clone())
            }
            Part::Sample(sample) => {
                let mut batches = self.batches.iter();
                let of = batches.find(|(_, batch)| batch.samples.contains_key(sample));
                of.map(|(batch, _)| batch.clone())
            }
        };
        let products = self.products.values_mut();
        for product in products.filter(|product| Some(&product.batch) == batch.as_ref()) {
            product.reviewed = None;
        }
    }
}

fn part(recorded: &Recorded) -> Option<Part<'_>> {
    Some(match &recorded.event {
        Event::StepPerformed { batch, .. }
        | Event::ValueCorrected { batch, .. }
        | Event::DeviationOpened { batch, .. }
        | Event::ResultRecorded { batch, .. } => Part::Batch(batch),
        Event::DeviationClosed { deviation, .. } => Part::Deviation(deviation),
        Event::CustodyTransferred { container, .. } => {
            Part::Container(container, Some(recorded.occurred_at))
        }
        Event::Handling(event) => match event {
            HandlingEvent::EquipmentUsed { batch, .. }
            | HandlingEvent::MaterialCorrected { batch, .. }
            | HandlingEvent::DoseFilled { batch, .. }
            | HandlingEvent::FileAttached { batch, .. } => Part::Batch(batch),
            HandlingEvent::TemperatureLogged {
                container, from, ..
            } => Part::Container(container, Some(*from)),
            HandlingEvent::LabelPrinted { container, .. }
            | HandlingEvent::LabelVerified { container, .. }
            | HandlingEvent::LabelsAccounted { container, .. }
            | HandlingEvent::ContentsCorrected { container, .. }
            | HandlingEvent::ProductDisposed { container, .. } => Part::Container(container, None),
        },
        Event::Quality(event) => return of_quality(event),
        _ => return None,
    })
}

fn of_quality(event: &QualityEvent) -> Option<Part<'_>> {
    Some(match event {
        QualityEvent::DeviationReported { batch, .. }
        | QualityEvent::SampleTaken { batch, .. }
        | QualityEvent::ResultApproved { batch, .. }
        | QualityEvent::ResultInvalidated { batch, .. }
        | QualityEvent::RetestOrdered { batch, .. }
        | QualityEvent::LateResultFailed { batch, .. } => Part::Batch(batch),
        QualityEvent::DeviationClassified { deviation, .. } => Part::Deviation(deviation),
        QualityEvent::SampleInvalidated { sample } => Part::Sample(sample),
        _ => return None,
    })
}

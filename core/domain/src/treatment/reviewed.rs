//! When a review of a product's record no longer counts: whatever is added to the record of its batch
//! after the review was not read.

use crate::event::{Event, HandlingEvent, QualityEvent};
use crate::identifier::{BatchId, ContainerId, DeviationId, SampleId};
use crate::treatment::Treatment;

/// What an event adds to, as far as a review has read it.
enum Part<'a> {
    Batch(&'a BatchId),
    Container(&'a ContainerId),
    Deviation(&'a DeviationId),
    Sample(&'a SampleId),
}

impl Treatment {
    /// Forgets the review of every product to whose record the event has added.
    pub(super) fn outdate_review(&mut self, event: &Event) {
        let Some(part) = part(event) else { return };
        let batch = match part {
            Part::Batch(batch) => Some(batch.clone()),
            // What happens to one of several doses is no part of another's record.
            Part::Container(container) => {
                if let Some(product) = self.products.get_mut(container) {
                    product.reviewed = None;
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

fn part(event: &Event) -> Option<Part<'_>> {
    Some(match event {
        Event::StepPerformed { batch, .. }
        | Event::ValueCorrected { batch, .. }
        | Event::DeviationOpened { batch, .. }
        | Event::ResultRecorded { batch, .. } => Part::Batch(batch),
        Event::DeviationClosed { deviation, .. } => Part::Deviation(deviation),
        Event::CustodyTransferred { container, .. } => Part::Container(container),
        Event::Handling(event) => match event {
            HandlingEvent::EquipmentUsed { batch, .. }
            | HandlingEvent::DoseFilled { batch, .. }
            | HandlingEvent::FileAttached { batch, .. } => Part::Batch(batch),
            HandlingEvent::LabelPrinted { container, .. }
            | HandlingEvent::LabelVerified { container, .. }
            | HandlingEvent::LabelsAccounted { container, .. }
            | HandlingEvent::TemperatureLogged { container, .. }
            | HandlingEvent::ContentsCorrected { container, .. }
            | HandlingEvent::ProductDisposed { container, .. } => Part::Container(container),
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

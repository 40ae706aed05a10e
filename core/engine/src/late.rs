//! A result that fails after its product has left: physician and qualified person are alerted in the
//! same decision, and all dosing is held.

use cikada_domain::event::QualityEvent;
use cikada_domain::treatment::ProductState;
use cikada_domain::{BatchId, ContainerId, Event, TestId, Treatment};

/// The alerts that follow if a result of the test, recorded next, fails: one for each product of the
/// batch that has left.
pub(crate) fn failed(treatment: &Treatment, id: &BatchId, test: &TestId) -> Vec<Event> {
    let batch = treatment.batches.get(id);
    let before = batch.and_then(|batch| batch.results.get(test));
    let before = before.map_or(0, Vec::len);
    let given = treatment.containers_infused();
    let products = treatment.products_of(id).into_iter();
    let left = products.filter(|(container, product)| {
        let left = matches!(
            product.state,
            ProductState::ConditionallyReleased
                | ProductState::Released
                | ProductState::SuppliedExceptionally
        );
        left || given.contains(*container)
    });
    let alert = |(container, _): (&ContainerId, _)| {
        Event::Quality(QualityEvent::LateResultFailed {
            container: container.clone(),
            batch: id.clone(),
            test: test.clone(),
            number: u16::try_from(before).unwrap_or(u16::MAX),
        })
    };
    left.map(alert).collect()
}

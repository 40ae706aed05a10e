//! A result that fails after its product has left: physician and qualified person are alerted in the
//! same decision, and all dosing is held.

use cikada_domain::event::QualityEvent;
use cikada_domain::treatment::ProductState;
use cikada_domain::{BatchId, Event, TestId, Treatment};

/// The alert that follows if a result of the test, recorded next, fails; nothing while the product
/// has not left.
pub(crate) fn failed(treatment: &Treatment, id: &BatchId, test: &TestId) -> Option<Event> {
    let batch = treatment.batches.get(id)?;
    let container = batch.container.as_ref()?;
    let product = treatment.products.get(container)?;
    let given = treatment.containers_infused().contains(container);
    let left = matches!(
        product.state,
        ProductState::ConditionallyReleased
            | ProductState::Released
            | ProductState::SuppliedExceptionally
    );
    (left || given).then_some(())?;
    let before = batch.results.get(test).map_or(0, Vec::len);
    Some(Event::Quality(QualityEvent::LateResultFailed {
        container: container.clone(),
        batch: id.clone(),
        test: test.clone(),
        number: u16::try_from(before).unwrap_or(u16::MAX),
    }))
}

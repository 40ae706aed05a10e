//! A sample is taken from a batch that is in work or whose product is still in quarantine.

use cikada_domain::treatment::ProductState;
use cikada_domain::{BatchId, Event, QualityEvent, Quantity, SampleId, TestId, Unit};
use cikada_protocol::Protocol;

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

/// The sample: the command's fields but the batch.
pub(crate) struct Taken<'a> {
    pub(crate) sample: &'a SampleId,
    pub(crate) tests: &'a [TestId],
    pub(crate) volume: &'a Quantity,
}

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    batch: &BatchId,
    taken: &Taken<'_>,
) -> Decision {
    gates::open(ctx, &mut reasons);
    if ctx.treatment.batch_of_sample(taken.sample).is_some() {
        reasons.refuse(RefusalCode::SampleAlreadyTaken, taken.sample.as_str());
    }
    if let Some(known) = gates::known_batch(ctx, &mut reasons, batch) {
        gates::not_before(
            ctx,
            &mut reasons,
            known.started_at,
            "the culture was started",
        );
        let container = known.container.as_ref();
        let product = container.and_then(|container| ctx.treatment.products.get(container));
        let left = product.filter(|product| product.state != ProductState::Quarantine);
        if let (Some(_), Some(container)) = (left, container) {
            let words = format!("{container} is no longer in quarantine");
            reasons.refuse(RefusalCode::SamplingTooLate, words);
        }
    }
    if taken.tests.is_empty() {
        reasons.refuse(RefusalCode::ValueMissing, "tests");
    }
    for test in taken
        .tests
        .iter()
        .filter(|test| !tested(ctx.protocol, test))
    {
        reasons.refuse(RefusalCode::UnknownTest, test.as_str());
    }
    volume(&mut reasons, taken.volume);
    reasons.or_accept(|| {
        vec![Event::Quality(QualityEvent::SampleTaken {
            sample: taken.sample.clone(),
            batch: batch.clone(),
            tests: taken.tests.to_vec(),
            volume: taken.volume.clone(),
        })]
    })
}

/// A test of the release specification, or one in process: an input of a step.
fn tested(protocol: &Protocol, test: &TestId) -> bool {
    let mut inputs = protocol.steps.iter().flat_map(|step| &step.inputs);
    protocol.test(test).is_some() || inputs.any(|input| input.id.as_str() == test.as_str())
}

fn volume(reasons: &mut Reasons, volume: &Quantity) {
    if volume.convert(Unit::Millilitre).is_err() {
        let words = format!("a sample is a volume, not {}", volume.words());
        reasons.refuse(RefusalCode::ValueUnitWrong, words);
    } else if volume.amount() <= rust_decimal::Decimal::ZERO {
        reasons.refuse(RefusalCode::VolumeOutOfRange, volume.words());
    }
}

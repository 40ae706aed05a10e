//! A sample is found unfit: whatever was measured on it is invalid with it, and stays visible.

use cikada_domain::{Event, QualityEvent, SampleId};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;

pub(crate) fn decide(ctx: &Context<'_>, mut reasons: Reasons, id: &SampleId) -> Decision {
    gates::opened(ctx, &mut reasons);
    if let Some((of, sample)) = gates::known_sample(ctx, &mut reasons, id) {
        gates::not_before(ctx, &mut reasons, sample.taken.at, "the sample was taken");
        gates::not_unfit(ctx, &mut reasons, id, sample);
        let batch = ctx.treatment.batches.get(of);
        let results = batch.into_iter().flat_map(|batch| batch.results.values());
        let on_it = |result: &&_| {
            let result: &cikada_domain::treatment::TestResult = result;
            result.sample.as_ref() == Some(id)
        };
        for result in results.flatten().filter(on_it) {
            gates::not_before(ctx, &mut reasons, result.at, "a result on it was found");
            gates::not_analyst(ctx, &mut reasons, &result.by);
        }
    }
    let sample = id.clone();
    reasons.or_accept(|| vec![Event::Quality(QualityEvent::SampleInvalidated { sample })])
}

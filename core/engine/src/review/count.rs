//! What the machine counted in a product's record and found as it should be, or not.

use cikada_domain::ContainerId;
use cikada_domain::Treatment;
use cikada_domain::treatment::{Batch, Standing};
use cikada_protocol::{Judgement, Protocol};

/// Something counted by the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewCount {
    /// What was counted, such as `values within their limits`.
    pub what: &'static str,
    /// How many are as they should be.
    pub good: usize,
    /// Of how many.
    pub of: usize,
}

impl ReviewCount {
    /// Whether all of them are as they should be.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.good == self.of
    }
}

pub(super) fn of(
    protocol: &Protocol,
    treatment: &Treatment,
    container: &ContainerId,
    batch: &Batch,
) -> Vec<ReviewCount> {
    let (values, witnessed) = of_steps(protocol, batch);
    let once = protocol.steps.iter().filter(|step| !step.repeats);
    let done = |id| batch.records_of(id).next().is_some();
    let tests = &protocol.specification;
    let meeting = tests.iter().filter(|test| {
        let mut results = batch.valid_results(&test.id).peekable();
        results.peek().is_some() && results.all(|result| result.meets)
    });
    let valid = || tests.iter().flat_map(|test| batch.valid_results(&test.id));
    let approved = valid().filter(|result| batch.standing(result) == Standing::Approved);
    let handovers = treatment.way_of(container).handovers;
    let signed = handovers.iter().filter(|(_, one)| one.taken_by.is_some());
    let intact = handovers.iter().filter(|(_, one)| one.intact);
    let prints = treatment.prints.get(container);
    let printed = prints.map_or(0, |prints| u64::from(prints.printed));
    // More accounted for than printed is no better than fewer.
    let loose = prints.map_or(0, |prints| prints.open().unsigned_abs());
    let whole = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    let count = |what, good: usize, of: usize| ReviewCount { what, good, of };
    let all = [
        count(
            "steps of the batch record done",
            once.clone().filter(|step| done(&step.id)).count(),
            once.count(),
        ),
        count("values within their limits", values.0, values.1),
        count("steps witnessed that ask for it", witnessed.0, witnessed.1),
        count(
            "tests with a result that meets",
            meeting.count(),
            tests.len(),
        ),
        count(
            "results approved by a second person",
            approved.count(),
            valid().count(),
        ),
        count(
            "printed labels accounted for",
            whole(printed.saturating_sub(loose)),
            whole(printed),
        ),
        count("handovers signed by both", signed.count(), handovers.len()),
        count(
            "handovers that found the container intact",
            intact.count(),
            handovers.len(),
        ),
    ];
    all.into_iter().filter(|count| count.of > 0).collect()
}

/// Values within their limits, and steps witnessed: how many of how many.
fn of_steps(protocol: &Protocol, batch: &Batch) -> ((usize, usize), (usize, usize)) {
    let mut values = (0_usize, 0_usize);
    let mut witnessed = (0_usize, 0_usize);
    for record in &batch.performed {
        let Some(step) = protocol.step(&record.step) else {
            continue;
        };
        if step.witness {
            witnessed.1 += 1;
            witnessed.0 += usize::from(record.witness.is_some());
        }
        for input in &step.inputs {
            let (Some(limit), Some(value)) = (&input.limit, record.values.get(&input.id)) else {
                continue;
            };
            values.1 += 1;
            values.0 += usize::from(limit.judge(value) == Judgement::Meets);
        }
    }
    (values, witnessed)
}

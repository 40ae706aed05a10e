//! Gates of the laboratory: which act may follow which on a sample, a result and a retest, and what
//! of it counts for a release.
//!
//! Sample and result have one state machine, drawn in `docs/laboratory.md`. Every act goes one way:
//! nothing is taken back, a failed result becomes void only by somebody else's signed decision and
//! then owes a retest, and nobody approves or voids what they found themselves.

#[cfg(test)]
mod search;

use cikada_domain::treatment::{Batch, Sample, Standing, TestResult};
use cikada_domain::{BatchId, FileHash, SampleId, StaffId, TestId};
use cikada_protocol::model::{ReleaseStage, SpecificationTest};

use crate::context::{Context, Reasons};
use crate::gates;
use crate::gates::entry::judged;
use crate::refusal::RefusalCode;

/// How often a test of a batch may be ordered again: once, after an invalidation. More would be
/// testing into compliance.
const RETESTS_MAX: usize = 1;

/// The batch, or a reason that there is none.
pub(crate) fn known_batch<'a>(
    ctx: &Context<'a>,
    reasons: &mut Reasons,
    batch: &BatchId,
) -> Option<&'a Batch> {
    let known = ctx.treatment.batches.get(batch);
    if known.is_none() {
        reasons.refuse(RefusalCode::BatchUnknown, batch.as_str());
    }
    known
}

/// A result of a batch, or a reason that there is none.
pub(crate) fn known_result<'a>(
    ctx: &Context<'a>,
    reasons: &mut Reasons,
    batch: &BatchId,
    test: &TestId,
    number: u16,
) -> Option<(&'a Batch, &'a TestResult)> {
    let batch = known_batch(ctx, reasons, batch)?;
    let mut results = batch.results.get(test).into_iter().flatten();
    let Some(result) = results.find(|result| result.number == number) else {
        reasons.refuse(RefusalCode::ResultUnknown, result_words(test, number));
        return None;
    };
    gates::not_before(ctx, reasons, result.at, "the result was found");
    Some((batch, result))
}

/// The sample is one of the batch, was taken for the test, and is not unfit.
pub(crate) fn sample_fits(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    batch: &BatchId,
    (id, test): (&SampleId, &TestId),
) {
    let Some((of, sample)) = known_sample(ctx, reasons, id) else {
        return;
    };
    if of != batch {
        reasons.refuse(
            RefusalCode::WrongSample,
            format!("{id} is of batch {of}, not of {batch}"),
        );
    }
    if !sample.tests.contains(test) {
        let tests: Vec<_> = sample.tests.iter().map(TestId::as_str).collect();
        reasons.refuse(
            RefusalCode::TestNotOfSample,
            format!("{id} was taken for {}, not for {test}", tests.join(", ")),
        );
    }
    not_unfit(ctx, reasons, id, sample);
    gates::not_before(ctx, reasons, sample.taken.at, "the sample was taken");
}

/// A sample with the batch it is of, or a reason that there is none.
pub(crate) fn known_sample<'a>(
    ctx: &Context<'a>,
    reasons: &mut Reasons,
    id: &SampleId,
) -> Option<(&'a BatchId, &'a Sample)> {
    let of = ctx.treatment.batch_of_sample(id);
    let known = of.and_then(|(of, batch)| Some((of, batch.samples.get(id)?)));
    if known.is_none() {
        reasons.refuse(RefusalCode::SampleUnknown, id.as_str());
    }
    known
}

/// Nobody has found the sample unfit.
pub(crate) fn not_unfit(ctx: &Context<'_>, reasons: &mut Reasons, id: &SampleId, sample: &Sample) {
    if let Some(unfit) = &sample.invalidated {
        reasons.refuse(
            RefusalCode::SampleInvalidated,
            format!("{id} was found unfit at {}", ctx.wall(unfit.at)),
        );
    }
}

/// A file says one thing of a test of a sample, and it is recorded once: a second time would look
/// like a second measurement.
pub(crate) fn not_imported(
    reasons: &mut Reasons,
    batch: &Batch,
    (test, sample): (&TestId, Option<&SampleId>),
    file: &FileHash,
) {
    let mut results = batch.results.get(test).into_iter().flatten();
    let before = results
        .find(|result| result.file.as_ref() == Some(file) && result.sample.as_ref() == sample);
    if let Some(before) = before {
        let words = result_words(test, before.number);
        reasons.refuse(RefusalCode::ResultAlreadyImported, words);
    }
}

/// The result still counts.
pub(crate) fn still_valid(reasons: &mut Reasons, batch: &Batch, of: (&TestId, &TestResult)) {
    let (test, result) = of;
    if batch.standing(result) == Standing::Invalid {
        let words = result_words(test, result.number);
        reasons.refuse(RefusalCode::ResultInvalidated, words);
    }
}

// INVARIANT (four eyes): nobody approves a result they recorded, or one of their own sample.
pub(crate) fn second_person(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    batch: &Batch,
    result: &TestResult,
) {
    let Some(act) = ctx.act else {
        return;
    };
    let sample = result.sample.as_ref();
    let sample = sample.and_then(|sample| batch.samples.get(sample));
    if result.by == act.performer {
        let words = format!("{} recorded it", act.performer);
        reasons.refuse(RefusalCode::ApprovedByAnalyst, words);
    }
    if sample.is_some_and(|sample| sample.taken.by == act.performer) {
        let words = format!("{} took its sample", act.performer);
        reasons.refuse(RefusalCode::ApprovedByAnalyst, words);
    }
}

// INVARIANT (four eyes): nobody makes a result void that they recorded.
pub(crate) fn not_analyst(ctx: &Context<'_>, reasons: &mut Reasons, analyst: &StaffId) {
    if ctx.act.is_some_and(|act| &act.performer == analyst) {
        reasons.refuse(RefusalCode::InvalidatedByAnalyst, analyst.as_str());
    }
}

/// A retest may be ordered: a result was found invalid, and no retest was ordered for it yet.
pub(crate) fn retest_due(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    batch: &Batch,
    test: &SpecificationTest,
) {
    let ordered = batch.retests.get(&test.id).map_or(0, Vec::len);
    if ordered >= RETESTS_MAX {
        reasons.refuse_by(
            RefusalCode::RetestsUsedUp,
            format!("{}: {ordered} of {RETESTS_MAX} ordered", test.id),
            &test.source,
        );
    }
    let results = batch.results.get(&test.id).into_iter().flatten();
    let invalid = results.filter(|result| batch.standing(result) == Standing::Invalid);
    if invalid.count() <= ordered {
        let words = format!("{}: no result was found invalid", test.id);
        reasons.refuse_by(RefusalCode::RetestNotDue, words, &test.source);
    }
    let last = batch
        .results
        .get(&test.id)
        .and_then(|results| results.last());
    if let Some(last) = last {
        gates::not_before(ctx, reasons, last.at, "the last result was found");
    }
}

fn result_words(test: &TestId, number: u16) -> String {
    format!("result {} of {test}", u32::from(number).saturating_add(1))
}

/// Every test of the stage, and of the stages before it, has a result that is valid, approved and
/// meets the specification; a failed result of any other test refuses as well.
///
/// A failed result stands until somebody else finds it invalid, for a cause that was proven and is
/// signed. Even then it stays visible, and is owed a retest that was ordered afterwards and has a
/// result of its own.
pub(crate) fn results(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    batch: &Batch,
    stage: ReleaseStage,
) {
    let tests = &ctx.protocol.specification;
    if !tests.iter().any(|test| asked(test, stage)) {
        reasons.refuse(
            RefusalCode::NoRule,
            format!("no test of the {} release", stage.name()),
        );
    }
    for test in tests {
        let (name, source) = (test.id.as_str(), &test.source);
        if batch.result(&test.id).is_none() && asked(test, stage) {
            reasons.refuse_by(RefusalCode::ResultMissing, name, source);
        }
        let failed = failed(ctx, reasons, batch, test);
        // Nobody's approval makes a failed result pass, so it is not asked for first.
        if !failed && asked(test, stage) {
            approved(ctx, reasons, batch, test);
        }
        retested(reasons, batch, test);
    }
}

/// Whether a valid result of the test fails, with a reason for each.
fn failed(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    batch: &Batch,
    test: &SpecificationTest,
) -> bool {
    let (name, source) = (test.id.as_str(), &test.source);
    let mut failed = false;
    for result in batch.valid_results(&test.id) {
        let meets = judged(reasons, name, &result.value, &test.requirement, source);
        // INVARIANT (specification): no second result clears a failed one.
        if meets == Some(false) {
            failed = true;
            reasons.refuse_by(
                RefusalCode::ResultOutOfSpecification,
                format!(
                    "{name}: found {} at {}, asked for {}",
                    result.value.words(),
                    ctx.wall(result.at),
                    test.requirement.words()
                ),
                source,
            );
        }
    }
    failed
}

/// Each valid result has the approval of a second person.
fn approved(ctx: &Context<'_>, reasons: &mut Reasons, batch: &Batch, test: &SpecificationTest) {
    for result in batch.valid_results(&test.id) {
        if batch.standing(result) == Standing::Pending {
            let (value, at) = (result.value.words(), ctx.wall(result.at));
            let words = format!("{}: {value}, found at {at} by {}", test.id, result.by);
            reasons.refuse_by(RefusalCode::ResultNotApproved, words, &test.source);
        }
    }
}

/// No retest is owed for a failed result that was found invalid, and each that was ordered has a
/// result.
fn retested(reasons: &mut Reasons, batch: &Batch, test: &SpecificationTest) {
    let owed = batch.retests_owed(&test.id);
    let ordered = batch.retests.get(&test.id).into_iter().flatten();
    let open = ordered.filter(|retest| batch.answer(&test.id, retest).is_none());
    let words = match (owed, open.count()) {
        (0, 0) => return,
        (0, _) => format!("{}: the retest that was ordered has no result", test.id),
        _ => format!("{}: a failed result was found invalid", test.id),
    };
    reasons.refuse_by(RefusalCode::RetestMissing, words, &test.source);
}

/// Whether a release of the stage needs the test: a final release needs all of them.
fn asked(test: &SpecificationTest, stage: ReleaseStage) -> bool {
    match stage {
        ReleaseStage::Conditional => test.stage == ReleaseStage::Conditional,
        ReleaseStage::Final => true,
    }
}

#[cfg(test)]
mod tests {
    use cikada_domain::event::ReleaseKind;

    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::{Point, batch};
    use crate::example::{example_failing, example_meeting};

    #[test]
    fn no_second_result_clears_a_failed_one_in_whatever_order_they_are_entered() {
        let tested = example_course(Point::Tested);
        let rule = tested.protocol.specification[0].clone();
        let result = |value| Command::RecordResult {
            batch: batch(1),
            test: rule.id.clone(),
            value,
            sample: None,
            file: None,
        };
        let failing = result(example_failing(&rule.requirement).remove(0));
        let meeting = result(example_meeting(&rule.requirement));
        let release = tested.release(1, ReleaseKind::Conditional, tested.today());
        for order in [[&failing, &meeting], [&meeting, &failing]] {
            let mut course = tested.clone();
            for command in order {
                assert_eq!(codes(&mut course, "qc-1", command), [""; 0]);
            }
            let counts = course.treatment.batches[&batch(1)].result(&rule.id);
            assert!(counts.is_some_and(|result| !result.meets));
            let refused = codes(&mut course, "qp-1", &release);
            assert_eq!(refused, ["result-out-of-specification", "review-missing"]);
        }
    }
}

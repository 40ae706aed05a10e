//! What must hold of samples, results and retests, read from the fold alone: the first claim that
//! does not hold, in words.

use cikada_domain::treatment::{Batch, TestResult};
use cikada_domain::{Event, QualityEvent, StaffId, TestId};

pub(super) fn results<'a>(of: &'a Batch, test: &TestId) -> &'a [TestResult] {
    of.results.get(test).map_or(&[], Vec::as_slice)
}

fn unfit(of: &Batch, result: &TestResult) -> bool {
    let sample = result.sample.as_ref().unwrap();
    of.samples[sample].invalidated.is_some()
}

fn void(of: &Batch, result: &TestResult) -> bool {
    result.invalidated.is_some() || unfit(of, result)
}

/// Where a result and its sample say different things, or more was ordered again than allowed.
pub(super) fn disagreeing(of: &Batch, test: &TestId) -> Option<String> {
    let counts = of.result(test);
    for result in results(of, test) {
        let mut valid = of.valid_results(test);
        if void(of, result) == valid.any(|other| other.number == result.number) {
            return Some(format!(
                "{} counts though it is void, or not",
                result.number
            ));
        }
        if !void(of, result) && !result.meets && counts.is_none_or(|counts| counts.meets) {
            return Some(format!("the failure {} is outweighed", result.number));
        }
        let sample = &of.samples[result.sample.as_ref().unwrap()];
        if !sample.tests.contains(test) {
            return Some("a test that its sample was not taken for".to_owned());
        }
    }
    let ordered = of.retests.get(test).map_or(0, Vec::len);
    (ordered > 1).then(|| format!("{ordered} retests"))
}

/// What was there before and is not there, or not the same, afterwards.
pub(super) fn lost(before: &Batch, after: &Batch, test: &TestId) -> Option<String> {
    let kept = results(after, test).iter();
    for (old, new) in results(before, test).iter().zip(kept) {
        let same = (&old.value, old.meets, &old.by, &old.sample, old.number)
            == (&new.value, new.meets, &new.by, &new.sample, new.number);
        let approval = old.approved.is_none() || old.approved == new.approved;
        let invalid = !void(before, old) || void(after, new);
        if !(same && approval && invalid) {
            return Some(format!("result {} was changed", old.number));
        }
    }
    (results(before, test).len() > results(after, test).len())
        .then(|| "a result is gone".to_owned())
}

/// Who judged what they found or sampled themselves.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "only judgements can be of one's own"
)]
pub(super) fn judged_own(of: &Batch, who: &StaffId, events: &[Event]) -> Option<String> {
    let found = |test: &TestId, number: u16| &results(of, test)[usize::from(number)];
    events.iter().find_map(|event| {
        let Event::Quality(event) = event else {
            return None;
        };
        let own = match event {
            QualityEvent::ResultApproved { test, number, .. } => {
                let approved = found(test, *number);
                let sample = &of.samples[approved.sample.as_ref().unwrap()];
                &approved.by == who || &sample.taken.by == who || void(of, approved)
            }
            QualityEvent::ResultInvalidated { test, number, .. } => &found(test, *number).by == who,
            QualityEvent::SampleInvalidated { sample } => {
                let mut all = of.results.values().flatten();
                all.any(|result| result.sample.as_ref() == Some(sample) && &result.by == who)
            }
            _ => false,
        };
        own.then(|| format!("{who} judged their own, or what was void"))
    })
}

/// Why what the gate of a release let through should not have passed.
pub(super) fn wrongly_released(of: &Batch, test: &TestId) -> Option<String> {
    let all = results(of, test).iter();
    let (gone, valid): (Vec<_>, Vec<_>) = all.partition(|result| void(of, result));
    if valid.is_empty() {
        return Some("nothing valid".to_owned());
    }
    let good = |result: &&TestResult| result.meets && result.approved.is_some();
    if !valid.iter().all(good) {
        return Some("a valid result fails or is not approved".to_owned());
    }
    for failed in gone.iter().filter(|result| !result.meets) {
        let mut retests = of.retests.get(test).into_iter().flatten();
        let retest = retests.find(|retest| retest.after > failed.number);
        let answered =
            retest.is_some_and(|retest| valid.iter().any(|result| result.number >= retest.after));
        if !answered {
            return Some(format!("no retest answers the failure {}", failed.number));
        }
    }
    None
}

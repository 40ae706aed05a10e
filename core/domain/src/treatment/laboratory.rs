//! Samples, their results and the retests, with where each result stands.
//!
//! A result is a child of its sample, and the sample of its batch. What a result counts for is
//! derived from both and never written into either: a sample found unfit takes every result on it
//! along, and nothing is lost, because nothing is taken away. Which act may follow which is the
//! engine's to say; `docs/laboratory.md` draws both.

use crate::event::{QualityEvent, Recorded};
use crate::identifier::{BatchId, FileHash, SampleId, StaffId, TestId};
use crate::quantity::Quantity;
use crate::treatment::quality::confirmed;
use crate::treatment::{Batch, Confirmed, Treatment};
use crate::value::Value;

/// A sample of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// For which tests.
    pub tests: Vec<TestId>,
    /// How much.
    pub volume: Quantity,
    /// When and by whom it was taken.
    pub taken: Confirmed,
    /// When and by whom it was found unfit.
    pub invalidated: Option<Confirmed>,
}

/// A test result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestResult {
    /// The result.
    pub value: Value,
    /// Whether it met the specification when recorded.
    pub meets: bool,
    /// When.
    pub at: jiff::Timestamp,
    /// By whom.
    pub by: StaffId,
    /// Which of the test's results it is, from 0 in the order they were recorded.
    pub number: u16,
    /// The sample it was measured on.
    pub sample: Option<SampleId>,
    /// The instrument's file it was read from; none for one that was typed.
    pub file: Option<FileHash>,
    /// The second person's approval.
    pub approved: Option<Confirmed>,
    /// When and by whom it was found invalid.
    pub invalidated: Option<Confirmed>,
}

/// A test ordered to be done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retest {
    /// When and by whom.
    pub ordered: Confirmed,
    /// How many results the test had then: its own are those recorded afterwards.
    pub after: u16,
}

/// Where a result stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Recorded by one person, and approved by nobody.
    Pending,
    /// Approved by a second person.
    Approved,
    /// Found invalid, or measured on a sample that was: it counts for nothing and stays visible.
    Invalid,
}

impl Standing {
    /// The standing in a word.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Pending => "not approved",
            Self::Approved => "approved",
            Self::Invalid => "invalid",
        }
    }
}

impl Batch {
    /// Where one of the batch's results stands. An invalid one never becomes valid again.
    #[must_use]
    pub fn standing(&self, result: &TestResult) -> Standing {
        let sample = result.sample.as_ref();
        let sample = sample.and_then(|sample| self.samples.get(sample));
        let unfit = sample.is_some_and(|sample| sample.invalidated.is_some());
        if unfit || result.invalidated.is_some() {
            Standing::Invalid
        } else if result.approved.is_some() {
            Standing::Approved
        } else {
            Standing::Pending
        }
    }

    /// A test's results that count, in order of happening.
    pub fn valid_results(&self, test: &TestId) -> impl Iterator<Item = &TestResult> {
        let results = self.results.get(test).into_iter().flatten();
        results.filter(|result| self.standing(result) != Standing::Invalid)
    }

    /// The result that counts for a test: of the valid ones the first that failed when it was
    /// recorded, or else the last. Testing again hides a failed result from nobody who looks.
    #[must_use]
    pub fn result(&self, test: &TestId) -> Option<&TestResult> {
        let mut failed = self.valid_results(test).filter(|result| !result.meets);
        failed.next().or_else(|| self.valid_results(test).last())
    }

    /// How many retests of a test must still be ordered: every result that failed and was found
    /// invalid is owed one that was ordered after it was recorded.
    #[must_use]
    pub fn retests_owed(&self, test: &TestId) -> usize {
        let results = self.results.get(test).into_iter().flatten();
        let voided = results
            .filter(|result| !result.meets && self.standing(result) == Standing::Invalid)
            .map(|result| result.number);
        let voided: Vec<_> = voided.collect();
        let ordered = self.retests.get(test).map_or(&[][..], Vec::as_slice);
        let owed = voided.iter().map(|number| {
            let since = voided.iter().filter(|other| *other >= number).count();
            let ordered = ordered.iter().filter(|retest| retest.after > *number);
            since.saturating_sub(ordered.count())
        });
        owed.max().unwrap_or(0)
    }

    /// The result that answers a retest: valid, recorded and found after it was ordered.
    #[must_use]
    pub fn answer(&self, test: &TestId, retest: &Retest) -> Option<&TestResult> {
        self.valid_results(test)
            .find(|result| result.number >= retest.after && result.at >= retest.ordered.at)
    }
}

impl Treatment {
    pub(super) fn apply_laboratory(&mut self, recorded: &Recorded, event: &QualityEvent) {
        match event {
            QualityEvent::SampleTaken {
                sample,
                batch,
                tests,
                volume,
            } => {
                let taken = Sample {
                    tests: tests.clone(),
                    volume: volume.clone(),
                    taken: confirmed(recorded),
                    invalidated: None,
                };
                if let Some(batch) = self.batches.get_mut(batch) {
                    batch.makers.insert(recorded.performer.clone());
                    batch.samples.insert(sample.clone(), taken);
                }
            }
            QualityEvent::SampleInvalidated { sample } => {
                let mut batches = self.batches.values_mut();
                let known = batches.find_map(|batch| batch.samples.get_mut(sample));
                if let Some(known) = known {
                    known.invalidated.get_or_insert(confirmed(recorded));
                }
            }
            QualityEvent::ResultApproved {
                batch,
                test,
                number,
            } => {
                if let Some(result) = self.result_mut(batch, test, *number) {
                    result.approved.get_or_insert(confirmed(recorded));
                }
            }
            QualityEvent::ResultInvalidated {
                batch,
                test,
                number,
            } => {
                if let Some(result) = self.result_mut(batch, test, *number) {
                    result.invalidated.get_or_insert(confirmed(recorded));
                }
            }
            QualityEvent::RetestOrdered { batch, test } => {
                if let Some(batch) = self.batches.get_mut(batch) {
                    let known = batch.results.get(test).map_or(0, Vec::len);
                    let retest = Retest {
                        ordered: confirmed(recorded),
                        after: u16::try_from(known).unwrap_or(u16::MAX),
                    };
                    batch.retests.entry(test.clone()).or_default().push(retest);
                }
            }
            _ => {}
        }
    }

    /// The batch a sample is a child of.
    #[must_use]
    pub fn batch_of_sample(&self, sample: &SampleId) -> Option<(&BatchId, &Batch)> {
        let mut batches = self.batches.iter();
        batches.find(|(_, batch)| batch.samples.contains_key(sample))
    }

    fn result_mut(
        &mut self,
        batch: &BatchId,
        test: &TestId,
        number: u16,
    ) -> Option<&mut TestResult> {
        let results = self.batches.get_mut(batch)?.results.get_mut(test)?;
        results.iter_mut().find(|result| result.number == number)
    }
}

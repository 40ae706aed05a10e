//! Which series a therapy has, and the values of one.

use cikada_domain::treatment::{Batch, Standing, TestResult};
use cikada_domain::{InputId, Quantity, StepId, TestId, Value};
use cikada_protocol::model::{Input, InputRole};
use cikada_protocol::{Judgement, Protocol, Requirement};
use jiff::Timestamp;

use super::batches::MadeBatch;

/// Whether a value counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PointStanding {
    /// It counts for its batch: entered in a step, or approved.
    Counts,
    /// It is approved, and another result of the same batch and test counts.
    Beside,
    /// It waits for a second person.
    Pending,
    /// It was found invalid.
    Invalid,
}

impl PointStanding {
    /// The standing in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Counts => "counts",
            Self::Beside => "another result counts",
            Self::Pending => "not approved",
            Self::Invalid => "invalid",
        }
    }
}

/// What is followed.
#[derive(Debug)]
enum Followed {
    Test(TestId),
    /// Which time the step was done, from 0.
    Input(StepId, InputId, usize),
}

/// One series.
#[derive(Debug)]
pub(super) struct Series {
    pub(super) key: String,
    pub(super) text: String,
    /// A quantity of the unit and population all values are brought into.
    pub(super) example: Quantity,
    pub(super) limit: Option<Requirement>,
    pub(super) source: String,
    followed: Followed,
}

/// One value of a series, in its unit.
#[derive(Debug)]
pub(super) struct Found<'b> {
    pub(super) batch: &'b MadeBatch,
    pub(super) at: Timestamp,
    pub(super) value: Quantity,
    pub(super) standing: PointStanding,
    pub(super) meets: Option<bool>,
}

/// The series of a therapy: its tests, then the values with a role in its steps.
pub(super) fn series_of(protocol: &Protocol, batches: &[&MadeBatch]) -> Vec<Series> {
    let tests = protocol.specification.iter().filter_map(|test| {
        Some(Series {
            key: test.id.to_string(),
            text: test.text.clone(),
            example: test.requirement.example()?.clone(),
            limit: Some(test.requirement.clone()),
            source: test.source.clone(),
            followed: Followed::Test(test.id.clone()),
        })
    });
    let mut all: Vec<_> = tests.collect();
    for step in &protocol.steps {
        let times =
            |batch: &&MadeBatch| batch.batch().map_or(0, |b| b.records_of(&step.id).count());
        let times = batches.iter().map(times).max().unwrap_or(0);
        for occurrence in 0..times {
            for input in step.inputs.iter().filter(|input| is_followed(input)) {
                let Some(example) = input.unit.clone() else {
                    continue;
                };
                let which = match (times, occurrence + 1) {
                    (1, _) => String::new(),
                    (_, time) => format!(", time {time}"),
                };
                all.push(Series {
                    // Names hold no dot, so that the parts of a key cannot be mistaken.
                    key: format!("{}.{}.{}", step.id, input.id, occurrence + 1),
                    text: format!("{}: {}{which}", step.title, input.label),
                    example,
                    limit: input.limit.clone(),
                    source: step.source.clone(),
                    followed: Followed::Input(step.id.clone(), input.id.clone(), occurrence),
                });
            }
        }
    }
    all
}

fn is_followed(input: &Input) -> bool {
    match input.role {
        InputRole::CellCount | InputRole::Viability | InputRole::Volume => true,
        InputRole::Recorded | InputRole::Amount => false,
    }
}

/// The values of a series in order of time, and why others are left out.
pub(super) fn found<'b>(
    series: &Series,
    batches: &[&'b MadeBatch],
) -> (Vec<Found<'b>>, Vec<String>) {
    let mut all = Vec::new();
    let mut left_out = Vec::new();
    for made in batches {
        let Some(batch) = made.batch() else { continue };
        let values = match &series.followed {
            Followed::Test(test) => of_test(batch, test),
            Followed::Input(step, input, occurrence) => {
                of_input(&made.protocol, batch, (step, input), *occurrence)
            }
        };
        for (at, value, standing, meets) in values {
            match in_unit(&value, &series.example) {
                Ok(value) => all.push(Found {
                    batch: made,
                    at,
                    value,
                    standing,
                    meets,
                }),
                Err(why) => left_out.push(format!("{}: {why}", made.id)),
            }
        }
    }
    all.sort_by(|left, right| (left.at, &left.batch.id).cmp(&(right.at, &right.batch.id)));
    (all, left_out)
}

type Recorded = (Timestamp, Value, PointStanding, Option<bool>);

/// Every result of a batch's test, judged as it was when recorded: by the version of its batch.
fn of_test(batch: &Batch, test: &TestId) -> Vec<Recorded> {
    let results = || batch.results.get(test).into_iter().flatten();
    let approved = || results().filter(|result| batch.standing(result) == Standing::Approved);
    // As for the release: the first that failed counts, or else the last.
    let failed = approved().find(|result| !result.meets);
    let counts = failed.or_else(|| approved().next_back());
    let counts = counts.map(|result| result.number);
    let standing = |result: &TestResult| match batch.standing(result) {
        Standing::Invalid => PointStanding::Invalid,
        Standing::Pending => PointStanding::Pending,
        Standing::Approved if counts == Some(result.number) => PointStanding::Counts,
        Standing::Approved => PointStanding::Beside,
    };
    let recorded = |result: &TestResult| {
        let (value, standing) = (result.value.clone(), standing(result));
        (result.at, value, standing, Some(result.meets))
    };
    results().map(recorded).collect()
}

fn of_input(
    protocol: &Protocol,
    batch: &Batch,
    (step, input): (&StepId, &InputId),
    occurrence: usize,
) -> Vec<Recorded> {
    let record = batch.records_of(step).nth(occurrence);
    let value = record.and_then(|record| Some((record.at, record.values.get(input)?)));
    let rule = protocol.step(step);
    let rule = rule.and_then(|rule| rule.inputs.iter().find(|known| &known.id == input));
    let limit = rule.and_then(|rule| rule.limit.as_ref());
    let recorded = |(at, value): (Timestamp, &Value)| {
        let meets = limit.map(|limit| limit.judge(value) == Judgement::Meets);
        (at, value.clone(), PointStanding::Counts, meets)
    };
    value.map(recorded).into_iter().collect()
}

fn in_unit(value: &Value, example: &Quantity) -> Result<Quantity, String> {
    let Value::Quantity(quantity) = value else {
        return Err(format!("'{}' is no quantity", value.words()));
    };
    let compared = quantity.compare(example);
    let converted = compared.and_then(|_| quantity.convert(example.unit()));
    converted.map_err(|mismatch| mismatch.to_string())
}

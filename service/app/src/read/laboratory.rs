//! The laboratory: every result of a batch with its standing, and the worksheet of the day.

use cikada_domain::treatment::{Batch, Confirmed, Standing, TestResult};
use cikada_domain::{BatchId, ChainOfIdentity, DoseNumber, SampleId};
use cikada_engine::outlook::Task;
use cikada_protocol::Protocol;
use cikada_protocol::model::{ReleaseStage, SpecificationTest};

use crate::error::AppError;
use crate::form::Target;
use crate::read::batch::is_two_staged;
use crate::read::{Clock, Moment, Patient, RuleSource, authorise_reading, patient, rule_source};
use crate::use_cases::Actor;
use crate::world::World;

/// One test of the specification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultLine {
    /// What is tested.
    pub test: String,
    /// The limit in words.
    pub limit: String,
    /// When it is due: `before release` or `after release`.
    pub stage: String,
    /// The result that counts, in words; `None` while it is missing.
    pub result: Option<String>,
    /// Whether it meets; `None` while it is missing.
    pub meets: Option<bool>,
    /// Whether a second person has approved every result that counts.
    pub approved: bool,
    /// Where the limit comes from.
    pub source: RuleSource,
    /// The form that records it.
    pub target: Target,
    /// The form that orders it again, where a result was found invalid.
    pub retest: Option<Target>,
    /// Every result ever recorded, the invalid ones too, in order of happening.
    pub records: Vec<ResultRecord>,
}

/// One recorded result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultRecord {
    /// The value in words.
    pub value: String,
    /// Whether it met the specification when recorded.
    pub meets: bool,
    /// Where it stands.
    pub standing: Standing,
    /// When, by whom, on which sample, typed or from a file.
    pub origin: String,
    /// Who approved it and who found it invalid, in order.
    pub judged: Vec<String>,
    /// The form of the approval, while it is pending.
    pub approval: Option<Target>,
    /// The form that finds it invalid, while it is not.
    pub invalidation: Option<Target>,
}

/// Every test of the specification against the result in force.
pub(crate) fn results(
    world: &World,
    protocol: &Protocol,
    id: &BatchId,
    batch: &Batch,
) -> Vec<ResultLine> {
    let tests = protocol.specification.iter();
    tests
        .map(|test| line(world, protocol, id, batch, test))
        .collect()
}

fn line(
    world: &World,
    protocol: &Protocol,
    id: &BatchId,
    batch: &Batch,
    test: &SpecificationTest,
) -> ResultLine {
    let result = batch.result(&test.id);
    let mut valid = batch.valid_results(&test.id);
    let all = batch.results.get(&test.id).into_iter().flatten();
    let invalid = |result: &&TestResult| batch.standing(result) == Standing::Invalid;
    let ordered = batch.retests.get(&test.id).map_or(0, Vec::len);
    let again = all.clone().filter(invalid).count() > ordered;
    ResultLine {
        test: test.text.clone(),
        limit: test.requirement.words(),
        stage: match test.stage {
            ReleaseStage::Final if is_two_staged(protocol) => "after release".to_owned(),
            ReleaseStage::Conditional | ReleaseStage::Final => "before release".to_owned(),
        },
        result: result.map(|result| result.value.words()),
        meets: result.map(|result| result.meets),
        approved: valid.all(|result| batch.standing(result) == Standing::Approved),
        source: rule_source(protocol, &test.source),
        target: Target::Result(id.clone(), test.id.clone()),
        retest: again.then(|| Target::Retest(id.clone(), test.id.clone())),
        records: all
            .map(|result| record(world, (id, batch), test, result))
            .collect(),
    }
}

fn record(
    world: &World,
    (id, batch): (&BatchId, &Batch),
    test: &SpecificationTest,
    result: &TestResult,
) -> ResultRecord {
    let standing = batch.standing(result);
    let sample = result.sample.as_ref();
    let on = sample.map_or(String::new(), |sample| format!(", sample {sample}"));
    let from = match &result.file {
        Some(file) => format!("imported from file {}", short(file.as_str())),
        None => "typed".to_owned(),
    };
    let by = |what: &str, confirmed: &Confirmed| {
        let (at, who) = (time(world, confirmed.at), world.who(&confirmed.by));
        format!("{what} {at} by {who}")
    };
    let sample = sample.and_then(|sample| batch.samples.get(sample));
    let unfit = sample.and_then(|sample| sample.invalidated.as_ref());
    let judged = [
        result.approved.as_ref().map(|c| by("approved", c)),
        result.invalidated.as_ref().map(|c| by("found invalid", c)),
        unfit.map(|confirmed| by("sample found unfit", confirmed)),
    ];
    let of = || (id.clone(), test.id.clone(), result.number);
    ResultRecord {
        value: result.value.words(),
        meets: result.meets,
        standing,
        origin: format!(
            "{}, {}{on}, {from}",
            time(world, result.at),
            world.who(&result.by)
        ),
        judged: judged.into_iter().flatten().collect(),
        approval: (standing == Standing::Pending).then(|| {
            let (batch, test, number) = of();
            Target::Approval(batch, test, number)
        }),
        invalidation: (standing != Standing::Invalid).then(|| {
            let (batch, test, number) = of();
            Target::ResultInvalidation(batch, test, number)
        }),
    }
}

fn time(world: &World, at: jiff::Timestamp) -> String {
    world.moment(at).strftime("%Y-%m-%d %H:%M %Z").to_string()
}

/// As much of a hash as a person compares.
fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

/// The worksheet of the day: what is to be tested and what waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Laboratory {
    /// The time of the page.
    pub now: Moment,
    /// Batches with something to do, the most urgent first.
    pub batches: Vec<Worksheet>,
}

/// What is to be done on one batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worksheet {
    /// The treatment.
    pub treatment: ChainOfIdentity,
    /// The recipient.
    pub patient: Patient,
    /// The batch.
    pub batch: BatchId,
    /// For which dose.
    pub dose: DoseNumber,
    /// The clock that runs on it.
    pub clock: Option<Clock>,
    /// Samples taken from it, in order of their numbers.
    pub samples: Vec<SampleLine>,
    /// Tests whose result is awaited: what is tested, its limit, the form.
    pub tests: Vec<(String, String, Target)>,
    /// Results that wait for a second person: what, the value, who found it, the form.
    pub approvals: Vec<(String, String, String, Target)>,
}

/// One sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleLine {
    /// Its number.
    pub sample: SampleId,
    /// For which tests.
    pub tests: String,
    /// How much.
    pub volume: String,
    /// When and by whom it was taken.
    pub taken: String,
    /// The form that finds it unfit; none once it was.
    pub invalidation: Option<Target>,
}

/// The samples of a batch.
pub(crate) fn samples(world: &World, batch: &Batch) -> Vec<SampleLine> {
    let line = |(id, sample): (&SampleId, &cikada_domain::treatment::Sample)| {
        let tests: Vec<_> = sample.tests.iter().map(|test| test.as_str()).collect();
        let (at, who) = (time(world, sample.taken.at), world.who(&sample.taken.by));
        SampleLine {
            sample: id.clone(),
            tests: tests.join(", "),
            volume: sample.volume.words(),
            taken: format!("{at}, {who}"),
            invalidation: match sample.invalidated {
                None => Some(Target::SampleInvalidation(id.clone())),
                Some(_) => None,
            },
        }
    };
    batch.samples.iter().map(line).collect()
}

/// What the laboratory has to do now, for a reader.
///
/// # Errors
/// When the reader may see no treatments, or reading fails.
pub fn laboratory(world: &World, actor: &Actor) -> Result<Laboratory, AppError> {
    authorise_reading(actor)?;
    let mut batches = Vec::new();
    for id in world.treatment_ids()? {
        batches.extend(worksheets(world, &id)?);
    }
    batches.sort_by_key(|(until, _)| until.unwrap_or(jiff::Timestamp::MAX));
    Ok(Laboratory {
        now: world.moment(world.now()),
        batches: batches.into_iter().map(|(_, sheet)| sheet).collect(),
    })
}

type Until = Option<jiff::Timestamp>;

fn worksheets(world: &World, id: &ChainOfIdentity) -> Result<Vec<(Until, Worksheet)>, AppError> {
    let (folded, protocol) = world.opened(id)?;
    let treatment = &folded.treatment;
    let seen = world.outlook(&protocol, treatment)?;
    let patient = patient(world, &folded)?;
    let mut sheets = Vec::new();
    for (batch_id, batch) in &treatment.batches {
        let items = seen.items.iter();
        let of_batch = items.filter(|item| item.batch.as_ref() == Some(batch_id));
        let mut sheet = Worksheet {
            treatment: id.clone(),
            patient: patient.clone(),
            batch: batch_id.clone(),
            dose: batch.dose,
            clock: None,
            samples: samples(world, batch),
            tests: Vec::new(),
            approvals: Vec::new(),
        };
        let mut until = None;
        for item in of_batch {
            match &item.task {
                Task::ReportResult(test) => {
                    let Some(rule) = protocol.test(test) else {
                        continue;
                    };
                    let target = Target::Result(batch_id.clone(), test.clone());
                    let line = (rule.text.clone(), rule.requirement.words(), target);
                    sheet.tests.push(line);
                }
                Task::ApproveResult(test, number) => {
                    let results = batch.results.get(test).into_iter().flatten();
                    let result = results.into_iter().find(|r| r.number == *number);
                    let (Some(rule), Some(result)) = (protocol.test(test), result) else {
                        continue;
                    };
                    let target = Target::Approval(batch_id.clone(), test.clone(), *number);
                    let (value, who) = (result.value.words(), world.who(&result.by));
                    sheet
                        .approvals
                        .push((rule.text.clone(), value, who, target));
                }
                _ => continue,
            }
            until = item.expires_at;
        }
        if !sheet.tests.is_empty() || !sheet.approvals.is_empty() {
            sheet.clock = until.map(|until| world.clock("product expires", until));
            sheets.push((until, sheet));
        }
    }
    Ok(sheets)
}

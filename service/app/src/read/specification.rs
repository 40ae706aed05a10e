//! A therapy's specification in force, and what other limits would have let pass.
//!
//! It changes nothing. A specification is part of a protocol file, and a changed file is a new version
//! that is checked and installed; what is worked out here is the text of its changed entries and how
//! many past batches would have met them.

use std::collections::BTreeMap;

use cikada_domain::treatment::{Batch, Standing};
use cikada_domain::{Quantity, TestId};
use cikada_protocol::model::{ReleaseStage, SpecificationTest};
use cikada_protocol::prediction::{BatchResults, Prediction, TestPrediction, predict, test_entry};
use cikada_protocol::{Protocol, Requirement};
use jiff::Timestamp;

use crate::error::AppError;
use crate::read::batch::is_two_staged;
use crate::read::trends::batches::{made_batches, newest_of, numbers};
use crate::read::{Moment, RuleSource, authorise_reading, rule_source};
use crate::use_cases::Actor;
use crate::world::World;

/// The page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecificationPage {
    /// The therapy's name.
    pub protocol: String,
    /// Its title.
    pub title: String,
    /// The newest installed version, which new treatments are opened under.
    pub version: String,
    /// SHA-256 of its file.
    pub hash: String,
    /// Since when it is installed.
    pub since: Option<Moment>,
    /// Older versions, newest first: version, since when installed, how many batches.
    pub earlier: Vec<(String, Option<Moment>, usize)>,
    /// How many batches were ever started, under any version.
    pub batches: usize,
    /// Every test.
    pub tests: Vec<TestLine>,
    /// All tests together, with the limits in force.
    pub now: Overall,
    /// All tests together with the limits typed; none where none differs.
    pub proposed: Option<Overall>,
    /// The entries for a new version of the file; empty where no limit differs.
    pub entries: String,
    /// How many limits that were typed cannot be read.
    pub problems: usize,
}

/// One test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestLine {
    /// Its name.
    pub test: TestId,
    /// What is tested.
    pub text: String,
    /// The limit in force, in words.
    pub limit: String,
    /// When it is due.
    pub stage: &'static str,
    /// Where the limit comes from.
    pub source: RuleSource,
    /// Whether it is a quantity, so that it has a trend and can be typed.
    pub is_quantity: bool,
    /// The boxes for another limit.
    pub boxes: Vec<LimitBox>,
    /// How many past batches meet the limit in force.
    pub now: Predicted,
    /// Another limit in words, and how many would meet it.
    pub proposed: Option<(String, Predicted)>,
}

/// One limit that can be typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitBox {
    /// The field's name.
    pub name: String,
    /// What the limit is, such as `at least`.
    pub label: &'static str,
    /// What stands in the box.
    pub typed: String,
    /// The unit's UCUM code.
    pub unit: String,
    /// Why it cannot be taken.
    pub problem: Option<String>,
}

/// How many batches would meet a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Predicted {
    /// Counts, per cent and interval; none where no batch has a result.
    pub rate: Option<String>,
    /// What is missing, in words.
    pub missing: Vec<String>,
}

/// How many batches would meet all tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overall {
    /// Counts, per cent and interval; none where no batch has all results.
    pub rate: Option<String>,
    /// How many batches lack a result.
    pub incomplete: usize,
}

/// What was typed, by field.
pub type Typed = BTreeMap<String, String>;

/// The specification of a therapy, with what was typed into the form.
///
/// # Errors
/// When there is no such therapy, the reader may see no treatments, or reading fails.
pub fn specification(
    world: &World,
    actor: &Actor,
    protocol: &str,
    typed: &Typed,
) -> Result<SpecificationPage, AppError> {
    authorise_reading(actor)?;
    let newest = newest_of(world, protocol)?;
    let mut made = made_batches(world)?;
    made.retain(|batch| batch.protocol.id == protocol);
    let results: Vec<_> = made
        .iter()
        .filter_map(|made| made.batch().map(|batch| approved(&newest, batch)))
        .collect();
    let tests = &newest.specification;
    let asked: Vec<_> = tests.iter().map(|test| ask(test, typed)).collect();
    let in_force: Vec<_> = tests
        .iter()
        .map(|test| (test.id.clone(), test.requirement.clone()))
        .collect();
    let wanted: Vec<_> = tests
        .iter()
        .zip(&asked)
        .map(|(test, asked)| (test.id.clone(), asked.limit(test).clone()))
        .collect();
    let (now, then) = (predict(&in_force, &results), predict(&wanted, &results));
    let changed = || {
        let pairs = tests.iter().zip(&wanted);
        pairs.filter(|(test, (_, limit))| &test.requirement != limit)
    };
    let entries: Vec<_> = changed()
        .map(|(test, (_, limit))| test_entry(test, limit))
        .collect();
    let problems = asked.iter().flat_map(|asked| &asked.boxes);
    Ok(SpecificationPage {
        protocol: newest.id.clone(),
        title: newest.title.clone(),
        version: newest.version.clone(),
        hash: newest.hash.to_string(),
        since: installed(world, &newest)?,
        earlier: earlier(world, &newest, |version| {
            let same = made.iter().filter(|made| made.protocol.version == version);
            same.count()
        })?,
        batches: made.len(),
        tests: lines(&newest, &asked, &now, &then),
        now: overall(&now),
        proposed: (!entries.is_empty()).then(|| overall(&then)),
        entries: entries.join("\n"),
        problems: problems.filter(|asked| asked.problem.is_some()).count(),
    })
}

/// The valid, approved results of a batch.
fn approved(protocol: &Protocol, batch: &Batch) -> BatchResults {
    let of = |test: &SpecificationTest| {
        let valid = batch.valid_results(&test.id);
        let approved = valid.filter(|result| batch.standing(result) == Standing::Approved);
        let values = approved.map(|result| result.value.clone()).collect();
        (test.id.clone(), values)
    };
    protocol.specification.iter().map(of).collect()
}

fn lines(
    protocol: &Protocol,
    asked: &[Asked],
    now: &Prediction,
    then: &Prediction,
) -> Vec<TestLine> {
    let tests = protocol.specification.iter().zip(asked);
    let predicted = now.tests.iter().zip(&then.tests);
    let line = |((test, asked), (now, then)): (
        (&SpecificationTest, &Asked),
        (&TestPrediction, &TestPrediction),
    )| {
        let other = asked.other.as_ref();
        let other = other.filter(|limit| **limit != test.requirement);
        TestLine {
            test: test.id.clone(),
            text: test.text.clone(),
            limit: test.requirement.words(),
            stage: match test.stage {
                ReleaseStage::Final if is_two_staged(protocol) => "after release",
                ReleaseStage::Conditional | ReleaseStage::Final => "before release",
            },
            source: rule_source(protocol, &test.source),
            is_quantity: test.requirement.example().is_some(),
            boxes: asked.boxes.clone(),
            now: told(now),
            proposed: other.map(|limit| (limit.words(), told(then))),
        }
    };
    tests.zip(predicted).map(line).collect()
}

fn told(prediction: &TestPrediction) -> Predicted {
    let batches = |count: usize| if count == 1 { "batch" } else { "batches" };
    let (missing, other) = (prediction.missing, prediction.incomparable);
    let missing = (missing > 0).then(|| {
        let of = batches(missing);
        format!("{missing} {of} without a valid, approved result")
    });
    let other = (other > 0).then(|| {
        let of = batches(other);
        format!("{other} {of} with a result in another unit or population")
    });
    Predicted {
        rate: prediction.rate.map(|rate| rate.to_string()),
        missing: missing.into_iter().chain(other).collect(),
    }
}

fn overall(prediction: &Prediction) -> Overall {
    Overall {
        rate: prediction.overall.map(|rate| rate.to_string()),
        incomplete: prediction.incomplete,
    }
}

/// What was typed for one test.
struct Asked {
    boxes: Vec<LimitBox>,
    /// The limit that was typed; none where there is none to type, or it cannot be read.
    other: Option<Requirement>,
}

impl Asked {
    /// What cannot be read changes nothing.
    fn limit<'a>(&'a self, test: &'a SpecificationTest) -> &'a Requirement {
        self.other.as_ref().unwrap_or(&test.requirement)
    }
}

/// Reads what was typed for a test. A strict limit stays strict: the boxes are those of its kind.
fn ask(test: &SpecificationTest, typed: &Typed) -> Asked {
    let read = |kind, label, limit: Option<&Quantity>| read_box(test, (kind, label), limit, typed);
    match &test.requirement {
        Requirement::Between { min, max } => {
            let (mut low, min) = read("min", "at least", min.as_ref());
            let (mut high, max) = read("max", "at most", max.as_ref());
            if low.problem.is_none() && high.problem.is_none() {
                if min.is_none() && max.is_none() {
                    low.problem = Some(NO_LIMIT.to_owned());
                }
                let both = min.as_ref().zip(max.as_ref());
                let order = both.map(|(min, max)| min.compare(max));
                if order.is_some_and(|order| order.is_ok_and(std::cmp::Ordering::is_gt)) {
                    high.problem = Some("lies below the lower limit".to_owned());
                }
            }
            let sound = low.problem.is_none() && high.problem.is_none();
            Asked {
                other: sound.then_some(Requirement::Between { min, max }),
                boxes: vec![low, high],
            }
        }
        Requirement::Below(limit) => {
            single(read("below", "below", Some(limit)), Requirement::Below)
        }
        Requirement::Above(limit) => {
            single(read("above", "above", Some(limit)), Requirement::Above)
        }
        Requirement::Is(_) | Requirement::OneOf(_) => Asked {
            boxes: Vec::new(),
            other: None,
        },
    }
}

const NO_LIMIT: &str = "expected a limit: without one nothing would be required";

fn single(
    (mut limit_box, limit): (LimitBox, Option<Quantity>),
    kind: impl Fn(Quantity) -> Requirement,
) -> Asked {
    if limit.is_none() && limit_box.problem.is_none() {
        limit_box.problem = Some(NO_LIMIT.to_owned());
    }
    Asked {
        boxes: vec![limit_box],
        other: limit.map(kind),
    }
}

fn read_box(
    test: &SpecificationTest,
    (kind, label): (&str, &'static str),
    limit: Option<&Quantity>,
    typed: &Typed,
) -> (LimitBox, Option<Quantity>) {
    let name = format!("{}.{kind}", test.id);
    let example = limit.or_else(|| test.requirement.example());
    let unit = example.map(Quantity::unit_code).unwrap_or_default();
    let in_force = || limit.map_or_else(String::new, plain_amount);
    let typed = typed
        .get(&name)
        .map_or_else(in_force, |typed| typed.trim().to_owned());
    let read = match typed.as_str() {
        "" => Ok(None),
        number => format!("{number} {unit}").parse::<Quantity>().map(Some),
    };
    let (limit, problem) = match read {
        Ok(limit) => (limit, None),
        Err(error) => (None, Some(error.to_string())),
    };
    let limit_box = LimitBox {
        name,
        label,
        typed,
        unit,
        problem,
    };
    (limit_box, limit)
}

/// The number as a person would type it: of cells in powers of ten.
fn plain_amount(limit: &Quantity) -> String {
    let words = limit.words();
    let number = words.split_whitespace().next().unwrap_or_default();
    match number.parse::<f64>() {
        Ok(_) => number.to_owned(),
        Err(_) => limit.amount().normalize().to_string(),
    }
}

/// When a version was installed, by the ledger.
fn installed(world: &World, protocol: &Protocol) -> Result<Option<Moment>, AppError> {
    let entries = world
        .store
        .read_stream(&format!("protocol/{}", protocol.hash))?;
    let at = entries.first().map(|entry| entry.envelope.recorded_at);
    let at = at.and_then(|at| Timestamp::from_millisecond(at).ok());
    Ok(at.map(|at| world.moment(at)))
}

type Version = (String, Option<Moment>, usize);

fn earlier(
    world: &World,
    newest: &Protocol,
    batches: impl Fn(&str) -> usize,
) -> Result<Vec<Version>, AppError> {
    let mut older = world.protocols();
    older.retain(|known| known.id == newest.id && known.hash != newest.hash);
    older.sort_by_key(|known| std::cmp::Reverse(numbers(&known.version)));
    let version = |known: &std::sync::Arc<Protocol>| {
        let since = installed(world, known)?;
        Ok((known.version.clone(), since, batches(&known.version)))
    };
    older.iter().map(version).collect()
}

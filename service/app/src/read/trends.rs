//! Trends by process: what a therapy's batches were found to be, one after the other.
//!
//! A series is one numeric test of the newest installed version, or one numeric value with a role in
//! a step, each time the step is done a series of its own: a second count is another thing than a
//! first. Each value is held against the version its batch was made under. The mean and the control
//! limits stand on the values that count; what is invalid, or waits for a second person, is shown and
//! moves nothing.

pub(crate) mod batches;
mod series;

use cikada_domain::{BatchId, ChainOfIdentity, Quantity};
use cikada_outcome::control::{ControlChart, VALUES_MIN, control_chart};
use cikada_protocol::Requirement;
use rust_decimal::Decimal;

use crate::error::AppError;
use crate::read::{Moment, RuleSource, authorise_reading, rule_source};
use crate::use_cases::Actor;
use crate::world::World;
use batches::{MadeBatch, made_batches, newest_of};
use series::{Found, Series, found, series_of};

pub use series::PointStanding;

/// What can be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrendList {
    /// Therapies with a batch, in order of their titles.
    pub therapies: Vec<TherapyTrends>,
    /// Installed therapies without one: name and title.
    pub without: Vec<(String, String)>,
}

/// The series of one therapy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TherapyTrends {
    /// The therapy's name.
    pub protocol: String,
    /// Its title.
    pub title: String,
    /// How many batches were ever started.
    pub batches: usize,
    /// Its series: tests first, then steps in the order of the record.
    pub series: Vec<SeriesLine>,
}

/// One series in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesLine {
    /// What follows the therapy in the address.
    pub key: String,
    /// What is measured.
    pub text: String,
    /// The limit in words, where there is one.
    pub limit: Option<String>,
    /// How many values count.
    pub counted: usize,
    /// The last of them in words.
    pub last: Option<String>,
    /// How many values lie outside the limit of their version.
    pub beyond_limit: usize,
    /// How many lie outside the control limits; `None` where there are none.
    pub beyond_control: Option<usize>,
}

/// One series with its chart.
#[derive(Debug, Clone, PartialEq)]
pub struct TrendPage {
    /// The therapy's name.
    pub protocol: String,
    /// Its title.
    pub title: String,
    /// The newest installed version, whose limit is drawn.
    pub version: String,
    /// What is measured.
    pub text: String,
    /// The unit of all values in words.
    pub unit: String,
    /// The limit in words, with where it comes from; none where the value has none.
    pub limit: Option<(String, RuleSource)>,
    /// The lower and upper limit, as decimal text in the unit of the values.
    pub bounds: (Option<String>, Option<String>),
    /// Every value in order of time.
    pub points: Vec<TrendPoint>,
    /// What the values that count say; none without one.
    pub chart: Option<Chart>,
    /// Values that cannot be put into the unit, each with its reason.
    pub left_out: Vec<String>,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrendPoint {
    /// The treatment.
    pub treatment: ChainOfIdentity,
    /// The batch.
    pub batch: BatchId,
    /// The version the batch was made under.
    pub version: String,
    /// When it was found.
    pub at: Moment,
    /// The value in words.
    pub words: String,
    /// The value as decimal text, in the unit of the series.
    pub amount: String,
    /// Whether it counts.
    pub standing: PointStanding,
    /// Whether it meets the limit of its version; none where it has none.
    pub meets: Option<bool>,
    /// Whether it lies outside the control limits.
    pub beyond_control: bool,
}

/// The mean and the control limits, for people and for the drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// How many values it stands on.
    pub count: usize,
    /// The mean.
    pub mean: f64,
    /// The mean in words.
    pub mean_words: String,
    /// The mean moving range in words; none of one value.
    pub range_words: Option<String>,
    /// The lower and upper control limit with their words; none of too few values.
    pub limits: Option<[(f64, String); 2]>,
}

/// So many values have control limits.
pub const CONTROL_VALUES_MIN: usize = VALUES_MIN;

/// Every therapy with its series.
///
/// # Errors
/// When the reader may see no treatments, or reading fails.
pub fn list(world: &World, actor: &Actor) -> Result<TrendList, AppError> {
    authorise_reading(actor)?;
    let made = made_batches(world)?;
    let mut list = TrendList {
        therapies: Vec::new(),
        without: Vec::new(),
    };
    for protocol in batches::therapies(world) {
        let of_therapy: Vec<_> = made
            .iter()
            .filter(|batch| batch.protocol.id == protocol.id)
            .collect();
        if of_therapy.is_empty() {
            list.without
                .push((protocol.id.clone(), protocol.title.clone()));
            continue;
        }
        let series = series_of(&protocol, &of_therapy);
        list.therapies.push(TherapyTrends {
            protocol: protocol.id.clone(),
            title: protocol.title.clone(),
            batches: of_therapy.len(),
            series: series
                .iter()
                .map(|series| line(series, &of_therapy))
                .collect(),
        });
    }
    Ok(list)
}

/// One series of a therapy.
///
/// # Errors
/// When there is no such therapy or series, the reader may see no treatments, or reading fails.
pub fn trend(
    world: &World,
    actor: &Actor,
    protocol: &str,
    key: &str,
) -> Result<TrendPage, AppError> {
    authorise_reading(actor)?;
    let newest = newest_of(world, protocol)?;
    let made = made_batches(world)?;
    let of_therapy: Vec<_> = made
        .iter()
        .filter(|batch| batch.protocol.id == protocol)
        .collect();
    let mut all = series_of(&newest, &of_therapy).into_iter();
    let series = all.find(|series| series.key == key);
    let series = series.ok_or_else(|| AppError::NotFound(format!("trend {key} of {protocol}")))?;
    let (found, left_out) = found(&series, &of_therapy);
    let control = control_of(&found);
    let rule = series.limit.as_ref();
    let bound = |limit: Option<&Quantity>| {
        let limit = limit?.convert(series.example.unit()).ok()?;
        Some(limit.amount().to_string())
    };
    let (lower, upper) = rule.map_or((None, None), Requirement::limits);
    Ok(TrendPage {
        protocol: newest.id.clone(),
        title: newest.title.clone(),
        version: newest.version.clone(),
        text: series.text.clone(),
        unit: unit_words(&series.example),
        limit: rule.map(|rule| (rule.words(), rule_source(&newest, &series.source))),
        bounds: (bound(lower), bound(upper)),
        points: found
            .iter()
            .map(|found| point(world, found, control.as_ref()))
            .collect(),
        chart: control.as_ref().map(|chart| words(chart, &series.example)),
        left_out,
    })
}

fn control_of(found: &[Found<'_>]) -> Option<ControlChart> {
    let counted: Vec<_> = counted(found).map(|found| found.value.amount()).collect();
    control_chart(&counted).ok()
}

fn counted<'f, 'b>(found: &'f [Found<'b>]) -> impl Iterator<Item = &'f Found<'b>> {
    found
        .iter()
        .filter(|found| found.standing == PointStanding::Counts)
}

/// What is invalid is no value of the process, so that no limit can be left by it.
fn is_beyond(found: &Found<'_>, chart: Option<&ControlChart>) -> bool {
    let outside = chart.and_then(|chart| chart.is_outside(found.value.amount()));
    found.standing != PointStanding::Invalid && outside == Some(true)
}

fn line(series: &Series, batches: &[&MadeBatch]) -> SeriesLine {
    let (found, _) = found(series, batches);
    let control = control_of(&found);
    let has_limits = control.as_ref().is_some_and(|chart| chart.limits.is_some());
    let beyond = found
        .iter()
        .filter(|found| is_beyond(found, control.as_ref()));
    let beyond = beyond.count();
    SeriesLine {
        key: series.key.clone(),
        text: series.text.clone(),
        limit: series.limit.as_ref().map(Requirement::words),
        counted: counted(&found).count(),
        last: counted(&found).last().map(|found| found.value.words()),
        beyond_limit: counted(&found)
            .filter(|found| found.meets == Some(false))
            .count(),
        beyond_control: has_limits.then_some(beyond),
    }
}

fn point(world: &World, found: &Found<'_>, control: Option<&ControlChart>) -> TrendPoint {
    TrendPoint {
        treatment: found.batch.treatment.clone(),
        batch: found.batch.id.clone(),
        version: found.batch.protocol.version.clone(),
        at: world.moment(found.at),
        words: found.value.words(),
        amount: found.value.amount().to_string(),
        standing: found.standing,
        meets: found.meets,
        beyond_control: is_beyond(found, control),
    }
}

fn words(chart: &ControlChart, example: &Quantity) -> Chart {
    let told = |value: f64| {
        let decimal = Decimal::try_from(value).ok();
        let decimal = decimal.and_then(|decimal| decimal.round_sf(4));
        decimal.map_or_else(
            || value.to_string(),
            |decimal| example.with_amount(decimal.normalize()).words(),
        )
    };
    Chart {
        count: chart.count,
        mean: chart.mean,
        mean_words: told(chart.mean),
        range_words: chart.mean_moving_range.map(told),
        limits: chart
            .limits
            .map(|limits| [limits.lower, limits.upper].map(|limit| (limit, told(limit)))),
    }
}

/// What the values are in, without a number: `%`, `viable cells`.
fn unit_words(example: &Quantity) -> String {
    let words = example.with_amount(Decimal::ONE).words();
    let words = words.strip_prefix("1 ").unwrap_or(&words);
    words.strip_suffix(" 1").unwrap_or(words).to_owned()
}

//! Results that come after a release: where each stands against its plan.

use cikada_domain::event::{Capacity, LatePlan};
use cikada_domain::treatment::{Batch, LateFailure, Product, ProductState};
use cikada_domain::{ContainerId, Event, TestId, Treatment};
use cikada_ledger::Entry;
use cikada_protocol::Protocol;
use cikada_protocol::model::{ReleaseStage, SpecificationTest};
use jiff::civil::Date;

use crate::error::AppError;
use crate::form::sealed_plan;
use crate::read::{RuleSource, remaining, rule_source};
use crate::record;
use crate::world::World;

/// One result that was not in when its product left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateLine {
    /// What is tested.
    pub test: String,
    /// Where it stands.
    pub state: LateState,
    /// The result that counts, in words.
    pub result: Option<String>,
    /// Who follows it; nobody where the release asked for no plan.
    pub follower: Option<String>,
    /// The day by which it is expected.
    pub expected_on: Option<Date>,
    /// What the protocol says is done if it fails.
    pub rule: Option<(String, RuleSource)>,
    /// What was typed beyond that.
    pub written: Option<String>,
    /// Who was alerted to its failure.
    pub alerts: Vec<AlertLine>,
}

/// Somebody who is alerted to a failure, and how long it took to be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertLine {
    /// In words, with the time from the alert to its acknowledgement.
    pub words: String,
    /// Whether it was seen.
    pub seen: bool,
}

/// Where a late result stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LateState {
    /// It failed.
    Failed,
    /// Its day has passed, and it is not there.
    Overdue,
    /// It is awaited.
    Awaited,
    /// It is there and meets the specification.
    Met,
}

impl LateState {
    /// The state as a person reads it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Overdue => "overdue",
            Self::Awaited => "awaited",
            Self::Met => "meets the specification",
        }
    }
}

/// Every result that was awaited when the product was released conditionally, the gravest first.
pub(crate) fn late_lines(
    world: &World,
    (protocol, treatment): (&Protocol, &Treatment),
    container: &ContainerId,
    entries: &[Entry],
) -> Result<Vec<LateLine>, AppError> {
    let Some((product, batch)) = treatment.product(container) else {
        return Ok(Vec::new());
    };
    let mut lines = Vec::new();
    for test in &protocol.specification {
        let plan = product.late_plans.iter().find(|plan| plan.test == test.id);
        if plan.is_some() || left_before(product, test, batch) {
            let written = match plan.filter(|plan| plan.written) {
                Some(plan) => Some(written(world, treatment, (container, plan), entries)?),
                None => None,
            };
            let alerts = alerts(world, product, &test.id);
            lines.push(LateLine {
                alerts,
                ..line(world, protocol, (test, batch), plan, written)
            });
        }
    }
    lines.sort_by_key(|line| line.state);
    Ok(lines)
}

/// Whether the product left before a late result was in, under no plan.
fn left_before(product: &Product, test: &SpecificationTest, batch: &Batch) -> bool {
    test.stage == ReleaseStage::Final
        && product.state == ProductState::ConditionallyReleased
        && batch.result(&test.id).is_none()
}

fn line(
    world: &World,
    protocol: &Protocol,
    (test, batch): (&SpecificationTest, &Batch),
    plan: Option<&LatePlan>,
    written: Option<String>,
) -> LateLine {
    let today = world.moment(world.now()).date();
    let result = batch.result(&test.id);
    let state = match result {
        Some(result) if result.meets => LateState::Met,
        Some(_) => LateState::Failed,
        None if plan.is_some_and(|plan| plan.expected_on < today) => LateState::Overdue,
        None => LateState::Awaited,
    };
    LateLine {
        test: test.text.clone(),
        state,
        result: result.map(|result| result.value.words()),
        follower: plan.map(|plan| world.who(&plan.follower)),
        expected_on: plan.map(|plan| plan.expected_on),
        rule: test
            .if_failed
            .as_ref()
            .map(|rule| (rule.text.clone(), rule_source(protocol, &rule.source))),
        written,
        alerts: Vec::new(),
    }
}

/// Whether physician and qualified person have seen that a late result failed, and after how long.
fn alerts(world: &World, product: &Product, test: &TestId) -> Vec<AlertLine> {
    let failures = product.late_failures.iter();
    let of_test = failures.filter(|failure| &failure.test == test);
    let each = of_test.flat_map(|failure| Capacity::ALL.map(|capacity| (failure, capacity)));
    let line = |(failure, capacity): (&LateFailure, Capacity)| {
        let seen = failure.seen_by(capacity);
        let until = seen.map_or(world.now(), |(_, at)| at);
        let took = remaining(until.duration_since(failure.at));
        let by = capacity.words();
        let words = match seen {
            Some((who, _)) => format!("Seen by the {by} after {took}: {}", world.who(who)),
            None => format!("Not seen by the {by} yet, alerted {took} ago"),
        };
        let seen = seen.is_some();
        AlertLine { words, seen }
    };
    each.map(line).collect()
}

/// What was typed and sealed with the release.
fn written(
    world: &World,
    treatment: &Treatment,
    (container, plan): (&ContainerId, &LatePlan),
    entries: &[Entry],
) -> Result<String, AppError> {
    let key = treatment.recipient().map(|person| world.key_of(person));
    let Some(key) = key.transpose()?.flatten() else {
        return Ok("erased with the patient".to_owned());
    };
    for entry in entries.iter().rev() {
        let event = record::recorded(entry)?.event;
        if matches!(&event, Event::ProductReleased { container: of, .. } if of == container) {
            let name = sealed_plan(&plan.test);
            if let Some(text) = record::open_sealed(entry, &key)?.remove(&name) {
                return Ok(text);
            }
        }
    }
    Ok("not readable".to_owned())
}

//! Products that wait for a quality decision, and one product's review by exception.

use cikada_domain::treatment::{Batch, Performed, Product, ProductState};
use cikada_domain::{BatchId, ChainOfIdentity, ContainerId, Value};
use cikada_engine::outlook::Task;
use cikada_engine::{Outlook, OutlookItem, outlook};
use cikada_protocol::Protocol;

use crate::error::AppError;
use crate::form::Target;
use crate::read::batch::{DeviationLine, deviations, is_two_staged};
use crate::read::laboratory::{ResultLine, results};
use crate::read::{Clock, Heading, authorise_reading, heading_of};
use crate::use_cases::Actor;
use crate::world::World;

/// The list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseList {
    /// Products, the one that expires first before the others.
    pub waiting: Vec<ReleaseLine>,
    /// Products decided on, newest first.
    pub decided: Vec<ReleaseLine>,
}

/// One product in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseLine {
    /// The heading of its treatment.
    pub heading: Heading,
    /// The product.
    pub container: ContainerId,
    /// Where the decision stands, in words.
    pub state: String,
    /// What is missing, in words; empty when nothing is.
    pub unmet: Vec<String>,
    /// Until when the infusion must have ended.
    pub clock: Clock,
}

/// One product's review: what is unmet first, the rest after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleasePage {
    /// The heading.
    pub heading: Heading,
    /// The product.
    pub container: ContainerId,
    /// The batch it was made in.
    pub batch: BatchId,
    /// Whether there is a certificate, or a statement of an exceptional supply.
    pub certified: bool,
    /// Where the decision stands, in words.
    pub state: String,
    /// Until when the infusion must have ended.
    pub clock: Clock,
    /// The cells in words.
    pub cells: String,
    /// Why it cannot be released now: code, sentence, detail. Empty when it can.
    pub unmet: Vec<(String, String, String)>,
    /// Results.
    pub results: Vec<ResultLine>,
    /// Deviations.
    pub deviations: Vec<DeviationLine>,
    /// Values changed since entry, in words.
    pub changed: Vec<String>,
    /// What the machine found complete, in words.
    pub complete: Vec<String>,
    /// The decisions that may be asked for: label and form.
    pub decisions: Vec<(String, Target)>,
}

/// Every product of the centre by its quality decision.
///
/// # Errors
/// When the reader may see no treatments, or reading fails.
pub fn list(world: &World, actor: &Actor) -> Result<ReleaseList, AppError> {
    authorise_reading(actor)?;
    let (mut waiting, mut decided) = (Vec::new(), Vec::new());
    for id in world.listed()?.0 {
        let (folded, protocol) = world.opened(&id)?;
        let outlook = outlook(
            &protocol,
            &folded.treatment,
            world.now(),
            world.zone(),
            world.country(),
        );
        let heading = heading_of(world, &id, &folded, &protocol, &outlook)?;
        for (container, product) in &folded.treatment.products {
            let line = ReleaseLine {
                heading: heading.clone(),
                container: container.clone(),
                state: product.state.words().to_owned(),
                unmet: unmet(&outlook, container)
                    .into_iter()
                    .map(|(_, words, _)| words)
                    .collect(),
                clock: world.clock("product expires", product.expires_at),
            };
            let is_waiting = outlook
                .items
                .iter()
                .any(|item| awaits_decision(item, container));
            if is_waiting {
                waiting.push(line)
            } else {
                decided.push(line)
            }
        }
    }
    waiting.sort_by_key(|line| line.clock.until);
    decided.sort_by_key(|line| std::cmp::Reverse(line.clock.until));
    Ok(ReleaseList { waiting, decided })
}

/// One product's review.
///
/// # Errors
/// When there is no such product, the reader may not see it, or reading fails.
pub fn product(
    world: &World,
    actor: &Actor,
    id: &ChainOfIdentity,
    container: &ContainerId,
) -> Result<ReleasePage, AppError> {
    authorise_reading(actor)?;
    let (folded, protocol) = world.opened(id)?;
    let treatment = &folded.treatment;
    let found = treatment.product(container);
    let (product, batch) =
        found.ok_or_else(|| AppError::NotFound(format!("product {container}")))?;
    let outlook = outlook(
        &protocol,
        treatment,
        world.now(),
        world.zone(),
        world.country(),
    );
    let results = results(world, &protocol, &product.batch, batch);
    Ok(ReleasePage {
        heading: heading_of(world, id, &folded, &protocol, &outlook)?,
        container: container.clone(),
        batch: product.batch.clone(),
        certified: is_certified(product),
        state: product.state.words().to_owned(),
        clock: world.clock("product expires", product.expires_at),
        cells: format!("{} in {}", product.cells.words(), product.volume.words()),
        unmet: unmet(&outlook, container),
        complete: complete(batch, &results),
        results,
        deviations: deviations(treatment, &product.batch),
        changed: changed(batch),
        decisions: decisions(&protocol, container, product.state),
    })
}

/// Whether a document may say how the product was certified or supplied.
pub(crate) fn is_certified(product: &Product) -> bool {
    !product.releases.is_empty() || product.supply.supplied.is_some()
}

fn awaits_decision(item: &OutlookItem, container: &ContainerId) -> bool {
    item.container.as_ref() == Some(container) && matches!(item.task, Task::Release(_))
}

/// Why the product cannot be released now: code, sentence, detail.
fn unmet(outlook: &Outlook, container: &ContainerId) -> Vec<(String, String, String)> {
    let items = outlook
        .items
        .iter()
        .filter(|item| awaits_decision(item, container));
    let refusals = items.flat_map(|item| &item.blocked_by);
    refusals
        .map(|refusal| {
            let (code, sentence) = (refusal.code.code(), refusal.code.sentence());
            (code.to_owned(), sentence.to_owned(), refusal.detail.clone())
        })
        .collect()
}

/// What the machine found complete; what is not complete stands among the unmet.
fn complete(batch: &Batch, results: &[ResultLine]) -> Vec<String> {
    let witnessed = batch
        .performed
        .iter()
        .filter(|record| record.witness.is_some());
    let steps = (batch.performed.len(), witnessed.count());
    let mut complete = vec![format!(
        "{} steps recorded, {} of them witnessed",
        steps.0, steps.1
    )];
    let good = |line: &ResultLine| line.meets == Some(true) && line.approved;
    if results.iter().all(good) {
        complete.push(format!(
            "all {} results are approved and meet the specification",
            results.len()
        ));
    }
    complete
}

fn changed(batch: &Batch) -> Vec<String> {
    let of_record = |record: &Performed| {
        let value = |input: &cikada_domain::InputId| record.values.get(input).map(Value::words);
        let words = record.corrected.iter().map(|input| {
            let value = value(input).unwrap_or_default();
            format!(
                "{}: {} is now {value}",
                record.step,
                input.as_str().replace('-', " ")
            )
        });
        words.collect::<Vec<_>>()
    };
    batch.performed.iter().flat_map(of_record).collect()
}

fn decisions(
    protocol: &Protocol,
    container: &ContainerId,
    state: ProductState,
) -> Vec<(String, Target)> {
    let reject = ("Reject".to_owned(), Target::Rejection(container.clone()));
    let last = (
        "Release on all results".to_owned(),
        Target::FinalRelease(container.clone()),
    );
    match state {
        ProductState::Quarantine => {
            let first = Target::ConditionalRelease(container.clone());
            let first = ("Release on the fast tests".to_owned(), first);
            let first = is_two_staged(protocol).then_some(first);
            first.into_iter().chain([last, reject]).collect()
        }
        ProductState::ConditionallyReleased => vec![last, reject],
        ProductState::Released
        | ProductState::SuppliedExceptionally
        | ProductState::Rejected
        | ProductState::Returned
        | ProductState::Destroyed
        | ProductState::NeverInfused => Vec::new(),
    }
}

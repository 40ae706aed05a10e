//! Products that wait for a quality decision.

use cikada_domain::ContainerId;
use cikada_domain::treatment::Product;
use cikada_engine::outlook::Task;
use cikada_engine::{Outlook, OutlookItem};

use crate::error::AppError;
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

/// Every product of the centre by its quality decision.
///
/// # Errors
/// When the reader may see no treatments, or reading fails.
pub fn list(world: &World, actor: &Actor) -> Result<ReleaseList, AppError> {
    authorise_reading(actor)?;
    let (mut waiting, mut decided) = (Vec::new(), Vec::new());
    for id in world.listed()?.0 {
        let (folded, protocol) = world.opened(&id)?;
        let outlook = world.outlook(&protocol, &folded.treatment)?;
        let heading = heading_of(world, &id, &folded, &protocol, &outlook)?;
        for (container, product) in &folded.treatment.products {
            let line = ReleaseLine {
                heading: heading.clone(),
                container: container.clone(),
                state: product.state.words().to_owned(),
                unmet: unmet(&outlook, container),
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

/// Whether a document may say how the product was certified or supplied.
pub(crate) fn is_certified(product: &Product) -> bool {
    !product.releases.is_empty() || product.supply.supplied.is_some()
}

fn awaits_decision(item: &OutlookItem, container: &ContainerId) -> bool {
    item.container.as_ref() == Some(container) && matches!(item.task, Task::Release(_))
}

/// Why the product cannot be released now, in words.
fn unmet(outlook: &Outlook, container: &ContainerId) -> Vec<String> {
    let items = outlook
        .items
        .iter()
        .filter(|item| awaits_decision(item, container));
    let refusals = items.flat_map(|item| &item.blocked_by);
    refusals
        .map(|refusal| refusal.code.sentence().to_owned())
        .collect()
}

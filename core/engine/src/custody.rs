//! Who held a container, where it came from and where it went.

use cikada_domain::event::InfusionOutcome;
use cikada_domain::{ContainerId, Quantity, Treatment};
use jiff::Timestamp;

/// One link of a container's chain of custody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustodyLink {
    /// When.
    pub at: Timestamp,
    /// What happened, in words.
    pub words: String,
    /// Who or what place held the container afterwards, where that is recorded.
    pub holder: Option<String>,
    /// The temperature read at a handover.
    pub temperature: Option<Quantity>,
    /// Whether the container was found intact.
    pub intact: bool,
}

/// Every link of a container in order of time: filled, handed over, given, empty.
#[must_use]
pub fn chain_of_custody(treatment: &Treatment, container: &ContainerId) -> Vec<CustodyLink> {
    let link = |at, words| CustodyLink {
        at,
        words,
        holder: None,
        temperature: None,
        intact: true,
    };
    let mut links = Vec::new();
    for (donation, collection) in &treatment.collections {
        if &collection.container == container {
            let words = format!("Collected as {donation} for dose {}", collection.dose);
            links.push(link(collection.at, words));
        }
    }
    if let Some(product) = treatment.products.get(container) {
        let words = format!("Filled from batch {}", product.batch);
        links.push(link(product.harvested_at, words));
    }
    for handover in treatment.custody.get(container).into_iter().flatten() {
        links.push(CustodyLink {
            at: handover.at,
            words: format!("From {} to {}", handover.from, handover.to),
            holder: Some(handover.to.clone()),
            temperature: Some(handover.temperature.clone()),
            intact: handover.intact,
        });
    }
    for (dose, at) in &treatment.doses {
        let infusion = at.infusion.as_ref();
        let Some(infusion) = infusion.filter(|infusion| &infusion.container == container) else {
            continue;
        };
        links.push(link(infusion.started_at, format!("Started as dose {dose}")));
        if let Some((ended_at, outcome, volume)) = &infusion.ended {
            let how = match outcome {
                InfusionOutcome::Completed => "given",
                InfusionOutcome::Stopped => "stopped",
            };
            let words = format!("Infusion {how}, {}", volume.words());
            links.push(link(*ended_at, words));
        }
    }
    links.sort_by_key(|link| link.at);
    links
}

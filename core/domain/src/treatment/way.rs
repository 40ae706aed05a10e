//! What happened to what a container holds: in the container itself, and in whatever it was filled out
//! of, up to the filling.
//!
//! Time counts as it happened, not as it was entered: what is told late of a source reaches every
//! dose that was filled out of it afterwards, and none that had left it before.

use jiff::Timestamp;

use crate::event::LabelPurpose;
use crate::identifier::{ContainerId, DeviationId};
use crate::treatment::{Deviation, Handover, TemperatureLog, Treatment};

/// The way of what a container holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way<'a> {
    /// Every container that held it, the first source first, with when it was filled out of that one;
    /// the container itself comes last and has no such time.
    pub containers: Vec<(&'a ContainerId, Option<Timestamp>)>,
    /// Every handover on the way, with whose it was: of each container in the order of its record.
    pub handovers: Vec<(&'a ContainerId, &'a Handover)>,
    /// Every temperature log on the way, with whose it is. Of a log only sums are kept, so one that
    /// had begun before the filling counts whole.
    pub logs: Vec<(&'a ContainerId, &'a TemperatureLog)>,
    /// Every deviation that stands against what the container holds.
    pub deviations: Vec<(&'a DeviationId, &'a Deviation)>,
}

impl Way<'_> {
    /// Whether what happened to a container then happened to what this one holds.
    #[must_use]
    pub fn touched(&self, container: &ContainerId, at: Timestamp) -> bool {
        touched(&self.containers, container, at)
    }
}

fn touched(
    on_the_way: &[(&ContainerId, Option<Timestamp>)],
    container: &ContainerId,
    at: Timestamp,
) -> bool {
    let mut on_the_way = on_the_way.iter();
    on_the_way.any(|(known, until)| *known == container && until.is_none_or(|end| at <= end))
}

impl Treatment {
    /// What happened to what a container holds, its sources up to the filling included.
    #[must_use]
    pub fn way_of<'a>(&'a self, container: &'a ContainerId) -> Way<'a> {
        let containers = self.containers_on_the_way(container);
        let (mut handovers, mut logs) = (Vec::new(), Vec::new());
        for (known, _) in &containers {
            let on_the_way = |at| touched(&containers, known, at);
            let of = self.custody.get(known).into_iter().flatten();
            let of = of.filter(|handover| on_the_way(handover.at));
            handovers.extend(of.map(|handover| (*known, handover)));
            let of = self.temperatures.get(known).into_iter().flatten();
            let of = of.filter(|log| on_the_way(log.from));
            logs.extend(of.map(|log| (*known, log)));
        }
        let deviations = self.deviations.iter();
        let against = deviations.filter(|(_, known)| self.against(&containers, container, known));
        Way {
            deviations: against.collect(),
            containers,
            handovers,
            logs,
        }
    }

    /// The doses that were filled out of a container at a time or later: what happened to the container
    /// then happened to them.
    #[must_use]
    pub fn filled_since(&self, container: &ContainerId, at: Timestamp) -> Vec<&ContainerId> {
        let others = self.products.keys().filter(|other| *other != container);
        others
            .filter(|other| touched(&self.containers_on_the_way(other), container, at))
            .collect()
    }

    fn containers_on_the_way<'a>(
        &'a self,
        container: &'a ContainerId,
    ) -> Vec<(&'a ContainerId, Option<Timestamp>)> {
        let mut containers = vec![(container, None)];
        let mut at = container;
        while let Some(product) = self.products.get(at)
            && let Some(from) = &product.filled_from
            && containers.iter().all(|(known, _)| *known != from)
        {
            containers.push((from, Some(product.harvested_at)));
            at = from;
        }
        containers.reverse();
        containers
    }

    /// A deviation of the batch stands against every product of it, unless it is known which of them it
    /// touched, and since when.
    fn against(
        &self,
        on_the_way: &[(&ContainerId, Option<Timestamp>)],
        container: &ContainerId,
        deviation: &Deviation,
    ) -> bool {
        let product = self.products.get(container);
        let of_same = product.is_some_and(|product| self.concerns(&product.batch, deviation));
        let Some(named) = &deviation.container else {
            return of_same;
        };
        let part = LabelPurpose::Product(deviation.batch.clone());
        match deviation.since {
            Some(since) if self.labels.get(named) == Some(&part) => {
                touched(on_the_way, named, since)
            }
            _ => of_same || touched(on_the_way, named, deviation.opened_at),
        }
    }
}

//! Late results that failed after their product had left: since when, who has seen it after how long,
//! what is held, and the way out.

use cikada_domain::event::Capacity;
use cikada_domain::treatment::{LateFailure, Product};
use cikada_domain::{ChainOfIdentity, ContainerId, PlannedKind, Treatment};
use cikada_protocol::Protocol;

use crate::error::AppError;
use crate::form::Target;
use crate::read::certification::to_the_minute;
use crate::read::{Moment, Patient, patient};
use crate::staff::Role;
use crate::treatments::Folded;
use crate::use_cases::Actor;
use crate::world::World;

/// One late failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlarmLine {
    /// The treatment.
    pub treatment: ChainOfIdentity,
    /// The recipient.
    pub patient: Patient,
    /// The product.
    pub container: ContainerId,
    /// What was tested, and what was found.
    pub words: String,
    /// When the alert was raised.
    pub raised: Moment,
    /// How long ago, such as `3 h 20 min`.
    pub since: String,
    /// Who has seen it, by capacity.
    pub seen: Vec<SeenLine>,
    /// Whether all dosing is held.
    pub held: bool,
    /// How many planned doses were not given yet.
    pub doses_left: usize,
    /// What has to happen before anything goes on.
    pub way_out: &'static str,
    /// The form that lifts the hold, for whoever may and as soon as both have seen it.
    pub lift: Option<Target>,
}

/// One capacity that is alerted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenLine {
    /// In which capacity.
    pub capacity: &'static str,
    /// Who has seen it, when, and how long after it was raised.
    pub seen: Option<(String, Moment, String)>,
    /// The form of the acknowledgement, for a reader who may give it.
    pub target: Option<Target>,
}

impl AlarmLine {
    /// Whether somebody still has to see it, or dosing is still held for it.
    pub(crate) fn stands(&self) -> bool {
        self.held || self.seen.iter().any(|line| line.seen.is_none())
    }

    /// Whether the reader is asked to see it.
    #[must_use]
    pub fn is_mine(&self) -> bool {
        self.seen.iter().any(|line| line.target.is_some())
    }
}

/// The late failures of one treatment, as a reader sees them; of one product, if one is named.
pub(crate) fn alerts(
    world: &World,
    actor: &Actor,
    (id, folded, protocol): (&ChainOfIdentity, &Folded, &Protocol),
    of: Option<&ContainerId>,
) -> Result<Vec<AlarmLine>, AppError> {
    let treatment = &folded.treatment;
    let mut lines = Vec::new();
    let products = treatment.products.iter();
    for (container, product) in products.filter(|(one, _)| of.is_none_or(|of| of == *one)) {
        for failure in &product.late_failures {
            let unseen = !failure.unseen().is_empty();
            let lift = treatment.held && !unseen && actor.staff.roles.contains(&Role::Physician);
            lines.push(AlarmLine {
                treatment: id.clone(),
                patient: patient(world, folded)?,
                container: container.clone(),
                words: words(protocol, treatment, product, failure),
                raised: world.moment(failure.at),
                since: to_the_minute(world.now().duration_since(failure.at)),
                seen: seen(world, actor, container, failure),
                held: treatment.held,
                doses_left: doses_left(treatment),
                way_out: way_out(unseen, treatment.held),
                lift: lift.then_some(Target::HoldLift),
            });
        }
    }
    Ok(lines)
}

fn way_out(unseen: bool, held: bool) -> &'static str {
    match (unseen, held) {
        (true, _) => {
            "Physician and qualified person both see it; then a physician decides about the hold."
        }
        (false, true) => "Both have seen it. A physician lifts the hold, or closes the treatment.",
        (false, false) => "Both have seen it, and the hold was lifted.",
    }
}

fn words(
    protocol: &Protocol,
    treatment: &Treatment,
    product: &Product,
    failure: &LateFailure,
) -> String {
    let test = protocol.test(&failure.test);
    let text = test.map_or(failure.test.as_str(), |test| test.text.as_str());
    let batch = treatment.batches.get(&product.batch);
    let results = batch.and_then(|batch| batch.results.get(&failure.test));
    let mut results = results.into_iter().flatten();
    let found = results.find(|result| result.number == failure.number);
    match found {
        Some(result) => format!("{text}: {}", result.value.words()),
        None => text.to_owned(),
    }
}

fn seen(
    world: &World,
    actor: &Actor,
    container: &ContainerId,
    failure: &LateFailure,
) -> Vec<SeenLine> {
    let line = |capacity: Capacity| {
        let role = match capacity {
            Capacity::Physician => Role::Physician,
            Capacity::QualifiedPerson => Role::QualifiedPerson,
        };
        let seen = failure.seen_by(capacity);
        let may = seen.is_none()
            && actor.staff.roles.contains(&role)
            && !failure.acknowledged.contains_key(&actor.staff.id);
        SeenLine {
            capacity: capacity.words(),
            seen: seen.map(|(who, at)| {
                let after = to_the_minute(at.duration_since(failure.at));
                (world.who(who), world.moment(at), after)
            }),
            target: may.then(|| Target::Alert(container.clone(), failure.test.clone(), capacity)),
        }
    };
    Capacity::ALL.into_iter().map(line).collect()
}

/// How many planned doses were not started yet.
fn doses_left(treatment: &Treatment) -> usize {
    let planned = treatment.plan.iter().flat_map(|plan| &plan.items);
    let infusions = planned.filter(|item| item.kind == PlannedKind::Infusion);
    let given = |dose| {
        let dose = treatment.doses.get(&dose);
        dose.is_some_and(|dose| dose.infusion.is_some())
    };
    infusions
        .filter(|item| item.dose.is_some_and(|dose| !given(dose)))
        .count()
}

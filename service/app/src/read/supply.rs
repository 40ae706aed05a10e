//! A supply out of specification in its steps: what is there, what is missing, who may give it, the
//! clock of the notice to the authority and the notice itself.

use cikada_domain::ContainerId;
use cikada_domain::Treatment;
use cikada_domain::treatment::{Confirmed, Product, ProductState};
use cikada_engine::{
    Command, QualityCommand, RefusalCode, SupplyReview, lots_behind, supply_notice, supply_review,
    told_after,
};
use cikada_protocol::Protocol;

use crate::error::AppError;
use crate::form::{SupplyStep, Target};
use crate::read::Clock;
use crate::read::certification::{signed, to_the_minute};
use crate::staff::roles_for;
use crate::world::World;

/// The complete set of one product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupplySection {
    /// The steps in their order.
    pub steps: Vec<SupplyLine>,
    /// What else stands against the supply: sentence and detail.
    pub unmet: Vec<(String, String)>,
    /// Until when the authority is told; nothing before the supply and once it was told.
    pub clock: Option<Clock>,
    /// The notice, line by line; empty before the supply.
    pub notice: Vec<String>,
    /// When, by whom and how long after the supply the authority was told.
    pub told: Option<String>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupplyLine {
    /// What it is.
    pub what: &'static str,
    /// Where it stands.
    pub state: SupplyState,
    /// Who gave it and when.
    pub by: Option<String>,
    /// Why what is there does not count.
    pub why: Vec<String>,
    /// Who may give it, by role.
    pub who_may: String,
    /// The form that gives it, while it is wanted.
    pub target: Option<Target>,
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SupplyState {
    /// It is there and counts.
    There,
    /// It is there, and something came after it or it is the wrong person's.
    Again,
    /// It is missing.
    Missing,
    /// Its turn comes once everything before it is there.
    Waiting,
}

impl SupplyState {
    /// The state as a person reads it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::There => "there",
            Self::Again => "to be given again",
            Self::Missing => "missing",
            Self::Waiting => "not yet",
        }
    }
}

/// The set of a product that is out of specification or was supplied so; nothing for any other.
pub(crate) fn section(
    world: &World,
    (protocol, treatment): (&Protocol, &Treatment),
    container: &ContainerId,
) -> Result<Option<SupplySection>, AppError> {
    let around = world.facility(&lots_behind(treatment))?;
    let (now, of) = ((world.now(), world.zone()), (treatment, &around.facility));
    let review = supply_review(protocol, of, container, now, world.country());
    let Some((review, product)) = review.zip(treatment.products.get(container)) else {
        return Ok(None);
    };
    let concerned = match product.state {
        ProductState::Quarantine => review.is_out,
        ProductState::SuppliedExceptionally => true,
        ProductState::ConditionallyReleased
        | ProductState::Released
        | ProductState::Rejected
        | ProductState::Returned
        | ProductState::Destroyed
        | ProductState::NeverInfused => product.supply.supplied.is_some(),
    };
    if !concerned {
        return Ok(None);
    }
    let supply = &product.supply;
    let open = supply.notified.is_none();
    let due = supply.supplied.as_ref().filter(|_| open);
    Ok(Some(SupplySection {
        steps: steps(world, &review, container, product),
        unmet: others(&review),
        clock: due.map(|(_, notify_by)| world.clock("the authority is told until", *notify_by)),
        notice: notice(world, (protocol, treatment), container),
        told: supply.notified.as_ref().zip(told_after(product)).map(
            |((reference, confirmed), after)| {
                let by = signed(world, (confirmed.at, &confirmed.by));
                format!(
                    "Told under {reference}, {by}, {} after the supply",
                    to_the_minute(after)
                )
            },
        ),
    }))
}

/// The notice with its heading: to whom, and from which centre.
fn notice(
    world: &World,
    (protocol, treatment): (&Protocol, &Treatment),
    container: &ContainerId,
) -> Vec<String> {
    let now = (world.now(), world.zone());
    let Some(text) = supply_notice(protocol, treatment, container, now) else {
        return Vec::new();
    };
    let centre = world.centre();
    let heading = [
        format!("To the competent authority ({})", world.country()),
        format!("From {}, {}", centre.name, centre.address),
        String::new(),
    ];
    heading.into_iter().chain(text).collect()
}

/// The codes that a paper of the set answers.
fn answers(step: SupplyStep) -> &'static [RefusalCode] {
    match step {
        SupplyStep::Risk => &[RefusalCode::RiskNotEvaluated],
        SupplyStep::Request => &[
            RefusalCode::RequestMissing,
            RefusalCode::RequestedByEvaluator,
        ],
        SupplyStep::Patient => &[RefusalCode::PatientNotInformed],
        SupplyStep::Permission => &[
            RefusalCode::PermissionMissing,
            RefusalCode::EthicsApprovalMissing,
        ],
        SupplyStep::Supply | SupplyStep::Notice => &[],
    }
}

fn steps(
    world: &World,
    review: &SupplyReview,
    container: &ContainerId,
    product: &Product,
) -> Vec<SupplyLine> {
    let supply = &product.supply;
    let permission = supply.permission.as_ref();
    let permission = permission.map(|permission| &permission.recorded);
    let supplied = supply.supplied.as_ref().map(|(confirmed, _)| confirmed);
    let notified = supply.notified.as_ref().map(|(_, confirmed)| confirmed);
    let all = [
        (
            SupplyStep::Risk,
            "The manufacturer's written evaluation of the risk",
            supply.risk.as_ref(),
        ),
        (
            SupplyStep::Request,
            "The treating physician's signed request",
            supply.request.as_ref(),
        ),
        (
            SupplyStep::Patient,
            "The patient told, and agreeing",
            supply.patient.as_ref(),
        ),
        (
            SupplyStep::Permission,
            "The permission this country asks for first",
            permission,
        ),
        (
            SupplyStep::Supply,
            "The supply, signed by whoever supplies",
            supplied,
        ),
        (
            SupplyStep::Notice,
            "The notice to the authority, within 48 hours",
            notified,
        ),
    ];
    let asked = |step: SupplyStep| match step {
        SupplyStep::Permission => review.asks_permission || permission.is_some(),
        _ => true,
    };
    let line = |(step, what, given)| line(world, (review, container, product), (step, what, given));
    all.into_iter()
        .filter(|(step, ..)| asked(*step))
        .map(line)
        .collect()
}

fn line(
    world: &World,
    (review, container, product): (&SupplyReview, &ContainerId, &Product),
    (step, what, given): (SupplyStep, &'static str, Option<&Confirmed>),
) -> SupplyLine {
    let decided = product.supply.supplied.is_some();
    let against = review.unmet.iter();
    let against = against.filter(|refusal| answers(step).contains(&refusal.code));
    let why: Vec<_> = against.map(|refusal| refusal.detail.clone()).collect();
    let turn = match step {
        SupplyStep::Supply => review.unmet.is_empty(),
        SupplyStep::Notice => decided,
        SupplyStep::Risk | SupplyStep::Request | SupplyStep::Patient | SupplyStep::Permission => {
            true
        }
    };
    let state = match given {
        Some(_) if why.is_empty() => SupplyState::There,
        Some(_) => SupplyState::Again,
        None if turn => SupplyState::Missing,
        None => SupplyState::Waiting,
    };
    let wanted = match step {
        SupplyStep::Notice => decided && given.is_none(),
        _ => {
            let open = !decided || product.supply.is_outdated();
            open && matches!(state, SupplyState::Again | SupplyState::Missing)
        }
    };
    let roles = roles_for(&command(step, container)).iter();
    let roles: Vec<_> = roles.map(ToString::to_string).collect();
    SupplyLine {
        what,
        state,
        by: given.map(|confirmed| signed(world, (confirmed.at, &confirmed.by))),
        why: if given.is_some() { why } else { Vec::new() },
        who_may: roles.join(" or "),
        target: wanted.then(|| Target::Supply(container.clone(), step)),
    }
}

/// What stands against the supply beside its papers.
fn others(review: &SupplyReview) -> Vec<(String, String)> {
    let papers: Vec<_> = SupplyStep::ALL
        .iter()
        .flat_map(|(_, step)| answers(*step))
        .collect();
    let others = review
        .unmet
        .iter()
        .filter(|one| !papers.contains(&&one.code));
    others
        .map(|one| (one.code.sentence().to_owned(), one.detail.clone()))
        .collect()
}

/// The command of a step, to ask who may give it.
fn command(step: SupplyStep, container: &ContainerId) -> Command {
    let container = container.clone();
    let reference = String::new();
    Command::Quality(match step {
        SupplyStep::Risk => QualityCommand::EvaluateRisk {
            container,
            file: None,
        },
        SupplyStep::Request => QualityCommand::RequestSupply { container },
        SupplyStep::Patient => QualityCommand::InformPatient { container },
        SupplyStep::Permission => QualityCommand::PermitSupply {
            container,
            reference,
            basis: None,
            ethics: None,
        },
        SupplyStep::Supply => QualityCommand::SupplyProduct { container },
        SupplyStep::Notice => QualityCommand::NotifyAuthority {
            container,
            reference,
        },
    })
}

//! Where a treatment stands on the centre's board: the furthest thing that goes on now.

use cikada_domain::treatment::{Batch, Infusion, Product, ProductState};

use crate::context::Context;
use crate::gates::first_stage;
use crate::{plan, time};

/// A column of the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// May the patient be treated?
    Evaluation,
    /// Does the patient agree?
    Consent,
    /// On which days?
    Planning,
    /// Material is to be collected, or the next collection is awaited.
    Collection,
    /// Cells grow.
    Culture,
    /// A medicine is ordered or prepared, or the next dose is awaited.
    Preparation,
    /// Results are awaited.
    QualityControl,
    /// The qualified person decides.
    Release,
    /// A product waits to be given, or is given.
    Infusion,
    /// The patient is watched.
    Observation,
    /// Nothing more is given; visits go on.
    FollowUp,
    /// Dosing is held.
    Held,
    /// A stop rule has ended dosing.
    Stopped,
    /// The treatment is closed.
    Closed,
}

impl Stage {
    /// Every stage, in the order of the board.
    pub const ALL: [Self; 14] = [
        Self::Evaluation,
        Self::Consent,
        Self::Planning,
        Self::Collection,
        Self::Culture,
        Self::Preparation,
        Self::QualityControl,
        Self::Release,
        Self::Infusion,
        Self::Observation,
        Self::FollowUp,
        Self::Held,
        Self::Stopped,
        Self::Closed,
    ];

    /// The column's heading.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Evaluation => "Evaluation",
            Self::Consent => "Consent",
            Self::Planning => "Planning",
            Self::Collection => "Collection",
            Self::Culture => "Culture",
            Self::Preparation => "Preparation",
            Self::QualityControl => "Quality control",
            Self::Release => "Release",
            Self::Infusion => "Infusion",
            Self::Observation => "Observation",
            Self::FollowUp => "Follow-up",
            Self::Held => "On hold",
            Self::Stopped => "Stopped",
            Self::Closed => "Closed",
        }
    }
}

pub(super) fn of(ctx: &Context<'_>) -> Stage {
    let treatment = ctx.treatment;
    let consented =
        |rule: &cikada_protocol::model::ConsentRule| treatment.consents.contains_key(&rule.id);
    if treatment.closed.is_some() {
        Stage::Closed
    } else if let Some(stage) = at_the_bedside(ctx) {
        // A patient with a bag on the stand is there first, whatever has been decided meanwhile.
        stage
    } else if treatment.stopped() {
        Stage::Stopped
    } else if treatment.held {
        Stage::Held
    } else if treatment.eligibility.is_none() {
        Stage::Evaluation
    } else if !ctx.protocol.consents.iter().all(consented) {
        Stage::Consent
    } else if treatment.plan.is_none() {
        Stage::Planning
    } else {
        in_the_making(ctx)
    }
}

fn at_the_bedside(ctx: &Context<'_>) -> Option<Stage> {
    let infusions = || {
        let doses = ctx.treatment.doses.values();
        doses.filter_map(|dose| dose.infusion.as_ref())
    };
    let running = |infusion: &Infusion| infusion.ended.is_none();
    let watched = |infusion: &Infusion| !running(infusion) && infusion.observed_until.is_none();
    if infusions().any(running) {
        Some(Stage::Infusion)
    } else if infusions().any(watched) {
        Some(Stage::Observation)
    } else {
        None
    }
}

fn in_the_making(ctx: &Context<'_>) -> Stage {
    let treatment = ctx.treatment;
    let cultures = treatment.batches.values().filter_map(|batch| {
        let growing = batch.container.is_none() && given(ctx, batch);
        growing.then_some(match ctx.protocol.medicine() {
            Some(_) => Stage::Preparation,
            None => Stage::Culture,
        })
    });
    let infused = treatment.containers_infused();
    let products = treatment
        .products
        .iter()
        .filter_map(|(container, product)| {
            let batch = treatment.batches.get(&product.batch)?;
            let waits = !infused.contains(container) && ctx.clock() <= product.expires_at;
            waits.then(|| of_product(ctx, product, batch))?
        });
    if let Some(stage) = cultures.chain(products).max() {
        return stage;
    }
    let today = time::day(ctx.clock(), ctx.zone);
    let mut planned = ctx.treatment.plan.iter().flat_map(plan::infusions);
    let coming = planned.any(|item| {
        let dose = item.dose.and_then(|dose| ctx.treatment.doses.get(&dose));
        dose.is_none_or(|dose| dose.infusion.is_none()) && item.latest >= today
    });
    match ctx.protocol.medicine() {
        Some(_) if coming => Stage::Preparation,
        None if coming => Stage::Collection,
        Some(_) | None => Stage::FollowUp,
    }
}

/// Whether the batch's dose can still be given.
fn given(ctx: &Context<'_>, batch: &Batch) -> bool {
    let dose = ctx.treatment.doses.get(&batch.dose);
    dose.is_none_or(|dose| dose.infusion.is_none())
}

fn of_product(ctx: &Context<'_>, product: &Product, batch: &Batch) -> Option<Stage> {
    match product.state {
        ProductState::Rejected
        | ProductState::Returned
        | ProductState::Destroyed
        | ProductState::NeverInfused => None,
        ProductState::ConditionallyReleased
        | ProductState::Released
        | ProductState::SuppliedExceptionally => Some(Stage::Infusion),
        ProductState::Quarantine => {
            let (mut tests, first) = (ctx.protocol.specification.iter(), first_stage(ctx.protocol));
            let missing = tests.any(|test| test.stage == first && batch.result(&test.id).is_none());
            Some(if missing {
                Stage::QualityControl
            } else {
                Stage::Release
            })
        }
    }
}

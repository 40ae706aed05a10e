//! What nobody may overlook: clocks that run out, bad results, open deviations, holds.

use std::collections::BTreeSet;

use cikada_domain::treatment::{Deviation, Product, ProductState};
use cikada_domain::{BatchId, ContainerId, DeviationId, DoseNumber};
use jiff::{SignedDuration, Timestamp};

use crate::context::Context;
use crate::gates::{self, lots_recalled};

/// How long before its expiry a product not yet given raises an alert.
const EXPIRY_NEAR: SignedDuration = SignedDuration::from_hours(12);

/// Something that nobody may overlook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// What it is.
    pub kind: AlertKind,
    /// The same in a sentence.
    pub words: String,
    /// The dose it concerns.
    pub dose: Option<DoseNumber>,
    /// The batch it concerns.
    pub batch: Option<BatchId>,
    /// The container it concerns.
    pub container: Option<ContainerId>,
    /// The clock it is about, if one runs.
    pub until: Option<Timestamp>,
}

/// Kinds of alerts, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AlertKind {
    /// A result that failed after its product had left.
    LatePositive,
    /// A container's identity is in doubt.
    IdentityInDoubt,
    /// A lot that went into a batch was recalled.
    LotRecalled,
    /// Vital signs outside their limits while the patient is at the bedside.
    VitalSignsOutside,
    /// A stop rule has ended dosing.
    Stopped,
    /// Dosing is held.
    Held,
    /// A product that was not given has expired.
    Expired,
    /// A product that was not given expires soon.
    ExpiresSoon,
    /// A result out of specification of a product that was not given.
    OutOfSpecification,
    /// A container was found damaged.
    Damaged,
    /// An authority is to be told of a supply out of specification.
    AuthorityDue,
    /// A deviation is open.
    DeviationOpen,
    /// A consent was withdrawn.
    ConsentWithdrawn,
}

impl AlertKind {
    /// The alert's name for styles and filters.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::LatePositive => "late-positive",
            Self::IdentityInDoubt => "identity-in-doubt",
            Self::AuthorityDue => "authority-due",
            Self::LotRecalled => "lot-recalled",
            Self::VitalSignsOutside => "vital-signs-outside",
            Self::Stopped => "stopped",
            Self::Held => "held",
            Self::Expired => "expired",
            Self::ExpiresSoon => "expires-soon",
            Self::OutOfSpecification => "out-of-specification",
            Self::Damaged => "damaged",
            Self::DeviationOpen => "deviation-open",
            Self::ConsentWithdrawn => "consent-withdrawn",
        }
    }
}

impl Alert {
    fn new(kind: AlertKind, words: String) -> Self {
        Self {
            kind,
            words,
            dose: None,
            batch: None,
            container: None,
            until: None,
        }
    }
}

pub(super) fn of(ctx: &Context<'_>) -> Vec<Alert> {
    let mut alerts = Vec::new();
    results(ctx, &mut alerts);
    recalls(ctx, &mut alerts);
    vital_signs(ctx, &mut alerts);
    course(ctx, &mut alerts);
    products(ctx, &mut alerts);
    deviations(ctx, &mut alerts);
    alerts.sort_by_key(|alert| (alert.kind, alert.until, alert.dose));
    alerts
}

fn results(ctx: &Context<'_>, alerts: &mut Vec<Alert>) {
    let infused = ctx.treatment.containers_infused();
    for (id, batch) in &ctx.treatment.batches {
        let products = concerned(ctx, id);
        for test in &ctx.protocol.specification {
            let Some(result) = batch.result(&test.id).filter(|result| !result.meets) else {
                continue;
            };
            for made in &products {
                let product = made.map(|(_, product)| product);
                let given = made.is_some_and(|(container, _)| infused.contains(container));
                let alerted = product.is_some_and(|product| !product.late_failures.is_empty());
                let (kind, what) = if given {
                    (AlertKind::LatePositive, "was given")
                } else if alerted {
                    (AlertKind::LatePositive, "had left")
                } else {
                    (AlertKind::OutOfSpecification, "was not given")
                };
                let words = format!(
                    "Batch {id}: {} is {}, asked for {}; the product{} {what}.",
                    test.id,
                    result.value.words(),
                    test.requirement.words(),
                    which(*made, products.len())
                );
                alerts.push(Alert {
                    dose: Some(product.map_or(batch.dose, |product| product.dose)),
                    batch: Some(id.clone()),
                    container: made.map(|(container, _)| container.clone()),
                    ..Alert::new(kind, words)
                });
            }
        }
    }
}

/// The products of a batch, each to be told of; none of them where it is not harvested yet, of which
/// it is told all the same.
fn concerned<'a>(
    ctx: &Context<'a>,
    batch: &BatchId,
) -> Vec<Option<(&'a ContainerId, &'a Product)>> {
    let products = ctx.treatment.products_of(batch);
    if products.is_empty() {
        return vec![None];
    }
    products.into_iter().map(Some).collect()
}

/// Which of several products is meant.
fn which(made: Option<(&ContainerId, &Product)>, of: usize) -> String {
    match made {
        Some((container, _)) if of > 1 => format!(" in {container}"),
        Some(_) | None => String::new(),
    }
}

fn recalls(ctx: &Context<'_>, alerts: &mut Vec<Alert>) {
    let infused = ctx.treatment.containers_infused();
    for (id, batch) in &ctx.treatment.batches {
        let products = concerned(ctx, id);
        for (lot, made) in lots_recalled(ctx, batch)
            .into_iter()
            .flat_map(|lot| products.iter().map(move |made| (lot.clone(), *made)))
        {
            let which = which(made, products.len());
            let what = match made {
                Some((container, _)) if infused.contains(container) => format!(
                    "the product{which} was given; call the physician and the qualified person"
                ),
                Some(_) => format!("the product{which} was not given; put it aside"),
                None => {
                    "nothing was made of it yet; the culture goes on only under a deviation that \
                         quality has classified"
                        .to_owned()
                }
            };
            alerts.push(Alert {
                dose: Some(made.map_or(batch.dose, |(_, product)| product.dose)),
                batch: Some(id.clone()),
                container: made.map(|(container, _)| container.clone()),
                ..Alert::new(
                    AlertKind::LotRecalled,
                    format!("Batch {id}: {lot}; {what}."),
                )
            });
        }
    }
}

fn vital_signs(ctx: &Context<'_>, alerts: &mut Vec<Alert>) {
    for (dose, at) in &ctx.treatment.doses {
        let infusion = at.infusion.as_ref();
        let Some(infusion) = infusion.filter(|infusion| infusion.observed_until.is_none()) else {
            continue;
        };
        let signs = infusion.vital_signs.last();
        let Some(signs) = signs.filter(|signs| !signs.outside.is_empty()) else {
            continue;
        };
        let names: Vec<_> = signs.outside.iter().map(ToString::to_string).collect();
        let act = if infusion.ended.is_none() {
            "stop the bag and call the physician"
        } else {
            "call the physician"
        };
        let words = format!(
            "Dose {dose}: {} outside its limit; {act}.",
            names.join(", ")
        );
        alerts.push(Alert {
            dose: Some(*dose),
            container: Some(infusion.container.clone()),
            ..Alert::new(AlertKind::VitalSignsOutside, words)
        });
    }
}

fn course(ctx: &Context<'_>, alerts: &mut Vec<Alert>) {
    let treatment = ctx.treatment;
    if treatment.stopped() {
        let rules: Vec<_> = treatment.fired.keys().map(ToString::to_string).collect();
        let words = format!("Dosing has ended: {}.", rules.join(", "));
        alerts.push(Alert::new(AlertKind::Stopped, words));
    } else if treatment.held {
        let words = "All dosing is on hold until a physician lifts the hold.".to_owned();
        alerts.push(Alert::new(AlertKind::Held, words));
    }
    for consent in treatment.consents_withdrawn.keys() {
        let words = format!("The patient has withdrawn a consent: {consent}.");
        alerts.push(Alert::new(AlertKind::ConsentWithdrawn, words));
    }
}

fn products(ctx: &Context<'_>, alerts: &mut Vec<Alert>) {
    let infused = ctx.treatment.containers_infused();
    let custody = ctx.treatment.custody.keys();
    let containers: BTreeSet<_> = custody.chain(ctx.treatment.products.keys()).collect();
    for container in containers {
        let way = ctx.treatment.way_of(container);
        let mut handovers = way.handovers.iter();
        let damaged = handovers.find(|(_, handover)| !handover.intact);
        if let Some((held_in, _)) = damaged
            && !infused.contains(container)
        {
            let of = gates::filled_out_of(container, held_in);
            let words = format!("{of}{held_in} was found damaged.");
            alerts.push(Alert {
                container: Some(container.clone()),
                ..Alert::new(AlertKind::Damaged, words)
            });
        }
    }
    for (container, product) in &ctx.treatment.products {
        if let (Some((_, notify_by)), None) = (&product.supply.supplied, &product.supply.notified) {
            let at = ctx.wall(*notify_by);
            let words = format!(
                "{container} was supplied out of specification: the authority is told until {at}."
            );
            alerts.push(Alert {
                container: Some(container.clone()),
                until: Some(*notify_by),
                ..Alert::new(AlertKind::AuthorityDue, words)
            });
        }
    }
    let waiting = ctx
        .treatment
        .products
        .iter()
        .filter(|(container, product)| {
            !infused.contains(container)
                && !matches!(
                    product.state,
                    ProductState::Rejected
                        | ProductState::Returned
                        | ProductState::Destroyed
                        | ProductState::NeverInfused
                )
        });
    for (container, product) in waiting {
        let Some((kind, words)) = expiry(ctx, container, product) else {
            continue;
        };
        alerts.push(Alert {
            dose: Some(product.dose),
            batch: Some(product.batch.clone()),
            container: Some(container.clone()),
            until: Some(product.expires_at),
            ..Alert::new(kind, words)
        });
    }
}

fn expiry(
    ctx: &Context<'_>,
    container: &ContainerId,
    product: &Product,
) -> Option<(AlertKind, String)> {
    let left = product.expires_at.duration_since(ctx.clock());
    let at = ctx.wall(product.expires_at);
    if left.is_negative() {
        let words = format!("{container} expired at {at} and was not given.");
        Some((AlertKind::Expired, words))
    } else if left <= EXPIRY_NEAR {
        let (hours, minutes) = (left.as_hours(), left.as_mins() % 60);
        let words = format!("{container} expires at {at}, in {hours} h {minutes} min.");
        Some((AlertKind::ExpiresSoon, words))
    } else {
        None
    }
}

fn deviations(ctx: &Context<'_>, alerts: &mut Vec<Alert>) {
    for (id, deviation) in &ctx.treatment.deviations {
        if deviation.product_acceptable.is_some() {
            continue;
        }
        let named = deviation.container.as_ref();
        alerts.push(deviates(ctx, id, deviation, named));
        // What was filled out of the container afterwards is held with it.
        let touched = named.zip(deviation.since);
        let touched = touched.map_or_else(Vec::new, |(named, since)| {
            ctx.treatment.filled_since(named, since)
        });
        let touched = touched.into_iter();
        alerts.extend(touched.map(|filled| deviates(ctx, id, deviation, Some(filled))));
    }
}

/// An open deviation of a batch, of a container of it, or of what a dose was filled out of.
fn deviates(
    ctx: &Context<'_>,
    id: &DeviationId,
    deviation: &Deviation,
    container: Option<&ContainerId>,
) -> Alert {
    let batch = ctx.treatment.batches.get(&deviation.batch);
    let named = deviation.container.as_ref();
    let of = container.zip(named);
    let of = of.map_or_else(String::new, |(container, named)| {
        gates::filled_out_of(container, named)
    });
    let (kind, words) = match named {
        Some(named) if gates::was_mismatch(deviation) => (
            AlertKind::IdentityInDoubt,
            format!("{of}{named} is held by deviation {id}: what was scanned did not agree."),
        ),
        _ => (
            AlertKind::DeviationOpen,
            format!("{of}Deviation {id} is open: {}.", deviation.words()),
        ),
    };
    let product = container.and_then(|container| ctx.treatment.products.get(container));
    let dose = product.map(|product| product.dose);
    Alert {
        container: container.cloned(),
        dose: dose.or(batch.map(|batch| batch.dose)),
        batch: Some(deviation.batch.clone()),
        ..Alert::new(kind, words)
    }
}

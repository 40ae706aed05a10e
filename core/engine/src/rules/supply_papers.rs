//! The papers of a supply out of specification: the maker's evaluation of the risk, the treating
//! physician's request and the patient's agreement (EU GMP Part IV, 11.5). Each is signed by whoever
//! answers for it.

use cikada_domain::event::QualityEvent;
use cikada_domain::treatment::{
    Batch, ExceptionalSupply, Product, ProductState, Standing, TestResult,
};
use cikada_domain::{ContainerId, Event, FileHash};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;
use crate::rules::supply_permission;

/// The maker's evaluation of the risk.
pub(crate) fn evaluate_risk(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    container: &ContainerId,
    file: Option<&FileHash>,
) -> Decision {
    concerned(ctx, &mut reasons, container);
    reasons.or_accept(|| {
        vec![Event::Quality(QualityEvent::RiskEvaluated {
            container: container.clone(),
            file: file.cloned(),
        })]
    })
}

/// The treating physician's request, made knowing the risk.
pub(crate) fn request(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    container: &ContainerId,
) -> Decision {
    if let Some((product, batch)) = concerned(ctx, &mut reasons, container) {
        evaluated(ctx, &mut reasons, product, batch);
        let by = product.supply.risk.as_ref().map(|risk| &risk.by);
        if let (Some(by), Some(act)) = (by, ctx.act)
            && by == &act.performer
        {
            reasons.refuse(RefusalCode::RequestedByEvaluator, by.as_str());
        }
    }
    reasons.or_accept(|| {
        let container = container.clone();
        vec![Event::Quality(QualityEvent::SupplyRequested { container })]
    })
}

/// The patient was told and agreed.
pub(crate) fn inform(ctx: &Context<'_>, mut reasons: Reasons, container: &ContainerId) -> Decision {
    if let Some((product, batch)) = concerned(ctx, &mut reasons, container) {
        evaluated(ctx, &mut reasons, product, batch);
    }
    reasons.or_accept(|| {
        let container = container.clone();
        vec![Event::Quality(QualityEvent::PatientInformed { container })]
    })
}

/// Papers are made out for a product that could be supplied, and for no other.
pub(crate) fn concerned<'a>(
    ctx: &Context<'a>,
    reasons: &mut Reasons,
    container: &ContainerId,
) -> Option<(&'a Product, &'a Batch)> {
    gates::opened(ctx, reasons);
    let Some((product, batch)) = ctx.treatment.product(container) else {
        reasons.refuse(RefusalCode::ProductUnknown, container.as_str());
        return None;
    };
    undecided(reasons, container, product);
    gates::not_before(ctx, reasons, product.harvested_at, "it was harvested");
    gates::never_supplied(ctx, reasons, container, (product, batch));
    gates::out_of_specification(ctx, reasons, (product, batch));
    Some((product, batch))
}

/// No release and no supply was decided yet.
pub(crate) fn undecided(reasons: &mut Reasons, container: &ContainerId, product: &Product) {
    match product.state {
        ProductState::SuppliedExceptionally => {
            reasons.refuse(RefusalCode::AlreadySupplied, container.as_str());
        }
        ProductState::ConditionallyReleased | ProductState::Released => {
            reasons.refuse(RefusalCode::AlreadyReleased, container.as_str());
        }
        // What was rejected or taken out of use is refused with its own reason.
        ProductState::Quarantine
        | ProductState::Rejected
        | ProductState::Returned
        | ProductState::Destroyed
        | ProductState::NeverInfused => {}
    }
}

/// The complete set, each paper standing on the one before.
pub(crate) fn complete(ctx: &Context<'_>, reasons: &mut Reasons, product: &Product, batch: &Batch) {
    evaluated(ctx, reasons, product, batch);
    let ExceptionalSupply {
        risk,
        request,
        patient,
        ..
    } = &product.supply;
    match (risk, request) {
        (_, None) => reasons.refuse(RefusalCode::RequestMissing, "no request"),
        (Some(risk), Some(request)) if request.at < risk.at => reasons.refuse(
            RefusalCode::RequestMissing,
            "requested before the risk was evaluated last",
        ),
        (Some(risk), Some(request)) if request.by == risk.by => {
            reasons.refuse(RefusalCode::RequestedByEvaluator, risk.by.as_str());
        }
        (_, Some(_)) => {}
    }
    match (risk, patient) {
        (_, None) => reasons.refuse(RefusalCode::PatientNotInformed, "not recorded"),
        (Some(risk), Some(patient)) if patient.at < risk.at => reasons.refuse(
            RefusalCode::PatientNotInformed,
            "told before the risk was evaluated last",
        ),
        (_, Some(_)) => {}
    }
    supply_permission::permitted(ctx, reasons, &product.supply);
}

/// The risk was evaluated, knowing every result that failed.
fn evaluated(ctx: &Context<'_>, reasons: &mut Reasons, product: &Product, batch: &Batch) {
    let Some(risk) = &product.supply.risk else {
        reasons.refuse(RefusalCode::RiskNotEvaluated, "no evaluation");
        return;
    };
    let results = batch.results.values().flatten();
    let counts = |result: &&TestResult| batch.standing(result) != Standing::Invalid;
    let later = results
        .filter(|result| !result.meets && result.at > risk.at)
        .filter(counts);
    for result in later {
        let at = ctx.wall(result.at);
        let detail = format!("{} came at {at}, after it", result.value.words());
        reasons.refuse(RefusalCode::RiskNotEvaluated, detail);
    }
}

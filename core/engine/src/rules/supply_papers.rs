//! The papers of a supply out of specification: the maker's evaluation of the risk, the treating
//! physician's request and the patient's agreement (EU GMP Part IV, 11.5). Each is signed by whoever
//! answers for it.

use cikada_domain::event::QualityEvent;
use cikada_domain::treatment::{
    Batch, ExceptionalSupply, Product, ProductState, Standing, TestResult, Unevaluated,
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
    // The papers of a bag that was supplied are made out again once they answer for it no longer.
    let supplied = product.state == ProductState::SuppliedExceptionally;
    if !supplied || !product.supply.is_outdated() {
        undecided(reasons, container, product);
    }
    gates::not_before(ctx, reasons, product.harvested_at, "it was harvested");
    gates::never_supplied(ctx, reasons, container, (product, batch));
    gates::out_of_specification(ctx, reasons, container, (product, batch));
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

/// The papers of a supply still answer for the product: nothing was corrected since, and an
/// evaluation made again was asked and agreed to again. A result that fails later holds the bag
/// by itself.
pub(crate) fn answer_still(reasons: &mut Reasons, product: &Product) {
    for unevaluated in &product.supply.unevaluated {
        if let Unevaluated::Corrected(step, input) = unevaluated {
            let detail = format!("{step}, {input} was corrected after it");
            reasons.refuse(RefusalCode::RiskNotEvaluated, detail);
        }
    }
    if product.supply.request.is_none() {
        reasons.refuse(RefusalCode::RequestMissing, "no request");
    }
    if product.supply.patient.is_none() {
        reasons.refuse(RefusalCode::PatientNotInformed, "not recorded");
    }
}

/// The risk was evaluated, knowing every result that failed and every correction.
fn evaluated(ctx: &Context<'_>, reasons: &mut Reasons, product: &Product, batch: &Batch) {
    let Some(risk) = &product.supply.risk else {
        reasons.refuse(RefusalCode::RiskNotEvaluated, "no evaluation");
        return;
    };
    let unevaluated = &product.supply.unevaluated;
    for (test, results) in &batch.results {
        let counts = |result: &&TestResult| batch.standing(result) != Standing::Invalid;
        let failed = results.iter().filter(|result| !result.meets);
        for result in failed.filter(counts) {
            let (at, value) = (ctx.wall(result.at), result.value.words());
            if result.at > risk.at {
                let detail = format!("{value} came at {at}, after it");
                reasons.refuse(RefusalCode::RiskNotEvaluated, detail);
            } else if unevaluated.contains(&Unevaluated::Failed(test.clone(), result.number)) {
                let detail = format!("{value} of {at} was recorded after it");
                reasons.refuse(RefusalCode::RiskNotEvaluated, detail);
            }
        }
    }
    for corrected in unevaluated {
        if let Unevaluated::Corrected(step, input) = corrected {
            let detail = format!("{step}, {input} was corrected after it");
            reasons.refuse(RefusalCode::RiskNotEvaluated, detail);
        }
    }
}

#[cfg(test)]
mod tests {
    use cikada_domain::treatment::Product;
    use jiff::SignedDuration;

    use crate::asked::codes;
    use crate::course::{Course, act, batch, container};
    use crate::example::example_failing;
    use crate::rules::supply_product::tests::{supply, with_papers};
    use crate::{Command, Decision, QualityCommand};

    fn product(course: &Course) -> &Product {
        &course.treatment.products[&container("CELLS-1")]
    }

    fn papers() -> [(&'static str, Command); 3] {
        let container = || container("CELLS-1");
        [
            (
                "qp-1",
                QualityCommand::EvaluateRisk {
                    container: container(),
                    file: None,
                },
            ),
            (
                "physician-1",
                QualityCommand::RequestSupply {
                    container: container(),
                },
            ),
            (
                "physician-1",
                QualityCommand::InformPatient {
                    container: container(),
                },
            ),
        ]
        .map(|(who, paper)| (who, Command::Quality(paper)))
    }

    /// Corrects a number of the batch record by next to nothing.
    fn corrects(course: &mut Course) {
        let made = &course.treatment.batches[&batch(1)];
        let found = made.performed.iter().find_map(|record| {
            let mut values = record.values.iter();
            let quantity = values.find_map(|(input, value)| {
                let cikada_domain::Value::Quantity(old) = value else {
                    return None;
                };
                Some((input.clone(), old.clone()))
            });
            quantity.map(|found| (record.step.clone(), found))
        });
        let (step, (input, old)) = found.unwrap();
        let amount = old.amount() + rust_decimal::Decimal::new(1, 6);
        let correct = Command::CorrectValue {
            batch: batch(1),
            step,
            occurrence: 0,
            input,
            value: cikada_domain::Value::Quantity(old.with_amount(amount)),
        };
        assert_eq!(codes(course, "tech-1", &correct), [""; 0]);
    }

    #[test]
    fn a_failure_measured_before_the_evaluation_and_recorded_after_it_was_not_known_to_it() {
        let mut course = with_papers();
        let test = course.protocol.specification[1].clone();
        let late = Command::RecordResult {
            batch: batch(1),
            value: example_failing(&test.requirement).remove(0),
            test: test.id,
            sample: None,
            file: None,
        };
        let claimed = course.now - SignedDuration::from_mins(5);
        let decision = course.ask(&act("qc-1", None, claimed, &course.zone), &late);
        assert!(matches!(decision, Decision::Accepted(_)), "{decision:?}");
        assert!(claimed < product(&course).supply.risk.as_ref().unwrap().at);
        let refused = codes(&mut course, "qp-1", &supply());
        assert!(refused.contains(&"risk-not-evaluated"), "{refused:?}");
    }

    #[test]
    fn an_evaluation_made_again_is_asked_and_agreed_to_again() {
        let mut course = with_papers();
        let [risk, request, inform] = papers();
        assert_eq!(codes(&mut course, risk.0, &risk.1), [""; 0]);
        assert_eq!(
            codes(&mut course, "qp-1", &supply()),
            ["patient-not-informed", "request-missing"]
        );
        for (who, paper) in [request, inform] {
            assert_eq!(codes(&mut course, who, &paper), [""; 0]);
        }
        assert_eq!(codes(&mut course, "qp-1", &supply()), [""; 0]);
    }

    #[test]
    fn a_correction_after_the_evaluation_outdates_it() {
        let mut course = with_papers();
        corrects(&mut course);
        let refused = codes(&mut course, "qp-1", &supply());
        assert!(refused.contains(&"risk-not-evaluated"), "{refused:?}");
    }

    #[test]
    fn a_correction_after_the_supply_keeps_the_bag_until_the_papers_are_made_out_again() {
        let mut course = with_papers();
        assert_eq!(codes(&mut course, "qp-1", &supply()), [""; 0]);
        let [risk, request, inform] = papers();
        assert_eq!(codes(&mut course, risk.0, &risk.1), ["already-supplied"]);
        corrects(&mut course);
        let verify = course.verification(1, "P-1", "CELLS-1");
        let refused = codes(&mut course, "nurse-1", &verify);
        assert!(refused.contains(&"risk-not-evaluated"), "{refused:?}");
        for (who, paper) in [risk, request, inform] {
            let refused = codes(&mut course, who, &paper);
            assert!(!refused.contains(&"already-supplied"), "{refused:?}");
        }
        let refused = codes(&mut course, "nurse-1", &verify);
        for code in [
            "risk-not-evaluated",
            "request-missing",
            "patient-not-informed",
        ] {
            assert!(!refused.contains(&code), "{refused:?}");
        }
    }
}

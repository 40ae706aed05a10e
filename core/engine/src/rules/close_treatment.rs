//! Closing a treatment. Only a completed one must be complete; every reason to end it early holds.

use cikada_domain::event::ClosingReason;
use cikada_domain::treatment::Standing;
use cikada_domain::{DoseNumber, Event};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::refusal::RefusalCode;
use crate::{gates, plan, time};

pub(crate) fn decide(ctx: &Context<'_>, mut reasons: Reasons, reason: ClosingReason) -> Decision {
    gates::open(ctx, &mut reasons);
    for (dose, at) in &ctx.treatment.doses {
        let infusion = at.infusion.as_ref();
        if infusion.is_some_and(|infusion| infusion.ended.is_none()) {
            reasons.refuse(RefusalCode::InfusionRunning, format!("dose {dose}"));
        }
    }
    match reason {
        ClosingReason::Completed => complete(ctx, &mut reasons),
        ClosingReason::Stopped | ClosingReason::Withdrawn | ClosingReason::Died => {}
    }
    reasons.or_accept(|| vec![Event::TreatmentClosed { reason }])
}

/// Every planned dose was given or missed, and every product given has all its results.
pub(crate) fn complete(ctx: &Context<'_>, reasons: &mut Reasons) {
    let Some(confirmed) = &ctx.treatment.plan else {
        reasons.refuse(RefusalCode::TreatmentIncomplete, "no plan was confirmed");
        return;
    };
    let today = time::day(ctx.clock(), ctx.zone);
    for item in plan::infusions(confirmed) {
        let dose = item.dose.and_then(|dose| ctx.treatment.doses.get(&dose));
        let given = dose.is_some_and(|dose| dose.infusion.is_some());
        if !given && item.latest >= today {
            let number = item.dose.map_or(0, DoseNumber::get);
            let detail = format!("dose {number} is planned until {}", item.latest);
            reasons.refuse(RefusalCode::TreatmentIncomplete, detail);
        }
    }
    for container in ctx.treatment.containers_infused() {
        let Some((product, batch)) = ctx.treatment.product(container) else {
            continue;
        };
        for test in &ctx.protocol.specification {
            let what = match batch.result(&test.id).map(|result| batch.standing(result)) {
                None | Some(Standing::Invalid) => "has no result of",
                Some(Standing::Pending) => "has no approved result of",
                Some(Standing::Approved) => continue,
            };
            let detail = format!("batch {} {what} {}", product.batch, test.id);
            reasons.refuse(RefusalCode::TreatmentIncomplete, detail);
        }
    }
}

#[cfg(test)]
mod tests {
    use cikada_domain::event::ClosingReason;

    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::Point;

    #[test]
    fn ending_early_needs_no_complete_treatment_and_completing_does() {
        let planned = example_course(Point::Planned);
        let close = |reason| Command::CloseTreatment { reason };
        for reason in [
            ClosingReason::Stopped,
            ClosingReason::Withdrawn,
            ClosingReason::Died,
        ] {
            let command = close(reason);
            assert_eq!(
                codes(&mut planned.clone(), "physician-1", &command),
                [""; 0]
            );
        }
        let completed = close(ClosingReason::Completed);
        let found = codes(&mut planned.clone(), "physician-1", &completed);
        assert!(found.iter().all(|code| *code == "treatment-incomplete"));
        assert!(!found.is_empty());
    }
}

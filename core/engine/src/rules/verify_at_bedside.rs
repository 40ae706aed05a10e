//! Two people scan wristband and bag at the bedside. Everything that must hold when the infusion
//! starts must hold already now, so that nobody hangs a bag that may not run.

use cikada_domain::{ContainerId, DoseNumber, Event, PersonId};

use crate::command::Scanned;
use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates::{self, Weighed};
use crate::refusal::RefusalCode;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    dose: DoseNumber,
    wristband: &Scanned<PersonId>,
    container: &Scanned<ContainerId>,
) -> Decision {
    gates::witnessed(ctx, &mut reasons);
    gates::right_patient(&mut reasons, wristband, ctx.treatment.recipient());
    may_be_given(ctx, &mut reasons, dose);
    if let Scanned::Known(container) = container {
        gates::product_to_give(ctx, &mut reasons, dose, container);
    } else {
        reasons.refuse(RefusalCode::ProductUnknown, "not known here");
    }
    reasons.or_accept(|| match (container, wristband) {
        // The event keeps what was scanned, not what was expected.
        (Scanned::Known(container), Scanned::Known(recipient)) => vec![Event::BedsideVerified {
            dose,
            container: container.clone(),
            recipient: recipient.clone(),
        }],
        (Scanned::Unknown, _) | (_, Scanned::Unknown) => Vec::new(),
    })
}

/// Everything about patient and dose, whatever the bag.
pub(crate) fn may_be_given(ctx: &Context<'_>, reasons: &mut Reasons, dose: DoseNumber) {
    gates::open(ctx, reasons);
    gates::eligible(ctx, reasons);
    gates::consents(ctx, reasons);
    gates::dosing_allowed(ctx, reasons);
    gates::cycle_open(ctx, reasons, dose);
    gates::part_open(ctx, reasons, dose);
    gates::order_stands(ctx, reasons, dose, Weighed::AtAll);
    gates::fit(ctx, reasons, dose);
    if let Some(planned) = gates::planned(ctx, reasons, dose) {
        gates::dose_next(ctx, reasons, dose, planned);
    }
}

#[cfg(test)]
mod tests {
    use crate::asked::{codes, example_course};
    use crate::course::Point;

    #[test]
    fn a_wrong_patient_is_told_before_everything_else() {
        let mut course = example_course(Point::Released);
        let verify = course.verification(1, "P-2", "CELLS-1");
        let mut act = crate::course::act("nurse-1", None, course.now, &course.zone);
        act.occurred_at = course.now + jiff::SignedDuration::from_hours(1);
        let crate::Decision::Refused(reasons) = course.ask(&act, &verify) else {
            panic!("accepted")
        };
        let codes: Vec<_> = reasons.iter().map(|reason| reason.code.code()).collect();
        assert_eq!(codes[0], "wrong-patient");
        assert_eq!(
            codes[codes.len() - 2..],
            ["time-in-future", "witness-missing"]
        );
    }

    #[test]
    fn of_fifty_patients_exactly_one_may_have_the_bag() {
        let fit = example_course(Point::Fit);
        let accepted = (1..=50).filter(|number| {
            let verify = fit.verification(1, &format!("P-{number}"), "CELLS-1");
            codes(&mut fit.clone(), "nurse-1", &verify).is_empty()
        });
        assert_eq!(accepted.collect::<Vec<_>>(), [1]);
    }

    #[test]
    fn the_bag_is_verified_up_to_the_last_second_that_lets_it_end_in_date() {
        let mut course = example_course(Point::Fit);
        let expires_at = course
            .treatment
            .products
            .values()
            .next()
            .unwrap()
            .expires_at;
        // Only the clock is in question here, so fitness is as fresh as it must be.
        let duration = &course.protocol.infusion.duration;
        let seconds = duration
            .convert(cikada_domain::Unit::Second)
            .unwrap()
            .amount();
        let seconds: i64 = seconds.to_string().parse().unwrap();
        let last = expires_at - jiff::SignedDuration::from_secs(seconds);
        course.now = last - jiff::SignedDuration::from_mins(1);
        let fitness = crate::Command::RecordFitness {
            dose: crate::course::dose(1),
            findings: crate::course::answers(&course.protocol, &course.protocol.fitness),
        };
        assert_eq!(codes(&mut course, "physician-1", &fitness), [""; 0]);
        let verify = course.verification(1, "P-1", "CELLS-1");
        course.now = last;
        assert_eq!(codes(&mut course.clone(), "nurse-1", &verify), [""; 0]);
        course.now = last + jiff::SignedDuration::from_secs(1);
        let code = "product-would-expire-before-end";
        assert_eq!(codes(&mut course, "nurse-1", &verify), [code]);
    }
}

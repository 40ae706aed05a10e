//! The infusion ends, whole or stopped, with the volume that was given; and with why, if that was not
//! everything.

use std::cmp::Ordering;

use cikada_domain::event::{InfusionOutcome, Interruption};
use cikada_domain::{DoseNumber, Event, Quantity, Unit};
use rust_decimal::Decimal;

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    dose: DoseNumber,
    volume: &Quantity,
    (outcome, interruption): (InfusionOutcome, Option<Interruption>),
) -> Decision {
    gates::opened(ctx, &mut reasons);
    let infusion = ctx.treatment.doses.get(&dose);
    let bag = match infusion.and_then(|dose| dose.infusion.as_ref()) {
        None => {
            reasons.refuse(RefusalCode::InfusionNotRunning, format!("dose {dose}"));
            None
        }
        Some(infusion) => {
            let started_at = infusion.started_at;
            gates::not_before(ctx, &mut reasons, started_at, "the infusion was started");
            if let Some((at, ..)) = &infusion.ended {
                let detail = format!("dose {dose} at {}", ctx.wall(*at));
                reasons.refuse(RefusalCode::InfusionAlreadyEnded, detail);
            }
            let product = ctx.treatment.products.get(&infusion.container);
            product.map(|product| &product.volume)
        }
    };
    volume_fits(&mut reasons, volume, bag);
    let less = bag.is_some_and(|bag| volume.compare(bag) == Ok(Ordering::Less));
    if (less || outcome == InfusionOutcome::Stopped) && interruption.is_none() {
        let detail = "why the infusion was interrupted, or less was given than the bag held";
        reasons.refuse(RefusalCode::ValueMissing, detail);
    }
    reasons.or_accept(|| {
        vec![Event::InfusionEnded {
            dose,
            volume: volume.clone(),
            outcome,
            interruption,
        }]
    })
}

/// Neither less than nothing nor more than the bag held.
fn volume_fits(reasons: &mut Reasons, volume: &Quantity, bag: Option<&Quantity>) {
    let nothing = Quantity::new(Decimal::ZERO, Unit::Millilitre);
    let least = nothing.map(|nothing| volume.compare(&nothing));
    if !matches!(least, Ok(Ok(_))) {
        let detail = format!("volume: '{}'", volume.words());
        reasons.refuse(RefusalCode::ValueUnitWrong, detail);
        return;
    }
    let over = bag.is_some_and(|bag| volume.compare(bag) == Ok(Ordering::Greater));
    if over || least == Ok(Ok(Ordering::Less)) {
        let held = bag.map_or("nothing".to_owned(), Quantity::words);
        reasons.refuse(
            RefusalCode::VolumeOutOfRange,
            format!("given {}, the bag held {held}", volume.words()),
        );
    }
}

#[cfg(test)]
mod tests {
    use cikada_domain::event::{InfusionOutcome, Interruption};

    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::{Point, container, dose};

    #[test]
    fn nothing_at_all_may_be_given_and_less_than_nothing_may_not() {
        let running = example_course(Point::Infusing);
        let end = |volume: &str| Command::EndInfusion {
            dose: dose(1),
            volume: volume.parse().unwrap(),
            outcome: InfusionOutcome::Stopped,
            interruption: Some(Interruption::Reaction),
        };
        assert_eq!(
            codes(&mut running.clone(), "nurse-1", &end("0 mL")),
            [""; 0]
        );
        let code = "volume-out-of-range";
        assert_eq!(
            codes(&mut running.clone(), "nurse-1", &end("-1 mL")),
            [code]
        );
        assert_eq!(codes(&mut running.clone(), "nurse-1", &end("1 L")), [code]);
    }

    #[test]
    fn whatever_is_less_than_the_whole_bag_is_given_a_reason() {
        let running = example_course(Point::Infusing);
        let bag = running.treatment.products[&container("CELLS-1")]
            .volume
            .clone();
        let less = bag.with_amount(bag.amount() - rust_decimal::Decimal::ONE);
        let (whole, part) = (InfusionOutcome::Completed, InfusionOutcome::Stopped);
        for (volume, outcome, asked) in [
            (&bag, whole, false),
            (&less, whole, true),
            (&bag, part, true),
            (&less, part, true),
        ] {
            let end = |interruption| Command::EndInfusion {
                dose: dose(1),
                volume: volume.clone(),
                outcome,
                interruption,
            };
            let without = codes(&mut running.clone(), "nurse-1", &end(None));
            let code = if asked { &["value-missing"][..] } else { &[] };
            assert_eq!(without, code, "{} {outcome:?}", volume.words());
            for why in Interruption::ALL {
                let mut course = running.clone();
                assert_eq!(codes(&mut course, "nurse-1", &end(Some(why))), [""; 0]);
                let infusion = course.treatment.doses[&dose(1)].infusion.as_ref();
                assert_eq!(infusion.unwrap().interruption, Some(why));
            }
        }
    }
}

//! The infusion starts: everything the verification asked is asked again at this moment, and the
//! verification itself must be of this bag, on this device, just now.

use cikada_domain::{ContainerId, DoseNumber, Event};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::refusal::RefusalCode;
use crate::rules::verify_at_bedside::may_be_given;
use crate::{gates, time};

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    dose: DoseNumber,
    container: &ContainerId,
) -> Decision {
    may_be_given(ctx, &mut reasons, dose);
    gates::product_to_give(ctx, &mut reasons, dose, container);
    let device = ctx.act.map(|act| &act.device);
    gates::verified(ctx, &mut reasons, dose, container, device);
    let duration = &ctx.protocol.infusion.duration;
    let planned_end = time::later(ctx.at, duration, ctx.zone);
    if planned_end.is_none() {
        reasons.refuse(RefusalCode::NoRule, "an infusion time that is a time");
    }
    reasons.or_accept(|| {
        let started = planned_end
            .into_iter()
            .map(|planned_end| Event::InfusionStarted {
                dose,
                container: container.clone(),
                planned_end,
            });
        started.collect()
    })
}

#[cfg(test)]
mod tests {
    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::{Point, container, dose};

    #[test]
    fn the_second_of_two_nurses_who_start_at_once_is_told_so() {
        let mut course = example_course(Point::Verified);
        let start = Command::StartInfusion {
            dose: dose(1),
            container: container("CELLS-1"),
        };
        assert_eq!(codes(&mut course, "nurse-1", &start), [""; 0]);
        let second = codes(&mut course, "nurse-2", &start);
        assert!(second.contains(&"dose-already-given"), "{second:?}");
        assert!(second.contains(&"container-already-infused"), "{second:?}");
    }
}

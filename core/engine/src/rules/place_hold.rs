//! Anybody who may act here can hold all dosing: it needs no reason that the engine could judge.

use cikada_domain::Event;

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(ctx: &Context<'_>, mut reasons: Reasons) -> Decision {
    gates::open(ctx, &mut reasons);
    if ctx.treatment.held {
        reasons.refuse(RefusalCode::TreatmentOnHold, "held already");
    }
    reasons.or_accept(|| vec![Event::HoldPlaced])
}

#[cfg(test)]
mod tests {
    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::Point;

    #[test]
    fn a_hold_between_verification_and_start_keeps_the_bag_from_running() {
        let mut course = example_course(Point::Verified);
        assert_eq!(codes(&mut course, "nurse-2", &Command::PlaceHold), [""; 0]);
        let start = Command::StartInfusion {
            dose: crate::course::dose(1),
            container: crate::course::container("CELLS-1"),
        };
        assert_eq!(codes(&mut course, "nurse-1", &start), ["treatment-on-hold"]);
    }
}

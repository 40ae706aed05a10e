//! A qualified person supplies a product out of specification, exceptionally, with the complete set
//! of papers. Certification it never is, and some products no papers let go.

use cikada_domain::event::QualityEvent;
use cikada_domain::{ContainerId, Event};
use jiff::SignedDuration;

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;
use crate::rules::supply_papers;

/// Until when the authority is told after the supply (EMA questions and answers on batches out of
/// specification, 2019).
const NOTICE_WITHIN: SignedDuration = SignedDuration::from_hours(48);

pub(crate) fn decide(ctx: &Context<'_>, mut reasons: Reasons, container: &ContainerId) -> Decision {
    record_allows(ctx, &mut reasons, container);
    let batch = ctx.treatment.product(container).map(|(_, batch)| batch);
    // INVARIANT (four eyes): nobody supplies what they made.
    if let (Some(batch), Some(act)) = (batch, ctx.act)
        && batch.makers.contains(&act.performer)
    {
        reasons.refuse(RefusalCode::ReleasedByMaker, act.performer.as_str());
    }
    // A supply that is entered late was made when its performer says.
    let notify_by = ctx.at.checked_add(NOTICE_WITHIN);
    let Ok(notify_by) = notify_by else {
        reasons.refuse(
            RefusalCode::NoRule,
            "a time until which the authority is told",
        );
        return reasons.refused();
    };
    reasons.or_accept(|| {
        vec![Event::Quality(QualityEvent::ProductSupplied {
            container: container.clone(),
            notify_by,
        })]
    })
}

/// What the record says, whoever asks.
pub(crate) fn record_allows(ctx: &Context<'_>, reasons: &mut Reasons, container: &ContainerId) {
    gates::opened(ctx, reasons);
    let Some((product, batch)) = ctx.treatment.product(container) else {
        reasons.refuse(RefusalCode::ProductUnknown, container.as_str());
        return;
    };
    gates::not_before(ctx, reasons, product.harvested_at, "it was harvested");
    supply_papers::undecided(reasons, container, product);
    if ctx.treatment.containers_infused().contains(container) {
        reasons.refuse(RefusalCode::ContainerAlreadyInfused, container.as_str());
    }
    gates::never_supplied(ctx, reasons, container, (product, batch));
    gates::out_of_specification(ctx, reasons, container, (product, batch));
    // Papers answer for a result, never for a bag that does not say whose it is.
    gates::product_labelled(ctx, reasons, container, product);
    gates::reviewed(reasons, container, product);
    gates::in_date_on_arrival(ctx, reasons, product.expires_at);
    supply_papers::complete(ctx, reasons, product, batch);
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::{SignedDuration, Timestamp};

    use crate::asked::{codes, example_course};
    use crate::course::{Course, Point, act, batch, container};
    use crate::example::example_failing;
    use crate::outlook::{State, Task, outlook};
    use crate::{Command, Decision, QualityCommand};

    pub(crate) fn supply() -> Command {
        let container = container("CELLS-1");
        Command::Quality(QualityCommand::SupplyProduct { container })
    }

    /// A product that failed, with all its papers.
    pub(crate) fn with_papers() -> Course {
        let mut course = example_course(Point::Tested);
        let test = course.protocol.specification[0].clone();
        let bag = || container("CELLS-1");
        let failed = Command::RecordResult {
            batch: batch(1),
            test: test.id.clone(),
            value: example_failing(&test.requirement).remove(0),
            sample: None,
            file: None,
        };
        assert_eq!(codes(&mut course, "qc-1", &failed), [""; 0]);
        let (container, file) = (bag(), None);
        let risk = QualityCommand::EvaluateRisk { container, file };
        let container = bag();
        let request = QualityCommand::RequestSupply { container };
        let container = bag();
        let inform = QualityCommand::InformPatient { container };
        for (who, paper) in [
            ("qp-1", risk),
            ("physician-1", request),
            ("physician-1", inform),
        ] {
            let paper = Command::Quality(paper);
            assert_eq!(codes(&mut course, who, &paper), [""; 0], "{paper:?}");
        }
        let review = course.review(1);
        assert_eq!(codes(&mut course, "qp-1", &review), [""; 0]);
        course
    }

    fn notice(course: &Course, at: Timestamp) -> Option<State> {
        let Course {
            protocol,
            treatment,
            facility,
            zone,
            country,
            ..
        } = course;
        let items = outlook(protocol, treatment, facility, at, zone, country).items;
        let mut items = items.into_iter();
        let item = items.find(|item| item.task == Task::NotifyAuthority)?;
        Some(item.state)
    }

    #[test]
    fn the_authority_is_told_within_48_hours_of_the_supply_to_the_minute() {
        let mut course = with_papers();
        let supplied = course.now;
        assert_eq!(notice(&course, supplied), None);
        assert_eq!(codes(&mut course, "qp-1", &supply()), [""; 0]);
        let minute = SignedDuration::from_mins(1);
        let end = supplied + SignedDuration::from_hours(48);
        for (at, state) in [
            (supplied, State::Due),
            (end - minute, State::Due),
            (end, State::Due),
            (end + minute, State::Late),
        ] {
            assert_eq!(notice(&course, at), Some(state), "{at}");
        }
        let told = Command::Quality(QualityCommand::NotifyAuthority {
            container: container("CELLS-1"),
            reference: "N-2026-4".to_owned(),
        });
        course.now = end + minute;
        assert_eq!(codes(&mut course, "qp-1", &told), [""; 0]);
        assert_eq!(notice(&course, course.now), None);
    }

    #[test]
    fn a_supply_that_is_entered_late_leaves_no_longer_to_tell_the_authority() {
        let mut course = with_papers();
        let supplied = course.now;
        course.now += SignedDuration::from_hours(5);
        let act = act("qp-1", None, supplied, &course.zone);
        let decision = course.ask(&act, &supply());
        assert!(matches!(decision, Decision::Accepted(_)), "{decision:?}");
        let product = &course.treatment.products[&container("CELLS-1")];
        let (_, notify_by) = product.supply.supplied.as_ref().unwrap();
        assert_eq!(*notify_by, supplied + SignedDuration::from_hours(48));
    }
}

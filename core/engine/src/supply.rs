//! A supply out of specification as it stands: whether anything is out, and what still stands against
//! the supply.

use cikada_domain::treatment::{Product, ProductState};
use cikada_domain::{ContainerId, Country, Facility, Treatment};
use cikada_protocol::Protocol;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::context::{Context, Reasons};
use crate::decision::Refusal;
use crate::gates;
use crate::outlook::looking;
use crate::rules::supply_permission::asks_permission;
use crate::rules::supply_product;

/// A product out of specification, before or after it was supplied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupplyReview {
    /// Whether something is out of specification, so that no certification is possible.
    pub is_out: bool,
    /// Whether the country asks for a permission first.
    pub asks_permission: bool,
    /// Why the supply would be refused now, the gravest first; empty once it was decided.
    pub unmet: Vec<Refusal>,
}

/// How a supply out of specification stands at `now`; nothing if there is no such product.
#[must_use]
pub fn supply_review(
    protocol: &Protocol,
    (treatment, facility): (&Treatment, &Facility),
    container: &ContainerId,
    (now, zone): (Timestamp, &TimeZone),
    country: &Country,
) -> Option<SupplyReview> {
    let ctx = &Context {
        facility: Some(facility),
        ..looking(protocol, treatment, now, zone, Some(country))
    };
    let (product, batch) = treatment.product(container)?;
    let mut reasons = Reasons::default();
    if product.state == ProductState::Quarantine {
        supply_product::record_allows(ctx, &mut reasons, container);
    }
    Some(SupplyReview {
        is_out: !gates::out_of_specification_words(ctx, container, (product, batch)).is_empty(),
        asks_permission: asks_permission(country),
        unmet: reasons.into_refusals(),
    })
}

/// How long after the supply the authority was told; nothing before.
#[must_use]
pub fn told_after(product: &Product) -> Option<SignedDuration> {
    let (supplied, _) = product.supply.supplied.as_ref()?;
    let (_, notified) = product.supply.notified.as_ref()?;
    Some(notified.at.duration_since(supplied.at))
}

#[cfg(test)]
mod tests {
    use cikada_domain::event::QualityEvent;

    use super::*;
    use crate::asked::{codes, example_course};
    use crate::course::{Course, Point, batch, container};
    use crate::example::example_failing;
    use crate::{Command, QualityCommand};

    fn bag() -> ContainerId {
        container("CELLS-1")
    }

    fn out_of_specification() -> Course {
        let mut course = example_course(Point::Tested);
        let test = course.protocol.specification[0].clone();
        let failed = Command::RecordResult {
            batch: batch(1),
            test: test.id,
            value: example_failing(&test.requirement).remove(0),
            sample: None,
            file: None,
        };
        assert_eq!(codes(&mut course, "qc-1", &failed), [""; 0]);
        course
    }

    fn asked(course: &mut Course, who: &str, command: QualityCommand) {
        let command = Command::Quality(command);
        assert_eq!(codes(course, who, &command), [""; 0], "{command:?}");
    }

    fn supplied() -> Course {
        let mut course = out_of_specification();
        let (container, file) = (bag(), None);
        asked(
            &mut course,
            "qp-1",
            QualityCommand::EvaluateRisk { container, file },
        );
        let container = bag();
        asked(
            &mut course,
            "physician-1",
            QualityCommand::RequestSupply { container },
        );
        let container = bag();
        asked(
            &mut course,
            "physician-1",
            QualityCommand::InformPatient { container },
        );
        let review = course.review(1);
        assert_eq!(codes(&mut course, "qp-1", &review), [""; 0]);
        let container = bag();
        asked(
            &mut course,
            "qp-1",
            QualityCommand::SupplyProduct { container },
        );
        course
    }

    fn reviewed(course: &Course) -> SupplyReview {
        let Course {
            protocol,
            treatment,
            facility,
            now,
            zone,
            country,
            ..
        } = course;
        let of = (treatment, facility);
        supply_review(protocol, of, &bag(), (*now, zone), country).unwrap()
    }

    #[test]
    fn the_set_says_what_is_missing_until_it_is_complete() {
        let within = reviewed(&example_course(Point::Tested));
        assert!(!within.is_out && !within.unmet.is_empty());
        let codes_of = |review: SupplyReview| {
            let codes = review.unmet.iter().map(|refusal| refusal.code.code());
            codes.collect::<Vec<_>>()
        };
        let open = reviewed(&out_of_specification());
        assert!(open.is_out);
        let missing = codes_of(open);
        for code in [
            "risk-not-evaluated",
            "request-missing",
            "patient-not-informed",
        ] {
            assert!(missing.contains(&code), "{code} not in {missing:?}");
        }
        assert_eq!(codes_of(reviewed(&supplied())), [""; 0]);
    }

    #[test]
    fn how_long_the_telling_took_is_known_once_the_authority_was_told() {
        let mut course = supplied();
        let told = |course: &Course| told_after(&course.treatment.products[&bag()]);
        assert_eq!(told(&course), None);
        course.now += SignedDuration::from_hours(3);
        let (container, reference) = (bag(), "N-1".to_owned());
        let notified = QualityCommand::NotifyAuthority {
            container,
            reference,
        };
        asked(&mut course, "qp-1", notified);
        let told = told(&course).unwrap();
        assert!(told >= SignedDuration::from_hours(3), "{told}");
        let last = course.events.last().unwrap();
        let is_notice = |event: &cikada_domain::Event| {
            matches!(
                event,
                cikada_domain::Event::Quality(QualityEvent::AuthorityNotified { .. })
            )
        };
        assert!(is_notice(&last.event));
    }

    #[test]
    fn papers_and_supply_look_at_the_lots_behind_the_product_as_a_release_does() {
        let course = example_course(Point::Tested);
        let act = crate::course::act("qp-1", None, course.now, &course.zone);
        let lots = |command: &Command| crate::subjects(&course.treatment, &act, command);
        let kind = cikada_domain::event::ReleaseKind::Final;
        let released = lots(&course.release(1, kind, course.today()));
        assert!(!released.is_empty());
        let (container, file) = (bag(), None);
        for command in [
            QualityCommand::EvaluateRisk {
                container: container.clone(),
                file,
            },
            QualityCommand::RequestSupply {
                container: container.clone(),
            },
            QualityCommand::InformPatient {
                container: container.clone(),
            },
            QualityCommand::PermitSupply {
                container: container.clone(),
                reference: "R-1".to_owned(),
                basis: None,
                ethics: None,
            },
            QualityCommand::SupplyProduct { container },
        ] {
            assert_eq!(lots(&Command::Quality(command)), released);
        }
    }
}

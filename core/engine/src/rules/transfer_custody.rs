//! A container changes hands: the performer gives it, the witness takes it, and what both scan must
//! agree with the treatment. Damage and temperature are facts and are recorded; they stand in the
//! way afterwards. Another container or another treatment's label is a hard stop: it is refused, it
//! opens a deviation, and the container is held until that is closed.

use cikada_domain::{ChainOfIdentity, ContainerId, Dimension, Event, Quantity};

use crate::command::Scanned;
use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::deviation;
use crate::gates;
use crate::refusal::RefusalCode;
use crate::transport::conditions;

/// What changed hands: the command's fields.
pub(crate) struct Handed<'a> {
    pub(crate) container: &'a ContainerId,
    pub(crate) scanned: &'a Scanned<ContainerId>,
    pub(crate) identity: &'a Scanned<ChainOfIdentity>,
    pub(crate) from: &'a str,
    pub(crate) to: &'a str,
    pub(crate) temperature: &'a Quantity,
    pub(crate) intact: bool,
    pub(crate) place: &'a str,
}

pub(crate) fn decide(ctx: &Context<'_>, mut reasons: Reasons, handed: &Handed<'_>) -> Decision {
    let Handed {
        container,
        from,
        to,
        temperature,
        intact,
        place,
        ..
    } = *handed;
    gates::opened(ctx, &mut reasons);
    gates::witnessed(ctx, &mut reasons);
    if !ctx.treatment.labels.contains_key(container) {
        reasons.refuse(RefusalCode::LabelMissing, container.as_str());
    }
    agrees(ctx, &mut reasons, handed);
    gates::not_held(ctx, &mut reasons, container);
    gates::written(&mut reasons, "from whom", from);
    gates::written(&mut reasons, "to whom", to);
    gates::written(&mut reasons, "where", place);
    if from == to {
        let detail = format!("{container} stays with {from}");
        reasons.refuse(RefusalCode::CustodyMismatch, detail);
    }
    if temperature.dimension() != Dimension::Temperature {
        reasons.refuse(
            RefusalCode::ValueUnitWrong,
            format!("temperature: '{}'", temperature.words()),
        );
    }
    held_by(ctx, &mut reasons, container, from);
    reasons.or_accept(|| {
        let transferred = Event::CustodyTransferred {
            container: container.clone(),
            from: from.to_owned(),
            to: to.to_owned(),
            temperature: temperature.clone(),
            intact,
            place: Some(place.to_owned()),
        };
        let found = deviations(ctx, container, (temperature, intact));
        std::iter::once(transferred).chain(found).collect()
    })
}

/// Whoever gives the container has it: the last who took it, or the place where it came to be.
fn held_by(ctx: &Context<'_>, reasons: &mut Reasons, container: &ContainerId, from: &str) {
    let whereabouts = ctx.treatment.whereabouts(container);
    if ctx.treatment.labels.contains_key(container) && !whereabouts.may_be(from) {
        let words = whereabouts.words();
        reasons.refuse(
            RefusalCode::CustodyMismatch,
            format!("{container} is {words}, and {from} hands it over"),
        );
    }
    let last = ctx.treatment.custody.get(container);
    if let Some(last) = last.and_then(|handovers| handovers.last()) {
        gates::not_before(ctx, reasons, last.at, "the last handover was");
    } else if let Some((made_at, what)) = gates::made(ctx, container) {
        gates::not_before(ctx, reasons, made_at, what);
    }
}

/// The label of the container and that of the treatment are those expected.
fn agrees(ctx: &Context<'_>, reasons: &mut Reasons, handed: &Handed<'_>) {
    let expected = handed.container;
    match handed.scanned {
        Scanned::Known(scanned) if scanned == expected => {}
        Scanned::Known(other) => reasons.refuse(
            RefusalCode::ContainerMismatch,
            format!("scanned {other}, expected {expected}"),
        ),
        Scanned::Unknown => reasons.refuse(
            RefusalCode::ContainerMismatch,
            format!("scanned a code unknown here, expected {expected}"),
        ),
    }
    let own = ctx.treatment.opening.as_ref();
    let own = own.map(|opening| &opening.chain_of_identity);
    let expected = own.map_or("none", ChainOfIdentity::as_str);
    match handed.identity {
        Scanned::Known(scanned) if Some(scanned) == own => {}
        // INVARIANT (recipient): what belongs to another treatment never goes on.
        Scanned::Known(other) => reasons.refuse(
            RefusalCode::IdentityMismatch,
            format!("scanned {other}, expected {expected}"),
        ),
        Scanned::Unknown => reasons.refuse(
            RefusalCode::IdentityMismatch,
            format!("scanned a code unknown here, expected {expected}"),
        ),
    }
}

/// What the way of the container gives rise to: read outside the temperatures it travels at, a
/// collection taken over later than it may be, or damage to what a dose was filled out of before.
fn deviations(
    ctx: &Context<'_>,
    container: &ContainerId,
    (temperature, intact): (&Quantity, bool),
) -> impl Iterator<Item = Event> {
    let cultured = deviation::in_culture(ctx.treatment, container, ctx.at);
    let rule = conditions(ctx.protocol, ctx.treatment, container).filter(|_| !cultured);
    let warm = rule.filter(|rule| !rule.is_kept(temperature));
    let late = rule.filter(|rule| deviation::late_untold(ctx, container, rule));
    let found = warm.map(|_| deviation::EXCURSION);
    let found = found.into_iter().chain(late.map(|_| deviation::LATE));
    let damaged = !intact && deviation::damage_untold(ctx, container);
    let found = found.chain(damaged.then_some(deviation::DAMAGED));
    (1..).zip(found).filter_map(|(n, found)| {
        // When it was found says nothing of since when it was so: a dose may have been filled meanwhile.
        deviation::reported(ctx.treatment, (container, None), n, found.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use cikada_domain::ChainOfIdentity;

    use crate::asked::{codes, example_course, last};
    use crate::chain_of_custody;
    use crate::course::{Course, Point, container};
    use crate::{Command, Scanned};

    fn hand(course: &mut Course, from: &str, to: &str) -> Vec<&'static str> {
        let command = course.handover("CELLS-1", from, to);
        codes(course, "courier-1", &command)
    }

    #[test]
    fn the_chain_has_no_gap_between_one_holder_and_the_next() {
        let mut course = example_course(Point::Tested);
        assert_eq!(hand(&mut course, "clean room", "courier"), [""; 0]);
        assert_eq!(
            hand(&mut course, "clean room", "ward"),
            ["custody-mismatch"]
        );
        assert_eq!(hand(&mut course, "courier", "ward"), [""; 0]);
        let chain = chain_of_custody(&course.treatment, &container("CELLS-1"));
        let words: Vec<_> = chain.iter().map(|link| link.words.as_str()).collect();
        let expected = [
            "Filled from batch B-1",
            "From clean room to courier",
            "From courier to ward",
        ];
        assert_eq!(words, expected);
    }

    #[test]
    fn a_container_is_given_first_by_the_place_where_it_came_to_be() {
        let mut course = example_course(Point::Harvested);
        for other in ["laboratory", "ward", "courier"] {
            assert_eq!(hand(&mut course, other, "storage"), ["custody-mismatch"]);
        }
        assert_eq!(hand(&mut course, "clean room", "courier"), [""; 0]);
    }

    #[test]
    fn of_a_collection_without_a_recorded_place_only_one_where_blood_is_drawn_gives() {
        let mut course = example_course(Point::Collected);
        course.treatment.custody.clear();
        let mut collections = course.treatment.collections.values_mut();
        collections.next().unwrap().place = None;
        for (from, code) in [("clean room", Some("custody-mismatch")), ("ward", None)] {
            let command = course.handover("BLOOD-1", from, "courier");
            let found = codes(&mut course, "nurse-3", &command);
            assert_eq!(found, Vec::from_iter(code), "{from}");
        }
    }

    #[test]
    fn a_warm_handover_before_the_culture_that_is_entered_after_it_opens_a_deviation() {
        let course = example_course(Point::Cultured);
        let started_at = course.treatment.batches.values().next().unwrap().started_at;
        let warm = |course: &Course, to| {
            let mut command = course.handover("BLOOD-1", "clean room", to);
            if let Command::TransferCustody { temperature, .. } = &mut command {
                *temperature = "31 Cel".parse().unwrap();
            }
            command
        };
        for (minutes, deviations) in [(1, 0), (-1, 1)] {
            let mut course = course.clone();
            course.now = started_at + jiff::SignedDuration::from_mins(10);
            let mut act = crate::course::act("tech-1", Some("tech-2"), course.now, &course.zone);
            act.occurred_at = started_at + jiff::SignedDuration::from_mins(minutes);
            let command = warm(&course, "laboratory");
            let crate::Decision::Accepted(events) = course.ask(&act, &command) else {
                panic!("refused")
            };
            assert_eq!(events.len() - 1, deviations, "{minutes}");
        }
    }

    #[test]
    fn an_empty_container_is_handed_over_by_nobody() {
        let mut course = example_course(Point::ProductLabelled);
        assert_eq!(
            hand(&mut course, "clean room", "courier"),
            ["custody-mismatch"]
        );
    }

    #[test]
    fn a_handover_is_signed_by_both_or_does_not_happen() {
        let mut course = example_course(Point::Tested);
        let command = course.handover("CELLS-1", "clean room", "courier");
        let mut act = crate::course::act("tech-1", None, course.now, &course.zone);
        act.signed = false;
        let crate::Decision::Refused(reasons) = course.ask(&act, &command) else {
            panic!("accepted")
        };
        let found: Vec<_> = reasons.iter().map(|reason| reason.code.code()).collect();
        assert_eq!(found, ["signature-missing", "witness-missing"]);
        assert_eq!(codes(&mut course, "tech-1", &command), [""; 0]);
        let handover = &course.treatment.custody[&container("CELLS-1")][0];
        assert_eq!(handover.by.as_str(), "tech-1");
        let taken_by = handover.taken_by.as_ref().unwrap();
        assert_eq!(taken_by.as_str(), "witness-1");
    }

    #[test]
    fn every_swapped_pair_of_scans_is_refused_and_holds_the_bag_until_a_deviation_is_closed() {
        let ids = ["CELLS-1", "CELLS-2", "BLOOD-1", "CELLS-X"];
        let chains = ["CHA999926000001", "CHA999926000002"];
        for (n, bag) in ids.into_iter().enumerate() {
            for chain in chains {
                let mut course = example_course(Point::Tested);
                let mut command = course.handover("CELLS-1", "clean room", "courier");
                let Command::TransferCustody {
                    scanned, identity, ..
                } = &mut command
                else {
                    panic!("a handover")
                };
                *scanned = if bag == "CELLS-X" {
                    Scanned::Unknown
                } else {
                    Scanned::Known(container(bag))
                };
                *identity = Scanned::Known(ChainOfIdentity::new(chain).unwrap());
                let refused = codes(&mut course, "courier-1", &command);
                let right = course.handover("CELLS-1", "clean room", "courier");
                let after = codes(&mut course, "courier-1", &right);
                if n == 0 && chain == chains[0] {
                    assert_eq!((refused, after), (vec![], vec!["custody-mismatch"]));
                    continue;
                }
                assert!(!refused.is_empty(), "{bag} {chain}");
                assert_eq!(after, ["container-held"], "{bag} {chain}");
                let deviation = cikada_domain::DeviationId::new("B-1-D1").unwrap();
                let classify = Command::Quality(crate::QualityCommand::ClassifyDeviation {
                    deviation: deviation.clone(),
                    class: cikada_domain::event::DeviationClass::Critical,
                });
                assert_eq!(codes(&mut course, "qp-1", &classify), [""; 0]);
                let close = Command::CloseDeviation {
                    deviation,
                    product_acceptable: true,
                };
                assert_eq!(codes(&mut course, "qp-1", &close), [""; 0]);
                assert_eq!(codes(&mut course, "courier-1", &right), [""; 0]);
            }
        }
    }

    #[test]
    fn a_bag_read_too_warm_is_taken_over_and_opens_a_deviation() {
        let mut course = example_course(Point::Tested);
        let mut command = course.handover("CELLS-1", "clean room", "courier");
        if let Command::TransferCustody { temperature, .. } = &mut command {
            *temperature = "31 Cel".parse().unwrap();
        }
        assert_eq!(codes(&mut course, "courier-1", &command), [""; 0]);
        assert!(last(&course).words().contains("temperature excursion"));
    }
}

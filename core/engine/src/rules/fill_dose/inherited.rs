//! What happened to the harvest before a dose was filled out of it happened to the dose, whenever it
//! is entered.

use std::collections::BTreeSet;

use cikada_domain::event::ReleaseKind;
use cikada_domain::treatment::Way;
use cikada_domain::{ContainerId, EquipmentId, FileHash, Quantity};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::tests::{PARTS, ask, divided, fill, source};
use crate::asked::codes;
use crate::course::{Course, act, container};
use crate::{Command, HandlingCommand, Scanned, custody_report, time_outside};

fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

/// What may come to light about the harvest's container.
#[derive(Debug, Clone, Copy)]
enum Found {
    Damaged,
    ReadWarm,
    LoggedWarm,
    Doubted,
}

impl Found {
    /// What the release of everything it reaches is refused for.
    fn code(self) -> &'static str {
        match self {
            Self::Damaged => "container-not-intact",
            Self::ReadWarm | Self::LoggedWarm => "deviation-unclassified",
            Self::Doubted => "container-held",
        }
    }
}

/// A course in which a quarter was filled for each of two doses, some minutes after its start.
fn filled_at(after: [i64; 2]) -> (Course, Timestamp) {
    let mut course = divided();
    let start = course.now;
    let part = source(&course).cells.amount() / Decimal::from(4);
    for (dose, after) in [2, 3].into_iter().zip(after) {
        course.now = start + minutes(after);
        let command = fill(&course, dose, part);
        ask(&mut course, &command);
    }
    (course, start)
}

/// Entered now about an earlier time.
fn entered(course: &mut Course, at: Timestamp, command: &Command) -> bool {
    let act = act("courier-1", Some("witness-1"), at, &course.zone);
    matches!(course.ask(&act, command), crate::Decision::Accepted(_))
}

fn log(bag: &str, file: u8, from: Timestamp, warm_minutes: i64) -> Command {
    let readings = (0..10).map(|n| {
        let warm = n < warm_minutes / 10;
        let cel = if warm { "4 Cel" } else { "-150 Cel" };
        (from + minutes(n * 10), cel.parse().unwrap())
    });
    Command::Handling(HandlingCommand::LogTemperature {
        container: container(bag),
        file: FileHash::new(format!("{file:064x}")).unwrap(),
        logger: EquipmentId::new("LOG-1").unwrap(),
        readings: readings.collect(),
    })
}

fn tell(course: &mut Course, found: Found, at: Timestamp) {
    let mut command = course.handover("CELLS-1", "clean room", "storage");
    if let Command::TransferCustody {
        intact,
        temperature,
        scanned,
        ..
    } = &mut command
    {
        match found {
            Found::Damaged => *intact = false,
            Found::ReadWarm => *temperature = "4 Cel".parse::<Quantity>().unwrap(),
            Found::Doubted => *scanned = Scanned::Unknown,
            Found::LoggedWarm => {}
        }
    }
    if matches!(found, Found::LoggedWarm) {
        command = log("CELLS-1", 1, at, 40);
    }
    let refused = !entered(course, at, &command);
    assert_eq!(refused, matches!(found, Found::Doubted), "{found:?}");
}

fn release(course: &mut Course, bag: &ContainerId) -> Vec<&'static str> {
    let release = Command::ReleaseProduct {
        container: bag.clone(),
        kind: ReleaseKind::Conditional,
        late: Vec::new(),
    };
    codes(course, "qp-1", &release)
}

fn bags() -> [ContainerId; 2] {
    PARTS.map(container)
}

fn way<'a>(course: &'a Course, bag: &'a ContainerId) -> Way<'a> {
    course.treatment.way_of(bag)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_late_entry_reaches_every_dose_filled_after_it_happened_and_none_filled_before(
        found in prop::sample::select(
            &[Found::Damaged, Found::LoggedWarm, Found::Doubted][..],
        ),
        (first, between, at) in (1..200i64, 1..200i64, 1..400i64),
    ) {
        let filled = [first, first + between];
        let (mut course, start) = filled_at(filled);
        course.now = start + minutes(1000);
        tell(&mut course, found, start + minutes(at));
        prop_assert!(release(&mut course, &container("CELLS-1")).contains(&found.code()));
        for (bag, filled) in bags().into_iter().zip(filled) {
            let reached = at <= filled;
            let refused = release(&mut course, &bag);
            prop_assert_eq!(refused.contains(&found.code()), reached, "{:?}", refused);
            if matches!(found, Found::LoggedWarm) {
                prop_assert_eq!(!way(&course, &bag).deviations.is_empty(), reached);
            }
            let outside = time_outside(&course.treatment, &bag).unwrap();
            let warm = reached && matches!(found, Found::LoggedWarm);
            prop_assert_eq!(outside, if warm { minutes(40) } else { SignedDuration::ZERO });
        }
    }

    // Since when it was so, nobody knows: what was filled out before may be touched as well.
    #[test]
    fn what_a_handover_finds_stands_against_every_dose_of_the_batch(
        found in prop::sample::select(
            &[Found::Damaged, Found::ReadWarm, Found::Doubted][..],
        ),
        (first, between, at) in (1..200i64, 1..200i64, 1..400i64),
    ) {
        let (mut course, start) = filled_at([first, first + between]);
        course.now = start + minutes(1000);
        tell(&mut course, found, start + minutes(at));
        for bag in bags() {
            let refused = release(&mut course, &bag);
            let held = refused.contains(&"deviation-unclassified")
                || refused.contains(&"container-not-intact");
            prop_assert!(held, "{:?}", refused);
        }
    }

    #[test]
    fn a_dose_was_outside_for_as_long_as_its_source_until_the_filling_and_itself_since(
        (first, between) in (1..200i64, 1..200i64),
        of_source in prop::collection::vec((1..500i64, 0..4i64), 0..4),
        of_dose in prop::collection::vec((0..100i64, 0..4i64), 0..3),
    ) {
        let filled = [first, first + between];
        let (mut course, start) = filled_at(filled);
        course.now = start + minutes(2000);
        let mut file = 0;
        for (at, warm) in &of_source {
            file += 1;
            let told = log("CELLS-1", file, start + minutes(*at), warm * 10);
            prop_assert!(entered(&mut course, start + minutes(2000), &told));
        }
        for (bag, filled) in bags().into_iter().zip(filled) {
            for (after, warm) in &of_dose {
                file += 1;
                let at = start + minutes(filled + after);
                let told = log(bag.as_str(), file, at, warm * 10);
                prop_assert!(entered(&mut course, start + minutes(2000), &told));
            }
            let before = of_source.iter().filter(|(at, _)| *at <= filled);
            let inherited: i64 = before.map(|(_, warm)| warm * 10).sum();
            let own: i64 = of_dose.iter().map(|(_, warm)| warm * 10).sum();
            let outside = time_outside(&course.treatment, &bag).unwrap();
            prop_assert_eq!(outside, minutes(inherited + own));
            // Longer than the protocol allows, it stands against the release.
            let held = !way(&course, &bag).deviations.is_empty();
            prop_assert!(held || outside <= minutes(30));
        }
    }
}

#[test]
fn what_is_told_late_of_the_harvest_is_read_with_the_dose_and_shown_as_its_own() {
    let (mut course, start) = filled_at([60, 300]);
    course.now = start + minutes(400);
    let [touched, other] = bags();
    for bag in [&touched, &other] {
        let container = bag.clone();
        let review = crate::QualityCommand::ReviewAuditTrail {
            container,
            exceptions: 0,
        };
        ask_as(&mut course, "qp-1", &Command::Quality(review));
    }
    let harvest_handed = course.handover("CELLS-1", "clean room", "storage");
    assert!(entered(&mut course, start + minutes(100), &harvest_handed));
    let reviewed = |course: &Course, bag| course.treatment.products[bag].reviewed.is_some();
    assert!(reviewed(&course, &touched) && !reviewed(&course, &other));
    let mut damaged = course.handover("CELLS-1", "storage", "clean room");
    if let Command::TransferCustody { intact, .. } = &mut damaged {
        *intact = false;
    }
    assert!(entered(&mut course, start + minutes(200), &damaged));
    // It may have been damaged before: whoever reviewed the dose filled by then has to look again.
    assert!(!reviewed(&course, &touched));
    let (protocol, treatment) = (&course.protocol, &course.treatment);
    let (facility, now, zone) = (&course.facility, course.now, &course.zone);
    let look = crate::outlook(protocol, treatment, facility, now, zone, &course.country);
    let alerted: BTreeSet<_> = look
        .alerts
        .iter()
        .filter(|alert| alert.kind == crate::AlertKind::Damaged)
        .filter_map(|alert| alert.container.clone())
        .collect();
    assert_eq!(
        alerted,
        BTreeSet::from([container("CELLS-1"), other.clone()])
    );
    let handed = |bag| {
        let report = custody_report(protocol, treatment, bag, now);
        let of_harvest = |link: &crate::CustodyLink| link.container == container("CELLS-1");
        let links = report.links.into_iter().filter(of_harvest);
        let handed = links.filter(|link| link.giver.is_some());
        handed.map(|link| link.intact).collect::<Vec<_>>()
    };
    assert_eq!(handed(&touched), [true; 0]);
    assert_eq!(handed(&other), [true, false]);
}

#[test]
fn damage_found_after_a_filling_holds_the_dose_until_a_qualified_person_has_judged_it() {
    let (mut course, start) = filled_at([60, 300]);
    course.now = start + minutes(400);
    let [before, after] = bags();
    for at in [200, 350] {
        let (from, to) = match at {
            200 => ("clean room", "storage"),
            _ => ("storage", "clean room"),
        };
        let mut damaged = course.handover("CELLS-1", from, to);
        if let Command::TransferCustody { intact, .. } = &mut damaged {
            *intact = false;
        }
        assert!(entered(&mut course, start + minutes(at), &damaged));
    }
    // The same damage is told once.
    let [deviation] = Vec::from_iter(course.treatment.deviations.keys().cloned())
        .try_into()
        .unwrap();
    let held = |course: &mut Course, bag| {
        let refused = release(course, bag).into_iter();
        let of_damage =
            |code: &&str| code.starts_with("deviation-") || *code == "container-not-intact";
        Vec::from_iter(refused.filter(of_damage))
    };
    assert_eq!(held(&mut course, &before), ["deviation-unclassified"]);
    assert!(held(&mut course, &after).contains(&"container-not-intact"));
    let class = cikada_domain::event::DeviationClass::Critical;
    let classify = crate::QualityCommand::ClassifyDeviation {
        deviation: deviation.clone(),
        class,
    };
    ask_as(&mut course, "qp-1", &Command::Quality(classify));
    let close = Command::CloseDeviation {
        deviation,
        product_acceptable: true,
    };
    ask_as(&mut course, "qp-1", &close);
    assert_eq!(held(&mut course, &before), [""; 0]);
    assert_eq!(held(&mut course, &after), ["container-not-intact"]);
    // What happens to a dose itself is nothing of the others.
    let mut own = course.handover(PARTS[0], "FREEZER-1", "storage");
    if let Command::TransferCustody { intact, .. } = &mut own {
        *intact = false;
    }
    ask_as(&mut course, "courier-1", &own);
    assert_eq!(course.treatment.deviations.len(), 1);
}

#[test]
fn a_dose_whose_source_was_in_doubt_goes_on_to_nobody_until_the_deviation_is_closed() {
    let (mut course, start) = filled_at([60, 300]);
    course.now = start + minutes(400);
    tell(&mut course, Found::Doubted, start + minutes(100));
    let on = |bag: &str| course.handover(bag, "FREEZER-1", "storage");
    let (before, after) = (on(PARTS[0]), on(PARTS[1]));
    assert_eq!(codes(&mut course, "courier-1", &after), ["container-held"]);
    assert_eq!(codes(&mut course, "courier-1", &before), [""; 0]);
    let verify = course.verification(3, "P-1", PARTS[1]);
    assert!(codes(&mut course, "nurse-1", &verify).contains(&"container-held"));
    let deviation = cikada_domain::DeviationId::new("B-1-D1").unwrap();
    let class = cikada_domain::event::DeviationClass::Critical;
    let classify = crate::QualityCommand::ClassifyDeviation {
        deviation: deviation.clone(),
        class,
    };
    ask_as(&mut course, "qp-1", &Command::Quality(classify));
    let close = Command::CloseDeviation {
        deviation,
        product_acceptable: true,
    };
    ask_as(&mut course, "qp-1", &close);
    assert_eq!(codes(&mut course, "courier-1", &after), [""; 0]);
}

#[test]
fn a_log_of_the_harvest_told_late_holds_the_dose_whose_own_way_adds_too_much_to_it() {
    let (mut course, start) = filled_at([60, 300]);
    course.now = start + minutes(1000);
    let deviations = |course: &Course| {
        let known = course.treatment.deviations.values();
        let named = known.filter_map(|known| known.container.clone());
        named.collect::<Vec<_>>()
    };
    let now = course.now;
    let own = log(PARTS[0], 1, start + minutes(70), 20);
    assert!(entered(&mut course, now, &own));
    let of_source = log("CELLS-1", 2, start + minutes(10), 20);
    assert_eq!(deviations(&course), []);
    assert!(entered(&mut course, now, &of_source));
    assert_eq!(deviations(&course), [container(PARTS[0])]);
    let [touched, other] = bags();
    assert_eq!(way(&course, &touched).deviations.len(), 1);
    assert!(way(&course, &other).deviations.is_empty());
}

fn ask_as(course: &mut Course, who: &str, command: &Command) {
    assert_eq!(codes(course, who, command), [""; 0], "{command:?}");
}

//! A further dose is filled out of the harvested product, into a labelled container of its own, with
//! its division, its storage place and its expiry.
//!
//! It is done before anything is decided about the batch's products. A review that was made before is
//! made again, as after everything that is added to a record.

use cikada_domain::event::LabelPurpose;
use cikada_domain::treatment::Product;
use cikada_domain::treatment::whereabouts::is_place_of_treatment;
use cikada_domain::{
    BatchId, ContainerId, Division, DoseNumber, EquipmentId, Event, HandlingEvent, Quantity, RoomId,
};
use cikada_protocol::model::StepKind;
use jiff::Timestamp;

use crate::command::HandlingCommand;
use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates::{self, Weighed};
use crate::refusal::RefusalCode;

/// What was filled: the command's fields but the batch.
struct Filled<'a> {
    from: &'a ContainerId,
    container: &'a ContainerId,
    dose: DoseNumber,
    division: &'a Division,
    cells: &'a Quantity,
    volume: &'a Quantity,
    place: &'a str,
    expires_at: Timestamp,
    equipment: &'a [EquipmentId],
    room: Option<&'a RoomId>,
}

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    command: &HandlingCommand,
) -> Decision {
    let HandlingCommand::FillDose {
        batch,
        from,
        container,
        dose,
        division,
        cells,
        volume,
        place,
        expires_at,
        equipment,
        room,
    } = command
    else {
        // No other command comes here.
        reasons.refuse(RefusalCode::NoRule, command.name());
        return reasons.refused();
    };
    let filled = Filled {
        from,
        container,
        dose: *dose,
        division,
        cells,
        volume,
        place,
        expires_at: *expires_at,
        equipment,
        room: room.as_ref(),
    };
    fill(ctx, reasons, batch, &filled)
}

fn fill(ctx: &Context<'_>, mut reasons: Reasons, id: &BatchId, filled: &Filled<'_>) -> Decision {
    gates::open(ctx, &mut reasons);
    let Some(batch) = ctx.treatment.batches.get(id) else {
        reasons.refuse(RefusalCode::BatchUnknown, id.as_str());
        return reasons.refused();
    };
    let harvested = batch.container.as_ref();
    let source = harvested.and_then(|container| ctx.treatment.products.get(container));
    let (Some(harvested), Some(source)) = (harvested, source) else {
        // Out of a culture that grows nothing is filled.
        reasons.refuse(
            RefusalCode::ProductUnknown,
            format!("{id} is not harvested"),
        );
        return reasons.refused();
    };
    if filled.from != harvested {
        reasons.refuse(
            RefusalCode::WrongProduct,
            format!(
                "{} is not the harvest of {id}, which is {harvested}",
                filled.from
            ),
        );
    }
    gates::further_dose(ctx, &mut reasons, id);
    gates::soundness(ctx, &mut reasons, harvested);
    gates::source_at_hand(ctx, &mut reasons, harvested);
    gates::not_before(ctx, &mut reasons, source.harvested_at, "it was harvested");
    as_the_harvest(ctx, &mut reasons, id, filled);
    for_dose(ctx, &mut reasons, filled.dose);
    let purpose = LabelPurpose::Product(id.clone());
    gates::label_for(ctx, &mut reasons, filled.container, &purpose);
    gates::intact(ctx, &mut reasons, filled.container);
    let division = (filled.container, filled.division);
    gates::own_division(ctx, &mut reasons, id, division);
    let part = (filled.cells, filled.volume);
    let held = gates::part_of(ctx, &mut reasons, (harvested, source), part);
    stored(&mut reasons, filled.place);
    in_date(ctx, &mut reasons, source, filled.expires_at);
    let Some(held) = held else {
        return reasons.refused();
    };
    reasons.or_accept(|| {
        vec![Event::Handling(HandlingEvent::DoseFilled {
            batch: id.clone(),
            from: filled.from.clone(),
            container: filled.container.clone(),
            dose: filled.dose,
            division: filled.division.clone(),
            cells: filled.cells.clone(),
            held,
            volume: filled.volume.clone(),
            place: filled.place.to_owned(),
            expires_at: filled.expires_at,
            equipment: (!filled.equipment.is_empty()).then(|| filled.equipment.to_vec()),
            room: filled.room.cloned(),
        })]
    })
}

/// Where it is stored is written, and is no place that only a handover brings a bag to.
fn stored(reasons: &mut Reasons, place: &str) {
    gates::written(reasons, "where it is stored", place);
    if is_place_of_treatment(place) {
        reasons.refuse(
            RefusalCode::StoragePlaceReserved,
            format!("'{}'", place.trim()),
        );
    }
}

/// The bag is opened and filled as it was at the harvest: the same persons, the same kinds of equipment, a
/// room with nobody else in it.
fn as_the_harvest(ctx: &Context<'_>, reasons: &mut Reasons, id: &BatchId, filled: &Filled<'_>) {
    let mut steps = ctx.protocol.steps.iter();
    let Some(harvest) = steps.find(|step| step.kind == StepKind::Harvest) else {
        reasons.refuse(RefusalCode::NoRule, "how a dose is filled");
        return;
    };
    if harvest.witness {
        gates::witnessed(ctx, reasons);
    }
    let used = (filled.equipment, filled.room);
    gates::equipment(ctx, reasons, harvest, id, used);
    gates::room(ctx, reasons, harvest, id, filled.room);
    gates::trained(ctx, reasons);
}

/// The dose is planned and nothing was made for it; where it is ordered, the order stands.
fn for_dose(ctx: &Context<'_>, reasons: &mut Reasons, dose: DoseNumber) {
    let _ = gates::planned(ctx, reasons, dose);
    gates::not_given(ctx, reasons, dose);
    gates::not_made(ctx, reasons, dose);
    gates::order_stands(ctx, reasons, dose, Weighed::AtAll);
}

/// What is filled lives no longer than the harvest, which still lives.
fn in_date(ctx: &Context<'_>, reasons: &mut Reasons, source: &Product, expires_at: Timestamp) {
    let rule = &ctx.protocol.product.source;
    let (clock, life) = (ctx.clock(), source.expires_at);
    if clock > life || clock > expires_at {
        let expired = life.min(expires_at);
        let detail = format!(
            "expired at {}, and it is {}",
            ctx.wall(expired),
            ctx.wall(clock)
        );
        reasons.refuse_by(RefusalCode::ProductExpired, detail, rule);
    }
    if expires_at > life {
        let detail = format!(
            "until {}, the harvest lives until {}",
            ctx.wall(expires_at),
            ctx.wall(life)
        );
        reasons.refuse_by(RefusalCode::ExpiryAfterShelfLife, detail, rule);
    }
}

#[cfg(test)]
mod inherited;
#[cfg(test)]
mod places;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use cikada_domain::{InputId, StepId, Value};
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::*;
    use crate::asked::codes;
    use crate::centre::room;
    use crate::context::Context;
    use crate::course::{Course, Point, account_labels, batch, container, print_label, scan_label};
    use crate::outlook::{Task, looking, outlook};
    use crate::{Command, FacilityCommand, figures, protocols};

    /// Their own codes say their divisions.
    pub(super) const PARTS: [&str; 2] = ["A999926000001-S12350B0", "A999926000001-S12350C0"];

    pub(super) fn divided() -> Course {
        let file = protocols::examples().join("example-divided/1.0.0/protocol.toml");
        let mut course = Course::new(protocols::protocol(&file));
        course.go_to(Point::Harvested, 1);
        for bag in PARTS {
            labelled(&mut course, bag);
        }
        course
    }

    pub(super) fn ask(course: &mut Course, command: &Command) {
        assert_eq!(codes(course, "tech-1", command), [""; 0], "{command:?}");
    }

    fn labelled(course: &mut Course, bag: &str) {
        let issue = Command::IssueLabel {
            container: container(bag),
            purpose: LabelPurpose::Product(batch(1)),
        };
        ask(course, &issue);
        for command in [print_label(bag, '1', 1, false), scan_label(bag, bag, '1')] {
            ask(course, &command);
        }
    }

    /// A label that says what the bag holds now, with none of its labels loose.
    fn labelled_anew(course: &mut Course, bag: &str, counts: [u16; 3]) {
        for command in [
            print_label(bag, '2', 1, false),
            scan_label(bag, bag, '2'),
            account_labels(bag, counts),
        ] {
            ask(course, &command);
        }
    }

    pub(super) fn source(course: &Course) -> &Product {
        &course.treatment.products[&container("CELLS-1")]
    }

    pub(super) fn fill(course: &Course, number: u16, cells: Decimal) -> Command {
        let source = source(course);
        let division = ["B0", "C0"][usize::from(number) - 2];
        let bag = PARTS[usize::from(number) - 2];
        Command::Handling(HandlingCommand::FillDose {
            batch: batch(1),
            from: container("CELLS-1"),
            container: container(bag),
            dose: crate::course::dose(number),
            division: Division::new(division).unwrap(),
            cells: source.cells.with_amount(cells),
            volume: source
                .volume
                .with_amount(source.volume.amount() * (cells / source.cells.amount())),
            place: "FREEZER-1".to_owned(),
            expires_at: source.expires_at,
            equipment: course.pieces_at_harvest(),
            room: Some(room()),
        })
    }

    fn looked<T>(course: &Course, at: impl FnOnce(&Context<'_>) -> T) -> T {
        let (protocol, treatment) = (&course.protocol, &course.treatment);
        at(&looking(
            protocol,
            treatment,
            course.now,
            &course.zone,
            None,
        ))
    }

    fn held(course: &Course, bag: &str) -> Decimal {
        let held = looked(course, |ctx| figures::held(ctx, &container(bag)));
        held.unwrap().amount()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        // INVARIANT (dose): nobody fills more than was harvested.
        #[test]
        fn the_cells_of_a_batch_are_always_those_that_were_harvested(
            parts in (1i64..12_000_000_000, 1i64..12_000_000_000),
        ) {
            let mut course = divided();
            let harvested = source(&course).cells.amount();
            for (number, part) in [(2, parts.0), (3, parts.1)] {
                let part = Decimal::from(part);
                let left = source(&course).cells.amount();
                let command = fill(&course, number, part);
                let refused = codes(&mut course, "tech-1", &command);
                prop_assert_eq!(refused.is_empty(), part <= left, "{:?}", refused);
            }
            let products = course.treatment.products_of(&batch(1));
            let sum: Decimal = products.iter().map(|(_, product)| product.cells.amount()).sum();
            prop_assert_eq!(sum, harvested);
            let held: Decimal = products
                .iter()
                .map(|(container, _)| held(&course, container.as_str()))
                .sum();
            prop_assert_eq!(held, harvested);
        }
    }

    #[test]
    fn a_corrected_count_corrects_every_dose_that_was_filled_by_it() {
        let mut course = divided();
        let harvested = source(&course).cells.amount();
        let (third, half) = (harvested / Decimal::from(4), harvested / Decimal::TWO);
        let command = fill(&course, 2, half);
        ask(&mut course, &command);
        let correct = |cells: Decimal, course: &Course| Command::CorrectValue {
            batch: batch(1),
            step: StepId::new("harvest").unwrap(),
            occurrence: 0,
            input: InputId::new("living-cells").unwrap(),
            value: Value::Quantity(source(course).cells.with_amount(cells)),
        };
        let corrected = correct(half, &course);
        ask(&mut course, &corrected);
        assert_eq!(held(&course, "CELLS-1"), third);
        assert_eq!(held(&course, PARTS[0]), third);
        // Of what is there in truth no more can be filled, and what is filled next is counted so.
        let command = fill(&course, 3, half);
        let refused = codes(&mut course, "tech-1", &command);
        assert!(!refused.is_empty() && refused.iter().all(|code| *code == "more-than-held"));
        let command = fill(&course, 3, third);
        ask(&mut course, &command);
        assert_eq!(held(&course, PARTS[1]), third);
        assert_eq!(held(&course, "CELLS-1"), Decimal::ZERO);
        let back = correct(harvested, &course);
        ask(&mut course, &back);
        assert_eq!(held(&course, PARTS[0]), half);
        assert_eq!(held(&course, PARTS[1]), half);
    }

    // INVARIANT (line clearance): no dose is filled where another batch was since the line was cleared.
    #[test]
    fn a_dose_is_filled_in_a_room_with_nobody_else_in_it_and_occupies_it_and_its_equipment() {
        let mut course = divided();
        let part = source(&course).cells.amount() / Decimal::TWO;
        let command = fill(&course, 2, part);
        let other = BatchId::new("B-9").unwrap();
        let mut shared = course.clone();
        let line = shared.facility.rooms.get_mut(&room()).unwrap();
        line.clearances.last_mut().unwrap().batches = vec![other.clone()];
        for piece in course.pieces_at_harvest() {
            let used = shared.facility.equipment.get_mut(&piece).unwrap();
            used.used_for = [other.clone()].into();
        }
        let refused = codes(&mut shared, "tech-1", &command);
        let both = [
            "equipment-not-clean",
            "equipment-not-clean",
            "line-not-cleared",
        ];
        assert_eq!(refused, both);
        let line = course.facility.rooms.get_mut(&room()).unwrap();
        line.clearances.last_mut().unwrap().batches.clear();
        ask(&mut course, &command);
        let line = &course.facility.rooms[&room()];
        assert_eq!(line.clearances.last().unwrap().batches, [batch(1)]);
        let filled = &course.treatment.products[&container(PARTS[0])];
        assert_eq!(filled.equipment, course.pieces_at_harvest());
        assert_eq!(filled.room, Some(room()));
    }

    #[test]
    fn a_recalled_lot_and_a_late_failure_reach_every_dose_of_the_batch() {
        let mut course = divided();
        let part = source(&course).cells.amount() / Decimal::TWO;
        let command = fill(&course, 2, part);
        ask(&mut course, &command);
        labelled_anew(&mut course, PARTS[0], [1, 0, 1]);
        labelled_anew(&mut course, "CELLS-1", [1, 0, 0]);
        course.go_to(Point::Released, 1);
        let review = Command::Quality(crate::QualityCommand::ReviewAuditTrail {
            container: container(PARTS[0]),
            exceptions: 0,
        });
        assert_eq!(codes(&mut course, "qp-1", &review), [""; 0]);
        let release = Command::ReleaseProduct {
            container: container(PARTS[0]),
            kind: cikada_domain::event::ReleaseKind::Conditional,
            late: Vec::new(),
        };
        assert_eq!(codes(&mut course, "qp-1", &release), [""; 0]);
        let alerted = |course: &Course| {
            let (protocol, treatment) = (&course.protocol, &course.treatment);
            let seen = (&course.facility, course.now, &course.zone, &course.country);
            let look = outlook(protocol, treatment, seen.0, seen.1, seen.2, seen.3);
            let alerts = look.alerts.into_iter();
            alerts
                .filter_map(|alert| alert.container)
                .collect::<BTreeSet<_>>()
        };
        let both = BTreeSet::from([container("CELLS-1"), container(PARTS[0])]);
        assert_eq!(alerted(&course), BTreeSet::new());
        let lot = course
            .facility
            .lots
            .keys()
            .find(|lot| lot.as_str().starts_with("LOT-"));
        let recall = FacilityCommand::RecallLot {
            lot: lot.unwrap().clone(),
        };
        let act = crate::course::act("qc-1", None, course.now, &course.zone);
        let mut recalled = course.clone();
        let _ = recalled.ask_facility(&act, &recall);
        assert_eq!(alerted(&recalled), both);
        let test = course.protocol.specification[0].clone();
        let failed = Command::RecordResult {
            batch: batch(1),
            test: test.id,
            value: crate::example::example_failing(&test.requirement).remove(0),
            sample: None,
            file: None,
        };
        assert_eq!(codes(&mut course, "qc-1", &failed), [""; 0]);
        let failures = course.treatment.products.iter();
        let late = failures.filter(|(_, product)| !product.late_failures.is_empty());
        let late: BTreeSet<_> = late.map(|(container, _)| container.clone()).collect();
        assert_eq!(late, both);
        assert_eq!(alerted(&course), both);
    }

    #[test]
    fn nothing_is_filled_out_of_a_bag_whose_label_says_that_it_is_the_whole() {
        let mut course = divided();
        let part = source(&course).cells.amount() / Decimal::TWO;
        let (harvest, whole) = (container("CELLS-1"), container("A999926000001-S1235000"));
        let mut command = fill(&course, 2, part);
        if let Command::Handling(HandlingCommand::FillDose { from, .. }) = &mut command {
            from.clone_from(&whole);
        }
        let treatment = &mut course.treatment;
        let product = treatment.products.remove(&harvest).unwrap();
        treatment.products.insert(whole.clone(), product);
        let known = treatment.batches.get_mut(&batch(1)).unwrap();
        known.container = Some(whole);
        let refused = codes(&mut course, "tech-1", &command);
        assert_eq!(refused, ["division-mismatch"]);
    }

    #[test]
    fn every_scan_of_a_filling_exchanged_for_another_is_refused() {
        let mut course = divided();
        let part = source(&course).cells.amount() / Decimal::from(4);
        let first = fill(&course, 2, part);
        ask(&mut course, &first);
        let bags = ["CELLS-1", PARTS[0], "BLOOD-1", "CELLS-501", "UNKNOWN"];
        let asked = fill(&course, 3, part);
        for bag in bags.map(container) {
            let swapped = |is_source: bool| {
                let mut command = asked.clone();
                if let Command::Handling(HandlingCommand::FillDose {
                    from, container, ..
                }) = &mut command
                {
                    *(if is_source { from } else { container }) = bag.clone();
                }
                command
            };
            let into = codes(&mut course.clone(), "tech-1", &swapped(false));
            assert_ne!(into, [""; 0], "into {bag}");
            let from = codes(&mut course.clone(), "tech-1", &swapped(true));
            assert_eq!(from.is_empty(), bag == container("CELLS-1"), "from {bag}");
        }
        assert_eq!(codes(&mut course, "tech-1", &asked), [""; 0]);
    }

    #[test]
    fn a_dose_that_was_filled_needs_no_collection_and_has_its_own_way_to_its_release() {
        let mut course = divided();
        let tasks = |course: &Course, number: u16| {
            let (protocol, treatment) = (&course.protocol, &course.treatment);
            let (now, zone) = (course.now, &course.zone);
            let look = outlook(
                protocol,
                treatment,
                &course.facility,
                now,
                zone,
                &course.country,
            );
            let of_dose =
                |item: &crate::OutlookItem| item.dose == Some(crate::course::dose(number));
            let items = look.items.into_iter().filter(of_dose);
            items.map(|item| item.task).collect::<Vec<_>>()
        };
        assert!(tasks(&course, 2).contains(&Task::Collect));
        let part = source(&course).cells.amount() / Decimal::TWO;
        let command = fill(&course, 2, part);
        ask(&mut course, &command);
        let release = Task::Release(cikada_domain::event::ReleaseKind::Conditional);
        let after = tasks(&course, 2);
        assert!(!after.contains(&Task::Collect), "{after:?}");
        assert!(
            after.contains(&release) && after.contains(&Task::Infuse),
            "{after:?}"
        );
        assert!(tasks(&course, 1).contains(&release));
        // The results are of the batch, and asked for once.
        let test = course.protocol.specification[0].id.clone();
        let reports = [1, 2].map(|number| {
            let tasks = tasks(&course, number).into_iter();
            tasks
                .filter(|task| *task == Task::ReportResult(test.clone()))
                .count()
        });
        assert_eq!(reports, [1, 0]);
        // When it has expired or was rejected the dose is collected for again.
        let reject = Command::RejectProduct {
            container: container(PARTS[0]),
        };
        assert_eq!(codes(&mut course, "qp-1", &reject), [""; 0]);
        assert!(tasks(&course, 2).contains(&Task::Collect));
    }

    #[test]
    fn the_way_of_a_filled_dose_leads_through_the_harvest_to_its_own_place() {
        let mut course = divided();
        let part = source(&course).cells.amount() / Decimal::TWO;
        let command = fill(&course, 2, part);
        ask(&mut course, &command);
        let (protocol, treatment) = (&course.protocol, &course.treatment);
        let report = crate::custody_report(protocol, treatment, &container(PARTS[0]), course.now);
        let words: Vec<_> = report
            .links
            .iter()
            .map(|link| link.words.as_str())
            .collect();
        let [.., harvested, filled] = words.as_slice() else {
            panic!("{words:?}")
        };
        assert_eq!(*harvested, "Filled from batch B-1");
        assert_eq!(
            *filled,
            "Filled from CELLS-1 of batch B-1, stored in FREEZER-1"
        );
        assert_eq!(
            report.links.last().unwrap().place.as_deref(),
            Some("FREEZER-1")
        );
    }
}

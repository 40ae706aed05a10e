//! Where a harvest is when a dose is filled out of it, and where the dose is then: in its storage place,
//! until a signed handover brings it on.

use rust_decimal::Decimal;

use super::tests::{PARTS, ask, divided, fill, source};
use crate::asked::codes;
use crate::course::{Course, container};
use crate::{Command, HandlingCommand, filling_refused};

fn quarter(course: &Course) -> Decimal {
    source(course).cells.amount() / Decimal::from(4)
}

#[test]
fn no_place_that_only_a_handover_brings_a_bag_to_is_a_storage_place() {
    let course = divided();
    for (written, refused) in [
        ("ward", Some("storage-place-reserved")),
        (" Bedside", Some("storage-place-reserved")),
        ("collection unit", Some("storage-place-reserved")),
        ("Clean  Room", Some("storage-place-reserved")),
        ("laboratory", Some("storage-place-reserved")),
        ("pharmacy", Some("storage-place-reserved")),
        (" ", Some("value-missing")),
        ("storage", None),
        ("WARD-FREEZER-2 B4", None),
    ] {
        let mut command = fill(&course, 2, quarter(&course));
        if let Command::Handling(HandlingCommand::FillDose { place, .. }) = &mut command {
            written.clone_into(place);
        }
        let found = codes(&mut course.clone(), "tech-1", &command);
        assert_eq!(found, Vec::from_iter(refused), "{written}");
    }
}

// A bag is at the bedside because somebody signed that it was brought there.
#[test]
fn a_dose_whose_storage_place_is_called_ward_is_at_the_bedside_after_a_signed_handover_only() {
    let mut course = divided();
    let command = fill(&course, 2, quarter(&course));
    ask(&mut course, &command);
    let bag = container(PARTS[0]);
    // As a ledger may hold it that was written before such names were refused.
    let product = course.treatment.products.get_mut(&bag).unwrap();
    product.place = Some("ward".to_owned());
    let verify = course.verification(2, "P-1", PARTS[0]);
    let elsewhere = |course: &mut Course| {
        let refused = codes(course, "nurse-1", &verify);
        refused.contains(&"container-elsewhere")
    };
    assert!(elsewhere(&mut course));
    let brought = course.handover(PARTS[0], "ward", "bedside");
    assert_eq!(codes(&mut course, "nurse-1", &brought), [""; 0]);
    assert!(!elsewhere(&mut course));
    // A handover that nobody signed who took it brings nothing.
    let handovers = course.treatment.custody.get_mut(&bag).unwrap();
    handovers.last_mut().unwrap().taken_by = None;
    assert!(elsewhere(&mut course));
}

#[test]
fn nothing_is_filled_out_of_a_harvest_that_was_handed_away_until_it_is_handed_back() {
    let mut course = divided();
    let bag = container("CELLS-1");
    for (from, to, elsewhere) in [
        ("clean room", "courier", true),
        ("courier", "ward", true),
        ("ward", "bedside", true),
        ("bedside", "storage", false),
        ("storage", "disposal", true),
        ("disposal", "collection unit", true),
        ("collection unit", "laboratory", false),
    ] {
        let handed = course.handover("CELLS-1", from, to);
        assert_eq!(codes(&mut course, "courier-1", &handed), [""; 0]);
        let command = fill(&course, 2, quarter(&course));
        let found = codes(&mut course.clone(), "tech-1", &command);
        let expected = elsewhere.then_some("container-elsewhere");
        assert_eq!(found, Vec::from_iter(expected), "{to}");
        let (protocol, treatment) = (&course.protocol, &course.treatment);
        let now = (course.now, &course.zone);
        let looked = filling_refused(protocol, treatment, &crate::course::batch(1), now);
        assert_eq!(!looked.is_empty(), elsewhere, "{to}");
        if let [reason] = looked.as_slice() {
            let told = format!(
                "{bag} is with {to}: hand it over to clean room or laboratory or pharmacy or storage first"
            );
            assert_eq!(reason.detail, told);
        }
    }
}

#[test]
fn where_a_harvest_was_is_asked_of_the_time_of_the_filling() {
    let mut course = divided();
    let start = course.now;
    let minutes = jiff::SignedDuration::from_mins;
    course.now = start + minutes(100);
    let handed = course.handover("CELLS-1", "clean room", "courier");
    let act = |at, course: &Course| crate::course::act("tech-1", Some("tech-2"), at, &course.zone);
    let entered = |at, course: &mut Course, command: &Command| {
        let act = act(start + minutes(at), course);
        matches!(course.ask(&act, command), crate::Decision::Accepted(_))
    };
    assert!(entered(60, &mut course, &handed));
    let command = fill(&course, 2, quarter(&course));
    assert!(!entered(70, &mut course.clone(), &command));
    assert!(entered(50, &mut course, &command));
}

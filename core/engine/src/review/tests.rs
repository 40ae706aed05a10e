//! What a review holds for whom, on records of the example protocol.

use cikada_domain::event::{HandlingEvent, QualityEvent, RefusedBecause};
use cikada_domain::treatment::Deviation;
use cikada_domain::{BatchId, DeviationId, Event};
use jiff::SignedDuration;

use super::events::{ACTS, concerns, refused_of};
use super::*;
use crate::asked::{codes, example_course};
use crate::course::{Course, Point, batch, container};
use crate::{Command, RefusalCode};

/// The review of the course's first product.
pub(crate) fn reviewed(course: &Course) -> Review {
    let Course {
        protocol,
        treatment,
        facility,
        events,
        now,
        zone,
        ..
    } = course;
    let cells = container("CELLS-1");
    review(
        protocol,
        (treatment, facility),
        events,
        &cells,
        (*now, zone),
    )
    .unwrap()
}

fn values(review: &Review) -> &ReviewCount {
    let mut counts = review.counts.iter();
    let values = counts.find(|count| count.what == "values within their limits");
    values.unwrap()
}

#[test]
fn a_clean_record_has_nothing_to_read_but_what_is_pending_and_everything_is_counted() {
    let course = example_course(Point::Tested);
    let review = reviewed(&course);
    assert_eq!(review.next, Some(ReleaseKind::Conditional));
    assert_eq!(review.unmet, []);
    let kinds: Vec<_> = review.exceptions.iter().map(|e| e.kind).collect();
    assert_eq!(kinds, [ExceptionKind::Pending]);
    assert!(
        review
            .counts
            .iter()
            .all(|count| count.is_complete() || count.what.contains("tests"))
    );
    assert!(values(&review).of > 5);
    assert!(review.reviewed.is_some());
}

#[test]
fn what_was_changed_late_out_or_refused_is_read_and_the_review_is_needed_again() {
    let mut course = example_course(Point::Tested);
    let limited =
        |input: &&cikada_protocol::model::Input| input.limit.is_some() && input.unit.is_some();
    let mut steps = course.protocol.steps.iter();
    let found = steps.find_map(|step| Some((step, step.inputs.iter().find(limited)?)));
    let (step, input) = found.unwrap();
    let (step, input) = (step.id.clone(), input.id.clone());
    let mut records = course.treatment.batches[&batch(1)].performed.iter();
    let record = records.find(|record| record.step == step).unwrap().clone();
    let cikada_domain::Value::Quantity(old) = &record.values[&input] else {
        panic!("a quantity")
    };
    let value = cikada_domain::Value::Quantity(old.with_amount(rust_decimal::Decimal::ONE));
    let correct = Command::CorrectValue {
        batch: batch(1),
        step,
        occurrence: 0,
        input,
        value,
    };
    assert_eq!(codes(&mut course, "tech-1", &correct), [""; 0]);
    let release = course.release(1, ReleaseKind::Conditional, course.today());
    codes(&mut course, "qp-1", &release);
    let review = reviewed(&course);
    let kinds: Vec<_> = review.exceptions.iter().map(|e| e.kind).collect();
    for kind in [
        ExceptionKind::Out,
        ExceptionKind::Deviating,
        ExceptionKind::Changed,
        ExceptionKind::Refused,
    ] {
        assert!(kinds.contains(&kind), "{kind:?} not in {kinds:?}");
    }
    let unmet: Vec<_> = review
        .unmet
        .iter()
        .map(|unmet| unmet.refusal.code)
        .collect();
    assert!(unmet.contains(&RefusalCode::ReviewMissing));
    assert!(!values(&review).is_complete());
}

#[test]
fn a_refusal_is_read_where_it_names_the_batch_as_a_word_or_names_no_other() {
    let mut course = example_course(Point::Tested);
    let (bag, batch) = (container("CELLS-1"), batch(1));
    let other = container("CELLS-10");
    let purpose = course.treatment.labels[&bag].clone();
    course.treatment.labels.insert(other, purpose);
    let longer = BatchId::new(format!("{batch}0")).unwrap();
    let record = course.treatment.batches[&batch].clone();
    course.treatment.batches.insert(longer.clone(), record);
    let ctx = &looking(
        &course.protocol,
        &course.treatment,
        course.now,
        &course.zone,
        None,
    );
    let shown = |command: &str, detail: &str| {
        let reason = RefusedBecause {
            code: "a-code".to_owned(),
            detail: detail.to_owned(),
            source: None,
        };
        refused_of(ctx, course.now, (command, &[reason]), (&bag, &batch))
    };
    assert!(shown("release-product", "CELLS-1: not reviewed"));
    assert!(shown("start-batch", batch.as_str()));
    assert!(!shown("release-product", "CELLS-10: not reviewed"));
    assert!(!shown("perform-step", longer.as_str()));
    assert!(shown("perform-step", "count-cells was done"));
    assert!(!shown("record-consent", "a consent"));
}

#[test]
fn every_act_that_may_be_of_a_batch_is_a_command() {
    let rules = include_str!("../rules.rs").replace('_', "-");
    for act in ACTS {
        let module = match act {
            "evaluate-risk" | "request-supply" | "inform-patient" => "supply-papers",
            "permit-supply" => "supply-permission",
            own => own,
        };
        assert!(rules.contains(&format!(" {module};")), "{act}");
    }
}

#[test]
fn files_equipment_retests_and_closed_deviations_of_the_batch_are_of_its_record() {
    let course = example_course(Point::Tested);
    let (bag, batch) = (container("CELLS-1"), batch(1));
    let step = course.protocol.steps[0].id.clone();
    let test = course.protocol.specification[0].id.clone();
    let deviation = DeviationId::new("D-1").unwrap();
    let mut treatment = course.treatment;
    let known = Deviation {
        batch: batch.clone(),
        step: None,
        input: None,
        container: None,
        found: cikada_domain::Value::Flag(true),
        expected: String::new(),
        opened_at: course.now,
        since: None,
        class: None,
        product_acceptable: None,
    };
    treatment.deviations.insert(deviation.clone(), known);
    let used = HandlingEvent::EquipmentUsed {
        batch: batch.clone(),
        step: step.clone(),
        equipment: Vec::new(),
        room: None,
    };
    let attached = HandlingEvent::FileAttached {
        batch: batch.clone(),
        step,
        file: cikada_domain::FileHash::new("a".repeat(64)).unwrap(),
        media_type: "image/jpeg".to_owned(),
        bytes: 1,
    };
    let ordered = QualityEvent::RetestOrdered {
        batch: batch.clone(),
        test,
    };
    let closed = Event::DeviationClosed {
        deviation,
        product_acceptable: true,
    };
    let events = [
        Event::Handling(used),
        Event::Handling(attached),
        Event::Quality(ordered),
        closed,
    ];
    let other = crate::course::batch(2);
    for event in events {
        let recorded = Recorded {
            event,
            ..course.events[0].clone()
        };
        let concerns = |batch| concerns(&treatment, &recorded, (&bag, batch));
        assert!(concerns(&batch), "{recorded:?}");
        assert!(!concerns(&other), "{recorded:?}");
    }
}

#[test]
fn an_act_entered_long_after_it_happened_is_said_with_both_times() {
    let mut course = example_course(Point::Harvested);
    let test = course.protocol.specification[0].clone();
    let command = Command::RecordResult {
        batch: batch(1),
        value: crate::example::example_meeting(&test.requirement),
        test: test.id,
        sample: None,
        file: None,
    };
    course.now += SignedDuration::from_hours(2);
    let at = course.now - SignedDuration::from_mins(90);
    let act = crate::course::act("qc-1", None, at, &course.zone);
    course.ask(&act, &command);
    let review = reviewed(&course);
    let late = review
        .exceptions
        .iter()
        .find(|e| e.kind == ExceptionKind::Late);
    assert!(
        late.is_some_and(|late| late.words.contains("entered at")),
        "{review:#?}"
    );
}

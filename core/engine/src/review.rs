//! The review of a product's record by exception: what is unmet first, then everything unusual, and
//! the rest counted, so that a person reads what needs reading and nothing else (draft EU GMP
//! Annex 11, chapter 12; 21 CFR 11.10(e)).

mod count;
mod events;
mod mend;

use cikada_domain::event::{Recorded, ReleaseKind};
use cikada_domain::treatment::{Batch, Confirmed, Product, ProductState};
use cikada_domain::{BatchId, ContainerId, Facility, StaffId, Treatment};
use cikada_protocol::model::ReleaseStage;
use cikada_protocol::{Judgement, Protocol};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::context::{Context, Reasons};
use crate::decision::Refusal;
use crate::gates;
use crate::outlook::looking;
use crate::rules::release_product;

pub use count::ReviewCount;
pub use mend::Mend;

/// One product's record, as whoever certifies it reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Which release comes next, if one does.
    pub next: Option<ReleaseKind>,
    /// Why that release would be refused now, the gravest first.
    pub unmet: Vec<Unmet>,
    /// Which releases the record allows now.
    pub allowed: Vec<ReleaseKind>,
    /// Everything unusual, by kind and in order of time.
    pub exceptions: Vec<ReviewException>,
    /// Everything that was counted and found as it should be, or not.
    pub counts: Vec<ReviewCount>,
    /// When and by whom the record was reviewed as it stands.
    pub reviewed: Option<Confirmed>,
}

/// Something that stands against the release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmet {
    /// What.
    pub refusal: Refusal,
    /// Where it is put right.
    pub mend: Mend,
}

/// Something unusual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewException {
    /// What kind of thing it is.
    pub kind: ExceptionKind,
    /// When it happened; nothing for what has not happened yet.
    pub at: Option<Timestamp>,
    /// Who did it.
    pub by: Option<StaffId>,
    /// What it is, in words.
    pub words: String,
}

/// Kinds of unusual things, in the order in which they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExceptionKind {
    /// A value or result outside its limit.
    Out,
    /// A deviation, open or closed.
    Deviating,
    /// A value changed after it was entered.
    Changed,
    /// An act entered long after it happened.
    Late,
    /// A label printed more than once.
    Reprinted,
    /// An act that was asked for and refused.
    Refused,
    /// A result that is not there yet.
    Pending,
}

impl ExceptionKind {
    /// Every kind, in the order in which they are read.
    pub const ALL: [Self; 7] = [
        Self::Out,
        Self::Deviating,
        Self::Changed,
        Self::Late,
        Self::Reprinted,
        Self::Refused,
        Self::Pending,
    ];

    /// The kind as a person reads it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Out => "out of limits",
            Self::Deviating => "deviating",
            Self::Changed => "changed",
            Self::Late => "entered late",
            Self::Reprinted => "reprinted",
            Self::Refused => "refused",
            Self::Pending => "pending",
        }
    }
}

/// Reviews a product's record as it stands at `now`; nothing if there is no such product. `events`
/// are those of the treatment, in their order; `facility` holds at least the lots that
/// [`lots_behind`](crate::lots_behind) names.
#[must_use]
pub fn review(
    protocol: &Protocol,
    (treatment, facility): (&Treatment, &Facility),
    events: &[Recorded],
    container: &ContainerId,
    (now, zone): (Timestamp, &TimeZone),
) -> Option<Review> {
    let ctx = &Context {
        facility: Some(facility),
        ..looking(protocol, treatment, now, zone, None)
    };
    let (product, batch) = treatment.product(container)?;
    let next = next_release(ctx, product);
    let refusals = |kind| {
        let mut reasons = Reasons::default();
        release_product::record_allows(ctx, &mut reasons, container, kind);
        reasons.into_refusals()
    };
    let unmet = next.map_or_else(Vec::new, refusals).into_iter();
    let unmet = unmet.map(|refusal| Unmet {
        mend: mend::of(ctx, (container, product, batch), &refusal),
        refusal,
    });
    let kinds = [ReleaseKind::Conditional, ReleaseKind::Final].into_iter();
    let mut exceptions = Vec::new();
    values_out(protocol, batch, &mut exceptions);
    results(protocol, batch, &mut exceptions);
    deviations(treatment, &product.batch, &mut exceptions);
    events::from_events(ctx, events, (container, &product.batch), &mut exceptions);
    exceptions.sort_by_key(|exception| (exception.kind, exception.at));
    Some(Review {
        next,
        unmet: unmet.collect(),
        allowed: kinds.filter(|kind| refusals(*kind).is_empty()).collect(),
        counts: count::of(protocol, treatment, container, batch),
        exceptions,
        reviewed: product.reviewed.clone(),
    })
}

fn next_release(ctx: &Context<'_>, product: &Product) -> Option<ReleaseKind> {
    match product.state {
        ProductState::Quarantine => Some(match gates::first_stage(ctx.protocol) {
            ReleaseStage::Conditional => ReleaseKind::Conditional,
            ReleaseStage::Final => ReleaseKind::Final,
        }),
        ProductState::ConditionallyReleased => Some(ReleaseKind::Final),
        ProductState::Released
        | ProductState::SuppliedExceptionally
        | ProductState::Rejected
        | ProductState::Returned
        | ProductState::Destroyed
        | ProductState::NeverInfused => None,
    }
}

fn values_out(protocol: &Protocol, batch: &Batch, exceptions: &mut Vec<ReviewException>) {
    for record in &batch.performed {
        let Some(step) = protocol.step(&record.step) else {
            continue;
        };
        for input in &step.inputs {
            let (Some(limit), Some(value)) = (&input.limit, record.values.get(&input.id)) else {
                continue;
            };
            if limit.judge(value) != Judgement::Meets {
                exceptions.push(ReviewException {
                    kind: ExceptionKind::Out,
                    at: Some(record.at),
                    by: Some(record.performer.clone()),
                    words: format!(
                        "{}, {}: {}, asked for {}",
                        step.title,
                        input.label,
                        value.words(),
                        limit.words()
                    ),
                });
            }
        }
    }
}

fn results(protocol: &Protocol, batch: &Batch, exceptions: &mut Vec<ReviewException>) {
    for test in &protocol.specification {
        let found = batch.results.get(&test.id);
        if found.is_none_or(Vec::is_empty) {
            exceptions.push(ReviewException {
                kind: ExceptionKind::Pending,
                at: None,
                by: None,
                words: format!("{}: no result yet", test.text),
            });
        }
        for result in found.into_iter().flatten().filter(|result| !result.meets) {
            exceptions.push(ReviewException {
                kind: ExceptionKind::Out,
                at: Some(result.at),
                by: Some(result.by.clone()),
                words: format!(
                    "{}: {}, asked for {}",
                    test.text,
                    result.value.words(),
                    test.requirement.words()
                ),
            });
        }
    }
}

fn deviations(treatment: &Treatment, batch: &BatchId, exceptions: &mut Vec<ReviewException>) {
    for (id, deviation) in &treatment.deviations {
        if &deviation.batch != batch {
            continue;
        }
        let stands = match deviation.product_acceptable {
            None => "open",
            Some(true) => "closed as acceptable",
            Some(false) => "closed as not acceptable",
        };
        exceptions.push(ReviewException {
            kind: ExceptionKind::Deviating,
            at: Some(deviation.opened_at),
            by: None,
            words: format!("{id}: {}; {stands}", deviation.words()),
        });
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use cikada_domain::event::{HandlingEvent, QualityEvent, RefusedBecause};
    use cikada_domain::treatment::Deviation;
    use cikada_domain::{DeviationId, Event};
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
        let rules = include_str!("rules.rs").replace('_', "-");
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
            assert!(concerns(&treatment, &event, (&bag, &batch)), "{event:?}");
            assert!(!concerns(&treatment, &event, (&bag, &other)), "{event:?}");
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
}

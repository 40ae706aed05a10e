//! Where what stands against a release can be put right: a reason alone sends nobody anywhere.

use cikada_domain::treatment::{Batch, Product, Standing};
use cikada_domain::{BatchId, ContainerId, DeviationId, DoseNumber, TestId};
use cikada_protocol::model::SpecificationTest;

use crate::context::Context;
use crate::decision::Refusal;
use crate::refusal::RefusalCode;

/// The act or the place that puts one reason right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mend {
    /// A result of this test is recorded.
    Result(TestId),
    /// A second person approves a result of this test, counted from 0.
    Approval(TestId, u16),
    /// This test is ordered again.
    Retest(TestId),
    /// A deviation is classified, or assessed once it is.
    Deviation(DeviationId),
    /// The product's label is printed.
    PrintLabel,
    /// The printed label is scanned back.
    ScanLabel,
    /// Printed labels are accounted for.
    AccountLabels,
    /// A dose is ordered.
    Order(DoseNumber),
    /// The record of the product is read and the review of it signed.
    Review,
    /// Nothing makes it good: it is rejected, or supplied out of specification with the complete set.
    Supply,
    /// Nothing makes it good: it is rejected.
    Reject,
    /// The protocol has no rule, and its author is asked.
    Protocol,
    /// The batch record, where a value can be corrected with a reason.
    Record,
}

/// Where a reason against the release of a product can be put right.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what no form of its own puts right is looked into in the batch record"
)]
pub(super) fn of(
    ctx: &Context<'_>,
    (container, product, batch): (&ContainerId, &Product, &Batch),
    refusal: &Refusal,
) -> Mend {
    let test = named_test(ctx, refusal);
    match refusal.code {
        RefusalCode::ResultMissing => {
            test.map_or(Mend::Record, |test| Mend::Result(test.id.clone()))
        }
        RefusalCode::ResultNotApproved => test
            .and_then(|test| approval(batch, test))
            .unwrap_or(Mend::Record),
        RefusalCode::RetestMissing => test.map_or(Mend::Record, |test| retest(batch, test)),
        RefusalCode::ResultOutOfSpecification | RefusalCode::CellsOutOfRange => Mend::Supply,
        RefusalCode::DeviationUnclassified
        | RefusalCode::DeviationOpen
        | RefusalCode::ContainerHeld => {
            deviation(ctx, &product.batch, refusal).map_or(Mend::Record, Mend::Deviation)
        }
        RefusalCode::DeviationNotAcceptable
        | RefusalCode::ContainerNotIntact
        | RefusalCode::LateFailureStands
        | RefusalCode::LotRecalled
        | RefusalCode::ProductExpired
        | RefusalCode::ProductWouldExpireBeforeEnd => Mend::Reject,
        RefusalCode::LabelNotVerified => label(ctx, container, product),
        RefusalCode::LabelsUnbalanced => match ctx.treatment.prints.get(container) {
            None => Mend::PrintLabel,
            Some(_) => Mend::AccountLabels,
        },
        RefusalCode::OrderMissing => Mend::Order(product.dose),
        RefusalCode::ReviewMissing => Mend::Review,
        RefusalCode::NoRule => Mend::Protocol,
        _ => Mend::Record,
    }
}

/// Whether a reason names an identifier, as a word of its own.
fn names(refusal: &Refusal, id: &str) -> bool {
    says(&refusal.detail, id)
}

/// Whether words name an identifier, as a word of its own.
pub(super) fn says(words: &str, id: &str) -> bool {
    let of_id = |letter: char| letter.is_ascii_alphanumeric() || "-._".contains(letter);
    let mut words = words.split(|letter: char| !of_id(letter));
    words.any(|word| word == id)
}

fn named_test<'a>(ctx: &Context<'a>, refusal: &Refusal) -> Option<&'a SpecificationTest> {
    let mut tests = ctx.protocol.specification.iter();
    tests.find(|test| names(refusal, test.id.as_str()))
}

fn approval(batch: &Batch, test: &SpecificationTest) -> Option<Mend> {
    let pending = batch
        .valid_results(&test.id)
        .find(|result| batch.standing(result) == Standing::Pending)?;
    Some(Mend::Approval(test.id.clone(), pending.number))
}

/// A retest that was ordered waits for its result; one that is owed is ordered first.
fn retest(batch: &Batch, test: &SpecificationTest) -> Mend {
    match batch.retests_owed(&test.id) {
        0 => Mend::Result(test.id.clone()),
        _ => Mend::Retest(test.id.clone()),
    }
}

fn deviation(ctx: &Context<'_>, batch: &BatchId, refusal: &Refusal) -> Option<DeviationId> {
    let of_batch = ctx.treatment.deviations.iter();
    let mut of_batch = of_batch.filter(|(_, deviation)| ctx.treatment.concerns(batch, deviation));
    let named = of_batch.find(|(id, _)| names(refusal, id.as_str()))?;
    Some(named.0.clone())
}

/// A label that was printed before everything was known is printed again, any other scanned back.
fn label(ctx: &Context<'_>, container: &ContainerId, product: &Product) -> Mend {
    let prints = ctx.treatment.prints.get(container);
    match prints.and_then(|prints| prints.printings.last()) {
        Some(last) if last.recorded_at >= product.holds_since => Mend::ScanLabel,
        _ => Mend::PrintLabel,
    }
}

#[cfg(test)]
mod tests {
    use cikada_domain::event::ReleaseKind;

    use super::*;
    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::{Course, Point, batch};
    use crate::review::tests::reviewed;

    fn mends(course: &Course) -> Vec<Mend> {
        let unmet = reviewed(course).unmet;
        unmet.into_iter().map(|unmet| unmet.mend).collect()
    }

    #[test]
    fn each_missing_result_leads_to_its_own_test_and_each_recorded_one_to_its_approval() {
        let mut course = example_course(Point::Harvested);
        let first = course.protocol.specification[0].clone();
        assert!(mends(&course).contains(&Mend::Result(first.id.clone())));
        let found = Command::RecordResult {
            batch: batch(1),
            value: crate::example::example_meeting(&first.requirement),
            test: first.id.clone(),
            sample: None,
            file: None,
        };
        assert_eq!(codes(&mut course, "qc-1", &found), [""; 0]);
        let after = mends(&course);
        assert!(after.contains(&Mend::Approval(first.id.clone(), 0)));
        assert!(!after.contains(&Mend::Result(first.id)));
        assert!(after.contains(&Mend::Review));
    }

    #[test]
    fn a_failed_result_leads_to_the_complete_set_and_an_expired_product_to_its_rejection() {
        let mut course = example_course(Point::Tested);
        let test = course.protocol.specification[0].clone();
        let found = Command::RecordResult {
            batch: batch(1),
            value: crate::example::example_failing(&test.requirement).remove(0),
            test: test.id,
            sample: None,
            file: None,
        };
        assert_eq!(codes(&mut course, "qc-1", &found), [""; 0]);
        assert!(mends(&course).contains(&Mend::Supply));
        course.now += jiff::SignedDuration::from_hours(24 * 30);
        assert!(mends(&course).contains(&Mend::Reject));
        assert_eq!(reviewed(&course).allowed, []);
    }

    #[test]
    fn an_identifier_that_only_begins_like_another_is_not_meant() {
        let refusal = |detail: &str| Refusal {
            code: RefusalCode::DeviationOpen,
            detail: detail.to_owned(),
            source: None,
        };
        assert!(names(&refusal("DEV-1: found 3 %"), "DEV-1"));
        assert!(!names(&refusal("DEV-12: found 3 %"), "DEV-1"));
        assert!(names(&refusal("C-1: deviation DEV-12, pH 3"), "DEV-12"));
    }

    #[test]
    fn a_release_is_offered_only_where_it_would_be_accepted() {
        let mut course = example_course(Point::Harvested);
        assert_eq!(reviewed(&course).allowed, []);
        course.go_to(Point::Tested, 1);
        assert_eq!(reviewed(&course).allowed, [ReleaseKind::Conditional]);
        let release = course.release(1, ReleaseKind::Conditional, course.today());
        assert_eq!(codes(&mut course, "qp-1", &release), [""; 0]);
        assert_eq!(reviewed(&course).allowed, []);
    }
}

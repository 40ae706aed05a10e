//! A culture begins from one collection of one donor, and nothing is ever pooled. A medicine is
//! prepared under a number of its own, for an order that stands.

use cikada_domain::treatment::whereabouts::MAKES;
use cikada_domain::{BatchId, DonationIdentificationNumber, DoseNumber, Event};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::deviation;
use crate::gates::{self, Weighed};
use crate::plan;
use crate::refusal::RefusalCode;
use crate::transport::conditions;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    batch: &BatchId,
    dose: DoseNumber,
    donation: &DonationIdentificationNumber,
) -> Decision {
    gates::open(ctx, &mut reasons);
    if let Some(collection) = ctx.treatment.collections.get(donation) {
        gates::not_held(ctx, &mut reasons, &collection.container);
    }
    gates::consents(ctx, &mut reasons);
    gates::not_stopped(ctx, &mut reasons);
    gates::not_filled(ctx, &mut reasons, dose);
    if let Some(started) = ctx.treatment.batches.get(batch) {
        reasons.refuse(
            RefusalCode::BatchAlreadyStarted,
            format!("{batch} at {}", ctx.wall(started.started_at)),
        );
    }
    if deviation::number(batch, usize::from(u16::MAX)).is_none() {
        reasons.refuse(RefusalCode::BatchNumberTooLong, batch.as_str());
    }
    let mut batches = ctx.treatment.batches.iter();
    // INVARIANT (one donor): a batch is of one collection, and a collection is in one batch.
    if let Some((other, _)) = batches.find(|(_, batch)| &batch.donation == donation) {
        reasons.refuse(
            RefusalCode::DonationAlreadyUsed,
            format!("{donation} is in batch {other}"),
        );
    }
    if ctx.protocol.medicine().is_some() {
        prepared(ctx, &mut reasons, dose);
    } else {
        collected(ctx, &mut reasons, dose, donation);
    }
    reasons.or_accept(|| {
        let started = Event::BatchStarted {
            batch: batch.clone(),
            dose,
            donation: donation.clone(),
        };
        let late = lain_too_long(ctx, donation);
        std::iter::once(started).chain(late).collect()
    })
}

/// The deviation of a collection that lay for longer than it may before its culture: it holds the
/// release until a qualified person has decided.
fn lain_too_long(ctx: &Context<'_>, donation: &DonationIdentificationNumber) -> Option<Event> {
    let container = &ctx.treatment.collections.get(donation)?.container;
    let rule = conditions(ctx.protocol, ctx.treatment, container)?;
    let late = deviation::late_untold(ctx, container, &rule);
    late.then(|| {
        let found = deviation::LATE.to_owned();
        deviation::reported(ctx.treatment, (container, None), 1, found)
    })?
}

/// A medicine is prepared for an order that stands, on a day of its dose.
fn prepared(ctx: &Context<'_>, reasons: &mut Reasons, dose: DoseNumber) {
    preparation_allowed(ctx, reasons, dose);
    let Some(planned) = gates::planned(ctx, reasons, dose) else {
        return;
    };
    let day = ctx.day();
    let (earliest, latest) = (planned.earliest, plan::last_day(ctx, planned));
    if day < earliest || day > latest {
        reasons.refuse(
            RefusalCode::PreparationOutsideItsDays,
            format!("today is {day}, dose {dose} is from {earliest} to {latest}"),
        );
    }
}

/// What stands against the preparation on whatever day.
pub(crate) fn preparation_allowed(ctx: &Context<'_>, reasons: &mut Reasons, dose: DoseNumber) {
    gates::eligible(ctx, reasons);
    gates::consents(ctx, reasons);
    gates::dosing_allowed(ctx, reasons);
    gates::cycle_open(ctx, reasons, dose);
    gates::part_open(ctx, reasons, dose);
    gates::not_given(ctx, reasons, dose);
    // INVARIANT (dose): nothing is prepared without an order that stands.
    gates::order_stands(ctx, reasons, dose, Weighed::Lately);
}

fn collected(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    dose: DoseNumber,
    donation: &DonationIdentificationNumber,
) {
    match ctx.treatment.collections.get(donation) {
        None => reasons.refuse(RefusalCode::CollectionMissing, donation.as_str()),
        Some(collection) => {
            if collection.dose != dose {
                reasons.refuse(
                    RefusalCode::WrongProduct,
                    format!(
                        "{donation} was collected for dose {}, and this is dose {dose}",
                        collection.dose
                    ),
                );
            }
            gates::at_one_of(ctx, reasons, &collection.container, &MAKES);
            gates::settled(ctx, reasons, &collection.container);
            gates::intact(ctx, reasons, &collection.container);
            gates::labels_balanced(ctx, reasons, &collection.container);
            gates::not_before(ctx, reasons, collection.at, "it was collected");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::{Point, batch, donation, dose};

    #[test]
    fn a_collection_that_lay_too_long_is_cultured_under_a_deviation() {
        for (hours, deviations) in [(20, 0), (72, 1)] {
            let mut course = example_course(Point::Collected);
            let collected = course.treatment.collections.values().next().unwrap().at;
            course.now = collected + jiff::SignedDuration::from_hours(hours);
            let command = Command::StartBatch {
                batch: batch(1),
                dose: dose(1),
                donation: donation(1),
            };
            assert_eq!(codes(&mut course, "tech-1", &command), [""; 0]);
            assert_eq!(course.treatment.deviations.len(), deviations, "{hours} h");
        }
    }

    #[test]
    fn a_second_culture_is_never_made_from_the_same_collection() {
        let mut course = example_course(Point::Cultured);
        let command = Command::StartBatch {
            batch: batch(2),
            dose: dose(1),
            donation: donation(1),
        };
        assert_eq!(
            codes(&mut course, "tech-1", &command),
            ["donation-already-used"]
        );
    }
}

//! A culture begins from one collection of one donor. Nothing is ever pooled.

use cikada_domain::{BatchId, DonationIdentificationNumber, DoseNumber, Event};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::refusal::RefusalCode;
use crate::{deviation, gates};

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    batch: &BatchId,
    dose: DoseNumber,
    donation: &DonationIdentificationNumber,
) -> Decision {
    gates::open(ctx, &mut reasons);
    gates::consents(ctx, &mut reasons);
    gates::not_stopped(ctx, &mut reasons);
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
            gates::intact(ctx, &mut reasons, &collection.container);
            gates::not_before(ctx, &mut reasons, collection.at, "it was collected");
        }
    }
    reasons.or_accept(|| {
        vec![Event::BatchStarted {
            batch: batch.clone(),
            dose,
            donation: donation.clone(),
        }]
    })
}

#[cfg(test)]
mod tests {
    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::{Point, batch, donation, dose};

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

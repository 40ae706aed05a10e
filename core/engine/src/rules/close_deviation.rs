//! A deviation is assessed and closed, once, with what it means for the product, by somebody who had
//! no hand in the batch.

use cikada_domain::{DeviationId, Event};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    deviation: &DeviationId,
    product_acceptable: bool,
) -> Decision {
    gates::opened(ctx, &mut reasons);
    match ctx.treatment.deviations.get(deviation) {
        None => reasons.refuse(RefusalCode::DeviationUnknown, deviation.as_str()),
        Some(known) => {
            if known.product_acceptable.is_some() {
                reasons.refuse(RefusalCode::DeviationAlreadyClosed, deviation.as_str());
            }
            if known.class.is_none() {
                reasons.refuse(RefusalCode::DeviationUnclassified, deviation.as_str());
            }
            gates::not_before(ctx, &mut reasons, known.opened_at, "it was opened");
            let batch = ctx.treatment.batches.get(&known.batch);
            // INVARIANT (four eyes): nobody judges their own work.
            if let (Some(batch), Some(act)) = (batch, ctx.act)
                && batch.makers.contains(&act.performer)
            {
                reasons.refuse(RefusalCode::AssessedByMaker, act.performer.as_str());
            }
        }
    }
    reasons.or_accept(|| {
        vec![Event::DeviationClosed {
            deviation: deviation.clone(),
            product_acceptable,
        }]
    })
}

#[cfg(test)]
mod tests {
    use cikada_domain::DeviationId;

    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::Point;

    #[test]
    fn a_deviation_nobody_opened_is_not_closed() {
        let mut course = example_course(Point::Harvested);
        let deviation = DeviationId::new("B-1-D1").unwrap();
        let product_acceptable = true;
        let command = Command::CloseDeviation {
            deviation,
            product_acceptable,
        };
        assert_eq!(codes(&mut course, "qp-1", &command), ["deviation-unknown"]);
    }
}

//! A container gets one label, once and for ever, before anything goes into it.

use cikada_domain::event::LabelPurpose;
use cikada_domain::{ContainerId, Event};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    container: &ContainerId,
    purpose: &LabelPurpose,
) -> Decision {
    gates::open(ctx, &mut reasons);
    // INVARIANT (once): every identifier is issued once, for ever.
    if ctx.treatment.labels.contains_key(container) {
        reasons.refuse(RefusalCode::LabelAlreadyIssued, container.as_str());
    }
    match purpose {
        LabelPurpose::Collection(dose) => {
            if ctx.protocol.collection().is_none() {
                reasons.refuse(RefusalCode::NothingCollected, ctx.protocol.title.as_str());
            }
            let _ = gates::planned(ctx, &mut reasons, *dose);
        }
        LabelPurpose::Product(id) => match ctx.treatment.batches.get(id) {
            None => reasons.refuse(RefusalCode::BatchUnknown, id.as_str()),
            Some(batch) => {
                let divided = ctx.protocol.product.division.is_some();
                if batch.container.is_some() && divided {
                    gates::further_dose(ctx, &mut reasons, id);
                } else if let Some(product) = &batch.container {
                    reasons.refuse(
                        RefusalCode::AlreadyHarvested,
                        format!("{id} into {product}"),
                    );
                }
            }
        },
    }
    reasons.or_accept(|| {
        vec![Event::LabelIssued {
            container: container.clone(),
            purpose: purpose.clone(),
        }]
    })
}

#[cfg(test)]
mod tests {
    use cikada_domain::event::LabelPurpose;

    use crate::Command;
    use crate::asked::{codes, example_course};
    use crate::course::{Point, batch, container, dose};

    #[test]
    fn a_container_once_labelled_is_never_labelled_for_anything_else() {
        let mut course = example_course(Point::Cultured);
        let label = Command::IssueLabel {
            container: container("BLOOD-1"),
            purpose: LabelPurpose::Product(batch(1)),
        };
        assert_eq!(
            codes(&mut course, "tech-1", &label),
            ["label-already-issued"]
        );
    }

    #[test]
    fn a_spoilt_bag_is_replaced_by_another_with_its_own_label() {
        let mut course = example_course(Point::Labelled);
        let label = Command::IssueLabel {
            container: container("BLOOD-1B"),
            purpose: LabelPurpose::Collection(dose(1)),
        };
        assert_eq!(codes(&mut course, "nurse-3", &label), [""; 0]);
    }
}

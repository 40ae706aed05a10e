//! Somebody who was alerted to a late failure says that they have seen it, as physician or as
//! qualified person. How long that took is in the record.

use cikada_domain::event::{Capacity, QualityEvent};
use cikada_domain::{ContainerId, Event, TestId};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::gates;
use crate::refusal::RefusalCode;

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    container: &ContainerId,
    test: &TestId,
    capacity: Capacity,
) -> Decision {
    gates::opened(ctx, &mut reasons);
    let product = ctx.treatment.products.get(container);
    let failures = product
        .into_iter()
        .flat_map(|product| &product.late_failures);
    let of_test: Vec<_> = failures.filter(|failure| &failure.test == test).collect();
    if of_test.is_empty() {
        let what = format!("{container}: {test}");
        reasons.refuse(RefusalCode::AlertUnknown, what);
    }
    for failure in &of_test {
        gates::not_before(ctx, &mut reasons, failure.at, "the alert was raised");
    }
    let unseen = |capacity: Capacity| of_test.iter().any(|f| f.seen_by(capacity).is_none());
    if !of_test.is_empty() && !unseen(capacity) {
        let what = format!("{test}, {}", capacity.words());
        reasons.refuse(RefusalCode::AlertAlreadySeen, what);
    }
    // Two people must have seen it, so one person sees it in one capacity only.
    let twice = ctx.act.is_some_and(|act| {
        let seen = |f: &&cikada_domain::treatment::LateFailure| {
            let before = f.acknowledged.get(&act.performer);
            before.is_some_and(|(seen_as, _)| *seen_as != Some(capacity))
        };
        of_test.iter().copied().any(|failure| seen(&failure))
    });
    if twice {
        let what = format!("{test}: by the same person in another capacity");
        reasons.refuse(RefusalCode::AlertAlreadySeen, what);
    }
    reasons.or_accept(|| {
        vec![Event::Quality(QualityEvent::AlertAcknowledged {
            container: container.clone(),
            test: test.clone(),
            capacity: Some(capacity),
        })]
    })
}

//! Gates of a supply out of specification (EU GMP Part IV, 11.5): what may be out, and what may
//! never leave at all.

use cikada_domain::treatment::{Batch, Product, ProductState};
use cikada_domain::{BatchId, ContainerId};

use crate::context::{Context, Reasons};
use crate::gates::{container, laboratory, quality};
use crate::refusal::RefusalCode;

/// What an exceptional supply can answer for. Everything else that is asked for a release is asked
/// for it too.
const ANSWERED_FOR: [RefusalCode; 2] = [
    RefusalCode::ResultOutOfSpecification,
    RefusalCode::CellsOutOfRange,
];

/// What is out of specification, as a release would say it; and everything else that a release on
/// the fast tests would refuse, which no papers answer for.
fn divided(
    ctx: &Context<'_>,
    id: &ContainerId,
    (product, batch): (&Product, &Batch),
) -> (Reasons, Reasons) {
    let mut all = Reasons::default();
    let stage = quality::first_stage(ctx.protocol);
    laboratory::results(ctx, &mut all, batch, stage);
    quality::quality(ctx, &mut all, id, (product, batch));
    all.divided(&ANSWERED_FOR)
}

/// What is out of specification, each in words.
pub(crate) fn out_of_specification_words(
    ctx: &Context<'_>,
    id: &ContainerId,
    of: (&Product, &Batch),
) -> Vec<String> {
    let (out, _) = divided(ctx, id, of);
    let out = out.into_refusals().into_iter();
    out.map(|refusal| refusal.detail).collect()
}

/// Something is out of specification; without that there is nothing exceptional to supply.
pub(crate) fn out_of_specification(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    id: &ContainerId,
    (product, batch): (&Product, &Batch),
) {
    let (out, _) = divided(ctx, id, (product, batch));
    if out.is_empty() {
        let of = BatchId::as_str(&product.batch);
        reasons.refuse(RefusalCode::NotOutOfSpecification, of);
    }
}

/// What no papers answer for: another identity, damage, a decision against the product, an
/// unassessed or unacceptable deviation, a missing result, a dose above its cap.
pub(crate) fn never_supplied(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    id: &ContainerId,
    (product, batch): (&Product, &Batch),
) {
    container::soundness(ctx, reasons, id);
    if product.state == ProductState::Rejected {
        reasons.refuse(RefusalCode::ProductRejected, id.as_str());
    }
    late_failures(reasons, id, product);
    let (_, never) = divided(ctx, id, (product, batch));
    reasons.extend(never);
}

/// A result that failed after the product had left is answered for by nobody.
fn late_failures(reasons: &mut Reasons, id: &ContainerId, product: &Product) {
    for failure in &product.late_failures {
        reasons.refuse(
            RefusalCode::LateFailureStands,
            format!("{id}: {}", failure.test),
        );
    }
}

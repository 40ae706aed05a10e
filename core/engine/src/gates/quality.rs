//! Gates of quality: deviations and the number of cells, asked for the release and again
//! at the bedside, because a late result or a correction may have come between.

use cikada_domain::treatment::{Batch, Product};
use cikada_domain::{ContainerId, DoseNumber, Value};
use cikada_protocol::dosing::PlannedAmount;
use cikada_protocol::model::{DoseAmount, DoseLine, ReleaseRule, ReleaseStage};
use cikada_protocol::{Protocol, Requirement};

use crate::context::{Context, Reasons};
use crate::dosing::{self, needs_order};
use crate::figures;
use crate::gates;
use crate::gates::entry::judged;
use crate::refusal::RefusalCode;

/// Deviations of the batch and the cells in the container allow the product's use.
pub(crate) fn quality(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    container: &ContainerId,
    (product, batch): (&Product, &Batch),
) {
    settled(ctx, reasons, container);
    gates::lots::not_recalled(ctx, reasons, batch);
    let dose = product.dose;
    let Some(line) = ctx.protocol.dose_line(dose) else {
        reasons.refuse(RefusalCode::NoRule, format!("how much dose {dose} is"));
        return;
    };
    let wanted = match &line.amount {
        DoseAmount::Cells(wanted) if !needs_order(line) => Some(wanted.clone()),
        DoseAmount::Cells(_) => cells_ordered(ctx, reasons, dose),
        DoseAmount::Exact(_) | DoseAmount::Titrated(_) => {
            return amount(ctx, reasons, (container, dose), line);
        }
    };
    let Some(wanted) = &wanted else {
        return;
    };
    // The record with its corrections, not the count once printed.
    let Some(cells) = figures::held(ctx, container) else {
        reasons.refuse_by(
            RefusalCode::CellsOutOfRange,
            "no count at the harvest",
            &line.source,
        );
        return;
    };
    let value = Value::Quantity(cells.clone());
    // INVARIANT (dose): another population than the dose's is never compared, and never a dose.
    let meets = judged(
        reasons,
        "cells at the harvest",
        &value,
        wanted,
        &line.source,
    );
    if meets == Some(false) {
        reasons.refuse_by(
            RefusalCode::CellsOutOfRange,
            format!("found {}, a dose is {}", cells.words(), wanted.words()),
            &line.source,
        );
    }
    gates::cells_under_caps(ctx, reasons, line, (dose, &cells));
}

/// How many cells the dose is for the weight and the level it was ordered with.
fn cells_ordered(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    dose: DoseNumber,
) -> Option<Requirement> {
    let Some(order) = ctx.treatment.orders.get(&dose) else {
        reasons.refuse(RefusalCode::OrderMissing, format!("dose {dose}"));
        return None;
    };
    match dosing::for_order(ctx, reasons, dose, order)?.amount {
        PlannedAmount::Cells { min, max } => Some(Requirement::Between { min, max }),
        PlannedAmount::Exact(_) => None,
    }
}

/// The amount filled, with its corrections, is the amount ordered.
fn amount(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    (container, dose): (&ContainerId, DoseNumber),
    line: &DoseLine,
) {
    match figures::held(ctx, container) {
        Some(filled) => gates::amount_as_ordered(ctx, reasons, dose, line, &filled),
        None => reasons.refuse_by(RefusalCode::AmountDiffers, "no amount filled", &line.source),
    }
}

/// The stage of release that comes first: some products have no fast tests.
pub(crate) fn first_stage(protocol: &Protocol) -> ReleaseStage {
    let conditional = |rule: &ReleaseRule| rule.stage == ReleaseStage::Conditional;
    if protocol.releases.iter().any(conditional) {
        ReleaseStage::Conditional
    } else {
        ReleaseStage::Final
    }
}

/// Every deviation that stands against what a container holds is classified, closed and acceptable (EU GMP
/// Part IV): those of its batch, but what is known to have touched only another of its doses.
pub(crate) fn settled(ctx: &Context<'_>, reasons: &mut Reasons, container: &ContainerId) {
    for (id, deviation) in ctx.treatment.way_of(container).deviations {
        let code = match (deviation.product_acceptable, deviation.class) {
            (Some(true), Some(_)) => continue,
            (Some(false), _) => RefusalCode::DeviationNotAcceptable,
            (None, Some(_)) => RefusalCode::DeviationOpen,
            (_, None) => RefusalCode::DeviationUnclassified,
        };
        reasons.refuse(code, format!("{id}: {}", deviation.words()));
    }
}

#[cfg(test)]
mod tests {
    use cikada_domain::event::ReleaseKind;

    use crate::asked::{codes, example_course};
    use crate::course::{Point, container};

    // INVARIANT (dose): no dose exceeds the protocol's cap.
    #[test]
    fn cells_above_a_cap_are_not_released_even_where_nothing_is_ordered() {
        let harvested = example_course(Point::Tested);
        let release = harvested.release(1, ReleaseKind::Conditional, harvested.today());
        let cells = harvested.treatment.products[&container("CELLS-1")]
            .cells
            .clone();
        let below = cells.with_amount(cells.amount() - rust_decimal::Decimal::ONE);
        let mut whole = harvested.clone();
        whole.protocol.doses[0].cap = Some(cells.clone());
        whole.protocol.doses[0].cumulative_cap = Some(cells);
        assert_eq!(codes(&mut whole, "qp-1", &release), [""; 0]);
        let mut over = harvested.clone();
        over.protocol.doses[0].cap = Some(below.clone());
        assert_eq!(codes(&mut over, "qp-1", &release), ["dose-over-cap"]);
        let mut over = harvested;
        over.protocol.doses[0].cumulative_cap = Some(below);
        let code = "cumulative-cap-reached";
        assert_eq!(codes(&mut over, "qp-1", &release), [code]);
    }
}

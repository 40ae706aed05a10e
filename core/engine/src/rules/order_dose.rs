//! A physician orders a dose. The engine works the dose out itself and takes no other amount.

use cikada_domain::{DoseNumber, Event, Quantity};

use crate::context::{Context, Reasons};
use crate::decision::Decision;
use crate::{dosing, gates};

pub(crate) fn decide(
    ctx: &Context<'_>,
    mut reasons: Reasons,
    dose: DoseNumber,
    amount: &Quantity,
) -> Decision {
    record_allows(ctx, &mut reasons, dose);
    let now = dosing::worked(ctx, &mut reasons, dose);
    if let (Some(now), Some(line)) = (&now, ctx.protocol.dose_line(dose)) {
        gates::order_fits(ctx, &mut reasons, line, now, amount);
        gates::under_cumulative_cap(ctx, &mut reasons, line, (dose, amount));
    }
    reasons.or_accept(|| {
        let ordered = now.into_iter().map(|now| Event::DoseOrdered {
            dose,
            line: now.planned.line,
            level: now.level,
            amount: amount.clone(),
            weight: now.body.weight,
            height: now.body.height,
        });
        ordered.collect()
    })
}

/// What stands against any order of the dose, whatever its amount.
pub(crate) fn record_allows(ctx: &Context<'_>, reasons: &mut Reasons, dose: DoseNumber) {
    gates::open(ctx, reasons);
    gates::eligible(ctx, reasons);
    gates::consents(ctx, reasons);
    gates::dosing_allowed(ctx, reasons);
    gates::cycle_open(ctx, reasons, dose);
    gates::part_open(ctx, reasons, dose);
    let _ = gates::planned(ctx, reasons, dose);
    gates::not_given(ctx, reasons, dose);
}

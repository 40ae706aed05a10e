//! Gates of the dose: an order that stands, and a therapy that may be had here.

use std::cmp::Ordering;

use cikada_domain::event::ExceptionTo;
use cikada_domain::treatment::Order;
use cikada_domain::{ContainerId, Dimension, DoseNumber, Quantity, Value};
use cikada_dose::{DoseProblem, OrderProblem, check_order, cumulative, weight_change};
use cikada_protocol::dosing::PlannedAmount;
use cikada_protocol::model::{AvailabilityStatus, DoseLine};

use crate::context::{Context, Reasons};
use crate::dosing::{self, DoseNow, level_of, needs_order};
use crate::refusal::RefusalCode;
use crate::{figures, time};

/// What an order must still be when it is asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weighed {
    /// The weight is as fresh as its rule asks: before a preparation begins.
    Lately,
    /// The last known weight has not moved too far: the preparation is there.
    AtAll,
}

/// How the therapy stands here today; `None` if it may be had without an exception.
pub(crate) fn exception_needed(ctx: &Context<'_>) -> Option<(ExceptionTo, String, String)> {
    let day = time::day(ctx.clock(), ctx.zone);
    let line = ctx
        .country
        .and_then(|country| ctx.protocol.availability_in(country.as_str(), day));
    let Some(line) = line else {
        let country = ctx.country.map_or("no country", |country| country.as_str());
        let detail = format!("{country}: no line of the protocol holds on {day}");
        return Some((ExceptionTo::Unknown, detail, String::new()));
    };
    let status = match line.status {
        AvailabilityStatus::Approved | AvailabilityStatus::Investigational => return None,
        AvailabilityStatus::OffLabel => ExceptionTo::OffLabel,
        AvailabilityStatus::Withdrawn => ExceptionTo::Withdrawn,
        AvailabilityStatus::Unverified => ExceptionTo::Unverified,
    };
    let country = ctx.country.map_or("", |country| country.as_str());
    let detail = format!("{country}: {}: {}", line.status.name(), line.text);
    Some((status, detail, line.source.clone()))
}

/// The therapy may be had here, or somebody answers for giving it all the same.
pub(crate) fn available(ctx: &Context<'_>, reasons: &mut Reasons) {
    let Some((status, detail, source)) = exception_needed(ctx) else {
        return;
    };
    let recorded = ctx.country.is_some_and(|country| {
        let exception = (country.clone(), status);
        ctx.treatment.exceptions.contains_key(&exception)
    });
    match status {
        _ if recorded => {}
        ExceptionTo::Unknown => reasons.refuse(RefusalCode::AvailabilityUnknown, detail),
        ExceptionTo::OffLabel | ExceptionTo::Withdrawn | ExceptionTo::Unverified => {
            reasons.refuse_by(RefusalCode::NotAvailableHere, detail, &source);
        }
    }
}

/// What a physician writes is what was worked out, in its unit, and under every cap.
pub(crate) fn order_fits(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    line: &DoseLine,
    now: &DoseNow,
    ordered: &Quantity,
) {
    match &now.planned.amount {
        PlannedAmount::Exact(computed) => {
            let strength = ctx.protocol.medicine();
            let strength = strength.and_then(|medicine| medicine.strength.as_ref());
            if let Err(problem) = check_order(computed, ordered, &now.body, strength) {
                reasons.refuse_by(code_of(&problem), problem.to_string(), &line.source);
            }
        }
        PlannedAmount::Cells { min, max } => {
            cells_fit(reasons, line, ordered, (min.as_ref(), max.as_ref()));
        }
    }
    // An order in another kind of unit or cells was refused as such above.
    if let Some(cap) = &line.cap
        && (ordered.dimension(), ordered.population()) == (cap.dimension(), cap.population())
    {
        under_cap(reasons, line, "ordered", ordered);
    }
}

/// One dose is at most its cap; what cannot be held against the cap is not under it.
fn under_cap(reasons: &mut Reasons, line: &DoseLine, done: &str, amount: &Quantity) {
    let Some(cap) = &line.cap else {
        return;
    };
    // INVARIANT (dose): no dose exceeds the protocol's cap.
    if !matches!(amount.compare(cap), Ok(Ordering::Less | Ordering::Equal)) {
        let detail = format!("{done} {}, at most {}", amount.words(), cap.words());
        reasons.refuse_by(RefusalCode::DoseOverCap, detail, &line.source);
    }
}

/// The cells counted are no more than one dose may be, nor with the doses before more than all may.
pub(crate) fn cells_under_caps(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    line: &DoseLine,
    (dose, cells): (DoseNumber, &Quantity),
) {
    under_cap(reasons, line, "counted", cells);
    under_cumulative_cap(ctx, reasons, line, (dose, cells));
}

fn code_of(problem: &DoseProblem) -> RefusalCode {
    let DoseProblem::Order(problem) = problem else {
        return RefusalCode::DoseNotComputable;
    };
    match problem {
        OrderProblem::BareUnit(_)
        | OrderProblem::OtherScale { .. }
        | OrderProblem::MassForUnits { .. }
        | OrderProblem::OtherKind { .. } => RefusalCode::OrderUnitWrong,
        OrderProblem::OtherPopulation { .. } => RefusalCode::OrderPopulationMixed,
        OrderProblem::OtherAmount { .. } => RefusalCode::OrderDiffers,
    }
}

fn cells_fit(
    reasons: &mut Reasons,
    line: &DoseLine,
    ordered: &Quantity,
    (min, max): (Option<&Quantity>, Option<&Quantity>),
) {
    let range = [
        min.map(|min| format!("at least {}", min.words())),
        max.map(|max| format!("at most {}", max.words())),
    ];
    let range: Vec<_> = range.into_iter().flatten().collect();
    let detail = format!(
        "ordered {}, a dose is {}",
        ordered.words(),
        range.join(" and ")
    );
    let limit = min.or(max);
    let code = if ordered.dimension() != Dimension::CellCount {
        RefusalCode::OrderUnitWrong
    } else if limit.is_some_and(|limit| limit.population() != ordered.population()) {
        // INVARIANT (dose): another population than the dose's is never compared.
        RefusalCode::OrderPopulationMixed
    } else if inside(ordered, min, max) {
        return;
    } else {
        RefusalCode::OrderDiffers
    };
    reasons.refuse_by(code, detail, &line.source);
}

fn inside(cells: &Quantity, min: Option<&Quantity>, max: Option<&Quantity>) -> bool {
    let above = |min| matches!(cells.compare(min), Ok(Ordering::Greater | Ordering::Equal));
    let below = |max| matches!(cells.compare(max), Ok(Ordering::Less | Ordering::Equal));
    min.is_none_or(above) && max.is_none_or(below)
}

/// All doses of the line together stay under its cumulative cap.
pub(crate) fn under_cumulative_cap(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    line: &DoseLine,
    (dose, amount): (DoseNumber, &Quantity),
) {
    let Some(cap) = &line.cumulative_cap else {
        return;
    };
    let mut doses = Vec::new();
    for (other, at) in &ctx.treatment.doses {
        let of_line = ctx.protocol.dose_line(*other);
        let of_line = of_line.is_some_and(|other| other.id == line.id);
        let Some(infusion) = at.infusion.as_ref().filter(|_| of_line && *other != dose) else {
            continue;
        };
        match amount_given(ctx, *other, &infusion.container) {
            Some(given) => doses.push(given),
            None => {
                let detail = format!("how much dose {other} was is not recorded");
                reasons.refuse_by(RefusalCode::DoseNotComputable, detail, &line.source);
            }
        }
    }
    doses.push(amount.clone());
    match cumulative(&doses, Some(cap)) {
        Ok(sum) if sum.value.exceeded_at.is_none() => {}
        Ok(sum) => {
            let (total, cap) = (sum.value.total.words(), cap.words());
            let detail = format!("{total} with this dose, at most {cap}");
            reasons.refuse_by(RefusalCode::CumulativeCapReached, detail, &line.source);
        }
        Err(problem) => {
            let detail = problem.to_string();
            reasons.refuse_by(RefusalCode::DoseNotComputable, detail, &line.source);
        }
    }
}

/// How much a dose was that was started: what its bag held, as the record stands now.
fn amount_given(ctx: &Context<'_>, dose: DoseNumber, container: &ContainerId) -> Option<Quantity> {
    let ordered = || Some(ctx.treatment.orders.get(&dose)?.amount.clone());
    figures::held(ctx, container).or_else(ordered)
}

/// The dose was ordered, and the order is still what would be ordered: the same level, a weight
/// that has not moved too far, nothing found since that changes the dose.
pub(crate) fn order_stands(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    dose: DoseNumber,
    weighed: Weighed,
) {
    let Some(line) = ctx.protocol.dose_line(dose) else {
        reasons.refuse(RefusalCode::NoRule, format!("how much dose {dose} is"));
        return;
    };
    if !needs_order(line) {
        return;
    }
    let Some(order) = ctx.treatment.orders.get(&dose) else {
        reasons.refuse_by(
            RefusalCode::OrderMissing,
            format!("dose {dose}"),
            &line.source,
        );
        return;
    };
    if let Some(weight) = &order.weight {
        same_weight(ctx, reasons, weight, weighed);
    }
    under_cumulative_cap(ctx, reasons, line, (dose, &order.amount));
    let level = level_of(ctx.treatment, line);
    let Some(planned) = dosing::for_order(ctx, reasons, dose, order) else {
        return;
    };
    let (same, words) = match &planned.amount {
        PlannedAmount::Exact(now) => (now.quantity == order.amount, now.quantity.words()),
        PlannedAmount::Cells { min, max } => {
            let within = inside(&order.amount, min.as_ref(), max.as_ref());
            (within, planned.working.join("; "))
        }
    };
    // INVARIANT (dose): what is given is what was ordered, and what would be ordered now.
    if !same || level != order.level || line.id != order.line {
        let (was, ordered) = (order.level, order.amount.words());
        let detail = format!("ordered {ordered} at level {was}, now level {level}: {words}");
        reasons.refuse_by(RefusalCode::OrderOutdated, detail, &line.source);
    }
}

fn same_weight(ctx: &Context<'_>, reasons: &mut Reasons, ordered: &Quantity, weighed: Weighed) {
    let Some(rule) = &ctx.protocol.body else {
        reasons.refuse(RefusalCode::NoRule, "where the weight is recorded");
        return;
    };
    let found = dosing::latest(ctx, rule.weight.as_str());
    let Some(found) = found else {
        let name = rule.weight.as_str();
        reasons.refuse_by(RefusalCode::WeightMissing, name, &rule.source);
        return;
    };
    if weighed == Weighed::Lately && !found.fresh(ctx) {
        found.refuse_age(ctx, reasons, RefusalCode::WeightTooOld);
    }
    let Value::Quantity(now) = found.value else {
        reasons.refuse_by(
            RefusalCode::WeightMissing,
            found.value.words(),
            &rule.source,
        );
        return;
    };
    match weight_change(ordered, now, &rule.recheck) {
        Ok(change) if !change.value.recheck => {}
        Ok(change) => {
            let detail = change.working.join("; ");
            reasons.refuse_by(RefusalCode::WeightChanged, detail, &rule.source);
        }
        Err(problem) => {
            let detail = problem.to_string();
            reasons.refuse_by(RefusalCode::DoseNotComputable, detail, &rule.source);
        }
    }
}

/// What a product holds of a medicine is what was ordered, to the last unit, and under the cap.
pub(crate) fn amount_as_ordered(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    dose: DoseNumber,
    line: &DoseLine,
    amount: &Quantity,
) {
    let order: Option<&Order> = ctx.treatment.orders.get(&dose);
    let Some(order) = order else {
        reasons.refuse_by(
            RefusalCode::OrderMissing,
            format!("dose {dose}"),
            &line.source,
        );
        return;
    };
    let same = amount.unit() == order.amount.unit()
        && amount.compare(&order.amount) == Ok(Ordering::Equal);
    // INVARIANT (dose): another amount than the ordered one is no dose, however near it is.
    if !same {
        let (filled, ordered) = (amount.words(), order.amount.words());
        let detail = format!("filled {filled}, ordered {ordered}");
        reasons.refuse_by(RefusalCode::AmountDiffers, detail, &line.source);
    }
    under_cap(reasons, line, "filled", amount);
}

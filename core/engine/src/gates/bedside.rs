//! Gates of the bedside: the right patient, the right product, still good at the planned end.

use cikada_domain::treatment::whereabouts::GIVES;
use cikada_domain::treatment::{Fitness, ProductState};
use cikada_domain::{ContainerId, DeviceId, DoseNumber, PersonId};
use cikada_protocol::model::{Criterion, ReleaseStage};
use jiff::Timestamp;

use crate::command::Scanned;
use crate::context::{Context, Reasons};
use crate::gates::enrolment::meets;
use crate::gates::{container, labels, laboratory, quality, supply};
use crate::refusal::RefusalCode;
use crate::rules::supply_papers;
use crate::time;

/// The wristband is of the person asked for.
pub(crate) fn right_patient(
    reasons: &mut Reasons,
    wristband: &Scanned<PersonId>,
    expected: Option<&PersonId>,
) {
    match wristband {
        Scanned::Unknown => reasons.refuse(RefusalCode::WristbandUnknown, "not known here"),
        // INVARIANT (recipient): no product goes into anyone but its recipient.
        Scanned::Known(person) if expected != Some(person) => reasons.refuse(
            RefusalCode::WrongPatient,
            format!(
                "scanned {person}, expected {}",
                expected.map_or("nobody", PersonId::as_str)
            ),
        ),
        Scanned::Known(_) => {}
    }
}

/// The container holds the dose's product, released, sound, and in date at the planned end.
pub(crate) fn product_to_give(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    dose: DoseNumber,
    id: &ContainerId,
) {
    // INVARIANT (once): no container is given twice.
    if ctx.treatment.containers_infused().contains(id) {
        reasons.refuse(RefusalCode::ContainerAlreadyInfused, id.as_str());
    }
    container::soundness(ctx, reasons, id);
    let Some((product, batch)) = ctx.treatment.product(id) else {
        // Nothing is known of the bag, so no later question about it can be asked.
        reasons.refuse(RefusalCode::ProductUnknown, id.as_str());
        return;
    };
    container::handed_to(ctx, reasons, id, &GIVES);
    if product.dose != dose {
        reasons.refuse(
            RefusalCode::WrongProduct,
            format!("{id} is dose {}, and this is dose {dose}", product.dose),
        );
    }
    // What it holds may have been corrected since the release: then its label says another number.
    if product.state != ProductState::Quarantine {
        labels::label_holds(ctx, reasons, id, product);
    }
    let stage = match product.state {
        ProductState::SuppliedExceptionally => {
            // What was out of specification then is answered for, and nothing else.
            supply::never_supplied(ctx, reasons, id, (product, batch));
            supply_papers::answer_still(reasons, product);
            return in_date(ctx, reasons, product.expires_at);
        }
        ProductState::Quarantine => {
            reasons.refuse(RefusalCode::ProductNotReleased, id.as_str());
            quality::first_stage(ctx.protocol)
        }
        ProductState::Rejected => {
            reasons.refuse(RefusalCode::ProductRejected, id.as_str());
            quality::first_stage(ctx.protocol)
        }
        // That it is out of use is a reason already.
        ProductState::Returned | ProductState::Destroyed | ProductState::NeverInfused => {
            quality::first_stage(ctx.protocol)
        }
        ProductState::ConditionallyReleased => ReleaseStage::Conditional,
        ProductState::Released => ReleaseStage::Final,
    };
    quality::quality(ctx, reasons, id, (product, batch));
    laboratory::results(ctx, reasons, batch, stage);
    in_date(ctx, reasons, product.expires_at);
}

/// The product lives until the infusion's planned end, by the latest clock anyone has shown.
fn in_date(ctx: &Context<'_>, reasons: &mut Reasons, expires_at: Timestamp) {
    in_date_from(ctx, reasons, ctx.clock(), expires_at);
}

/// The product still lives at the planned end of an infusion that starts when it has travelled.
pub(crate) fn in_date_on_arrival(ctx: &Context<'_>, reasons: &mut Reasons, expires_at: Timestamp) {
    match arrival(ctx) {
        Some(arrival) => in_date_from(ctx, reasons, arrival, expires_at),
        None => reasons.refuse(RefusalCode::NoRule, "a way that takes a time"),
    }
}

/// When a product that leaves now has travelled.
pub(crate) fn arrival(ctx: &Context<'_>) -> Option<Timestamp> {
    let way = ctx.protocol.transport.as_ref();
    way.map_or(Some(ctx.clock()), |way| {
        time::later(ctx.clock(), &way.duration, ctx.zone)
    })
}

/// When an infusion that starts then is planned to end.
pub(crate) fn planned_end(ctx: &Context<'_>, start: Timestamp) -> Option<Timestamp> {
    time::later(start, &ctx.protocol.infusion.duration, ctx.zone)
}

fn in_date_from(ctx: &Context<'_>, reasons: &mut Reasons, start: Timestamp, expires_at: Timestamp) {
    let clock = ctx.clock();
    // INVARIANT (in date): expiry is held against the planned end, not the start.
    let end = planned_end(ctx, start);
    if clock > expires_at {
        reasons.refuse_by(
            RefusalCode::ProductExpired,
            format!(
                "expired at {}, and it is {}",
                ctx.wall(expires_at),
                ctx.wall(clock)
            ),
            &ctx.protocol.product.source,
        );
    } else if end.is_none_or(|end| end > expires_at) {
        let end = end.map_or("a time unknown".to_owned(), |end| ctx.wall(end).to_string());
        reasons.refuse_by(
            RefusalCode::ProductWouldExpireBeforeEnd,
            format!(
                "expires at {}, and the infusion would end at {end}",
                ctx.wall(expires_at)
            ),
            &ctx.protocol.product.source,
        );
    }
}

/// Fitness was recorded today, or as lately as its criterion asks, and every criterion is met.
pub(crate) fn fit(ctx: &Context<'_>, reasons: &mut Reasons, dose: DoseNumber) {
    if ctx.protocol.fitness.is_empty() {
        reasons.refuse(RefusalCode::NoRule, "no criterion of fitness");
    }
    let fitness = ctx.treatment.doses.get(&dose);
    let Some(fitness) = fitness.and_then(|dose| dose.fitness.as_ref()) else {
        reasons.refuse(RefusalCode::FitnessMissing, format!("dose {dose}"));
        return;
    };
    for criterion in &ctx.protocol.fitness {
        fit_by(ctx, reasons, criterion, fitness);
    }
}

/// One criterion of fitness was answered lately enough, and is met.
pub(crate) fn fit_by(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    criterion: &Criterion,
    fitness: &Fitness,
) {
    let name = criterion.id.as_str();
    let Some(found) = fitness.findings.get(&criterion.id) else {
        reasons.refuse_by(RefusalCode::FitnessMissing, name, &criterion.source);
        return;
    };
    let too_old = match &criterion.age_max {
        Some(age) => time::older_than(fitness.at, age, ctx.clock(), ctx.zone),
        None => time::day(fitness.at, ctx.zone) != time::day(ctx.clock(), ctx.zone),
    };
    if too_old {
        let age = criterion.age_max.as_ref();
        let limit = age.map_or("this day".to_owned(), |age| age.words());
        reasons.refuse_by(
            RefusalCode::FitnessTooOld,
            format!(
                "{name}: recorded at {}, allowed is {limit}",
                ctx.wall(fitness.at)
            ),
            &criterion.source,
        );
    }
    meets(reasons, RefusalCode::NotFitToday, criterion, found);
}

/// This bag was verified for this dose, on this device, just now; no known device is another one.
pub(crate) fn verified(
    ctx: &Context<'_>,
    reasons: &mut Reasons,
    dose: DoseNumber,
    container: &ContainerId,
    device: Option<&DeviceId>,
) {
    let verified = ctx.treatment.doses.get(&dose);
    let Some(verified) = verified.and_then(|dose| dose.verified.as_ref()) else {
        reasons.refuse(RefusalCode::VerificationMissing, format!("dose {dose}"));
        return;
    };
    let rule = &ctx.protocol.infusion;
    let valid_for = &rule.verification_valid_for;
    if time::older_than(verified.at, valid_for, ctx.clock(), ctx.zone) {
        reasons.refuse_by(
            RefusalCode::VerificationTooOld,
            format!(
                "verified at {}, good for {}, and it is {}",
                ctx.wall(verified.at),
                valid_for.words(),
                ctx.wall(ctx.clock())
            ),
            &rule.source,
        );
    }
    if &verified.container != container {
        reasons.refuse(
            RefusalCode::VerificationOfAnotherBag,
            format!("verified {}, this is {container}", verified.container),
        );
    }
    if device != Some(&verified.device) {
        let here = device.map_or("unknown", DeviceId::as_str);
        reasons.refuse(
            RefusalCode::VerificationOnAnotherDevice,
            format!("verified on {}, this is {here}", verified.device),
        );
    }
    let wristband = Scanned::Known(verified.recipient.clone());
    right_patient(reasons, &wristband, ctx.treatment.recipient());
    super::not_before(ctx, reasons, verified.at, "the bag was verified");
}
